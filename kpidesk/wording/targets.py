"""Targets in words: what is aimed for, and when."""

from __future__ import annotations

import math

from kpidesk import format as fmt
from kpidesk.domain.entities import Combine, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.targets import Rows, first_period, last_period, season_of
from kpidesk.text import _, ngettext

NAMED = 2
"""So many targets are told one by one when they have been stored."""


def what(kpi: Kpi, row: Target, rule: Combine | None = None) -> str:
    """``330 000 kr``, ``4,0–5,0 t``, ``285 000 → 330 000 kr``, ``12 tall, snitt 28 000 kr``.

    A season of a KPI whose numbers are added up (``rule``) is told by its sum, which is what the year aims for.
    """
    if row.value is None:
        return ""
    if row.season:
        numbers = len(season_of(row))
        if rule is Combine.SUM:
            total = written(kpi, math.fsum(season_of(row).values()))
            return ngettext("{n} number, sum {sum}", "{n} numbers, sum {sum}", numbers).format(n=numbers, sum=total)
        places = fmt.coins(max(kpi.decimals, min(1, fmt.fitting_decimals(row.value))), kpi.unit)
        mean = fmt.with_unit(row.value, kpi.unit, places)
        return ngettext("{n} number, mean {mean}", "{n} numbers, mean {mean}", numbers).format(n=numbers, mean=mean)
    if row.path_from is not None:
        return f"{_plain(kpi, row.path_from)} → {written(kpi, row.value)}"
    if row.high is not None:
        return fmt.from_to(_plain(kpi, row.value), written(kpi, row.high))
    return written(kpi, row.value)


def named(kpi: Kpi, row: Target, rule: Combine | None = None) -> str:
    """What is aimed for, and that it is a suggestion where nobody has confirmed it."""
    return _("{target} · suggested").format(target=what(kpi, row, rule)) if row.suggested else what(kpi, row, rule)


def when(kpi: Kpi, row: Target, fiscal_start: int) -> str:
    """``alltid``, ``fra uke 14, 2026``, ``uke 1–13 …``, ``2026``."""
    if row.start is None and row.end is None:
        return _("always")
    years = {period.within(Frequency.YEAR, fiscal_start) for period in season_of(row)}
    if years:
        return fmt.period_name(min(years), fiscal_start)
    first = first_period(row, kpi.frequency, fiscal_start)
    last = last_period(row, kpi.frequency, fiscal_start)
    if first is None:
        return "" if last is None else _("to the end of {period}").format(period=full_name(last, fiscal_start))
    if last is None:
        return _("from {period}").format(period=full_name(first, fiscal_start))
    same_year = first.frequency is Frequency.WEEK and first.year() == last.year()
    begins = fmt.period_name(first) if same_year else full_name(first, fiscal_start)
    return f"{begins} – {full_name(last, fiscal_start)}"


def kind(row: Target) -> str:
    """Which page shows the target: ``season``, ``path`` or ``level``."""
    return "season" if row.season else "path" if row.path_from is not None else "level"


def displaced(before: Rows, after: Rows) -> list[Target]:
    """The targets of another kind that what is being set takes the place of."""
    now = {row.uid: row for row in after}
    return [row for row in before if row.uid not in now or kind(now[row.uid]) != kind(row)]


def stored_words(kpi: Kpi, before: Rows, after: Rows, fiscal_start: int, rule: Combine | None = None) -> str:
    """What is said when the targets of a KPI have become others: which were set, or else which were removed."""
    known, left = {row.uid: row for row in before}, {row.uid for row in after}
    fresh = [row for row in after if known.get(row.uid) != row]
    gone = [row for row in before if row.uid not in left]
    listed = ", ".join(f"{what(kpi, row, rule)} ({when(kpi, row, fiscal_start)})" for row in (fresh or gone)[:NAMED])
    if len(fresh or gone) > NAMED:
        listed += " …"
    if fresh:
        return _("Target of “{name}”: {targets}").format(name=kpi.name, targets=listed)
    return _("Removed from “{name}”: {targets}").format(name=kpi.name, targets=listed)


def full_name(period: Period, fiscal_start: int = 1) -> str:
    """A period's name with its year: ``uke 11, 2026``."""
    name = fmt.period_name(period, fiscal_start)
    if period.frequency is Frequency.WEEK:
        return _("{week}, {year}").format(week=name, year=period.year())
    return name


def written(kpi: Kpi, value: float) -> str:
    """A number of a KPI, with all the decimals it needs."""
    return fmt.with_unit(value, kpi.unit, fmt.stored_decimals(value, kpi.unit, kpi.decimals))


def _plain(kpi: Kpi, value: float) -> str:
    return fmt.number(value, fmt.stored_decimals(value, kpi.unit, kpi.decimals))
