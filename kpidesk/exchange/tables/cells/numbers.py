"""Numbers out of the cells of one column, or of one block, each spelling read once."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpidesk.exchange.sheets.book import Cell, Percent
from kpidesk.exchange.tables.cells.looks import is_blank, says_none, unmarked
from kpidesk.reading import Ambiguous, NotUnderstood, Writing, columns, likeliest, number

SECONDS, PERCENT = "seconds", "percent"
_CLOCK = re.compile(r"-?[0-9]{1,5}:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?")
_MONEY = re.compile(r"(?:[$€£]|\b(?:kr|nok|sek|dkk|eur|usd|gbp)\b)", re.IGNORECASE)
_MOSTLY = 0.6
_SAMPLED = 5000
"""So many spellings are looked at for what they have in common."""


@dataclass(frozen=True)
class Spelt:
    """How the numbers of a column are written: the decimal mark that it proves, and the first that leaves it open.

    ``open`` is a number that can be read in two ways where nothing is proven, with both readings: decimal, grouped.
    ``timed`` are lengths of time, ``short`` where hours and minutes can be minutes and seconds.
    """

    proven: str | None = None
    open: tuple[str, str] | None = None
    timed: bool = False
    short: str | None = None
    unit: str = ""


@dataclass(frozen=True)
class Numbers:
    """The numbers of the cells of a column: a value for each spelling, and those in which none could be read.

    ``none`` are those that say that there is no number to be told.
    """

    values: Mapping[Cell, float | None]
    faulty: frozenset[str] = field(default_factory=frozenset)
    none: frozenset[Cell] = field(default_factory=frozenset)


def spelt(cells: Iterable[Cell]) -> Spelt:
    """How a column's texts write numbers, as far as they tell together."""
    distinct = {cell for cell in cells if not is_blank(cell)}
    if any(isinstance(cell, dt.timedelta) for cell in distinct):
        return Spelt(timed=True, unit=SECONDS)
    if sum(isinstance(cell, Percent) for cell in distinct) > _MOSTLY * len(distinct):
        return Spelt(unit=PERCENT)
    texts = [cell for cell in distinct if isinstance(cell, str)]
    if len(texts) > _SAMPLED:
        texts = sorted(texts)[:: len(texts) // _SAMPLED]
    clocks = [text for text in texts if _CLOCK.fullmatch(text)]
    if clocks and len(clocks) >= _MOSTLY * len(texts):
        return _timed(clocks)
    proven = columns.decimal_of(sorted(texts))
    undecided = None if proven else next((text for text in sorted(texts) if _is_open(text)), None)
    either = (undecided, "." if undecided and "." in undecided else ",") if undecided else None
    return Spelt(proven, either, unit=_unit(texts))


def _timed(clocks: list[str]) -> Spelt:
    short = sorted(text for text in clocks if text.count(":") == 1)
    return Spelt(timed=True, short=short[0] if short else None, unit=SECONDS)


def _is_open(text: str) -> bool:
    return isinstance(number(text, Writing()), Ambiguous)


def _unit(texts: list[str]) -> str:
    """The unit that most of the numbers are written with."""
    if not texts:
        return ""
    units = Counter("percent" if "%" in text else "currency" if _MONEY.search(text) else "" for text in texts)
    usual, times = units.most_common(1)[0]
    if not usual and units["currency"] * 5 >= len(texts):
        return "currency"
    return usual if times >= _MOSTLY * len(texts) else ""


def read_numbers(cells: Iterable[Cell], way: Spelt, mark: str | None, *, minutes: bool = False) -> Numbers:
    """The number of every spelling that occurs, with a decimal mark that was settled for all of them."""
    writing = Writing(decimal=mark, sure=True, unit=SECONDS if way.timed else "")
    values: dict[Cell, float | None] = {}
    faulty = set()
    for cell in set(cells):
        value = _value(cell, writing, way, minutes)
        values[cell] = value
        if value is None and isinstance(cell, str) and (cell.startswith("#") or not is_blank(cell)):
            faulty.add(cell)
    return Numbers(values, frozenset(faulty), frozenset(filter(says_none, values)))


def _value(cell: Cell, writing: Writing, way: Spelt, minutes: bool) -> float | None:
    if isinstance(cell, str):
        return _of_text(cell, writing, way, minutes) if cell else None
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds()
    if isinstance(cell, Percent):
        return round(cell * 100, 10)
    if isinstance(cell, float | int):
        return float(cell) if math.isfinite(cell) and abs(cell) <= 1e15 else None
    return None


def _of_text(text: str, writing: Writing, way: Spelt, minutes: bool) -> float | None:
    if is_blank(text):
        return None
    if way.unit == "currency" and "%" in text:
        return None
    read = number(unmarked(text), writing)
    if isinstance(read, NotUnderstood):
        return None
    if way.timed and isinstance(read, Ambiguous):
        return read.readings[0] if minutes else read.readings[-1]
    return likeliest(read, None)
