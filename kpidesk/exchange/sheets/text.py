"""A text with marks between its cells, as one sheet.

Rows are what ``csv`` makes of them: cells in quotes hold marks and line breaks. A quote that is never closed would
swallow the rest of the file, so what reads badly with quotes is read once more without.
"""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kpidesk.exchange.sheets.book import Letters, Row, Sheet
from kpidesk.exchange.sheets.delimiters import delimiter, said
from kpidesk.exchange.sheets.letters import decoder, letters_of
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged, too_many_columns, too_many_rows
from kpidesk.exchange.uncollected import uncollected

MOST_ROWS, MOST_COLUMNS = 2_000_000, 16_384
MOST_LETTERS = 1_000_000
"""No cell is longer."""
_MOST_LINES = 200
"""A cell in quotes with more lines than this has a quote that nobody closed."""
_EACH = 4_096
_SAMPLE = 256 * 1024
_UNUSED = "\x1f"
"""Stands for no mark: ``csv`` wants one, and text does not hold this one."""


_STRICT: dict[str, Any] = {"strict": True}
_LENIENT: dict[str, Any] = {"strict": False}
_WITHOUT: dict[str, Any] = {"quoting": csv.QUOTE_NONE, "quotechar": None}


class _BadQuotes(Exception):
    """The quotes don't fit: within ``one_line``, or a cell ran on over several and may have swallowed them."""

    def __init__(self, one_line: bool) -> None:
        super().__init__()
        self.one_line = one_line


def read_text(
    data: bytes, name: str, encoding: str | None = None, progress: Progress | None = None
) -> tuple[Sheet, Letters, str]:
    """The sheet in a text file, how its letters were read, and the mark between its cells (``""``: none).

    Raises ``NotSheets`` for what is no text, or has more rows or columns than are read.
    """
    letters = letters_of(data, name, encoding)
    beginning = data[:_SAMPLE].decode(decoder(letters), "replace")
    stated = said(beginning.partition("\n")[0])
    mark = stated or delimiter(beginning)
    text = _Text(data, decoder(letters), name, mark or _UNUSED, 1 if stated else 0, progress)
    rows, lines = _split(text)
    return Sheet(name, rows, lines), letters, mark


@dataclass(frozen=True)
class _Text:
    """A text to be split; ``skip`` lines at its beginning are no rows."""

    data: bytes
    encoding: str
    name: str
    mark: str
    skip: int
    progress: Progress | None


def _split(text: _Text) -> tuple[list[Row], array[int]]:
    """The rows that hold something and the line on which each begins, with quotes or, where they don't fit, without."""
    try:
        return _rows(text, _STRICT)
    except _BadQuotes as bad:
        forgiven = bad.one_line
    if forgiven:
        try:
            return _rows(text, _LENIENT)
        except _BadQuotes:
            pass
    try:
        rows, lines = _rows(text, _WITHOUT)
    except _BadQuotes as bad:
        raise damaged(text.name) from bad
    return [tuple(_unquoted(str(cell)) for cell in row) for row in rows], lines


def _rows(text: _Text, quoting: dict[str, Any]) -> tuple[list[Row], array[int]]:
    raw = io.BytesIO(text.data)
    stream = io.TextIOWrapper(raw, text.encoding, errors="replace", newline="")
    for _line in range(text.skip):
        stream.readline()
    csv.field_size_limit(MOST_LETTERS)
    reader = csv.reader(_watched(stream, raw, len(text.data), text.progress), delimiter=text.mark, **quoting)
    rows: list[Row] = []
    lines = array("I")
    before = 0
    try:
        with uncollected():
            for cells in reader:
                row = tuple([cell.strip() for cell in cells])
                if any(row):
                    rows.append(row if row[-1] else _trimmed(row))
                    lines.append(before + text.skip + 1)
                    if len(row) > MOST_COLUMNS or len(rows) > MOST_ROWS:
                        _refuse(len(rows), len(rows[-1]), text.name)
                if reader.line_num > before + _MOST_LINES:
                    raise _BadQuotes(one_line=False)
                before = reader.line_num
    except csv.Error as error:
        raise _BadQuotes(one_line=reader.line_num <= before + 1) from error
    return rows, lines


def _refuse(rows: int, columns: int, name: str) -> None:
    if rows > MOST_ROWS:
        raise too_many_rows(name, MOST_ROWS)
    if columns > MOST_COLUMNS:
        raise too_many_columns(name, MOST_COLUMNS)


def _watched(stream: io.TextIOWrapper, raw: io.BytesIO, total: int, progress: Progress | None) -> Iterator[str]:
    """The lines, with word of how far one has come."""
    if progress is None:
        yield from stream
        return
    for number, line in enumerate(stream):
        if number % _EACH == 0:
            progress(raw.tell(), total)
        yield line
    progress(total, total)


def _trimmed(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row ends with the last cell that holds something."""
    end = len(row)
    while not row[end - 1]:
        end -= 1
    return row[:end]


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"').strip() if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
