"""Tables with a column for each period, as statistics offices print them, turned into one row for each number."""

from __future__ import annotations

from kpidesk.exchange.table import Table
from kpidesk.reading import Calendar, NotUnderstood, period

NAME, PERIOD, VALUE = "name", "period", "value"
"""What the columns are called after the turn; a label without a heading becomes ``name``."""
MOST_LABELS = 3
FEWEST_PERIODS = 3


def is_wide(table: Table, fiscal_start: int = 1) -> bool:
    """Tell whether the header names periods, but for a few labels."""
    periods = len(_period_places(table, fiscal_start))
    return periods >= FEWEST_PERIODS and len(table.header) - periods <= MOST_LABELS


def lengthened(table: Table, fiscal_start: int = 1) -> Table:
    """The same numbers, one in a row: its labels, its period as the header wrote it, and the number."""
    places = _period_places(table, fiscal_start)
    labels = [place for place in range(len(table.header)) if place not in set(places)]
    header = (*(table.header[place] or NAME for place in labels), PERIOD, VALUE)
    rows = [
        (line, (*(cells[place] for place in labels), table.header[place], cells[place]))
        for line, cells in table.rows
        if len(cells) == len(table.header)
        for place in places
    ]
    return Table(table.encoding, table.delimiter, header, tuple(rows))


def _period_places(table: Table, fiscal_start: int) -> list[int]:
    calendar = Calendar(fiscal_start)
    return [place for place, title in enumerate(table.header) if not isinstance(period(title, calendar), NotUnderstood)]
