"""Cycles closed, locked, opened again and gone on with; branches copied, parked and dropped; milestones, agreement."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import text
from kpidesk.commands import agreements, check_ins, cycles, entry, goals, people, reviews
from kpidesk.commands.goals import branches, milestones
from kpidesk.domain.entities import (
    Agreement,
    Carry,
    Combine,
    Cycle,
    Frozen,
    Initiative,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    ResultKind,
    Section,
    Window,
)  # fmt: skip
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.figures import goal_figures
from kpidesk.figures.cycle_list import choosable, cycle_at, known_cycles
from kpidesk.figures.waiting import unanswered
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Side, Workspace
from tests import own_kpis

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
TODAY = dt.datetime(2026, 4, 7, 9, tzinfo=dt.UTC)


@pytest.fixture
def ws(tmp_path):
    clock = lambda: TODAY  # noqa: E731
    home = Home(tmp_path / "home")
    with (
        text.using("en"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=clock) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def tree(ws):
    """One objective of the first quarter with a key result by check-ins and one fed by a KPI."""
    q1 = cycles.ensure_cycle(ws, Q1)
    top = goals.add_objective(ws, "Customers come back", cycle=q1)
    kpi = own_kpis.define(ws, name="Sales", frequency=Frequency.MONTH, combine=Combine.SUM)
    source = ws.get(Kpi, kpi).inputs[0][1]
    for month, value in (("2025-12", 100.0), ("2026-01", 120.0), ("2026-02", 140.0), ("2026-03", 150.0)):
        entry.set_value(ws, source, Period.parse(month), value)
    typed = goals.add_key_result(ws, "Keep the regulars", parent=top, start=20.0, target=40.0)
    check_ins.check_in(ws, typed, value=34.0, day=dt.date(2026, 3, 20))
    fed = goals.add_key_result(ws, "Sales grow", parent=top, target=200.0, kpi=kpi, window=Window.LATEST)
    return q1, top, typed, fed, source


def roots(ws, cycle):
    return goal_figures(ws, known_cycles(ws)[cycle], ws.today())


def test_closing_freezes_every_figure_and_grades_it(ws, tree):
    q1, top, typed, fed, _source = tree
    cycles.close(ws, q1)
    frozen = {row.node: row for row in ws.all(Frozen)}
    assert (frozen[typed].score, frozen[typed].grade, frozen[typed].value) == (0.7, 0.7, 34.0)
    assert (frozen[fed].score, frozen[fed].grade) == (0.5, 0.5)
    assert frozen[top].score == pytest.approx(0.6)
    assert ws.get(KeyResult, fed).start == 100.0, "the start that was read from the KPI is frozen with it"
    assert ws.get(Cycle, q1).closed_on == ws.today()


def test_a_closed_cycle_is_locked_until_it_is_opened_again(ws, tree):
    q1, top, typed, _fed, _source = tree
    cycles.close(ws, q1)
    before = ws.history.entries(1)[0].ref
    attempts = [
        lambda: goals.rename(ws, top, "x"),
        lambda: goals.add_key_result(ws, "x", parent=top),
        lambda: goals.set_measure(ws, typed, start=0.0, target=1.0),
        lambda: goals.set_field(ws, typed, weight=2.0),
        lambda: goals.delete(ws, [typed]),
        lambda: goals.move(ws, typed, top, 1),
        lambda: check_ins.check_in(ws, typed, value=40.0),
        lambda: branches.park(ws, [typed]),
        lambda: branches.drop(ws, typed, "no"),
        lambda: cycles.close(ws, q1),
    ]
    for attempt in attempts:
        with pytest.raises(RuleBroken, match="closed"):
            attempt()
    assert ws.history.entries(1)[0].ref == before
    with pytest.raises(BadInput, match="reason"):
        cycles.reopen(ws, q1, " ")
    cycles.reopen(ws, q1, "a number was wrong")
    goals.rename(ws, top, "Open")
    assert ws.get(Cycle, q1).reopened == "a number was wrong"


def test_a_number_changed_later_shows_as_restated(ws, tree):
    q1, _top, _typed, fed, source = tree
    cycles.close(ws, q1)
    assert all(each.restated is None for each in roots(ws, q1)[0].children)
    entry.set_value(ws, source, Period.parse("2026-03"), 180.0)
    found = {each.node.uid: each for each in roots(ws, q1)[0].children}[fed]
    assert found.progress.score == 0.5 and found.current == 150.0
    assert found.restated.score == pytest.approx(0.8)


def test_a_grade_by_hand_that_differs_needs_a_reason(ws, tree):
    q1, _top, typed, _fed, _source = tree
    reviews.set_grade(ws, typed, 0.9)
    with pytest.raises(BadInput, match="differs"):
        cycles.close(ws, q1)
    reviews.set_grade(ws, typed, 0.9, "Two came back in April")
    cycles.close(ws, q1)
    row = next(row for row in ws.all(Frozen) if row.node == typed)
    assert (row.grade, row.score) == (0.9, 0.7), "both are kept"


def test_undo_takes_the_closing_back(ws, tree):
    q1 = tree[0]
    cycles.close(ws, q1)
    ws.undo()
    assert ws.get(Cycle, q1).closed_on is None and ws.all(Frozen) == []


def test_a_cycle_that_has_not_begun_is_not_closed(ws):
    later = cycles.ensure_cycle(ws, Period.parse("2026-Q3"))
    with pytest.raises(RuleBroken, match="not begun"):
        cycles.close(ws, later)


def test_unfinished_key_results_go_on(ws, tree):
    q1, top, typed, fed, _source = tree
    cycles.close(ws, q1)
    q2 = cycles.ensure_cycle(ws, Q2)
    kept = branches.carry(ws, typed, q2, Carry.KEEP, start=34.0)
    changed = branches.carry(ws, fed, q2, Carry.CHANGE, "more shops", target=300.0)
    (objective,) = [each for each in ws.all(Objective) if each.carried_from == top]
    assert {node.uid for node in ws.children(objective.uid)} == {kept, changed}
    assert (ws.get(KeyResult, kept).start, ws.get(KeyResult, kept).target) == (34.0, 40.0)
    assert ws.get(KeyResult, changed).target == 300.0 and ws.get(KeyResult, changed).carried_from == fed
    assert ws.get(KeyResult, fed).carried is Carry.CHANGE
    again = branches.carry(ws, typed, q2, Carry.KEEP, start=35.0)
    assert again == kept, "deciding twice makes no second one"
    with pytest.raises(BadInput, match="reason"):
        branches.carry(ws, fed, q2, Carry.DROP)
    branches.carry(ws, fed, q2, Carry.DROP, "not worth it")
    assert ws.find(KeyResult, changed) is None
    assert [each.node.uid for each in roots(ws, q2)] == [objective.uid]


def test_a_copy_leaves_behind_what_has_happened(ws, tree):
    q1, top, typed, _fed, _source = tree
    goals.tick(ws, goals.add_initiative(ws, "Ring them", parent=typed), True)
    reviews.set_grade(ws, typed, 0.2, "x")
    copy = branches.duplicate(ws, top)
    assert [node.uid for node in ws.children(None)] == [top, copy]
    twin = next(node for node in ws.children(copy) if node.title == "Keep the regulars")
    assert twin.grade is None and twin.target == 40.0
    (todo,) = ws.children(twin.uid)
    assert isinstance(todo, Initiative) and todo.done_on is None
    q2 = cycles.ensure_cycle(ws, Q2)
    planned = branches.duplicate(ws, top, cycle=q2)
    assert ws.get(Objective, planned).cycle == q2 and ws.get(Objective, top).cycle == q1
    with pytest.raises(RuleBroken, match="Only an objective"):
        branches.duplicate(ws, typed, cycle=q2)


def test_objectives_move_to_another_cycle_with_all_they_hold(ws, tree):
    _q1, top, _typed, _fed, _source = tree
    inner = goals.add_objective(ws, "Inner", parent=top)
    q2 = cycles.ensure_cycle(ws, Q2)
    branches.move_to_cycle(ws, [inner], q2)
    assert ws.get(Objective, inner).parent is None
    assert [each.node.uid for each in roots(ws, q2)] == [inner]
    ws.undo()
    assert ws.get(Objective, inner).parent == top


def test_parked_and_dropped_goals_leave_the_average(ws, tree):
    q1, _top, typed, fed, _source = tree
    branches.park(ws, [fed])
    assert roots(ws, q1)[0].progress.score == pytest.approx(0.7)
    branches.park(ws, [fed], False)
    branches.drop(ws, typed, "too small")
    assert roots(ws, q1)[0].progress.score == pytest.approx(0.5)


def test_milestones_score_by_weight(ws, tree):
    q1, top = tree[0], tree[1]
    steps = goals.add_key_result(ws, "Open the shop", parent=top, kind=ResultKind.MILESTONES)
    lease = milestones.add(ws, steps, "Lease signed", weight=3.0)
    oven = milestones.add(ws, steps, "Oven in place")
    milestones.reach(ws, lease)
    score = {each.node.uid: each.progress.score for each in roots(ws, q1)[0].children}
    assert score[steps] == 0.75
    milestones.move(ws, oven, 0)
    assert [step.uid for step in milestones.steps_of(ws, steps)] == [oven, lease]
    milestones.edit(ws, oven, weight=0.0)
    assert {e.node.uid: e.progress.score for e in roots(ws, q1)[0].children}[steps] == 1.0
    with pytest.raises(BadInput):
        milestones.edit(ws, oven, weight=float("nan"))
    with pytest.raises(RuleBroken):
        milestones.add(ws, tree[2], "Not here")
    milestones.delete(ws, oven)
    ws.undo()
    assert len(ws.all(Milestone)) == 2


def test_asking_twice_on_two_copies_is_one_question(ws, tree):
    kari, jonas = people.add_person(ws, "Kari"), people.add_person(ws, "Jonas")
    agreements.ask(ws, tree[2], [kari, jonas, kari])
    assert {item.person for item in unanswered(ws)} == {kari, jonas}
    agreements.answer(ws, tree[2], jonas, True)
    assert [item.person for item in unanswered(ws)] == [kari]
    agreements.ask(ws, tree[2], [jonas])
    assert len(ws.all(Agreement)) == 2 and len(unanswered(ws)) == 2
    with pytest.raises(BadInput):
        agreements.ask(ws, tree[2], [])


# ---- several copies ------------------------------------------------------------------------------


def both(ws, tmp_path):
    """The file's copy on another machine."""
    ws.sharing.save_copy(tmp_path / "copy.kpidesk")
    return Workspace.open(tmp_path / "copy.kpidesk", home=Home(tmp_path / "other"), clock=lambda: TODAY)


def listed(ws):
    return [period.key() for period in choosable(ws, TODAY.date())]


def test_two_who_begin_the_same_quarter_begin_one(ws, tmp_path):
    with both(ws, tmp_path) as other:
        for each, title in ((ws, "Mine"), (other, "Theirs")):
            goals.add_objective(each, title, cycle=cycles.ensure_cycle(each, Q2))
    ws.merging.merge(tmp_path / "copy.kpidesk")
    (cycle,) = ws.all(Cycle)
    assert {each.node.title for each in roots(ws, cycle.uid)} == {"Mine", "Theirs"}
    assert len(listed(ws)) == len(set(listed(ws)))


def test_taking_a_quarter_back_leaves_the_goals_that_a_colleague_has_put_there(ws, tmp_path):
    cycle = cycles.ensure_cycle(ws, Q1)
    with both(ws, tmp_path) as other:
        goals.add_objective(other, "Theirs", cycle=cycle)
    ws.undo()
    ws.merging.merge(tmp_path / "copy.kpidesk")
    assert ws.find(Cycle, cycle) is None and "2026-Q1" in listed(ws)
    assert [each.node.title for each in roots(ws, cycle)] == ["Theirs"]
    goals.add_objective(ws, "Mine", cycle=cycles.ensure_cycle(ws, Q1))
    assert ws.find(Cycle, cycle) is not None and len(roots(ws, cycle)) == 2


def test_a_copy_with_goals_of_another_length_loses_none(ws, tmp_path):
    with both(ws, tmp_path) as other:
        people.set_company(other, cycle_length=Frequency.TERTIAL, fiscal_year_start=3)
        period = Period.parse("2026-T1", 3)
        goals.add_objective(other, "Theirs", cycle=cycles.ensure_cycle(other, period))
    goals.add_objective(ws, "Mine", cycle=cycles.ensure_cycle(ws, Q1))
    people.set_company(ws, cycle_length=Frequency.YEAR)
    ws.merging.merge(tmp_path / "copy.kpidesk", prefer=Side.MINE)
    found = choosable(ws, TODAY.date())
    assert period in found and Q1 in found
    titles = {each.node.title for at in (period, Q1) for each in roots(ws, cycle_at(ws, at).uid)}
    assert titles == {"Mine", "Theirs"}


def test_a_goal_of_a_cycle_that_nobody_knows_is_shown_in_every_cycle(ws):
    lost = goals.add_objective(ws, "Lost", cycle=cycles.ensure_cycle(ws, Q1))
    with ws.transaction(msg("by another program")) as change:
        change.set(Objective, lost, cycle="0" * 32)
    assert [each.node.title for each in roots(ws, cycles.ensure_cycle(ws, Q2))] == ["Lost"]


def test_a_cycle_taken_back_under_its_goals_begins_again_when_it_is_worked_with(ws):
    def taken_back():
        cycle = cycles.ensure_cycle(ws, Q1)
        goals.add_objective(ws, "Top", cycle=cycle)
        ws.undoing.revert(next(each.ref for each in ws.history.entries() if each.label.text == "create a cycle"))
        assert ws.find(Cycle, cycle) is None
        return cycle

    works = [
        lambda cycle: goals.add_objective(ws, "More", cycle=cycle),
        lambda cycle: reviews.add_note(ws, cycle, Section.LEARNED, "A line"),
        lambda cycle: reviews.set_sentence(ws, cycle, "A sentence"),
        lambda cycle: cycles.close(ws, cycle),
    ]
    for work in works:
        work(taken_back())
        assert ws.find(Cycle, cycles.cycle_uid(Q1)) is not None
    with pytest.raises(NotFound):
        goals.add_objective(ws, "Nowhere", cycle="0" * 32)
