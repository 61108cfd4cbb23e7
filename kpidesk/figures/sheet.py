"""The numbers of one KPI, read period by period, by the definition that was in force then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from kpidesk.domain.due import Asker, first_asked
from kpidesk.domain.entities import Combine, Kpi, Mark, Value
from kpidesk.domain.formula import Formula
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import InputSeries, parts_of
from kpidesk.domain.series.column import ends
from kpidesk.domain.stretch import Stretch
from kpidesk.domain.targets import Targets
from kpidesk.domain.wording import period_words
from kpidesk.figures.calculation import Calculation, Version
from kpidesk.figures.rolled import Rolled, rolled
from kpidesk.figures.sources import Source
from kpidesk.text import Message, msg

SMALL_GROUP = 5
"""A sensitive number about fewer persons than this is hidden, and one about nobody knows how many."""
NOT_APPLICABLE = msg("Marked as not applicable.").coded("not_applicable")
HIDDEN = msg("Hidden, because it covers fewer than 5 people.").coded("hidden_few_persons")
UNKNOWN_PERSONS = "hidden_unknown_persons"
UNCOUNTED = msg(
    "Hidden until the number of employees is entered in Settings: what covers fewer than 5 people is not shown."
).coded(UNKNOWN_PERSONS)
MASKS = frozenset({HIDDEN.code, UNKNOWN_PERSONS})
NA = Mark.NOT_APPLICABLE


class Reading(NamedTuple):
    """The KPI's value in a period, or why there is none."""

    value: float | None
    reason: Message | None
    have: int
    of: int

    @property
    def provisional(self) -> bool:
        """Tell whether there is a value although parts are missing."""
        return self.value is not None and self.have < self.of

    @property
    def entered(self) -> bool:
        """Tell whether nothing is left to enter, be it because the period does not apply."""
        return self.have >= self.of

    @property
    def masked(self) -> bool:
        """Tell whether the value is hidden, because it is about too few persons, or may be."""
        return self.reason is not None and self.reason.code in MASKS


class Sheet:
    """One KPI with everything its numbers come from, as of the day of its source.

    Nothing that is read here knows of a period that begins later: not a value, not a longer period, not a balance
    that is carried forward. Only ``ahead`` does.
    """

    def __init__(self, kpi: Kpi, source: Source) -> None:
        self.kpi = kpi
        self.asker = Asker(kpi.frequency, kpi.grace_days, source.made.get(kpi.uid))
        self.fiscal_start = source.fiscal_start
        self.rules = source.rules
        self.current = Version(kpi.formula, kpi.inputs, source.inputs)
        self.versions = (
            *(Version(d.formula, d.inputs, source.inputs, d.until) for d in source.definitions.get(kpi.uid, ())),
            self.current,
        )
        self.shifts = source.shifts.get(kpi.uid, ())
        self.aims = tuple(source.targets.get(kpi.uid, ()))
        self._people = source.people
        self._group = source.inputs.get(kpi.group) if kpi.group else None
        self._source = source
        self._memo: dict[Period, Reading] = {}
        self._rolled: dict[Frequency, Rolled] = {}

    @cached_property
    def ahead(self) -> Sheet | None:
        """The same with what is entered for periods that have not begun; empty where nothing is."""
        if self._source.ahead is None or not any(s.reaches_beyond for v in self.versions for s in v.direct):
            return None
        return Sheet(self.kpi, self._source.ahead)

    # ---- the definition in force -----------------------------------------------------------------

    @property
    def series(self) -> dict[str, InputSeries]:
        """The inputs of today's definition by name."""
        return self.current.series

    @property
    def formula(self) -> Formula | None:
        """Today's formula; empty for a plain KPI, and for one that can't be read."""
        return self.current.formula

    @property
    def rule(self) -> Combine:
        """How values of the KPI relate over longer periods, for its targets."""
        return self.current.rule

    @property
    def direct(self) -> tuple[InputSeries, ...]:
        """The inputs whose number for the period itself is needed by today's definition."""
        return self.current.direct

    @cached_property
    def targets(self) -> Targets:
        """The KPI's goals by period."""
        return Targets(self.aims, self.kpi.frequency, self.kpi.direction, self.rule)

    @cached_property
    def simple(self) -> InputSeries | None:
        """The one input whose cells are the KPI's values as they stand; empty where more is to be done."""
        alone = len(self.versions) == 1 and not self.kpi.sensitive
        return self.current.plain if alone else None

    def version_at(self, period: Period) -> Version | None:
        """The definition in force in a period; empty where it changes inside the period."""
        if len(self.versions) == 1:
            return self.current
        parts = parts_of(period, self.kpi.frequency) or (period,)
        first, last = self._in_force(parts[0]), self._in_force(parts[-1])
        return first if first is last else None

    def _in_force(self, period: Period) -> Version:
        day = period.anchor
        return next(v for v in self.versions if v.until is None or day < v.until)

    # ---- periods ---------------------------------------------------------------------------------

    def containing(self, period: Period, frequency: Frequency) -> Period:
        """The period of ``frequency`` that ``period`` belongs to."""
        return period if period.frequency is frequency else period.within(frequency, self.fiscal_start)

    @staticmethod
    def parts(series: InputSeries, period: Period) -> tuple[Period, ...]:
        """The periods in which an input is measured within ``period``."""
        return parts_of(period, series.frequency)

    def known_span(self, frequency: Frequency) -> tuple[Period, Period] | None:
        """The first and last period of ``frequency`` in which any number is entered."""
        known = {ends(s.values) for version in self.versions for s in version.direct if s.values}
        if not known:
            return None
        if len(known) == 1:  # as of inputs that are kept together
            first, last = known.pop()
        else:
            first = min((first for first, _last in known), key=lambda p: p.anchor)
            last = max((last for _first, last in known), key=lambda p: p.anchor)
        return self.containing(first, frequency), self.containing(last, frequency)

    def told(self, frequency: Frequency, today: dt.date) -> Stretch:
        """The periods from the first number to the newest that can have a value on a day."""
        known = self.known_span(frequency)
        now = Period.containing(today, frequency, self.fiscal_start)
        return Stretch(now, 0) if known is None else _told(*known, now)

    def first_asked(self, today: dt.date) -> Period:
        """The first period of the KPI's own frequency that waits for a number.

        It is the period in which the first number is missing that the entry sheet asks for.
        """
        own, start = self.kpi.frequency, self.fiscal_start
        found = []
        for frequency, values in [(s.frequency, s.values) for s in self.direct] or [(own, {})]:
            ended = Period.containing(today, frequency, start).previous()
            wanted = first_asked(values, ended, self.asker.made, start)
            day = wanted.anchor if frequency.rank < own.rank else wanted.last
            found.append(Period.containing(day, own, start))
        return min(found)

    # ---- values ----------------------------------------------------------------------------------

    def rolled(self, periods: Stretch) -> Rolled | None:
        """All values of a stretch at once, remembered for single periods too; ``None`` where that is not possible."""
        if len(self.versions) > 1 or self.kpi.sensitive:
            return None
        found = rolled(self.current, periods)
        if found is not None:
            self._rolled[periods.first.frequency] = found
        return found

    def values(self, periods: Sequence[Period]) -> tuple[float | None, ...]:
        """The value of each period, empty where there is none."""
        if self.simple is not None and periods and self.simple.frequency is periods[0].frequency:
            return _numbers(tuple(map(self.simple.values.get, periods)))
        return tuple(self.at(period).value for period in periods)

    def filled(self, periods: Stretch) -> Sequence[int]:
        """The places of the periods in which anything is entered; none of the others has a value.

        That is what the definitions read of the period itself: what they read of earlier ones only is looked for
        as far on as they look back.
        """
        if self.simple is not None and self.simple.frequency is periods.first.frequency:
            known = self.simple.values
            whole = len(known) == len(periods) and next(iter(known), None) == periods.first
            if whole and next(reversed(known)) == periods[-1]:
                return range(len(periods))  # where there is no gap they need no looking up
            return [place for period in known if (place := periods.place(period)) is not None]
        found: list[int] = []
        for place, on in sorted(self._told(periods)):
            start = max(place, found[-1] + 1 if found else 0)
            found.extend(range(start, min(place + on + 1, len(periods))))
        return found

    def _told(self, periods: Stretch) -> set[tuple[int, int]]:
        """The place of each number that is read, and for how many periods on it may be."""
        return {
            (periods.place_of(period.anchor), version.looks_back(periods.first.frequency))
            for version in self.versions for series in version.direct for period in series.told()
        }  # fmt: skip

    def values_in(self, periods: Stretch, filled: Sequence[int]) -> tuple[float | None, ...]:
        """The value of each period of a stretch, of which ``filled`` are the places where there can be one."""
        if isinstance(filled, range) and self.simple is not None:
            return _numbers(tuple(self.simple.values.values()))
        values: list[Value | None] = [None] * len(periods)
        simple = self.simple if self.simple and self.simple.frequency is periods.first.frequency else None
        for place in filled:
            period = periods[place]
            values[place] = self.at(period).value if simple is None else simple.values.get(period)
        return _numbers(values)

    def at(self, period: Period) -> Reading:
        """The KPI's value in a period of any frequency."""
        found = self._memo.get(period)
        if found is None:
            together = self._rolled.get(period.frequency)
            known = None if together is None else together.known(period)
            found = self._read(period) if known is None else Reading(known[0], None, known[1], known[2])
            self._memo[period] = found
        return found

    def calculation(self, period: Period, *, recording: bool = False) -> Calculation:
        """The calculation behind a period's value, by the definition in force then, else by today's."""
        version = self.version_at(period) or self.current
        return Calculation(version, period, self.kpi.frequency, self.fiscal_start, recording=recording)

    def _read(self, period: Period) -> Reading:
        if self.simple is not None and self.simple.frequency is period.frequency:
            cell = self.simple.values.get(period)
            if isinstance(cell, float | int):
                return Reading(cell, None, 1, 1)  # by far the most common case
        calculation = self.calculation(period)
        coverage = calculation.coverage
        if coverage.of == 0 and any(coverage.applying):
            return Reading(None, NOT_APPLICABLE, 0, 0)
        if self.version_at(period) is None:
            where = period_words(period, self.fiscal_start)
            return Reading(
                None, msg("The definition was changed within {period}.", period=where).coded("definition_changed"), 1, 1
            )
        outcome = calculation.outcome()
        if isinstance(outcome, Message):
            return Reading(None, outcome, coverage.have, coverage.of)
        hidden = self.hides(period)
        return Reading(outcome if hidden is None else None, hidden, coverage.have, coverage.of)

    def hides(self, period: Period) -> Message | None:
        """Why a sensitive number is not shown: it is about too few persons, or nobody has said about how many.

        A longer period is hidden with any of its parts: the parts that are shown could be taken from it. So is what is
        worked out from a hidden number of an earlier period: that could be worked out from it.
        """
        if not self.kpi.sensitive:
            return None
        for part in self._own_parts(period):
            reading = self.at(part)
            if reading.masked:
                return reading.reason
            if reading.value is None and reading.have and (hidden := self.hides(part)) is not None:
                return hidden  # a part without a value, as of a division by 0, counts all the same
        return self._about_few(period) or self._from_few(period)

    def _from_few(self, period: Period) -> Message | None:
        """Why one of the earlier numbers is hidden that the definition in force in a period looks back at."""
        version = self.version_at(period)
        if version is None or not version.looks_at_earlier:
            return None
        calculation = self.calculation(period, recording=True)
        calculation.outcome()
        earlier = dict.fromkeys(where for _name, where in calculation.read if where != period)
        numbers = (each for where in earlier for each in (*self._own_parts(where), where))
        return next((hidden for each in numbers if (hidden := self._about_few(each)) is not None), None)

    def _own_parts(self, period: Period) -> tuple[Period, ...]:
        """The periods of the KPI's own frequency that a longer one consists of."""
        own = self.kpi.frequency
        return parts_of(period, own) if period.frequency is not own else ()

    def _about_few(self, period: Period) -> Message | None:
        """Why a number of a period by itself is not shown."""
        few = self._people is not None and self._people < SMALL_GROUP
        if self._group is None:
            return UNCOUNTED if self._people is None else HIDDEN if few else None
        return self._hidden_by_count(self._group, period, few=few)

    def _hidden_by_count(self, counted: InputSeries, period: Period, *, few: bool) -> Message | None:
        """The same by the input that counts the persons; a company of ``few`` has no larger group."""
        longer = period.frequency.rank < counted.frequency.rank
        where = Period.containing(period.last, counted.frequency, self.fiscal_start) if longer else period
        persons = counted.at(where).value
        if persons is not None or few:
            return HIDDEN if persons is None or persons < SMALL_GROUP else None
        return msg(
            "Hidden until “{name}” is entered for {period}: what covers fewer than 5 people is not shown.",
            name=counted.about.name or counted.about.key, period=period_words(where, self.fiscal_start),
        ).coded(UNKNOWN_PERSONS)  # fmt: skip


@lru_cache(maxsize=256)
def _told(first: Period, last: Period, now: Period) -> Stretch:
    """Worked out once for all that begin and end together, as most numbers of a business do."""
    if first.first > now.first:
        return Stretch(now, 0)
    last = min(last, now) if last.first > now.previous().first else now.previous()
    return Stretch.between(first, max(first, last))


def _numbers(cells: Sequence[Value | None]) -> tuple[float | None, ...]:
    """The cells without their marks."""
    if Mark in set(map(type, cells)):
        return tuple(None if cell is NA else cell for cell in cells)
    return tuple(cells)  # type: ignore[arg-type]
