"""What a key result ought to have reached on a day (figures/README: Pace and grade).

A number moves in a straight line from the cycle's first day to the deadline; that of a key result which was begun
later in the cycle from the day after: on its first day nothing of it can be late. What is done in steps, or done or
not, is expected by its dates alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from kpidesk.domain import score as rules
from kpidesk.domain.comparing import at_most
from kpidesk.domain.entities import Cycle, KeyResult, Milestone, ResultKind
from kpidesk.domain.stage import is_planned

Steps = Sequence[Milestone]
DAY = dt.timedelta(days=1)


def deadline(node: KeyResult, cycle: Cycle) -> dt.date | None:
    """By when it is to be reached: its own day where that lies in the cycle, else the cycle's last one."""
    first, last = cycle.start, cycle.end
    inside = node.due is not None and (first is None or first <= node.due) and (last is None or node.due <= last)
    return node.due if inside else last


def paced_from(node: KeyResult, cycle: Cycle, begun: dt.date | None) -> dt.date | None:
    """The first day that counts: the cycle's, or the one after a key result was ``begun``.

    Begun while so little was expected that nothing could be behind (``score.BEHIND``), it counts from the cycle's
    first day, as goals are often written in the days after it. A closed cycle stays as its review told it.
    """
    first, end = cycle.start, deadline(node, cycle)
    if first is None or end is None or begun is None or cycle.closed_on is not None:
        return first
    return first if at_most(rules.expected(first, end, begun), rules.BEHIND) else begun + DAY


def expected_on(
    node: KeyResult, cycle: Cycle, steps: Steps, day: dt.date, begun: dt.date | None = None
) -> float | None:
    """The progress expected on a day as a fraction; empty where nothing is: a level, a late result, no date at all.

    ``begun`` is when the key result was made or first spoken of, where that is known.
    """
    if node.late_result or is_planned(cycle, day):
        return None
    match node.kind:
        case ResultKind.FROM_TO:
            return _on_the_way(paced_from(node, cycle, begun), deadline(node, cycle), day)
        case ResultKind.MILESTONES | ResultKind.DONE:
            return rules.expected_steps([(weight, due) for weight, due, _reached in _dated(node, steps)], day)
        case _:
            return None


def _on_the_way(first: dt.date | None, end: dt.date | None, day: dt.date) -> float | None:
    """What is begun on its last day is not late on it."""
    if first is None or end is None:
        return None
    return rules.expected(first, end, day) if first <= end else float(day > end)


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
