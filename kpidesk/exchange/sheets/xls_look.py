"""An XLS workbook, seen before it is loaded ([MS-XLS], section 2.4; the records by their numbers there).

Its reader believes what the file says of its own size, and makes room for that: what can't be is refused here.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from kpidesk.exchange.sheets.compound import BadCompound, Compound
from kpidesk.exchange.sheets.formats import Shown, shown
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.exchange.sheets.looked import ERRORS, Extent, Looked, LookedBook
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged, not_sheets

_END, _PASSWORD, _DATES, _SHEET, _FORMAT, _STYLE, _STRINGS = 0x0A, 0x2F, 0x22, 0x85, 0x41E, 0xE0, 0xFC
_DIMENSIONS, _FORMULA, _BOOL_OR_ERROR, _SEVERAL = 0x200, 0x06, 0x205, 0xBD
_CELLS = frozenset({_FORMULA, 0x203, 0x204, _BOOL_OR_ERROR, 0x27E, 0xFD, _SEVERAL})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_EACH = 65_536


def look(data: bytes, name: str, progress: Progress | None) -> LookedBook:
    """What is seen of each sheet; raises ``NotSheets``."""
    try:
        container = Compound(io.BytesIO(data))
        stream = container.stream("Workbook" if "Workbook" in container.names else "Book")
        return _Look(stream, name, len(data), progress).book()
    except (BadCompound, struct.error, IndexError) as error:
        raise damaged(name, str(error)) from error


class _Look:
    def __init__(self, stream: bytes, name: str, length: int, progress: Progress | None) -> None:
        self._stream, self._name, self._length, self._progress = stream, name, length, progress
        self._extent = Extent(name)
        self._starts: list[int] = []
        self._shown: list[Shown] = []
        self._from_1904 = False

    def book(self) -> LookedBook:
        self._about_all()
        return LookedBook([self._sheet(start) for start in self._starts], self._from_1904)

    def _about_all(self) -> None:
        codes: dict[int, str] = {}
        styles: list[int] = []
        for kind, body in self._records(0):
            if kind == _PASSWORD and bytes(body[:2]) != b"\0\0":
                raise not_sheets(FileKind.LOCKED, self._name)
            if kind == _DATES:
                self._from_1904 = body[0] == 1
            elif kind == _SHEET:
                self._starts.append(struct.unpack_from("<I", body)[0])
            elif kind == _FORMAT and len(body) > 5:
                codes[struct.unpack_from("<H", body)[0]] = _text(body[2:])
            elif kind == _STYLE:
                styles.append(struct.unpack_from("<H", body, 2)[0])
            elif kind == _STRINGS and not 0 <= struct.unpack_from("<i", body, 4)[0] <= len(self._stream):
                raise damaged(self._name)
        self._shown = [shown(style, codes) for style in styles]

    def _records(self, start: int) -> Iterator[tuple[int, memoryview]]:
        """The records of a part of the stream, up to its end."""
        stream, at = memoryview(self._stream), start
        count = 0
        while at + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, at)
            if kind == _END:
                return
            yield kind, stream[at + 4 : at + 4 + length]
            at += 4 + length
            count += 1
            if count % _EACH == 0 and self._progress is not None:
                self._progress(at * self._length // (2 * len(stream)), self._length)

    def _sheet(self, start: int) -> Looked:
        looked = Looked()
        self._extent.turn_to("")
        for kind, body in self._records(start):
            if kind in _CELLS:
                self._cell(kind, body, looked)
            elif kind == _DIMENSIONS:
                self._dimensions(body)
        return looked

    def _cell(self, kind: int, body: memoryview, looked: Looked) -> None:
        row, column, style = struct.unpack_from("<HHH", body)
        self._extent.add(row, column)
        if kind == _SEVERAL:
            for place in range((len(body) - 6) // 6):
                self._style(row, column + place, struct.unpack_from("<H", body, 4 + 6 * place)[0], looked)
            self._extent.add(row, column + max(0, (len(body) - 6) // 6 - 1))
        elif kind == _BOOL_OR_ERROR and body[7] == 1:
            looked.errors[row, column] = ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and bytes(body[12:14]) == b"\xff\xff":
            if body[6] == 2:
                looked.errors[row, column] = ERRORS.get(body[8], "#N/A")
        else:
            self._style(row, column, style, looked)

    def _style(self, row: int, column: int, style: int, looked: Looked) -> None:
        how = self._shown[style] if style < len(self._shown) else Shown.PLAIN
        if how is not Shown.PLAIN:
            looked.shown[row, column] = how

    def _dimensions(self, body: memoryview) -> None:
        first, last, left, right = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
        if last > _MOST_ROWS or right > _MOST_COLUMNS or first > max(last, 1) or left > max(right, 1):
            raise damaged(self._name)


def _text(body: memoryview) -> str:
    """A text with its length and a mark for two bytes a letter; one byte in the oldest kind, which is as good here."""
    length, wide = struct.unpack_from("<HB", body)
    return bytes(body[3:]).decode("utf-16-le" if wide & 1 else "latin-1", "replace")[:length]
