"""An ODS workbook, seen before it is loaded ([ODF] 1.3, part 3, sections 9.1 and 19.675–19.679).

A cell or a row stands there once and says how often it is repeated: a few bytes can mean a thousand million cells.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from kpidesk.exchange.sheets.formats import Shown
from kpidesk.exchange.sheets.looked import MOST_COLUMNS, MOST_ROWS, Extent, Looked, LookedBook
from kpidesk.exchange.sheets.packed import Packed
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged, too_large

_MOST_SPACES = 10_000
_MOST_PATCHED = 1_000_000
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def look(data: bytes, name: str, progress: Progress | None) -> LookedBook:
    """What is seen of each sheet; raises ``NotSheets``."""
    packed = Packed(data, name, progress)
    seen = _Seen(packed.name)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = seen.begin, seen.end
    parser.CharacterDataHandler = seen.letters
    parser.StartDoctypeDeclHandler = seen.declared
    try:
        for chunk in packed.chunks("content.xml"):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(name, str(error)) from error
    return seen.book


class _Seen:
    """Follows the elements of the content; rows and cells are counted from 0."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.book = LookedBook()
        self._extent = Extent(name)
        self._looked = Looked()
        self._row = self._column = self._rows = self._columns = 0
        self._kind = ""
        self._holds = False
        self._text: list[str] = []

    def begin(self, tag: str, about: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "table" and "table:name" in about:
            self._looked = Looked()
            self.book.sheets.append(self._looked)
            self._extent.turn_to(about["table:name"])
            self._row = self._rows = 0
        elif kind == "table-row":
            self._row, self._rows = self._row + self._rows, _count(about, "table:number-rows-repeated")
            self._column = self._columns = 0
        elif kind in _CELLS:
            self._cell(about)
        elif kind == "s" and _count(about, "text:c") > _MOST_SPACES:
            raise too_large(self._name)

    def _cell(self, about: dict[str, str]) -> None:
        self._column, self._columns = self._column + self._columns, _count(about, "table:number-columns-repeated")
        self._kind = about.get("calcext:value-type") or about.get("office:value-type", "")
        self._holds = bool(self._kind) or "table:formula" in about
        self._text = []

    def letters(self, text: str) -> None:
        if self._kind == "error":
            self._text.append(text)

    def end(self, tag: str) -> None:
        if tag.rpartition(":")[2] not in _CELLS or not self._holds:
            return
        self._extent.add(self._row, self._column)
        self._extent.add(self._row + self._rows - 1, self._column + self._columns - 1)
        if self._kind == "percentage":
            self._repeat(Shown.PERCENT, "")
        elif self._kind == "error":
            self._repeat(None, "".join(self._text).strip())

    def _repeat(self, how: Shown | None, error: str) -> None:
        if self._rows * self._columns > _MOST_PATCHED:
            raise too_large(self._name)
        for row in range(self._row, self._row + self._rows):
            for column in range(self._column, self._column + self._columns):
                if how is not None:
                    self._looked.shown[row, column] = how
                elif error:
                    self._looked.errors[row, column] = error

    def declared(self, *_doctype: Any) -> None:
        raise damaged(self._name)


def _count(about: dict[str, str], name: str) -> int:
    """How often something is repeated; more than a sheet has room for is as good as the first beyond."""
    return min(int(about.get(name, "1")), max(MOST_ROWS, MOST_COLUMNS) + 1)
