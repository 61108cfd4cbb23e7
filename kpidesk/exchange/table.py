"""A delimited text file as a table: encoding, delimiter, header and rows, found by looking.

Nothing is converted here; every cell is the text as it stands, with the line it stands on.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import BadInput
from kpidesk.text import Message, msg

MOST_BYTES = 200_000_000
MOST_ROWS, MOST_COLUMNS = 500_000, 2_000
"""What can be read in seconds; more rows are for a database to add up first."""
LISTED = 20
"""So many columns are named where one is not found."""
DELIMITERS = (";", "\t", ",", "|")
SAMPLE_LINES = 50


@dataclass(frozen=True)
class Table:
    """The content of a file: the header's names, and for each row its line and cells."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, wanted: str) -> int:
        """The place of a column by name, in any case, or by number from 1. Raises ``BadInput``."""
        name = wanted.strip().casefold()
        for place, title in enumerate(self.header):
            if title.casefold() == name:
                return place
        if name.isdigit() and 1 <= int(name) <= len(self.header):
            return int(name) - 1
        raise BadInput(
            msg(
                "There is no column “{wanted}”. The columns are: {columns}. Nothing was changed.",
                wanted=wanted,
                columns=listed(self.header),
            )
        )


def read_table(path: Path) -> Table:
    """Read a file; raises ``BadInput`` for one that is no table, too large, or not there."""
    try:
        data = disk.read(path, MOST_BYTES)
    except FileNotFoundError as error:
        raise BadInput(msg("“{name}” is not there. Nothing was changed.", name=path.name)) from error
    except OSError as error:
        raise BadInput(
            msg("“{name}” can't be read. Nothing was changed.", name=path.name), details=str(error)
        ) from error
    text, encoding = decode(data, path.name)
    return parse_table(text, encoding, path.name)


def decode(data: bytes, name: str = "") -> tuple[str, str]:
    """The text of a file and its encoding: UTF-16 or UTF-8 by their marks, else UTF-8, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16", name), "utf-16"
    if b"\0" in data[:4096]:
        even = data[:4096:2].count(0)
        encoding = "utf-16-be" if even > data[1:4096:2].count(0) else "utf-16-le"
        return _decoded(data, encoding, name), encoding
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "windows-1252"


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        raise BadInput(msg("“{name}” is not a text file. Nothing was changed.", name=name)) from error


def parse_table(text: str, encoding: str = "utf-8", name: str = "") -> Table:
    """Find delimiter and header, and split the rows."""
    if "\0" in text:
        raise BadInput(msg("“{name}” is not a text file. Nothing was changed.", name=name))
    if text.count("\n") > 2 * MOST_ROWS:
        raise BadInput(_too_many(name))
    delimiter = _delimiter(text)
    csv.field_size_limit(1_000_000)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[tuple[int, tuple[str, ...]]] = []
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                raise BadInput(_too_wide(name))
            if any(cell.strip() for cell in cells):
                rows.append((reader.line_num, tuple(cell.strip() for cell in cells)))
            if len(rows) > MOST_ROWS:
                raise BadInput(_too_many(name))
    except csv.Error as error:
        raise BadInput(msg("“{name}” is not a table that can be read. Nothing was changed.", name=name)) from error
    width = _usual_width(rows)
    start = next((place for place, row in enumerate(rows) if len(row[1]) >= width), None)
    if start is None or width < 2 or start + 1 >= len(rows):
        raise BadInput(msg("“{name}” holds no table of at least two columns. Nothing was changed.", name=name))
    return Table(encoding, delimiter, rows[start][1], tuple(rows[start + 1 :]))


def listed(names: Sequence[str]) -> str:
    """The first names of columns, and an ellipsis where there are more."""
    return ", ".join(name[:40] for name in names[:LISTED]) + (" …" if len(names) > LISTED else "")


def _too_many(name: str) -> Message:
    return msg(
        "“{name}” has more than {most} rows. Add them up for each period first, or split the file; "
        "nothing was changed.",
        name=name,
        most=MOST_ROWS,
    )


def _too_wide(name: str) -> Message:
    return msg("“{name}” has more than {most} columns. Nothing was changed.", name=name, most=MOST_COLUMNS)


def _delimiter(text: str) -> str:
    """The mark that splits the first lines most evenly; ``;`` wins over ``,``, which may be a decimal mark."""
    lines = [line for line in text.splitlines()[:SAMPLE_LINES] if line.strip()]

    def evenness(mark: str) -> tuple[float, int]:
        counts = Counter(line.count(mark) for line in lines)
        often, times = counts.most_common(1)[0] if counts else (0, 0)
        return (times / max(1, len(lines)) if often else 0.0), often

    best = max(DELIMITERS, key=lambda mark: evenness(mark)[0])
    for mark in DELIMITERS:
        share, often = evenness(mark)
        if often and share >= 0.8:
            return mark
    return best


def _usual_width(rows: list[tuple[int, tuple[str, ...]]]) -> int:
    widths = Counter(len(cells) for _line, cells in rows[:500])
    return widths.most_common(1)[0][0] if widths else 0
