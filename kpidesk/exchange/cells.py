"""What the texts in a table's cells mean: periods in many spellings, and numbers in either convention."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kpidesk import period_names
from kpidesk.domain.period import Frequency, Period
from kpidesk.format import CURRENCY
from kpidesk.text import language

BLANKS = {"", "na", "n/a", "nan", "null", "none", ":", ".", "..", "...", "-", "–", "#n/a"}
"""What files write where there is no number. Blank is not zero."""


def read_period(text: str, fiscal_start: int = 1, *, month_first: bool = False) -> Period | None:
    """The period that a cell names, or ``None``; quarters and years are the company's own."""
    return period_names.read(text, fiscal_start, month_first=month_first)


def read_parts(year: str, part: str, kind: Frequency, fiscal_start: int = 1) -> Period | None:
    """The period named by two columns: a year (``2026``, ``2025/26``) and a quarter, month (or its name) or week.

    A quarter counts from the month in which the fiscal year starts, as ``2026K1`` in one column does.
    """
    when, which = _whole(year), _whole(part)
    if kind is Frequency.MONTH:
        return period_names.read(f"{when}-{which:0>2}" if which.isdigit() else f"{which} {when}", fiscal_start)
    letter = {Frequency.QUARTER: "Q", Frequency.WEEK: "W"}[kind]
    found = period_names.read(f"{letter}{which} {when}" if which.isdigit() else f"{which} {when}", fiscal_start)
    return found if found is not None and found.frequency is kind else None


def _whole(text: str) -> str:
    """A number without the zeros behind it that spreadsheets write: ``2026.0``."""
    return re.sub(r"(?<=\d)\.0+$", "", text.strip())


_AROUND = re.compile(
    rf"[\s\u00a0\u202f'’%]|(?<![^+\-\u2212])(?:{CURRENCY})|,-$|(?:{CURRENCY})\s*$", re.IGNORECASE
)  # fmt: skip


def bare(text: str) -> str:
    """A cell without what stands around a number: spaces, currency, per cent."""
    return _AROUND.sub("", text.strip()).replace("\u2212", "-")


def number_reader(samples: Sequence[str], delimiter: str = ";") -> Callable[[str], float | None]:
    """A reader of one column's numbers, in the convention that its own texts show.

    A mark that is ever followed by other than three digits is the decimal mark; where both marks occur the later
    one is; a mark that occurs twice in one number groups thousands. In a column that leaves it open (``is_open``) a
    lone mark is the decimal mark, but for the comma in a file that separates its columns by commas, and for the point
    where people write ``12.500`` for twelve thousand five hundred, as in bokmål: there it groups.
    """
    decimal = _decimal_mark(samples) or _likely_mark(samples, delimiter)
    group = "," if decimal == "." else "."

    def read(text: str) -> float | None:
        number = bare(text)
        if group in number and not re.fullmatch(rf"[+-]?\d{{1,3}}(?:\{group}\d{{3}})+(?:\{decimal}\d*)?", number):
            return None
        number = number.replace(group, "").replace(decimal, ".")
        if not re.fullmatch(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?", number):
            return None
        value = float(number)
        return value if abs(value) < 1e15 else None

    return read


def is_open(samples: Sequence[str]) -> bool:
    """Tell whether a column's numbers have a mark that could be a decimal mark as well as one of thousands."""
    return _decimal_mark(samples) is None and any(mark in bare(text) for text in samples for mark in ".,")


def _likely_mark(samples: Sequence[str], delimiter: str) -> str:
    commas, points = (any(mark in bare(text) for text in samples) for mark in ",.")
    if points:
        return "," if language() == "nb" and delimiter != "," else "."
    return "," if commas and delimiter != "," else "."


def _decimal_mark(samples: Sequence[str]) -> str | None:
    """The decimal mark that a column's texts show; ``None`` where they leave it open."""
    for text in map(bare, samples):
        dot, comma = text.rfind("."), text.rfind(",")
        if dot >= 0 and comma >= 0:
            return "." if dot > comma else ","
        for mark, place in ((".", dot), (",", comma)):
            if place < 0:
                continue
            if text.count(mark) > 1:
                return "," if mark == "." else "."
            digits, after = re.sub(r"\D", "", text[:place]), len(re.sub(r"\D", "", text[place + 1 :]))
            if after != 3 or len(digits) > 3 or digits in ("", "0"):
                return mark
    return None
