"""A planned quarter in the tree: where goals start, what they aim for, how SMART they are, and nothing judged."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import Qt

from kpidesk.commands import check_ins, cycles, entry, goals
from kpidesk.commands.goals import branches
from kpidesk.domain.entities import Carry, Combine, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.wording.goals import Column
from tests import own_kpis
from ui.base.session import Session
from ui.goals.goal_tree import GoalTree
from ui.goals.goals_page import GoalsPage


@pytest.fixture
def following(session: Session) -> Period:
    """The quarter after this one, with an objective and three key results, in view."""
    ws, after = session.ws, session.period.next()
    top = goals.add_objective(ws, "Flere kommer igjen", cycle=cycles.ensure_cycle(ws, after))
    goals.add_key_result(ws, "NPS opp fra 46 til 55", parent=top)
    goals.add_key_result(ws, "Svinn under 5 %", parent=top)
    goals.add_key_result(ws, "Ny kasse", parent=top, kind=ResultKind.DONE, due=after.first + dt.timedelta(44))
    session.show_period(after)
    return after


def cells(tree: GoalTree, column: Column) -> list[str]:
    return [tree.index_of(uid, column).data() or "" for uid in tree.shown()]


def test_a_planned_row_says_where_it_starts_what_it_aims_for_and_how_smart_it_is(session, following):
    tree = GoalTree(session)
    tree.refresh()
    assert cells(tree, Column.NOW) == ["", "46", "", ""]
    assert cells(tree, Column.TARGET) == ["", "55", "≤ 5\u00a0%", "15.\u00a0mai"]
    assert cells(tree, Column.STATUS) == ["Planlagt"] * 4
    assert [each.endswith("av 5") for each in cells(tree, Column.SMART)] == [False, True, True, True]
    heads = [tree.headerData(column, Qt.Orientation.Horizontal)
             for column in (Column.TARGET, Column.SMART)]  # fmt: skip
    assert heads == ["Målverdi", "SMART"]


def test_a_planned_row_that_follows_a_kpi_says_how_that_stands_now(session, following):
    ws = session.ws
    kpi = own_kpis.define(ws, name="Buketter", combine=Combine.LAST)
    last = Period.containing(ws.today(), Frequency.MONTH).previous()
    entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], last, 31.0)
    top = next(each.uid for each in ws.all(Objective) if each.title == "Flere kommer igjen")
    uid = goals.add_key_result(ws, "Buketter fra 20 til 60", parent=top, start=20.0, target=60.0, kpi=kpi)
    tree = GoalTree(session)
    tree.refresh()
    assert tree.index_of(uid, Column.NOW).data() == "31", "the sentence says 20"


def test_columns_follow_the_cycle_in_view(session, following, qtbot):
    page = GoalsPage(session)
    qtbot.addWidget(page)
    page.resize(1400, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.view.fit(1440)
    shown = {column for column in Column if not page.view.isColumnHidden(column)}
    assert shown == {Column.TITLE, Column.NOW, Column.TARGET, Column.STATUS, Column.SMART, Column.OWNER}
    assert page.view.columnWidth(Column.STATUS) >= 156
    session.show_period(following.previous())
    page.refresh(None)
    shown = {column for column in Column if not page.view.isColumnHidden(column)}
    assert shown == {Column.TITLE, Column.NOW, Column.PROGRESS, Column.STATUS, Column.CONFIDENCE, Column.OWNER}


def test_the_panel_of_a_planned_goal_has_no_bar_no_warning_and_says_when_it_begins(session, following, qtbot):
    page = GoalsPage(session)
    qtbot.addWidget(page)
    uids = list(page.tree.shown())
    page.view.choose(uids[1])
    panel = page.inspector.panel
    assert panel.share.text() == "begynner 1.\u00a0april" and panel.bullet.isHidden()
    assert not any(row._warns for row in panel.smart.rows)
    page.view.choose(uids[0])
    panel = page.inspector.panel
    assert panel.begins.text() == "begynner 1.\u00a0april" and panel.now.isHidden() and panel.bullet.isHidden()


def test_an_objective_runs_for_the_year_from_its_panel_and_is_tagged_in_each_quarter(session, following, qtbot):
    page = GoalsPage(session)
    session.changed.connect(page.refresh)
    qtbot.addWidget(page)
    uid = next(iter(page.tree.shown()))
    page.view.choose(uid)
    runs = page.inspector.panel.runs
    names = [runs.itemText(n) for n in range(runs.count())]
    assert names == ["Hele 2026", "2. kvartal 2026"] and runs.currentIndex() == 1
    runs.setCurrentIndex(0)
    runs.activated.emit(0)
    year = Period.containing(following.first, Frequency.YEAR)
    assert session.ws.get(Objective, uid).cycle == cycle_at(session.ws, year).uid
    session.show_period(following.previous())
    page.refresh(None)
    assert uid in page.tree.shown()
    session.ws.undo()
    assert session.ws.get(Objective, uid).cycle == cycle_at(session.ws, following).uid


def test_a_planned_objective_says_what_it_goes_on_with_and_how_far_that_has_come(session, following, qtbot):
    ws = session.ws
    nps = next(each for each in ws.all(KeyResult) if each.title.startswith("NPS opp fra 38"))
    check_ins.check_in(ws, nps.uid, value=44.0)
    fresh = branches.carry(ws, nps.uid, cycle_at(ws, following).uid, Carry.KEEP)
    page = GoalsPage(session)
    qtbot.addWidget(page)
    page.view.choose(ws.get(KeyResult, fresh).parent)
    panel = page.inspector.panel
    assert panel.carried.text().startswith("fra 1. kvartal 2026, nå ") and not panel.carried_row.isHidden()
    page.view.choose(next(iter(page.tree.shown())))
    assert page.inspector.panel.carried_row.isHidden(), "this one begins here"


def test_whoever_starts_the_quarter_goes_on_in_its_goals(session, following, qtbot):
    session.show_period(following)
    page = GoalsPage(session)
    qtbot.addWidget(page)
    page.refresh(None)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.planned.button.setFocus()
    qtbot.waitUntil(page.planned.button.hasFocus)
    page.planned.button.click()
    page.refresh(None)
    assert page.planned.isHidden() and page.focusWidget() is page.view
