"""What waits on a day: numbers, check-ins, questions about agreement, and the review of a cycle.

It is what the side of the overview lists and the weekly round goes through, of everybody or of one person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence

from kpidesk.domain.entities import Agreement, Cycle, Kpi, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.stage import REVIEW_NEAR, review_day
from kpidesk.figures import NodeFigures, due_cells
from kpidesk.figures.cycle_list import by_period
from kpidesk.figures.entry import entry_blocks
from kpidesk.figures.waiting import Waiting, unanswered, waiting
from kpidesk.records import record
from kpidesk.round.words_due import results, running_goals, wants_check_in
from kpidesk.workspace import Reads


@record(frozen=True)
class Waits:
    """What waits. ``agreements`` are questions without an answer, ``reviews`` cycles whose review day has come."""

    numbers: tuple[Waiting, ...] = ()
    check_ins: tuple[NodeFigures, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    reviews: tuple[tuple[Period, Cycle], ...] = ()

    @property
    def number_count(self) -> int:
        """How many numbers wait; a KPI may wait for several."""
        return sum(each.count for each in self.numbers)

    def __bool__(self) -> bool:
        """Tell whether anything waits."""
        return bool(self.numbers or self.check_ins or self.agreements or self.reviews)


def waits(ws: Reads, today: dt.date, person: Uid | None = None) -> Waits:
    """What waits on a day, of everybody or of one person; a review is for everybody."""
    mine = None if person is None else inputs_of(ws, person)
    return Waits(
        tuple(_numbers(ws, today, mine)),
        tuple(each for each in check_ins(ws, today) if person is None or each.node.owner == person),
        tuple(unanswered(ws, person, today)),
        tuple(_reviews(ws, today)),
    )


def check_ins(ws: Reads, today: dt.date) -> Iterator[NodeFigures]:
    """The key results of which a word is due by the end of the week."""
    return (each for each, _department in results(running_goals(ws, today)) if wants_check_in(each, today))


def inputs_of(ws: Reads, person: Uid) -> set[Uid]:
    """The inputs whose numbers a person enters: those they own, or whose KPI they own or follow."""
    return {source.uid for block in entry_blocks(ws, person) for source in block.sources}


def _numbers(ws: Reads, today: dt.date, mine: Collection[Uid] | None) -> Sequence[Waiting]:
    """Overdue first, then by deadline; in the order of the KPIs within a day."""
    used = [kpi for kpi in ws.all(Kpi) if not kpi.parked]
    cells = None if mine is None else [cell for cell in due_cells(ws, today) if cell[0] in mine]
    return sorted(waiting(ws, used, today, cells), key=lambda each: each.deadline)


def _reviews(ws: Reads, today: dt.date) -> Iterator[tuple[Period, Cycle]]:
    return ((period, cycle) for period, cycle, day in reviews_near(ws, today) if day <= today)


def reviews_near(ws: Reads, today: dt.date) -> Iterator[tuple[Period, Cycle, dt.date]]:
    """The cycles whose review is spoken of on a day, whichever is in view, with the day of the review."""
    for period, cycle in sorted(by_period(ws).items()):
        day = review_day(cycle)
        if day is not None and abs((today - day).days) <= REVIEW_NEAR:
            yield period, cycle, day
