"""The file as if some of its transactions had never happened.

A temporary copy is made, those transactions are taken out of its log, and its state is folded anew.
What differs can be shown, or written as one transaction that brings the file back to it: so a merge is
undone, and so a file goes back to the third of May.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from kpidesk.errors import RuleBroken
from kpidesk.records import record
from kpidesk.store.db import scratch
from kpidesk.store.db.database import Database
from kpidesk.store.db.picked import pick
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, fold, history, state
from kpidesk.store.log.history import CellChange, period_of
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.unhappen import NEVER, unhappen
from kpidesk.store.log.writer import Writer, decode_value

CHANGED = Query(
    lambda t: t.united(
        (
            t.Op.select(t.Op.row).where(t.among(t.Op.txn, NEVER)),
            t.numbers("input", lambda of: t.among(of.txn, NEVER), once=True),
        ),
        once=True,
    )
)
LIFE_OF = Query(
    lambda t, row: t.ops(t.ONE).where(t.Op.row == row, t.CellName.name.in_(sorted(codec.LIFE_NAMES))).limit(1)
)
TOUCHED = Query(
    lambda t, row: (t.Op.select(t.ONE).where(t.Op.row == row) + t.Meas.select(t.ONE).where(t.Meas.input == row)).limit(
        1
    )
)
NUMBERS = Query(lambda t, row: t.Meas.select(t.Meas.period, t.Meas.val).where(t.Meas.input == row))


def _numbers_changed(t: Any) -> Any:
    """The numbers as they stand in every cell that would not have been written, or not so."""
    cell = t.numbers("input period", lambda of: t.among(of.txn, NEVER), once=True).alias("cell")
    same = (t.Meas.input == cell.c.input) & (t.Meas.period == cell.c.period)
    columns = cell.c.input, cell.c.period, t.Meas.val
    return cell.select_from(*columns).join(t.Meas, on=same).order_by(cell.c.input, cell.c.period)


NUMBERS_CHANGED = Query(_numbers_changed)


@record
class Difference:
    """What leads from the present to that past.

    ``cells`` are (row, name of the cell, value then, value now); ``lives`` tell for a row whether it
    lived; ``measured`` are (input, period code, value then, value now). ``kept`` counts rows that are
    left as they are, because something that stays in the log has touched them since.
    """

    cells: list[tuple[int, str, Any, Any]] = field(default_factory=list)
    lives: dict[int, bool] = field(default_factory=dict)
    measured: list[tuple[int, int, Any, Any]] = field(default_factory=list)
    kept: int = 0

    @property
    def size(self) -> int:
        """How many cells, rows and measurements differ."""
        return len(self.cells) + len(self.lives) + len(self.measured)

    @property
    def rows(self) -> set[int]:
        """The rows that differ, measurements aside."""
        return {row for row, _name, _then, _now in self.cells} | set(self.lives)


@contextlib.contextmanager
def without(database: Database, folder: Path, never: Iterable[int]) -> Iterator[Database]:
    """A temporary copy in which the transactions ``never`` have not happened."""
    temporary = copied(database, folder, never)
    try:
        past = database.copied(temporary)
        try:
            past.execute("PRAGMA synchronous = OFF")
            yield past
        finally:
            past.close()
    finally:
        temporary.unlink(missing_ok=True)


def snapshot(database: Database, folder: Path) -> Path:
    """A private copy of a file as it is; whoever asked for it removes it."""
    temporary = scratch.place(folder, "past")
    try:
        database.copy_to(temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def copied(database: Database, folder: Path, never: Iterable[int]) -> Path:
    """Where such a copy lies; whoever asked for it removes it."""
    temporary = snapshot(database, folder)
    try:
        past = database.copied(temporary)
        try:
            past.execute("PRAGMA synchronous = OFF")
            take_out(past, never)
        finally:
            past.close()
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def take_out(past: Database, never: Iterable[int]) -> None:
    """Let the transactions ``never`` not have happened; only ever in a temporary copy."""
    with past.transaction():
        unhappen(past, never)
        fold.rebuild(past, RowIds(past))


def difference(database: Database, names: RowIds, folder: Path, never: set[int]) -> Difference:
    """What differs between the file and itself without the transactions ``never``."""
    found = Difference()
    if not never:
        return found
    with without(database, folder, never) as past:
        touched = _touched(database, never)
        found.kept = _compare_lives(database, past, names, touched, found)
        _compare_cells(database, past, names, touched, found)
        _compare_places(database, past, names, found)
        _compare_measured(database, past, names, found)
    return found


def _touched(database: Database, never: set[int]) -> set[int]:
    pick(database, NEVER, never)
    return set(CHANGED.column(database))


def _compare_lives(now: Database, past: Database, names: RowIds, touched: set[int], found: Difference) -> int:
    kept = 0
    for row in sorted(touched):
        then = bool(state.alive(past, names, row))
        if then == bool(state.alive(now, names, row)):
            continue
        if not then and _has_own_work(past, row):
            kept += 1
        else:
            found.lives[row] = then
    return kept


def _has_own_work(past: Database, row: int) -> bool:
    """A row founded by what is taken out, and worked on by somebody else since, stays."""
    return not LIFE_OF.one(past, row) and bool(TOUCHED.one(past, row))


def _compare_cells(now: Database, past: Database, names: RowIds, touched: set[int], found: Difference) -> None:
    then, current = fold.winners(past, touched), fold.winners(now, touched)
    for row in sorted(touched):
        if found.lives.get(row) is False or not (found.lives.get(row) or bool(state.alive(now, names, row))):
            continue
        if names.kind(row) is not None and not bool(state.alive(past, names, row)):
            continue
        for name, value in sorted(current.get(row, {}).items()):
            if name in codec.LIFE_NAMES or name in codec.POSITION_NAMES:
                continue
            old = then.get(row, {}).get(name)
            if old != value or type(old) is not type(value):
                found.cells.append((row, name, old, value))


def _compare_places(now: Database, past: Database, names: RowIds, found: Difference) -> None:
    then, current = fold.positions(past)[0], fold.positions(now)[0]
    for row, value in sorted(current.items()):
        kind = names.kind(row)
        if kind is None or value == then.get(row) or not bool(state.alive(past, names, row)):
            continue
        found.cells.append((row, f"{codec.prefix(kind)}.{codec.POSITION}", then.get(row), value))


def _compare_measured(now: Database, past: Database, names: RowIds, found: Difference) -> None:
    cells = NUMBERS_CHANGED.rows(now)
    inputs = {row for row, _period, _value in cells}
    living = {row for row in inputs if bool(state.alive(past, names, row))}
    then: dict[int, dict[int, Any]] = {row: dict(NUMBERS.rows(past, row)) for row in living}
    found.measured += [
        (row, period, then[row].get(period), value)
        for row, period, value in cells
        if row in living and then[row].get(period) != value
    ]


def told(names: RowIds, difference: Difference) -> list[CellChange]:
    """The way back, cell by cell: ``before`` is what is there now, ``after`` what there was."""
    found = []
    for row, then in difference.lives.items():
        found.append(CellChange(names.kind(row), names.uid(row), codec.LIFE, not then, then))
    for row, name, old, value in difference.cells:
        if difference.lives.get(row) is None:
            found += history.cell_changes(names, row, name, value, old)
    for row, code, old, value in difference.measured:
        uid, kind = names.uid(row), names.kind(row)
        found.append(CellChange(kind, uid, "", decode_value(value), decode_value(old), period_of(code)))
    return found


def write(writer: Writer, difference: Difference) -> int:
    """Write the way back in the open transaction; give how many cells the tree did not allow."""
    for row, then in difference.lives.items():
        kind = writer.names.kind(row)
        if kind is not None and then:
            writer.revive(kind, row)
    refused = _write_cells(writer, difference)
    measured: dict[int, dict[int, Any]] = {}
    for row, code, old, _value in difference.measured:
        measured.setdefault(row, {})[code] = old
    for row, cells in measured.items():
        writer.measure_many(row, cells)
    for row, then in difference.lives.items():
        kind = writer.names.kind(row)
        if kind is not None and not then:
            writer.delete(kind, row)
    return refused


def _write_cells(writer: Writer, difference: Difference) -> int:
    """Nodes that changed places can only go back one after the other, so go round while it helps."""
    waiting = [(row, name, old) for row, name, old, _value in difference.cells]
    progress = True
    while waiting and progress:
        refused = []
        for row, name, old in waiting:
            try:
                writer.write(row, name, old)
            except RuleBroken:
                refused.append((row, name, old))
        progress, waiting = len(refused) < len(waiting), refused
    return len(waiting)
