"""Undo as a new transaction that puts back what an old one replaced.

Only where what the old transaction wrote still stands: what somebody has changed since is left alone
and reported. A later change that was itself taken back does not count, so undo after undo goes on.
Undoing a creation is a delete; undoing a delete brings the row back. Rows that are buried
are not touched, since an edit would bring them back to life.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kpidesk.domain.entities import Entity
from kpidesk.errors import RuleBroken
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import codec, fold
from kpidesk.store.log.row_ids import RowIds
from kpidesk.store.log.writer import Writer


@dataclass
class Outcome:
    """How many cells were put back, and which were left because they are no longer ours.

    A cell that was left is named by its row and its name in the log, or its period code.
    """

    done: int = 0
    left: list[tuple[int, str | int]] = field(default_factory=list)

    @property
    def skipped(self) -> int:
        """How many were left."""
        return len(self.left)


def revert(writer: Writer, ref: int) -> Outcome:
    """Write what takes back transaction ``ref``."""
    outcome = Outcome()
    waiting = _cells(writer.database, ref)
    back = _Back(writer, ref, _places(writer.database, ref, waiting), outcome)
    progress = True
    while waiting and progress:
        # Two nodes that changed places can only go back one after the other.
        refused = [cell for cell in waiting if not _revert_cell(back, cell)]
        progress, waiting = len(refused) < len(waiting), refused
    outcome.left += [(row, name) for row, name, _prev in waiting]
    _revert_measurements(writer, ref, outcome)
    return outcome


def _cells(database: Database, ref: int) -> list[tuple[int, str, int | None]]:
    """The cells of a transaction, life first: a creation taken back needs no more.

    A row that was buried and added anew gets its former fields back before it is buried again.
    """
    query = """SELECT o.row, f.name, o.prev, o.val FROM op o JOIN field f ON f.ord = o.field
        WHERE o.txn = ? ORDER BY o.row, o.field"""
    found = database.run(query, (ref,)).fetchall()
    found.sort(key=lambda cell: _turn(*cell[1:]))
    return [(row, name, prev) for row, name, prev, _value in found]


def _places(database: Database, ref: int, cells: list[tuple[int, str, int | None]]) -> dict[int, Any]:
    """Where nodes go back to whose move was ``ref`` and whose move before that had been skipped.

    Such a move never showed, because it would have closed a circle; the node stood where the tree before
    ``ref`` had it.
    """
    moved = [(prev, row) for row, name, prev in cells if name in codec.POSITION_NAMES and prev is not None]
    if not moved:
        return {}
    skipped = set(fold.positions(database)[1])
    hidden = [row for prev, row in moved if (prev, row) in skipped]
    before = fold.positions(database, until=ref)[0] if hidden else {}
    return {row: before[row] for row in hidden if row in before}


def _turn(name: str, prev: int | None, value: Any) -> int:
    if name not in codec.LIFE_NAMES:
        return 1
    return 2 if prev is not None and value == "" else 0


@dataclass(frozen=True)
class _Back:
    """Taking back transaction ``ref``: where hidden nodes go back to, which rows have been buried, what came of it."""

    writer: Writer
    ref: int
    places: dict[int, Any]
    outcome: Outcome
    gone: set[int] = field(default_factory=set)


def _revert_cell(back: _Back, cell: tuple[int, str, int | None]) -> bool:
    """Put one cell back or leave it; ``False`` when the tree does not allow it yet."""
    row, name, prev = cell
    writer, ref, gone, outcome = back.writer, back.ref, back.gone, back.outcome
    kind = writer.names.kind(row)
    if row in gone:
        return True
    if kind is None or not _stands(writer, ref, row, name):
        outcome.left.append((row, name))
        return True
    old = _value_before(writer, ref, prev, row, name)
    if name in codec.POSITION_NAMES:
        old = back.places.get(row, old)
    if name in codec.LIFE_NAMES:
        _revert_life(writer, kind, row, prev is not None and _value_at(writer, ref, row, name) != "", gone)
    elif not alive(writer.database, writer.names, row):
        outcome.left.append((row, name))
        return True
    else:
        try:
            writer.write(row, name, old)
        except RuleBroken:
            return False
    outcome.done += 1
    return True


def _revert_life(writer: Writer, kind: type[Entity], row: int, buried: bool, gone: set[int]) -> None:
    """Only what lives can be buried, so a burial taken back is a life, and a life a burial."""
    if buried:
        writer.revive(kind, row)
        return
    gone.add(row)
    if alive(writer.database, writer.names, row):
        writer.delete(kind, row)


def _value_at(writer: Writer, txn: int | None, row: int, name: str) -> Any:
    field = writer.names.field(name)
    return writer.database.one("SELECT val FROM op WHERE txn = ? AND row = ? AND field = ?", (txn, row, field))


def _value_before(writer: Writer, ref: int, prev: int | None, row: int, name: str) -> Any:
    """What a cell showed before ``ref``: what that replaced, or what a colleague had written since it was seen."""
    if _made_here(writer.database, ref):
        return writer.winner(row, writer.names.field(name), ref - 1)[1]
    return _value_at(writer, prev, row, name)  # of what came from elsewhere, the order of arrival says nothing


def _made_here(database: Database, ref: int) -> bool:
    query = """SELECT 1 FROM txn t JOIN session s ON s.ord = t.session
        JOIN local l ON l.key = 'session:' || lower(hex(s.uid)) WHERE t.ord = ?"""
    return database.one(query, (ref,)) is not None


def _stands(writer: Writer, ref: int, row: int, name: str) -> bool:
    """Tell whether a cell shows what ``ref`` wrote to it."""
    database, ordinal = writer.database, writer.names.field(name)

    def replaced(txn: int) -> int | None:
        query = "SELECT prev FROM op WHERE txn = ? AND row = ? AND field = ?"
        found: int | None = database.one(query, (txn, row, ordinal))
        return found

    newest = writer.winner(row, ordinal)[0]
    return newest == ref or origin(database, newest, replaced) == origin(database, ref, replaced)


def origin(database: Database, txn: int | None, replaced: Callable[[int], int | None]) -> int | None:
    """The transaction whose value a cell shows after ``txn``, which may have put back an older one.

    ``replaced`` gives the transaction that another replaced in the cell.
    """
    while txn is not None:
        undone = database.one("SELECT undo_of FROM txn WHERE ord = ?", (txn,))
        if undone is None:
            return txn
        txn = replaced(undone)
    return None


def _revert_measurements(writer: Writer, ref: int, outcome: Outcome) -> None:
    for row, cells in _measured(writer, ref, outcome).items():
        if alive(writer.database, writer.names, row):
            writer.measure_many(row, cells)
            outcome.done += len(cells)
        else:
            outcome.left += [(row, period) for period in cells]


def _measured(writer: Writer, ref: int, outcome: Outcome) -> dict[int, dict[int, Any]]:
    """For each input the cells that still show what ``ref`` wrote, with the values to put back."""
    found: dict[int, dict[int, Any]] = {}
    before = "o.txn = m.prev"
    if _made_here(writer.database, ref):  # what a colleague had entered since the number was seen
        before = """o.txn = (SELECT b.txn FROM meas_old b
            JOIN txn t ON t.ord = b.txn JOIN session s ON s.ord = t.session
            WHERE b.input = m.input AND b.period = m.period AND b.txn < m.txn
            ORDER BY t.hlc DESC, s.uid DESC LIMIT 1)"""
    for table in ("meas", "meas_old"):
        query = f"""SELECT m.input, m.period, (SELECT o.val FROM meas_old o
            WHERE o.input = m.input AND o.period = m.period AND {before}) FROM {table} m WHERE m.txn = ?"""
        for row, period, old in writer.database.run(query, (ref,)).fetchall():
            if table == "meas" or _measurement_stands(writer.database, ref, row, period):
                found.setdefault(row, {})[period] = old
            else:
                outcome.left.append((row, period))
    return found


def _measurement_stands(database: Database, ref: int, row: int, period: int) -> bool:
    wrote: dict[int, int | None] = dict(
        database.run(
            "SELECT txn, prev FROM meas WHERE input = ?1 AND period = ?2"
            " UNION ALL SELECT txn, prev FROM meas_old WHERE input = ?1 AND period = ?2",
            (row, period),
        ).fetchall()
    )
    newest = database.one("SELECT txn FROM meas WHERE input = ? AND period = ?", (row, period))
    return origin(database, newest, wrote.get) == origin(database, ref, wrote.get)


def alive(database: Database, names: RowIds, row: int) -> bool:
    """Tell whether a row lives, by the state."""
    kind = names.kind(row)
    if kind is None:
        return True
    return bool(database.one(f"SELECT alive FROM {schema.state_table(kind)} WHERE row = ?", (row,)))
