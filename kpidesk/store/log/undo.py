"""Undo as a new transaction that puts back what an old one replaced.

Only where what the old transaction wrote still stands: what somebody has changed since is left alone
and reported. A later change that was itself taken back does not count, so undo after undo goes on.
Undoing a creation is a delete; undoing a delete brings the row back. Rows that are buried
are not touched, since an edit would bring them back to life.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import field
from typing import Any

from kpidesk.domain.entities import Entity
from kpidesk.errors import RuleBroken
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec, fold, state
from kpidesk.store.log.writer import Writer

CELLS = Query(
    lambda t, ref: (
        t.ops(t.Op.row, t.CellName.name, t.Op.prev, t.Op.val).where(t.Op.txn == ref).order_by(t.Op.row, t.Op.field)
    )
)
VALUE = Query(
    lambda t, txn, row, field: t.Op.select(t.Op.val).where(t.Op.txn == txn, t.Op.row == row, t.Op.field == field)
)
REPLACED = Query(
    lambda t, txn, row, field: t.Op.select(t.Op.prev).where(t.Op.txn == txn, t.Op.row == row, t.Op.field == field)
)
MADE_HERE = Query(lambda t, ref: t.SignedTxn.select(t.ONE).where(t.SignedTxn.ord == ref, t.made_here()))
UNDO_OF = Query(lambda t, ref: t.Txn.select(t.Txn.undo_of).where(t.Txn.ord == ref))
WRITTEN = Query(lambda t, row, period: t.numbers("txn prev", lambda of: (of.input == row) & (of.period == period)))
NUMBER_BY = Query(lambda t, row, period: t.Meas.select(t.Meas.txn).where(t.Meas.input == row, t.Meas.period == period))


def _numbers_of(t: Any, ref: Any, table: Any, *, here: bool) -> Any:
    """The numbers of a change, with those that they took the place of.

    Of a change made here that is what a colleague had entered since the number was seen; of what came from elsewhere
    the order of arrival says nothing, and what it replaced is what was seen.
    """
    was = t.MeasOld.alias("was")
    same = (was.input == table.input) & (was.period == table.period)
    if here:
        earlier = same & (was.txn < table.txn)
        former = (
            was.select(was.val)
            .join(t.SignedTxn, on=was.txn == t.SignedTxn.ord)
            .where(earlier)
            .order_by(*t.newest_first())
            .limit(1)
        )
    else:
        former = was.select(was.val).where(same & (was.txn == table.prev))
    return table.select(table.input, table.period, former).where(table.txn == ref)


NUMBERS_NOW = Query(lambda t, ref, *, here: _numbers_of(t, ref, t.Meas, here=here))
NUMBERS_REPLACED = Query(lambda t, ref, *, here: _numbers_of(t, ref, t.MeasOld, here=here))


def _at(of: Any, table: Any, row: Any, period: Any) -> Any:
    return of.where(table.input == row, table.period == period)


NUMBER_NOW = Query(
    lambda t, ref, row, period, *, here: _at(_numbers_of(t, ref, t.Meas, here=here), t.Meas, row, period)
)
NUMBER_REPLACED = Query(
    lambda t, ref, row, period, *, here: _at(_numbers_of(t, ref, t.MeasOld, here=here), t.MeasOld, row, period)
)
Places = Iterable[tuple[int, int]]
"""Numbers by the row of their input and the code of their period."""


@record
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


def revert(
    writer: Writer, ref: int, numbers: Places | None = None, only: Collection[tuple[int, str]] | None = None
) -> Outcome:
    """Write what takes back transaction ``ref``, of which ``numbers`` may be known: they are found by the index.

    With ``only`` no more than those cells are taken back, by their rows and their names in the log, and those numbers.
    """
    outcome = Outcome()
    waiting = [cell for cell in _cells(writer.database, ref) if only is None or cell[:2] in only]
    here = MADE_HERE.one(writer.database, ref) is not None
    back = _Back(writer, ref, _places(writer.database, ref, waiting), outcome, here)
    progress = True
    while waiting and progress:
        # Two nodes that changed places can only go back one after the other.
        refused = [cell for cell in waiting if not _revert_cell(back, cell)]
        progress, waiting = len(refused) < len(waiting), refused
    outcome.left += [(row, name) for row, name, _prev in waiting]
    _revert_measurements(back, outcome, numbers)
    return outcome


def _cells(database: Database, ref: int) -> list[tuple[int, str, int | None]]:
    """The cells of a transaction, life first: a creation taken back needs no more.

    A row that was buried and added anew gets its former fields back before it is buried again.
    """
    found = CELLS.rows(database, ref)
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
    skipped = fold.skipped(database)
    hidden = [row for prev, row in moved if (prev, row) in skipped]
    before = fold.positions(database, until=ref)[0] if hidden else {}
    return {row: before[row] for row in hidden if row in before}


def _turn(name: str, prev: int | None, value: Any) -> int:
    if name not in codec.LIFE_NAMES:
        return 1
    return 2 if prev is not None and value == "" else 0


@record(frozen=True)
class _Back:
    """Taking back transaction ``ref``: where hidden nodes go back to, what came of it, which rows have been buried.

    ``here`` tells whether this very copy has made it.
    """

    writer: Writer
    ref: int
    places: dict[int, Any]
    outcome: Outcome
    here: bool
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
    old = _value_before(back, prev, row, name)
    if name in codec.POSITION_NAMES:
        old = back.places.get(row, old)
    if name in codec.LIFE_NAMES:
        _revert_life(writer, kind, row, prev is not None and _value_at(writer, ref, row, name) != "", gone)
    elif not _lives(writer, row):
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
    if _lives(writer, row):
        writer.delete(kind, row)


def _value_at(writer: Writer, txn: int | None, row: int, name: str) -> Any:
    field = writer.names.field(name)
    return VALUE.one(writer.database, txn, row, field)


def _value_before(back: _Back, prev: int | None, row: int, name: str) -> Any:
    """What a cell showed before the change: what it replaced, or what a colleague had written since that was seen."""
    if back.here:
        return back.writer.winner(row, back.writer.names.field(name), back.ref - 1)[1]
    return _value_at(back.writer, prev, row, name)  # of what came from elsewhere, the order of arrival says nothing


def _stands(writer: Writer, ref: int, row: int, name: str) -> bool:
    """Tell whether a cell shows what ``ref`` wrote to it."""
    database, ordinal = writer.database, writer.names.field(name)

    def replaced(txn: int) -> int | None:
        found: int | None = REPLACED.one(database, txn, row, ordinal)
        return found

    newest = writer.winner(row, ordinal)[0]
    return newest == ref or origin(database, newest, replaced) == origin(database, ref, replaced)


def origin(database: Database, txn: int | None, replaced: Callable[[int], int | None]) -> int | None:
    """The transaction whose value a cell shows after ``txn``, which may have put back an older one.

    ``replaced`` gives the transaction that another replaced in the cell.
    """
    while txn is not None:
        undone = UNDO_OF.one(database, txn)
        if undone is None:
            return txn
        txn = replaced(undone)
    return None


def _revert_measurements(back: _Back, outcome: Outcome, numbers: Places | None) -> None:
    """Put the numbers back; those of a row that this very undo buries go with it."""
    writer = back.writer
    for row, cells in _measured(back, outcome, numbers).items():
        if row in back.gone:
            outcome.done += len(cells)
        elif _lives(writer, row):
            writer.measure_many(row, cells)
            outcome.done += len(cells)
        else:
            outcome.left += [(row, period) for period in cells]


def _measured(back: _Back, outcome: Outcome, known: Places | None) -> dict[int, dict[int, Any]]:
    """For each input the cells that still show what the change wrote, with the values to put back."""
    found: dict[int, dict[int, Any]] = {}
    writer, ref = back.writer, back.ref
    for every, one in ((NUMBERS_NOW, NUMBER_NOW), (NUMBERS_REPLACED, NUMBER_REPLACED)):
        for row, period, old in _numbers(back, every, one, known):
            if every is NUMBERS_NOW or _measurement_stands(writer.database, ref, row, period):
                found.setdefault(row, {})[period] = old
            else:
                outcome.left.append((row, period))
    return found


def _numbers(back: _Back, every: Query, one: Query, known: Places | None) -> list[tuple[Any, ...]]:
    """The numbers of the change, found by their places where these are known, else by a walk through all."""
    database, ref, here = back.writer.database, back.ref, back.here
    if known is None:
        return every.rows(database, ref, here=here)
    return [number for place in known for number in one.rows(database, ref, *place, here=here)]


def _measurement_stands(database: Database, ref: int, row: int, period: int) -> bool:
    wrote: dict[int, int | None] = dict(WRITTEN.rows(database, row, period))
    newest = NUMBER_BY.one(database, row, period)
    return origin(database, newest, wrote.get) == origin(database, ref, wrote.get)


def _lives(writer: Writer, row: int) -> bool:
    """Tell whether a row lives; one of a newer program's kind counts as living."""
    return state.alive(writer.database, writer.names, row) is not False
