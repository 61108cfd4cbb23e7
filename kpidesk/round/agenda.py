"""The steps of a round as they stand now: what the file asks for, held against how far somebody has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum

from kpidesk.domain.entities import CheckIn, Kpi, ReviewNote, Uid
from kpidesk.figures import KpiFigures, due_cells
from kpidesk.figures.entry import Cell
from kpidesk.records import record
from kpidesk.round.progress import Progress
from kpidesk.round.readers import readers_book
from kpidesk.round.steps import DECISION, Kind, Step
from kpidesk.round.wanted import check_in_steps, look_steps, number_steps
from kpidesk.workspace import Reads


class Mark(Enum):
    """How a step stands."""

    OPEN = "open"
    DONE = "done"
    SKIPPED = "skipped"


@record(frozen=True)
class Tally:
    """What was done in a round."""

    numbers: int
    check_ins: int
    looks: int
    decisions: int


@record(frozen=True)
class Agenda:
    """The steps in order with how each stands. ``settled`` tells that it is known which KPIs stand out."""

    marks: Mapping[Step, Mark]
    settled: bool = True

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step, in order."""
        return tuple(self.marks)

    def of(self, kind: Kind) -> tuple[Step, ...]:
        """The steps of a kind, in order."""
        return tuple(step for step in self.marks if step.kind is kind)

    def left(self) -> tuple[Step, ...]:
        """The steps before the decision that are not done."""
        return tuple(s for s, mark in self.marks.items() if mark is not Mark.DONE and s.kind is not Kind.DECISION)

    @property
    def asks(self) -> bool:
        """Tell whether the file waits for anything: a number or a word on a goal."""
        return any(step.kind in (Kind.NUMBER, Kind.CHECK_IN) for step in self.left())

    def after(self, step: Step) -> Step | None:
        """The next step in order that is not done; ``None`` behind the last."""
        return next((each for each in self._behind(step) if self.marks[each] is not Mark.DONE), None)

    def before(self, step: Step) -> Step | None:
        """The step before, done or not."""
        steps = self.steps
        place = steps.index(step) if step in self.marks else 0
        return steps[place - 1] if place > 0 else None

    def begin(self, progress: Progress) -> Step | None:
        """Where a round goes on: the place where it was left, else the first step that nobody has done or skipped."""
        place = progress.place
        if place is not None and self.marks.get(place) in (Mark.OPEN, Mark.SKIPPED):
            return place
        behind = self.after(place) if place is not None and place in self.marks else None
        return behind or next((step for step, mark in self.marks.items() if mark is Mark.OPEN), None)

    def _behind(self, step: Step) -> Sequence[Step]:
        steps = self.steps
        return steps[steps.index(step) + 1 :] if step in self.marks else steps


def agenda(ws: Reads, today: dt.date, figures: Sequence[KpiFigures] | None, progress: Progress) -> Agenda:
    """The round as it stands; ``figures`` are those of the KPIs in use, none while they are being worked out."""
    met = progress.met
    looked = {step.about for step in progress.done if step.kind is Kind.LOOK}
    steps = [
        *number_steps(ws, today, _cells(met)),
        *check_in_steps(ws, today, {step.about for step in met if step.kind is Kind.CHECK_IN}),
        *(look_steps(figures, looked) if figures is not None else _looked_at(ws, progress)),
        DECISION,
    ]
    done = _done(ws, today, steps, progress)
    left = dict.fromkeys(progress.skipped, Mark.SKIPPED)
    marks = {step: Mark.DONE if step in done else left.get(step, Mark.OPEN) for step in steps}
    return Agenda(marks, figures is not None)


def _looked_at(ws: Reads, progress: Progress) -> list[Step]:
    """The KPI where the round was left, while it is not known what stands out."""
    place = progress.place
    return [place] if place is not None and place.kind is Kind.LOOK and ws.find(Kpi, place.about) is not None else []


def _done(ws: Reads, today: dt.date, steps: Sequence[Step], progress: Progress) -> set[Step]:
    """What the file holds counts, not what somebody did: a number that is undone is asked for again."""
    numbers = [step for step in steps if step.kind is Kind.NUMBER]
    waiting = set(due_cells(ws, today))
    found = {Step(Kind.NUMBER, *cell) for cell in readers_book(ws).stored(set(_cells(numbers)) - waiting)}
    found |= {step for step in steps if step.kind is Kind.CHECK_IN} - {*check_in_steps(ws, today, ())}
    found |= {step for step in steps if step.kind is Kind.LOOK and step in progress.done}
    decided = progress.done.get(DECISION)
    return found | ({DECISION} if decided and ws.find(ReviewNote, decided) is not None else set())


def _cells(steps: Iterable[Step]) -> list[Cell]:
    return [(step.about, step.period) for step in steps if step.period is not None]


def tally(ws: Reads, agenda: Agenda, progress: Progress) -> Tally:
    """What somebody has done in a round and what stands: numbers and words of others do not count."""
    own = [step for step, mark in agenda.marks.items() if mark is Mark.DONE and step in progress.done]
    kinds = [step.kind for step in own if step.kind is not Kind.CHECK_IN or _said(ws, progress.done[step])]
    return Tally(*(kinds.count(kind) for kind in (Kind.NUMBER, Kind.CHECK_IN, Kind.LOOK, Kind.DECISION)))


def _said(ws: Reads, uid: Uid) -> bool:
    return ws.find(CheckIn, uid) is not None
