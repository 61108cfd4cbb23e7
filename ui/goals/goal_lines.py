"""What the line for a new goal becomes, and where it goes, one level in or out."""

from __future__ import annotations

from kpidesk.domain.entities import Initiative, KeyResult, Node, Objective
from kpidesk.workspace import Workspace
from ui.goals.goal_tree import DRAFT, Draft, GoalTree

UNDER: dict[type[Node] | None, type[Node]] = {None: Objective, Objective: KeyResult, KeyResult: Initiative}
"""What one more level in makes of a line."""
OVER: dict[type[Node], type[Node]] = {Initiative: KeyResult, KeyResult: Objective, Objective: Objective}
"""What one level out makes of a line."""


def one_in(ws: Workspace, tree: GoalTree, draft: Draft) -> Draft | None:
    """Under the sibling above that may hold what the line then becomes."""
    for uid in reversed(tree.siblings_before(DRAFT)):
        node = ws.find_node(uid)
        if node is not None and not isinstance(node, Initiative):
            return Draft(UNDER[type(node)], uid)
    if draft.kind is KeyResult and draft.parent is not None:
        return Draft(Initiative, draft.parent, draft.after)
    return None


def one_out(tree: GoalTree, draft: Draft) -> Draft | None:
    """Beside the node above, as the kind that may stand there."""
    if draft.parent is None:
        return None
    return Draft(OVER[draft.kind], tree.parent_uid(draft.parent), draft.parent)
