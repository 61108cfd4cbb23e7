"""Tables as CSV: UTF-8 with its mark, so that Excel reads the letters right, and CR LF after each row.

Numbers have every decimal and no grouping. Several tables stand below each other with an empty line between.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from kpidesk.exchange.export.asked import FileType
from kpidesk.exchange.export.tables import Cell, Table

_FORMULA = tuple("=+-@\t\r")
"""What a text begins with that a spreadsheet takes for a formula."""
_ONE_NUMBER = re.compile(r"-?\d{1,3}\.\d{3}")
MARKS = {FileType.CSV_NB: (";", ","), FileType.CSV_EN: (",", ".")}
"""What stands between cells, and before decimals."""


def as_csv(tables: Sequence[Table], kind: FileType) -> bytes:
    """The bytes of a CSV file."""
    between, decimal = MARKS[kind]
    made = io.StringIO()
    writer = csv.writer(made, delimiter=between, lineterminator="\r\n")
    for place, table in enumerate(tables):
        if place:
            made.write("\r\n")
        writer.writerow([_written(cell, decimal) for cell in table.heads])
        writer.writerows([_written(cell, decimal) for cell in row] for row in table.rows)
    return made.getvalue().encode("utf-8-sig", "replace")


def _written(cell: Cell, decimal: str) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return number(cell).replace(".", decimal)


def _text(text: str) -> str:
    """A text as one, also where it begins like a formula ([OWASP], CSV injection)."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def number(value: float) -> str:
    """A number with all its decimals; three of them get a fourth, for 12.345 could be twelve thousand."""
    text = f"{Decimal(repr(float(value))).normalize():f}"
    return f"{text}0" if _ONE_NUMBER.fullmatch(text) else text
