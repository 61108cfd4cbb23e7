"""Undo as a new transaction that puts back what an old one replaced.

Only where the old transaction still wins: what somebody has changed since is left alone and
reported. Undoing a creation is a delete; undoing a delete brings the row back. Rows that are buried
are not touched, since an edit would bring them back to life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kpidesk.domain.entities import Entity
from kpidesk.errors import RuleBroken
from kpidesk.store import codec, schema
from kpidesk.store.database import Database
from kpidesk.store.log import Names, Writer


@dataclass
class Outcome:
    """How many cells were put back, and how many were left because they are no longer ours."""

    done: int = 0
    skipped: int = 0


def revert(writer: Writer, ref: int) -> Outcome:
    """Write what takes back transaction ``ref``."""
    outcome = Outcome()
    gone: set[int] = set()
    waiting = _cells(writer.database, ref)
    progress = True
    while waiting and progress:
        # Two nodes that changed places can only go back one after the other.
        refused = [cell for cell in waiting if not _revert_cell(writer, ref, cell, gone, outcome)]
        progress, waiting = len(refused) < len(waiting), refused
    outcome.skipped += len(waiting)
    _revert_measurements(writer, ref, outcome)
    return outcome


def _cells(database: Database, ref: int) -> list[tuple[int, str, int | None]]:
    """The cells of a transaction, life first: a creation taken back needs no more."""
    query = (
        "SELECT o.row, f.name, o.prev FROM op o JOIN field f ON f.ord = o.field WHERE o.txn = ? ORDER BY o.row, o.field"
    )
    return sorted(database.run(query, (ref,)).fetchall(), key=lambda cell: cell[1] not in codec.LIFE_NAMES)


def _revert_cell(writer: Writer, ref: int, cell: tuple[int, str, int | None], gone: set[int], outcome: Outcome) -> bool:
    """Put one cell back or leave it; ``False`` when the tree does not allow it yet."""
    row, name, prev = cell
    kind = writer.names.kind(row)
    if row in gone:
        return True
    if writer.winner(row, writer.names.field(name))[0] != ref or kind is None:
        outcome.skipped += 1
        return True
    old = _value_at(writer.database, prev, row, name, writer.names)
    if name in codec.LIFE_NAMES:
        _revert_life(writer, kind, row, old, gone)
    elif not alive(writer.database, writer.names, row):
        outcome.skipped += 1
        return True
    else:
        try:
            writer.write(row, name, old)
        except RuleBroken:
            return False
    outcome.done += 1
    return True


def _revert_life(writer: Writer, kind: type[Entity], row: int, old: Any, gone: set[int]) -> None:
    if old == "":
        writer.write(row, codec.life_of(kind), "")
    else:
        writer.delete(kind, row)
        gone.add(row)


def _value_at(database: Database, txn: int | None, row: int, name: str, names: Names) -> Any:
    if txn is None:
        return None
    return database.one("SELECT val FROM op WHERE txn = ? AND row = ? AND field = ?", (txn, row, names.field(name)))


def _revert_measurements(writer: Writer, ref: int, outcome: Outcome) -> None:
    database = writer.database
    outcome.skipped += database.one("SELECT count(*) FROM meas_old WHERE txn = ?", (ref,))
    query = """SELECT m.input, m.period, (SELECT o.val FROM meas_old o
        WHERE o.input = m.input AND o.period = m.period AND o.txn = m.prev) FROM meas m WHERE m.txn = ?"""
    for row, period, old in database.run(query, (ref,)).fetchall():
        if not alive(database, writer.names, row):
            outcome.skipped += 1
            continue
        writer.measure(row, period, old)
        outcome.done += 1


def alive(database: Database, names: Names, row: int) -> bool:
    """Tell whether a row lives, by the state."""
    kind = names.kind(row)
    if kind is None:
        return True
    return bool(database.one(f"SELECT alive FROM {schema.state_table(kind)} WHERE row = ?", (row,)))
