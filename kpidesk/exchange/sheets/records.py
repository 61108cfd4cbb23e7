"""A JSON of records, as programs give them out, as sheets: one object a row, its names the headings.

What KPI Desk has exported tells the rhythm of each number; every rhythm is a sheet of its own, as in its workbooks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from kpidesk.exchange.sheets.book import Cell, Row, Sheet
from kpidesk.exchange.sheets.kinds import FileKind
from kpidesk.exchange.sheets.letters import decoder, letters_of
from kpidesk.exchange.sheets.refusals import damaged, not_sheets, too_large, too_many_columns, too_many_rows
from kpidesk.exchange.sheets.text import MOST_COLUMNS, MOST_ROWS

MOST_BYTES = 100_000_000
OWN = {"kpi": "KPI", "unit": "Unit", "period": "Period", "value": "Value", "note": "Note"}
"""The names in our own exports that say something of a number, and the headings that they become."""
NONE = "not applicable"
"""What stands for a number of which they say that there is none to be told."""
Record = dict[str, Any]


def read_records(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets in a JSON file; raises ``NotSheets`` for one that is no list of records, or too large."""
    if len(data) > MOST_BYTES:
        raise too_large(name)
    try:
        document = json.loads(data.decode(decoder(letters_of(data, name)), "replace"), parse_constant=lambda _nan: None)
    except RecursionError as error:
        raise not_sheets(FileKind.JSON, name) from error
    except ValueError as error:
        raise damaged(name, str(error)) from error
    records = _records(document)
    if not records:
        raise not_sheets(FileKind.JSON, name)
    if len(records) > MOST_ROWS:
        raise too_many_rows(name, MOST_ROWS)
    if all(OWN.keys() <= record.keys() and "frequency" in record for record in records):
        return _own(records)
    return (_sheet(name, records, {key: key for record in records for key in record}),)


def _records(document: Any) -> list[Record]:
    """The longest list of objects, at the top or right below it."""
    places = [document, *(document.values() if isinstance(document, dict) else ())]
    lists = [each for each in places if isinstance(each, list) and each and all(isinstance(one, dict) for one in each)]
    return max(lists, key=len, default=[])


def _own(records: Sequence[Record]) -> tuple[Sheet, ...]:
    rhythms = dict.fromkeys(str(record["frequency"]) for record in records)
    records = [{**each, "value": NONE} if each.get("not_applicable") is True else each for each in records]
    return tuple(
        _sheet(rhythm, [record for record in records if str(record["frequency"]) == rhythm], OWN) for rhythm in rhythms
    )


def _sheet(name: str, records: Sequence[Record], heads: dict[str, str]) -> Sheet:
    """The headings in the first row; what is not a plain value leaves its cell empty."""
    if len(heads) > MOST_COLUMNS:
        raise too_many_columns(name, MOST_COLUMNS)
    rows: list[Row] = [tuple(heads.values())]
    rows += [tuple(_cell(record.get(key)) for key in heads) for record in records]
    kept = [place for place, row in enumerate(rows) if any(cell is not None for cell in row)]
    return Sheet(name, [_trimmed(rows[place]) for place in kept], [place + 1 for place in kept])


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value) if abs(value) < 1e300 else None
    return None


def _trimmed(row: Row) -> Row:
    end = len(row)
    while row[end - 1] is None:
        end -= 1
    return row[:end]
