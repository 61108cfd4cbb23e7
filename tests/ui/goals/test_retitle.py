"""A new title typed in the tree or beside it: what it says of the measure is asked for, and taken in one step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import KeyResult
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.ui.conftest import Clock
from ui.base.reach.beside import opened_in
from ui.base.session import Session
from ui.goals.goals_page import GoalsPage
from ui.goals.retitle import Retitle

Key = Qt.Key


@pytest.fixture
def page(tmp_path, theme, qtbot):
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), clock=Clock()) as ws,
        ws.sharing.holding(),
    ):
        session = Session(ws, theme)
        top = goals.add_objective(ws, "Flere faste kunder", cycle=cycles.ensure_cycle(ws, session.period))
        goals.add_key_result(ws, "Avtaler fra 12 til 20", parent=top)
        made = GoalsPage(session)
        qtbot.addWidget(made)
        session.changed.connect(made.refresh)
        made.resize(1440, 900)
        made.show()
        made.view.choose(ws.all(KeyResult)[0].uid)
        yield made


def typed_over(page: GoalsPage, words: str) -> Retitle:
    """F2, the words, Enter; gives the question."""
    page.rename()
    editor = opened_in(page.view)[-1]
    editor.selectAll()
    QTest.keyClicks(editor, words)
    QTest.keyClick(editor, Key.Key_Return)
    return page.findChild(Retitle)


def result(page: GoalsPage) -> KeyResult:
    return page.session.ws.all(KeyResult)[0]


def test_enter_takes_title_and_target_in_one_step(page, qtbot):
    asked = typed_over(page, "Avtaler fra 12 til 19")
    assert "20 → 19" in asked.words.text() and asked.both.isDefault()
    assert result(page).title == "Avtaler fra 12 til 20", "nothing is changed before the answer"
    QTest.keyClick(asked, Key.Key_Return)
    assert (result(page).title, result(page).target) == ("Avtaler fra 12 til 19", 19)
    page.session.undo()
    assert (result(page).title, result(page).target) == ("Avtaler fra 12 til 20", 20)


def test_the_numbers_can_stay_as_they_are(page):
    typed_over(page, "Avtaler fra 12 til 19").only.click()
    assert (result(page).title, result(page).target) == ("Avtaler fra 12 til 19", 20)


def test_escape_changes_nothing(page):
    QTest.keyClick(typed_over(page, "Avtaler fra 12 til 19"), Key.Key_Escape)
    assert (result(page).title, result(page).target) == ("Avtaler fra 12 til 20", 20)


def test_the_panel_beside_the_tree_asks_the_same(page):
    field = page.inspector.panel.title
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "Avtaler fra 12 til 19")
    QTest.keyClick(field, Key.Key_Return)
    asked = page.findChild(Retitle)
    assert field.text() == "Avtaler fra 12 til 20", "the field shows what is stored until there is an answer"
    asked.both.click()
    assert result(page).target == 19 and field.text() == "Avtaler fra 12 til 19"


def test_a_title_without_new_numbers_is_taken_at_once(page):
    assert typed_over(page, "Faste avtaler fra 12 til 20") is None
    assert result(page).title == "Faste avtaler fra 12 til 20"


def test_a_target_typed_beside_the_tree_is_written_into_the_title(page):
    page.inspector.panel.target.setText("25")
    page.inspector.panel.target.editingFinished.emit()
    assert (result(page).title, result(page).target) == ("Avtaler fra 12 til 25", 25)
