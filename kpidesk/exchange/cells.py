"""What the texts in a table's cells mean: periods in many spellings, and numbers in either convention."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable

from kpidesk.domain.period import BadPeriod, Frequency, Period

BLANKS = {"", "na", "n/a", "nan", "null", "none", ":", ".", "..", "...", "-", "–", "#n/a"}
"""What files write where there is no number. Blank is not zero."""

_MONTHS = (
    ("jan", "januar", "january"), ("feb", "februar", "february"), ("mar", "mars", "march"), ("apr", "april"),
    ("mai", "may"), ("jun", "juni", "june"), ("jul", "juli", "july"), ("aug", "august"),
    ("sep", "sept", "september"), ("okt", "oct", "oktober", "october"), ("nov", "november"),
    ("des", "dec", "desember", "december"),
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}

_SSB_MONTH = re.compile(r"(\d{4})M(\d{2})", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_NAMED = re.compile(r"([A-Za-zæøåÆØÅ]{3,9})\.?[\s-]+(\d{1,2}),?[\s-]+(\d{4})")
_NAMED_MONTH = re.compile(r"([A-Za-zæøåÆØÅ]{3,9})\.?[\s-]+(\d{4})")
_ISO_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}.*")


def read_period(text: str, fiscal_start: int = 1) -> Period | None:
    """The period that a text names, in any of the spellings above, or ``None``."""
    bare = text.strip().rstrip(".")
    with_time = _ISO_TIME.fullmatch(bare)
    if with_time:
        bare = with_time[1]
    try:
        return _spelled(bare, fiscal_start)
    except (ValueError, BadPeriod):
        return None


def _spelled(text: str, fiscal_start: int) -> Period:
    if match := _SSB_MONTH.fullmatch(text):
        return Period(Frequency.MONTH, dt.date(int(match[1]), int(match[2]), 1))
    if match := _NUMERIC.fullmatch(text):
        return Period(Frequency.DAY, dt.date(int(match[3]), int(match[2]), int(match[1])))
    if match := _COMPACT.fullmatch(text):
        return Period(Frequency.DAY, dt.date(int(match[1]), int(match[2]), int(match[3])))
    if match := _NAMED.fullmatch(text):
        return Period(Frequency.DAY, dt.date(int(match[3]), _month(match[1]), int(match[2])))
    if match := _NAMED_MONTH.fullmatch(text):
        return Period(Frequency.MONTH, dt.date(int(match[2]), _month(match[1]), 1))
    return Period.parse(text, fiscal_start)


def _month(name: str) -> int:
    number = MONTHS.get(name.casefold().rstrip("."))
    if number is None:
        raise ValueError(name)
    return number


def read_parts(year: str, part: str, kind: Frequency) -> Period | None:
    """The period named by two columns: a year and a quarter, month (number or name) or week."""
    try:
        n = int(float(part)) if re.fullmatch(r"\d+(?:\.0+)?", part.strip()) else _month(part.strip())
        whole = int(float(year))
        letter = {Frequency.QUARTER: "-Q", Frequency.MONTH: "-", Frequency.WEEK: "-W"}[kind]
        text = f"{whole}{letter}{n:02}" if kind is not Frequency.QUARTER else f"{whole}{letter}{n}"
        return Period.parse(text)
    except (ValueError, BadPeriod, OverflowError):
        return None


def number_reader(samples: Iterable[str], delimiter: str = ";") -> Callable[[str], float | None]:
    """A reader of one column's numbers, in the convention that its own texts show.

    A mark that is ever followed by other than three digits is the decimal mark; where both marks occur the later
    one is; a mark that occurs twice in one number groups thousands. In a column that leaves it open a lone mark is
    the decimal mark, but for the comma in a file that separates its columns by commas: there it groups.
    """
    decimal = _decimal_mark(samples, delimiter)
    group = "," if decimal == "." else "."

    def read(text: str) -> float | None:
        bare = re.sub(r"[\s\u00a0\u202f'’%]|kr\.?$", "", text.strip(), flags=re.IGNORECASE).replace("\u2212", "-")
        if group in bare and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d*)?", bare):
            return None
        bare = bare.replace(group, "").replace(decimal, ".")
        if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", bare):
            return None
        value = float(bare)
        return value if abs(value) < 1e15 else None

    return read


def _decimal_mark(samples: Iterable[str], delimiter: str) -> str:
    seen = {".": False, ",": False}
    for text in samples:
        dot, comma = text.rfind("."), text.rfind(",")
        if dot >= 0 and comma >= 0:
            return "." if dot > comma else ","
        for mark, place in ((".", dot), (",", comma)):
            if place < 0:
                continue
            seen[mark] = True
            if text.count(mark) > 1:
                return "," if mark == "." else "."
            whole, after = text[:place].strip().lstrip("+-−"), len(re.sub(r"\D", "", text[place + 1 :]))
            digits = re.sub(r"\D", "", whole)
            if after != 3 or len(digits) > 3 or digits in ("", "0"):
                return mark
    return "," if seen[","] and not seen["."] and delimiter != "," else "."
