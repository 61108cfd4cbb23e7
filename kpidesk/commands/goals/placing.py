"""Where a node of the goal tree may stand, and the ways to move it there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kpidesk.commands.cycles import cycle_of, refuse_closed
from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective, Uid
from kpidesk.domain.walk import DEEPEST, levels
from kpidesk.errors import RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Transaction, Workspace

ACCEPTS: dict[type[Node] | None, tuple[type[Node], ...]] = {
    None: (Objective,),
    Objective: (Objective, KeyResult, Initiative),
    KeyResult: (Initiative,),
    Initiative: (),
}
"""Which kinds may stand under which; ``None`` is the top."""


def can_contain(parent: type[Node] | None, child: type[Node]) -> bool:
    """Tell whether a node of kind ``child`` may stand under one of kind ``parent``."""
    return child in ACCEPTS[parent]


def check_place(ws: Workspace, kind: type[Node], parent: Uid | None) -> None:
    """Raise ``RuleBroken`` where a node of that kind can't stand under ``parent``."""
    parent_kind = None if parent is None else type(ws.node(parent))
    if can_contain(parent_kind, kind):
        return
    if kind is Objective:
        raise RuleBroken(msg("An objective can stand at the top or under another objective. Nothing was changed."))
    if kind is KeyResult:
        raise RuleBroken(msg("A key result belongs under an objective. Nothing was changed."))
    raise RuleBroken(msg("An initiative belongs under a key result or an objective. Nothing was changed."))


def refuse_too_deep(ws: Workspace, parent: Uid | None, levels: int = 1, depth: int = 0) -> None:
    """Raise ``RuleBroken`` where something of so many levels would stand deeper than goals can.

    What stands ``depth`` levels deep already, in a file from elsewhere, can stay as deep.
    """
    above = depth_of(ws, parent)
    if above + levels > DEEPEST and above + 1 > depth:
        raise RuleBroken(
            msg("Goals can stand {n} levels deep at most. Put it higher up. Nothing was changed.", n=DEEPEST)
        )


def depth_of(ws: Workspace, uid: Uid | None) -> int:
    """How many levels there are from the top to a node; 0 for none."""
    seen: set[Uid] = set()
    while uid is not None and uid not in seen and (node := ws.find_node(uid)) is not None:
        seen.add(uid)
        uid = node.parent
    return len(seen)


def order_at(change: Transaction, siblings: Sequence[Node], index: int) -> str:
    """The order key of what is put at a place among siblings."""
    before = siblings[index - 1].order if index > 0 else None
    behind = siblings[index].order if index < len(siblings) else None
    return change.order_between(before, behind)


# ---- moving --------------------------------------------------------------------------------------


def move(ws: Workspace, uid: Uid, parent: Uid | None, index: int) -> None:
    """Put a node under another at a place among its children, counted without the node itself."""
    node = ws.node(uid)
    check_place(ws, type(node), parent)
    refuse_closed(ws, uid, parent)
    refuse_too_deep(ws, parent, levels(node, lambda each: ws.children(each.uid)), depth_of(ws, uid))
    siblings = [child for child in ws.children(parent) if child.uid != uid]
    index = max(0, min(index, len(siblings)))
    with ws.transaction(msg("move “{title}”", title=node.title)) as change:
        change.move(uid, parent, order_at(change, siblings, index))
        if isinstance(node, Objective) and parent is None and node.cycle is None:
            change.set(Objective, uid, cycle=cycle_of(ws, node.parent))


def move_up(ws: Workspace, uid: Uid) -> bool:
    """Move one step up among the siblings; ``False`` at the top."""
    return _step(ws, uid, -1)


def move_down(ws: Workspace, uid: Uid) -> bool:
    """Move one step down among the siblings; ``False`` at the bottom."""
    return _step(ws, uid, 1)


def _step(ws: Workspace, uid: Uid, by: int) -> bool:
    parent = shown_parent(ws, uid)
    siblings = [node.uid for node in ws.children(parent)]
    place = siblings.index(uid) + by
    if not 0 <= place < len(siblings):
        return False
    move(ws, uid, parent, place)
    return True


def indent(ws: Workspace, uid: Uid) -> bool:
    """Move under the nearest sibling above that may hold it; ``False`` where there is none."""
    node = ws.node(uid)
    siblings = ws.children(shown_parent(ws, uid))
    above = siblings[: [sibling.uid for sibling in siblings].index(uid)]
    for sibling in reversed(above):
        if can_contain(type(sibling), type(node)):
            move(ws, uid, sibling.uid, len(ws.children(sibling.uid)))
            return True
    return False


def outdent(ws: Workspace, uid: Uid) -> bool:
    """Move out to stand right after the node above; ``False`` where that is not allowed."""
    node, parent = ws.node(uid), shown_parent(ws, uid)
    if parent is None:
        return False
    above = shown_parent(ws, parent)
    above_kind = None if above is None else type(ws.node(above))
    if not can_contain(above_kind, type(node)):
        return False
    place = [sibling.uid for sibling in ws.children(above)].index(parent) + 1
    move(ws, uid, above, place)
    return True


def shown_parent(ws: Workspace, uid: Uid) -> Uid | None:
    """The living node under which a node is shown."""
    parent = ws.node(uid).parent
    if parent is not None and ws.find_node(parent) is not None:
        return parent
    return next((node.uid for node in _all_nodes(ws) if any(child.uid == uid for child in ws.children(node.uid))), None)


def _all_nodes(ws: Workspace) -> Iterable[Node]:
    return [*ws.all(Objective), *ws.all(KeyResult)]
