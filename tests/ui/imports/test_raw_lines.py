"""Which rows of a file are seen, and what is marked in them: without a pixel."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kpidesk import text
from kpidesk.exchange.sheets import book_of_text
from kpidesk.exchange.sheets.book import Percent, Sheet
from kpidesk.exchange.tables.understand import understand
from kpidesk.exchange.tables.understood import Area, Known, Role, Said
from tests.ui.imports import sales
from tests.ui.screens.heard import cells, faults
from ui.base.theme import Theme
from ui.imports.reading.marked import marked
from ui.imports.reading.raw_lines import EveryRow, Laid, Line, lay, opened
from ui.imports.reading.raw_table import RawTable
from ui.imports.reading.raw_view import RawView
from ui.imports.reading.raw_words import Form, cell_text, form_of, letters


@pytest.fixture
def laid() -> Laid:
    return lay(sales.book().sheets[0], sales.understanding())


def seen(laid: Laid) -> list[int]:
    """The rows in sight, as the file counts them."""
    return [line.first + 1 for line in laid.lines if not line.folded]


def test_rows_read_alike_fold_and_those_that_are_not_never_do(laid: Laid) -> None:
    folds = [(line.first + 1, line.last + 1) for line in laid.lines if line.folded]
    assert folds == [(7, 16), (18, 26), (32, 43)]
    assert {17, 27, 28, 31, 44, 47} <= set(seen(laid))


def test_a_row_with_an_unusual_number_is_never_folded_and_says_so() -> None:
    laid = lay(sales.book().sheets[0], sales.understanding(), odd=[23])
    assert 23 in seen(laid)
    table = RawTable()
    table.show(laid)
    line = table.lines[table.line_of(22)]
    with text.using("nb"):
        assert laid.is_odd(line) and table.mark(line) == "Uvanlig tall"


def test_the_first_two_rows_of_the_table_are_an_example(laid: Laid) -> None:
    assert seen(laid)[:6] == [1, 2, 3, 4, 5, 6]


def test_three_rows_alike_stay() -> None:
    read = replace(sales.understanding(), marks={}, left_out=(), questions=(), area=Area(0, 5, 0, 1, 1))
    sheet = Sheet("x", tuple((str(n), n) for n in range(6)), range(1, 7))
    assert all(not line.folded for line in lay(sheet, read).lines)


def test_a_question_about_every_row_is_about_their_periods() -> None:
    read = sales.understanding()
    question = replace(read.questions[0], lines=tuple(range(5, 48)))
    laid = lay(sales.book().sheets[0], replace(read, questions=(question,)))
    assert laid.marked.is_asked(10, 0)
    assert not laid.marked.is_asked(10, 1)
    assert not any(line.folded for line in laid.lines), "nothing is folded that is asked about"


def test_a_question_of_how_days_are_written_is_about_all_of_them() -> None:
    read = sales.understanding()
    question = replace(read.questions[0], key="order", lines=())
    laid = lay(sales.book().sheets[0], replace(read, questions=(question,)))
    assert laid.marked.is_asked(10, 0) and not laid.marked.is_asked(2, 0)


def test_a_question_about_two_rows_is_about_all_of_them(laid: Laid) -> None:
    assert laid.marked.is_asked(26, 0) and laid.marked.is_asked(27, 3)
    assert not laid.marked.is_asked(25, 0)


def test_a_fold_opens_to_its_rows() -> None:
    assert opened((Line(0, 0), Line(1, 4), Line(5, 5)), 1) == tuple(Line(n, n) for n in range(6))


def test_every_row_of_a_million_costs_nothing_before_it_is_seen() -> None:
    every = EveryRow(1_000_000)
    assert len(every) == 1_000_000
    assert every[999_999] == Line(999_999, 999_999)
    with pytest.raises(IndexError):
        every[1_000_000]


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_called_as_in_a_spreadsheet(place: int, name: str) -> None:
    assert letters(place) == name


def test_a_column_is_written_alike_from_top_to_bottom() -> None:
    with text.using("nb"):
        form = form_of([116.4, 117.94, None], Role.LEFT_OUT)
        assert [cell_text(cell, form) for cell in (116.4, 117.94)] == ["116,40", "117,94"]
        shares = [Percent(0.81), Percent(0.862)]
        assert [cell_text(cell, form_of(shares, Role.NUMBER)) for cell in shares] == ["81,0\u00a0%", "86,2\u00a0%"]
        assert cell_text(2023.0, form_of([2023.0], Role.PERIOD)) == "2023"
        assert cell_text(dt.date(2023, 1, 1), Form(months=True)) == "jan.\u00a02023"
        assert cell_text(dt.datetime(2026, 3, 2, 14, 5, tzinfo=dt.UTC)) == "2.3.2026 14:05"
        assert cell_text("84210.50") == "84210.50"


def test_a_screen_reader_is_told_what_is_made_of_a_cell(qtmodeltester: object, laid: Laid) -> None:
    from PySide6.QtCore import Qt

    heard, table = Qt.ItemDataRole.AccessibleTextRole, RawTable()
    table.show(laid)
    qtmodeltester.check(table, force_py=True)  # type: ignore[attr-defined]
    line = table.line_of(16)
    with text.using("nb"):
        told = [table.index(line, at).data(heard) for at in range(table.columnCount())]
        assert [each.count("hentes ikke") for each in told] == [1] * len(told), "each cell is, and the margin says why"
        assert [place for place, each in enumerate(told) if each.startswith("Sum, ")] == [table.margin]
        assert table.headerData(table.margin, Qt.Orientation.Horizontal, heard) == "Merknad"
    assert table.headerData(line, Qt.Orientation.Vertical) == "17"


def test_on_screen_heads_are_heard_once_and_what_runs_on_over_several_cells_once(
    laid: Laid, theme: Theme, qtbot: QtBot
) -> None:
    around = QWidget()
    view = RawView(theme, around)
    qtbot.addWidget(around)
    around.resize(900, 600)
    view.resize(900, 600)
    view.show_laid(laid)
    around.show()
    with text.using("nb"):
        assert faults(around) == []
        fold = next(each for each in cells(view) if "7–16" in each.said)
    alone = [each for each in cells(view) if each.row == fold.row and each.column != view.table.margin]
    assert alone == [fold]


def test_numbers_with_marks_stand_at_the_right_like_those_without() -> None:
    book = book_of_text("Date;Returns;Rate\n13.10.2026;($3.98);2.5%\n14.10.2026;($4.00);2.4%\n", "a.csv")
    table = RawTable()
    table.show(lay(book.sheets[0], understand(book, Said(), Known(dt.date(2026, 11, 29)))))
    first = table.lines[table.line_of(1)]
    assert [table.is_right(first, column) for column in (0, 1, 2)] == [False, True, True]


def test_what_a_sentence_is_about_stands_out_once_and_markup_is_no_markup() -> None:
    message = sales.said("Arket {name} har {rows} rader og {other}.", name="<b>Salg</b>", rows=3, other="mer")
    assert marked(message) == (
        'Arket <span style="font-weight: 600">&lt;b&gt;Salg&lt;/b&gt;</span> har 3 rader og mer.'
    )
