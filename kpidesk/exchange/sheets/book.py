"""What a file holds, whatever kind of file it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

Cell: TypeAlias = str | float | bool | dt.date | dt.datetime | dt.timedelta | None
"""What stands in a cell: text as it is written, without the spaces around it, or what a workbook keeps typed.

``None`` and ``""`` are empty. A time of day is the time since midnight. What shows an error in a workbook is its
text (``#DIV/0!``).
"""
Row: TypeAlias = Sequence[Cell]


class Percent(float):
    """A share in a cell that the workbook shows as percent: 0.05 where one reads 5 % there."""


class Kind(Enum):
    """What sort of file a book was read from."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    ODS = "ods"
    JSON = "json"
    WEB = "web"
    PASTED = "pasted"


@dataclass(frozen=True)
class Merged:
    """Cells that the workbook shows as one, by their places in ``Sheet.rows``, all included; the first holds it."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from the top without the empty ones, and the number that each has in the file, from 1.

    A row ends with its last cell that holds something. ``hidden`` where the workbook does not show the sheet.
    """

    name: str
    rows: Sequence[Row]
    lines: Sequence[int]
    hidden: bool = False
    merged: tuple[Merged, ...] = ()


@dataclass(frozen=True)
class Letters:
    """How the letters of a text file were read; ``guessed`` where no mark in it says so and it is not UTF-8."""

    encoding: str
    guessed: bool = False


@dataclass(frozen=True)
class Book:
    """A file that was read: its name, its sheets in their order, and for text its letters and the mark between cells.

    ``saved`` is when the file was last written; ``None`` for what was pasted or came through a pipe.
    """

    name: str
    kind: Kind
    sheets: tuple[Sheet, ...]
    letters: Letters | None = None
    delimiter: str = ""
    saved: dt.datetime | None = None
