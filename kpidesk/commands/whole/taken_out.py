"""What a restore has taken out of a file and nobody has written since: whose work it was, one change after another."""

from __future__ import annotations

from kpidesk.records import record
from kpidesk.workspace import CellChange, Reads


@record(frozen=True)
class TakenOut:
    """One earlier change whose work is gone: who had made it, and its cells as the restore changed them."""

    ref: int
    author: str
    cells: tuple[CellChange, ...]


def taken_out(ws: Reads, restore: int) -> list[TakenOut]:
    """What the restore of that number took out, the newest change first.

    A cell belongs to whoever had written what stood there; one that somebody has written since the restore is theirs.
    """
    found: dict[int, list[CellChange]] = {}
    authors: dict[int, str] = {}
    for cell in ws.history.changes_of(restore):
        newest_first = ws.history.of(cell.uid, cell.period or cell.field)
        if len(newest_first) > 1 and newest_first[0].ref == restore:
            earlier = newest_first[1]
            found.setdefault(earlier.ref, []).append(cell)
            authors[earlier.ref] = earlier.author
    return [TakenOut(ref, authors[ref], tuple(found[ref])) for ref in sorted(found, reverse=True)]
