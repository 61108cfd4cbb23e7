"""How large a workbook is, seen from a stream before anything of it is loaded.

A workbook of some kilobytes can unpack into gigabytes, name one cell in the last row of a sheet, or merge a million
cells: whoever loads it fills the memory. What is counted here costs no more than reading the file once.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any
from xml.parsers import expat

from kpidesk.errors import FileRefused
from kpidesk.text import Message, msg

MOST_PARTS = 500
MOST_UNPACKED = 50_000_000
MOST_RATIO, RATIO_FROM = 200, 1_000_000
"""No part of a real workbook is packed closer, once it is larger than a million bytes."""
MOST_ROWS, MOST_CELLS, MOST_RANGES = 20_000, 400_000, 2_000
CHUNK = 64 * 1024
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def refuse_unbounded(data: bytes, name: str) -> None:
    """Raise ``FileRefused`` for a workbook that is larger than one that a person fills in."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS:
            raise FileRefused(_too_much(name))
        left = MOST_UNPACKED
        for part in parts:
            left -= _looked_through(packed, part, name, left)


def _looked_through(packed: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, most: int) -> int:
    """How many bytes a part unpacks into; what the archive says of it is not believed."""
    most = min(most, max(RATIO_FROM, part.compress_size * MOST_RATIO))
    count = _Counting(name) if part.filename.lower().endswith((".xml", ".rels")) else None
    size = 0
    with packed.open(part) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise FileRefused(_too_much(name))
            if count is not None:
                count.feed(chunk)
    return size


class _Counting:
    """Counts cells and ranges while one XML part goes by; entities are refused, nothing is kept."""

    def __init__(self, name: str) -> None:
        self._name, self._cells, self._ranges = name, 0, 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._element
        self._parser.StartDoctypeDeclHandler = self._declared

    def feed(self, chunk: bytes) -> None:
        self._parser.Parse(chunk, False)

    def _declared(self, *_doctype: Any) -> None:
        raise FileRefused(_too_much(self._name))

    def _element(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if kind == "c":
            self._cell(attributes.get("r", ""))
        elif kind in ("mergeCell", "hyperlink"):
            self._range(attributes.get("ref", ""))

    def _cell(self, place: str) -> None:
        found = _CELL.fullmatch(place)
        if found is not None and int(found[2]) > MOST_ROWS:
            raise FileRefused(
                msg(
                    "“{name}” has something in cell {cell}, far below what can be read. Delete those rows and save "
                    "it again; nothing was changed.",
                    name=self._name,
                    cell=place,
                )
            )
        self._count(1)

    def _range(self, place: str) -> None:
        self._ranges += 1
        if self._ranges > MOST_RANGES:
            raise FileRefused(_too_much(self._name))
        first, _colon, last = place.partition(":")
        corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
        if None not in corners:
            columns, rows = ([_column(c[1]) for c in corners if c], [int(c[2]) for c in corners if c])
            self._count((abs(columns[1] - columns[0]) + 1) * (abs(rows[1] - rows[0]) + 1))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MOST_CELLS:
            raise FileRefused(_too_much(self._name))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _too_much(name: str) -> Message:
    return msg(
        "“{name}” holds far more than a sheet that was sent, and was not read. Nothing was changed. Ask for a new one.",
        name=name,
    )
