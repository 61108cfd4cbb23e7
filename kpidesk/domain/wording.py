"""The names of periods and small numbers, as messages that can stand inside a sentence.

A sentence about a number travels untranslated and so must the period it names; ``Message`` fills
one message into another when it is read.
"""

from __future__ import annotations

from kpidesk.domain.period import Frequency, Period
from kpidesk.text import Message, msg

MONTHS = (
    msg("January"), msg("February"), msg("March"), msg("April"), msg("May"), msg("June"),
    msg("July"), msg("August"), msg("September"), msg("October"), msg("November"), msg("December"),
)  # fmt: skip

COUNTS = {
    2: msg("Two"), 3: msg("Three"), 4: msg("Four"), 5: msg("Five"), 6: msg("Six"), 7: msg("Seven"),
    8: msg("Eight"), 9: msg("Nine"), 10: msg("Ten"), 11: msg("Eleven"), 12: msg("Twelve"),
}  # fmt: skip


def period_words(period: Period, fiscal_start: int = 1) -> Message:
    """The period in the middle of a sentence: “week 8”, “March 2026”, “Q1 2026”."""
    if not period.on_grid(fiscal_start):
        return span_words(period)
    n, year = period.number(fiscal_start), period.year_text(fiscal_start)
    match period.frequency:
        case Frequency.DAY:
            month = MONTHS[period.first.month - 1]
            return msg("{day} {month} {year}", day=period.first.day, month=month, year=year)
        case Frequency.WEEK:
            return msg("week {n}", n=n)
        case Frequency.MONTH:
            return msg("{month} {year}", month=MONTHS[n - 1], year=year)
        case Frequency.QUARTER:
            return msg("Q{n} {year}", n=n, year=year)
        case Frequency.TERTIAL:
            return msg("tertial {n} of {year}", n=n, year=year)
        case Frequency.HALF_YEAR:
            return msg("half {n} of {year}", n=n, year=year)
        case _:
            return msg("{year}", year=year)


def span_words(period: Period) -> Message:
    """A period by its months: “January–March 2026”, “November 2025–January 2026”."""
    first, last = MONTHS[period.first.month - 1], MONTHS[period.last.month - 1]
    if period.first.year == period.last.year:
        return msg("{first}–{last} {year}", first=first, last=last, year=period.first.year)
    years = {"year": period.first.year, "last_year": period.last.year}
    return msg("{first} {year}–{last} {last_year}", first=first, last=last, **years)


def period_told(period: Period, fiscal_start: int = 1) -> Message:
    """A quarter or longer with its months: “Q1 2025/26 (February–April 2025)”."""
    if not period.on_grid(fiscal_start):
        return span_words(period)
    return msg("{period} ({months})", period=period_words(period, fiscal_start), months=span_words(period))


def count_word(n: int) -> Message:
    """The number at the start of a sentence: a word up to twelve, digits above."""
    return COUNTS.get(n, Message(str(n)))
