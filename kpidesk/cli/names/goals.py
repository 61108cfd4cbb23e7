"""Goals, named by their titles."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.cli.names import LONGEST, Called, one_of
from kpidesk.commands import cycles
from kpidesk.domain.entities import Cycle, Initiative, KeyResult, Node, Objective
from kpidesk.figures import cycle_list
from kpidesk.text import msg
from kpidesk.workspace import Workspace


def goal_called(ws: Workspace, words: str) -> Node:
    """The one goal that is meant; of those with the same title that of the cycle under way."""
    return _called(ws, words, [*ws.all(Objective), *ws.all(KeyResult), *ws.all(Initiative)])


def result_called(ws: Workspace, words: str) -> KeyResult:
    """The one key result that is meant."""
    found = _called(ws, words, ws.all(KeyResult))
    assert isinstance(found, KeyResult)
    return found


def _called(ws: Workspace, words: str, everything: Sequence[Node]) -> Node:
    titles: dict[str, list[Node]] = {}
    for node in everything:
        titles.setdefault(node.title, []).append(node)
    known = [
        Called(node.uid, node.title, apart=_apart(ws, node))
        for alike in titles.values()
        for node in _under_way(ws, alike, words)
    ]
    none = msg("No goal named “{name}”. Nothing was changed.", name=words.strip()[:LONGEST])
    return ws.node(one_of(words, known, none).uid)


def _under_way(ws: Workspace, alike: list[Node], words: str) -> list[Node]:
    """Of several with one title the one that is worked for now, where that is one; an id still names any of them."""
    now = cycle_list.cycle_at(ws, cycle_list.under_way(ws, ws.today()))
    current = [node for node in alike if now is not None and cycles.cycle_of(ws, node.uid) == now.uid]
    by_id = any(node.uid == words.strip() for node in alike)
    return current if len(alike) > 1 and len(current) == 1 and not by_id else alike


def _apart(ws: Workspace, node: Node) -> str:
    """``1. kvartal 2026, a1b2…``: goals that are carried forward keep their titles."""
    cycle = ws.find(Cycle, cycles.cycle_of(ws, node.uid))
    period = None if cycle is None else cycle_list.period_of(cycle)
    return node.uid if period is None else f"{cycle_list.cycle_name(ws, period)}, {node.uid}"
