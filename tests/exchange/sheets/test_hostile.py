"""What is broken, huge, or no file at all is refused in words, at once, and nothing of it is loaded."""

from __future__ import annotations

import contextlib
import io
import os
import random
import struct
from pathlib import Path

import openpyxl
import pytest

from kpidesk.errors import FileRefused
from kpidesk.exchange.sheets import FileKind, NotSheets, book_of_text, read_book, read_stream, what_is
from kpidesk.exchange.sheets import read as reader
from tests.exchange.sheets import made
from tests.table import table


def refused(data: bytes, why: str = "", name: str = "salg.xlsx") -> FileKind:
    with pytest.raises(NotSheets) as told:
        read_stream(io.BytesIO(data), name)
    assert why in str(told.value)
    assert str(told.value).endswith("Nothing was changed.")
    return told.value.kind


BEGINNINGS = {
    FileKind.PDF: b"%PDF-1.7\n%\xe2\xe3",
    FileKind.IMAGE: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    FileKind.HTML: b"<html><table><tr><td>Salg</td></tr></table></html>",  # one cell is no table
    FileKind.SPREADSHEET_XML: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
    FileKind.XML: b'<?xml version="1.0"?><!-- x --><orders a="1"><order/></orders>',
    FileKind.CASH_REGISTER: b'<?xml version="1.0"?><auditfile xmlns="urn:StandardAuditFile-Taxation-CashRegister:NO">',
    FileKind.ACCOUNTS: b'\xef\xbb\xbf<?xml version="1.0"?><!-- x -->'
    b'<n:AuditFile xmlns:n="urn:StandardAuditFile-Taxation-Financial:NO">',
    FileKind.JSON: b'{"salg": [1, 2]}',  # no list of records
    FileKind.EMAIL: b"From: a@b.no\r\nTo: c@d.no\r\nMIME-Version: 1.0\r\n\r\nHei",
    FileKind.DATABASE: b"SQLite format 3\0" + b"\0" * 100,
    FileKind.WORKSPACE: b"SQLite format 3\0" + b"\0" * 52 + b"KPID" + b"\0" * 30,
    FileKind.ARCHIVE: made.packed({"salg.csv": "a;b"}),
    FileKind.NUMBERS: made.packed({"Index/Document.iwa": b"x", "Data/x.jpg": b"x"}),
    FileKind.DOCUMENT: made.packed({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}),
    FileKind.PRESENTATION: made.compound({"PowerPoint Document": b"x"}),
    FileKind.LOCKED: made.compound({"EncryptionInfo": b"x", "EncryptedPackage": b"y" * 5000}),
    FileKind.BINARY: bytes(range(256)) * 40,
    FileKind.EMPTY: b"",
}


@table("kind", list(BEGINNINGS))
@table("name", ["salg.csv", "salg.xlsx", "salg.xls"])
def test_a_file_is_told_by_what_it_is_whatever_it_is_called(tmp_path: Path, kind: FileKind, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BEGINNINGS[kind])
    assert what_is(path) is kind
    with pytest.raises(NotSheets) as told:
        read_book(path)
    assert told.value.kind is kind
    assert str(told.value).endswith("Nothing was changed.") and len(str(told.value)) < 250


def test_locked_workbooks_of_all_kinds_are_said_to_be_locked() -> None:
    assert refused(made.xls({"A": b""}, extra=made.record(0x2F, b"\1\0" + b"x" * 50)), "password") is FileKind.LOCKED
    manifest = (
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    assert refused(made.ods("", manifest), "password") is FileKind.LOCKED


def test_text_that_only_begins_like_something_else_is_text(tmp_path: Path) -> None:
    for content in ("BMW;Volvo\n1;2\n", "<1;5\n<2;6\n", "From;To\n1;2\n", "[kr];x\n1;2\n"):
        path = tmp_path / "a.csv"
        path.write_text(content, encoding="utf-8")
        assert what_is(path) is FileKind.TEXT, content
        assert len(read_book(path).sheets[0].rows) == 2


# ---- larger than it looks ----------------------------------------------------------------------------------


def test_a_far_cell_is_named_and_an_empty_one_with_only_a_look_is_not_in_the_way() -> None:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    refused(made.xlsx(near + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576")
    refused(
        made.xlsx(near + '<row r="1048576"><c><v>1</v></c><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'),
        "XFD",
    )
    book = read_stream(io.BytesIO(made.xlsx(near + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')), "a.xlsx")
    assert list(book.sheets[0].rows) == [(1.0,)]


def test_places_that_no_sheet_has_are_refused() -> None:
    refused(made.xlsx('<row r="9999999"><c r="A9999999"><v>1</v></c></row>'), "rows")
    refused(made.xlsx('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "columns")


def test_a_bomb_is_refused_while_it_unpacks() -> None:
    bomb = made.packed({**made.XLSX, "xl/worksheets/sheet1.xml": b"<x>" + b" " * 60_000_000})
    assert len(bomb) < 100_000
    refused(bomb, "far more")
    shared = made.packed({**made.XLSX, "xl/worksheets/sheet1.xml": "<x/>", "xl/sharedStrings.xml": b" " * 60_000_000})
    refused(shared, "far more")


def test_a_document_type_is_refused() -> None:
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    refused(made.packed({**made.XLSX, "xl/workbook.xml": f"{entities}<workbook/>"}))
    content = {"mimetype": made.ODS_TYPE, "META-INF/manifest.xml": "<manifest/>", "content.xml": f"{entities}<x/>"}
    refused(made.packed(content))


@pytest.mark.parametrize(
    "row",
    [
        made.line(made.cell(made.ONE, times=4_000_000_000)),
        made.line(made.cell(made.ONE, times=1_000), times=1_000_000),
        made.line(made.cell()) + made.line(times=900_000_000) + made.line(made.cell(made.ONE)),
        made.line(made.cell('value-type="string"', 'a<text:s text:c="4000000000"/>')),
        made.line(made.cell('value-type="percentage" value="1"', times=2_000), times=1_000),
        made.line(made.cell(made.ONE), times=-5),
        made.line(made.cell(made.ONE), times="mange"),
    ],
)
def test_what_an_ods_repeats_is_counted_before_it_is_made(row: str) -> None:
    refused(made.ods(made.table("A", row)))


def test_an_xls_that_claims_to_be_huge_is_refused() -> None:
    for size in ((0, 2**31, 0, 2), (0, 10, 0, 60_000), (5, 2**32 - 1, 9, 3)):
        dimensions = made.record(0x200, struct.pack("<IIHHH", *size, 0))
        refused(made.xls({"A": dimensions + made.number(0, 0, 1)}), "damaged")
    for strings in (2**31 - 1, -1):
        refused(
            made.xls({"A": made.number(0, 0, 1)}, extra=made.record(0xFC, struct.pack("<ii", 1, strings))), "damaged"
        )


def test_far_cells_of_many_sheets_are_counted_together() -> None:
    corners = made.number(0, 0, 1) + made.number(65_535, 255, 1)
    refused(made.xls({f"Ark{n}": corners for n in range(4)}), "far more")
    far = made.row(0) + made.whole(0, 1) + made.row(1_048_575) + made.whole(16_383, 1)
    refused(made.xlsb({"Salg": far}), "XFD1048576")


# ---- cut off, or changed ------------------------------------------------------------------------------------


def workbooks() -> dict[str, bytes]:
    book = openpyxl.Workbook()
    for number in range(50):
        book.active.append([f"2026-{number}", number, number / 7])
    saved = io.BytesIO()
    book.save(saved)
    cells = made.label(0, 0, "Salg") + b"".join(made.number(row, 1, row) for row in range(50))
    rows = b"".join(made.row(row) + made.real(0, row, 2) for row in range(50))
    table = made.table("A", made.line(made.cell(made.ONE, "1"), times=3))
    kinds = {"xls": made.xls({"A": cells}), "xlsb": made.xlsb({"A": rows}), "ods": made.ods(table)}
    return {"xlsx": saved.getvalue(), **kinds}


def read_or_refused(data: bytes, name: str) -> None:
    with contextlib.suppress(NotSheets):
        assert read_stream(io.BytesIO(data), name).sheets


WHOLE = workbooks()


@pytest.mark.parametrize("kind", list(WHOLE))
def test_a_workbook_cut_off_anywhere_is_refused_or_read_and_nothing_else(kind: str) -> None:
    data = WHOLE[kind]
    for share in range(1, 40):
        read_or_refused(data[: len(data) * share // 40], f"a.{kind}")


@pytest.mark.parametrize("kind", list(WHOLE))
def test_a_workbook_with_changed_bytes_is_refused_or_read_and_nothing_else(
    kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(1)
    for _time in range(60):
        data = bytearray(WHOLE[kind])
        for _byte in range(chance.randint(1, 6)):
            data[chance.randrange(8, len(data))] = chance.choice([0, 1, 0x7F, 0xFF, chance.randrange(256)])
        read_or_refused(bytes(data), f"a.{kind}")


# ---- no file, or hardly one ----------------------------------------------------------------------------------


def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "salg.csv"
    os.mkfifo(pipe)
    for path, why in ((pipe, "device or a pipe"), (tmp_path, "folder"), (tmp_path / "borte.csv", "not there")):
        with pytest.raises(FileRefused, match=why):
            read_book(path)


def test_a_file_larger_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1_000_000)
    path = tmp_path / "salg.csv"
    path.write_bytes(b"a;b\n" * 300_000)
    with pytest.raises(FileRefused, match="larger than 1 MB"):
        read_book(path)
    with pytest.raises(FileRefused, match="far more"):
        read_stream(io.BytesIO(b"a;b\n" * 300_000), "-")


@table("byte", range(0, 256, 5))
def test_one_byte_is_a_cell_or_refused(byte: int) -> None:
    read_or_refused(bytes([byte]), "a.csv")


def test_zeros_are_no_text() -> None:
    assert refused(b"dato;salg\n" + b"\0" * 5000) is FileKind.BINARY
    assert refused(b"\0" * 100_000) is FileKind.BINARY
    assert refused(b"dato;salg\n2026-01;5\n" * 5000 + b"\0\0\0") is FileKind.BINARY


def test_a_million_columns_are_refused_and_a_million_letters_in_a_cell_too() -> None:
    refused(b";".join([b"1"] * 1_000_000), "columns")
    refused(b'a;b\n"' + b"x" * 2_000_000 + b'";2\n')


def test_nothing_pasted_can_be_a_surrogate_that_breaks() -> None:
    assert book_of_text("a\tb\n\ud800\t2").sheets[0].rows[1] == ("?", "2")
