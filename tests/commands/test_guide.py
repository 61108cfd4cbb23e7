"""From KPIs to goals: what is proposed, and what deciding does."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import cycles, entry, guide, people
from kpidesk.commands.guide import Choice, Decision
from kpidesk.domain.entities import Cycle, Direction, KeyResult, Kpi, Objective
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures import all_figures, goal_figures
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis


def clock():
    return dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)


@pytest.fixture
def ws(tmp_path):
    home = Home(tmp_path / "home")
    with (
        text.using("en"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=clock) as made,
        made.sharing.holding(),
    ):
        yield made


def kpi(ws, name, value, *, target=None, direction=Direction.INCREASE, **fields):
    uid = own_kpis.define(ws, name=name, frequency=Frequency.MONTH, target=target, direction=direction, **fields)
    if value is not None:
        entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2026-02"), value)
    return uid


def proposals(ws):
    return {each.kpi.name: guide.propose(ws, each) for each in all_figures(ws, ws.today())}


def test_a_proposal_goes_from_where_it_stands_to_its_target(ws):
    sales = people.add_department(ws, "Sales")
    kpi(ws, "Orders", 80.0, target=100.0, department=sales)
    kpi(ws, "Complaints", 10.0, direction=Direction.DECREASE)
    kpi(ws, "Reached", 120.0, target=100.0)
    kpi(ws, "Silent", None, target=5.0)
    found = proposals(ws)
    assert found["Orders"].key_result == "Orders up from 80 to 100"
    assert found["Orders"].objective == "Sales gets noticeably better"
    assert found["Complaints"].key_result == "Complaints down from 10 to 9"
    assert found["Reached"].target == 132.0, "a target that is reached is no goal"
    assert (found["Silent"].start, found["Silent"].target) == (None, 5.0)


def test_deciding_makes_goals_and_parks_what_is_dropped_in_one_step(ws):
    orders, visits, old = kpi(ws, "Orders", 80.0), kpi(ws, "Visits", 10.0), kpi(ws, "Old", 1.0)
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    made = guide.decide(
        ws,
        [
            Decision(orders, Choice.CHANGE, "Sell more", "Orders up", 80.0, 100.0),
            Decision(visits, Choice.CHANGE, "sell more", "Visits up", None, 20.0),
            Decision(old, Choice.DROP),
        ],
        cycle,
    )
    (top,) = ws.all(Objective)
    assert [node.uid for node in ws.children(top.uid)] == made
    assert {ws.get(KeyResult, uid).kpi for uid in made} == {orders, visits}
    assert ws.get(Kpi, old).parked and not ws.get(Kpi, orders).parked
    (figures,) = goal_figures(ws, ws.get(Cycle, cycle), ws.today())
    assert figures.progress.score is not None
    ws.undo()
    assert ws.all(Objective) == [] and not ws.get(Kpi, old).parked


def test_what_can_not_become_a_goal_is_said_and_nothing_is_done(ws):
    orders, visits = kpi(ws, "Orders", 80.0), kpi(ws, "Visits", 10.0)
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    good = Decision(visits, Choice.CHANGE, "Sell more", "Visits up", 10.0, 20.0)
    with pytest.raises(BadInput, match="must have a target"):
        guide.decide(ws, [good, Decision(orders, Choice.CHANGE, "Sell more")], cycle)
    with pytest.raises(RuleBroken, match="at its target"):
        guide.decide(ws, [good, Decision(orders, Choice.CHANGE, "Sell more", "", 1.0, 1.0)], cycle)
    with pytest.raises(BadInput, match="name"):
        guide.decide(ws, [good, Decision(orders, Choice.CHANGE, " ", "", 1.0, 2.0)], cycle)
    assert ws.all(Objective) == []
