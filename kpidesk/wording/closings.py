"""What closing a cycle says in the history: that it was closed, and behind that each score that was kept."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk import format as fmt
from kpidesk.domain.entities import Frozen
from kpidesk.viz.status_shapes import KEYS, status_word
from kpidesk.wording.changes import named
from kpidesk.workspace import CellChange, Reads


def kept_lines(ws: Reads, cells: Iterable[CellChange]) -> list[str]:
    """Each goal and key result whose result a closing has kept, with its score and status: ``Flere gjester: 0,70``."""
    rows = dict.fromkeys(cell.uid for cell in cells if cell.kind is Frozen)
    kept = (ws.history.recall(Frozen, uid) for uid in rows)
    return [_line(ws, each) for each in kept if each is not None]


def _line(ws: Reads, kept: Frozen) -> str:
    found = [] if kept.score is None else [fmt.score(kept.score)]
    found += [status_word(kept.status)] if kept.status in KEYS else []
    return f"{named(ws, kept.node or '')}: {' · '.join(found)}"
