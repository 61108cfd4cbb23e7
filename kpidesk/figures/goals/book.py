"""The goals of the cycles that have been looked at, kept and renewed: read once, whoever shows them."""

from __future__ import annotations

import datetime as dt
from dataclasses import field, replace
from typing import TYPE_CHECKING

from kpidesk.figures.goals.of_cycle import goal_figures, renewed_goals
from kpidesk.figures.goals.touched import Step
from kpidesk.figures.reach import SHAPING, Reach
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.domain.entities import Cycle
    from kpidesk.figures.model import NodeFigures
    from kpidesk.workspace import Changes, Reads

MOST = 4
"""Cycles that are kept; the one that was asked for longest ago is let go of first."""
PATIENCE = 50
"""Changes that a cycle nobody asks for waits with."""


@record
class Kept:
    """The goals of a cycle as they were when last asked for, and what has happened since."""

    roots: list[NodeFigures]
    since: list[Step] = field(default_factory=list)


def goal_book(ws: Reads) -> GoalBook:
    """The book of a file."""
    return ws.keeping.of(GoalBook, lambda: GoalBook(ws))


class GoalBook:
    """Gives the same as ``goal_figures`` for the workspace's own day."""

    def __init__(self, ws: Reads) -> None:
        self._ws = ws
        self._reach = Reach.of(ws)
        self._kept: dict[tuple[Cycle, dt.date], Kept] = {}

    def take(self, changes: Changes) -> None:
        """Note a change, and which KPIs it can alter."""
        kpis = self._reach.touched(changes)
        if changes.kinds & SHAPING:
            self._reach = Reach.of(self._ws)
            kpis |= self._reach.touched(changes)
        for key, kept in list(self._kept.items()):
            kept.since.append(Step(changes, kpis))
            if len(kept.since) > PATIENCE:
                del self._kept[key]

    def roots(self, cycle: Cycle, today: dt.date) -> list[NodeFigures]:
        """The goals of a cycle on a day, one tree per root; what has not changed is the very same as before."""
        kept = self._kept.pop((cycle, today), None)
        if kept is None:
            roots = goal_figures(self._ws, cycle, today)
        elif kept.since:
            roots = renewed_goals(self._ws, cycle, today, kept.roots, kept.since)
        else:
            roots = kept.roots
        self._kept[cycle, today] = Kept(roots)
        while len(self._kept) > MOST:
            del self._kept[next(iter(self._kept))]
        return list(roots)

    def at_close(self, cycle: Cycle, day: dt.date) -> list[NodeFigures]:
        """As ``roots`` if the cycle were closed on ``day``: what is then frozen."""
        return self.roots(replace(cycle, closed_on=day), day)
