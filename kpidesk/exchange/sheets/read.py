"""A file, what was pasted, or what comes through a pipe, as a book of sheets."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import BinaryIO

from kpidesk import clock, disk
from kpidesk.exchange.sheets.book import Book, Kind
from kpidesk.exchange.sheets.kinds import FileKind, kind_of_bytes
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.records import read_records
from kpidesk.exchange.sheets.refusals import missing, not_sheets, too_large, unreadable
from kpidesk.exchange.sheets.text import read_text
from kpidesk.exchange.sheets.web import read_web_page
from kpidesk.exchange.sheets.workbook import read_workbook

MOST_BYTES = 300_000_000
"""What is read at all; three million rows of five columns."""
PASTED = "pasted"


def read_book(path: Path, *, encoding: str | None = None, progress: Progress | None = None) -> Book:
    """Read a file by what it is; ``encoding`` is what somebody has chosen for the letters of a text.

    Raises ``NotSheets`` for what holds no table, is damaged, too large or under a password, ``FileRefused`` for what is
    no ordinary file or is not there, and whatever ``progress`` raises to cancel.
    """
    try:
        data = disk.read(path, MOST_BYTES)
        saved = clock.moment_of(int(path.stat().st_mtime * 1000))
    except FileNotFoundError as error:
        raise missing(path.name) from error
    except OSError as error:
        raise unreadable(path.name, str(error)) from error
    return _book(data, path.name, encoding, progress, saved)


def read_stream(stream: BinaryIO, name: str, *, encoding: str | None = None, progress: Progress | None = None) -> Book:
    """Read what comes through a pipe; errors as in ``read_book``."""
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise too_large(name)
    return _book(data, name, encoding, progress, None)


def book_of_text(text: str, name: str = PASTED) -> Book:
    """What was pasted: cells between tabs, as spreadsheets copy them, or between any other mark."""
    data = text.encode("utf-8", "replace")
    if not text.strip():
        raise not_sheets(FileKind.EMPTY, name)
    sheet, _letters, mark = read_text(data, name, "utf-8")
    return Book(name, Kind.PASTED, (sheet,), None, mark)


def _book(data: bytes, name: str, encoding: str | None, progress: Progress | None, saved: dt.datetime | None) -> Book:
    kind = kind_of_bytes(data, name)
    if kind is FileKind.TEXT:
        return _book_of_letters(data, name, encoding, progress, saved)
    if kind is FileKind.HTML:
        tables, letters = read_web_page(data, name, progress)
        return Book(name, Kind.WEB, tables, letters, saved=saved)
    if kind is FileKind.JSON:
        return Book(name, Kind.JSON, read_records(data, name), saved=saved)
    if kind in _WORKBOOKS:
        sheets = read_workbook(data, name, kind, progress)
        return Book(name, _WORKBOOKS[kind], sheets, saved=saved)
    raise not_sheets(kind, name)


def _book_of_letters(
    data: bytes, name: str, encoding: str | None, progress: Progress | None, saved: dt.datetime | None
) -> Book:
    sheet, letters, mark = read_text(data, name, encoding, progress)
    if not sheet.rows:
        raise not_sheets(FileKind.EMPTY, name)
    return Book(name, Kind.TEXT, (sheet,), letters, mark, saved)


_WORKBOOKS = {FileKind.XLSX: Kind.XLSX, FileKind.XLS: Kind.XLS, FileKind.XLSB: Kind.XLSB, FileKind.ODS: Kind.ODS}
