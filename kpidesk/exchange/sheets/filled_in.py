"""How large a sheet is that somebody has filled in, seen from its parts before anything of it is loaded.

What is counted here costs no more than reading the file once.
"""

from __future__ import annotations

import re
from typing import Any
from xml.parsers import expat

from kpidesk.errors import FileRefused
from kpidesk.exchange.sheets.limits import FILLED_CELLS, FILLED_IN, FILLED_RANGES, FILLED_ROWS
from kpidesk.exchange.sheets.packed import Packed
from kpidesk.exchange.sheets.refusals import TooLarge
from kpidesk.text import Message, msg

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def refuse_unbounded(data: bytes, name: str) -> None:
    """Raise ``FileRefused`` for a workbook that is larger than one that a person fills in, or damaged."""
    try:
        packed = Packed(data, name, limits=FILLED_IN)
        for part in packed.parts:
            count = _Counting(name) if part.endswith((".xml", ".rels")) else None
            for chunk in packed.chunks(part):
                if count is not None:
                    count.feed(chunk)
    except TooLarge as error:
        raise FileRefused(_too_much(name)) from error


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
        if found is not None and int(found[2]) > FILLED_ROWS:
            raise FileRefused(
                msg(
                    "“{name}” has something in cell {cell}, far below what can be read. Delete those rows and "
                    "save it again. Nothing was changed.",
                    name=self._name,
                    cell=place,
                )
            )
        self._count(1)

    def _range(self, place: str) -> None:
        self._ranges += 1
        if self._ranges > FILLED_RANGES:
            raise FileRefused(_too_much(self._name))
        first, _colon, last = place.partition(":")
        corners = [_CELL.fullmatch(corner) for corner in (first, last or first)]
        if None not in corners:
            columns, rows = ([_column(c[1]) for c in corners if c], [int(c[2]) for c in corners if c])
            self._count((abs(columns[1] - columns[0]) + 1) * (abs(rows[1] - rows[0]) + 1))

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > FILLED_CELLS:
            raise FileRefused(_too_much(self._name))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _too_much(name: str) -> Message:
    return msg(
        "“{name}” contains far more than a form that was sent, and was not read. Nothing was changed. Ask for "
        "a new one.",
        name=name,
    )
