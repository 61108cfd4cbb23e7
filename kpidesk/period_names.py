"""What a text means as a period, given the month in which the fiscal year starts.

The one place where typed and imported words become a period: it reads every name and key that the program
itself writes, in both languages, and the spellings of files. Quarters, tertials, half-years and years are the
company's own: ``K1 2026`` and ``2026-Q1`` begin with the fiscal year that starts in 2026, ``1. kvartal 2025/26``
says so outright, ``jan.–mars 2026`` and ``2026-01..2026-03`` give the months themselves. Whether a period is one
that the company has is told by ``Period.on_grid``.
"""

from __future__ import annotations

import datetime as dt
import re

from kpidesk import format as fmt
from kpidesk.domain.period import BadPeriod, Frequency, Period

LONGEST = 60
"""No name of a period is longer than this."""
_YEAR = r"(?P<year>\d{4})(?:[/-](?P<second>\d{2}|\d{4}))?"
_WORDS = {
    Frequency.QUARTER: r"kvartal|kv\.?|quarter|q|k",
    Frequency.TERTIAL: r"tertial|t",
    Frequency.HALF_YEAR: r"halvår|half-year|half|h",
    Frequency.WEEK: r"uke|week|w|u",
}
_LETTER = {Frequency.QUARTER: "Q", Frequency.TERTIAL: "T", Frequency.HALF_YEAR: "H", Frequency.WEEK: "W"}
_PART = {
    frequency: tuple(
        re.compile(form)
        for form in (
            rf"(?P<n>\d{{1,2}})\.?\s*(?:{words})(?:[\s,]+(?:of\s+)?{_YEAR})?",
            rf"(?:{words})\s*(?P<n>\d{{1,2}})(?:[\s,-]+(?:of\s+)?{_YEAR})?",
            rf"{_YEAR}[\s,-]*(?:{words})\s*(?P<n>\d{{1,2}})",
            rf"{_YEAR}[\s,]+(?P<n>\d{{1,2}})\.\s*(?:{words})",
        )
    )
    for frequency, words in _WORDS.items()
}
_NAME = r"[^\W\d_]{3,9}"
_MONTH = re.compile(rf"(?P<month>{_NAME})\.?[\s-]+(?P<year>\d{{4}})")
_SSB_MONTH = re.compile(r"(\d{4})m(\d{2})")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})\.?\s*(?P<month>{_NAME})\.?[\s,]+(?P<year>\d{{4}})")
_MONTH_FIRST = re.compile(rf"(?P<month>{_NAME})\.?[\s-]+(?P<day>\d{{1,2}}),?[\s-]+(?P<year>\d{{4}})")
_NUMERIC = re.compile(r"(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>\d{4})")
_SLASHED = re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})")
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[t ]\d{2}:\d{2}.*")
_TIME = re.compile(r"(?P<day>[^:]*\d{4}),? (?:kl\.? ?)?\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?")
_SPAN = re.compile(rf"({_NAME})\.?(?:\s+(\d{{4}}))?\s*[–-]\s*({_NAME})\.?\s+(\d{{4}})")
_BY_MONTHS = {frequency.months: frequency for frequency in Frequency if frequency.months > 1}


def read(text: str, fiscal_start: int = 1, *, today: dt.date | None = None, month_first: bool = False) -> Period | None:
    """The period that a text names, or ``None``.

    With ``today`` a week, quarter … without a year is one of the year that today lies in. With ``month_first``
    ``3/5/2026`` is 5 March, else 3 May. A time of day behind a date is passed over.
    """
    bare = " ".join(text.split()).casefold()
    if len(bare) > LONGEST:
        return None
    try:
        found = _read(bare, fiscal_start, today, month_first)
    except (ValueError, OverflowError):
        return None
    return found if found is None or found.first.year >= 1900 else None


def _read(bare: str, fiscal_start: int, today: dt.date | None, month_first: bool) -> Period | None:
    if match := _TIME.fullmatch(bare):
        return _day(match["day"], month_first)
    timed = _ISO_TIME.fullmatch(bare)
    try:
        return Period.parse(timed[1] if timed else bare.rstrip("."), fiscal_start)
    except BadPeriod:
        return (
            _day(bare, month_first)
            or _month(bare)
            or _span(bare)
            or _part(bare, fiscal_start, today)
            or _year(bare, fiscal_start)
        )


def _day(bare: str, month_first: bool = False) -> Period | None:
    if month_first and (match := _SLASHED.fullmatch(bare)):
        return Period(Frequency.DAY, dt.date(int(match["year"]), int(match["month"]), int(match["day"])))
    for form in (_NUMERIC, _COMPACT, _DAY_FIRST, _MONTH_FIRST):
        if match := form.fullmatch(bare):
            month = int(match["month"]) if match["month"].isdigit() else month_called(match["month"])
            return (
                None if month is None else Period(Frequency.DAY, dt.date(int(match["year"]), month, int(match["day"])))
            )
    return None


def _month(bare: str) -> Period | None:
    if match := _SSB_MONTH.fullmatch(bare):
        return Period(Frequency.MONTH, dt.date(int(match[1]), int(match[2]), 1))
    match = _MONTH.fullmatch(bare)
    month = month_called(match["month"]) if match else None
    return Period(Frequency.MONTH, dt.date(int(match["year"]), month, 1)) if match and month else None


def _span(bare: str) -> Period | None:
    match = _SPAN.fullmatch(bare)
    first, last = (month_called(match[1]), month_called(match[3])) if match else (None, None)
    if match is None or first is None or last is None:
        return None
    begins, ends = int(match[2] or match[4]), int(match[4])
    frequency = _BY_MONTHS.get((ends - begins) * 12 + last - first + 1)
    return None if frequency is None else Period(frequency, dt.date(begins, first, 1))


def _part(bare: str, fiscal_start: int, today: dt.date | None) -> Period | None:
    for frequency, forms in _PART.items():
        for form in forms:
            if match := form.fullmatch(bare):
                return _numbered(match, frequency, fiscal_start, today)
    return None


def _numbered(match: re.Match[str], frequency: Frequency, fiscal_start: int, today: dt.date | None) -> Period | None:
    if match["second"] and (frequency is Frequency.WEEK or not _follows(match, fiscal_start)):
        return None
    if match["year"]:
        year = int(match["year"])
    elif today is not None:
        year = Period.containing(today, frequency, fiscal_start).year(fiscal_start)
    else:
        return None
    return Period.parse(f"{year}-{_LETTER[frequency]}{int(match['n'])}", fiscal_start)


def _year(bare: str, fiscal_start: int) -> Period | None:
    match = re.fullmatch(_YEAR.replace("[/-]", "[/–-]"), bare)
    if match is None or not match["second"] or not _follows(match, fiscal_start):
        return None
    return Period.parse(match["year"], fiscal_start)


def _follows(match: re.Match[str], fiscal_start: int) -> bool:
    """Tell whether ``2025/26`` is a fiscal year: one year and the next, where it doesn't start in January."""
    after = f"{int(match['year']) + 1}"
    return fiscal_start != 1 and after.endswith(match["second"])


def month_called(name: str) -> int | None:
    """The number of a month by its name in either language, or by a beginning that no other month has."""
    folded = name.casefold().rstrip(".")
    folded = {"sept": "september", "okt": "oktober", "oct": "october"}.get(folded, folded)
    if len(folded) < 3:
        return None
    names = [(n, each.casefold()) for months in fmt.MONTHS.values() for n, each in enumerate(months, 1)]
    found = {n for n, each in names if each.startswith(folded)}
    return found.pop() if len(found) == 1 else None
