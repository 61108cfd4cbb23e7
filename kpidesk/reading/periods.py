"""A period out of a text: every name and key that the program writes, and the spellings of files and people.

Quarters, tertials, half-years and years are the company's own: ``K1 2026`` and ``2026-Q1`` begin with the fiscal year
that starts in 2026, ``1. kvartal 2025/26`` says so outright, ``jan.–mars 2026`` and ``2026-01..2026-03`` give the
months themselves. Whether a period is one that the company has is told by ``Period.on_grid``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

from kpidesk.domain.period import DAY_ONE, LAST_DAY, BadPeriod, Frequency, Period
from kpidesk.forms import Form
from kpidesk.reading.clean import cleaned
from kpidesk.reading.context import Calendar
from kpidesk.reading.days import LONGEST, read_days, without_time, year_of
from kpidesk.reading.results import NotUnderstood, Result, of_readings
from kpidesk.reading.spans import months_between, week_between
from kpidesk.reading.words import month_called
from kpidesk.text import Message, msg

_ANY_DAY = dt.date(2026, 7, 1)
_FULL = r"(?P<year>[0-9]{4})(?:[/–-](?P<second>[0-9]{2}|[0-9]{4}))?"
_SHORT = r"(?P<year>[0-9]{4}|'?[0-9]{2})(?:[/–-](?P<second>[0-9]{2}|[0-9]{4}))?"
_WORDS = {
    Frequency.QUARTER: r"kvartal|quartal|kv\.?|kvt\.?|quarter|qtr\.?|q|k",
    Frequency.TERTIAL: r"tertial|tert\.?|t",
    Frequency.HALF_YEAR: r"halvår|half[- ]year|half|h",
    Frequency.WEEK: r"uke|week|wk\.?|kw|woche|vecka|uge|w|u",
}
_LETTER = {Frequency.QUARTER: "Q", Frequency.TERTIAL: "T", Frequency.HALF_YEAR: "H", Frequency.WEEK: "W"}
_PART = {
    frequency: tuple(
        Form(form)
        for form in (
            rf"(?P<n>[0-9]{{1,2}})\.?[ -]?(?:{words})(?:[ ,/–-]*(?:of )?{_SHORT})?",
            rf"(?:{words})[ -]?(?P<n>[0-9]{{1,2}})\.?(?:[ ,/–-]+(?:of )?{_SHORT}|(?P<tick>)'(?P<short>[0-9]{{2}}))?",
            rf"{_FULL}[ ,/–-]*(?:{words}) ?(?P<n>[0-9]{{1,2}})",
            rf"{_FULL}[ ,]+(?P<n>[0-9]{{1,2}})\. ?(?:{words})",
        )
    )
    for frequency, words in _WORDS.items()
}
_ORDINALS = {
    "1": ("første", "first", "1st"), "2": ("andre", "second", "2nd"),
    "3": ("tredje", "third", "3rd"), "4": ("fjerde", "fourth", "4th"),
}  # fmt: skip
_ORDINAL = Form(rf"({'|'.join(word for words in _ORDINALS.values() for word in words)}) ")
_NUMBER_OF = {word: number for number, words in _ORDINALS.items() for word in words}
_NAME = r"(?P<name>[^\W\d_]{3,9})\.?"
_MONTHS = tuple(
    Form(form)
    for form in (
        rf"(?:i |in )?{_NAME}(?:[ ,/–-]*(?P<year>[0-9]{{4}}|'?[0-9]{{2}}))?",
        rf"(?P<year>[0-9]{{4}})[ .–-]*{_NAME}",
        r"(?P<year>[0-9]{4})[-/. ](?P<n>[0-9]{1,2})",
        r"(?P<n>[0-9]{1,2})[-/. ](?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4})(?P<n>[0-9]{2})",
        r"(?P<year>[0-9]{4})[ -]?m ?(?P<n>[0-9]{1,2})",
        r"m ?(?P<n>[0-9]{1,2})[ /-](?P<year>[0-9]{4})",
    )
)
_SHORT_MONTH = Form(r"(?P<n>[0-9]{1,2})[-/. ](?P<year>[0-9]{2})")
_YEAR = Form(rf"(?:år |year |fy ?)?{_FULL}")
_NUMBER_ALONE = (
    Form(rf"(?P<n>[0-9]{{1,2}})\.?(?:[ ,/]+{_FULL})?"),
    Form(rf"{_FULL}[ ,]+(?P<n>[0-9]{{1,2}})"),
)
_ISO_DAY = Form(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOLD = Form(r"(.+?) ?\((.+)\)")


def period(text: str, calendar: Calendar = Calendar()) -> Result[Period]:  # noqa: B008
    """The period that a text names. Never fails.

    Ambiguous is a date of which day and month can change places, ``2011/12`` where fiscal years are written so, and
    ``Jan 26`` where it can be a day of this year.
    """
    if len(text) > 2 * LONGEST or len(bare := cleaned(text).casefold()) > LONGEST:
        return NotUnderstood(msg("That isn’t a period."))
    date = without_time(bare)
    return _period(date, calendar, only_days=date != bare)


@lru_cache(maxsize=8192)
def _period(bare: str, calendar: Calendar, only_days: bool) -> Result[Period]:
    """The period that a cleaned text names; a text that had a time of day can name a day only."""
    found, impossible = _readings(bare, calendar)
    wanted = calendar.frequency
    if only_days:
        found = [each for each in found if each.frequency is Frequency.DAY]
    fitting = [each for each in found if wanted in (None, each.frequency)]
    return of_readings(fitting, _why(bare, calendar, found, impossible))


def part_of_year(year: str, part: str, kind: Frequency, calendar: Calendar = Calendar()) -> Result[Period]:  # noqa: B008
    """The period that two columns name: a year (``2026``, ``2025/26``) and a quarter, month or week of it."""
    when, which = _whole(year), _whole(part)
    if kind is Frequency.MONTH:
        joined = f"{when}-{which:0>2}" if which.isdigit() else f"{which} {when}"
    else:
        joined = f"{_LETTER[kind]}{which} {when}" if which.isdigit() else f"{which} {when}"
    return period(joined, replace(calendar, frequency=kind))


def _whole(text: str) -> str:
    """A number without the zeros behind it that spreadsheets write: ``2026.0``."""
    return re.sub(r"(?<=[0-9])\.0+$", "", cleaned(text))


def _why(bare: str, calendar: Calendar, found: list[Period], impossible: bool) -> Message:
    if found:
        return msg("The period has another length.")
    if impossible:
        return msg("There is no such date or period.")
    if calendar.today is None and _readings(bare, replace(calendar, today=_ANY_DAY))[0]:
        return msg("It does not say which year.")
    return msg("That isn’t a period.")


def _readings(bare: str, calendar: Calendar) -> tuple[list[Period], bool]:
    """The periods that a text can name, the likeliest first, and whether it has the form of one that there is not."""
    if _ISO_DAY.fullmatch(bare):
        return _iso_day(bare)
    if told := _TOLD.fullmatch(bare):
        outer, inner = (_readings(each, replace(calendar, frequency=None))[0] for each in told.groups())
        both = [each for each in outer if each in inner]
        return both, bool(outer and not both)
    bare = _ORDINAL.sub(lambda match: f"{_NUMBER_OF[match[1]]}. ", bare, count=1)
    if "(" in bare or ")" in bare:
        return [], False
    days, impossible = read_days(bare, calendar, alone=False)
    found: list[Period] = []
    forms: tuple[Callable[[str, Calendar], Iterator[Period]], ...] = (
        _keyed, _fiscal_year, _in_months, months_between, week_between, _in_parts, _alone,
    )  # fmt: skip
    for form in forms:
        try:
            found += form(bare.rstrip(".") if form is _keyed else bare, calendar)
        except (ValueError, OverflowError):
            impossible = True
    found += [Period(Frequency.DAY, each) for each in days]
    return [each for each in found if DAY_ONE <= each.first <= LAST_DAY], impossible


def _iso_day(bare: str) -> tuple[list[Period], bool]:
    try:
        return [Period.parse(bare)], False
    except BadPeriod:
        return [], True


def _keyed(bare: str, calendar: Calendar) -> Iterator[Period]:
    try:
        yield Period.parse(bare, calendar.fiscal_start)
    except BadPeriod:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-?[wqkth][0-9]+", bare):
            raise


def _fiscal_year(bare: str, calendar: Calendar) -> Iterator[Period]:
    match = _YEAR.fullmatch(bare)
    if match is None or (match["second"] and not _follows(match, calendar)):
        return
    yield Period.parse(match["year"], calendar.fiscal_start)


def _follows(match: re.Match[str], calendar: Calendar) -> bool:
    """Tell whether ``2025/26`` is a fiscal year: one year and the next, where it doesn't start in January."""
    after = f"{year_of(match['year']) + 1}"
    return calendar.fiscal_start != 1 and after.endswith(match["second"])


def _in_months(bare: str, calendar: Calendar) -> Iterator[Period]:
    forms = (*_MONTHS, _SHORT_MONTH) if calendar.frequency is Frequency.MONTH else _MONTHS
    for form in forms:
        match = form.fullmatch(bare)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["n"]) if parts.get("n") else month_called(parts["name"])
        year = year_of(parts["year"]) if parts["year"] else calendar.today.year if calendar.today else None
        if month is not None and year is not None:
            yield Period(Frequency.MONTH, dt.date(year, month, 1))
            return


def _in_parts(bare: str, calendar: Calendar) -> Iterator[Period]:
    for frequency, forms in _PART.items():
        for form in forms:
            if match := form.fullmatch(bare):
                yield from _numbered(match, frequency, calendar)
                return


def _alone(bare: str, calendar: Calendar) -> Iterator[Period]:
    """A number, with a year or of this year, where the rhythm is known."""
    frequency = calendar.frequency
    for form in _NUMBER_ALONE if frequency in _LETTER or frequency is Frequency.MONTH else ():
        if (match := form.fullmatch(bare)) and frequency is not None:
            yield from _numbered(match, frequency, calendar)
            return


def _numbered(match: re.Match[str], frequency: Frequency, calendar: Calendar) -> Iterator[Period]:
    parts, start = match.groupdict(), calendar.fiscal_start
    calendar_years = frequency in (Frequency.WEEK, Frequency.MONTH)
    if parts["second"] and (calendar_years or not _follows(match, calendar)):
        return
    written = parts["year"] or parts.get("short")
    if written:
        year = year_of(written)
    elif calendar.today is not None:
        year = Period.containing(calendar.today, frequency, start).year(start)
    else:
        return
    n = int(parts["n"])
    yield Period.parse(f"{year}-{n:02}" if frequency is Frequency.MONTH else f"{year}-{_LETTER[frequency]}{n}", start)
