"""The numbers of a picture as a table, for those who can't see it or want them one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.text import _
from kpidesk.viz.told import Measured, Say, say_of

if TYPE_CHECKING:
    from kpidesk.viz.chart import ChartSpec
    from kpidesk.viz.course import CourseSpec
    from kpidesk.viz.reads import Aim, ChartFigures

MOST = 26
"""So many numbers of an input are told one by one."""


@dataclass(frozen=True)
class NumberTable:
    """The numbers of a picture: each row as long as ``heads``, the newest first."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Row:
    """One period of a table: its number and target where there are any, and whether it stands out."""

    period: Period
    value: float | None
    target: float | None
    signal: bool
    instead: str = ""
    """What stands where there is no number."""


def number_table(title: str, rows: Iterable[Row], say: Say, fiscal_start: int = 1) -> NumberTable:
    """Periods with their numbers, and targets and signals where there are any; ``rows`` run from the oldest."""
    told = tuple(reversed(tuple(rows)))
    has_target, has_signal = any(row.target is not None for row in told), any(row.signal for row in told)
    heads = [_("Period"), _("Value")] + [_("Target")] * has_target + [_("Signal")] * has_signal
    lines = []
    for row in told:
        line = [fmt.capital(fmt.period_name(row.period, fiscal_start)), _cell(row.value, say) or row.instead]
        line += [_cell(row.target, say)] * has_target + [_("Yes") if row.signal else ""] * has_signal
        lines.append(tuple(line))
    return NumberTable(title, tuple(heads), tuple(lines))


def kpi_table(figures: ChartFigures, aim: Aim | None, fiscal_start: int = 1) -> NumberTable:
    """The numbers that the chart of a KPI shows at first."""
    from kpidesk.viz.chart import Axis, chart_spec  # only now: the first page has no use for what charts are made of

    return chart_table(chart_spec(figures, Axis(fiscal_start=fiscal_start), aim=aim))


def known_table(
    title: str, known: Iterable[tuple[Period, float]], about: Measured, fiscal_start: int = 1
) -> NumberTable:
    """The newest known numbers of an input, given in the order of time."""
    rows = [Row(period, value, None, signal=False) for period, value in known][-MOST:]
    return number_table(title, rows, say_of(about), fiscal_start)


def course_table(title: str, spec: CourseSpec) -> NumberTable | None:
    """The days of a goal's course, without the columns that nothing stands in."""
    heads = (_("Day"), _("Expected"), _("Progress"), _("Value"), _("Confidence"))
    rows = [(row.day, row.expected, row.progress, row.value, row.confidence) for row in spec.rows]
    kept = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    if not rows:
        return None
    return NumberTable(title, tuple(heads[at] for at in kept), tuple(tuple(row[at] for at in kept) for row in rows))


def chart_table(spec: ChartSpec) -> NumberTable:
    """The numbers of a chart: those that count, those entered ahead, and forecasts as such."""
    say = say_of(spec)
    ahead, forecast = dict(spec.ahead), {mark.x: mark.value for mark in spec.forecast}
    targets = spec.targets or (None,) * len(spec.periods)
    rows = []
    for x, (period, value, target) in enumerate(zip(spec.periods, spec.values, targets, strict=False)):
        instead = _instead(x, spec, say(forecast[x]) if x in forecast else "")
        rows.append(Row(period, ahead.get(x) if value is None else value, target, x in spec.signals, instead))
    return number_table(spec.name, rows, say, spec.fiscal_start)


def _instead(x: int, spec: ChartSpec, forecast: str) -> str:
    if x in spec.masked:
        return _("hidden")
    return _("forecast {value}").format(value=forecast) if forecast else _("no number")


def _cell(value: float | None, say: Say) -> str:
    return "" if value is None else say(value)
