"""A JSON of records is a table; anything else in JSON is refused in words."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from kpidesk.exchange.sheets import FileKind, NotSheets, read_stream
from kpidesk.exchange.sheets.book import Book, Kind


def read(document: Any) -> Book:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return read_stream(io.BytesIO(text.encode()), "salg.json")


@pytest.mark.parametrize("wrapped", [False, True])
def test_each_object_is_a_row_and_its_names_are_the_headings(wrapped: bool) -> None:
    records = [{"måned": "2026-01", "salg": 5}, {"salg": 6.5, "måned": "2026-02", "åpent": True, "mer": {"x": 1}}]
    book = read({"antall": 2, "linjer": records, "tomt": []} if wrapped else records)
    assert book.kind is Kind.JSON
    assert list(book.sheets[0].rows) == [("måned", "salg", "åpent", "mer"), ("2026-01", 5.0), ("2026-02", 6.5, True)]
    assert list(book.sheets[0].lines) == [1, 2, 3]


def test_an_export_of_ours_has_a_sheet_for_each_rhythm() -> None:
    def number(frequency: str, period: str, value: float | None) -> dict[str, Any]:
        return {"kpi": "Salg", "unit": "count", "frequency": frequency, "period": period, "value": value, "note": ""}

    numbers = [number("monthly", "2026-01", 1), number("weekly", "2026-W01", 2), number("monthly", "2026-02", None)]
    book = read({"schema": 1, "numbers": numbers})
    assert {sheet.name: list(sheet.rows)[1:] for sheet in book.sheets} == {
        "monthly": [("Salg", "count", "2026-01", 1.0), ("Salg", "count", "2026-02")],
        "weekly": [("Salg", "count", "2026-W01", 2.0)],
    }


@pytest.mark.parametrize(
    "document",
    [
        {"salg": [1, 2]}, [[1, 2], [3, 4]], [{"a": 1}, 2], '[{"a": 1}', "[" * 100_000, '[{"a": ' + "[" * 100_000,
        '[{"a": 1' + "0" * 5000 + "}]",
    ],
)  # fmt: skip
def test_no_list_of_records_broken_or_bottomless_is_refused(document: Any) -> None:
    with pytest.raises(NotSheets, match="Nothing was changed"):
        read(document)


def test_numbers_beyond_all_measure_are_no_numbers() -> None:
    assert list(read('[{"a": NaN, "b": 1e400, "c": 1}]').sheets[0].rows)[1] == (None, None, 1.0)


def test_what_it_is_is_told() -> None:
    with pytest.raises(NotSheets) as told:
        read({"a": 1, "b": {"c": 2}})
    assert told.value.kind is FileKind.JSON
