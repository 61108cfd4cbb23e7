"""A table of a web page under a name that says Excel is read; no page takes longer than its length."""

from __future__ import annotations

import io
import time

import pytest

from kpidesk.exchange.sheets import NotSheets, read_stream, web
from kpidesk.exchange.sheets.book import Book, Kind


def read(page: str, encoding: str = "utf-8") -> Book:
    return read_stream(io.BytesIO(page.encode(encoding)), "salg.xls")


def rows(book: Book, at: int = 0) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book.sheets[at].rows]


def test_cells_are_their_words_and_what_excel_wrote_keeps_its_numbers() -> None:
    book = read(
        '<html xmlns:x="urn:x"><head><title>Rapport</title><style>td {color: red}</style></head><body><table>'
        "<tr><th colspan=2>Salg &amp; retur</th><th>Sum</th></tr><!-- <tr><td>x</td></tr> -->\n"
        '<tr><td>januar&nbsp;2026</td><td align=right x:num="1234.5">1 234,50</td><td> 5 <br> 6 </td></tr>'
        "<tr><td></td></tr><tr><td>februar<td>7</table></body></html>"
    )
    assert book.kind is Kind.WEB
    assert rows(book) == [("Salg & retur", None, "Sum"), ("januar 2026", 1234.5, "5 6"), ("februar", "7")]
    assert list(book.sheets[0].lines) == [1, 2, 4]


def test_letters_are_as_the_page_says_or_as_they_read() -> None:
    table = "<table><tr><td>Måned</td><td>Beløp</td></tr></table>"
    assert rows(read(f'<html><meta charset="iso-8859-1">{table}', "latin-1")) == [("Måned", "Beløp")]
    assert rows(read(f'<html><meta charset="klingon">{table}', "cp1252")) == [("Måned", "Beløp")]
    assert rows(read(f"<table>{table}", "utf-8")) == [("Måned", "Beløp")]


def test_a_table_in_a_cell_is_a_table_of_its_own_and_those_of_one_column_are_none() -> None:
    page = "<table><tr><td>Meny</td></tr><tr><td><table><tr><td>a</td><td>1</td></tr></table></td></tr></table>"
    book = read(page + "<table><tr><td>b</td><td>2</td></tr></table>")
    assert [rows(book, at) for at in range(len(book.sheets))] == [[("a", "1")], [("b", "2")]]


@pytest.mark.parametrize("page", ["<html><p>Hei</p></html>", "<table></table>", "<html><table><tr><td>a</td></tr>"])
def test_a_page_without_a_table_is_refused(page: str) -> None:
    with pytest.raises(NotSheets, match="without a table"):
        read(page)


@pytest.mark.parametrize("piece", ["<!--", "<td", "<", "<table>", "<tr><td>", "&#", "</table>", '<td colspan="9999">x'])
def test_a_hostile_page_ends(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_CELLS", 200_000)
    begun = time.monotonic()
    with pytest.raises(NotSheets):
        read("<html>" + piece * 100_000)
    assert time.monotonic() - begun < 60, "its length alone decides"
