"""What is asked for: which numbers, of which time, in what kind of file and shape."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from kpidesk.domain.entities import Uid
from kpidesk.exchange.tables.understood import Shape
from kpidesk.text import Message, msg


class FileType(Enum):
    """The kinds of file that can be written."""

    XLSX = "xlsx"
    CSV_NB = "csv-nb"
    """Semicolons and decimal commas, as Norwegian Excel opens it."""
    CSV_EN = "csv-en"
    """Commas and decimal points."""
    JSON = "json"

    @property
    def ending(self) -> str:
        """How a file's name ends."""
        return {FileType.XLSX: ".xlsx", FileType.JSON: ".json"}.get(self, ".csv")

    @property
    def words(self) -> Message:
        """What the kind is called."""
        return {
            FileType.XLSX: msg("Excel workbook (.xlsx)"),
            FileType.CSV_NB: msg("CSV, Norwegian (.csv)"),
            FileType.CSV_EN: msg("CSV, English (.csv)"),
            FileType.JSON: msg("JSON, for programs (.json)"),
        }[self]


def file_type(ending: str, language: str) -> FileType | None:
    """The kind of file by how its name ends, a CSV by the company's language; ``None`` for another ending."""
    csv = FileType.CSV_NB if language == "nb" else FileType.CSV_EN
    return {".xlsx": FileType.XLSX, ".csv": csv, ".txt": csv, ".json": FileType.JSON}.get(ending.lower())


@dataclass(frozen=True)
class Asked:
    """Which numbers are wanted: of one KPI or all, in periods that touch the days from ``first`` to ``last``."""

    kpi: Uid | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    without_sensitive: bool = False

    def takes(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether a period is of the time asked for."""
        return (self.first is None or last >= self.first) and (self.last is None or first <= self.last)


@dataclass(frozen=True)
class As:
    """How it is written: the kind of file, and periods across or a row for each number."""

    kind: FileType = FileType.XLSX
    shape: Shape = Shape.WIDE
