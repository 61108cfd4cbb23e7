"""From a workspace and one KPI to its sheet: the figures as of a day, in words ready to print."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.domain.entities import Annotation, Cycle, Department, Kpi, Person
from kpidesk.domain.period import Period
from kpidesk.figures import KpiFigures, Point, explain, kpi_figures
from kpidesk.figures.cycle_list import period_of
from kpidesk.figures.points import begun
from kpidesk.report import kpi_lines
from kpidesk.report.compose import over_cycle
from kpidesk.report.model import KpiLine, KpiSheet, PeriodRow, Running
from kpidesk.report.text_clean import clean
from kpidesk.text import _, language
from kpidesk.workspace import Reads

ROWS = 13
NOTES = 8


def compose_sheet(ws: Reads, kpi: Kpi, *, as_of: dt.date, cycle: Cycle | None = None) -> KpiSheet:
    """The sheet of ``kpi`` with the figures known on ``as_of``; without ``cycle`` that of its latest number."""
    company = ws.company
    frequency = cycle.frequency if cycle is not None else company.cycle_length
    figures = kpi_figures(ws, kpi, as_of)
    latest = figures.latest.period.anchor if figures.latest is not None else as_of
    own = period_of(cycle) if cycle is not None else None
    period = own or Period.containing(latest, frequency, company.fiscal_year_start)
    spanned = Cycle("", frequency, period.first, period.last)
    longer = over_cycle(ws, [kpi], as_of, spanned).get(kpi.uid)
    about = {kpi.uid, *(uid for _name, uid in kpi.inputs)}
    notes = tuple(each for each in ws.all(Annotation) if each.about in about)
    departments = {each.uid: clean(each.name) for each in ws.all(Department)}
    people = {each.uid: each.name for each in ws.all(Person)}
    context = kpi_lines.Context(period, as_of, company.fiscal_year_start, departments, people)
    line = kpi_lines.kpi_line(figures, longer, notes, context)
    prepared = _("Prepared {day}").format(day=fmt.day(as_of))
    about_it = " · ".join(part for part in (line.unit_per, line.department, line.owner) if part)
    return KpiSheet(
        running=Running(clean(company.name), clean(kpi.name), "", prepared, language(), clean(ws.author), as_of),
        kpi=line,
        definition=_definition(ws, kpi, period, as_of),
        rows=_rows(figures, context),
        message=" ".join(part for part in (f"{about_it}.", line.sentence) if part),
        notes=tuple(f"{_when(line, note.x)}: {note.text}" for note in line.chart.notes[:NOTES]),
    )


def _when(line: KpiLine, at: int) -> str:
    return fmt.period_name(line.chart.periods[at], line.chart.fiscal_start)


def _definition(ws: Reads, kpi: Kpi, period: Period, as_of: dt.date) -> tuple[tuple[str, str], ...]:
    """What the KPI means, how it is calculated, where the numbers come from, and what to beware of."""
    counter = ws.find(Kpi, kpi.counter) if kpi.counter else None
    pairs = (
        (_("Definition"), kpi.definition),
        (_("Calculation"), explain(ws, kpi, period, as_of).formula),
        (_("Source"), kpi.source),
        (_("Beware"), kpi.pitfall),
        (_("Counter-metric"), counter.name if counter is not None else kpi.counter_metric),
    )
    return tuple((label, clean(words)) for label, words in pairs if words.strip())


def _rows(figures: KpiFigures, context: kpi_lines.Context) -> tuple[PeriodRow, ...]:
    """The newest periods, newest first."""
    points = begun(figures.points, context.as_of)[-ROWS:]
    scale = kpi_lines.scale_of(figures.kpi, [p.value for p in points])
    return tuple(_row(p, figures.kpi, scale, context) for p in reversed(points))


def _row(point: Point, kpi: Kpi, scale: kpi_lines.Scale, context: kpi_lines.Context) -> PeriodRow:
    status = kpi_lines.status_of(point)
    missing = _("hidden") if point.masked else fmt.not_applicable() if point.not_applicable else None
    value = missing if missing is not None else scale.beside(point).write(point.value)
    return PeriodRow(
        period=fmt.period_name(point.period, context.fiscal_start),
        value=value,
        target=kpi_lines.target_text(point, scale.beside(point)),
        variance=kpi_lines.variance(point, kpi, scale),
        status=status,
        status_word=kpi_lines.standing(point, status),
    )
