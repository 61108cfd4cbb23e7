"""Tables as a workbook, one sheet each: true numbers, true dates, and texts that are no formulas."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from kpidesk.errors import BadInput
from kpidesk.exchange.export.tables import Cell, Table
from kpidesk.text import msg

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet has room for."""
LONGEST_TEXT = 32_767
DAY = "yyyy-mm-dd"
_BOLD = Font(bold=True)
_WIDEST = 60


def as_xlsx(tables: Sequence[Table]) -> bytes:
    """The bytes of a workbook; raises ``BadInput`` for more than a sheet has room for."""
    book = Workbook(write_only=True)
    for table in tables:
        _refuse_too_much(table)
        _write(book, table)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _refuse_too_much(table: Table) -> None:
    if len(table.heads) > MOST_COLUMNS or len(table.rows) >= MOST_ROWS:
        raise BadInput(
            msg(
                "Excel has no room for so many numbers in one worksheet. Choose a shorter period, another "
                "layout, or CSV. Nothing was written."
            )
        )


def _write(book: Any, table: Table) -> None:
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "C2" if len(table.heads) > 2 else "A2"
    for place, width in enumerate(_widths(table), 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, head, 0, _BOLD) for head in table.heads])
    for place, row in enumerate(table.rows):
        decimals = table.decimals[place] if place < len(table.decimals) else 0
        sheet.append([_cell(sheet, cell, decimals) for cell in row])


def _cell(sheet: Any, value: Cell, decimals: int, font: Font | None = None) -> Any:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, dt.date):
        cell.number_format = DAY
    else:
        cell.value, cell.data_type = repr(value), "n"  # openpyxl itself drops the seventeenth digit
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
    if font is not None:
        cell.font = font
    return cell


def _widths(table: Table) -> list[float]:
    """As wide as the longest text of the first rows, within reason."""
    widths = [max(10.0, len(str(head)) + 2.0) for head in table.heads]
    for row in table.rows[:200]:
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                widths[place] = min(_WIDEST, max(widths[place], len(cell) + 2.0))
    return widths
