"""What a key result ought to have reached on a day (figures/README: Pace and grade).

A number moves in a straight line from the cycle's first day to the deadline. What is done in steps, or done or not,
is expected by its dates alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk.domain import score as rules
from kpidesk.domain.entities import Cycle, KeyResult, Milestone, ResultKind
from kpidesk.domain.stage import is_planned

Steps = Sequence[Milestone]


def deadline(node: KeyResult, cycle: Cycle) -> dt.date | None:
    """By when it is to be reached: its own day where that lies in the cycle, else the cycle's last one."""
    first, last = cycle.start, cycle.end
    inside = node.due is not None and (first is None or first <= node.due) and (last is None or node.due <= last)
    return node.due if inside else last


def expected_on(node: KeyResult, cycle: Cycle, steps: Steps, day: dt.date) -> float | None:
    """The progress expected on a day as a fraction; empty where nothing is: a level, a late result, no date at all."""
    if node.late_result or is_planned(cycle, day):
        return None
    match node.kind:
        case ResultKind.FROM_TO:
            end = deadline(node, cycle)
            return None if cycle.start is None or end is None else rules.expected(cycle.start, end, day)
        case ResultKind.MILESTONES | ResultKind.DONE:
            return rules.expected_steps([(weight, due) for weight, due, _reached in _dated(node, steps)], day)
        case _:
            return None


def missed(node: KeyResult, steps: Steps, day: dt.date) -> bool:
    """Tell whether a date has passed by which something was to be done, and is not: that is known without a word."""
    if node.late_result:
        return False
    return any(due is not None and due < day and not reached for _weight, due, reached in _dated(node, steps))


def _dated(node: KeyResult, steps: Steps) -> list[tuple[float, dt.date | None, bool]]:
    """What is to be done: weight, by when and whether it is; a step without a day has that of the whole."""
    match node.kind:
        case ResultKind.DONE:
            return [(1.0, node.due, node.done)]
        case ResultKind.MILESTONES:
            return [(step.weight, step.due or node.due, step.reached_on is not None) for step in steps]
        case _:
            return []
