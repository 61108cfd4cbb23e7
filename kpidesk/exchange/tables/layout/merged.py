"""Cells that a workbook shows as one over several rows: what stands in the first is meant beside each of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpidesk.exchange.sheets.book import Book, Cell, Merged, Row, Sheet


def unmerged(book: Book) -> Book:
    """A book whose words and dates stand in each row that they are shown beside; numbers never count twice."""
    if not any(sheet.merged for sheet in book.sheets):
        return book
    return replace(book, sheets=tuple(_of_sheet(sheet) for sheet in book.sheets))


def _of_sheet(sheet: Sheet) -> Sheet:
    down = [each for each in sheet.merged if each.last_row > each.first_row and each.first_column == each.last_column]
    if not down:
        return sheet
    rows: list[Row] = list(sheet.rows)
    for each in down:
        _fill(rows, each)
    return replace(sheet, rows=rows)


def _fill(rows: list[Row], area: Merged) -> None:
    if area.first_row >= len(rows):
        return
    first, at = rows[area.first_row], area.first_column
    cell: Cell = first[at] if at < len(first) else None
    if not isinstance(cell, str | dt.date) or cell == "":
        return
    for place in range(area.first_row + 1, min(area.last_row + 1, len(rows))):
        row = list(rows[place])
        row += [None] * (at + 1 - len(row))
        row[at] = cell
        rows[place] = tuple(row)
