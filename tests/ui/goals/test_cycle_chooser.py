"""The chooser of cycles: what the file has and the next ones, something always ticked, no goal out of reach."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kpidesk import text
from kpidesk.commands import cycles, goals, people
from kpidesk.domain.entities import Cycle, Objective
from kpidesk.domain.period import Frequency, Period
from ui.app.rail import Rail
from ui.base.session import Session
from ui.goals.goal_actions import GoalActions
from ui.goals.goal_tree import GoalTree

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")


@pytest.fixture
def rail(session, qtbot):
    made = Rail(session, "Kari")
    qtbot.addWidget(made)
    session.cycle_changed.connect(made.show_quarter)
    return made


def choice(rail) -> tuple[list[str], list[str]]:
    """The names offered and those ticked."""
    rail._quarter.menu().aboutToShow.emit()
    offered = [(each.text().split("\t")[0], each.isChecked()) for each in rail._quarter.menu().actions()]
    return [name for name, _ticked in offered], [name for name, ticked in offered if ticked]


def test_each_cycle_says_whether_it_is_planned_running_or_closed(session, rail, workspace):
    before, after = (cycles.ensure_cycle(workspace, session.period.next(by)) for by in (-1, 1))
    cycles.close(workspace, before, day=workspace.today())
    assert workspace.find(Cycle, after) is not None
    rail._quarter.menu().aboutToShow.emit()
    told = dict(each.text().split("\t") for each in rail._quarter.menu().actions() if "\t" in each.text())
    assert told == {"2. kvartal 2026": "planlagt", "1. kvartal 2026": "pågår", "4. kvartal 2025": "avsluttet"}


def test_the_names_begin_on_the_left_with_what_each_is_after_them(rail):
    assert rail._quarter.menu().layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_an_empty_file_offers_this_quarter_the_last_and_the_year_ahead(session, rail):
    quarters = ((1, 2027), (4, 2026), (3, 2026), (2, 2026), (1, 2026), (4, 2025))
    names = [f"{n}. kvartal {year}" for n, year in quarters]
    assert choice(rail) == (names, ["1. kvartal 2026"])


def test_the_arrows_begin_at_the_cycle_in_view(session, rail):
    menu = rail._quarter.menu()
    menu.popup(rail.pos())
    assert menu.activeAction().isChecked()
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert session.period == Q2


def test_old_cycles_with_goals_stay_however_old(session, rail, workspace):
    old = Period.parse("2019-Q3")
    goals.add_objective(workspace, "Gammelt", cycle=cycles.ensure_cycle(workspace, old))
    names, _ticked = choice(rail)
    assert names[-1] == "3. kvartal 2019"
    rail._quarter.menu().actions()[-1].trigger()
    assert session.period == old and choice(rail)[1] == ["3. kvartal 2019"]


def test_something_is_ticked_after_another_length_and_its_undo(session, rail, workspace):
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(session.ws, session.period))
    people.set_company(workspace, cycle_length=Frequency.HALF_YEAR)
    names, ticked = choice(rail)
    assert ticked == ["1. kvartal 2026"] and "1. halvår 2026" in names, "the goals of today stay in view"
    session.show_period(Period.parse("2026-H1"))
    assert rail._quarter.text() == "1. halvår 2026"
    with text.using("en"):
        rail.show_quarter()
        assert rail._quarter.text() == "Half-year 1, 2026"
    session.undo()
    assert choice(rail)[1] == ["1. kvartal 2026"] and rail._quarter.text() == "1. kvartal 2026"


def test_without_goals_today_the_cycle_of_the_new_length_comes_into_view_and_goes_with_its_undo(
    session, rail, workspace
):
    goals.delete(workspace, [each.uid for each in workspace.all(Objective)])
    people.set_company(workspace, cycle_length=Frequency.HALF_YEAR)
    assert choice(rail)[1] == ["1. halvår 2026"]
    session.undo()
    assert choice(rail)[1] == ["1. kvartal 2026"]
    session.redo()
    assert choice(rail)[1] == ["1. halvår 2026"]


def test_the_goals_of_today_are_in_view_after_another_fiscal_year_and_the_next_morning(session, workspace, theme):
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(session.ws, session.period))
    people.set_company(workspace, fiscal_year_start=2)
    assert session.current_period() == Period.parse("2026-02..2026-04") and session.period == Q1
    assert Session(workspace, theme).period == Q1
    cycles.close(workspace, cycles.cycle_uid(Q1))
    assert Session(workspace, theme).period == session.current_period()


def test_a_cycle_looked_back_at_stays_in_view_through_another_fiscal_year(session, rail, workspace):
    old = Period.parse("2025-Q3")
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(workspace, old))
    session.show_period(old)
    people.set_company(workspace, fiscal_year_start=2)
    names, ticked = choice(rail)
    assert ticked == ["Juli–sep. 2025"] and session.period == old
    assert "1. kvartal 2026/27 (feb.–april 2026)" in names


def test_a_cycle_taken_back_under_its_goals_is_still_there_and_begins_again(session, rail, workspace):
    objective = goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(workspace, Q2))
    begun = next(each for each in workspace.history.entries() if each.label.text == "create a cycle")
    workspace.undoing.revert(begun.ref)
    assert workspace.find(Cycle, cycles.cycle_uid(Q2)) is None
    session.show_period(Q2)
    tree = GoalTree(session)
    tree.refresh()
    assert tree.rowCount() == 1 and choice(rail)[1] == ["2. kvartal 2026"]
    cycles.ensure_cycle(session.ws, session.period)
    assert workspace.find(Cycle, cycles.cycle_uid(Q2)) is not None
    assert workspace.node(objective).cycle == cycles.cycle_uid(Q2)


def test_stepping_passes_no_cycle_of_the_file(session, workspace):
    for key in ("2025-Q4", "2026-Q1"):
        goals.add_objective(workspace, key, cycle=cycles.ensure_cycle(workspace, Period.parse(key)))
    people.set_company(workspace, cycle_length=Frequency.HALF_YEAR)
    session.show_period(session.current_period())
    seen = []
    for _step in range(4):
        seen.append(session.period.key())
        session.show_neighbour(-1)
    assert seen == ["2026-H1", "2026-Q1", "2025-Q4", "2025-H2"]
    for _step in range(4):
        session.show_neighbour(1)
    assert session.period == Period.parse("2026-H1")


def test_goals_move_to_any_open_cycle_of_the_file(session, workspace, qtbot):
    closed = cycles.ensure_cycle(workspace, Period.parse("2025-Q4"))
    cycles.close(workspace, closed)
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(session.ws, session.period))
    people.set_company(workspace, cycle_length=Frequency.YEAR)
    session.show_period(session.current_period())
    offered = GoalActions(session, None)._periods()
    assert list(offered.values()) == ["1. kvartal 2026", "2027"]


def test_when_a_planned_cycle_begins_is_read_to_the_end(session, rail):
    rail.show()
    for period in session.choosable_cycles():
        session.show_period(period)
        assert rail._caption.minimumSizeHint().width() <= rail._caption.width(), rail._caption.text()


@pytest.mark.parametrize("length", [Frequency.QUARTER, Frequency.TERTIAL, Frequency.HALF_YEAR, Frequency.YEAR])
def test_a_narrow_rail_names_the_cycle_whole_and_tells_the_rest_when_asked(session, rail, workspace, length):
    goals.add_objective(workspace, "Vokse", cycle=cycles.ensure_cycle(session.ws, session.period))
    people.set_company(workspace, fiscal_year_start=2, cycle_length=length)
    rail.show()
    rail.fit((True, True), low=True)
    for period, name in ((Q1, "Jan.–mars 2026"), (session.current_period(), "")):
        session.show_period(period)
        button = rail._quarter
        assert button.fontMetrics().horizontalAdvance(button.text()) <= button.width(), button.text()
        assert name in button.toolTip() and button.toolTip() != button.text()
