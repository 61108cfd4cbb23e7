"""One way of calculating a KPI, and one calculation by it.

A KPI whose definition was changed has several ``Version``s, each with its own formula and inputs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Combine, Mark
from kpidesk.domain.formula import FormulaRefused, combines_as, evaluate, parse
from kpidesk.domain.formula.tree import direct_names, looks_back, reads_earlier, reads_now
from kpidesk.domain.period import Frequency
from kpidesk.domain.rollup import Combined, parts_of
from kpidesk.domain.wording import period_words
from kpidesk.records import record
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid
    from kpidesk.domain.formula import Formula, Outcome
    from kpidesk.domain.period import Period
    from kpidesk.domain.rollup import InputSeries
    from kpidesk.text import Message

MOST_OF_A_YEAR = {Frequency.DAY: 366, Frequency.WEEK: 53}


class Version:
    """A formula with its inputs, in force until the day before ``until`` (empty: until further notice)."""

    def __init__(
        self,
        formula: str,
        bound: Sequence[tuple[str, Uid]],
        inputs: Mapping[Uid, InputSeries],
        until: dt.date | None = None,
    ) -> None:
        self.text = formula.strip()
        self.until = until
        self.series = {name: inputs[uid] for name, uid in bound if uid in inputs}
        self.refused: Message | None = None
        self._bound = tuple(name for name, _uid in bound)

    @cached_property
    def formula(self) -> Formula | None:
        """The parsed formula; empty for a plain KPI, and for one that can't be read."""
        if not self.text:
            return None
        try:
            return parse(self.text, self._bound)
        except FormulaRefused as error:
            self.refused = error.message
            return None

    @cached_property
    def rule(self) -> Combine:
        """How values relate over longer periods, for targets."""
        rules = {name: series.about.combine for name, series in self.series.items()}
        if self.formula is None:
            return next(iter(rules.values()), Combine.MEAN)
        return combines_as(self.formula.root, rules)

    @cached_property
    def direct(self) -> tuple[InputSeries, ...]:
        """The inputs whose number for the period itself is needed."""
        if self.formula is None:
            return tuple(self.series.values())[:1]
        names = dict.fromkeys(direct_names(self.formula.root)) or dict.fromkeys(self.formula.names)
        return tuple(self.series[name] for name in names if name in self.series)

    def looks_back(self, frequency: Frequency) -> int:
        """For how many periods of ``frequency`` after a number there can be a value that is calculated from it.

        None, where the formula reads a number of the period itself: without that there is no value.
        """
        if self.formula is None or self._reads_its_own_period:
            return 0
        return looks_back(self.formula.root, MOST_OF_A_YEAR.get(frequency) or 12 // frequency.months)

    @cached_property
    def looks_at_earlier(self) -> bool:
        """Tell whether the formula reads any number of another period."""
        return self.formula is not None and reads_earlier(self.formula.root)

    @cached_property
    def _reads_its_own_period(self) -> bool:
        return self.formula is not None and any(direct_names(self.formula.root))

    @cached_property
    def plain(self) -> InputSeries | None:
        """The one input of a KPI without formula."""
        return self.direct[0] if not self.text and self.direct else None


@record(frozen=True)
class Coverage:
    """Which parts of a period a calculation can use, by the frequency of the inputs.

    Inputs that are added up are taken over the parts in which all of them are known, so that a
    ratio never compares two months of one with three of the other.
    """

    applying: dict[Frequency, tuple[Period, ...]]
    common: dict[Frequency, tuple[Period, ...]]
    have: int
    of: int


class Calculation:
    """One evaluation of a version in its home period; when ``recording``, what it read stays in ``read``.

    ``own`` is the KPI's frequency.
    """

    def __init__(
        self, version: Version, home: Period, own: Frequency, fiscal_start: int, *, recording: bool = False
    ) -> None:
        self._version = version
        self._home = home
        self._own = own
        self._fiscal_start = fiscal_start
        self._recording = recording
        self.coverage = coverage(version.direct, home)
        self.read: dict[tuple[str, Period], tuple[Outcome, Combined]] = {}

    def outcome(self) -> Outcome:
        """The value, or why there is none."""
        version = self._version
        if version.formula is not None:
            return evaluate(version.formula, self._home, self)
        if version.refused is not None:
            return version.refused
        name = next(iter(version.series), None)
        if name is None:
            return msg("The KPI has no input to read from.").coded("no_input")
        return self.amount(name, self._home)

    def amount(self, name: str, period: Period, beside: Period | None = None) -> Outcome:
        """The value of an input in a period; outside the home period only when complete.

        What is added up and looked back at from a home period that lacks parts is taken over the same parts of another
        year, and of no other season: neither all of July, August and September nor July alone is held against October.
        """
        series = self._version.series.get(name)
        if series is None:
            return msg("The input “{name}” is no longer there.", name=name).coded("input_gone")
        if series.frequency is period.frequency and not self._recording:
            cell = series.values.get(period)
            if isinstance(cell, float | int):
                return cell
        same = self._same_parts(series, period) if beside == self._home else None
        combined = self._combined(series, period, same)
        found = self._outcome(series, period, combined, whole=same is not None and series.over(same).complete)
        if same is not None and not _years_apart(period, self._home):
            found = self._missing(series, self._home)
        self.read[name, period] = found, combined
        return found

    @cached_property
    def _lacking(self) -> dict[Frequency, tuple[Period, ...]]:
        """The parts of the home period that are added up although others are missing, by the frequency of the inputs.

        What is a level or a mean stands for the whole period from its first number on: nothing is cut for its sake.
        """
        formula = self._version.formula
        if formula is None or not reads_now(formula.root):
            return {}
        summed = {series.frequency for series in self._version.direct if series.about.combine is Combine.SUM}
        known, applying = self.coverage.common, self.coverage.applying
        return {each: known[each] for each in summed if known[each] and known[each] != applying[each]}

    def _same_parts(self, series: InputSeries, period: Period) -> tuple[Period, ...] | None:
        """The parts of an earlier period that stand where those known of the home period do; ``None`` for all."""
        parts = self._lacking.get(series.frequency)
        if parts is None or series.about.combine is not Combine.SUM or period.frequency is not self._home.frequency:
            return None
        return self._beside(parts, period)

    def _beside(self, parts: Sequence[Period], period: Period) -> tuple[Period, ...]:
        """The parts of ``period`` at the places of some of the home period."""
        if not parts or period == self._home:
            return tuple(parts)
        frequency = parts[0].frequency
        pairs = zip(parts_of(self._home, frequency), parts_of(period, frequency), strict=False)
        return tuple(earlier for own, earlier in pairs if own in parts)

    def _combined(self, series: InputSeries, period: Period, same: tuple[Period, ...] | None) -> Combined:
        if same is not None:
            combined = series.over(same)
            return Combined(combined.value, combined.have, len(parts_of(period, series.frequency)))
        own = period.frequency is series.frequency
        if own or period != self._home or series not in self._version.direct:
            return series.at(period)
        applying = self.coverage.applying.get(series.frequency, ())
        chosen = applying if series.carries else self.coverage.common.get(series.frequency, ())
        combined = series.over(chosen)
        return Combined(combined.value, combined.have, len(applying))

    def _outcome(self, series: InputSeries, period: Period, combined: Combined, *, whole: bool) -> Outcome:
        parts = parts_of(period, series.frequency)
        alone = len(parts) == 1 or series.about.combine is not Combine.NONE
        partial_ok = whole or series.carries or (period == self._home and series in self._version.direct)
        if parts and alone and combined.value is not None and (partial_ok or combined.have == combined.of):
            return combined.value
        title, where = series.about.name or series.about.key, period_words(period, self._fiscal_start)
        unweighed = _unweighed(series, parts, combined, where)
        if unweighed is not None:
            return unweighed
        if not parts:
            return msg("“{input}” is measured too seldom for {period}.", input=title, period=where).coded(
                "measured_too_seldom"
            )
        if not alone:
            return msg(
                "“{input}” can’t be combined. Take the reading again for {period}.", input=title, period=where
            ).coded("input_not_combined")
        return self._missing(series, period)

    def _missing(self, series: InputSeries, period: Period) -> Message:
        title, where = series.about.name or series.about.key, period_words(period, self._fiscal_start)
        return msg("“{input}” is missing for {period}.", input=title, period=where).coded("missing_input")

    def days(self, period: Period, beside: Period | None = None) -> int:
        """Calendar days in a period; of the home period, and beside it, only the parts that are known."""
        if period == self._home:
            known = self.coverage.common if self.coverage.have < self.coverage.of else {}
        else:
            known = self._lacking if beside == self._home and period.frequency is self._home.frequency else {}
        parts = self._beside(min(known.values(), key=len, default=()), period)
        return sum(part.days for part in parts) or period.days

    def last_own(self, period: Period) -> Period | None:
        """The last period of the KPI's own frequency in ``period``."""
        parts = parts_of(period, self._own)
        return parts[-1] if parts else None


def _years_apart(earlier: Period, period: Period) -> bool:
    """Tell whether one is the same part of the same or an earlier year."""
    while period > earlier:
        period = period.last_year()
    return period == earlier


def _unweighed(series: InputSeries, parts: Sequence[Period], combined: Combined, where: Message) -> Message | None:
    """Why numbers that are in give no weighted mean; empty where the numbers themselves are what is missing."""
    if series.weights is None or not any(isinstance(series.known(part), float | int) for part in parts):
        return None
    weight = series.weights.about.name or series.weights.about.key
    if combined.have == 0:
        return msg("“{input}”, which weighs the mean, is missing for {period}.", input=weight, period=where).coded(
            "missing_weight"
        )
    return msg("“{input}”, which weighs the mean, is 0 for {period}.", input=weight, period=where).coded("weight_zero")


def coverage(direct: Sequence[InputSeries], period: Period) -> Coverage:
    """Which parts of ``period`` the inputs of a calculation are known in."""
    if all(series.frequency is period.frequency for series in direct):
        return _coverage_of_period(direct, period)
    if len(direct) == 1:
        return _coverage_of_one(direct[0], period)
    applying: dict[Frequency, tuple[Period, ...]] = {}
    common: dict[Frequency, tuple[Period, ...]] = {}
    counts: list[tuple[int, int]] = []
    for frequency in dict.fromkeys(series.frequency for series in direct):
        group = [series for series in direct if series.frequency is frequency]
        parts = tuple(p for p in parts_of(period, frequency) if not any(_marked(s, p) for s in group))
        summed = [series for series in group if not series.carries]
        applying[frequency] = parts
        common[frequency] = tuple(p for p in parts if all(s.counts(p) for s in summed))
        counts.append((sum(1 for p in parts if all(s.counts(p) for s in group)), len(parts)))
    have, of = min(counts, key=lambda c: c[0] / c[1] if c[1] else 1.0, default=(0, 1))
    return Coverage(applying, common, have, of)


def _coverage_of_period(direct: Sequence[InputSeries], period: Period) -> Coverage:
    """The short way for inputs measured exactly as often as the period."""
    cells = [series.values.get(period) for series in direct]
    alone, frequency = (period,), period.frequency
    if any(isinstance(cell, Mark) for cell in cells):
        return Coverage({frequency: ()}, {frequency: ()}, 0, 0)
    if None not in cells:
        return Coverage({frequency: alone}, {frequency: alone}, 1, 1)
    return Coverage({frequency: alone}, {frequency: ()}, 0, 1)


def _coverage_of_one(series: InputSeries, period: Period) -> Coverage:
    parts = tuple(p for p in parts_of(period, series.frequency) if not _marked(series, p))
    known = tuple(p for p in parts if series.counts(p))
    frequency = series.frequency
    if not parts and not parts_of(period, frequency):
        return Coverage({frequency: ()}, {frequency: ()}, 0, 1)
    return Coverage({frequency: parts}, {frequency: known}, len(known), len(parts))


def _marked(series: InputSeries, period: Period) -> bool:
    return not isinstance(series.values.get(period, 0.0), float | int)
