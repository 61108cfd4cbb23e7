"""The panel beside the tree is made once for each kind of goal and filled; nothing begun about one goal is left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpidesk.domain.entities import CheckIn, KeyResult, Objective
from ui.goals.goals_page import GoalsPage

Key = Qt.Key


@pytest.fixture
def page(session, qtbot):
    made = GoalsPage(session)
    session.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1256, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def uid_of(ws, kind, beginning):
    return next(each.uid for each in ws.all(kind) if each.title.startswith(beginning))


def test_rows_of_a_kind_share_a_panel(page, workspace):
    nps, enps = uid_of(workspace, KeyResult, "NPS"), uid_of(workspace, KeyResult, "eNPS")
    page.view.choose(nps)
    panel = page.inspector.panel
    page.view.choose(workspace.children(None)[0].uid)
    assert page.inspector.panel is not panel and not panel.isVisible()
    page.view.choose(enps)
    assert page.inspector.panel is panel and panel.isVisible()
    assert (panel.uid, panel.title.text()) == (enps, "eNPS opp fra 12 til 30")
    assert panel.target.text() == "30"


def test_a_check_in_begun_about_one_goal_is_not_of_the_next(page, workspace):
    nps, enps = uid_of(workspace, KeyResult, "eNPS"), uid_of(workspace, KeyResult, "Beholde")
    page.view.choose(nps)
    panel = page.inspector.panel
    panel.picker._pick(9)
    QTest.keyClicks(panel.value, "22")
    panel.note.setFocus()
    QTest.keyClicks(panel.note, "Half a word")
    page.view.choose(enps)
    assert (panel.note.text(), panel.value.text(), panel.picker.value()) == ("", "", None)
    assert not panel.button.isEnabled()
    panel.check_in()
    assert not [each for each in workspace.all(CheckIn) if each.key_result == enps]


def test_whoever_has_checked_in_by_the_button_can_say_more(page, workspace):
    page.view.choose(uid_of(workspace, KeyResult, "eNPS"))
    panel = page.inspector.panel
    QTest.keyClicks(panel.note, "Asked in June")
    panel.button.setFocus()
    QTest.keyClick(panel.button, Qt.Key.Key_Space)
    assert panel.note.text() == "" and panel.note.hasFocus()


def test_what_is_typed_when_another_row_is_chosen_goes_to_the_goal_it_was_typed_about(page, workspace, session):
    one, other = uid_of(workspace, Objective, "Kundene"), uid_of(workspace, Objective, "Et sted")
    page.view.choose(one)
    field = page.inspector.panel.description
    field.setFocus()
    QTest.keyClicks(field, "Because they pay")
    page.view.choose(other)
    assert workspace.get(Objective, one).description == "Because they pay"
    assert workspace.get(Objective, other).description == ""
    assert page.inspector.panel.description.text() == ""


def test_what_was_said_against_a_number_goes_with_it(page, workspace):
    nps, enps = uid_of(workspace, KeyResult, "NPS"), uid_of(workspace, KeyResult, "eNPS")
    page.view.choose(nps)
    target = page.inspector.panel.target
    target.setFocus()
    target.selectAll()
    QTest.keyClicks(target, "many")
    QTest.keyClick(target, Key.Key_Return)
    assert target.toolTip() and target.property("error")
    page.view.choose(enps)
    assert (target.text(), target.toolTip()) == ("30", "") and not target.property("error")


def test_walking_down_the_tree_draws_two_rows_a_key(page, workspace, qtbot, qapp):
    from PySide6.QtCore import QEvent, QObject

    class Painted(QObject):
        heights: list[int] = []

        def eventFilter(self, watched, event):
            if event.type() is QEvent.Type.Paint:
                self.heights.append(event.region().boundingRect().height())
            return False

    page.view.choose(workspace.children(None)[0].uid)
    page.view.setFocus()
    QTest.keyClick(page.view, Key.Key_Down)
    QTest.keyClick(page.view, Key.Key_Up)
    qapp.processEvents()
    painted = Painted(page)
    page.view.viewport().installEventFilter(painted)
    QTest.keyClick(page.view, Key.Key_Down)
    qtbot.waitUntil(lambda: bool(painted.heights))
    qapp.processEvents()
    assert sum(painted.heights) <= 3 * page.view.visualRect(page.view.currentIndex()).height()


def test_a_drawer_that_is_shut_is_filled_when_it_opens(page, workspace):
    page.fit(800)
    nps, enps = uid_of(workspace, KeyResult, "NPS"), uid_of(workspace, KeyResult, "eNPS")
    before = page.inspector.panel
    page.view.choose(nps)
    assert page.inspector.panel is before
    page.drawer.open()
    panel = page.inspector.panel
    assert panel.isVisible() and panel.uid == nps
    page.drawer.shut()
    page.view.choose(enps)
    assert panel.uid == nps
    page.fit(1440)
    assert page.inspector.panel is panel and panel.isVisible() and panel.uid == enps
