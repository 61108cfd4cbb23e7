"""Workbooks that are small on the disk and huge in memory are refused before anything of them is loaded."""

from __future__ import annotations

import io
import resource
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kpidesk.errors import FileRefused
from kpidesk.exchange.sheets import filled_in
from kpidesk.exchange.sheets.filled_in import refuse_unbounded
from kpidesk.exchange.sheets.limits import FILLED_CELLS, FILLED_IN, FILLED_RANGES, Limits

HOSTILE = Path(__file__).resolve().parents[3] / "../shared/cases/hostile"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET = "xl/worksheets/sheet1.xml"


def workbook(content: str | bytes, name: str = SHEET) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return made.getvalue()


def refused(data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as told:
        refuse_unbounded(data, "reply.xlsx")
    assert why in told.value.message.text


def test_an_ordinary_workbook_is_let_through() -> None:
    book = openpyxl.Workbook()
    for row in range(1, 2000):
        book.active.append([row, "words", 1.5])
    book.active.merge_cells("A1:H1")
    made = io.BytesIO()
    book.save(made)
    refuse_unbounded(made.getvalue(), "reply.xlsx")


def test_an_empty_row_at_the_end_as_office_programs_write_it_is_let_through() -> None:
    refuse_unbounded(workbook(f'{HEAD}<row r="1048576"/></sheetData></worksheet>'), "reply.xlsx")


def test_a_cell_far_below_is_named() -> None:
    refused(workbook(f'{HEAD}<row r="1048576"><c r="A1048576"/></row></sheetData></worksheet>'), "far below")


@pytest.mark.parametrize("tag", ["mergeCell", "hyperlink"])
def test_a_range_over_a_whole_sheet_is_refused(tag: str) -> None:
    refused(workbook(f'{HEAD}</sheetData><x><{tag} ref="A1:XFD1048576"/></x></worksheet>'), "far more")


def test_very_many_small_ranges_are_refused() -> None:
    many = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, FILLED_RANGES + 2))
    refused(workbook(f"{HEAD}</sheetData><x>{many}</x></worksheet>"), "far more")


def test_more_cells_than_anybody_fills_in_are_refused() -> None:
    refused(workbook(HEAD + "<c/>" * (FILLED_CELLS + 1)), "far more")


def test_what_unpacks_into_much_more_is_refused() -> None:
    refused(workbook(b" " * 20_000_000, "xl/media/image1.bin"), "far more")


def test_what_an_archive_says_of_its_parts_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filled_in, "FILLED_IN", Limits(FILLED_IN.parts, 500_000))
    data = workbook(b"x" * 600_000, "xl/a.bin")
    refused(data, "far more")


def test_a_document_type_is_refused() -> None:
    refused(workbook('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "far more")


def test_very_many_parts_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number in range(FILLED_IN.parts + 1):
            packed.writestr(f"a{number}", b"")
    refused(made.getvalue(), "far more")


@pytest.mark.parametrize("name", ["reply-far.xlsx", "merge.xlsx"])
def test_the_known_bombs_cost_next_to_nothing(name: str) -> None:
    if not HOSTILE.is_dir():
        pytest.skip("the hostile files are not here")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefused):
        refuse_unbounded((HOSTILE / name).read_bytes(), name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
