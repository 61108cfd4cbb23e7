"""What one change did to progress and status, on real files: right before it, and right after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import figures
from kpidesk.commands import check_ins, cycles, entry, goals, inputs, kpis, people, targets
from kpidesk.commands.goals import milestones
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Direction, Initiative, KeyResult, Kpi, Objective, ResultKind
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.figures import Consequence
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

START = dt.datetime(2026, 3, 16, 9, 0, tzinfo=dt.UTC)
FEBRUARY = Period.parse("2026-02")


class Clock:
    """A minute passes between one look and the next, so that every change has its own."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(seconds=1)
        return self.now


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(
            tmp_path / "a.kpidesk", company="A", author="Kari", home=Home(tmp_path / "home"), clock=Clock()
        ) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def top(ws: Workspace) -> str:
    return goals.add_objective(ws, "Customers come back", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))


def last_change(ws: Workspace) -> Consequence:
    entry_ = ws.history.entries(1)[0]
    with ws.time.around(entry_) as (before, after):
        return figures.consequence(before, after, ws.history.changes_of(entry_.ref))


def told(found: Consequence) -> list[tuple[str, float | None, float | None]]:
    return [(shift.title, shift.score_before, shift.score_after) for shift in found.goals]


def about(ws: Workspace) -> object:
    return figures.about(ws, ws.history.changes_of(ws.history.entries(1)[0].ref))


# ---- goals ---------------------------------------------------------------------------------------


def test_a_check_in_moves_its_key_result_and_then_what_is_above(ws: Workspace, top: str) -> None:
    result = goals.add_key_result(ws, "NPS", parent=top, start=0.0, target=10.0)
    goals.add_key_result(ws, "Calls", parent=top, start=0.0, target=10.0)
    check_ins.check_in(ws, result, value=8.0, confidence=7, day=START.date())
    found = last_change(ws)
    assert told(found) == [("NPS", 0.0, 0.8), ("Customers come back", 0.0, 0.4)]
    assert found.goals[0].new is Status.ON_TRACK
    assert found.kpis == ()
    assert about(ws) == (KeyResult, result)


def test_a_change_of_less_than_half_a_percent_is_not_told(ws: Workspace, top: str) -> None:
    result = goals.add_key_result(ws, "NPS", parent=top, start=0.0, target=1000.0)
    check_ins.check_in(ws, result, value=900.0, day=START.date())
    check_ins.check_in(ws, result, value=900.4, day=START.date())
    assert last_change(ws) == Consequence()
    check_ins.check_in(ws, result, value=906.0, day=START.date())
    assert [round(after or 0, 3) for _title, _before, after in told(last_change(ws))] == [0.906, 0.906]


def test_a_milestone_and_a_new_title_speak_of_their_goals(ws: Workspace, top: str) -> None:
    result = goals.add_key_result(ws, "Open the shop", parent=top, kind=ResultKind.MILESTONES)
    first = milestones.add(ws, result, "Lease")
    milestones.add(ws, result, "Paint")
    milestones.reach(ws, first)
    assert told(last_change(ws)) == [("Open the shop", 0.0, 0.5), ("Customers come back", 0.0, 0.5)]
    assert about(ws) == (KeyResult, result)
    goals.rename(ws, top, "They come back")
    assert last_change(ws) == Consequence()
    assert about(ws) == (Objective, top)


def test_a_check_in_that_was_deleted_is_compared_with_what_it_was(ws: Workspace, top: str) -> None:
    result = goals.add_key_result(ws, "NPS", parent=top, start=0.0, target=10.0)
    said = check_ins.check_in(ws, result, value=8.0, day=START.date())
    check_ins.delete_check_in(ws, said)
    assert told(last_change(ws))[0] == ("NPS", 0.8, 0.0)


def test_a_task_has_no_progress_and_a_new_goal_no_before(ws: Workspace, top: str) -> None:
    task = goals.add_initiative(ws, "Call them", parent=top)
    goals.tick(ws, task, True)
    assert last_change(ws).goals == ()
    assert about(ws) == (Initiative, task)
    goals.add_key_result(ws, "NPS", parent=top, start=0.0, target=10.0)
    assert "NPS" not in [title for title, _before, _after in told(last_change(ws))]
    goals.delete(ws, [task])
    assert about(ws) is None


def test_a_goal_outside_every_cycle_has_no_figures(ws: Workspace) -> None:
    goals.rename(ws, goals.add_objective(ws, "Some day"), "One day")
    assert last_change(ws) == Consequence()


# ---- KPIs ----------------------------------------------------------------------------------------


def test_a_number_moves_its_kpi_and_the_key_result_that_reads_it(ws: Workspace, top: str) -> None:
    uid = own_kpis.define(ws, name="Sales", combine=Combine.LAST, target=100.0)
    goals.add_key_result(ws, "Sales up", parent=top, kpi=uid, start=0.0, target=100.0)
    source = inputs.input_named(ws, "Sales").uid
    entry.set_value(ws, source, FEBRUARY, 50.0)
    entry.set_value(ws, source, FEBRUARY, 95.0)
    found = last_change(ws)
    assert told(found) == [("Sales up", 0.5, 0.95), ("Customers come back", 0.5, 0.95)]
    (shift,) = found.kpis
    assert (shift.kpi.uid, shift.before, shift.after) == (uid, 50.0, 95.0)
    assert (shift.old, shift.new) == (Status.OFF_TRACK, Status.AT_RISK)
    assert about(ws) == (Kpi, uid)


def test_a_target_changes_the_status_and_not_the_value(ws: Workspace) -> None:
    uid = own_kpis.define(ws, name="Sales", combine=Combine.LAST, target=100.0)
    entry.set_value(ws, inputs.input_named(ws, "Sales").uid, FEBRUARY, 95.0)
    targets.set_target(ws, uid, Step(value=90.0))
    (shift,) = last_change(ws).kpis
    assert (shift.before, shift.after, shift.old, shift.new) == (95.0, 95.0, Status.AT_RISK, Status.ON_TRACK)
    targets.set_target(ws, uid, Step(value=None))
    assert [each.new for each in last_change(ws).kpis] == [Status.NO_TARGET]


def test_the_same_number_written_otherwise_moves_nothing(ws: Workspace) -> None:
    uid = own_kpis.define(ws, name="Sales", combine=Combine.LAST, target=0.3)
    source = inputs.input_named(ws, "Sales").uid
    entry.set_value(ws, source, FEBRUARY, 0.3)
    entry.set_value(ws, source, FEBRUARY, 0.1 + 0.2)
    assert last_change(ws) == Consequence()
    assert about(ws) == (Kpi, uid)


def test_what_is_hidden_is_not_told(ws: Workspace) -> None:
    people.set_company(ws, people=3)
    own_kpis.define(ws, name="Sick leave", combine=Combine.LAST, sensitive=True, direction=Direction.DECREASE)
    entry.set_value(ws, inputs.input_named(ws, "Sick leave").uid, FEBRUARY, 4.0)
    assert last_change(ws).kpis == ()


def test_a_kpi_that_came_or_went_has_nothing_to_be_compared_with(ws: Workspace) -> None:
    uid = own_kpis.define(ws, name="Sales", target=1.0)
    assert last_change(ws) == Consequence()
    kpis.delete(ws, uid)
    assert last_change(ws) == Consequence()
    assert about(ws) is None


def test_a_change_that_reaches_many_kpis_is_told_by_what_it_changed(ws: Workspace) -> None:
    shared = own_kpis.add_input(ws, "Visits")
    for n in range(12):
        own_kpis.define(ws, name=f"K{n}", formula=f"visits + {n}", inputs={"visits": Combine.SUM})
    entry.set_value(ws, shared, FEBRUARY, 5.0)
    assert len(last_change(ws).kpis) == 12
    own_kpis.define(ws, name="one more", formula="visits", inputs={"visits": Combine.SUM})
    entry.set_value(ws, shared, FEBRUARY, 6.0)
    assert last_change(ws) == Consequence()
