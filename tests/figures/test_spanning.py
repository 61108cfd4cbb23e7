"""Objectives of a year with those of the quarters under them: seen in each quarter, judged by the measured."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import check_ins, cycles, goals
from kpidesk.commands.goals import branches, sentences
from kpidesk.domain.entities import Carry, Cycle, Frozen, KeyResult, Objective
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.errors import RuleBroken
from kpidesk.figures import explain_goal, goal_book, goal_figures
from kpidesk.figures.cycle_list import looked_at, neighbour, preceding, under_way
from kpidesk.figures.goals.course import course
from kpidesk.reading.goals import read_goal
from kpidesk.wording.goals import row_spoken, tags
from kpidesk.workspace import Workspace
from tests.clocks import Clock

YEAR, Q1, Q2 = (Period.parse(each) for each in ("2026", "2026-Q1", "2026-Q2"))


@pytest.fixture
def clock():
    return Clock(dt.date(2026, 1, 5))


@pytest.fixture
def year(ws):
    """An objective of the year with a key result of its own, and an objective under it in each of two quarters."""
    top = goals.add_objective(ws, "Sell more", cycle=cycles.ensure_cycle(ws, YEAR))
    goals.add_key_result(ws, "Sales from 0 to 100", parent=top)
    for quarter, title in ((Q1, "Cafés"), (Q2, "Web shop")):
        under = goals.add_objective(ws, title, parent=top, cycle=cycles.ensure_cycle(ws, quarter))
        goals.add_key_result(ws, f"{title} from 0 to 10", parent=under)
    return top


def result(ws: Workspace, title: str) -> str:
    return next(each.uid for each in ws.all(KeyResult) if each.title.startswith(title))


def seen(ws: Workspace, period: Period, day: dt.date):
    """What is seen in a cycle, by title."""
    cycle = looked_at(ws, period)
    assert cycle is not None
    return {each.node.title: each for root in goal_figures(ws, cycle, day) for each in root.everything()}


def test_a_quarter_shows_the_years_objectives_and_under_them_its_own(ws, clock, year):
    first, second = seen(ws, Q1, clock.day), seen(ws, Q2, clock.day)
    assert list(first) == ["Sell more", "Sales from 0 to 100", "Cafés", "Cafés from 0 to 10"]
    assert list(second) == ["Sell more", "Sales from 0 to 100", "Web shop", "Web shop from 0 to 10"]
    assert set(seen(ws, YEAR, clock.day)) == {*first, *second}
    with text.using("nb"):
        assert tags(ws, second["Sell more"]) == ["hele 2026"] and tags(ws, second["Web shop"]) == []
        assert row_spoken(ws, second["Sell more"]).startswith("Sell more, hele 2026, ")
    with text.using("en"):
        assert tags(ws, first["Sell more"]) == ["all of 2026"]


def test_the_years_status_is_told_by_its_measured_children_and_the_same_everywhere(ws, clock, year):
    clock.day = dt.date(2026, 3, 16)
    check_ins.check_in(ws, result(ws, "Sales"), value=20.0, confidence=7)
    looks = [seen(ws, each, clock.day)["Sell more"] for each in (Q1, Q2, YEAR)]
    assert {each.status for each in looks} == {Status.ON_TRACK}
    assert [(each.progress.score, each.judged) for each in looks] == [(pytest.approx(0.2 / 3), pytest.approx(0.2))] * 3
    planned = seen(ws, Q2, clock.day)
    assert planned["Web shop"].status is planned["Web shop from 0 to 10"].status is Status.PLANNED
    assert planned["Sell more"].waiting == 2
    with text.using("en"):
        steps = [
            str(step) for step in explain_goal(planned["Sell more"], ws.get(Cycle, cycles.cycle_uid(YEAR)), clock.day)
        ]
    assert len([step for step in steps if "of 3 =" in step]) == 3, "what is counted is told, shown here or not"


def test_nothing_of_a_planned_quarter_is_ever_judged(ws, clock, year):
    for uid in (result(ws, "Web shop"), result(ws, "Cafés")):
        check_ins.check_in(ws, uid, value=1.0, confidence=1)
    assert {each.status for title, each in seen(ws, Q2, clock.day).items() if "Web" in title} == {Status.PLANNED}


def test_closing_a_quarter_freezes_only_what_belongs_to_it(ws, clock, year):
    check_ins.check_in(ws, result(ws, "Cafés"), value=7.0)
    clock.day = dt.date(2026, 4, 1)
    cycles.close(ws, cycles.cycle_uid(Q1))
    frozen = {ws.node(each.node).title for each in ws.all(Frozen)}
    assert frozen == {"Cafés", "Cafés from 0 to 10"}
    clock.day = dt.date(2026, 4, 20)
    check_ins.check_in(ws, result(ws, "Sales"), value=50.0)
    assert seen(ws, Q1, clock.day)["Sales from 0 to 100"].current is None, (
        "a closed quarter tells the year as it was then"
    )
    assert seen(ws, Q2, clock.day)["Sales from 0 to 100"].current == 50.0
    assert seen(ws, Q2, clock.day)["Sell more"].progress.score == pytest.approx((0.5 + 0.7 + 0.0) / 3)
    with pytest.raises(RuleBroken):
        check_ins.check_in(ws, result(ws, "Cafés"), value=9.0)


def test_an_objective_runs_for_the_year_and_back_in_one_step_of_undo(ws):
    top = goals.add_objective(ws, "Sell more", cycle=cycles.ensure_cycle(ws, Q1))
    under = goals.add_objective(ws, "Cafés", parent=top)
    goals.add_key_result(ws, "Sales from 0 to 9", parent=top, due=dt.date(2026, 2, 1))
    cycles.in_cycle(ws, YEAR, branches.run_for, top)
    assert ws.get(Objective, top).cycle == cycles.cycle_uid(YEAR)
    assert cycles.cycle_of(ws, under) == cycles.cycle_uid(Q1), "what stands under it stays in its quarter"
    assert ws.get(KeyResult, result(ws, "Sales")).due == dt.date(2026, 2, 1)
    cycles.in_cycle(ws, Q2, branches.run_for, top)
    assert ws.get(KeyResult, result(ws, "Sales")).due is None, "a deadline outside would mean nothing"
    for _each in range(2):
        ws.undo()
    assert ws.get(Objective, top).cycle == cycles.cycle_uid(Q1)
    assert ws.find(Cycle, cycles.cycle_uid(YEAR)) is None


def test_what_goes_on_in_the_next_quarter_stays_under_the_objective_of_the_year(ws, year):
    cafes = result(ws, "Cafés")
    fresh = branches.carry(ws, cafes, cycles.cycle_uid(Q2), Carry.KEEP)
    above = ws.get(Objective, ws.get(KeyResult, fresh).parent)
    assert (above.title, above.parent, above.cycle) == ("Cafés", year, cycles.cycle_uid(Q2))
    moved = ws.get(KeyResult, cafes).parent
    branches.move_to_cycle(ws, [moved], cycles.cycle_uid(Q2))
    assert ws.get(Objective, moved).parent == year


def test_the_years_goals_are_seen_in_a_quarter_that_nobody_has_begun(ws, clock):
    goals.add_objective(ws, "Sell more", cycle=cycles.ensure_cycle(ws, YEAR))
    assert under_way(ws, clock.day) == Q1
    assert list(seen(ws, Q1, clock.day)) == ["Sell more"] and looked_at(ws, Period.parse("2025-Q4")) is None


def test_the_year_is_nobodys_neighbour(ws, year):
    assert (neighbour(ws, Q2, -1), neighbour(ws, Q1, 1), preceding(ws, Q2)) == (Q1, Q2, Q1)
    assert neighbour(ws, Period.parse("2025-Q4"), 1) == Q1


def test_the_book_keeps_up_with_what_is_counted_and_not_shown(ws, clock, year):
    cycle = ws.get(Cycle, cycles.cycle_uid(Q2))
    before = goal_book(ws).roots(cycle, clock.day)
    assert [each.node.title for root in before for each in root.elsewhere] == ["Cafés"]
    check_ins.check_in(ws, result(ws, "Cafés"), value=9.0)
    renewed = goal_book(ws).roots(cycle, clock.day)
    assert renewed == goal_figures(ws, cycle, clock.day) and renewed[0].progress.score == pytest.approx(0.3)


def test_the_years_curve_counts_every_quarter(ws, clock, year):
    for n, title in enumerate(("Cafés", "Sales"), 1):
        clock.day = dt.date(2026, 1, 5 + 7 * n)
        check_ins.check_in(ws, result(ws, title), value=5.0)
    top = seen(ws, Q2, clock.day)["Sell more"]
    curve = course(ws, top, ws.get(Cycle, cycles.cycle_uid(YEAR)), clock.day)
    assert curve.known == 2 and curve.points[-1].score == top.progress.score == pytest.approx(0.55 / 3)
    assert curve.last == dt.date(2026, 12, 31)


def test_a_sentence_under_the_years_objective_makes_one_of_the_quarter_in_view(ws, clock, year):
    read = sentences.ground(ws, Q2, clock.day)
    uid = sentences.add_goal(ws, read_goal("Hotels come back", read), cycle=Q2, parent=year)
    assert ws.get(Objective, uid).cycle == cycles.cycle_uid(Q2) and ws.get(Objective, uid).parent == year
