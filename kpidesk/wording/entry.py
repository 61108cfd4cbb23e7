"""How the entry sheet writes numbers, days and deadlines, in the width of a cell."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from kpidesk import format as fmt
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _, language

WEEKDAYS_SHORT = {
    "nb": ("man.", "tirs.", "ons.", "tors.", "fre.", "lør.", "søn."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def caption_words(period: Period, deadlines: Sequence[dt.date], today: dt.date, fiscal_start: int) -> tuple[str, str]:
    """The second line of a period's head and its colour.

    It tells how the first of its deadlines stands, that it has not begun, or else its days.
    """
    if deadlines:
        first = min(deadlines)
        over = (today - first).days
        if over > 0:
            return fmt.overdue(over), "off_text"
        if over == 0:
            return _("due today"), "accent"
        return _("due {day}").format(day=short_date(first)), "accent"
    if period.first > today:
        return _("not begun"), "text3"
    return _plain_caption(period, fiscal_start), "text3"


def _plain_caption(period: Period, fiscal_start: int) -> str:
    """What the first line of a head leaves out: a week's days, a day's week, the year of a month."""
    match period.frequency:
        case Frequency.WEEK:
            return short_days(period)
        case Frequency.DAY:
            return fmt.period_name(Period.containing(period.first, Frequency.WEEK))
        case Frequency.YEAR:
            return f"{fmt.month_short(period.first)}–{fmt.month_short(period.last)}"
        case _:
            return period.year_text(fiscal_start)


def head_words(period: Period, fiscal_start: int) -> str:
    """The first line of a period's head: ``Uke 11``, ``feb.``, ``fre. 21.11.``, ``2025/26``."""
    match period.frequency:
        case Frequency.WEEK:
            name = fmt.period_name(period)
            return name[0].upper() + name[1:]
        case Frequency.DAY:
            return f"{WEEKDAYS_SHORT[language()][period.first.weekday()]} {short_days(period)}"
        case Frequency.YEAR:
            return fmt.period_name(period, fiscal_start)
        case _:
            return fmt.period_short(period, fiscal_start)


def written(value: Value | None, decimals: int) -> str:
    """A number with so many decimals; a cell in edit shows all that it has."""
    if value is NOT_APPLICABLE:
        return "–"
    if not isinstance(value, (int, float)):
        return ""
    return fmt.number(value, decimals)


def in_full(value: Value | None, source: Input) -> str:
    """A number with an input's decimals at least and every one that it has, where two numbers are held together."""
    if not isinstance(value, (int, float)):
        return written(value, source.decimals)
    return fmt.number(value, fmt.stored_decimals(value, source.unit, source.decimals))


def exact(value: Value | None) -> str:
    """A number with every decimal that it has, so that editing loses none."""
    if not isinstance(value, (int, float)):
        return written(value, 0)
    return fmt.exact(value)


def bare(value: float) -> str:
    """A number for a spreadsheet: every decimal, no grouping, a plain minus, the language's decimal mark."""
    plain = f"{Decimal(repr(float(value))).normalize():f}"
    return plain.replace(".", ",") if language() == "nb" else plain


def calculation_words(text: str) -> str:
    """A typed calculation as one writes it: ``285 900 + 3 600``. Only air and grouping are put in."""
    spaced = re.sub(r"\s*([-+*/×÷−])\s*", r" \1 ", text.strip().removeprefix("="))
    spaced = re.sub(r"(^|[-+*/×÷−(]) +([-−]) +", r"\1 \2", spaced)
    grouped = re.sub(r"(?<![0-9.,])[0-9]{4,15}(?![0-9])", lambda found: fmt.number(float(found[0])), spaced)
    return grouped.replace("-", fmt.MINUS).replace("*", "×").strip()


def short_days(period: Period) -> str:
    """The days of a period in the width of a cell: ``9.–15.3.``, ``23.2.–1.3.``, ``9–15 Mar``."""
    if language() != "nb":
        return fmt.period_span(period)
    first, last = period.first, period.last
    if first == last:
        return f"{first.day}.{first.month}."
    if first.month == last.month:
        return f"{first.day}.–{last.day}.{last.month}."
    return f"{first.day}.{first.month}.–{last.day}.{last.month}."


def short_date(day: dt.date) -> str:
    """A day in the width of a cell: ``19.3.``, ``19 Mar``."""
    return short_days(Period(Frequency.DAY, day))
