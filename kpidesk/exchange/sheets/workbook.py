"""Workbooks of all four kinds, read by calamine, with what it does not tell put in by a look beforehand.

Sheets come in their order, those that are not shown last; sheets that hold only a chart are passed over. Nothing is
loaded before it is known how much it is.
"""

from __future__ import annotations

import datetime as dt
import io
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from kpidesk.exchange.sheets import ods_look, xls_look, xlsb_look, xlsx_look
from kpidesk.exchange.sheets.book import Cell, Merged, Percent, Row, Sheet
from kpidesk.exchange.sheets.formats import Shown
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.exchange.sheets.looked import Looked, LookedBook
from kpidesk.exchange.sheets.progress import Progress
from kpidesk.exchange.sheets.refusals import damaged, not_sheets, too_large

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_LOOKS = {
    FileKind.XLSX: xlsx_look.look,
    FileKind.XLS: xls_look.look,
    FileKind.XLSB: xlsb_look.look,
    FileKind.ODS: ods_look.look,
}
_FIRST_DAY, _FIRST_DAY_1904 = dt.datetime(1899, 12, 30), dt.datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_DAY = 2_958_466
"""Of the year 9999, counted in days from the first."""


def read_workbook(data: bytes, name: str, kind: FileKind, progress: Progress | None = None) -> tuple[Sheet, ...]:
    """The sheets of a workbook; raises ``NotSheets`` for one that is damaged, locked, or too large."""
    looked = _LOOKS[kind](data, name, progress)
    with _refusing(name):
        sheets = _sheets(_loaded(data), looked, len(data), progress)
    if not any(sheet.rows for sheet in sheets):
        raise not_sheets(FileKind.EMPTY, name)
    return sheets


def _loaded(data: bytes) -> CalamineWorkbook:
    from python_calamine import load_workbook

    return load_workbook(io.BytesIO(data))


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """Put into words what the reader makes of a broken file; it may also panic, which is no ``Exception``."""
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise not_sheets(FileKind.LOCKED, name) from error
    except CalamineError as error:
        raise damaged(name, str(error)) from error
    except MemoryError as error:
        raise too_large(name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise damaged(name, str(error)) from error


def _sheets(book: CalamineWorkbook, looked: LookedBook, length: int, progress: Progress | None) -> tuple[Sheet, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    shown: list[Sheet] = []
    hidden: list[Sheet] = []
    every = book.sheets_metadata
    for place, about in enumerate(every):
        if about.typ == SheetTypeEnum.WorkSheet:
            seen = looked.sheets[place] if place < len(looked.sheets) else Looked()
            out_of_sight = about.visible != SheetVisibleEnum.Visible
            sheet = _sheet(book.get_sheet_by_index(place), _patches(seen), looked.from_1904, out_of_sight)
            (hidden if out_of_sight else shown).append(sheet)
        if progress is not None:
            progress(length - length * (len(every) - place - 1) // (2 * len(every)), length)
    return (*shown, *hidden)


Patches: TypeAlias = dict[int, list[tuple[int, str | Shown]]]
"""What is put into the cells of each row: the text of an error, or how the number is shown."""


def _sheet(found: CalamineSheet, patches: Patches, from_1904: bool, hidden: bool) -> Sheet:
    """The rows of a sheet that hold something, with their numbers, and what stands merged in them."""
    before: list[Cell] = [None] * (found.start[1] if found.start else 0)
    rows: list[Row] = []
    lines = array("I")
    for number, cells in enumerate(found.iter_rows()):
        row = before + [_cell(cell) for cell in cells]
        for column, patch in patches.get(number, ()):
            row += [None] * (column + 1 - len(row))
            row[column] = patch if isinstance(patch, str) else _as_shown(row[column], patch, from_1904)
        while row and row[-1] is None:
            row.pop()
        if row:
            rows.append(tuple(row))
            lines.append(number + 1)
    return Sheet(found.name, rows, lines, hidden, _merged(found, lines))


def _patches(looked: Looked) -> Patches:
    found: Patches = {}
    for (row, column), how in looked.shown.items():
        found.setdefault(row, []).append((column, how))
    for (row, column), text in looked.errors.items():
        found.setdefault(row, []).append((column, text))
    return found


def _cell(value: Any) -> Cell:
    if value.__class__ is float:
        return value
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, dt.time):
        return dt.timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    if isinstance(value, (bool, dt.date, dt.timedelta)):
        return value
    return float(value)


def _as_shown(cell: Cell, how: Shown, from_1904: bool) -> Cell:
    """A number that the reader took for a plain one, as its format shows it."""
    if not isinstance(cell, float):
        return cell
    if how is Shown.PERCENT:
        return Percent(cell)
    if not 0 <= cell < _LAST_DAY:
        return cell
    if how is Shown.DURATION or (how is Shown.DATE and cell < 1):
        return dt.timedelta(seconds=round(cell * 86_400, 3))
    moment = (_FIRST_DAY_1904 if from_1904 else _FIRST_DAY) + dt.timedelta(seconds=round(cell * 86_400))
    return moment.date() if cell == int(cell) else moment


def _merged(found: CalamineSheet, lines: array[int]) -> tuple[Merged, ...]:
    """The merged cells, by their places among the rows that are kept."""
    merged = []
    for (top, left), (bottom, right) in found.merged_cell_ranges or ():
        first, last = bisect_left(lines, top + 1), bisect_right(lines, bottom + 1) - 1
        if first <= last:
            merged.append(Merged(first, last, left, right))
    return tuple(sorted(merged, key=lambda area: (area.first_row, area.first_column)))
