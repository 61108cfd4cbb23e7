"""The appendix' tables: the raw numbers of the last periods, one table for each rhythm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures, Point, point_in
from kpidesk.report.kpi_lines import Context, Scale, scale_of, target_text, upper_edge
from kpidesk.report.model import KpiGroup, KpiLine, RawCell, RawTable
from kpidesk.text import _

COLUMNS = 13
WEIGHT = {"off_track": "bold", "at_risk": "italic"}
EMPTY, NOT_YET = RawCell("·"), RawCell("")
"""Where a number is missing, and where the first one is still to come."""


class HasFigures(Protocol):
    """A measured KPI."""

    @property
    def figures(self) -> KpiFigures:
        """Its figures at its own rhythm."""


def raw_tables(measured: Sequence[HasFigures], groups: Sequence[KpiGroup], context: Context) -> tuple[RawTable, ...]:
    """A table for each frequency in use, monthly numbers before weekly ones before the rest."""
    figures = {m.figures.kpi.uid: m.figures for m in measured}
    order = (Frequency.MONTH, Frequency.WEEK, Frequency.QUARTER, Frequency.TERTIAL, Frequency.HALF_YEAR,
             Frequency.YEAR, Frequency.DAY)  # fmt: skip
    found = []
    for frequency in order:
        chosen = [KpiGroup(g.name, tuple(k for k in g.kpis if figures[k.uid].frequency is frequency)) for g in groups]
        chosen = [g for g in chosen if g.kpis]
        if chosen:
            found.append(_table(frequency, chosen, figures, context))
    return tuple(found)


def _table(frequency: Frequency, groups: list[KpiGroup], figures: dict[str, KpiFigures], context: Context) -> RawTable:
    periods = _periods(frequency, context)
    fiscal = context.fiscal_start
    filled = tuple(KpiGroup(g.name, tuple(_with_numbers(k, figures[k.uid], periods) for k in g.kpis)) for g in groups)
    return RawTable(
        frequency=frequency.value,
        title=_title(frequency),
        columns=tuple(fmt.period_short(p, fiscal) for p in periods),
        column_groups=tuple("" if frequency is Frequency.YEAR else p.year_text(fiscal) for p in periods),
        reviewed=tuple(context.period.contains(p.anchor) for p in periods),
        groups=filled,
        days=tuple(p.first for p in periods),
        names=tuple(fmt.period_name(p, fiscal) for p in periods),
        earlier=any(_begins_before(figures[k.uid], periods[0]) for g in groups for k in g.kpis),
    )


def _begins_before(figures: KpiFigures, first: Period) -> bool:
    return bool(figures.known_points) and figures.known_points[0].period < first


def _begins_after(figures: KpiFigures, period: Period) -> bool:
    return bool(figures.known_points) and period < figures.known_points[0].period


def _periods(frequency: Frequency, context: Context) -> list[Period]:
    last = Period.containing(min(context.period.last, context.as_of), frequency, context.fiscal_start)
    if last.anchor > context.period.last:
        last = last.previous()
    return [last.previous(COLUMNS - 1 - i) for i in range(COLUMNS)]


def _title(frequency: Frequency) -> str:
    return {
        Frequency.DAY: _("Daily numbers"),
        Frequency.WEEK: _("Weekly numbers"),
        Frequency.MONTH: _("Monthly numbers"),
        Frequency.QUARTER: _("Quarterly numbers"),
        Frequency.TERTIAL: _("Numbers per four months"),
        Frequency.HALF_YEAR: _("Half-yearly numbers"),
        Frequency.YEAR: _("Yearly numbers"),
    }[frequency]


def _with_numbers(line: KpiLine, figures: KpiFigures, periods: list[Period]) -> KpiLine:
    shown = [point_in(figures.points, period) for period in periods]
    scale = scale_of(figures.kpi, [p.value for p in shown if p is not None])
    latest = next((p for p in reversed(shown) if p is not None and p.target is not None), None)
    return replace(
        line,
        unit=scale.unit,
        raw=tuple(
            NOT_YET if _begins_after(figures, period) else _cell(point, scale)
            for period, point in zip(periods, shown, strict=True)
        ),
        raw_target=target_text(latest, scale),
        target_number=latest.target if latest is not None else None,
        target_high=upper_edge(latest),
    )


def _cell(point: Point | None, scale: Scale) -> RawCell:
    if point is not None and point.masked:
        return RawCell(_("hidden"))
    if point is None or point.value is None:
        return RawCell(fmt.not_applicable()) if point is not None and point.not_applicable else EMPTY
    return RawCell(scale.beside(point).write(point.value), WEIGHT.get(point.status.value, "plain"), point.value)
