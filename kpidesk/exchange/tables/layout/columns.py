"""The columns of a table: what their cells have in common, and what each column is for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from kpidesk.exchange.sheets.book import Cell, Row
from kpidesk.exchange.tables.cells.dates import Spelling, read_cell
from kpidesk.exchange.tables.cells.looks import (
    EMPTY,
    MISSING,
    NUMBER,
    PART,
    PERIOD,
    SERIAL,
    is_empty,
    looks,
    said,
)
from kpidesk.exchange.tables.cells.words import DAY_WORDS, PART_WORDS, YEAR_WORDS, is_total, kind_of, tokens
from kpidesk.exchange.tables.layout.heads import Head

_SAMPLED = 2000
_MOSTLY = 0.6
_YEAR_AND_PART = 6
"""Digits of ``202638`` under “Uke”."""
_COUNTED = re.compile(r"nth (?:day|week|month)|(?:day|week|month) index", re.IGNORECASE)
_ID = frozenset({
    "id", "nr", "no", "nummer", "number", "num", "phone", "telefon", "tlf", "mobil", "postnr", "postnummer", "zip",
    "postcode", "orgnr", "kid", "konto", "kontonr", "kontonummer", "account", "ref", "referanse", "arkivref",
    "bilag", "bilagsnr", "fakturanr", "ordrenr", "kundenr", "kundenummer", "sku", "ean", "isbn", "gtin", "varenr",
    "prosjektnr", "avdelingsnr", "avsender", "mottaker", "sender", "recipient", "receiver", "motkonto", "decimals",
    "mult", "multiplier", "digits", "siffer", "postadresse", "guid", "uuid", "kode", "code", "ssn", "index",
    "kvittering", "bong", "receipt",
})  # fmt: skip
_PERIODS = frozenset({"periode", "period", "tid", "time", "yearmonth", "yearweek", "og", "and", "nr"})
_NOT_ID = frozenset({
    "antall", "number", "of", "count", "total", "sum",
})  # fmt: skip
_TIME_OF_DAY = frozenset({
    "start", "slutt", "end", "stop", "klokkeslett", "tidspunkt", "klokke", "klokka", "kl", "from", "fra", "to", "til",
    "begin",
})  # fmt: skip
_EITHER_TIME = frozenset({"tid", "time"})
_FULL_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
"""How a time of day is written where the heading could mean a length of time as well."""
_CLOCK = re.compile(r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?: ?[ap]m)?", re.IGNORECASE)


class Sort(Enum):
    """What the cells of a column are."""

    EMPTY = "empty"
    DATES = "dates"
    YEARS = "years"
    PARTS = "parts"
    """Months, weeks or quarters without their year, in words or as numbers under a heading that says so."""
    SERIALS = "serials"
    COUNTED = "counted"
    """Days, weeks or months counted from a start that stands elsewhere."""
    NUMBERS = "numbers"
    CODES = "codes"
    """Numbers that name something: telephones, accounts, orders, lines."""
    CLOCK = "clock"
    WORDS = "words"


@dataclass(frozen=True)
class Col:
    """A column of a table, by its place in the sheet, with a cell for each row of the body, and the one before it."""

    head: Head
    cells: list[Cell]
    before: Col | None = field(default=None, compare=False, repr=False)

    @property
    def place(self) -> int:
        """Its place in the sheet, from 0."""
        return self.head.place

    @cached_property
    def heading(self) -> str:
        """What it is called."""
        return self.head.text

    @cached_property
    def distinct(self) -> set[Cell]:
        """Every spelling in it."""
        return set(self.cells)

    @cached_property
    def sample(self) -> list[Cell]:
        """Cells from all over the column that say something, as often as they come."""
        step = max(1, len(self.cells) // _SAMPLED)
        return [cell for cell in self.cells[::step] if looks(cell) not in (EMPTY, MISSING)]

    @cached_property
    def sort(self) -> Sort:
        """What its cells are."""
        return _sort(self)


def columns_of(rows: Sequence[Row], places: Sequence[int], heads: Sequence[Head]) -> list[Col]:
    """The columns of the rows of a table."""
    found: list[Col] = []
    for head in heads:
        at = head.place
        cells = [row[at] if at < len(row) else None for row in map(rows.__getitem__, places)]
        found.append(Col(head, cells, found[-1] if found else None))
    return found


def _sort(col: Col) -> Sort:
    cans = [looks(cell) for cell in told_of(col)]
    if not cans:
        return Sort.EMPTY
    n = len(cans)
    periods = sum(bool(can & PERIOD) for can in cans)
    only = sum(bool(can & PERIOD) and not can & NUMBER for can in cans)
    parts = sum(bool(can & PART) for can in cans)
    numbers = sum(bool(can & NUMBER) for can in cans)
    if _COUNTED.fullmatch(col.heading.strip()) and numbers == n:
        return Sort.COUNTED
    if only and periods + parts >= _MOSTLY * n:
        return Sort.DATES
    if parts >= _MOSTLY * n or (numbers >= _MOSTLY * n and _numbered(col)):
        return Sort.PARTS
    if _read_as_told(col):
        return Sort.DATES
    if periods >= _MOSTLY * n and (years := _years(col, sure=periods == n)) is not None:
        return years
    if all(can & SERIAL for can in cans) and tokens(col.heading) & DAY_WORDS:
        return Sort.SERIALS
    return _numbers(col, numbers, n) if numbers >= _MOSTLY * n else Sort.WORDS


def told_of(col: Col) -> list[Cell]:
    """The cells that tell what a column is; “Sum” and the like at its end tell nothing."""
    return [cell for cell in col.sample if not (isinstance(cell, str) and is_total(cell))] or col.sample


def _read_as_told(col: Col) -> bool:
    """Tell whether cells are periods of the length that the heading says: ``01/26`` under “Måned”."""
    kind = kind_of(col.heading)
    if kind is None:
        return False
    spelling = Spelling(kind=kind)
    cells = dict.fromkeys(told_of(col))
    texts = [cell for cell in cells if isinstance(cell, str) and not looks(cell) & NUMBER]
    numbers = [cell for cell in cells if looks(cell) & NUMBER and len(said(cell)) == _YEAR_AND_PART]
    return bool(texts or numbers) and all(read_cell(cell, spelling) is not None for cell in texts or numbers)


def _numbered(col: Col) -> bool:
    """Tell whether numbers stand for weeks, months or quarters: the heading says so, and none is too large."""
    kind = kind_of(col.heading)
    if kind is None:
        return False
    most = {"weekly": 53, "monthly": 12, "quarterly": 4, "tertially": 3}.get(kind.value, 2)
    values = [said(cell) for cell in col.sample if looks(cell) & NUMBER]
    return all(value.isdigit() and 1 <= int(value) <= most for value in values)


def _years(col: Col, *, sure: bool) -> Sort | None:
    """Years or ``202602`` where the heading says so, or where a first column has another one in every row.

    It is not ``sure`` where some cells are none: then only the heading can say so.
    """
    words = tokens(col.heading)
    named = bool(words) and words <= YEAR_WORDS | DAY_WORDS | PART_WORDS.keys() | _PERIODS
    first = sure and col.place == 0 and (len(col.distinct) == len(col.cells) or any(map(is_empty, col.distinct)))
    if not (named or first):
        return None
    lengths = {len(said(cell)) for cell in told_of(col) if looks(cell) & PERIOD}
    return Sort.YEARS if lengths == {4} else Sort.DATES


def _numbers(col: Col, numbers: int, n: int) -> Sort:
    words = tokens(col.heading)
    texts = [said(cell) for cell in col.sample]
    clock = _clock(col, words)
    if clock is not None and all(clock.fullmatch(text) for text in texts):
        return Sort.CLOCK
    whole = all(text.isdigit() for text in texts)
    zeros = whole and any(text[0] == "0" and len(text) > 1 for text in texts)
    if zeros or (whole and _is_code(words)) or (numbers == n and _counts_rows(col, words, texts)):
        return Sort.CODES
    return Sort.NUMBERS


def _clock(col: Col, words: frozenset[str]) -> re.Pattern[str] | None:
    """How a time of day is written under a heading that can mean one: ``Tid`` does right after a column of dates."""
    if words & _TIME_OF_DAY:
        return _CLOCK
    after_dates = col.before is not None and col.before.sort is Sort.DATES
    return _FULL_CLOCK if words & _EITHER_TIME and after_dates else None


def names_codes(heading: str) -> bool:
    """Tell whether a heading is that of numbers and codes by which things are known."""
    return _is_code(tokens(heading))


def _is_code(words: frozenset[str]) -> bool:
    """Tell whether a heading names codes: ``Order ID``, ``Kontonr``, and not ``Antall konto``, ``Number of orders``."""
    joined = {word for word in words if word.endswith(("nr", "nummer", "id")) and len(word) > 3}
    return bool((words & _ID) or joined) and not words & (_NOT_ID - {"number"}) and not {"number", "of"} <= words


def _counts_rows(col: Col, words: frozenset[str], texts: list[str]) -> bool:
    """Tell whether a first column numbers the rows."""
    if col.place != 0 or words - {"rad", "row", "line", "linje"} or len(texts) < 3:
        return False
    return all(text.isdigit() for text in texts) and [int(text) for text in texts] == list(
        range(int(texts[0]), int(texts[0]) + len(texts))
    )
