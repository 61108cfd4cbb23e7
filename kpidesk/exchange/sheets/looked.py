"""What is seen of a workbook before it is loaded: how far its sheets reach, and what its reader does not tell.

A reader makes room for everything between a sheet's first cell and its last, so that one forgotten cell in the last
row of the last column would fill the memory. The reader drops the text of errors and does not say what is a percent.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kpidesk.exchange.sheets.refusals import far_cell, too_many_columns, too_many_rows

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can have in the programs that make them."""
MOST_CELLS = 20_000_000
"""Between the first cell of a sheet and its last."""
MOST_SHEETS = 1_000
Place = tuple[int, int]
"""A row and a column, from 0."""


@dataclass
class Looked:
    """What was seen of one sheet."""

    errors: dict[Place, str] = field(default_factory=dict)
    percent: set[Place] = field(default_factory=set)


class Extent:
    """The box around the cells of a sheet that hold something."""

    def __init__(self, name: str, sheet: str) -> None:
        self._name, self._sheet = name, sheet
        self._rows = [MOST_ROWS, -1]
        self._columns = [MOST_COLUMNS, -1]

    def add(self, row: int, column: int) -> None:
        """Take in a cell; raises ``NotSheets`` where the box becomes larger than what is loaded."""
        if self._rows[0] <= row <= self._rows[1] and self._columns[0] <= column <= self._columns[1]:
            return
        if row >= MOST_ROWS:
            raise too_many_rows(self._name, MOST_ROWS)
        if column >= MOST_COLUMNS:
            raise too_many_columns(self._name, MOST_COLUMNS)
        self._rows = [min(self._rows[0], row), max(self._rows[1], row)]
        self._columns = [min(self._columns[0], column), max(self._columns[1], column)]
        if self.cells > MOST_CELLS:
            raise far_cell(self._name, self._sheet, place_name(row, column))

    @property
    def cells(self) -> int:
        """How many cells there are room for in the box."""
        return (self._rows[1] - self._rows[0] + 1) * (self._columns[1] - self._columns[0] + 1)


def place_name(row: int, column: int) -> str:
    """A cell as a workbook names it: ``B3``."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """The number of a column, from 0, by its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def is_percent(code: str) -> bool:
    """Tell whether a number format shows a share as percent: a sign that is not quoted and not escaped."""
    bare, quoted, skip = "", False, False
    for letter in code:
        if skip:
            skip = False
        elif letter == '"':
            quoted = not quoted
        elif letter == "\\" and not quoted:
            skip = True
        elif not quoted:
            bare += letter
    return "%" in bare


PERCENT_FORMATS = frozenset({9, 10})
"""Of the formats that a workbook need not spell out, those that show percent."""
