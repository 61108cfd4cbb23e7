"""The figures of KPIs: values, status, due, change, limits and signals."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from kpidesk.domain.due import Due, next_due
from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import parts_of
from kpidesk.domain.signals import Rule, RuleSet, natural_limits
from kpidesk.domain.status import Goal, Status, judge
from kpidesk.domain.stretch import Stretch
from kpidesk.figures.model import GLANCED, KpiFigures, Limits, Point, Segment
from kpidesk.figures.rolled import Rolled
from kpidesk.figures.sentences import NORMAL, RECENT, plain_sentence, unsettled
from kpidesk.figures.sheet import NOT_APPLICABLE, Reading, Sheet
from kpidesk.figures.signalling import NONE, Judged, Signalling
from kpidesk.figures.sources import Source, counted_from, load
from kpidesk.records import record
from kpidesk.text import Message

if TYPE_CHECKING:
    from kpidesk.workspace import Reads

LOOKED_AHEAD = 13
"""So many periods after the newest have a number of last year to be compared with."""


def kpi_figures(
    ws: Reads, kpi: Kpi, today: dt.date, frequency: Frequency | None = None, *, fiscal_start: int | None = None
) -> KpiFigures:
    """Compute one KPI as it stands on ``today``, at its own frequency or a longer one.

    Periods that begin after ``today`` are left out, so an earlier day shows what was so then. ``fiscal_start`` gives
    the longer periods of another fiscal year than the company has now, as of a cycle from before it changed.
    """
    return figures_of(ws, [kpi], today, frequency, fiscal_start=fiscal_start)[0]


def all_figures(ws: Reads, today: dt.date, *, parked: bool = False) -> list[KpiFigures]:
    """Compute every KPI in its order; parked ones only when asked for."""
    return figures_of(ws, [kpi for kpi in ws.all(Kpi) if parked or not kpi.parked], today)


def figures_of(
    ws: Reads,
    kpis: Sequence[Kpi],
    today: dt.date,
    frequency: Frequency | None = None,
    *,
    fiscal_start: int | None = None,
) -> list[KpiFigures]:
    """Compute some KPIs, read together, each at its own frequency or at a longer one; see ``kpi_figures``."""
    source = load(ws, kpis, today)
    if fiscal_start is not None:
        source = counted_from(source, fiscal_start)
    return [figures_from(source, kpi, today, frequency) for kpi in kpis]


def last_year_points(figures: KpiFigures) -> Callable[[Period], float | None]:
    """Tells the value of the same period a year earlier; found when it is asked for, as a chart asks for few.

    Of whole years it tells nothing: theirs is the value before, which stands on the same line already.
    """
    periods, values = figures.periods, figures.values
    if not periods or figures.frequency is Frequency.YEAR:
        return lambda _period: None
    last = periods[-1].next(LOOKED_AHEAD)

    @cache
    def value_before(period: Period) -> float | None:
        with contextlib.suppress(ValueError):  # a period of which nothing is known
            return values[periods.index(period.last_year())] if period <= last else None
        return None

    return value_before


def figures_from(source: Source, kpi: Kpi, today: dt.date, frequency: Frequency | None = None) -> KpiFigures:
    """Compute one KPI from what has been read already."""
    return _Work(Sheet(kpi, source), today, frequency or kpi.frequency).figures()


class _Work:
    """One KPI being computed at one frequency."""

    def __init__(self, sheet: Sheet, today: dt.date, frequency: Frequency) -> None:
        self.sheet = sheet
        self.kpi = sheet.kpi
        self.today = today
        self.frequency = frequency
        self.periods = sheet.told(frequency, today)
        self.rolled = sheet.rolled(self.periods)
        self.filled = sheet.filled(self.periods) if self.rolled is None else self.rolled.filled
        self.values = sheet.values_in(self.periods, self.filled) if self.rolled is None else self.rolled.values
        self.known = self._known()
        self.signalling = NONE
        self._whole = all(series.frequency is frequency for v in sheet.versions for series in v.direct)

    def _known(self) -> Sequence[int]:
        """The places that have a value: all of them, for most KPIs."""
        if (self.rolled is not None and self.rolled.whole) or None not in self.values:
            return range(len(self.values))
        filled = self.filled
        if isinstance(filled, range) and None not in self.values[filled.start : filled.stop]:
            return filled
        return tuple(place for place in filled if self.values[place] is not None)

    def figures(self) -> KpiFigures:
        newest = self._newest()
        due = self.due()
        breaks = self._breaks()
        segments = self._analysed(breaks)
        latest = None if newest is None else self.point(newest)
        limits = segments[-1].limits if segments and segments[-1].last is None else None
        return KpiFigures(
            kpi=self.kpi, frequency=self.frequency, latest=latest, status=self._status(latest, due), due=due,
            limits=limits, sentence=self._sentence(limits, due),
            shift=self._shift(), periods=self.periods, values=self.values,
            filled=self.filled, segments=segments, breaks=breaks, masked=self._masked(), rules=self.sheet.rules,
            aims=self.sheet.aims,
            make_point=self._pointing,
            read=self.sheet.at, aim=self.sheet.targets.at, make_target=partial(self._current, latest),
            signalling=self.signalling, ahead=self._ahead(),
            whole=self._whole and self.rolled is not None,
        )  # fmt: skip

    def _sentence(self, limits: Limits | None, due: Due) -> Message | None:
        """A signal that holds; that all is as usual only of a KPI of which that is known."""
        if limits is None:
            return None
        sentence = plain_sentence(self.signalling.newest, self._entered())
        if sentence != NORMAL:
            return sentence
        if due.overdue is not None:
            return None
        return unsettled(self.signalling.runs) if limits.provisional else NORMAL

    def _ahead(self) -> tuple[tuple[Period, float], ...]:
        """What is entered for periods that have not begun."""
        sheet = self.sheet.ahead
        known = None if sheet is None else sheet.known_span(self.frequency)
        if sheet is None or known is None:
            return ()
        first = Period.containing(self.today, self.frequency, sheet.fiscal_start).next()
        periods = Stretch.between(max(first, known[0]), known[1])
        values = ((periods[place], sheet.at(periods[place]).value) for place in sheet.filled(periods))
        return tuple((period, value) for period, value in values if value is not None)

    def _entered(self) -> tuple[Period, ...]:
        """The newest periods that have a value: blanks at the end make no signal old."""
        return tuple(self.periods[place] for place in self.known[-RECENT:])

    def _shift(self) -> Period | None:
        """The first period of a lasting shift that still holds and that nobody has decided on."""
        newest = self._newest()
        if newest is None:
            return None
        last = self.periods[newest]
        decided = {shift.start for shift in self.sheet.shifts}
        lasting = (run.first for run in self.signalling.newest if run.rule is Rule.RUN and run.last == last)
        return next((first for first in lasting if first.first not in decided), None)

    def _newest(self) -> int | None:
        return self.known[-1] if self.known else None

    def _masked(self) -> Period | None:
        """The newest period, if its number is hidden."""
        if not self.kpi.sensitive:
            return None
        filled = (self.periods[place] for place in reversed(self.filled))
        entered = (period for period in filled if self.sheet.at(period).have)
        newest = next(entered, None)
        return newest if newest is not None and self.sheet.at(newest).masked else None

    def point(self, index: int) -> Point:
        return self._pointing(index)

    @cached_property
    def _pointing(self) -> _Pointing:
        return _Pointing(self.sheet, self.periods, self.values, self.signalling, self.rolled)

    def _current(self, latest: Point | None) -> Point:
        """The point of the newest ended or known period, whose target is the one aimed for now."""
        if latest is not None and latest.period == self.periods[-1]:
            return latest
        if self.periods:
            return self.point(len(self.periods) - 1)
        ended = Period.containing(self.today, self.frequency, self.sheet.fiscal_start).previous()
        return point_at(self.sheet, ended)

    def due(self) -> Due:
        """What is to be entered next, at the KPI's own frequency."""
        ended = Period.containing(self.today, self.kpi.frequency, self.sheet.fiscal_start).previous()
        return next_due(self.sheet.first_asked(self.today), ended, self.today, self.sheet.asker)

    def _status(self, latest: Point | None, due: Due) -> Status:
        if due.overdue is not None:
            return Status.NO_DATA
        if self._masked() is not None:
            return Status.HIDDEN
        if latest is None:
            return Status.NO_DATA
        if self.frequency is self.kpi.frequency:
            return latest.status
        return _own_status(self.sheet, self.today)

    # ---- signal or noise -------------------------------------------------------------------------

    def _breaks(self) -> tuple[Period, ...]:
        """The first period of each later definition."""
        if len(self.sheet.versions) == 1:
            return ()
        found = []
        for place in self._near_changes():
            before, now = (self.sheet.version_at(self.periods[each]) for each in (place - 1, place))
            if now is not before and now is not None:
                found.append(self.periods[place])
        return tuple(found)

    def _near_changes(self) -> list[int]:
        """The places at which a definition may have changed: about the day until which the one before holds."""
        days = [version.until for version in self.sheet.versions if version.until is not None]
        about = {self.periods.place_of(day) + step for day in days for step in (-1, 0, 1, 2)}
        return sorted(place for place in about if 1 <= place < len(self.periods))

    def _analysed(self, breaks: Sequence[Period]) -> tuple[Segment, ...]:
        """Natural limits of each stretch between changes of definition and accepted shifts."""
        segments: list[Segment] = []
        judged: list[Judged] = []
        borders = [*self._borders(breaks), len(self.periods)]
        for first, end in itertools.pairwise(borders):
            places, numbers = self._complete(first, end)
            limits = self._limits(places, numbers)
            if limits is None:
                continue
            last = None if end == len(self.periods) else self.periods[end - 1]
            segments.append(Segment(limits, self.periods[places[0]], last))
            judged.append(Judged(limits, places))
        self.signalling = Signalling(self.periods, self.values, judged, self._news(), self.sheet.fiscal_start)
        return tuple(segments)

    def _news(self) -> int:
        """The first place of what is told of as news, or shown in a sparkline."""
        recent = self.known[-RECENT:]
        return max(0, min(len(self.periods) - GLANCED, recent[0])) if recent else 0

    def _borders(self, breaks: Sequence[Period]) -> list[int]:
        """Where a stretch of its own begins; what lies before a chosen base is not looked at."""
        starts = {period.first for period in breaks}
        starts |= {shift.start for shift in self.sheet.shifts if shift.accepted and shift.start is not None}
        base = self.kpi.base_start
        begins = 0 if base is None else bisect_left(self.periods, base, key=_first_day)
        found = {bisect_left(self.periods, start, key=_first_day) for start in starts}
        return sorted({begins, *(place for place in found if begins < place < len(self.periods))})

    def _complete(self, first: int, end: int) -> tuple[Sequence[int], Sequence[float]]:
        """Where there is a value that lacks no part, from ``first`` to before ``end``, and the values."""
        known = self.known[bisect_left(self.known, first) : bisect_left(self.known, end)]
        if not self._whole:  # what is measured as often as the period never lacks a part
            known = tuple(i for i in known if not self._lacks_parts(i))
        if isinstance(known, range):  # ten years of weeks, in one step
            return known, self.values[known.start : known.stop]  # type: ignore[return-value]
        return known, [value for i in known if (value := self.values[i]) is not None]

    def _lacks_parts(self, place: int) -> bool:
        if self.rolled is not None:
            return self.rolled.have[place] < self.rolled.of[place]
        return self.sheet.at(self.periods[place]).provisional

    def _limits(self, places: Sequence[int], numbers: Sequence[float]) -> Limits | None:
        """Natural limits of a stretch, from its base alone where one was chosen."""
        end, rules = self.kpi.base_end, self.sheet.rules
        inside = len(places) if end is None else bisect_left(places, self.periods.until(end))
        base = places[:inside] or places
        band = natural_limits(numbers[: len(base)], screened=rules is RuleSet.NHS)
        if band is None:
            return None
        first, last = self.periods[base[0]], self.periods[base[-1]]
        return Limits(band.mean, band.lower, band.upper, band.range_limit, band.provisional, first, last, rules)


def _first_day(period: Period) -> dt.date:
    return period.first


def _own_status(sheet: Sheet, today: dt.date) -> Status:
    own = _Work(sheet, today, sheet.kpi.frequency)
    newest = own._newest()
    return Status.NO_DATA if newest is None else own.point(newest).status


@record(frozen=True)
class _Pointing:
    """Makes the point at each place of some periods."""

    sheet: Sheet
    periods: Sequence[Period]
    values: tuple[float | None, ...]
    signalling: Signalling = NONE
    rolled: Rolled | None = None

    def __call__(self, place: int) -> Point:
        """The point at a place: what it is held against, and how it stands."""
        period, value = self.periods[place], self.values[place]
        reading = self._reading(place, period)
        goal = fair_goal(self.sheet, period, reading)
        silent = Status.HIDDEN if reading.masked else Status.NO_DATA
        status = silent if value is None else judge(value, goal, self.sheet.kpi.direction)
        return Point(
            period, value, reading.reason, reading.provisional, reading.have, reading.of, status,
            goal.value if goal else None, goal.high if goal else None, goal.red_flag if goal else None,
            reading.reason is NOT_APPLICABLE, place in self.signalling.rings_from(place), reading.masked,
            goal.red_high if goal else None, goal is not None and goal.suggested,
        )  # fmt: skip

    def _reading(self, place: int, period: Period) -> Reading:
        value = self.values[place]
        if self.rolled is None or value is None:
            return self.sheet.at(period)
        return Reading(value, None, self.rolled.have[place], self.rolled.of[place])


def point_at(sheet: Sheet, period: Period) -> Point:
    """One period by itself: its value, what it is held against, and its status."""
    return _Pointing(sheet, (period,), (sheet.at(period).value,))(0)


def fair_goal(sheet: Sheet, period: Period, reading: Reading) -> Goal | None:
    """The goal that a period's value is held against: of a period that lacks parts, that of the parts it has.

    So a quarter of which two months are in has their two targets, whatever is aimed for in the third.
    """
    if not reading.provisional:
        return sheet.targets.at(period)
    if period.frequency is sheet.kpi.frequency:
        goal = sheet.targets.at(period)
        adds_up = goal is not None and sheet.rule is Combine.SUM
        return _share(goal, reading.have / reading.of) if goal is not None and adds_up else goal
    parts = [(part, sheet.at(part)) for part in parts_of(period, sheet.kpi.frequency)]
    known = [(part, read) for part, read in parts if read.value is not None]
    if not known:
        return sheet.targets.at(period)
    return sheet.targets.combined([fair_goal(sheet, part, read) for part, read in known])


def _share(goal: Goal, part: float) -> Goal:
    high, red, red_high = (None if each is None else each * part for each in (goal.high, goal.red_flag, goal.red_high))
    return Goal(goal.value * part, high, red, red_high, goal.suggested)
