"""The column of a CSV file that says which period a row is about, and what its dates mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput
from kpidesk.exchange.cells import read_parts, read_period
from kpidesk.exchange.table import Table, listed
from kpidesk.text import language, msg

MONTHS = 12
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}(?!\d)")
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
    fiscal_start: int
    month_first: bool = False
    open: bool = False
    """Whether the column leaves it open which of the two comes first."""

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
            return DateColumn(name, year, part, kind, fiscal_start)
        if chosen is None:
            chosen = DateColumn._guess(table, fiscal_start)
        texts = [cells[chosen] for _line, cells in table.rows if chosen < len(cells)]
        told = begins_with_month(texts)
        first = told if told is not None else month_first
        if first is None and language() != "nb":
            raise _either(texts)
        return DateColumn(table.header[chosen], chosen, chosen, None, fiscal_start, bool(first), told is None)

    @staticmethod
    def _guess(table: Table, fiscal_start: int) -> int:
        found = []
        for place in range(len(table.header)):
            texts = [cells[place] for _line, cells in table.rows[:50] if place < len(cells)]
            first = bool(begins_with_month(texts))
            periods = [read_period(text, fiscal_start, month_first=first) for text in texts]
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
            return read_period(cells[self.first], self.fiscal_start, month_first=self.month_first)
        return read_parts(cells[self.first], cells[self.last], self.part, self.fiscal_start)

    def shown(self, cells: Sequence[str]) -> str:
        """The row's own words for its period."""
        return cells[self.first] if self.part is None else f"{cells[self.first]} {cells[self.last]}"

    def reading(self, rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[str, Period] | None:
        """The first date of which only the convention says whether day or month comes first, and how it was read."""
        for _line, cells in rows if self.open else ():
            pair = _parts(cells[self.first]) if len(cells) > self.last else None
            if pair is not None and pair[0] != pair[1] and (period := self.period(cells)):
                return cells[self.first].strip(), period
        return None


def begins_with_month(texts: Iterable[str]) -> bool | None:
    """Whether the dates of a column like ``3/5/2026`` begin with the month, as its own dates show.

    ``False`` where the day comes first or no date is written so, ``None`` where both ways are possible.
    """
    pairs = [pair for pair in map(_parts, texts) if pair is not None]
    if any(first > MONTHS for first, _second in pairs) or all(first == second for first, second in pairs):
        return False
    return True if any(second > MONTHS for _first, second in pairs) else None


def _parts(text: str) -> tuple[int, int] | None:
    found = _SLASHED.match(text.strip())
    return None if found is None else (int(found[1]), int(found[2]))


def _either(texts: Iterable[str]) -> BadInput:
    shown = next(text.strip() for text in texts if (pair := _parts(text)) and pair[0] != pair[1])
    return BadInput(
        msg(
            "“{date}” can be day and month or month and day. Say which with --dates day-first or --dates month-first; "
            "nothing was changed.",
            date=shown[:40],
        )
    )
