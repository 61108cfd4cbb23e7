"""What is said of a file that was read: what it is, how much it holds, when it was saved."""

from __future__ import annotations

import datetime as dt

from kpidesk import format as fmt
from kpidesk.exchange.sheets.book import Book, Kind
from kpidesk.exchange.tables.understood import Understanding
from kpidesk.text import _, ngettext


def about(book: Book, read: Understanding, now: dt.datetime) -> str:
    """``Excel workbook · 3 sheets · saved 13 March 15:22``; of a text how its columns are told apart."""
    rows = read.area.last_row - read.area.first_row + 1 - read.area.headings
    held = ngettext("{n} row", "{n} rows", rows).format(n=fmt.number(rows))
    if book.kind not in (Kind.TEXT, Kind.PASTED):
        held = ngettext("{n} sheet", "{n} sheets", len(book.sheets)).format(n=fmt.number(len(book.sheets)))
    return " · ".join(filter(None, (_kind(book), held, _saved(book, now))))


def _kind(book: Book) -> str:
    if book.kind is Kind.PASTED:
        return _("Pasted")
    if book.kind is Kind.ODS:
        return _("OpenDocument spreadsheet")
    if book.kind is Kind.WEB:
        return _("Web page")
    if book.kind is Kind.JSON:
        return "JSON"
    if book.kind is not Kind.TEXT:
        return _("Excel workbook")
    return {
        ",": _("Text, columns separated by commas"),
        ";": _("Text, columns separated by semicolons"),
        "\t": _("Text, columns separated by tabs"),
        "|": _("Text, columns separated by bars"),
    }.get(book.delimiter, _("Text"))


def _saved(book: Book, now: dt.datetime) -> str:
    if book.saved is None or book.kind is Kind.TEXT:
        return ""
    saved = book.saved.astimezone(now.tzinfo) if book.saved.tzinfo is not None else book.saved
    return _("saved {when}").format(when=fmt.moment_short(saved, now.date()))
