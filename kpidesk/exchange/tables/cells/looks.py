"""What a single cell can be, seen alone: a number, a period, both at once (``2026``), or words."""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache

from kpidesk.exchange.sheets.book import Cell
from kpidesk.reading import BLANKS, OUTRIGHT, Calendar, NotUnderstood, Writing, number, period

EMPTY, NUMBER, PERIOD, PART, WORDS, MISSING, SERIAL = 0, 1, 2, 4, 8, 16, 32
"""Bits: ``PART`` is a period that lacks its year, ``MISSING`` a mark for no number, ``SERIAL`` a spreadsheet's day."""
LONGEST = 60
"""A longer text is neither a number nor a period."""
_ANY_DAY = dt.date(2026, 7, 1)
_ERROR = re.compile(r"#[A-ZÆØÅ0-9/]+[!?]?")
_PLAIN = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_MONTH = re.compile(r"[0-9]{1,2}\.[0-9]{4}|[0-9]{4}\.[0-9]{1,2}")
"""A number that can be a month: ``02.2026``."""
_FISCAL_YEAR = re.compile(r"20[0-9]{2}[/–-](?:20)?[0-9]{2}")
"""A year that does not begin in January: ``2025/26``."""
_WHOLE = re.compile(r"[0-9]{1,8}")


def is_empty(cell: Cell) -> bool:
    """Tell whether nothing stands in a cell."""
    return cell is None or cell == ""


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell says nothing: empty, or a mark that a file writes where there is no number."""
    return is_empty(cell) or (isinstance(cell, str) and cell.strip().casefold() in BLANKS | OUTRIGHT)


def says_none(cell: Cell) -> bool:
    """Tell whether a cell says outright that there is no number to be told: “not applicable”."""
    return isinstance(cell, str) and cell.strip().casefold() in OUTRIGHT


def unmarked(text: str) -> str:
    """A text without the star behind it that refers to a note: ``2024*`` is a year, ``123*`` a number."""
    return text.strip().rstrip("*†").rstrip() or text.strip()


def said(cell: Cell) -> str:
    """The text of a cell, a whole number without decimals and a date by itself."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell if isinstance(cell, str) else str(cell)


@lru_cache(maxsize=1 << 16, typed=True)
def looks(cell: Cell) -> int:
    """What a cell can be, as bits."""
    if is_empty(cell):
        return EMPTY
    if isinstance(cell, bool):
        return WORDS
    if isinstance(cell, dt.date):
        return PERIOD
    if isinstance(cell, dt.timedelta):
        return NUMBER
    if isinstance(cell, float | int):
        return MISSING if math.isnan(cell) else NUMBER | _digits(said(cell))
    return _text(str(cell))


def _digits(text: str) -> int:
    """What digits alone can be besides a number: a year, ``202602``, ``20260205``, or a spreadsheet's day."""
    if not _WHOLE.fullmatch(text) or text[0] == "0":
        return EMPTY
    if len(text) == 5:
        return SERIAL if 20_000 <= int(text) <= 80_000 else EMPTY
    if len(text) not in (4, 6, 8) or isinstance(period(text), NotUnderstood):
        return EMPTY
    return PERIOD


def _text(text: str) -> int:
    bare = unmarked(text)
    if bare.casefold() in BLANKS | OUTRIGHT or _ERROR.fullmatch(bare):
        return MISSING
    if len(bare) > LONGEST:
        return WORDS
    found = EMPTY
    if _PLAIN.fullmatch(bare):
        found = NUMBER | _digits(bare)
        if not _MONTH.fullmatch(bare):
            return found
    elif not isinstance(number(bare, Writing(unit="seconds")), NotUnderstood) or _in_other_unit(bare):
        found = NUMBER
    if not isinstance(period(bare), NotUnderstood) or _FISCAL_YEAR.fullmatch(bare):
        found |= PERIOD
    elif not found and not isinstance(period(bare, Calendar(today=_ANY_DAY)), NotUnderstood):
        found |= PART
    return found or WORDS


def _in_other_unit(bare: str) -> bool:
    return not isinstance(number(bare), NotUnderstood)
