"""Numbers, money, dates and periods in words, the way the language in force writes them.

One small table per language instead of a locale database: the forms are few and settled by the design.
Bokmål writes ``1 284 500,5`` and ``6,1 %``, English ``1,284,500.5`` and ``6.1%``; the minus is U+2212 and what
belongs together is joined by a no-break space.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence

from kpidesk.domain.change import differs_in_points, relative_change
from kpidesk.domain.comparing import close
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.rounding import decimal_of, decimals_apart, decimals_seen, own_decimals, rounded
from kpidesk.domain.score import rounded_score
from kpidesk.records import record
from kpidesk.text import _, language, ngettext, pgettext

NBSP = "\u00a0"
MINUS = "\u2212"
MOST = 1e15
"""The largest number that can be entered."""
MOST_DECIMALS = 6
"""As many as a KPI or an input can be given."""
MILLION = 1e6
SCORE_EDGES = (0.4, 0.7, 1.0)
"""Where the grades' bands end (figures/README: Pace and grade)."""
AFTER_Z = str.maketrans("æäøöå", "{{||}")
"""Where bokmål has its last letters, and the Swedish ones beside them: what follows ``z`` in ASCII stands for them."""

MONTHS = {
    "nb": ["januar", "februar", "mars", "april", "mai", "juni",
           "juli", "august", "september", "oktober", "november", "desember"],
    "en": ["January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"],
}  # fmt: skip
MONTHS_SHORT = {
    "nb": ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
WEEKDAYS = {
    "nb": ["mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
UNIT_TEXTS = {
    "%": "percent", "prosent": "percent", "percent": "percent", "pct": "percent",
    "kr": "currency", "nok": "currency", "kroner": "currency", "currency": "currency",
    "antall": "count", "stk": "count", "stk.": "count", "count": "count", "": "count", "#": "count",
    "t": "hours", "h": "hours", "timer": "hours", "time": "hours", "hours": "hours",
    "dager": "days", "dag": "days", "d": "days", "days": "days",
    "min": "minutes", "minutter": "minutes", "minutes": "minutes",
    "s": "seconds", "sek": "seconds", "sekunder": "seconds", "seconds": "seconds",
    "poeng": "score", "score": "score", "points": "score",
    "forholdstall": "ratio", "ratio": "ratio",
}  # fmt: skip
UNIT_MARKS: dict[str, Callable[[], str]] = {
    "percent": lambda: "%",
    "currency": lambda: "kr",
    "hours": lambda: pgettext("unit", "h"),
    "days": lambda: pgettext("unit", "days"),
    "minutes": lambda: pgettext("unit", "min"),
    "seconds": lambda: pgettext("unit", "s"),
}
"""Put into words one at a time: nearly every number that is shown asks for one."""
UNIT_WORDS: dict[str, Callable[[], str]] = {
    "count": lambda: pgettext("unit", "count"),
    "score": lambda: pgettext("unit", "points"),
    "ratio": lambda: pgettext("unit", "ratio"),
    "hours": lambda: pgettext("unit", "hours"),
    "minutes": lambda: pgettext("unit", "min"),
    "": lambda: pgettext("unit", "count"),
}
SILENT_UNITS = ("count", "score", "ratio", "")


# ---- numbers -------------------------------------------------------------------------------------


def number(value: float, decimals: int = 0) -> str:
    """A number with grouped thousands and a fixed number of decimals; halves go away from zero."""
    exact = decimal_of(value, decimals)
    digits = f"{abs(exact):,f}"
    sign = MINUS if exact < 0 else ""
    if language() == "nb":
        digits = digits.replace(",", NBSP).replace(".", ",")
    return sign + digits


def signed(value: float, decimals: int = 0) -> str:
    """As ``number`` with a plus before what is above zero; for changes and gaps."""
    text = number(value, decimals)
    rounded_to_zero = not any(digit in "123456789" for digit in text)
    return text if text.startswith(MINUS) or rounded_to_zero else f"+{text}"


def percent(fraction: float, decimals: int = 0) -> str:
    """A fraction as a percentage: 0.43 is ``43 %``; less than the whole is never written as 100 %."""
    value = fraction * 100
    return joined(number(value, decimals_apart(value, 100.0, decimals)), "percent")


def score(value: float, decimals: int = 2) -> str:
    """A score 0–1, rounded as its grade is.

    It is never written as the edge of a grade's band that it has not reached (0.699 is not 0.70), nor with several
    decimals as a half that would be graded up (0.1499 is not 0.15 beside the grade 0.1). Just above either it is
    written as it is everywhere else: 0.2504 is 0.25.
    """
    edges = (*SCORE_EDGES, math.floor(value * 10) / 10 + 0.05) if decimals > 1 else SCORE_EDGES
    places = max((decimals_apart(value, edge, decimals) for edge in edges if value < edge), default=decimals)
    return number(rounded_score(value, places), places)


def joined(text: str, unit: str) -> str:
    """A written number with its unit after it: ``6,1 %``, ``1 dag``, ``2 dager``."""
    if unit in SILENT_UNITS:
        return text
    return after_number(text, pgettext("unit", "day") if unit == "days" and _one(text) else unit_mark(unit))


def after_number(text: str, mark: str) -> str:
    """A written number with what stands for its unit: ``6,1 %``, in English ``6.1%``."""
    between = "" if not mark or (mark == "%" and language() == "en") else NBSP
    return f"{text}{between}{mark}"


def points(text: str, unit: str) -> str:
    """A written difference between percentages (``+2,0 pp``) or scores (``−4 poeng``), with the word for it."""
    if unit == "percent":
        word = _("pp")
        return f"{text}{NBSP}{word}"
    word = pgettext("unit", "point") if _one(text) else pgettext("unit", "points")
    return f"{text}{NBSP}{word}"


def _one(text: str) -> bool:
    return text.lstrip(f"+{MINUS}") == "1"


def with_unit(value: float, unit: str, decimals: int = 0) -> str:
    """A number with its unit: ``6,1 %``, ``318 400 kr``, ``5,3 t``."""
    return joined(number(value, decimals), unit)


def difference(value: float, unit: str, decimals: int = 0) -> str:
    """What lies between two numbers of a unit: points between percentages and scores, else the unit itself."""
    text = signed(value, decimals)
    return points(text, unit) if differs_in_points(unit) else joined(text, unit)


def share(fraction: float, decimals: int = 1) -> str:
    """A relative difference: ``−8,1 %``; one decimal less from 100 % on, and never 0 for what is not 0."""
    percents = 0.0 if abs(fraction) <= 1e-9 else fraction * 100
    places = decimals if abs(percents) < 100 else 0
    return joined(signed(percents, decimals_seen(percents, places)), "percent")


def distance(value: float, unit: str, decimals: int = 0) -> str:
    """A size of a step, without a sign: ``2,0 pp``, ``4 poeng``, ``300 kr``."""
    text = number(value, decimals)
    return points(text, unit) if differs_in_points(unit) else joined(text, unit)


def between(low: float, high: float | None, decimals: int = 0) -> str:
    """From one number to another, ``4 110–4 630``; one alone where both are the same or there is no other."""
    first = number(low, decimals)
    return first if high is None or high == low else from_to(first, number(high, decimals))


def from_to(first: str, last: str) -> str:
    """Two written numbers with a dash between them; with a word before a minus: ``−3 til −1``, never ``−3–−1``."""
    return f"{first}{NBSP}{_('to')}{NBSP}{last}" if last.startswith(MINUS) else f"{first}–{last}"


def exact(value: float, decimals: int = 0) -> str:
    """A number with all the decimals that it has, at least so many."""
    return number(value, max(decimals, own_decimals(value)))


def gap(value: float, goal: float, unit: str, decimals: int = 0) -> str:
    """How far a number is from its goal: in points, in percent of the goal, or in its unit where the goal is 0.

    It is 0 only where both count as equal, as the status says too (figures/README: Status).
    """
    if close(value, goal):
        value = goal
    relative = relative_change(value, goal)
    if relative is None or differs_in_points(unit):
        return difference(value - goal, unit, decimals_apart(value, goal, decimals))
    return share(relative)


def capital(words: str) -> str:
    """Beginning with a capital, as a sentence does; a name that is written “eNPS” stays."""
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]


def unit_mark(unit: str) -> str:
    """The short form of a unit, as it stands after a number."""
    mark = UNIT_MARKS.get(unit)
    return unit if mark is None else mark()


def unit_word(unit: str) -> str:
    """The name of a unit, as it stands in a column of its own."""
    word = UNIT_WORDS.get(unit)
    return unit_mark(unit) if word is None else word()


def unit_code(text: str) -> str:
    """The stored code of a unit that somebody has typed; unknown units stand as typed."""
    return UNIT_TEXTS.get(text.strip().lower(), text.strip())


def compact(value: float, unit: str = "currency", decimals: int = 0) -> str:
    """A large amount in words, ``4,01 mill. kr``; below a million with its own ``decimals``."""
    if abs(rounded(value, decimals)) < MILLION:
        return with_unit(value, unit, decimals)
    sizes = ((1e6, pgettext("amount", "m")), (1e9, pgettext("amount", "bn")), (1e12, pgettext("amount", "tn")))
    # Judged as it will be written, so that a little less than a thousand millions is a billion.
    size, word = next((each for each in sizes if abs(rounded(value / each[0], 2)) < 1000), sizes[-1])
    return joined(f"{number(value / size, 2)}{NBSP}{word}", unit)


def fitting_decimals(value: float, least: int = 0) -> int:
    """How many decimals a number needs to be written as it is, of ``least`` and more; three where six are not enough
    (a quotient).

    Below a million, where the tolerance is far smaller than half of a last decimal, the nearest number is the same
    however halves are rounded, and is found at once.
    """
    nearest = round if abs(value) < MILLION else rounded
    for decimals in range(least, MOST_DECIMALS + 1):
        if math.isclose(value, nearest(value, decimals), rel_tol=1e-14, abs_tol=1e-12):
            return decimals
    return 3


def in_full(value: float) -> str:
    """A number with all the decimals that it has."""
    return number(value, fitting_decimals(value))


def stored_decimals(value: float, unit: str, least: int = 0) -> int:
    """How many decimals show a stored number whole: those it has, at least so many, and øre always two by two."""
    return coins(max(least, fitting_decimals(value)), unit)


def coins(decimals: int, unit: str) -> int:
    """How many decimals a number of a unit is written with: money is never told with one of them."""
    return 2 if unit == "currency" and decimals == 1 else decimals


@record(frozen=True)
class Figure:
    """A number inside a sentence, written where the sentence is read, with the decimals that it has."""

    value: float

    def __str__(self) -> str:
        return in_full(self.value)


# ---- dates and periods ---------------------------------------------------------------------------


def day(date: dt.date) -> str:
    """``12. mars 2026``."""
    return f"{day_month(date)} {date.year}"


def day_month(date: dt.date) -> str:
    """``12. mars``; with no-break spaces, so that a line never ends between the two."""
    dot = "." if language() == "nb" else ""
    return f"{date.day}{dot}{NBSP}{MONTHS[language()][date.month - 1]}"


def day_short(date: dt.date, today: dt.date) -> str:
    """``12. mars`` this year, with the year otherwise."""
    return day_month(date) if date.year == today.year else day(date)


def day_brief(date: dt.date, today: dt.date) -> str:
    """``12. des.`` this year, with two digits of the year otherwise: where a line has little room."""
    dot = "." if language() == "nb" else ""
    year = "" if date.year == today.year else f"{NBSP}{date:%y}"
    return f"{date.day}{dot}{NBSP}{month_short(date)}{year}"


def weekday_day(date: dt.date) -> str:
    """``mandag 16. mars``."""
    return f"{WEEKDAYS[language()][date.weekday()]} {day_month(date)}"


def weekday_short_day(date: dt.date) -> str:
    """``fre. 20. mars``, for a column of days."""
    dot = "." if language() == "nb" else ""
    return f"{WEEKDAYS[language()][date.weekday()][:3]}{dot}{NBSP}{day_month(date)}"


def weekday_day_year(date: dt.date) -> str:
    """``Mandag 16. mars 2026``, for headings."""
    text = f"{WEEKDAYS[language()][date.weekday()]} {day(date)}"
    return text[0].upper() + text[1:]


def clock_time(moment: dt.datetime | dt.time) -> str:
    """``08:41``."""
    return f"{moment:%H:%M}"


def moment_short(moment: dt.datetime, today: dt.date) -> str:
    """``i dag 08:41`` or ``12. mars 08:41``."""
    name = _("today") if moment.date() == today else day_short(moment.date(), today)
    return f"{name} {clock_time(moment)}"


def moment_full(moment: dt.datetime, *, seconds: bool = False) -> str:
    """``12. mars 2026 08:41``, with the seconds where several may have come within a minute."""
    clock = f"{moment:%H:%M:%S}" if seconds else clock_time(moment)
    return f"{day(moment.date())} {clock}"


def month_short(date: dt.date) -> str:
    """``feb.``."""
    return MONTHS_SHORT[language()][date.month - 1]


def period_name(period: Period, fiscal_start: int = 1) -> str:
    """``uke 11``, ``mars 2026``, ``1. kvartal 2026``; weeks carry their year where it is not told elsewhere.

    In a fiscal year of the company's own it is ``1. kvartal 2025/26``; a period that the company has not is
    told by its months, ``jan.–mars 2026``, so that it is never taken for one of the company's.
    """
    if not period.on_grid(fiscal_start):
        return period_months(period)
    n, year = period.number(fiscal_start), period.year_text(fiscal_start)
    match period.frequency:
        case Frequency.DAY:
            return day(period.first)
        case Frequency.WEEK:
            return _("week {n}").format(n=n)
        case Frequency.MONTH:
            return f"{MONTHS[language()][period.first.month - 1]} {year}"
        case Frequency.QUARTER:
            return _("Q{n} {year}").format(n=n, year=year)
        case Frequency.TERTIAL:
            return _("tertial {n}, {year}").format(n=n, year=year)
        case Frequency.HALF_YEAR:
            return _("half-year {n}, {year}").format(n=n, year=year)
        case _:
            return year


def period_months(period: Period) -> str:
    """A quarter or longer by its months: ``jan.–mars 2026``, ``nov. 2025–jan. 2026``."""
    first, last = month_short(period.first), month_short(period.last)
    if period.first.year == period.last.year:
        return f"{first}–{last} {period.last.year}"
    return f"{first} {period.first.year}–{last} {period.last.year}"


def period_told(period: Period, fiscal_start: int = 1) -> str:
    """The name of a period, with its months where quarters and years are the company's own.

    ``1. kvartal 2025/26 (feb.–april 2025)`` tells it from the calendar's first quarter.
    """
    name = period_name(period, fiscal_start)
    own = period.frequency.months > 1 and fiscal_start != 1 and period.on_grid(fiscal_start)
    return f"{name} ({period_months(period)})" if own else name


def period_short(period: Period, fiscal_start: int = 1) -> str:
    """The shortest form that tells periods apart in a row: ``11``, ``feb.``, ``1. kv.``."""
    if not period.on_grid(fiscal_start):
        return f"{month_short(period.first)}–{month_short(period.last)}"
    n = period.number(fiscal_start)
    match period.frequency:
        case Frequency.DAY:
            return f"{period.first.day}.{period.first.month}." if language() == "nb" else f"{period.first:%d/%m}"
        case Frequency.WEEK:
            return str(n)
        case Frequency.MONTH:
            return month_short(period.first)
        case Frequency.QUARTER:
            return _("Q{n}").format(n=n)
        case Frequency.TERTIAL:
            return _("T{n}").format(n=n)
        case Frequency.HALF_YEAR:
            return _("H{n}").format(n=n)
        case _:
            return period.year_text(fiscal_start)


def period_file(period: Period, fiscal_start: int = 1) -> str:
    """For a file's name: ``2026 K1`` or ``2026 Q1``, ``2025-26 K1`` in a fiscal year of the company's own."""
    if period.frequency.months <= 1 or not period.on_grid(fiscal_start):
        return period.key(fiscal_start)
    year = period.year_text(fiscal_start).replace("/", "-")
    letters = {
        Frequency.QUARTER: pgettext("quarter in a file name", "Q"), Frequency.TERTIAL: "T", Frequency.HALF_YEAR: "H",
    }  # fmt: skip
    letter = letters.get(period.frequency)
    if letter:
        return f"{year} {letter}{period.number(fiscal_start)}"
    return year if fiscal_start == 1 else f"{period.first.year}-{period.first.year + 1}"  # 2000-01 would be a month


def period_span(period: Period) -> str:
    """``9.–15. mars``, or ``23. feb.–1. mars`` across months."""
    first, last = period.first, period.last
    dot = "." if language() == "nb" else ""
    if first == last:
        return f"{first.day}{dot}{NBSP}{month_short(first)}"
    end = f"{last.day}{dot}{NBSP}{month_short(last)}"
    if first.month == last.month:
        return f"{first.day}{dot}–{end}"
    return f"{first.day}{dot}{NBSP}{month_short(first)}–{end}"


def overdue(days: int) -> str:
    """``6 dager over``."""
    return ngettext("{n} day over", "{n} days over", days).format(n=days)


def frequency_word(frequency: Frequency) -> str:
    """What one period is called: ``uke``."""
    return {
        Frequency.DAY: _("day"),
        Frequency.WEEK: _("week"),
        Frequency.MONTH: _("month"),
        Frequency.QUARTER: _("quarter"),
        Frequency.TERTIAL: _("tertial"),
        Frequency.HALF_YEAR: _("half-year"),
        Frequency.YEAR: _("year"),
    }[frequency]


def every(frequency: Frequency) -> str:
    """The rhythm: ``Hver uke``."""
    return {
        Frequency.DAY: _("Every day"),
        Frequency.WEEK: _("Every week"),
        Frequency.MONTH: _("Every month"),
        Frequency.QUARTER: _("Every quarter"),
        Frequency.TERTIAL: _("Every tertial"),
        Frequency.HALF_YEAR: _("Every half-year"),
        Frequency.YEAR: _("Every year"),
    }[frequency]


def initials(name: str) -> str:
    """``KS`` for Kari Solberg."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return ""
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a row: ``a``, ``a and b``, ``a, b and c``, ``a, b, c and 4 more``."""
    shown = list(names[:most])
    rest = len(names) - len(shown)
    if rest:
        # Translators: some names, and how many follow
        return _("{names} and {n} more").format(names=", ".join(shown), n=rest)
    if len(shown) < 2:
        return "".join(shown)
    # Translators: a list of names and the last of them
    return _("{names} and {last}").format(names=", ".join(shown[:-1]), last=shown[-1])


def alphabetical(name: str) -> str:
    """A key to sort names by, as the language in force does: ``æ``, ``ø`` and ``å`` come last in bokmål."""
    folded = name.casefold()
    return folded.translate(AFTER_Z) if language() == "nb" else folded


def not_applicable() -> str:
    """What stands where a number does not apply; in tables it is short, so that a column stays narrow."""
    return _("n/a")
