"""What goes on in the next cycle: all at once, under another objective, with its milestones; what is left undecided."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals, reviews
from kpidesk.commands.goals import branches, milestones
from kpidesk.domain.entities import Carry, Cycle, KeyResult, Kpi, Objective, ResultKind, Section
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.errors import RuleBroken
from kpidesk.figures import goal_figures, goals_at_close
from kpidesk.figures.goals.undecided import undecided, unfinished
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.clocks import Clock

Q4, Q1, Q2 = (Period.parse(each) for each in ("2025-Q4", "2026-Q1", "2026-Q2"))


@pytest.fixture
def clock():
    return Clock(dt.date(2026, 1, 5))


@pytest.fixture
def top(ws):
    return goals.add_objective(ws, "Customers come back", cycle=cycles.ensure_cycle(ws, Q1))


@pytest.fixture
def after(ws):
    return cycles.ensure_cycle(ws, Q2)


def titles(ws: Workspace, parent: str) -> list[str]:
    return [each.title for each in ws.children(parent) if isinstance(each, KeyResult)]


def test_all_go_on_in_one_step_and_their_numbers_follow(ws, clock, top, after):
    nps = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    calls = goals.add_key_result(ws, "Calls from 0 to 20", parent=top)
    check_ins.check_in(ws, nps, value=46.0)
    found = branches.keep_all(ws, [(nps, 46.0), (calls, None)], after)
    next_top = ws.get(KeyResult, found[0]).parent
    assert titles(ws, next_top) == ["NPS from 46 to 50", "Calls from 0 to 20"]
    assert [ws.get(KeyResult, uid).start for uid in found] == [46.0, 0.0]
    assert ws.get(Objective, next_top).carried_from == top
    ws.undo()
    assert ws.children(next_top) == [] and ws.get(KeyResult, nps).carried is None


def test_it_goes_on_from_the_number_as_it_was_typed_and_from_a_computed_one_as_it_is_told(ws, top, after):
    for ended, title in ((6.25, "Waste from 6.25 % to 4 %"), (19 / 3, "Waste from 6.3 % to 4 %")):
        uid = goals.add_key_result(ws, "Waste from 8.5 % to 4 %", parent=top)
        fresh = branches.carry(ws, uid, after, Carry.KEEP, start=ended)
        assert (ws.get(KeyResult, fresh).title, ws.get(KeyResult, fresh).start) == (title, ended)


def test_it_goes_on_from_no_number_that_is_hidden_nor_from_an_older_one_that_is_shown(ws, clock, top, after):
    heads, kpi = (own_kpis.define(ws, name=name, frequency=Frequency.MONTH) for name in ("Heads", "Waste"))
    months = [Period.parse(f"2026-0{n}") for n in (1, 2, 3)]
    for uid, numbers in ((kpi, (8.5, 6.25, 5.5)), (heads, (9.0, 9.0, 4.0))):
        for month, value in zip(months, numbers, strict=True):
            entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], month, value)
    uid = goals.add_key_result(ws, "Waste from 8.5 to 4", parent=top, kpi=kpi)
    early = branches.carry(ws, uid, after, Carry.KEEP, start=5.5)
    clock.day = dt.date(2026, 4, 2)
    figures = goal_figures(ws, ws.get(Cycle, after), clock.day)[0].children
    assert [(each.start, each.node.start) for each in figures] == [(5.5, 5.5)]
    own_kpis.edit(ws, kpi, sensitive=True, group=ws.get(Kpi, heads).inputs[0][1])
    figures = goal_figures(ws, ws.get(Cycle, after), clock.day)[0].children
    assert [(each.start, each.node.start, each.status) for each in figures] == [(None, None, Status.HIDDEN)]
    assert ws.get(KeyResult, early).start == 5.5, "the file keeps what was carried before"
    goals.delete(ws, [ws.get(KeyResult, early).parent])
    found = ws.get(KeyResult, branches.keep_all(ws, [(uid, 6.25)], after)[0])
    assert (found.title, found.start) == ("Waste to 4", None)
    (line,) = goal_figures(ws, ws.get(Cycle, after), clock.day)[0].children
    assert (line.start, line.progress.score, line.status) == (None, None, Status.HIDDEN)
    entry.set_value(ws, ws.get(Kpi, heads).inputs[0][1], months[2], 9.0)
    (line,) = goal_figures(ws, ws.get(Cycle, after), clock.day)[0].children
    assert (line.start, line.masked) == (5.5, None), "it reads it itself, once it is shown"


def test_a_number_that_is_none_of_the_measure_stays_in_the_title(ws, top, after):
    uid = goals.add_key_result(ws, "Raise 24/7 service from 40 to 50", parent=top, start=40.0, target=50.0)
    fresh = branches.carry(ws, uid, after, Carry.CHANGE, "More", start=45.0, target=60.0)
    assert ws.get(KeyResult, fresh).title == "Raise 24/7 service from 45 to 60"


def test_it_joins_an_objective_that_is_planned_already_and_moves_when_told_another(ws, top, after):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    other = goals.add_objective(ws, "A place people stay", cycle=after)
    fresh = branches.carry(ws, uid, after, Carry.KEEP, under=other)
    assert ws.get(KeyResult, fresh).parent == other
    assert [each.title for each in ws.all(Objective) if each.cycle == after] == ["A place people stay"]
    third = goals.add_objective(ws, "A third", cycle=after)
    assert branches.carry(ws, uid, after, Carry.KEEP, under=third) == fresh
    assert ws.get(KeyResult, fresh).parent == third
    with pytest.raises(RuleBroken):
        branches.carry(ws, uid, after, Carry.KEEP, under=top)


def test_milestones_that_are_left_go_along_without_their_dates(ws, top, after):
    uid = goals.add_key_result(ws, "The shop is open", parent=top, kind=ResultKind.MILESTONES, due=dt.date(2026, 3, 1))
    first = milestones.add(ws, uid, "Lease", due=dt.date(2026, 2, 1))
    milestones.add(ws, uid, "Paint", due=dt.date(2026, 3, 1), weight=2.0)
    milestones.reach(ws, first)
    fresh = branches.carry(ws, uid, after, Carry.KEEP)
    assert [(each.title, each.weight, each.due) for each in milestones.steps_of(ws, fresh)] == [("Paint", 2.0, None)]
    assert ws.get(KeyResult, fresh).due is None


def test_what_is_undecided_is_told_before_closing(ws, clock, top, after):
    clock.day = dt.date(2025, 11, 3)
    before = cycles.ensure_cycle(ws, Q4)
    asked = reviews.add_note(ws, before, Section.DECISION, "Call the ten largest")
    clock.day = dt.date(2026, 1, 5)
    round_ = reviews.decide(ws, cycles.cycle_uid(Q1), reviews.Decision("Order by Friday"))
    reviews.add_note(ws, cycles.cycle_uid(Q1), Section.DECISION, "Next quarter we call earlier")
    silent = goals.add_key_result(ws, "Calls from 0 to 20", parent=top)
    half = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    check_ins.check_in(ws, half, value=45.0)
    done = goals.add_key_result(ws, "Sign", parent=top, kind=ResultKind.DONE)
    goals.tick(ws, done, done=True)
    branches.drop(ws, goals.add_key_result(ws, "Given up", parent=top), "No time")
    clock.day = dt.date(2026, 4, 1)

    def found():
        cycle = ws.get(Cycle, cycles.cycle_uid(Q1))
        return undecided(ws, cycle, goals_at_close(ws, cycle, clock.day))

    assert found().unscored == ("Calls from 0 to 20",)
    assert found().uncarried == ("Calls from 0 to 20", "NPS from 40 to 50")
    assert set(found().decisions) == {"Call the ten largest", "Order by Friday"}
    reviews.follow_up(ws, asked, done=False)
    reviews.follow_up(ws, round_, done=True)
    reviews.set_grade(ws, silent, 0.0, "Nobody had time")
    branches.carry(ws, half, after, Carry.KEEP)
    branches.carry(ws, silent, after, Carry.DROP, "No need")
    assert not found().anything
    cycle = ws.get(Cycle, cycles.cycle_uid(Q1))
    assert len(unfinished(goals_at_close(ws, cycle, clock.day))) == 2, "decided or not, they are unfinished"


@pytest.mark.parametrize("copied", [True, False])
def test_what_stands_under_an_objective_goes_with_it_to_another_quarter_without_its_dates(ws, top, after, copied):
    under = goals.add_objective(ws, "Below", parent=top)
    goals.add_key_result(ws, "NPS from 40 to 50", parent=under, due=dt.date(2026, 3, 1))
    if copied:
        (moved,) = branches.copy_to_cycle(ws, [top], after)
    else:
        branches.move_to_cycle(ws, [top], after)
        moved = top
    (below,) = [each for each in ws.children(moved) if isinstance(each, Objective)]
    (result,) = [each for each in ws.children(below.uid) if isinstance(each, KeyResult)]
    assert (ws.get(Objective, moved).cycle, below.cycle, result.due) == (after, after, None)
    ws.undo()
    assert ws.get(Objective, under).cycle == cycles.cycle_uid(Q1)
