"""An XLSX workbook, seen before it is loaded ([ECMA-376], part 1, 18.3.1.4 ``c``, 18.8.10 ``cellXfs``).

A sheet has millions of cells, so its bytes are searched. What such a search can't be sure of (a cell that does not say
where it stands, or one far out that may be empty) is parsed instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

from kpidesk.exchange.sheets.formats import Shown, shown
from kpidesk.exchange.sheets.looked import Extent, Looked, LookedBook, column_number
from kpidesk.exchange.sheets.packed import Packed, plain
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import NotSheets, damaged, too_large

_MOST_ROW = 64 * 1024 * 1024
_CELL = re.compile(rb"<(?:[^\s<>/:!?]+:)?c(?=[\s/>])(?:[^<>]*?\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'])?")
_PERCENT = rb"<(?:[^\s<>/:!?]+:)?c(?=[^<>]*\ss=[\"'](?:%s)[\"'])[^<>]*?\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']"
_IS_ERROR = re.compile(rb"\st=[\"']e[\"']")
_ERROR = re.compile(
    rb"<(?:[^\s<>/:!?]+:)?c(?=[^<>]*\st=[\"']e[\"'])[^<>]*?\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"'][^<>]*>"
    rb"(?:<(?:\w+:)?f[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]{1,20})</"
)


def look(data: bytes, name: str, progress: Progress | None) -> LookedBook:
    """What is seen of each sheet; raises ``NotSheets``."""
    packed = Packed(data, name, progress)
    styles, extent, book = _styles(packed), Extent(name), LookedBook()
    sheets = _sheets(packed)
    for sheet, part in sheets:
        extent.turn_to(sheet)
        book.sheets.append(_sheet(packed, part, styles, extent))
    for part in packed.parts:
        if part.endswith((".xml", ".rels")) and part not in {known for _sheet, known in sheets}:
            extent.turn_to(part)  # whatever its reader may take for a sheet has been looked at
            _sheet(packed, part, [], extent)
    return book


def _sheets(packed: Packed) -> list[tuple[str, str]]:
    """The name of each sheet and the part that it is in, in their order."""
    targets = {
        about.get("Id", ""): about.get("Target", "")
        for tag, about in packed.elements("xl/_rels/workbook.xml.rels") if tag == "Relationship"
    }  # fmt: skip
    found = []
    for tag, about in packed.elements("xl/workbook.xml"):
        if tag == "sheet":
            of = next((value for key, value in about.items() if key.rpartition(":")[2] == "id"), "")
            target = targets.get(of, "")
            found.append((about.get("name", ""), plain(target if target.startswith("/") else f"xl/{target}")))
    return found


def _styles(packed: Packed) -> list[bytes]:
    """The numbers of the cell styles that show percent, as they stand in a cell."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for tag, about in packed.elements("xl/styles.xml"):
        if tag == "numFmt":
            codes[_number(about, "numFmtId")] = about.get("formatCode", "")
        elif tag in ("cellXfs", "cellStyles", "cellStyleXfs", "dxfs"):
            inside = tag == "cellXfs"
        elif tag == "xf" and inside:
            styles.append(_number(about, "numFmtId"))
    return [str(place).encode() for place, style in enumerate(styles) if shown(style, codes) is Shown.PERCENT]


def _number(about: dict[str, str], name: str) -> int:
    text = about.get(name, "")
    return int(text) if text.isdecimal() else 0


def _sheet(packed: Packed, part: str, percent: list[bytes], extent: Extent) -> Looked:
    looked, sure = Looked(), True
    as_percent = re.compile(_PERCENT % b"|".join(percent)) if percent else None
    for piece in _pieces(packed, part):
        sure = sure and _box(_CELL.findall(piece), extent)
        if as_percent is not None:
            looked.shown.update((_place(*found), Shown.PERCENT) for found in as_percent.findall(piece))
        for letters, row, text in _ERROR.findall(piece) if _IS_ERROR.search(piece) else ():
            looked.errors[_place(letters, row)] = text.decode("utf-8", "replace")
    if not sure:
        extent.again()
        _parsed(packed, part, extent)
    return looked


def _pieces(packed: Packed, part: str) -> Iterator[bytes]:
    """The bytes of a sheet, cut between rows."""
    rest = b""
    for chunk in packed.chunks(part):
        rest += chunk
        end = rest.rfind(b"row>") + 4
        if end > 4:
            yield rest[:end]
            rest = rest[end:]
        elif len(rest) > _MOST_ROW:
            raise too_large(packed.name)
    yield rest


def _box(cells: list[tuple[bytes, bytes]], extent: Extent) -> bool:
    """Take in the cells; tell whether all say where they stand, and none is too far out."""
    columns = {letters for letters, _row in cells}
    if not cells:
        return True
    if b"" in columns:
        return False
    rows = [int(row) for row in {row for _letters, row in cells}]
    numbers = [column_number(letters.decode()) for letters in columns]
    try:
        extent.add(min(rows) - 1, min(numbers))
        extent.add(max(rows) - 1, max(numbers))
    except NotSheets:
        return False
    return True


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, column_number(letters.decode())


def _parsed(packed: Packed, part: str, extent: Extent) -> None:
    """Take in only the cells that hold something, wherever they stand; raises ``NotSheets``."""
    reader = _Cells(extent)
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.element
    try:
        for chunk in packed.chunks(part):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        raise damaged(packed.name, str(error)) from error


class _Cells:
    """Follows a sheet's elements; a cell or a row that does not say where it stands comes after the one before."""

    def __init__(self, extent: Extent) -> None:
        self._extent, self._row, self._column = extent, -1, -1

    def element(self, tag: str, about: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "row":
            self._row = int(about["r"]) - 1 if "r" in about else self._row + 1
            self._column = -1
        elif kind == "c":
            found = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", about.get("r", ""))
            self._column = column_number(found[1]) if found else self._column + 1
            self._row = int(found[2]) - 1 if found else self._row
        elif kind in ("v", "is"):
            self._extent.add(max(0, self._row), max(0, self._column))
