"""Text is split by the mark that is in it, whatever stands before, between and after."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.exchange.sheets import NotSheets, book_of_text, read_book, read_stream
from kpidesk.exchange.sheets import text as reader
from kpidesk.exchange.sheets.book import Book, Kind


def rows(text: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in book_of_text(text).sheets[0].rows]


def test_a_line_that_names_the_mark_is_obeyed_and_is_no_row() -> None:
    book = read_stream(io.BytesIO(b"sep=|\na|b,c;d\n1|2\n"), "-")
    assert (book.delimiter, list(book.sheets[0].lines)) == ("|", [2, 3])
    assert book.sheets[0].rows[0] == ("a", "b,c;d")


@pytest.mark.parametrize("mark", [";", "\t", ",", "|"])
def test_marks_and_line_breaks_in_quotes_are_text(mark: str) -> None:
    text = f'Navn{mark}Tall\n"Ola {mark} Kari\nAS"{mark}5\nx{mark}6\n'
    sheet = book_of_text(text).sheets[0]
    assert [tuple(row) for row in sheet.rows] == [("Navn", "Tall"), (f"Ola {mark} Kari\nAS", "5"), ("x", "6")]
    assert list(sheet.lines) == [1, 2, 4]


def test_empty_rows_are_left_out_and_lines_stay_true() -> None:
    sheet = book_of_text("a;b\n\n;;;\n1;2\n   \n3;4\n").sheets[0]
    assert [tuple(row) for row in sheet.rows] == [("a", "b"), ("1", "2"), ("3", "4")]
    assert list(sheet.lines) == [1, 4, 6]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_counts_one_line(ending: str) -> None:
    assert list(book_of_text(ending.join(["a;b", "", "1;2"])).sheets[0].lines) == [1, 3]


def test_a_row_ends_with_its_last_cell_that_holds_something() -> None:
    assert rows("Dato;Beløp\n01.01;5;\n02.01;6;;;\n03.01\n") == [
        ("Dato", "Beløp"), ("01.01", "5"), ("02.01", "6"), ("03.01",),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1234,50\n1300,75\n", "Salg\n1 234,50 kr\n(500,00)\n", "–500,0\n12,50 €", "a\nb\nc"])
def test_one_column_of_numbers_is_not_split_at_its_decimal_commas(text: str) -> None:
    book = book_of_text(text)
    assert (book.delimiter, [len(row) for row in book.sheets[0].rows]) == ("", [1] * len(text.splitlines()))


def test_long_titles_before_a_short_table_do_not_hide_its_mark() -> None:
    text = (
        "Rapport for Ola, Kari og Per, laget i dag\nKlipp, sånn og slik AS\n\nMåned;Salg\n2026-01;10,5\n2026-02;11,5\n"
    )
    assert book_of_text(text).delimiter == ";"


def test_decimal_commas_in_every_row_do_not_win_over_the_mark_between_ragged_cells() -> None:
    ragged = "".join(f"Salg;2026-01-0{n};0,0{n};\n" for n in range(2, 6))
    assert book_of_text(f"KPI;Dag;Verdi;Notat\nSalg;2026-01-01;0,01;ja\n{ragged}").delimiter == ";"


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    for many in (2, 300):
        rest = "\n".join(f"bolt {n};{n}" for n in range(many))
        assert rows(f'Vare;Tall\n"5 tommer;1\n{rest}') == [
            ("Vare", "Tall"), ('"5 tommer', "1"), *((f"bolt {n}", f"{n}") for n in range(many)),
        ]  # fmt: skip
        inches = "\n".join(f'"{n}" bolt;{n}' for n in range(many))
        assert len(rows(f'Vare;Tall\n"5 tommer;1\n{inches}')) == many + 2


def test_letters_after_a_closing_quote_are_forgiven() -> None:
    assert rows('a;b\n"x"y;1\n"p;q";2\n') == [("a", "b"), ("xy", "1"), ("p;q", "2")]


def test_what_is_pasted_keeps_its_tabs_before_all_other_marks() -> None:
    book = book_of_text("Uke\tOmsetning, kr\n1\t100,5\n2\t200,5")
    assert (book.kind, book.delimiter, book.saved) == (Kind.PASTED, "\t", None)


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_pasted_is_said_to_be_empty(text: str) -> None:
    with pytest.raises(NotSheets, match="empty"):
        book_of_text(text)


def test_progress_tells_bytes_and_can_cancel(tmp_path: Path) -> None:
    path = tmp_path / "salg.csv"
    path.write_text("dato;salg\n" + "2026-01-01;5\n" * 100_000, encoding="utf-8")
    told: list[tuple[int, int]] = []
    read_book(path, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 20 and told == sorted(told)
    assert told[-1] == (path.stat().st_size, path.stat().st_size)

    class Cancelled(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        if done > total / 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        read_book(path, progress=cancel)


def test_more_rows_or_columns_than_are_read_are_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert reader.MOST_ROWS >= 1_000_000
    monkeypatch.setattr(reader, "MOST_ROWS", 10)
    with pytest.raises(NotSheets, match="more than 10 rows"):
        book_of_text("a;b\n" * 11)
    with pytest.raises(NotSheets, match="columns"):
        book_of_text(";".join("x" * 20_000))
    assert rows("a;b" + ";" * 20_000 + "\n1;2") == [("a", "b"), ("1", "2")]


LETTERS = st.characters(codec="utf-8", exclude_characters='\r\n\x00\x1f"', exclude_categories=("C", "Z"))
CELL = st.text(LETTERS, min_size=1)


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=2, max_size=20), st.sampled_from(";\t|"))
def test_any_cells_come_back_from_quotes(table: list[list[str]], mark: str) -> None:
    width = max(len(row) for row in table)
    table = [[*row, *["x"] * (width - len(row))] for row in table]
    text = f"sep={mark}\n" + "\n".join(mark.join(f'"{cell}"' for cell in row) for row in table)
    assert rows(text) == [tuple(row) for row in table]


def same(book: Book, other: Book) -> bool:
    return [list(sheet.rows) for sheet in book.sheets] == [list(sheet.rows) for sheet in other.sheets]


def test_a_pipe_gives_what_the_file_gives(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n")
    assert same(read_book(path), read_stream(io.BytesIO(b"a;b\n1;2\n"), "-"))
