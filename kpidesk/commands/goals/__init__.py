"""The goal tree: what is made, changed, placed and deleted in it.

Beside these stand ``branches`` (copied, parked, carried on), ``titles`` (what a title says of its measure),
``sentences`` (a goal as it is typed), ``milestones`` and ``lineage`` (the same goal from cycle to cycle).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import lazily

if TYPE_CHECKING:
    from kpidesk.commands.goals.editing import (
        add_initiative,
        add_key_result,
        add_objective,
        delete,
        rename,
        set_field,
        set_measure,
        tick,
    )
    from kpidesk.commands.goals.placing import (
        can_contain,
        depth_of,
        indent,
        move,
        move_down,
        move_up,
        outdent,
        shown_parent,
    )

__all__ = [
    "add_initiative",
    "add_key_result",
    "add_objective",
    "can_contain",
    "delete",
    "depth_of",
    "indent",
    "move",
    "move_down",
    "move_up",
    "outdent",
    "rename",
    "set_field",
    "set_measure",
    "shown_parent",
    "tick",
]
_name = lazily.names(
    __name__,
    {
        f"{__name__}.editing": (
            "add_initiative",
            "add_key_result",
            "add_objective",
            "delete",
            "rename",
            "set_field",
            "set_measure",
            "tick",
        ),
        f"{__name__}.placing": (
            "can_contain",
            "depth_of",
            "indent",
            "move",
            "move_down",
            "move_up",
            "outdent",
            "shown_parent",
        ),
    },
)
_beside = lazily.modules(__name__, ("branches", "lineage", "milestones", "sentences", "titles"))
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        return _name(name) if name in __all__ else _beside(name)
