"""Page 20 under the hands: questions with nothing chosen before, sentences to change, columns to use otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kpidesk.exchange.sheets.book import Sheet
from kpidesk.exchange.tables.understood import Area, Column, Role
from tests.ui.conftest import NOW
from tests.ui.imports import sales
from tests.ui.settled import settle
from ui.base.session import Session
from ui.imports.reading.raw_lines import Line, lay
from ui.imports.reading.raw_view import Painted, RawDelegate
from ui.imports.reading.read_pane import ReadPane

Said = list[tuple[object, ...]]


@pytest.fixture
def pane(session: Session, qtbot: QtBot) -> ReadPane:
    host = QWidget()
    row = QHBoxLayout(host)
    made = ReadPane(session, host, QHBoxLayout())
    row.addWidget(made)
    qtbot.addWidget(host)
    host.resize(1256, 700)
    with qtbot.waitExposed(host):
        host.show()
    show(made)
    settle()
    return made


def show(pane: ReadPane, answered: str | None = None) -> None:
    book = sales.book()
    pane.show_read(book, lay(book.sheets[0], sales.understanding(answered)), NOW)


@pytest.fixture
def said(pane: ReadPane) -> Said:
    heard: Said = []
    pane.answered.connect(lambda *what: heard.append(("answered", *what)))
    pane.changed.connect(lambda *what: heard.append(("changed", *what)))
    pane.role_said.connect(lambda *what: heard.append(("role", *what)))
    pane.sheet_said.connect(lambda *what: heard.append(("sheet", *what)))
    return heard


def test_nothing_is_chosen_before_somebody_chooses_and_each_answer_tells_a_reader_what_comes_of_it(
    pane: ReadPane,
) -> None:
    card = pane.side.cards[0]
    assert card.group.checkedId() == -1
    assert pane.first_stop() is card.rows[0].radio
    names = [row.radio.accessibleName() for row in pane.side.cards[0].rows]
    assert names[0] == "Legg sammen rad 27 og 28, 1 137 400 kr"


def test_an_answer_is_a_click_anywhere_on_its_line(pane: ReadPane, said: Said) -> None:
    row = pane.side.cards[0].rows[1]
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 4, row.height() // 2))
    assert said == [("answered", "twice", "first")]


def test_arrows_go_from_answer_to_answer(pane: ReadPane, said: Said) -> None:
    rows = pane.side.cards[0].rows
    rows[0].radio.setFocus()
    QTest.keyClick(rows[0].radio, Qt.Key.Key_Space)
    QTest.keyClick(rows[0].radio, Qt.Key.Key_Down)
    assert said == [("answered", "twice", "sum"), ("answered", "twice", "first")]


def test_an_answer_given_stands_out_and_keeps_the_keyboard(pane: ReadPane) -> None:
    before = pane.side.cards[0].rows[2].radio
    before.setFocus()
    show(pane, "last")
    card = pane.side.cards[0]
    assert card.rows[2].radio is before and before.isChecked() and before.hasFocus()
    assert [row.words.property("look") for row in card.rows] == ["", "", "strong"]
    show(pane)
    assert card.group.checkedId() == -1


def test_what_was_left_out_is_included_by_one_click_and_a_sheet_is_chosen_by_its_segment(
    pane: ReadPane, said: Said
) -> None:
    line = next(each for each in pane.side.sentences if "summer" in each.words.text())
    assert line.link.text() == "Ta med"
    line.link.click()
    assert said == [("changed", "take:sums", "")]
    pane.raw.sheets.choose("Notater")  # type: ignore[attr-defined]
    assert said[1:] == [("sheet", "Notater")]


def test_a_guess_offers_its_other_readings_and_one_without_any_offers_nothing(pane: ReadPane, said: Said) -> None:
    sheet, period = pane.side.sentences[0], pane.side.sentences[2]
    assert not period.link.isVisible()
    sheet.link.click()
    assert sheet.menu is not None
    sheet.menu.actions()[0].trigger()
    assert said == [("changed", "sheet", "Notater")]
    sheet.menu.close()


def test_a_column_is_used_otherwise_by_its_head_or_by_a_key(pane: ReadPane, said: Said) -> None:
    view = pane.raw.view
    view.setCurrentIndex(view.table.index(5, 3))
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert view.menu is not None
    words = [action.text() for action in view.menu.actions()]
    assert words[:2] == ["Periode", "Tall"] and words[-1] == "Ikke med"
    view.menu.actions()[-1].trigger()
    view.menu.close()
    view.ask_role(3)
    view.menu.actions()[1].trigger()  # what it is already: nothing is said
    view.menu.close()
    assert said == [("role", 3, Role.LEFT_OUT)]


def test_a_fold_opens_where_it_is_clicked_and_all_by_the_link(pane: ReadPane) -> None:
    table = pane.raw.view.table
    folded = table.rowCount()
    place = next(n for n, line in enumerate(table.lines) if line.folded)
    pane.raw.view.setCurrentIndex(table.index(place, 0))
    QTest.keyClick(pane.raw.view, Qt.Key.Key_Return)
    assert table.rowCount() == folded + 9
    pane.raw.whole.click()
    assert table.rowCount() == len(sales.rows())
    pane.raw.whole.click()
    assert table.rowCount() == folded


def test_what_is_said_anew_leaves_the_view_where_it_was(pane: ReadPane) -> None:
    view = pane.raw.view
    view.setCurrentIndex(view.table.index(12, 2))
    show(pane, "sum")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (12, 2)


def test_of_a_wide_sheet_only_what_is_seen_is_painted(pane: ReadPane, monkeypatch: pytest.MonkeyPatch) -> None:
    """500 rows by 120 columns scroll as fast as ten: what is out of sight costs nothing."""
    worked_out: list[tuple[int, int]] = []
    work_out = RawDelegate._worked_out

    def counted(delegate: RawDelegate, line: Line, column: int, width: float) -> Painted:
        worked_out.append((line.first, column))
        return work_out(delegate, line, column, width)

    monkeypatch.setattr(RawDelegate, "_worked_out", counted)
    rows = tuple(tuple(float(row * 120 + column) for column in range(120)) for row in range(500))
    sheet = Sheet("Bredt", rows, range(1, 501))
    columns = tuple(Column(place, f"{place}", Role.NUMBER) for place in range(120))
    read = replace(
        sales.understanding(), area=Area(0, 499, 0, 119, 1), columns=columns, questions=(), left_out=(), marks={}
    )
    view = pane.raw.view
    view.table.whole = True
    view.show_laid(lay(sheet, read))
    view.grab()
    first = len(worked_out)
    assert 0 < first < 1_000
    view.verticalScrollBar().setValue(26)
    view.grab()
    assert len(worked_out) - first < 60, "what was in sight before is not worked out again"
