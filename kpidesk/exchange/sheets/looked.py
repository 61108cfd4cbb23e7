"""What is seen of a workbook before it is loaded: how far its sheets reach, and what its reader does not tell.

A reader makes room for everything between a sheet's first cell and its last, so that one forgotten cell in the last
row of the last column would fill the memory. The reader drops the text of errors, does not say what is a percent, and
takes some dates of old workbooks for numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kpidesk.exchange.sheets.formats import Shown
from kpidesk.exchange.sheets.refusals import far_cell, too_large, too_many_columns, too_many_rows

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can have in the programs that make them."""
MOST_CELLS = 20_000_000
"""Between the first cell of a sheet and its last, and in all sheets together."""
Place = tuple[int, int]
"""A row and a column, from 0."""
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
"""[MS-XLS] 2.5.10."""


@dataclass
class Looked:
    """What was seen of one sheet: the text of its errors, and how cells show their numbers where that is not plain."""

    errors: dict[Place, str] = field(default_factory=dict)
    shown: dict[Place, Shown] = field(default_factory=dict)


@dataclass
class LookedBook:
    """What was seen of the sheets, in their order; ``from_1904`` where days are counted from that year."""

    sheets: list[Looked] = field(default_factory=list)
    from_1904: bool = False


class Extent:
    """The boxes around the cells of each sheet that hold something."""

    def __init__(self, name: str) -> None:
        self._name, self._sheet, self._before = name, "", 0
        self._first, self._last = (MOST_ROWS, MOST_COLUMNS), (-1, -1)

    def turn_to(self, sheet: str) -> None:
        """Go on with the next sheet."""
        self._before += self.cells
        self._sheet = sheet
        self.again()

    def again(self) -> None:
        """Look at the same sheet once more, from its beginning."""
        self._first, self._last = (MOST_ROWS, MOST_COLUMNS), (-1, -1)

    def add(self, row: int, column: int) -> None:
        """Take in a cell; raises ``NotSheets`` where there would be more in the box than is loaded."""
        if self._first[0] <= row <= self._last[0] and self._first[1] <= column <= self._last[1]:
            return
        if row >= MOST_ROWS:
            raise too_many_rows(self._name, MOST_ROWS)
        if column >= MOST_COLUMNS:
            raise too_many_columns(self._name, MOST_COLUMNS)
        self._first = min(self._first[0], row), min(self._first[1], column)
        self._last = max(self._last[0], row), max(self._last[1], column)
        if self.cells > MOST_CELLS:
            raise far_cell(self._name, self._sheet, place_name(row, column))
        if self._before + self.cells > MOST_CELLS:
            raise too_large(self._name)

    @property
    def cells(self) -> int:
        """How many cells there are room for in the box of this sheet."""
        return max(0, self._last[0] - self._first[0] + 1) * max(0, self._last[1] - self._first[1] + 1)


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
