"""Æ, ø and å come right whichever older program wrote them, and a guess is said to be one."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpidesk.exchange.sheets import NotSheets, book_of_text, read_book
from kpidesk.exchange.sheets.letters import letters_of
from tests.table import table

TEXTS = (
    "Måned;Beløp\nfebruar;12,50\n",
    "Butikk Ålesund;1200\nSykefravær;5\n",
    "SYKEFRAVÆR;ØKONOMI\n1;2\n",
    "Dato;Innbetalt på konto;Beløp\n01.01.2026;«Kjøp»;5\n",
    "Café;Größe\n1;2\n",
)


@table("encoding", ["cp1252", "latin-1", "cp850", "mac_roman"])
@table("text", TEXTS)
def test_letters_without_a_mark_are_read_as_they_were_written(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    letters = letters_of(data)
    assert letters.guessed
    assert data.decode(letters.encoding) == text


@pytest.mark.parametrize("text", ["Å;5\nø;6\n", "Sum;100\u00a0000\n", "Pris;12 €\n", "Endring;–500\n"])
def test_windows_letters_are_believed_where_little_tells(text: str) -> None:
    assert letters_of(text.encode("cp1252")).encoding == "windows-1252"


def test_central_european_letters_are_guessed_too() -> None:
    text = "Łódź;Kraków\nżółć;sprzedaż wartość\n"
    assert text.encode("cp1250").decode(letters_of(text.encode("cp1250")).encoding) == text


@pytest.mark.parametrize(
    ("encoding", "mark", "said"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", codecs.BOM_UTF8, "utf-8"),
        ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16"),
        ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16"),
        ("utf-16-le", b"", "utf-16-le"),
        ("utf-16-be", b"", "utf-16-be"),
        ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32"),
    ],
)
def test_marked_letters_are_no_guess(tmp_path: Path, encoding: str, mark: bytes, said: str) -> None:
    path = tmp_path / "salg.txt"
    path.write_bytes(mark + "Måned\tBeløp\r\n2026-01\t5\r\n".encode(encoding))
    book = read_book(path)
    assert book.letters is not None and (book.letters.encoding, book.letters.guessed) == (said, False)
    assert (book.delimiter, list(book.sheets[0].rows)) == ("\t", [("Måned", "Beløp"), ("2026-01", "5")])


def test_a_letter_cut_off_at_the_end_leaves_it_utf8() -> None:
    assert letters_of("Måned;Beløp\nfebruar;ø".encode()[:-1]).encoding == "utf-8"


def test_a_few_broken_letters_among_many_leave_it_utf8() -> None:
    assert letters_of("blåbær og røde jordbær\n".encode() * 100 + b"\xe5").encoding == "utf-8"


def test_what_somebody_chooses_is_obeyed_or_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "salg.csv"
    path.write_bytes("Måned;Beløp\n".encode("cp1252"))
    assert read_book(path, encoding="cp850").sheets[0].rows[0] == ("MÕned", "Bel°p")
    for impossible in ("utf-8", "klingon"):
        with pytest.raises(NotSheets, match="can’t be read as"):
            read_book(path, encoding=impossible)


@given(st.text(st.characters(codec="cp1252", exclude_characters="\x00"), min_size=1, max_size=200))
def test_no_text_breaks_the_guess(text: str) -> None:
    letters = letters_of(text.encode("cp1252"))
    text.encode("cp1252").decode(letters.encoding, "replace")


def test_what_was_pasted_has_no_letters_to_guess() -> None:
    assert book_of_text("Måned\tBeløp\n2026-01\t5").letters is None
