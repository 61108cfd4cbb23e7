"""A day out of a text: in figures in any order, with the month's name, as today, or as spreadsheets count days."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.period import DAY_ONE, LAST_DAY, Frequency
from kpidesk.forms import Form
from kpidesk.reading.clean import cleaned
from kpidesk.reading.context import Calendar, Order
from kpidesk.reading.results import NotUnderstood, Result, of_readings
from kpidesk.reading.words import month_called
from kpidesk.text import msg

LONGEST = 60
"""No name of a day or a period is longer than this."""
SERIALS_FROM = dt.date(1899, 12, 30)
"""Spreadsheets count days from here, since they believe in a 29 February 1900."""
_CENTURY_ENDS = 70
_NEAR = {"i går": -1, "yesterday": -1, "i dag": 0, "today": 0, "i morgen": 1, "tomorrow": 1}
_WEEKDAY = Form(
    r"(?:man|tirs?|ons|tors?|fre|lør|søn|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun|ma|ti|on|to|fr|lø|sø)"
    r"(?:dag|day)?\.?,? "
    r"(?:den )?"
)
_TIME = Form(
    r"(?:,? |(?<=[0-9])t)(?:(?:kl\.?|at) ?)?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:z|utc|gmt|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_NAME = r"(?P<name>[^\W\d_]{3,9})\.?"
_YEAR = r"(?P<year>[0-9]{4}|'?[0-9]{2})"
_NTH = r"(?P<day>[0-9]{1,2})(?:\.|st|nd|rd|th)?"
_FIGURES = Form(r"(?P<a>[0-9]{1,4})(?P<mark>[./-]) ?(?P<b>[0-9]{1,2})(?P=mark) ?(?P<c>[0-9]{4}|[0-9]{1,2})")
_SLASH_DASH = Form(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2}) ?[-–] ?(?P<year>[0-9]{4}|[0-9]{2})")
"""As Norwegians write a day by hand: ``31/3-27``."""
_NO_YEAR = Form(r"(?P<a>[0-9]{1,2})(?P<mark>[./]) ?(?P<b>[0-9]{1,2})[.]?/?")
_COMPACT = Form(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_NAMED = tuple(
    Form(form)
    for form in (
        rf"(?:den )?{_NTH}[ -]?(?:of )?{_NAME}(?:[ ,-]+|(?<=\.)){_YEAR}",
        rf"{_NAME}[ -]?{_NTH}(?:, ?|[ -])(?P<year>[0-9]{{4}})",
        rf"{_NAME}[ -]?{_NTH}, ?(?P<year>'?[0-9]{{2}})",
        rf"(?P<year>[0-9]{{4}})[ -]{_NAME}[ -]{_NTH}",
    )
)
_NAMED_NO_YEAR = (Form(rf"(?:den )?{_NTH}[ -]?(?:of )?{_NAME}"), Form(rf"{_NAME}[ -]?{_NTH}"))
_SERIAL = Form(r"([0-9]{5})(?:[.,][0-9]+)?")


def day(text: str, calendar: Calendar = Calendar()) -> Result[dt.date]:  # noqa: B008
    """The day that a text names; a time of day behind it is passed over. Never fails.

    ``3/5/2026`` and ``03-05-2026`` are ambiguous without an order, and so is ``13-08-26``, which can begin with its
    year; points are written only by those who put the day first, and a year of four digits in front tells its order
    itself. A year of two digits lies in 1970–2069.
    """
    if len(text) > 2 * LONGEST or len(bare := cleaned(text).casefold()) > LONGEST:
        return NotUnderstood(msg("That isn’t a date."))
    found, impossible = read_days(without_time(bare), calendar, alone=True)
    return of_readings(found, msg("There is no such date.") if impossible else msg("That isn’t a date."))


def read_days(bare: str, calendar: Calendar, *, alone: bool) -> tuple[list[dt.date], bool]:
    """The days that a cleaned text without a time can name, and whether it has the form of one that there is not.

    A day of this year in figures only (``20.3.``) is read where nothing but a day can stand (``alone``).
    """
    rest = _WEEKDAY.sub("", bare, count=1) if _WEEKDAY.match(bare) else bare
    if calendar.today is not None and rest in _NEAR:
        return [calendar.today + dt.timedelta(days=_NEAR[rest])], False
    if calendar.serials and (serial := _SERIAL.fullmatch(rest)):
        return _existing([_ymd_of(SERIALS_FROM + dt.timedelta(days=int(serial[1])))])
    parts = _in_figures(rest, calendar) or _in_words(rest)
    if not parts and calendar.today is not None:
        parts = _of_this_year(rest, calendar, calendar.today.year, alone)
    return _existing(parts)


def without_time(bare: str) -> str:
    """A text without the time of day, and its zone, that may stand behind a date."""
    return _TIME.sub("", bare) if ":" in bare else bare


def year_of(digits: str) -> int:
    """A year as it is written, of two digits too: 26 is 2026, 95 is 1995."""
    bare = digits.lstrip("'")
    year = int(bare)
    return year if len(bare) == 4 else year + (2000 if year < _CENTURY_ENDS else 1900)


Parts = tuple[int, int, int]


def _ymd_of(day: dt.date) -> Parts:
    return day.year, day.month, day.day


def _existing(parts: list[Parts]) -> tuple[list[dt.date], bool]:
    found = []
    for each in parts:
        try:
            day = dt.date(*each)
        except (ValueError, OverflowError):
            continue
        if DAY_ONE <= day <= LAST_DAY:
            found.append(day)
    return found, bool(parts) and not found


def _in_figures(rest: str, calendar: Calendar) -> list[Parts]:
    if match := _COMPACT.fullmatch(rest):
        return [(int(match["year"]), int(match["month"]), int(match["day"]))]
    if match := _SLASH_DASH.fullmatch(rest):
        return [(year_of(match["year"]), int(match["month"]), int(match["day"]))]
    match = _FIGURES.fullmatch(rest)
    if match is None:
        return []
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4:
        return [(int(a), int(b), int(c))] if len(c) <= 2 else []
    if len(a) > 2 or len(c) == 1:
        return []
    orders = _orders(match["mark"], calendar)
    return [_ordered(a, b, c, order) for order in orders if len(c) == 2 or order is not Order.YMD]


def _orders(mark: str, calendar: Calendar) -> tuple[Order, ...]:
    if calendar.order is not None:
        return (calendar.order,)
    return {".": (Order.DMY,), "/": (Order.DMY, Order.MDY)}.get(mark, tuple(Order))


def _ordered(a: str, b: str, c: str, order: Order) -> Parts:
    if order is Order.YMD:
        return year_of(a), int(b), int(c)
    day, month = (a, b) if order is Order.DMY else (b, a)
    return year_of(c), int(month), int(day)


def _in_words(rest: str) -> list[Parts]:
    for form in _NAMED:
        if (match := form.fullmatch(rest)) and (month := month_called(match["name"])):
            return [(year_of(match["year"]), month, int(match["day"]))]
    return []


def _of_this_year(rest: str, calendar: Calendar, year: int, alone: bool) -> list[Parts]:
    for form in _NAMED_NO_YEAR:
        if (match := form.fullmatch(rest)) and (month := month_called(match["name"])):
            return [(year, month, int(match["day"]))]
    match = _NO_YEAR.fullmatch(rest)
    if match is None or not (alone or calendar.frequency is Frequency.DAY):
        return []
    orders = [order for order in _orders(match["mark"], calendar) if order is not Order.YMD]
    pairs = [(match["a"], match["b"]) if order is Order.DMY else (match["b"], match["a"]) for order in orders]
    return [(year, int(month), int(day)) for day, month in pairs]
