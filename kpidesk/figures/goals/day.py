"""What is known of the goals on one day: check-ins, milestones, KPIs, and how each row was then.

What happened later counts for nothing (figures/README: KPIs over time).
A check-in, a reached milestone and a done initiative carry a date of their own. That a key result is done, how it was
measured then, and that something was dropped, parked, weighed or graded by hand, is known from the log alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from kpidesk.domain import score as rules
from kpidesk.domain.entities import (
    REGISTERS,
    CheckIn,
    Cycle,
    Entity,
    Initiative,
    KeyResult,
    Milestone,
    Objective,
    Uid,
)
from kpidesk.domain.stage import begins
from kpidesk.figures.goals.by_result import ByResult, by_result
from kpidesk.figures.goals.measured import LinkedKpis
from kpidesk.workspace.reads import held_on

if TYPE_CHECKING:
    from kpidesk.workspace import Reads

DATED_BY_LOG: dict[type[Entity], tuple[str, ...]] = {
    Objective: ("dropped", "parked", "weight"),
    KeyResult: (
        "dropped",
        "parked",
        "done",
        "grade",
        "grade_reason",
        "weight",
        "committed",
        "late_result",
        "due",
        "kpi",
        "window",
        *REGISTERS[KeyResult]["measure"],
    ),
}
"""What happens to a goal on a day that only the log knows."""
G = TypeVar("G", bound=Objective | KeyResult)


class GoalDay:
    """One day's knowledge, read once and shared by every node that is looked at as of it.

    ``results`` gives the key results where all of them will be asked about; without it, only a few are.
    """

    def __init__(self, ws: Reads, day: dt.date, results: Callable[[], Iterable[KeyResult]] | None) -> None:
        whole = results is not None
        self.day = day
        self._ws = ws
        self._rows = ByResult(ws) if whole else by_result(ws)
        self._said: dict[Uid, list[CheckIn]] = {}
        self._held = held_on(ws.history, day, DATED_BY_LOG)
        self.linked = LinkedKpis(ws, day, whole=whole)
        self._results = results
        self.rhythm = ws.company.check_in_days

    def goal(self, node: G, cycle: Cycle) -> G:
        """An objective or a key result as it was at the end of the day; nothing of a closed cycle can have changed."""
        if cycle.closed_on is not None:
            return node
        held = self._held.get(node.uid)
        return replace(node, **held) if held else node

    def initiative(self, node: Initiative) -> Initiative:
        """An initiative as it was: one that was done later is not done yet."""
        later = node.done_on is not None and node.done_on > self.day
        return replace(node, done_on=None) if later else node

    def said_of(self, result: Uid) -> list[CheckIn]:
        """The check-ins of a key result up to the day, oldest first."""
        found = self._said.get(result)
        if found is None:
            found = [item for item in self._rows.said_of(result) if item.day is not None and item.day <= self.day]
            self._said[result] = found
        return found

    def steps_of(self, result: Uid) -> list[Milestone]:
        """The milestones of a key result in order; those reached later are not reached yet."""
        return [until(step, self.day) for step in self._rows.steps_of(result)]

    def check_in_due(self, node: KeyResult, cycle: Cycle) -> dt.date | None:
        """The last day on which the next check-in is in time.

        It counts from the last check-in; before the first, from the day on which the key result was made or its
        cycle began, whichever is later. It is never later than the cycle's last day: after that the score decides.
        Empty where the cycle has no beginning.
        """
        if begins(cycle) is None:
            return None
        since = self.silent_since(node, cycle)
        due = None if since is None else rules.check_in_due(since, self.rhythm)
        return due if due is None or cycle.end is None else min(due, cycle.end)

    def silent_since(self, node: KeyResult, cycle: Cycle) -> dt.date | None:
        """The day of the last word on a key result: a check-in; before it the making, or the beginning of the cycle."""
        said = self.said_of(node.uid)
        days = (said[-1].day if said else self._made_on(node.uid), begins(cycle))
        return max((day for day in days if day is not None), default=None)

    def begun_on(self, node: KeyResult) -> dt.date | None:
        """When work on it began as far as the file knows: the day of its making, or of a check-in before that."""
        return first_known(self._made_on(node.uid), self.said_of(node.uid))

    def _made_on(self, uid: Uid) -> dt.date | None:
        return (self._ws.history.made_on([uid]) if self._results is None else self._made).get(uid)

    @cached_property
    def _made(self) -> dict[Uid, dt.date]:
        """When each key result was made."""
        return self._ws.history.made_on(each.uid for each in (() if self._results is None else self._results()))


def first_known(made: dt.date | None, said: Sequence[CheckIn]) -> dt.date | None:
    """The earlier of a making and of the first check-in; nothing where the making is unknown."""
    first = said[0].day if said else None
    return made if made is None or first is None else min(made, first)


def until(step: Milestone, day: dt.date) -> Milestone:
    """A milestone as it was on a day."""
    later = step.reached_on is not None and step.reached_on > day
    return replace(step, reached_on=None) if later else step
