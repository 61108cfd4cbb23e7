"""What a key result is measured by: its KPI, its check-ins, or what is done of it.

The rules are in figures/README: Progress, KPI to goal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from kpidesk.domain import score as rules
from kpidesk.domain.due import days_over
from kpidesk.domain.entities import CheckIn, Cycle, KeyResult, Kpi, Milestone, ResultKind, Uid, Window
from kpidesk.domain.period import Period, between
from kpidesk.domain.score import NO_PROGRESS, Progress
from kpidesk.figures.goals.hiding import start_hidden
from kpidesk.figures.kpi import figures_from
from kpidesk.figures.model import KpiFigures
from kpidesk.figures.sheet import Reading, Sheet
from kpidesk.figures.sources import Source, load
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


class Linked(Protocol):
    """What a key result reads of KPIs, as of the day ``today``."""

    today: dt.date

    def of(self, node: KeyResult) -> Kpi | None:
        """The KPI that feeds a key result, if it still exists."""

    def gone(self, node: KeyResult) -> Kpi | None:
        """The KPI that fed a key result and has been deleted, as it was last."""

    def newest_first(self, kpi: Kpi) -> Iterator[tuple[Period, float]]:
        """The values of a KPI that are known."""

    def sheet(self, kpi: Kpi) -> Sheet:
        """All of a KPI's numbers."""

    def start_hidden(self, node: KeyResult) -> Message | None:
        """Why a start that was read from the KPI of a key result and stored is hidden."""


class LinkedKpis:
    """The KPIs that key results take their values from, read together and computed once each."""

    def __init__(self, ws: Reads, today: dt.date, *, whole: bool = True) -> None:
        """``whole``: all of them will be asked for, so they are read in one go; else each when it is."""
        self._ws, self.today = ws, today
        self._sources: dict[Uid, Source] = {}
        self._figures: dict[Uid, KpiFigures] = {}
        if whole:
            linked = {result.kpi for result in ws.all(KeyResult)}
            self._read([kpi for kpi in ws.all(Kpi) if kpi.uid in linked])

    def _read(self, kpis: Sequence[Kpi]) -> None:
        source = load(self._ws, kpis, self.today)
        self._sources.update((kpi.uid, source) for kpi in kpis)

    def _source(self, kpi: Kpi) -> Source:
        if kpi.uid not in self._sources:
            self._read([kpi])
        return self._sources[kpi.uid]

    def of(self, node: KeyResult) -> Kpi | None:
        """The KPI that feeds a key result, if it still exists."""
        return None if node.kpi is None else self._ws.find(Kpi, node.kpi)

    def gone(self, node: KeyResult) -> Kpi | None:
        """The KPI that fed a key result and has been deleted, as it was last."""
        return None if node.kpi is None or self.of(node) is not None else self._ws.history.recall(Kpi, node.kpi)

    def figures(self, kpi: Kpi) -> KpiFigures:
        """The KPI's own figures."""
        if kpi.uid not in self._figures:
            self._figures[kpi.uid] = figures_from(self._source(kpi), kpi, self.today)
        return self._figures[kpi.uid]

    def newest_first(self, kpi: Kpi) -> Iterator[tuple[Period, float]]:
        """The values of a KPI that are known."""
        return reversed(self.figures(kpi).known)

    def sheet(self, kpi: Kpi) -> Sheet:
        """The KPI's numbers, for periods outside its own figures."""
        return Sheet(kpi, self._source(kpi))

    def start_hidden(self, node: KeyResult) -> Message | None:
        """Why a start that was read from the KPI of a key result and stored is hidden."""
        return start_hidden(self._ws, node)


class Measured:
    """What is known of a key result, on the day of its linked KPIs.

    ``start`` is where it began, ``current`` its newest measured value: of its KPI, else of a check-in. A start
    value is no measurement, so ``current`` is empty until there is one. ``masked`` says why there are numbers of its
    KPI that nobody is to see, ``hidden`` that there are no others, or that it starts from one of them: it has no
    progress then, rather than none made, or one from another start. ``node`` is it as it may be shown: without a
    stored start that is hidden.
    """

    def __init__(
        self, linked: Linked, node: KeyResult, cycle: Cycle, said: list[CheckIn], steps: Sequence[Milestone] = ()
    ) -> None:
        kept = linked.start_hidden(node)
        self._linked = linked
        self.node = node if kept is None else replace(node, start=None)
        self._steps = steps
        self._cycle = cycle
        self._kpi = linked.of(node)
        self._said = said
        self._values = [item.value for item in said if item.value is not None]
        self.period: Period | None = None
        self.current = self._current()
        unseen = self._unseen_start(kept)
        self.start = None if unseen is not None else self._start()
        masked = self._left() if self._kpi is None else self._hides(self._kpi)
        self.masked = masked if unseen is None else unseen
        self.hidden = unseen is not None or (masked is not None and self.current is None)

    @property
    def _given(self) -> bool:
        """Tell whether it needs no number to start from."""
        return self.node.start is not None or self.node.kind is not ResultKind.FROM_TO

    def _start(self) -> float | None:
        """The start that is stored; else the KPI's last value before the cycle, or the first number in it."""
        if self._given:
            return self.node.start
        found = self._last_before() or self._first()
        return next(iter(self._values), None) if found is None else found.value

    def _unseen_start(self, kept: Message | None) -> Message | None:
        """Why the number that it starts from is hidden: no other takes its place, and a score would give it away.

        ``kept``: why one that was read and stored is.
        """
        found = None if self._given else self._last_before() or self._first()
        reason = found.reason if found is not None and found.masked else None if self._given else kept
        return None if reason is None else self._why_unseen(reason)

    def _why_unseen(self, reason: Message) -> Message:
        """Why the number that it starts from is hidden, and what helps while something does."""
        if self.current is None:
            return reason
        if self._cycle.closed_on is not None:
            return msg("The number it starts from isn’t shown. {reason}", reason=reason).coded(reason.code)
        return msg(
            "The number it starts from isn’t shown; a start of its own gives it a score. {reason}", reason=reason
        ).coded(reason.code)

    def last_before(self) -> float | None:
        """The newest number of the KPI from before the cycle, if it is shown: until then, how it stands now."""
        found = self._last_before()
        return None if found is None else found.value

    def _last_before(self) -> Reading | None:
        begins = self._cycle.start
        if begins is None:
            return None
        return next((reading for period, reading in self._readings() if period.anchor < begins), None)

    def _first(self) -> Reading | None:
        """The first number of the cycle that the KPI has. Blank is not zero."""
        inside = [reading for period, reading in self._readings() if self._inside(period)]
        return inside[-1] if inside else None

    def _readings(self) -> Iterator[tuple[Period, Reading]]:
        """The numbers of the KPI, newest first; those that are hidden stand in their places."""
        kpi = self._kpi
        if kpi is None:
            return
        if not kpi.sensitive:
            yield from ((period, Reading(value, None, 1, 1)) for period, value in self._linked.newest_first(kpi))
            return
        sheet = self._linked.sheet(kpi)
        for period in reversed(sheet.told(kpi.frequency, self._linked.today)):
            reading = sheet.at(period)
            if reading.value is not None or reading.masked:
                yield period, reading

    def _current(self) -> float | None:
        if self._kpi is not None:
            found = self._combined() if self.node.window is Window.COMBINED else self._latest()
            if found is not None:
                return found
        return self._values[-1] if self._values else None

    def _hides(self, kpi: Kpi) -> Message | None:
        """Why the newest of its numbers that are hidden is; empty where all of the cycle may be seen."""
        if not kpi.sensitive:
            return None
        inside = (reading for period, reading in self._readings() if self._inside(period))
        return next((reading.reason for reading in inside if reading.masked), None)

    def _left(self) -> Message | None:
        """Why what a closed cycle has kept of a KPI that has been deleted is hidden: to delete it shows no number."""
        if self._cycle.closed_on is None or self._cycle.start is None or self._cycle.end is None:
            return None
        kpi = self._linked.gone(self.node)
        if kpi is None or not kpi.sensitive:
            return None
        sheet = self._linked.sheet(kpi)
        first, last = (
            Period.containing(day, kpi.frequency, sheet.fiscal_start) for day in (self._cycle.start, self._cycle.end)
        )
        counted = between(first if self._given else first.previous(), last)
        return next((reason for period in counted if (reason := sheet.hides(period)) is not None), None)

    @property
    def known(self) -> bool:
        """Tell whether somebody has measured it, or said how sure they are of it.

        Where there is no number to measure, a check-in of any kind tells how it stands.
        """
        match self.node.kind:
            case ResultKind.DONE:
                return self.node.done or bool(self._said)
            case ResultKind.MILESTONES:
                return bool(self._said) or any(step.reached_on is not None for step in self._steps)
            case _:
                return self.current is not None or any(item.confidence is not None for item in self._said)

    def _inside(self, period: Period) -> bool:
        begins, ends = self._cycle.start, self._cycle.end
        return (begins is None or begins <= period.anchor) and (ends is None or period.anchor <= ends)

    def _latest(self) -> float | None:
        assert self._kpi is not None
        for period, value in self._linked.newest_first(self._kpi):
            if self._inside(period):
                self.period = period
                return value
        return None

    def _combined(self) -> float | None:
        """The KPI over the whole cycle so far, evaluated on combined inputs."""
        assert self._kpi is not None
        if self._cycle.start is None or self._latest() is None:
            return None
        whole = Period(self._cycle.frequency, self._cycle.start)
        return self._linked.sheet(self._kpi).at(whole).value

    def progress(self) -> Progress:
        """Progress by the kind of the key result."""
        if self.hidden:
            return NO_PROGRESS
        node = self.node
        match node.kind:
            case ResultKind.DONE:
                return Progress(1.0, 1.0) if node.done else Progress(0.0, 0.0)
            case ResultKind.HOLD:
                return self._hold()
            case ResultKind.MILESTONES:
                return rules.milestones([(step.weight, step.reached_on is not None) for step in self._steps])
            case _:
                return rules.from_to(self.start, node.target, self.current)

    def _hold(self) -> Progress:
        node, closed = self.node, self._cycle.closed_on is not None
        if self._kpi is None:
            return rules.hold(self._values, node.low, node.high)
        values, whole = self._due_values(self._kpi)
        return rules.hold(values, node.low, node.high, whole if closed else None)

    def _due_values(self, kpi: Kpi) -> tuple[list[float | None], int]:
        """The KPI's values in the cycle that are entered or overdue, and the periods of the cycle that apply.

        A number that is hidden is neither within the band nor missing: its period counts for nothing.
        """
        if self._cycle.start is None or self._cycle.end is None:
            return [], 0
        sheet, today = self._linked.sheet(kpi), self._linked.today
        first = Period.containing(self._cycle.start, kpi.frequency, sheet.fiscal_start)
        last = Period.containing(self._cycle.end, kpi.frequency, sheet.fiscal_start)
        readings = [(p, sheet.at(p)) for p in between(first, last) if self._inside(p)]
        applying = [(period, reading) for period, reading in readings if reading.of and not reading.masked]
        due = [
            reading.value
            for period, reading in applying
            if period.first <= today and _is_due(period, reading, sheet, today)
        ]
        return due, len(applying)


def _is_due(period: Period, reading: Reading, sheet: Sheet, today: dt.date) -> bool:
    """Tell whether a period counts: its value is there, and not only of the part of it that has passed; or overdue."""
    whole = reading.entered or period.last < today
    return (reading.value is not None and whole) or _overdue(period, sheet, today)


def _overdue(period: Period, sheet: Sheet, today: dt.date) -> bool:
    """Tell whether a blank is overdue; none is asked for before the KPI was made, unless it has older numbers."""
    asker, known = sheet.asker, sheet.known_span(sheet.kpi.frequency)
    unasked = asker.made is not None and period.last < asker.made and (known is None or period < known[0])
    return not unasked and days_over(period, today, asker.grace_days, asker.made) is not None
