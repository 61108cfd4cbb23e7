"""When a goal is to be reached, as people say it: ``innen jul``, ``by March``, ``i Q2``, ``før sommeren``.

``told_in`` finds where a line says when, whatever the day; ``resolved`` tells which day that is, seen from today.
``innen juni`` and ``by June`` take the month with them; ``før juni`` and ``before June`` do not. A name without a year
is the next one that is not over.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from kpidesk.domain.period import LAST_DAY, Frequency, Period
from kpidesk.forms import Form
from kpidesk.reading.context import Calendar, Order
from kpidesk.reading.days import day, year_of
from kpidesk.reading.goals.amounts import Span
from kpidesk.reading.goals.feasts import FEASTS, feast
from kpidesk.reading.periods import period
from kpidesk.reading.results import likeliest
from kpidesk.reading.words import month_called
from kpidesk.records import record


@record(frozen=True)
class When:
    """Where a line says when: ``kind`` is how it says it, ``words`` are the telling part, ``before`` excludes it."""

    kind: str
    words: tuple[str, ...]
    span: Span
    before: bool = False


@record(frozen=True)
class Due:
    """The last day, and the period that the words name, if they name one."""

    day: dt.date
    period: Period | None = None


_MONTH = (
    r"januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember|january|february|march|may|"
    r"june|july|october|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|okt|oct|nov|des|dec"
)
_MONTH_NAME = rf"(?:{_MONTH})"
"""Of the short names “jul” is Christmas, where no day stands at it."""
_BY = (
    r"(?:innen(?:for)?|innan|inna|senest|seinast|frist(?:en)?(?: er)?|deadline(?: is)?|due(?: by| on)?|by|"
    r"no later than|latest|before|until|till|før(?:r)?|til|til og med|t\.o\.m\.|within|ferdig(?: til)?|klar til|on)"
)
_BY_YEAR = r"(?:innen|innan|inna|senest|før|by|before|until|within|ferdig|klar til)"
_END = (
    r"(?:(?:utgangen|slutten|enden) av|(?:the )?end of|(?:i |in )?løpet av|iløpet av|ila\.?|(?:in )?the course of|"
    r"ut|during|through|in|i|om|kommende|coming|per|pr\.?|midten av|mid)"
)
_LEAD = rf"(?:{_BY}:? +(?:the )?(?:{_END} +)?|{_END} +)(?:den +|the +)?"
_YEAR = r"(?:,? *(?P<year>(?:19|20)\d\d|'\d\d))?"
_ORDINAL = r"første|fyrste|andre|tredje|fjerde|first|second|third|fourth|1st|2nd|3rd|4th|siste|last"
_PART = r"kvartal(?:et)?|kv\.?|quarter|tertial(?:et)?|halvår(?:et)?|half(?:[- ]year)?"
_LENGTH = (
    r"dag(?:er|ar)?|days?|uk(?:e|er|a)|veker?|weeks?|måned(?:er)?|månad(?:er|ar)?|mnd\.?|months?|år|years?|"
    r"kvartal(?:er)?|quarters?"
)
_UNIT = (
    r"uk(?:a|e|en)|vek[ea]|week|måned(?:en)?|month|kvartal(?:et)?|quarter|tertial(?:et)?|halvår(?:et)?|half[- ]year|"
    r"år(?:et)?|years?|regnskapsår(?:et)?|fiscal year|financial year|sesong(?:en)?"
)
_FEAST = "|".join(FEASTS)
_N = r"\d{1,3}|et|ett|en|ein|eit|to|tre|fire|fem|seks|a|one|two|three|four|five|six|half a|et halvt"
_DAY = (
    rf"\d{{1,2}}(?:\.|st|nd|rd|th)? ?(?:of )?(?:{_MONTH})\b\.?(?:,? *(?:19|20)\d\d|,? +'?\d\d(?=\W*$))?"
    rf"|(?:{_MONTH})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d|[.,]\d|\s?(?:%|kr|stk|mill))(?:,? *20\d\d)?"
)
_SLASHED = r"\d{1,2}/\d{1,2}-(?:20)?\d\d"
"""As Norwegians write it by hand: ``31/3-27``."""
_FIGURES = (
    rf"(?:{_SLASHED}|"
    r"20\d\d-\d\d-\d\d|\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d|\d{1,2}\.\d{1,2}\.?|\d{1,2}/\d{1,2})(?![\d%])"
)
_FORMS = tuple(
    (kind, Form(form, re.IGNORECASE))
    for kind, form in (
        ("day", rf"(?<!\w)(?P<lead>{_LEAD})?(?P<told>{_DAY})"),
        ("day", rf"(?<!\w)(?P<lead>{_LEAD}|den +)(?P<told>{_FIGURES})(?! *(?:til|to|%|kr))"),
        ("day", rf"(?<!\w)(?P<lead>)(?P<told>20\d\d-\d\d-\d\d|{_SLASHED})(?!\w)"),
        ("month", rf"(?<!\w)(?P<lead>{_LEAD}(?:måneden +)?)(?P<told>(?!jul\b){_MONTH_NAME})\b\.?{_YEAR}(?![\d-])"),
        ("part", rf"(?<!\w)(?P<lead>{_LEAD})?(?P<told>(?:[QT][1-4]|H[12])(?!\w)(?:[ /-]?(?:20\d\d|'\d\d))?)"),
        ("part", rf"(?<!\w)(?P<lead>{_LEAD})(?P<told>K[1-4](?!\w)(?:[ /-]?20\d\d)?)"),
        (
            "nth",
            rf"(?<!\w)(?P<lead>{_LEAD})?(?P<n>{_ORDINAL}|[1-4]\.?) ?(?P<part>{_PART})(?!\w){_YEAR}(?: i (?:år|fjor))?",
        ),
        ("year", rf"(?<!\w)(?P<lead>(?:{_BY_YEAR}|{_END}|i|in|hele|all of) +(?:{_END} +)?(?:år(?:et)? +)?)"
         r"(?P<told>20\d\d)(?![\d.,%]| ?(?:kr|stk|mill|til|to)\b)"),
        (
            "next",
            rf"(?<!\w)(?P<lead>{_LEAD})?(?P<which>neste|kommende|dette|denne|inneværende|this|next|the coming)"
            rf" +(?P<unit>{_UNIT})(?!\w)",
        ),
        ("ends", r"(?<!\w)(?P<lead>(?:innen|innan|før|by|before|til|ved|at) +(?:the +)?|)"
         r"(?P<told>årsskiftet|nyttår|årsslutt|årets slutt|year[- ]end|"
         r"new year(?:'s(?: eve)?)?|eoy|jul og nyttår)(?!\w)"),
        ("ends", r"(?<!\w)(?P<lead>)"
         r"(?P<told>i år|this year|hele året|heile året|hele år(?:et)?|all year(?: round)?|ut året)(?!\w)"),
        (
            "ends",
            rf"(?<!\w)(?P<lead>(?:{_BY}:? +)?(?:the )?(?:(?:utgangen|slutten|enden) av|(?:the )?end of|i løpet av|"
            r"løpet av|ut|during|in the course of|before the end of|innen|innan|ila\.?|iløpet av) +(?:the +|this +)?)"
            rf"(?P<told>{_UNIT})(?!\w)(?: er omme| is out)?",
        ),
        ("ends", r"(?<!\w)(?P<lead>)(?P<told>eoq|eom)(?!\w)"),
        ("week", rf"(?<!\w)(?P<lead>{_LEAD})?(?:uke|veke|week|wk) ?(?P<told>\d{{1,2}})(?!\w)"),
        ("weekday", rf"(?<!\w)(?P<lead>{_BY}:? +|på +|on +)"
         r"(?P<told>(?:man|tirs|ons|tors|fre|lør|søn)dag|(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\w)"),
        ("feast", rf"(?<!\w)(?P<lead>{_LEAD}|til +|i +|this +|next +)(?P<told>{_FEAST})(?!\w){_YEAR}"),
        (
            "after",
            rf"(?<!\w)(?P<lead>(?:om|innen|innan|inna|in|within|i løpet av|ila\.?)"
            r"(?: de| the)?(?: neste| next| kommende)? +|"
            r"(?:(?:over |gjennom |through )?(?:de neste|the next|neste|next)) +)"
            rf"(?P<n>{_N}) ?(?P<unit>{_LENGTH})(?!\w)",
        ),
    )
)  # fmt: skip
_FORE = "before"
"""Told to what is no single day: before Easter is not the day before the one by which people say “by Easter”."""
_BEFORE = Form(r"^(?:før|førr|before)\b", re.IGNORECASE)
_PER = Form(r"(?:\b(?:per|pr\.?|hver|hvert|kvar|each|every|a) *)$", re.IGNORECASE)
_HALVES = ("half a", "et halvt")
_RESPONSE = Form(r"dag|day", re.IGNORECASE)
_SHARE = Form(r"\d ?%|\b(?:andel|prosent|share|percent|per cent)", re.IGNORECASE)
QUICK = 7
"""So many days at the most are how fast something is done where a share of it is told."""


def told_in(line: str) -> list[When]:
    """Every place where a line says when, from the left; of two that overlap the longer."""
    found = [_when(kind, match) for kind, form in _FORMS for match in form.finditer(line)]
    found = [each for each in found if not _PER.search(line[: each.span[0]])]
    kept: list[When] = []
    for each in sorted(found, key=lambda when: when.span[0] - when.span[1]):
        if all(each.span[1] <= other.span[0] or other.span[1] <= each.span[0] for other in kept):
            kept.append(each)
    return sorted((each for each in kept if not _answers(each, line)), key=lambda when: when.span)


def _answers(when: When, line: str) -> bool:
    """Tell whether days are how fast, not by when: ``Svare innen 2 dager``, where no other number stands, and a few
    of them beside a share: ``Repairs done within a day, from 20 to 60 %``."""
    if when.kind != "after" or not _RESPONSE.match(when.words[1]) or when.words[0] in _HALVES:
        return False
    rest = line[: when.span[0]] + line[when.span[1] :]
    quick = (_NUMBERS.get(when.words[0]) or int(when.words[0])) <= QUICK
    return not re.search(r"\d", rest) or (quick and bool(_SHARE.search(rest)))


def _when(kind: str, match: re.Match[str]) -> When:
    groups = match.groupdict()
    names = ("n", "part", "which", "unit", "told", "year")
    words = tuple(value.casefold() for name in names if (value := groups.get(name)))
    lead = (groups.get("lead") or "").casefold()
    return When(kind, words, match.span(), bool(_BEFORE.match(lead)) and not re.search(r"end|utgang|slutt", lead))


# ---- which day that is -----------------------------------------------------------------------------------


def resolved(when: When, today: dt.date, fiscal_start: int = 1) -> Due | None:
    """The day that is meant, seen from today; ``None`` where there is no such day."""
    try:
        words = (*when.words, _FORE) if when.before and when.kind == "feast" else when.words
        found = _HOW[when.kind](words, today, fiscal_start)
    except (ValueError, OverflowError):
        return None
    if found is None or not when.before or when.kind == "feast":
        return _kept(found)
    first = found.day if found.period is None else found.period.first
    return _kept(Due(first - dt.timedelta(days=1)))


def _kept(found: Due | None) -> Due | None:
    return found if found is not None and found.day <= LAST_DAY else None


def _of(found: Period) -> Due:
    return Due(found.last, found)


def _day(words: tuple[str, ...], today: dt.date, _start: int) -> Due | None:
    told = words[0].strip()
    if re.fullmatch(_SLASHED, told):
        told = re.sub(r"[/-]", ".", told)
    found = likeliest(day(told, Calendar(today=today, order=None)), Order.DMY and None)
    if found is None:
        return None
    if found < today and not re.search(r"20\d\d|[./ '-]\d\d$", told):
        found = found.replace(year=found.year + 1)
    return Due(found)


def _month(words: tuple[str, ...], today: dt.date, _start: int) -> Due | None:
    month = month_called(words[0])
    if month is None:
        return None
    if len(words) > 1:
        return _of(Period(Frequency.MONTH, dt.date(year_of(words[1]), month, 1)))
    return _of(Period(Frequency.MONTH, dt.date(today.year + (month < today.month), month, 1)))


def _part(words: tuple[str, ...], today: dt.date, start: int) -> Due | None:
    found = likeliest(period(words[0], Calendar(fiscal_start=start, today=today)), None)
    if found is None:
        return None
    if found.last < today and not re.search(r"20\d\d|'\d\d", words[0]):
        found = found.next(12 // found.frequency.months)
    return _of(found)


_NUMBERS = {
    **dict.fromkeys(("første", "fyrste", "first", "1st"), 1), **dict.fromkeys(("andre", "second", "2nd"), 2),
    **dict.fromkeys(("tredje", "third", "3rd"), 3), **dict.fromkeys(("fjerde", "fourth", "4th"), 4),
    **dict.fromkeys(("et", "ett", "en", "ein", "eit", "a", "one"), 1), **dict.fromkeys(("to", "two"), 2),
    **dict.fromkeys(("tre", "three"), 3), **dict.fromkeys(("fire", "four"), 4), **dict.fromkeys(("fem", "five"), 5),
    **dict.fromkeys(("seks", "six"), 6),
}  # fmt: skip
_LENGTHS = (
    (r"regnskapsår|fiscal|financial", Frequency.YEAR), (r"uk|vek|week|wk", Frequency.WEEK),
    (r"måned|månad|mnd|month|eom", Frequency.MONTH), (r"kv|quarter|eoq", Frequency.QUARTER),
    (r"tertial", Frequency.TERTIAL), (r"halvår|half", Frequency.HALF_YEAR), (r"dag|day", Frequency.DAY),
    (r"år|year|sesong", Frequency.YEAR),
)  # fmt: skip


def _length(words: str) -> Frequency:
    return next(frequency for form, frequency in _LENGTHS if re.match(form, words))


def _nth(words: tuple[str, ...], today: dt.date, start: int) -> Due | None:
    frequency = _length(words[1])
    most = 12 // frequency.months
    n = most if words[0] in ("siste", "last") else _NUMBERS.get(words[0]) or int(words[0].rstrip("."))
    if n > most:
        return None
    letter = {Frequency.QUARTER: "Q", Frequency.TERTIAL: "T", Frequency.HALF_YEAR: "H"}[frequency]
    return _part((f"{letter}{n} {words[2]}" if len(words) > 2 else f"{letter}{n}",), today, start)


def _year(words: tuple[str, ...], _today: dt.date, start: int) -> Due:
    return _of(Period.parse(words[0], start))


def _current(words: str, today: dt.date, start: int) -> Period:
    """The period that runs; a year is the calendar's unless the fiscal year is named."""
    frequency = _length(words)
    calendar_year = frequency is Frequency.YEAR and not re.match(r"regnskap|fiscal|financial", words)
    return Period.containing(today, frequency, 1 if calendar_year else start)


def _next(words: tuple[str, ...], today: dt.date, start: int) -> Due:
    now = _current(words[1], today, start)
    return _of(now.next() if words[0] in ("neste", "kommende", "next", "the coming") else now)


def _ends(words: tuple[str, ...], today: dt.date, start: int) -> Due:
    if not re.search(
        r"uk|vek|week|måned|month|kvartal|quarter|tertial|halv|half|regnskap|fiscal|financial|eoq|eom", words[0]
    ):
        return _of(Period.containing(today, Frequency.YEAR, 1))
    return _of(_current(words[0], today, start))


def _week(words: tuple[str, ...], today: dt.date, _start: int) -> Due:
    year, week, _day_of_week = today.isocalendar()
    return _of(Period.parse(f"{year + (int(words[0]) < week)}-W{int(words[0]):02}"))


_WEEKDAYS = ("man", "tir", "ons", "tor", "fre", "lør", "søn", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _weekday(words: tuple[str, ...], today: dt.date, _start: int) -> Due:
    wanted = _WEEKDAYS.index(words[0][:3]) % 7
    return Due(today + dt.timedelta(days=(wanted - today.weekday()) % 7))


def _feast(words: tuple[str, ...], today: dt.date, _start: int) -> Due:
    before, name = words[-1] == _FORE, words[0]
    if len(words) - before > 1:
        return Due(feast(name, year_of(words[1]), before=before))
    this = feast(name, today.year, before=before)
    return Due(this if this >= today else feast(name, today.year + 1, before=before))


def _after(words: tuple[str, ...], today: dt.date, _start: int) -> Due:
    if words[0] in _HALVES:
        return Due(_months_on(today, 6))
    n, frequency = _NUMBERS.get(words[0]) or int(words[0]), _length(words[1])
    if frequency.months:
        return Due(_months_on(today, n * frequency.months))
    return Due(today + dt.timedelta(days=n * (7 if frequency is Frequency.WEEK else 1)))


def _months_on(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of a shorter month."""
    month = Period.containing(day, Frequency.MONTH).next(months)
    return dt.date(month.first.year, month.first.month, min(day.day, month.days))


_HOW: dict[str, Callable[[tuple[str, ...], dt.date, int], Due | None]] = {
    "day": _day, "month": _month, "part": _part, "nth": _nth, "year": _year, "next": _next, "ends": _ends,
    "week": _week, "weekday": _weekday, "feast": _feast, "after": _after,
}  # fmt: skip
