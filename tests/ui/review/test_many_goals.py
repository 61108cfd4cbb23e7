"""A review of very many goals: as many rows as can be seen, and nothing typed is lost by scrolling."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from kpidesk.commands import goals, reviews
from kpidesk.domain.entities import Carry, KeyResult, Objective
from kpidesk.text import msg
from kpidesk.workspace import new_uid
from tests.ui.conftest import Clock
from tests.ui.prepared import filled_up
from tests.ui.settled import settle
from ui.base.keys import order
from ui.review.review_notes import Part
from ui.review.review_page import ReviewPage
from ui.review.review_scores import ScoreRow

MANY = 200
SOME = 60
"""More rows than this are never made, however many there are."""


@pytest.fixture(scope="module")
def small_bakery(small_bakery, tmp_path_factory):
    return filled_up(small_bakery, tmp_path_factory.mktemp("many"), "Kari Solberg", Clock(), _fill)


def _fill(ws):
    """Another objective with very many key results."""
    top = ws.children(None)[0]
    with ws.transaction(msg("fill")) as change:
        inner = change.add(Objective(new_uid(), top.uid, "a91", "Very many"))
        for n in range(MANY):
            change.add(KeyResult(new_uid(), inner, f"a{n:04}1", f"Result {n}", start=0.0, target=10.0))


@pytest.fixture
def page(session, qtbot):
    made = ReviewPage(session)
    session.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.paper.stop()


def result(ws, title):
    return next(each for each in ws.all(KeyResult) if each.title == title)


def scroll_to_end(area):
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def test_only_rows_in_view_are_made_wherever_one_scrolls(page, workspace, qtbot):
    qtbot.waitUntil(lambda: page.scores.settled)
    assert 0 < len(page.scores.rows()) < SOME
    first = set(page.scores.rows())
    scroll_to_end(page.scores)
    last = page.scores.rows()
    assert len(last) < SOME and not first & set(last)
    assert not any(row.visibleRegion().isEmpty() for row in last.values()), "those beside come after the painting"
    assert result(workspace, "eNPS opp fra 12 til 30").uid in last, "the end of the list is reached"
    page.scores.verticalScrollBar().setValue(0)
    qtbot.waitUntil(lambda: page.scores.settled)
    assert set(page.scores.rows()) == first


def test_the_rows_stand_in_order_without_gaps(page):
    for value in (0, 3000, 9000):
        page.scores.verticalScrollBar().setValue(value)
        rows = list(page.scores.rows().values())
        assert all(a.geometry().bottom() + 1 == b.geometry().top() for a, b in pairwise(rows))


def test_the_rows_of_the_last_step_are_made_when_somebody_looks(page):
    steps = (page.reflect, page.decide, page.next)
    assert page.carry._rows.made == {} and not any(each.findChildren(Part) for each in steps)
    page.show_step(3)
    assert [bool(each.findChildren(Part)) for each in steps] == [False, False, True]
    rows = page.carry.rows.values()
    assert 0 < len(rows) < SOME
    undecided = [each for each in rows if not each.choice.value()]
    assert undecided and not any("details" in vars(each) for each in undecided), "nothing further is asked of them yet"
    undecided[0]._show_details(Carry.DROP)
    settle()
    assert undecided[0].reason.isVisible() and not undecided[0].target.isVisible()
    assert undecided[0].choice.geometry().bottom() < undecided[0].details.geometry().top()


def test_the_row_that_the_keyboard_is_in_stays_with_what_is_typed(page, workspace):
    uid = result(workspace, "NPS opp fra 38 til 50").uid
    row = page.scores.rows()[uid]
    row.grade.setFocus()
    row.grade.selectAll()
    QTest.keyClicks(row.grade, "0,3")
    scroll_to_end(page.scores)
    assert page.scores.rows()[uid] is row and row.grade.text() == "0,3"
    goals.rename(workspace, result(workspace, "Result 7").uid, "Renamed by a colleague")
    assert row.grade.text() == "0,3", "a change from elsewhere leaves what is being typed alone"
    QTest.keyClick(row.grade, Qt.Key.Key_Return)
    assert workspace.get(KeyResult, uid).grade == pytest.approx(0.3)


def test_tab_goes_on_from_row_to_row_however_far(page):
    first = next(row for row in page.scores.rows().values() if row.grade is not None)
    first.grade.setFocus()
    seen = []
    for _step in range(60):
        focus = QApplication.focusWidget()
        seen.append(next(uid for uid, row in page.scores.rows().items() if row.isAncestorOf(focus)))
        order.step(page.window(), ahead=True)
    assert len(set(seen)) == 60, "each Tab is another key result"


def test_a_choice_without_its_reason_stays_though_its_row_is_scrolled_away(page, workspace):
    page.show_step(3)
    uid = result(workspace, "NPS opp fra 38 til 50").uid
    row = page.carry.rows[uid]
    change = next(each for each in row.choice.findChildren(QPushButton) if each.text() == "Endre")
    QTest.mouseClick(change, Qt.MouseButton.LeftButton)
    page.stack.setFocus()
    scroll_to_end(page.next)
    assert page.carry.rows[uid] is row and row.choice.value() == Carry.CHANGE.value


def test_what_keeps_the_cycle_open_is_led_to_wherever_it_stands(page, workspace, qtbot):
    far = result(workspace, f"Result {MANY - 20}").uid
    reviews.set_grade(workspace, far, 0.7, "")
    page._lead_to(0)
    assert page.window().focusWidget() is page.scores.rows()[far].reason
    qtbot.waitUntil(lambda: not page.scores.rows()[far].reason.visibleRegion().isEmpty())
    page.show_step(3)
    undecided = [uid for uid, each in page.carry._known.items() if not each.node.carried]
    with workspace.transaction(msg("decide")) as change:
        for uid in undecided[:-5]:
            change.set(KeyResult, uid, carried=Carry.KEEP)
    page._lead_to(3)
    row = page.carry.rows[undecided[-5]]
    assert row.choice.isAncestorOf(page.window().focusWidget())
    qtbot.waitUntil(lambda: not row.choice.visibleRegion().isEmpty())


def test_undo_takes_the_choice_back_on_screen_too(page, workspace, session):
    page.show_step(3)
    uid = result(workspace, "NPS opp fra 38 til 50").uid
    keep = next(each for each in page.carry.rows[uid].choice.findChildren(QPushButton) if each.text() == "Behold")
    QTest.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert workspace.get(KeyResult, uid).carried is Carry.KEEP
    session.undo()
    assert workspace.get(KeyResult, uid).carried is None
    assert page.carry.rows[uid].choice.value() == ""


def test_a_goal_that_comes_leaves_the_other_rows_as_they_are(page, workspace):
    before = dict(page.scores.rows())
    goals.add_key_result(workspace, "One more", parent=result(workspace, "Result 3").parent)
    assert all(page.scores.rows()[uid] is row for uid, row in before.items() if uid in page.scores.rows())


def test_rows_out_of_view_become_those_that_come_into_view(page, workspace):
    for value in range(0, 9000, 700):
        page.scores.verticalScrollBar().setValue(value)
    assert len(page.scores.findChildren(ScoreRow)) < 2 * SOME
    row = next(row for row in page.scores.rows().values() if row.grade is not None)
    title = workspace.get(KeyResult, row.uid).title
    assert row.grade.accessibleName() == row._title.text() == title
    row.grade.setValue(0.8)
    assert [each.title for each in workspace.all(KeyResult) if each.grade is not None] == [title]
    assert row.reason.isVisible()
    uid = row.uid
    page.scores.verticalScrollBar().setValue(0)
    assert not any(each.reason.isVisible() for each in page.scores.rows().values() if each.uid != uid and each.grade)
