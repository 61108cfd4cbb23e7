"""An XLSB workbook, seen before it is loaded ([MS-XLSB], section 2.4; the records by their numbers there)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from kpidesk.exchange.sheets.formats import Shown, shown
from kpidesk.exchange.sheets.looked import ERRORS, Extent, Looked, LookedBook
from kpidesk.exchange.sheets.packed import Packed
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _LAST_CELL, _END_OF_CELLS = 0, 1, 3, 11, 11, 0x92
_BOOK, _SHEET = 0x99, 0x9C
_FORMAT, _STYLES, _STYLE, _END_OF_STYLES = 0x2C, 0x269, 0x2F, 0x26A


def look(data: bytes, name: str, progress: Progress | None) -> LookedBook:
    """What is seen of each sheet; raises ``NotSheets``."""
    packed = Packed(data, name, progress)
    try:
        return _look(packed)
    except (struct.error, IndexError) as error:
        raise damaged(name, str(error)) from error


def _look(packed: Packed) -> LookedBook:
    targets = {
        about.get("Id", ""): about.get("Target", "")
        for tag, about in packed.elements("xl/_rels/workbook.bin.rels") if tag == "Relationship"
    }  # fmt: skip
    styles, extent, book = _styles(packed), Extent(packed.name), LookedBook()
    for kind, body in _records(packed.whole("xl/workbook.bin")):
        if kind == _BOOK:
            book.from_1904 = bool(body[0] & 1)
        elif kind == _SHEET:
            of, after = _text(body, 8)
            extent.turn_to(_text(body, after)[0])
            book.sheets.append(_sheet(packed.joined(f"xl/{targets.get(of, '')}"), styles, extent))
    for part in packed.parts:
        if part.endswith((".xml", ".rels", ".bin")) and "/worksheets/" not in part:
            packed.weigh(part)
    return book


def _records(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """The records of a part: a number of one or two bytes, a length of up to four, seven bits each."""
    stream, at = memoryview(data), 0
    while at < len(stream):
        kind, at = stream[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | (stream[at] & 0x7F) << 7, at + 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte, at = stream[at], at + 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, stream[at : at + length]
        at += length


def _text(body: memoryview, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * length
    return bytes(body[at + 4 : end]).decode("utf-16-le", "replace"), end


def _styles(packed: Packed) -> list[Shown]:
    codes: dict[int, str] = {}
    found: list[Shown] = []
    inside = False
    for kind, body in _records(packed.whole("xl/styles.bin")):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif kind in (_STYLES, _END_OF_STYLES):
            inside = kind == _STYLES
        elif kind == _STYLE and inside:
            found.append(shown(struct.unpack_from("<H", body, 2)[0], codes))
    return found


def _sheet(data: bytes, styles: list[Shown], extent: Extent) -> Looked:
    looked, row = Looked(), 0
    for kind, body in _records(data):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
        elif _BLANK < kind <= _LAST_CELL:
            column, style = struct.unpack_from("<II", body)
            extent.add(row, column)
            how = styles[style & 0xFFFFFF] if style & 0xFFFFFF < len(styles) else Shown.PLAIN
            if kind in (_ERROR, _FORMULA_ERROR):
                looked.errors[row, column] = ERRORS.get(body[8], "#N/A")
            elif how is not Shown.PLAIN:
                looked.shown[row, column] = how
        elif kind == _END_OF_CELLS:
            break
    return looked
