from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpidesk.domain.entities import KeyResult, ReviewNote, Section
from ui.pages.review import ReviewPage

Key = Qt.Key


@pytest.fixture
def page(desk, qtbot):
    made = ReviewPage(desk)
    desk.changed.connect(made.refresh)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made._worker.stop()


def test_pages_are_drawn_in_the_background_and_turned(page, qtbot):
    qtbot.waitUntil(lambda: page._pages is not None, timeout=20000)
    assert page.view.image is not None
    assert page.number.text().startswith("1 av ")
    page.next_page()
    assert page.number.text().startswith("2 av ")


def test_pdf_is_saved_beside_the_data_file(page, desk, workspace):
    """Story 7: one click on the page."""
    said = []
    desk.notice.connect(said.append)
    QTest.mouseClick(page.save, Qt.MouseButton.LeftButton)
    path = workspace.path.parent / "Fjordbrød bakeri 2026 K1.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert said[0].action == "Åpne"


def test_score_by_hand_asks_for_a_reason(page, workspace):
    result = next(r for r in workspace.all(KeyResult) if r.title.startswith("NPS"))
    row = page.scores.rows()[result.uid]
    assert row.grade.value() == pytest.approx(0.7)
    row.grade.setValue(0.4)
    assert workspace.get(KeyResult, result.uid).grade == pytest.approx(0.4)
    assert row.reason.isVisible()
    QTest.keyClicks(row.reason, "Tre uker gikk tapt")
    QTest.keyClick(row.reason, Key.Key_Return)
    stored = workspace.get(KeyResult, result.uid)
    assert (stored.grade, stored.grade_reason) == (pytest.approx(0.4), "Tre uker gikk tapt")
    row.grade.setValue(0.7)
    assert workspace.get(KeyResult, result.uid).grade is None


def test_lines_are_added_changed_and_deleted(page, workspace):
    page.show_step(2)
    part = page.decide.parts[Section.DECISION]
    part.new.setFocus()
    QTest.keyClicks(part.new, "Bytte betalingsløsning")
    QTest.keyClick(part.new, Key.Key_Return)
    (note,) = workspace.all(ReviewNote)
    row = part._rows[note.uid]
    row.due.setFocus()
    QTest.keyClicks(row.due, "20.4.2026")
    QTest.keyClick(row.due, Key.Key_Return)
    assert workspace.get(ReviewNote, note.uid).due.isoformat() == "2026-04-20"
    row._delete()
    assert workspace.all(ReviewNote) == []
