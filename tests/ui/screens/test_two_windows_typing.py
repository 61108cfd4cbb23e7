"""What is being typed in one window of a file stays there, whatever is changed meanwhile in another one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kpidesk.commands import entry, goals
from kpidesk.domain.entities import CheckIn, Kpi, Node
from kpidesk.domain.period import Period
from kpidesk.workspace import Workspace
from tests import own_kpis
from ui.base.page import Page
from ui.base.reach.beside import opened_in
from ui.base.session import Session
from ui.base.theme import Theme
from ui.entry.entry_page import EntryPage
from ui.goals.goals_page import GoalsPage

Show = Callable[[type[Page]], Page]


@pytest.fixture
def here(workspace: Workspace, theme: Theme) -> Session:
    """The session of the window in which somebody types."""
    made = Session(workspace, theme)
    made.hand = workspace.editing.hand()
    return made


@pytest.fixture
def there(workspace: Workspace, theme: Theme) -> Session:
    """The session of the other window."""
    return Session(workspace, theme)


@pytest.fixture
def show(here: Session, qtbot: QtBot) -> Show:
    def show(kind: type[Page]) -> Page:
        page = kind(here)
        here.changed.connect(page.refresh)
        qtbot.addWidget(page)
        page.resize(1256, 800)
        page.refresh(None)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        focus = page.initial_focus()
        assert focus is not None
        focus.setFocus()
        return page

    return show


def uid_of(ws: Workspace, title: str) -> str:
    return next(str(node.uid) for node in _nodes(ws, None) if node.title == title)


def _nodes(ws: Workspace, parent: str | None) -> list[Node]:
    found = ws.children(parent)
    return [*found, *(below for each in found for below in _nodes(ws, each.uid))]


def test_a_title(here: Session, there: Session, show: Show) -> None:
    page = show(GoalsPage)
    assert isinstance(page, GoalsPage)
    uid = uid_of(here.ws, "Et sted folk vil bli")
    page.view.choose(uid)
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = opened_in(page.view)[-1]
    assert editor is not None
    editor.selectAll()
    QTest.keyClicks(editor, "Et godt sted å være")
    there.perform(goals.rename, uid_of(here.ws, "Kundene kommer tilbake"), "Flere kommer tilbake")
    there.perform(goals.add_objective, "Et nytt", cycle=there.cycle.uid if there.cycle else None)
    there.undo()
    assert editor.text() == "Et godt sted å være" and editor.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert here.ws.node(uid).title == "Et godt sted å være"
    assert uid_of(here.ws, "Flere kommer tilbake")


def test_a_title_of_what_the_other_window_deletes(here: Session, there: Session, show: Show) -> None:
    page = show(GoalsPage)
    assert isinstance(page, GoalsPage)
    uid = uid_of(here.ws, "Et sted folk vil bli")
    page.view.choose(uid)
    QTest.keyClick(page.view, Qt.Key.Key_F2)
    editor = opened_in(page.view)[-1]
    assert editor is not None
    QTest.keyClicks(editor, "Borte")
    there.perform(goals.delete, [uid])
    assert here.ws.find_node(uid) is None
    there.undo()
    assert here.ws.node(uid).title == "Et sted folk vil bli"


def test_the_words_of_a_check_in(here: Session, there: Session, show: Show) -> None:
    page = show(GoalsPage)
    assert isinstance(page, GoalsPage)
    nps = uid_of(here.ws, "NPS opp fra 38 til 50")
    page.view.choose(nps)
    panel = page.inspector.panel
    panel.note.setFocus()
    QTest.keyClicks(panel.note, "To gode uker")
    there.perform(goals.rename, nps, "NPS opp fra 38 til 52")
    assert panel.note.text() == "To gode uker"
    QTest.keyClick(panel.picker, Qt.Key.Key_8)
    QTest.keyClick(panel.note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "To gode uker" in {each.note for each in here.ws.all(CheckIn)}


def test_a_number(here: Session, there: Session, show: Show) -> None:
    one, other = (own_kpis.define(here.ws, name=name) for name in ("Salg", "Svinn"))
    page = show(EntryPage)
    assert isinstance(page, EntryPage)
    view = page.current_view()
    assert view is not None
    QTest.keyClick(view.viewport(), "4")
    editor = opened_in(view)[-1]
    QTest.keyClicks(editor, "2")
    inputs = {each.uid: each.inputs[0][1] for each in here.ws.all(Kpi)}
    there.perform(entry.set_value, inputs[one], Period.parse("2025-12"), 7.0)
    there.perform(entry.set_value, inputs[other], Period.parse("2026-02"), 8.0)
    assert editor.text() == "42" and editor.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    values = sorted(str(value) for source in inputs.values() for value in here.ws.series(source).values())
    assert values == ["42.0", "7.0", "8.0"]
