"""Widgets that are replaced or updated by a signal of their own; nothing dies or goes deaf under the hand."""

from __future__ import annotations

import gc
from collections import Counter

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk.commands import goals, library
from kpidesk.domain.entities import KeyResult, Kpi, ResultKind
from kpidesk.workspace import Workspace
from tests.ui.opened import opened_window
from ui.app.go_to import GoTo
from ui.app.window import Window
from ui.base.reach.beside import opened_in
from ui.base.replacing import discard, empty, show_inside
from ui.goals.goals_page import GoalsPage
from ui.goals.key_result_panel import KeyResultPanel

Key = Qt.Key


@pytest.fixture
def window(theme, settings, home, clock, workspace: Workspace, qtbot) -> Window:
    settings.setValue("language", "nb")
    settings.setValue("author", "Kari Solberg")
    workspace.close()
    return opened_window(workspace.path, theme, settings, home, clock, qtbot)


def deleted() -> None:
    """What was to be deleted is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# ---- replacing -----------------------------------------------------------------------------------------


def test_what_is_replaced_in_a_scroll_area_outlives_its_own_signal(qtbot) -> None:
    area = QScrollArea()
    qtbot.addWidget(area)
    old = QPushButton()
    area.setWidget(old)
    seen = []
    old.clicked.connect(lambda: show_inside(area, QWidget()))
    old.clicked.connect(lambda: seen.append((shiboken6.isValid(old), old.isHidden())))
    area.show()
    QTest.mouseClick(old, Qt.MouseButton.LeftButton)
    assert seen == [(True, True)]
    deleted()
    assert not shiboken6.isValid(old)


def test_rows_taken_out_of_a_layout_outlive_their_own_signal(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    layout = QVBoxLayout(box)
    rows = [QPushButton(), QPushButton()]
    for row in rows:
        layout.addWidget(row)
    seen = []
    rows[0].clicked.connect(lambda: empty(layout))
    rows[0].clicked.connect(lambda: seen.extend(shiboken6.isValid(row) for row in rows))
    rows[0].click()
    assert seen == [True, True] and layout.count() == 0
    deleted()
    assert not any(shiboken6.isValid(row) for row in rows)


def test_what_is_discarded_is_out_of_sight_at_once(qtbot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    child = QWidget(box)
    box.show()
    discard(child)
    assert child.isHidden() and shiboken6.isValid(child)
    deleted()
    assert not shiboken6.isValid(child)


# ---- the inspector -------------------------------------------------------------------------------------


def test_another_way_of_measuring_keeps_the_panel_and_the_keyboard(qtbot, session, workspace: Workspace) -> None:
    page = GoalsPage(session)
    qtbot.addWidget(page)
    session.changed.connect(page.refresh)
    page.show()
    uid = workspace.all(KeyResult)[0].uid
    page.show_argument(uid)
    panel = page.inspector.panel
    assert isinstance(panel, KeyResultPanel)
    panel.kind.setFocus()
    shown = {
        ResultKind.HOLD: (panel.low, panel.high, panel.unit),
        ResultKind.MILESTONES: (panel.milestones,),
        ResultKind.DONE: (panel.done,),
        ResultKind.FROM_TO: (panel.start, panel.target, panel.unit),
    }
    for kind, fields in shown.items():
        row = panel.kind.findData(kind)
        panel.kind.setCurrentIndex(row)
        panel.kind.activated.emit(row)
        deleted()
        assert workspace.get(KeyResult, uid).kind is kind
        assert page.inspector.panel is panel and shiboken6.isValid(panel.kind)
        assert panel.focusWidget() is panel.kind
        measured = {*shown[ResultKind.HOLD], *shown[ResultKind.FROM_TO], panel.milestones, panel.done}
        assert {field for field in measured if field.isVisibleTo(panel)} == set(fields)


# ---- the tree ------------------------------------------------------------------------------------------


@pytest.fixture
def tree(qtbot, session) -> GoalsPage:
    page = GoalsPage(session)
    qtbot.addWidget(page)
    session.changed.connect(page.refresh)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.initial_focus().setFocus()
    return page


def rename(tree: GoalsPage, words: str) -> QLineEdit:
    QTest.keyClick(tree.view, Key.Key_F2)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit) and line in opened_in(tree.view)
    line.selectAll()
    QTest.keyClicks(line, words)
    return line


def test_enter_after_a_new_title_leaves_the_keyboard_in_the_tree(tree: GoalsPage, workspace: Workspace, qtbot) -> None:
    uid = tree.view.current_uid()
    assert uid is not None
    QTest.keyClick(rename(tree, "Alle kommer igjen"), Key.Key_Return)
    qtbot.waitUntil(lambda: workspace.node(uid).title == "Alle kommer igjen")
    qtbot.waitUntil(tree.view.hasFocus)
    QTest.keyClick(QApplication.focusWidget(), Key.Key_X)
    assert workspace.node(uid).title == tree.inspector.panel.title.text() == "Alle kommer igjen"


def test_keys_of_the_tree_mean_nothing_while_a_title_is_typed(tree: GoalsPage, workspace: Workspace, qtbot) -> None:
    before = [node.uid for node in workspace.children(None)]
    line = rename(tree, "Alle kommer igjen")
    QTest.keyClick(line, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is line
    assert [node.uid for node in workspace.children(None)] == before


def test_ctrl_enter_stores_the_title_and_opens_a_line_below(tree: GoalsPage, workspace: Workspace, qtbot) -> None:
    uid = tree.view.current_uid()
    assert uid is not None
    QTest.keyClick(rename(tree, "Alle kommer igjen"), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tree.view.quick is not None)
    assert workspace.node(uid).title == "Alle kommer igjen"
    assert tree.view.quick.line.hasFocus()


# ---- places --------------------------------------------------------------------------------------------


def test_undoing_a_new_kpi_from_its_own_page_leads_to_the_kpis(window: Window, qtbot) -> None:
    session = window.session
    assert session is not None
    window.go("kpi", session.perform(library.add, "nps"))
    assert window.place == "kpi" and session.ws.all(Kpi)
    session.undo()
    assert not session.ws.all(Kpi) and window.place == "kpis"


def test_the_window_hears_the_mouse_after_going_somewhere(window: Window, qtbot) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.commands.run("go_to")
    palette = window.findChild(GoTo)
    assert palette is not None
    qtbot.waitUntil(palette.isActiveWindow)
    finished = []
    palette.finished.connect(finished.append)
    QTest.keyClick(palette.field, Key.Key_Return)
    QCoreApplication.processEvents()
    assert len(finished) == 1, "closed once, not again while it closes"


def test_a_change_leaves_the_overview_where_it_is_read(window: Window, qtbot) -> None:
    window.go("overview")
    page = window.page()
    assert page is not None and window.session is not None
    for title in ("Ett", "To", "Tre", "Fire", "Fem", "Seks", "Sju", "Åtte", "Ni", "Ti", "Elleve", "Tolv", "Tretten"):
        window.session.perform(goals.add_objective, title, cycle=window.session.cycle.uid)
    window.resize(1024, 640)
    bar = page.main.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 60)
    bar.setValue(50)
    window.session.perform(goals.rename, window.session.ws.children(None)[0].uid, "Et annet navn")
    assert bar.value() == 50
    QCoreApplication.processEvents()
    assert bar.value() == 50


# ---- nothing is left behind ----------------------------------------------------------------------------


def live_objects() -> Counter[str]:
    """Every object of Qt's that Python still holds and that has not been deleted, by its class."""
    deleted()
    gc.collect()
    alive = (each for each in gc.get_objects() if isinstance(each, shiboken6.Object) and shiboken6.isValid(each))
    return Counter(type(each).__name__ for each in alive)


def round_of(window: Window) -> None:
    """Every page shown anew, and all of the window made anew."""
    for place in ("overview", "goals", "kpis", "entry", "review", "history"):
        window.go(place)
        page = window.page()
        assert page is not None
        page.refresh(None)
    window.rebuild()
    QCoreApplication.processEvents()


def test_a_round_of_everything_leaves_nothing_behind(window: Window) -> None:
    round_of(window)
    round_of(window)
    before = live_objects()
    for _round in range(3):
        round_of(window)
    left = live_objects() - before
    of_the_binding = {"QMetaObject"}  # made by PySide for itself; no widget hangs on one
    assert {name: count for name, count in left.items() if count >= 3 and name not in of_the_binding} == {}
