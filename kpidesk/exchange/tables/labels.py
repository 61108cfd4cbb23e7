"""What the rows of a wide table are called, and the units that they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.looks import WORDS, is_empty, looks, said
from kpidesk.exchange.tables.cells.units import is_unit
from kpidesk.exchange.tables.cells.words import is_total, tokens
from kpidesk.exchange.tables.findings import Given
from kpidesk.exchange.tables.layout.area import Table
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.understood import Role

UNIT_WORDS = frozenset({"enhet", "unit", "units", "valuta", "currency", "måleenhet"})
_NOT_NAMES = frozenset(
    {"ansvarlig", "owner", "eier", "responsible", "kommentar", "merknad", "notes", "comment", "notat"}
)


@dataclass(frozen=True)
class Labels:
    """The name and the unit of each row, and the columns that tell them; ``title`` is for rows without a name."""

    names: list[str]
    units: list[str]
    naming: tuple[Col, ...]
    unit: Col | None
    title: str

    @property
    def places(self) -> set[int]:
        """The places of the columns of labels that are used."""
        return {col.place for col in (*self.naming, *([self.unit] if self.unit else []))}

    def role_of(self, col: Col) -> Role:
        """What a column of labels is for."""
        if self.unit is not None and col.place == self.unit.place:
            return Role.UNIT
        return Role.MEASURE if col.place in self.places else Role.LEFT_OUT


def labels_of(given: Given, table: Table, labels: Sequence[Col], before: int) -> Labels:
    """What names the rows of a table: the column that was said to, or those whose texts tell them apart.

    They stand before the numbers, whose first column is ``before``; behind them are totals and notes.
    """
    n = len(table.body)
    roles = given.said.roles
    free = [col for col in labels if roles.get(col.place) in (None, Role.MEASURE, Role.UNIT)]
    unit = next((col for col in free if roles.get(col.place) is Role.UNIT or _is_units(col)), None)
    said_so = [col for col in free if roles.get(col.place) is Role.MEASURE]
    naming = said_so or _naming([col for col in free if col is not unit and col.place < before], n)
    filled = [_filled(col, naming) for col in naming]
    names = [" · ".join(text for cells in filled if (text := said(cells[at]))) for at in range(n)]
    beside = [col for col in free if col is not unit and col not in naming and col.place < before]
    names = [name or _said_beside(beside, at) for at, name in enumerate(names)]
    units = [said(unit.cells[at]) if unit else "" for at in range(n)]
    return Labels(_apart(given, table, names), units, tuple(naming), unit, _title(given, labels))


def _said_beside(columns: Sequence[Col], at: int) -> str:
    """The words of a row in columns that name no others: “Sum varekostnad” stands where the accounts' numbers do."""
    cells = (col.cells[at] for col in columns)
    return next((said(cell) for cell in cells if isinstance(cell, str) and looks(cell) == WORDS), "")


def _title(given: Given, labels: Sequence[Col]) -> str:
    """What a row without a name is called: by its corner, the line above the table, its sheet or its file."""
    corner = next((col.heading for col in labels if col.heading and col.sort is Sort.EMPTY), "")
    sheet = given.sheet.name
    named = sheet if sheet != given.book.name else sheet.rpartition(".")[0] or sheet
    return corner if corner and not is_total(corner) else given.title[-1] if given.title else named


def _is_units(col: Col) -> bool:
    """Tell whether a column of labels names units."""
    texts = [said(cell) for cell in col.sample]
    return bool(texts) and (col.heading.casefold() in UNIT_WORDS or all(is_unit(text) for text in texts))


def _naming(labels: Sequence[Col], n: int) -> list[Col]:
    """The columns that name the rows: the first whose texts differ in every row, or as many as are needed."""
    words = [col for col in labels if col.sort is Sort.WORDS and not is_total(col.heading)]
    words = [col for col in words if not tokens(col.heading) & _NOT_NAMES] or words
    for col in words:
        if len(col.distinct) == n and not any(map(is_empty, col.cells)):
            return [col]
    chosen: list[Col] = []
    codes = [col for col in labels if col.sort in (Sort.CODES, Sort.NUMBERS, Sort.YEARS) and not is_total(col.heading)]
    for col in words or codes[:1]:
        if len(col.distinct) == 1 and n > 1:
            continue
        chosen.append(col)
        if len(set(zip(*(_filled(each, chosen) for each in chosen), strict=True))) == n:
            break
    return chosen


def _filled(col: Col, naming: Sequence[Col]) -> list[Cell]:
    """The labels of a column, a merged one for each row that it stands beside."""
    if col is naming[-1]:
        return col.cells
    filled: list[Cell] = []
    for cell in col.cells:
        filled.append(filled[-1] if is_empty(cell) and filled else cell)
    return filled


def _apart(given: Given, table: Table, names: list[str]) -> list[str]:
    """Names that several rows have, with the heading of the section above them, or else with the row's number."""
    counted = Counter(names)
    twice = {name for name, times in counted.items() if times > 1}
    if not twice or len(names) == 1:
        return names
    sections = [_section(given, table, place) for place in table.body]
    told = [
        f"{above} · {name}" if name in twice and above else name for name, above in zip(names, sections, strict=True)
    ]
    counted = Counter(told)
    lines = [given.sheet.lines[place] for place in table.body]
    return [f"{name} ({line})" if counted[name] > 1 and name else name for name, line in zip(told, lines, strict=True)]


def _section(given: Given, table: Table, place: int) -> str:
    """The line of words that stands last above a row, inside its table."""
    above = [each for each in table.alone if each < place]
    if not above:
        return ""
    return next((said(cell) for cell in given.sheet.rows[max(above)] if not is_empty(cell)), "")
