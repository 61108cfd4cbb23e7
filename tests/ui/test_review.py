from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from kpidesk.commands import cycles, reviews
from kpidesk.domain.entities import Carry, Frozen, KeyResult, ReviewNote, Section
from ui.dialogs.reason import ReasonDialog
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


def after_the_quarter(workspace, clock):
    clock.now = clock.now.replace(month=4, day=14)


def results(workspace):
    return {node.title: node for node in workspace.all(KeyResult)}


def test_the_quarter_is_closed_locked_and_opened_again(page, desk, workspace, clock):
    assert not page.close_cycle.isVisible(), "the quarter is still running"
    after_the_quarter(workspace, clock)
    page.refresh(None)
    QTest.mouseClick(page.close_cycle, Qt.MouseButton.LeftButton)
    assert desk.cycle.closed_on == workspace.today()
    assert "Avsluttet" in page.stored.text() and not page.close_cycle.isVisible()
    assert len(workspace.all(Frozen)) == 5
    said = []
    desk.notice.connect(said.append)
    row = page.scores.rows()[results(workspace)["NPS opp fra 38 til 50"].uid]
    row.grade.setValue(0.2)
    assert "frosset" in said[-1].text and results(workspace)["NPS opp fra 38 til 50"].grade is None
    QTest.mouseClick(page.reopen, Qt.MouseButton.LeftButton)
    dialog = page.findChild(ReasonDialog)
    QTest.keyClicks(dialog.reason, "Et tall var feil")
    QTest.keyClick(dialog.reason, Key.Key_Return)
    assert desk.cycle.closed_on is None and desk.cycle.reopened == "Et tall var feil"


def test_unfinished_key_results_are_kept_changed_or_dropped(page, desk, workspace, clock):
    after_the_quarter(workspace, clock)
    page.refresh(None)
    page.show_step(3)
    nps, enps = results(workspace)["NPS opp fra 38 til 50"], results(workspace)["eNPS opp fra 12 til 30"]
    press(page.carry.rows[nps.uid], "Behold")
    kept = next(node for node in workspace.all(KeyResult) if node.carried_from == nps.uid)
    assert (kept.start, kept.target) == (46.0, 50.0)
    row = page.carry.rows[enps.uid]
    press(row, "Endre")
    assert workspace.get(KeyResult, enps.uid).carried is None, "a change needs its reason first"
    row.target.setFocus()
    row.target.selectAll()
    QTest.keyClicks(row.target, "25")
    QTest.keyClick(row.target, Key.Key_Return)
    row.reason.setFocus()
    QTest.keyClicks(row.reason, "For mye på en gang")
    QTest.keyClick(row.reason, Key.Key_Return)
    changed = next(node for node in workspace.all(KeyResult) if node.carried_from == enps.uid)
    assert changed.target == 25.0
    old = workspace.get(KeyResult, enps.uid)
    assert (old.carried, old.carried_reason) == (Carry.CHANGE, "For mye på en gang")
    press(page.carry.rows[enps.uid], "Dropp")
    assert workspace.find(KeyResult, changed.uid) is None
    assert workspace.get(KeyResult, enps.uid).carried is Carry.DROP


def press(row, words):
    button = next(each for each in row.choice.findChildren(QPushButton) if each.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_last_quarters_decisions_are_followed_up(page, desk, workspace):
    before = cycles.ensure_cycle(workspace, desk.period.previous())
    note = reviews.add_note(workspace, before, Section.DECISION, "Ringe alle kunder")
    page.refresh(None)
    page.show_step(2)
    tick = page.follow_up.ticks[note]
    QTest.mouseClick(tick, Qt.MouseButton.LeftButton, pos=tick.rect().center())
    assert workspace.get(ReviewNote, note).done
    assert "1 av 1" in page.follow_up._right.text()
