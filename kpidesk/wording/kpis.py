"""What the KPI table says of a KPI, cell by cell: for the eye, the pointer and the ear alike.

A number that is about too few persons is said to be hidden, and why; nothing else here tells what it was.
"""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import KpiFigures
from kpidesk.figures.kpi_rows import AnyKpiRow, Column, GroupRow, KpiRow
from kpidesk.number_forms import band_forms, change_forms, forms
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import standing_word

NOTHING = "–"


def hidden_reason(figures: KpiFigures) -> str:
    """Why the newest number is not shown; empty when it is."""
    if figures.masked is None:
        return ""
    reason = figures.read(figures.masked).reason
    return str(reason) if reason is not None else ""


def latest_words(figures: KpiFigures) -> str:
    """The latest value with its unit, or that it is hidden."""
    return latest_forms(figures)[0]


def latest_forms(figures: KpiFigures) -> tuple[str, ...]:
    """The same, and in a larger unit for a place without room for all of its digits."""
    if figures.masked is not None:
        return (_("hidden"),)
    latest, kpi = figures.latest, figures.kpi
    if latest is None or latest.value is None:
        return (NOTHING,)
    return forms(latest.value, kpi.unit, latest.decimals(kpi.decimals))


def period_words(period: Period, today: dt.date, fiscal_start: int) -> str:
    """A period as one says it today: this year's months without their year, another year's weeks with it."""
    name = fmt.period_name(period, fiscal_start)
    if period.frequency is Frequency.WEEK:
        year = period.year(fiscal_start)
        return name if year == today.isocalendar().year else f"{name}, {year}"
    return name.removesuffix(f" {today.year}").rstrip(",") if period.on_grid(fiscal_start) else name


def so_far(frequency: Frequency) -> str:
    """What stands under the value of a period that is still running."""
    return {
        Frequency.DAY: _("so far today"),
        Frequency.WEEK: _("so far this week"),
        Frequency.MONTH: _("so far this month"),
        Frequency.QUARTER: _("so far this quarter"),
        Frequency.TERTIAL: _("so far this tertial"),
        Frequency.HALF_YEAR: _("so far this half-year"),
        Frequency.YEAR: _("so far this year"),
    }[frequency]


def latest_period(figures: KpiFigures, today: dt.date, fiscal_start: int) -> str:
    """Which period the latest value belongs to, and how much of it is in."""
    if figures.masked is not None:
        return period_words(figures.masked, today, fiscal_start)
    latest = figures.latest
    if latest is None:
        return ""
    if latest.period.contains(today):
        return so_far(latest.period.frequency)
    name = period_words(latest.period, today, fiscal_start)
    if not latest.provisional:
        return name
    part = _("{have} of {of}").format(have=latest.have, of=latest.of)
    return f"{name} · {part}"


def target_words(figures: KpiFigures) -> str:
    """What the KPI aims for now; a band with both its edges."""
    return target_forms(figures)[0]


def target_forms(figures: KpiFigures) -> tuple[str, ...]:
    """The same, and in a larger unit for a place without room for all of its digits."""
    goal, kpi = figures.target, figures.kpi
    if goal is None or goal.target is None:
        return ("",)
    places = figures.latest.decimals(kpi.decimals) if figures.latest is not None else kpi.decimals
    if goal.high is None:
        return forms(goal.target, kpi.unit, places)
    return band_forms(goal.target, goal.high, kpi.unit, places)


def target_named(figures: KpiFigures, number: str) -> str:
    """The target's number by its name, that of a suggestion where nobody has confirmed it."""
    words = _("suggested target {n}") if figures.suggested else _("target {n}")
    return words.format(n=number)


def change_words(figures: KpiFigures) -> str:
    """How the latest value differs from the one before."""
    return _change_forms(figures)[0]


def _change_forms(figures: KpiFigures) -> tuple[str, ...]:
    if figures.change is None or figures.masked is not None:
        return ("",)
    kpi, by = figures.kpi, figures.change
    return change_forms(by.difference, kpi.unit if by.points else "", kpi.decimals)


def forms_of(row: KpiRow, column: Column) -> tuple[str, ...]:
    """A number of the table in full, and in a larger unit; for the columns of numbers."""
    found = {Column.LATEST: latest_forms, Column.TARGET: target_forms, Column.CHANGE: _change_forms}
    return found[column](row.figures)


def status_words(figures: KpiFigures) -> str:
    """The status word; none for a number that is hidden. A target that is only suggested judges nothing."""
    return NOTHING if figures.masked is not None else standing(figures)


def standing(figures: KpiFigures) -> str:
    """The word for how a KPI stands; where nobody has confirmed the target, that."""
    return standing_word(figures.status.value, suggested=figures.suggested)


def signal_words(figures: KpiFigures) -> str:
    """One plain sentence on what the variation means."""
    return NOTHING if figures.sentence is None or figures.masked is not None else str(figures.sentence)


def next_words(figures: KpiFigures, today: dt.date) -> str:
    """By when the next number is asked for."""
    due = figures.due
    if figures.kpi.parked:
        return ""
    if due.overdue is not None:
        return fmt.overdue(due.overdue)
    return _("today") if due.date == today else fmt.day_short(due.date, today)


def owner_words(row: AnyKpiRow) -> str:
    """The owner's first name; empty where nobody owns it."""
    return next(iter(row.owner.split()), "")


def text_of(row: KpiRow, column: Column, today: dt.date) -> str:
    """A cell in words."""
    figures = row.figures
    match column:
        case Column.NAME:
            return figures.kpi.name
        case Column.LATEST:
            return latest_words(figures)
        case Column.TARGET:
            return target_words(figures)
        case Column.CHANGE:
            return change_words(figures)
        case Column.STATUS:
            return status_words(figures)
        case Column.SIGNAL:
            return signal_words(figures)
        case Column.OWNER:
            return owner_words(row)
        case Column.NEXT:
            return next_words(figures, today)
    return ""


def tip_of(row: KpiRow, column: Column, today: dt.date) -> str:
    """What the pointer is told: the words in full, and what explains them."""
    figures = row.figures
    if figures.masked is not None and column in (Column.LATEST, Column.CHANGE, Column.STATUS, Column.SIGNAL):
        return hidden_reason(figures)
    if column is Column.NAME:
        return "\n".join(part for part in (figures.kpi.name, figures.kpi.definition) if part)
    if figures.suggested and column in (Column.TARGET, Column.STATUS):
        return _("The target is a suggestion. It judges nothing until you have confirmed or changed it.")
    if column is Column.OWNER:
        return row.owner
    if column is Column.NEXT and figures.due.overdue is not None and not figures.kpi.parked:
        return _("due {day}").format(day=fmt.day_short(figures.due.date, today))
    return text_of(row, column, today)


def heard(row: KpiRow, column: Column, today: dt.date, fiscal_start: int) -> str:
    """A cell for a screen reader, which says the heads of row and column itself; the first one says the whole row."""
    figures = row.figures
    hidden = _clause(hidden_reason(figures))
    match column:
        case Column.NAME:
            return spoken(row, today, fiscal_start)
        case Column.TREND:
            return trend_words(row) or _hidden(figures) or _("No numbers yet")
        case Column.LATEST:
            latest = hidden or latest_words(figures).replace(NOTHING, _("blank"))
            return ", ".join(part for part in (latest, latest_period(figures, today, fiscal_start)) if part)
        case Column.TARGET:
            suggested = _clause(_("Suggested")) if figures.suggested else ""
            return ", ".join(part for part in (target_words(figures), suggested) if part)
        case Column.STATUS | Column.SIGNAL:
            told = text_of(row, column, today)
            return told if told != NOTHING else _hidden(figures) or _("not judged")
        case Column.CHANGE:
            return text_of(row, column, today) or _hidden(figures)
        case Column.OWNER:
            return row.owner
    return text_of(row, column, today)


def _hidden(figures: KpiFigures) -> str:
    """What a cell says of a hidden number; why it is hidden, the first cell and that of the number say."""
    return _("hidden") if figures.masked is not None else ""


def trend_words(row: KpiRow) -> str:
    """The small curve in words: how many numbers, and from where to where they go; empty where nothing is drawn."""
    kpi, known = row.figures.kpi, [value for value in row.spark.values if value is not None]
    if not known:
        return ""
    first, last = (forms(value, kpi.unit, kpi.decimals)[0] for value in (known[0], known[-1]))
    return ngettext("{n} number, {last}", "{n} numbers, from {first} to {last}", len(known)).format(
        n=len(known), first=first, last=last
    )


def spoken(row: KpiRow, today: dt.date, fiscal_start: int) -> str:
    """A row in one sentence, for a screen reader."""
    figures = row.figures
    target, after = target_words(figures), next_words(figures, today)
    latest = _clause(hidden_reason(figures)) or latest_words(figures)
    parts = [
        figures.kpi.name,
        ": ".join(part for part in (latest_period(figures, today, fiscal_start), latest) if part),
        target_named(figures, target) if target else "",
        status_words(figures),
        signal_words(figures),
        _("owner {name}").format(name=row.owner) if row.owner else "",
        _("next number {when}").format(when=after) if after else "",
    ]
    return ", ".join(part for part in parts if part and part != NOTHING)


def _clause(sentence: str) -> str:
    """A sentence as a part of another."""
    return sentence[:1].lower() + sentence[1:].rstrip(".")


def not_worked_out() -> str:
    """What stands for the numbers of a KPI while they are being worked out."""
    return _("being calculated …")


def group_words(row: GroupRow) -> str:
    """What stands beside the head of the parked KPIs: how many and which."""
    if not row.parked:
        return ""
    n = len(row.parked)
    words = ngettext(
        "{n} KPI is not counted and asks for no numbers: {names}",
        "{n} KPIs are not counted and ask for no numbers: {names}",
        n,
    )
    return words.format(n=n, names=", ".join(kpi.short_name or kpi.name for kpi in row.parked))
