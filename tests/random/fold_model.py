"""What a set of transactions means, worked out a second time: plain Python, no SQL, nothing shared.

The program derives its state with set-oriented SQL and small updates. Here the same ideas are written
as naively as possible, so that a fault in one of the two shows as a difference.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

Txn = tuple[bytes, int]
"""Session uid and number."""
Cell = tuple[str, str | int]
"""Row uid and the name of a cell, or a period code for a measurement."""


@dataclass
class Entry:
    """One transaction: its stamp and the cells it wrote, each with value and transaction replaced."""

    hlc: int
    cells: dict[Cell, tuple[Any, Txn | None]]
    undo_of: Txn | None = None
    acks: set[tuple[Cell, Txn]] = field(default_factory=set)


Log = dict[Txn, Entry]


@dataclass
class View:
    """The state that a log means."""

    cells: dict[Cell, Any] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    conflicts: set[Cell] = field(default_factory=set)
    skipped: int = 0
    revived: int = 0


def stamp(log: Log, txn: Txn) -> tuple[int, bytes]:
    return log[txn].hlc, txn[0]


def writers(log: Log) -> dict[Cell, dict[Txn, tuple[Any, Txn | None]]]:
    found: dict[Cell, dict[Txn, tuple[Any, Txn | None]]] = {}
    for txn, entry in log.items():
        for cell, written in entry.cells.items():
            found.setdefault(cell, {})[txn] = written
    return found


def winner(log: Log, cell: Cell) -> Txn | None:
    wrote = [txn for txn, entry in log.items() if cell in entry.cells]
    return max(wrote, key=lambda txn: stamp(log, txn)) if wrote else None


def origin(log: Log, txn: Txn | None, cell: Cell) -> Txn | None:
    """Whose value a cell shows after ``txn``: an undo shows what the undone one had replaced."""
    while txn is not None and log[txn].undo_of is not None:
        undone = log[txn].undo_of
        assert undone is not None
        txn = log[undone].cells[cell][1] if cell in log[undone].cells else None
    return txn


def is_life(cell: Cell) -> bool:
    return isinstance(cell[1], str) and cell[1].endswith(".life")


def is_position(cell: Cell) -> bool:
    return isinstance(cell[1], str) and cell[1].endswith(".position")


def view(log: Log) -> View:
    seen = View()
    by_cell = writers(log)
    for cell, wrote in by_cell.items():
        newest = max(wrote, key=lambda txn: stamp(log, txn))
        if is_life(cell):
            continue
        if not is_position(cell):
            seen.cells[cell] = wrote[newest][0]
    fold_tree(log, seen)
    fold_lives(log, by_cell, seen)
    acked = {ack for entry in log.values() for ack in entry.acks}
    for cell, wrote in by_cell.items():
        replaced = {prev for _value, prev in wrote.values()}
        heads = [txn for txn in wrote if txn not in replaced and (cell, txn) not in acked]
        differ = len({repr(wrote[txn][0]) for txn in heads}) > 1
        if differ and not is_life(cell) and cell[0] not in seen.dead:
            seen.conflicts.add(cell)
    return seen


def fold_tree(log: Log, seen: View) -> None:
    for txn in sorted(log, key=lambda txn: stamp(log, txn)):
        written = {cell[0]: value for cell, (value, _prev) in log[txn].cells.items() if is_position(cell)}
        moves = [(uid, json.loads(value) if value else (None, "")) for uid, value in sorted(written.items())]
        together = dict(seen.parents) | {uid: place[0] for uid, place in moves}
        if any(loops(together, uid) for uid, _place in moves):
            for uid, place in moves:
                alone = {**seen.parents, uid: place[0]}
                if loops(alone, uid):
                    seen.skipped += 1
                else:
                    seen.parents, seen.orders[uid] = alone, place[1]
        else:
            seen.parents = together
            seen.orders.update({uid: place[1] for uid, place in moves})


def loops(parents: dict[str, str | None], uid: str) -> bool:
    walked = set()
    at: str | None = uid
    while at is not None and at not in walked:
        walked.add(at)
        at = parents.get(at)
    return at is not None and at == uid


def fold_lives(log: Log, by_cell: dict[Cell, dict[Txn, tuple[Any, Txn | None]]], seen: View) -> None:
    for cell, wrote in by_cell.items():
        if not is_life(cell):
            continue
        buried = wrote[max(wrote, key=lambda txn: stamp(log, txn))][0]
        if not buried:
            continue
        vector = json.loads(buried)
        touching = {txn for other, ops in by_cell.items() if other[0] == cell[0] and not is_life(other) for txn in ops}
        if any(n > vector.get(session.hex(), 0) for session, n in touching):
            seen.revived += 1
        else:
            seen.dead.add(cell[0])
