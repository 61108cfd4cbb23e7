"""Lines as tables of cells: periods across, one table for each rhythm, or one row for each number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kpidesk import format as fmt
from kpidesk.domain.entities import Mark, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.export.gathered import Line, Numbers
from kpidesk.text import _, pgettext

Cell: TypeAlias = str | float | int | dt.date | None
MOST_IN_A_ROW = 400
"""Of more periods than this only those that have a number stand in the head."""


@dataclass(frozen=True)
class Table:
    """A table to be written: its name, its headings, its rows, and how many decimals the numbers of a row need."""

    name: str
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    decimals: tuple[int, ...] = ()


def wide(numbers: Numbers) -> list[Table]:
    """A table for each rhythm, the periods across."""
    return [_across(numbers, frequency) for frequency in numbers.frequencies]


def _across(numbers: Numbers, frequency: Frequency) -> Table:
    lines = [line for line in numbers.lines if line.frequency is frequency]
    periods = _periods(lines)
    heads = tuple(heading(period, numbers.fiscal_start) for period in periods)
    rows = tuple(
        (line.name, fmt.unit_word(line.unit), *(plain(line.values.get(period)) for period in periods)) for line in lines
    )
    return Table(rhythm(frequency), (_("KPI"), _("Unit"), *heads), rows, tuple(map(_decimals, lines)))


def _periods(lines: Sequence[Line]) -> list[Period]:
    """From the first to the last without a hole, unless there are very many; then those with a number."""
    filled = sorted({period for line in lines for period in line.values})
    whole = [filled[0]]
    while whole[-1] < filled[-1] and len(whole) <= MOST_IN_A_ROW:
        whole.append(whole[-1].next())
    return whole if set(filled) <= set(whole) else filled


def long(numbers: Numbers) -> list[Table]:
    """A table for each rhythm with a row for each number, and what was noted of it."""
    return [_down(numbers, frequency) for frequency in numbers.frequencies]


def _down(numbers: Numbers, frequency: Frequency) -> Table:
    lines = [line for line in numbers.lines if line.frequency is frequency]
    start = numbers.fiscal_start
    rows = tuple(
        (line.name, fmt.unit_word(line.unit), key(period, start), plain(value), line.notes.get(period))
        for line in lines
        for period, value in line.values.items()
    )
    decimals = tuple(count for line in lines for count in [_decimals(line)] for _value in line.values)
    heads = (_("KPI"), _("Unit"), fmt.capital(fmt.frequency_word(frequency)), _("Value"), _("Note"))
    return Table(rhythm(frequency), heads, rows, decimals)


def notes(numbers: Numbers) -> Table | None:
    """What was noted, where it has no column of its own; ``None`` where nothing was."""
    rows = tuple(
        (line.name, key(period, numbers.fiscal_start), text)
        for line in numbers.lines
        for period, text in sorted(line.notes.items())
    )
    return Table(_("Notes"), (_("KPI"), _("Period"), _("Note")), rows) if rows else None


def heading(period: Period, fiscal_start: int) -> Cell:
    """A period at the head of a column: a day as a date, all else by its name with its year.

    Where the company has quarters and years of its own, they are told by their months: a file that says
    “Q1 2026” could mean the calendar's, and whoever takes it in would have to ask.
    """
    if period.frequency is Frequency.DAY:
        return period.first
    if _own(period, fiscal_start):
        return fmt.period_months(period)
    name = fmt.period_name(period, fiscal_start)
    return f"{name} {period.year()}" if period.frequency is Frequency.WEEK else name


def key(period: Period, fiscal_start: int) -> Cell:
    """A period in a row, so that rows sort in the order of time."""
    if period.frequency is Frequency.DAY:
        return period.first
    if _own(period, fiscal_start):
        return f"{period.first:%Y-%m}..{period.last:%Y-%m}"
    return period.key(fiscal_start)


def _own(period: Period, fiscal_start: int) -> bool:
    return period.frequency.months > 1 and fiscal_start != 1


def plain(value: Value | None) -> Cell:
    """A number as it is; for a cell that holds none on purpose the words that an import takes for that."""
    return _("not applicable") if isinstance(value, Mark) else value


def _decimals(line: Line) -> int:
    numbers = [value for value in line.values.values() if not isinstance(value, Mark)]
    return max((fmt.stored_decimals(value, line.unit, line.decimals) for value in numbers), default=line.decimals)


def rhythm(frequency: Frequency) -> str:
    """What a table of a rhythm is called."""
    return {
        Frequency.DAY: pgettext("sheet", "Days"),
        Frequency.WEEK: pgettext("sheet", "Weeks"),
        Frequency.MONTH: pgettext("sheet", "Months"),
        Frequency.QUARTER: pgettext("sheet", "Quarters"),
        Frequency.TERTIAL: pgettext("sheet", "Tertials"),
        Frequency.HALF_YEAR: pgettext("sheet", "Half-years"),
        Frequency.YEAR: pgettext("sheet", "Years"),
    }[frequency]
