"""A table without periods of its own, under a line, a sheet's name or a file's that says of which one it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.tables.cells.dates import Spelling
from kpidesk.exchange.tables.cells.words import PeriodName, is_total
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.layout.heads import Dated
from kpidesk.exchange.tables.wide import Across
from kpidesk.reading import Calendar, Order, likeliest, period
from kpidesk.reading import day as read_day
from kpidesk.text import msg

_DATE = r"([0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4})"
_SPAN = re.compile(rf"{_DATE} ?(?:-|–|til|to) ?{_DATE}")
_LEAD = re.compile(r"^(?:periode|period|for|måned|month|uke|kvartal)[ :]+", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"(?:i )?fjor|fjoråret|forrige .*|last year|previous .*|prior .*|hittil.*|ytd|budsjett hittil.*", re.IGNORECASE
)
MOST_WORDS = 3


def stated_period(texts: Sequence[str]) -> Period | None:
    """The one period that some lines name, longest first found; ``None`` where they name none or several."""
    found = {each for text in texts if (each := _in_text(text)) is not None}
    return found.pop() if len(found) == 1 else None


def _in_text(text: str) -> Period | None:
    if span := _SPAN.search(text):
        return _between(*span.groups())
    words = re.sub(r"[(),;_]", " ", _LEAD.sub("", text.strip())).rsplit(".csv")[0].split()
    calendar = Calendar(order=Order.DMY)
    for n in range(min(MOST_WORDS, len(words)), 0, -1):
        for at in range(len(words) - n + 1):
            joined = " ".join(words[at : at + n])
            found = likeliest(period(joined, calendar), None)
            if found is not None and found.frequency is not Frequency.DAY:
                return found
    return None


def _between(first: str, last: str) -> Period | None:
    """The month, quarter or year, or the week, between two days."""
    begins, ends = (likeliest(read_day(text, Calendar(order=Order.DMY)), None) for text in (first, last))
    if begins is None or ends is None:
        return None
    for frequency in Frequency:
        found = Period(frequency, begins)
        if frequency.months and begins.day != 1:
            continue
        if frequency is not Frequency.DAY and found.last == ends:
            return found
    return None


def stated(given: Given, cols: Sequence[Col]) -> Period | None:
    """The period of a table that names none, if some column of it holds numbers beside names."""
    if not numbers_of(cols) or not any(col.sort is Sort.WORDS for col in cols):
        return None
    return stated_period(given.title) or stated_period([given.sheet.name]) or stated_period([_stem(given.book.name)])


def _stem(name: str) -> str:
    return name.rpartition(".")[0] or name


def numbers_of(cols: Sequence[Col]) -> list[Col]:
    """The columns of numbers that belong to that period, and neither to the year before nor to the year so far."""
    return [
        col
        for col in cols
        if col.sort is Sort.NUMBERS and not is_total(col.heading) and not _OTHER_TIME.fullmatch(col.heading.strip())
    ]


def as_across(find: Findings, cols: Sequence[Col], of: Period) -> Across:
    """The columns of numbers, each of the period that was stated; said in a sentence."""
    numbers = numbers_of(cols)
    find.guess("periods", msg("All numbers are for {period}, as the file says.", period=PeriodName(of)))
    found = {col.place: Dated(of, col.heading if len(numbers) > 1 else "") for col in numbers}
    return Across(found, Spelling())
