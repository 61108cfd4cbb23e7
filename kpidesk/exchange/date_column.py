"""The column of a CSV file that says which period a row is about, and what its dates mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.exchange.table import Table, listed
from kpidesk.reading import Ambiguous, Calendar, Order, columns, likeliest, part_of_year
from kpidesk.reading import period as read_period
from kpidesk.text import language, msg

YEAR_NAMES = {"year", "år", "aar"}
PART_NAMES = {
    "quarter": Frequency.QUARTER, "kvartal": Frequency.QUARTER, "month": Frequency.MONTH, "måned": Frequency.MONTH,
    "maaned": Frequency.MONTH, "week": Frequency.WEEK, "uke": Frequency.WEEK,
}  # fmt: skip


@dataclass(frozen=True)
class DateColumn:
    """Where a row's period stands: one column, or a year and a part of it."""

    name: str
    first: int
    last: int
    part: Frequency | None
    calendar: Calendar
    open: bool = False
    """Whether the column leaves it open which of day and month comes first."""

    @staticmethod
    def choose(table: Table, wanted: str, fiscal_start: int, month_first: bool | None = None) -> DateColumn:
        """The column named, or the only one that reads as periods. Raises ``BadInput``.

        In bokmål the day comes first. In English it may be either, so a column that leaves it open needs
        ``month_first``.
        """
        names = [title.casefold() for title in table.header]
        year = next((place for place, name in enumerate(names) if name in YEAR_NAMES), None)
        part = next((place for place, name in enumerate(names) if name in PART_NAMES), None)
        chosen = table.column(wanted) if wanted else None
        if year is not None and part is not None and chosen in (None, year, part):
            kind = PART_NAMES[names[part]]
            name = f"{table.header[year]} + {table.header[part]}"
            return DateColumn(name, year, part, kind, Calendar(fiscal_start))
        if chosen is None:
            chosen = DateColumn._guess(table, fiscal_start)
        texts = [cells[chosen] for _line, cells in table.rows if chosen < len(cells)]
        told = columns.order_of(texts)
        order = told or _said(month_first)
        if order is None and language() != "nb":
            raise _either(texts)
        calendar = Calendar(fiscal_start, order=order or Order.DMY)
        return DateColumn(table.header[chosen], chosen, chosen, None, calendar, told is None)

    @staticmethod
    def _guess(table: Table, fiscal_start: int) -> int:
        found = []
        for place in range(len(table.header)):
            texts = [cells[place] for _line, cells in table.rows[:50] if place < len(cells)]
            calendar = Calendar(fiscal_start, order=columns.order_of(texts))
            periods = [likeliest(read_period(text, calendar), None) for text in texts]
            plain_years = all(period is None or period.frequency is Frequency.YEAR for period in periods)
            if texts and all(periods) and not (plain_years and table.header[place].casefold() not in YEAR_NAMES):
                found.append(place)
        if len(found) == 1:
            return found[0]
        raise BadInput(
            msg(
                "Which column holds the dates? Name it with --date-column. The columns are: {columns}.",
                columns=listed(table.header),
            )
        )

    def period(self, cells: Sequence[str]) -> Period | None:
        """The period of one row."""
        if self.part is None:
            return likeliest(read_period(cells[self.first], self.calendar), None)
        return likeliest(part_of_year(cells[self.first], cells[self.last], self.part, self.calendar), None)

    def shown(self, cells: Sequence[str]) -> str:
        """The row's own words for its period."""
        return cells[self.first] if self.part is None else f"{cells[self.first]} {cells[self.last]}"

    def reading(self, rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[str, Period] | None:
        """The first date of which only the convention says whether day or month comes first, and how it was read."""
        for _line, cells in rows if self.open else ():
            if len(cells) > self.last and _is_open(cells[self.first]) and (period := self.period(cells)):
                return cells[self.first].strip(), period
        return None


def _said(month_first: bool | None) -> Order | None:
    return None if month_first is None else Order.MDY if month_first else Order.DMY


def _is_open(text: str) -> bool:
    """Tell whether a date can be read with its day or its month first."""
    return isinstance(read_period(text, Calendar(frequency=Frequency.DAY)), Ambiguous)


def _either(texts: Iterable[str]) -> BadInput:
    shown = next(text.strip() for text in texts if _is_open(text))
    return BadInput(
        msg(
            "“{date}” can be day and month or month and day. Say which with --dates day-first or --dates month-first; "
            "nothing was changed.",
            date=shown[:40],
        )
    )
