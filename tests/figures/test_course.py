"""The curve of a goal's progress: every point is what a look at that day gives."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals
from kpidesk.commands.goals import branches, milestones
from kpidesk.domain.entities import Cycle, KeyResult, Kpi, Objective, ResultKind, Window
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.walk import down
from kpidesk.figures import goal_figures
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.figures.goals.course import MOST_DAYS, Course, course, courses
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.clocks import Clock

Q1 = Period.parse("2026-Q1")
DAY = dt.date(2026, 3, 16)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 3, 31)


@pytest.fixture
def clock():
    return Clock(dt.date(2026, 1, 2))


@pytest.fixture
def top(ws):
    return goals.add_objective(ws, "Customers come back", cycle=cycles.ensure_cycle(ws, Q1))


def everything(ws: Workspace, cycle: Cycle, day: dt.date):
    """All goals of a cycle as they stand on a day, by uid."""
    return {each.node.uid: each for each in down(goal_figures(ws, cycle, day), lambda each: each.children)}


def course_of(ws: Workspace, uid: str, day: dt.date) -> Course:
    cycle = ws.get(Cycle, cycles.cycle_uid(Q1))
    return course(ws, everything(ws, cycle, day)[uid], cycle, day)


def differences(ws: Workspace, cycle: Cycle, day: dt.date) -> list[str]:
    """The points of all curves that say something else than a look at their day."""
    found = []
    now = everything(ws, cycle, day)
    for root in goal_figures(ws, cycle, day):
        for uid, curve in courses(ws, root, cycle, day).items():
            for point in curve.points[1:]:
                then = everything(ws, cycle, point.day)[uid].progress.score
                if then is None or abs(then - point.score) > 1e-9:
                    found.append(f"{now[uid].node.title} on {point.day}: {point.score}, not {then}")
    return found


def test_every_point_of_the_sample_is_what_a_look_at_its_day_gives(bakery_file, tmp_path) -> None:
    path = tmp_path / "bakery.kpidesk"
    shutil.copy(bakery_file, path)
    with Workspace.open(path, home=Home(tmp_path / "home"), clock=Clock(DAY)) as ws:
        cycle = cycle_at(ws, Q1)
        assert cycle is not None
        assert differences(ws, cycle, DAY) == []
        roots = goal_figures(ws, cycle, DAY)
        known = [curve for root in roots for curve in courses(ws, root, cycle, DAY).values()]
    assert sum(curve.enough for curve in known) > 8, "there was something to compare"


def test_changes_of_the_quarter_are_told_on_their_day(ws, clock, top):
    nps = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    other = goals.add_key_result(ws, "Calls from 0 to 10", parent=top)
    stepped = goals.add_key_result(ws, "Club", parent=top, kind=ResultKind.MILESTONES)
    first, _second = (milestones.add(ws, stepped, title) for title in ("Rules", "Cards"))
    done = goals.add_key_result(ws, "Sign", parent=top, kind=ResultKind.DONE)
    story = {
        dt.date(2026, 1, 12): lambda: check_ins.check_in(ws, nps, value=45.0, confidence=7),
        dt.date(2026, 1, 20): lambda: milestones.reach(ws, first),
        dt.date(2026, 1, 26): lambda: check_ins.check_in(ws, other, value=5.0, confidence=4),
        dt.date(2026, 2, 2): lambda: goals.set_measure(ws, nps, target=60.0),
        dt.date(2026, 2, 5): lambda: goals.set_field(ws, other, weight=3.0),
        dt.date(2026, 2, 9): lambda: branches.drop(ws, other, "No time"),
        dt.date(2026, 2, 16): lambda: goals.tick(ws, done, done=True),
        dt.date(2026, 2, 23): lambda: branches.drop(ws, other, ""),
    }
    for day, act in story.items():
        clock.day = day
        act()
    clock.day = dt.date(2026, 3, 2)
    assert differences(ws, ws.get(Cycle, cycles.cycle_uid(Q1)), clock.day) == []
    told = {point.day: point.score for point in course_of(ws, nps, clock.day).points}
    assert (told[dt.date(2026, 1, 12)], told[dt.date(2026, 2, 2)]) == (0.5, 0.25), "the target of the time"
    assert {point.day for point in course_of(ws, top, clock.day).points} >= set(story)


@pytest.mark.parametrize("window", list(Window))
def test_a_kpi_is_told_by_the_periods_that_had_begun(ws, clock, top, window):
    kpi = own_kpis.define(ws, name="Calls", frequency=Frequency.WEEK)
    ((_key, number),) = ws.get(Kpi, kpi).inputs
    uid = goals.add_key_result(ws, "Calls to 100", parent=top, start=0.0, target=100.0, kpi=kpi, window=window)
    for n in range(1, 9):
        clock.day = Period.parse(f"2026-W{n:02}").last
        entry.set_value(ws, number, Period.parse(f"2026-W{n:02}"), 5.0 + n)
    assert differences(ws, ws.get(Cycle, cycles.cycle_uid(Q1)), clock.day) == []
    curve = course_of(ws, uid, clock.day)
    assert curve.points[0].score == 0.0 and curve.points[0].day == dt.date(2025, 12, 31)
    assert curve.known == 8 and curve.points[-1].value == (13.0 if window is Window.LATEST else 76.0)


def test_a_curve_comes_with_two_numbers_or_check_ins(ws, clock, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    assert not course_of(ws, uid, clock.day).enough
    for n, value in enumerate((42.0, 44.0), 1):
        clock.day = dt.date(2026, 1, 5 * n)
        check_ins.check_in(ws, uid, value=value, confidence=6 + n)
        assert course_of(ws, uid, clock.day).enough == (n == 2)
    curve = course_of(ws, uid, clock.day)
    assert [(word.day.day, word.confidence) for word in curve.said] == [(5, 7), (10, 8)]
    assert curve.expected[0] == (FIRST, pytest.approx(1 / 90)) and curve.expected[-1] == (LAST, 1.0)


def test_a_planned_cycle_has_no_curve(ws, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    before = course_of(ws, uid, dt.date(2025, 12, 20))
    assert not before.enough and before.points == () and before.expected == ()


def test_a_closed_quarter_ends_where_it_was_frozen(ws, clock, top):
    uid = goals.add_key_result(ws, "NPS from 40 to 50", parent=top)
    for day, value in ((dt.date(2026, 1, 12), 43.0), (dt.date(2026, 3, 30), 47.0)):
        clock.day = day
        check_ins.check_in(ws, uid, value=value)
    clock.day = dt.date(2026, 4, 2)
    cycles.close(ws, cycles.cycle_uid(Q1))
    clock.day = dt.date(2026, 5, 1)
    curve = course_of(ws, uid, clock.day)
    assert (curve.points[-1].day, curve.points[-1].score) == (dt.date(2026, 4, 2), pytest.approx(0.7))
    assert curve.across(curve.points[-1].day) == 1.0


def test_a_year_is_looked_up_on_few_days(ws, clock):
    year = Period.parse("2026")
    top = goals.add_objective(ws, "Grow", cycle=cycles.ensure_cycle(ws, year))
    uid = goals.add_key_result(ws, "Sales from 1 to 2", parent=top)
    for n in range(5):
        clock.day = dt.date(2026, 1 + 2 * n, 15)
        check_ins.check_in(ws, uid, value=1.0 + n / 5)
    cycle = ws.get(Cycle, cycles.cycle_uid(year))
    curve = course(ws, everything(ws, cycle, clock.day)[uid], cycle, clock.day)
    assert len(curve.points) < MOST_DAYS and ws.get(KeyResult, uid).target == 2.0
    assert ws.get(Objective, top).cycle == cycle.uid and curve.last == dt.date(2026, 12, 31)
