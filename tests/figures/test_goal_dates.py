"""Milestones and what is done or not have dates, and so a pace; a number has a deadline of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import check_ins, cycles, goals
from kpidesk.commands.goals import milestones
from kpidesk.domain.entities import Cycle, KeyResult, ResultKind
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.errors import BadInput
from kpidesk.figures import explain_goal, goal_figures, smart_check
from kpidesk.workspace import Workspace
from tests.clocks import Clock

Q1 = Period.parse("2026-Q1")
MADE = dt.date(2026, 1, 2)


@pytest.fixture
def clock():
    return Clock(MADE)


@pytest.fixture
def top(ws):
    return goals.add_objective(ws, "A second shop", cycle=cycles.ensure_cycle(ws, Q1))


def on(ws: Workspace, uid: str, day: dt.date):
    """How one goal stands on a day."""
    cycle = ws.get(Cycle, cycles.cycle_uid(Q1))
    roots = goal_figures(ws, cycle, day)
    return next(each for root in roots for each in root.everything() if each.node.uid == uid)


def test_milestones_are_expected_by_their_dates(ws, clock, top):
    uid = goals.add_key_result(ws, "The shop is open", parent=top, kind=ResultKind.MILESTONES)
    first = milestones.add(ws, uid, "Lease", due=dt.date(2026, 1, 20))
    for title, day in (("Paint", dt.date(2026, 2, 20)), ("Till", dt.date(2026, 3, 20)), ("Sign", None)):
        milestones.add(ws, uid, title, due=day)
    assert on(ws, uid, dt.date(2026, 1, 20)).expected == 0.0, "its own day is in time"
    clock.day = dt.date(2026, 1, 19)
    milestones.reach(ws, first)
    check_ins.check_in(ws, uid, confidence=8)
    assert on(ws, uid, dt.date(2026, 1, 21)).expected == 0.25
    assert on(ws, uid, dt.date(2026, 1, 21)).status is Status.ON_TRACK
    late = on(ws, uid, dt.date(2026, 2, 21))
    assert (late.expected, late.progress.score, late.status) == (0.5, 0.25, Status.AT_RISK)
    assert on(ws, uid, dt.date(2026, 3, 21)).status is Status.OFF_TRACK


def test_a_missed_date_is_told_although_nobody_has_said_a_word(ws, top):
    uid = goals.add_key_result(ws, "Agreement signed", parent=top, kind=ResultKind.DONE, due=dt.date(2026, 1, 30))
    assert on(ws, uid, dt.date(2026, 1, 10)).status is Status.NOT_STARTED
    assert on(ws, uid, dt.date(2026, 1, 30)).status in (Status.NOT_STARTED, Status.NO_CHECK_IN)
    assert on(ws, uid, dt.date(2026, 1, 31)).status is Status.OFF_TRACK


def test_what_is_done_in_time_stays_achieved(ws, clock, top):
    uid = goals.add_key_result(ws, "Agreement signed", parent=top, kind=ResultKind.DONE, due=dt.date(2026, 1, 30))
    clock.day = dt.date(2026, 1, 28)
    goals.tick(ws, uid, done=True)
    assert on(ws, uid, dt.date(2026, 2, 3)).status is Status.ACHIEVED


def test_without_a_date_there_is_no_pace(ws, top):
    stepped = goals.add_key_result(ws, "The shop is open", parent=top, kind=ResultKind.MILESTONES)
    milestones.add(ws, stepped, "Lease")
    ticked = goals.add_key_result(ws, "Agreement signed", parent=top, kind=ResultKind.DONE)
    assert [on(ws, uid, dt.date(2026, 3, 30)).expected for uid in (stepped, ticked)] == [None, None]


def test_nothing_is_missed_in_a_cycle_that_has_not_begun(ws, top):
    uid = goals.add_key_result(ws, "Agreement signed", parent=top, kind=ResultKind.DONE, due=dt.date(2026, 1, 1))
    assert on(ws, uid, dt.date(2025, 12, 31)).status is Status.PLANNED


def test_a_number_runs_to_its_own_deadline(ws, clock, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top, due=dt.date(2026, 1, 20))
    assert on(ws, uid, dt.date(2026, 1, 10)).expected == 0.5
    assert on(ws, uid, dt.date(2026, 2, 10)).expected == 1.0
    clock.day = dt.date(2026, 1, 10)
    check_ins.check_in(ws, uid, value=43.0, confidence=7)
    half = on(ws, uid, clock.day)
    assert half.status is Status.AT_RISK
    with text.using("en"):
        told = " ".join(map(str, explain_goal(half, ws.get(Cycle, cycles.cycle_uid(Q1)), clock.day)))
        smart = smart_check(ws, half, ws.get(Cycle, cycles.cycle_uid(Q1)), clock.day)
        by_when = str(smart[4].sentence)
    assert "Expected on day 10 of 20: 50%." in told
    assert by_when == "20\u00a0January, 10 days left"


def test_a_deadline_lies_in_the_cycle(ws, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    with pytest.raises(BadInput, match="Fristen"):
        goals.set_field(ws, uid, due=dt.date(2026, 4, 1))
    with pytest.raises(BadInput, match="Fristen"):
        goals.add_key_result(ws, "Too late", parent=top, due=dt.date(2025, 12, 31))
    goals.set_field(ws, uid, due=dt.date(2026, 3, 1))
    assert ws.get(KeyResult, uid).due == dt.date(2026, 3, 1)
    assert ws.undo() is not None
    assert ws.get(KeyResult, uid).due is None


def test_a_day_that_has_passed_is_told_by_the_target_of_then(ws, clock, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    clock.day = dt.date(2026, 1, 12)
    check_ins.check_in(ws, uid, value=45.0, confidence=7)
    clock.day = dt.date(2026, 2, 2)
    goals.set_measure(ws, uid, target=60.0)
    assert on(ws, uid, dt.date(2026, 1, 20)).progress.score == 0.5
    assert on(ws, uid, clock.day).progress.score == 0.25
