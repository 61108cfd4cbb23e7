"""The numbers of one KPI: its inputs, its formula and its goals, read period by period."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Combine, Input, Kpi, Mark, Target, Uid
from kpidesk.domain.formula import Formula, FormulaRefused, Outcome, combines_as, evaluate, parse
from kpidesk.domain.formula.tree import direct_names
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rollup import Combined, InputSeries, parts_of
from kpidesk.domain.targets import Targets
from kpidesk.domain.wording import period_words
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Workspace


@dataclass(frozen=True)
class Source:
    """What the KPIs of one reading share."""

    inputs: dict[Uid, InputSeries]
    targets: dict[Uid, list[Target]]
    fiscal_start: int


def load(ws: Workspace, kpis: Iterable[Kpi]) -> Source:
    """Read the inputs and targets of some KPIs, all series in one query."""
    known = {item.uid: item for item in ws.all(Input)}
    wanted = {uid: known[uid] for kpi in kpis for _name, uid in kpi.inputs if uid in known}
    weights = {item.weight: known[item.weight] for item in wanted.values() if item.weight in known}
    series = ws.series_many([*wanted, *(uid for uid in weights if uid is not None)])
    plain = {item.uid: InputSeries(item, series.get(item.uid, {})) for item in weights.values()}
    inputs = {
        uid: InputSeries(item, series.get(uid, {}), plain.get(item.weight) if item.weight else None)
        for uid, item in wanted.items()
    }
    targets: dict[Uid, list[Target]] = {}
    for target in ws.all(Target):
        if target.kpi is not None:
            targets.setdefault(target.kpi, []).append(target)
    return Source(inputs, targets, ws.company.fiscal_year_start)


@dataclass(frozen=True)
class Reading:
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


@dataclass(frozen=True)
class Coverage:
    """Which parts of a period a calculation can use, by the frequency of the inputs.

    Inputs that are added up are taken over the parts in which all of them are known, so that a
    ratio never compares two months of one with three of the other.
    """

    applying: dict[Frequency, tuple[Period, ...]]
    common: dict[Frequency, tuple[Period, ...]]
    have: int
    of: int


NOT_APPLICABLE = msg("Marked as not applicable.")
NA = Mark.NOT_APPLICABLE


class Sheet:
    """One KPI with everything its numbers come from."""

    def __init__(self, kpi: Kpi, source: Source) -> None:
        self.kpi = kpi
        self.fiscal_start = source.fiscal_start
        self.series = {name: source.inputs[uid] for name, uid in kpi.inputs if uid in source.inputs}
        self._bound = tuple(name for name, _uid in kpi.inputs)
        self._targets = source.targets.get(kpi.uid, ())
        self.refused: Message | None = None
        self._memo: dict[Period, Reading] = {}

    @cached_property
    def formula(self) -> Formula | None:
        """The parsed formula; empty for a plain KPI, and for one that can't be read."""
        if not self.kpi.formula.strip():
            return None
        try:
            return parse(self.kpi.formula, self._bound)
        except FormulaRefused as error:
            self.refused = error.message
            return None

    @cached_property
    def rule(self) -> Combine:
        """How values of the KPI relate over longer periods, for its targets."""
        rules = {name: series.about.combine for name, series in self.series.items()}
        if self.formula is None:
            return next(iter(rules.values()), Combine.MEAN)
        return combines_as(self.formula.root, rules)

    @cached_property
    def targets(self) -> Targets:
        """The KPI's goals by period."""
        return Targets(self._targets, self.kpi.frequency, self.kpi.direction, self.rule)

    @cached_property
    def direct(self) -> tuple[InputSeries, ...]:
        """The inputs whose number for the period itself is needed."""
        if self.formula is None:
            return tuple(self.series.values())[:1]
        names = dict.fromkeys(direct_names(self.formula.root)) or dict.fromkeys(self.formula.names)
        return tuple(self.series[name] for name in names if name in self.series)

    @cached_property
    def plain(self) -> InputSeries | None:
        """The one input of a KPI without formula."""
        return self.direct[0] if not self.kpi.formula.strip() and self.direct else None

    def containing(self, period: Period, frequency: Frequency) -> Period:
        """The period of ``frequency`` that ``period`` belongs to."""
        return period if period.frequency is frequency else period.within(frequency, self.fiscal_start)

    @staticmethod
    def parts(series: InputSeries, period: Period) -> tuple[Period, ...]:
        """The periods in which an input is measured within ``period``."""
        return parts_of(period, series.frequency)

    def known_span(self, frequency: Frequency) -> tuple[Period, Period] | None:
        """The first and last period of ``frequency`` in which any number is entered."""
        ends = [(next(iter(s.values)), next(reversed(s.values))) for s in self.direct if s.values]
        if not ends:
            return None
        first = min((first for first, _last in ends), key=lambda p: p.anchor)
        last = max((last for _first, last in ends), key=lambda p: p.anchor)
        return self.containing(first, frequency), self.containing(last, frequency)

    def values(self, periods: Sequence[Period]) -> tuple[float | None, ...]:
        """The value of each period, empty where there is none."""
        if self.plain is not None and periods and self.plain.frequency is periods[0].frequency:
            cells = list(map(self.plain.values.get, periods))
            return tuple([None if cell is NA else cell for cell in cells])
        return tuple(self.at(period).value for period in periods)

    def at(self, period: Period) -> Reading:
        """The KPI's value in a period of any frequency."""
        found = self._memo.get(period)
        if found is None:
            found = self._memo[period] = self._read(period)
        return found

    def _read(self, period: Period) -> Reading:
        if self.plain is not None and self.plain.frequency is period.frequency:
            cell = self.plain.values.get(period)
            if isinstance(cell, float | int):
                return Reading(cell, None, 1, 1)  # by far the most common case
        calculation = Calculation(self, period)
        coverage = calculation.coverage
        if coverage.of == 0 and any(coverage.applying):
            return Reading(None, NOT_APPLICABLE, 0, 0)
        outcome = calculation.outcome()
        if isinstance(outcome, Message):
            return Reading(None, outcome, coverage.have, coverage.of)
        return Reading(outcome, None, coverage.have, coverage.of)


class Calculation:
    """One evaluation of a KPI in its home period; when ``recording``, what it read stays in ``read``."""

    def __init__(self, sheet: Sheet, home: Period, *, recording: bool = False) -> None:
        self._sheet = sheet
        self._recording = recording
        self._home = home
        self.coverage = _coverage(sheet.direct, home)
        self.read: dict[tuple[str, Period], tuple[Outcome, Combined]] = {}

    def outcome(self) -> Outcome:
        """The value, or why there is none."""
        sheet = self._sheet
        if sheet.formula is not None:
            return evaluate(sheet.formula, self._home, self)
        if sheet.refused is not None:
            return sheet.refused
        name = next(iter(sheet.series), None)
        if name is None:
            return msg("The KPI has no input to read from.")
        return self.amount(name, self._home)

    def amount(self, name: str, period: Period) -> Outcome:
        """The value of an input in a period; outside the home period only when complete."""
        series = self._sheet.series.get(name)
        if series is None:
            return msg("The input “{name}” is no longer there.", name=name)
        if series.frequency is period.frequency and not self._recording:
            cell = series.values.get(period)
            if isinstance(cell, float | int):
                return cell
        combined = self._combined(series, period)
        found = self._outcome(series, period, combined)
        self.read[name, period] = found, combined
        return found

    def _combined(self, series: InputSeries, period: Period) -> Combined:
        if period != self._home or series not in self._sheet.direct:
            return series.at(period)
        applying = self.coverage.applying.get(series.frequency, ())
        chosen = applying if series.carries else self.coverage.common.get(series.frequency, ())
        combined = series.over(chosen)
        return Combined(combined.value, combined.have, len(applying))

    def _outcome(self, series: InputSeries, period: Period, combined: Combined) -> Outcome:
        parts = parts_of(period, series.frequency)
        alone = len(parts) == 1 or series.about.combine is not Combine.NONE
        partial_ok = series.carries or (period == self._home and series in self._sheet.direct)
        if parts and alone and combined.value is not None and (partial_ok or combined.have == combined.of):
            return combined.value
        title, where = series.about.name or series.about.key, period_words(period, self._sheet.fiscal_start)
        if not parts:
            return msg("“{input}” is measured too seldom for {period}.", input=title, period=where)
        if not alone:
            return msg("“{input}” can't be combined; read the number again for {period}.", input=title, period=where)
        return msg("“{input}” is missing for {period}.", input=title, period=where)

    def days(self, period: Period) -> int:
        """Calendar days in a period; of the home period only the parts that are known."""
        if period == self._home and self.coverage.have < self.coverage.of:
            parts = min(self.coverage.common.values(), key=len, default=())
            return sum(part.days for part in parts) or period.days
        return period.days

    def last_own(self, period: Period) -> Period | None:
        """The last period of the KPI's own frequency in ``period``."""
        parts = parts_of(period, self._sheet.kpi.frequency)
        return parts[-1] if parts else None


def _coverage(direct: Sequence[InputSeries], period: Period) -> Coverage:
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
        common[frequency] = tuple(p for p in parts if all(p in s.values for s in summed))
        counts.append((sum(1 for p in parts if all(p in s.values for s in group)), len(parts)))
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
    known = tuple(p for p in parts if p in series.values)
    frequency = series.frequency
    if not parts and not parts_of(period, frequency):
        return Coverage({frequency: ()}, {frequency: ()}, 0, 1)
    return Coverage({frequency: parts}, {frequency: known}, len(known), len(parts))


def _marked(series: InputSeries, period: Period) -> bool:
    return not isinstance(series.values.get(period, 0.0), float | int)
