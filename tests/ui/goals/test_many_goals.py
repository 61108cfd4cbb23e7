"""A tree of very many goals changes in one go, asks for what it draws, and leaves hand and eye where they are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest

from kpidesk.commands import goals
from kpidesk.domain.entities import KeyResult, Objective
from kpidesk.text import msg
from kpidesk.workspace import new_uid
from tests.ui.conftest import Clock
from tests.ui.prepared import filled_up
from ui.base.reach.beside import opened_in
from ui.goals import outline
from ui.goals.goals_page import GoalsPage

MANY = 300
DRAWN = 40 * 3
"""Rows that a window has room for, drawn three times at most: each whole, and far fewer than the tree has."""
Key = Qt.Key


@pytest.fixture(scope="module")
def small_bakery(small_bakery, tmp_path_factory):
    return filled_up(small_bakery, tmp_path_factory.mktemp("many"), "Kari Solberg", Clock(), _fill)


def _fill(ws):
    """Thirty more objectives with ten key results each."""
    top = ws.children(None)[0]
    with ws.transaction(msg("fill")) as change:
        for a in range(30):
            inner = change.add(Objective(new_uid(), top.uid, f"a9{a:03}1", f"Inner {a}"))
            for n in range(MANY // 30):
                change.add(KeyResult(new_uid(), inner, f"a{n:03}1", f"Result {a}.{n}", start=0.0, target=10.0))


@pytest.fixture
def page(session, qtbot):
    made = GoalsPage(session)
    session.changed.connect(made.refresh)
    qtbot.addWidget(made)
    made.resize(1256, 700)
    with qtbot.waitExposed(made):
        made.show()
    return made


def uid_of(ws, title):
    return next(each.uid for kind in (KeyResult, Objective) for each in ws.all(kind) if each.title == title)


@pytest.fixture
def told(page):
    """What the view is told of the rows."""
    found = []
    for name in ("layoutChanged", "modelReset", "rowsInserted", "rowsRemoved", "rowsMoved"):
        getattr(page.tree, name).connect(lambda *_rows, name=name: found.append(name))
    return found


def asked(page, monkeypatch, act, qapp):
    """How often somebody asks for what stands in a row."""
    count = []
    plain = page.tree.figures_of
    monkeypatch.setattr(page.tree, "figures_of", lambda index: count.append(1) or plain(index))
    act()
    qapp.processEvents()
    monkeypatch.undo()
    return len(count)


def test_a_letter_is_one_change_of_the_rows_and_draws_what_is_in_view(page, told, monkeypatch, qapp):
    assert asked(page, monkeypatch, lambda: QTest.keyClicks(page.search, "7"), qapp) < DRAWN
    assert told == ["layoutChanged"]
    told.clear()
    assert asked(page, monkeypatch, page._clear_filter, qapp) < DRAWN
    assert told == ["layoutChanged"]
    assert len(list(page.tree.shown())) > MANY


def test_a_letter_that_hides_nothing_changes_no_row(page, told):
    page.search.setText("e")
    before = list(page.tree.shown())
    told.clear()
    page.search.setText("e ")
    assert told == [] and list(page.tree.shown()) == before


def test_rows_that_stay_in_view_are_moved_and_not_drawn_anew(page, monkeypatch, qapp):
    """What is drawn are three rows that come into sight at most, and one that the pointer is on now."""
    bar, view = page.view.verticalScrollBar(), page.view.viewport()
    before = view.grab().toImage()
    assert 0 < asked(page, monkeypatch, lambda: bar.setValue(64), qapp) <= 4 * 7
    moved = page.grab(QRect(view.mapTo(page, QPoint(0, 0)), view.size())).toImage()
    assert moved.copy(0, 0, view.width(), 64) == before.copy(0, 64, view.width(), 64)


def test_a_move_is_one_change_of_the_rows_and_words_the_goals_beside_it_and_above(
    page, told, workspace, monkeypatch, qapp
):
    page.view.choose(uid_of(workspace, "Result 12.3"))
    qapp.processEvents()
    told.clear()
    worded, plain = [], outline.state_word
    monkeypatch.setattr(outline, "state_word", lambda figures: worded.append(1) or plain(figures))
    alt = Qt.KeyboardModifier.AltModifier
    assert asked(page, monkeypatch, lambda: QTest.keyClick(page.view, Key.Key_Down, alt), qapp) < DRAWN
    assert told == ["layoutChanged"]
    assert 0 < len(worded) < MANY / 4
    assert page.view.current_uid() == uid_of(workspace, "Result 12.3")


def test_search_keeps_what_is_chosen_and_what_is_folded(page, workspace):
    folded, chosen = uid_of(workspace, "Inner 3"), uid_of(workspace, "Result 7.7")
    page.view.collapse(page.tree.index_of(folded))
    page.view.choose(chosen)
    QTest.keyClicks(page.search, "7.7")
    assert page.view.current_uid() == chosen and page.view.chosen() == [chosen]
    page.view.collapse(page.tree.index_of(uid_of(workspace, "Inner 7")))
    page.search.setText("7.")
    assert page.view.isExpanded(page.tree.index_of(uid_of(workspace, "Inner 7"))), "a search shows what it finds"
    page.search.setText("3.3")
    assert page.view.isExpanded(page.tree.index_of(folded)), "also where it was folded by hand"
    page._clear_filter()
    assert page.view.current_uid() == chosen and page.view.chosen() == [chosen]
    assert not page.view.isExpanded(page.tree.index_of(folded))
    assert page.view.isExpanded(page.tree.index_of(uid_of(workspace, "Inner 4")))


def test_a_title_being_typed_stays_while_very_much_changes(page, workspace):
    page.view.choose(uid_of(workspace, "Result 7.7"))
    page.rename()
    line = opened_in(page.view)[-1]
    line.selectAll()
    QTest.keyClicks(line, "Half a ti")
    inner = uid_of(workspace, "Inner 5")
    with workspace.transaction(msg("a colleague's changes")) as change:
        for n in range(MANY):
            change.add(KeyResult(new_uid(), inner, f"b0{n:03}1", f"New {n}", start=0.0, target=1.0))
    goals.move(workspace, uid_of(workspace, "Result 7.7"), uid_of(workspace, "Inner 9"), 0)
    assert opened_in(page.view)[-1] is line and line.text() == "Half a ti"
    QTest.keyClicks(line, "tle")
    QTest.keyClick(line, Key.Key_Return)
    assert uid_of(workspace, "Half a title")


def test_a_line_for_a_new_goal_stays_while_very_much_changes(page, workspace):
    page.view.choose(uid_of(workspace, "Result 7.7"))
    page.lines.sibling()
    line = page.view.quick.line
    QTest.keyClicks(line, "Half a ti")
    goals.delete(workspace, [uid_of(workspace, f"Inner {n}") for n in range(6)])
    assert page.view.quick is not None and page.view.quick.line is line and line.isVisible()
    QTest.keyClicks(line, "tle")
    QTest.keyClick(line, Key.Key_Return)
    assert workspace.node(uid_of(workspace, "Half a title")).parent == uid_of(workspace, "Inner 7")


def test_when_the_chosen_goal_goes_its_neighbour_is_chosen(page, workspace):
    page.view.choose(uid_of(workspace, "Result 7.7"))
    goals.delete(workspace, [uid_of(workspace, "Result 7.7")])
    assert page.view.current_uid() == uid_of(workspace, "Result 7.6")
    goals.delete(workspace, [uid_of(workspace, "Inner 7")])
    assert page.view.current_uid() == uid_of(workspace, "Inner 6")


def test_a_choice_that_a_search_hides_comes_back_with_its_row(page, workspace):
    chosen = uid_of(workspace, "Result 7.7")
    page.view.choose(chosen)
    QTest.keyClicks(page.search, "12.1")
    assert page.view.current_uid() is None
    page._clear_filter()
    assert page.view.current_uid() == chosen


def test_the_choice_is_found_again_after_a_look_at_another_quarter(page, workspace, session):
    session.cycle_changed.connect(lambda: page.refresh(None))
    chosen = uid_of(workspace, "Result 7.7")
    page.view.choose(chosen)
    session.show_neighbour(-1)
    assert page.view.current_uid() is None
    session.show_neighbour(1)
    assert page.view.current_uid() == chosen
