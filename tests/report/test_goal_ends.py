"""What the review says of goals: at the end by score and ambition, before it only of what was measured, as of a day."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import report, text
from kpidesk.cli.show.report import Asked, everything
from kpidesk.commands import check_ins, cycles, goals, reviews
from kpidesk.commands.goals import milestones
from kpidesk.domain.entities import ResultKind, Section
from kpidesk.domain.period import Period
from kpidesk.report import kept
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

Q1 = Period.parse("2026-Q1")
LAST, AFTER = dt.date(2026, 3, 31), dt.date(2026, 4, 2)


class Clock:
    """A clock that a test sets."""

    day = dt.date(2026, 1, 12)

    def __call__(self) -> dt.datetime:
        return dt.datetime.combine(self.day, dt.time(12), dt.UTC)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ws(tmp_path, clock):
    home = Home(tmp_path / "home")
    with text.using("en"), Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=clock) as made:
        yield made


@pytest.fixture
def q1(ws):
    return cycles.ensure_cycle(ws, Q1)


@pytest.fixture
def top(ws, q1):
    return goals.add_objective(ws, "Customers come back", cycle=q1)


def result(ws, top, title, value=None, **fields):
    uid = goals.add_key_result(ws, title, parent=top, start=0.0, target=100.0, **fields)
    if value is not None:
        check_ins.check_in(ws, uid, value=value, day=dt.date(2026, 1, 12))
    return uid


def lines(ws, q1, day):
    review = report.review_of(ws, q1, day)
    return {each.title: each for goal in review.goals for each in (goal, *goal.results)}, review


def test_at_the_end_a_stretch_at_081_is_on_track_and_a_promise_is_not_passed(ws, q1, top):
    result(ws, top, "Stretch", 81.0)
    result(ws, top, "Promise", 81.0, committed=True)
    found, _review = lines(ws, q1, AFTER)
    assert (found["Stretch"].status, found["Stretch"].remarks) == ("on_track", ())
    assert (found["Promise"].status, found["Promise"].score_text) == ("at_risk", "0.81")
    assert found["Promise"].remarks == ("Committed: not passed, since it must be reached in full.",)
    assert found["Customers come back"].status == "on_track"


def test_stretches_that_went_too_well_ask_whether_they_were_too_safe(ws, q1, top):
    first, second = result(ws, top, "One", 90.0), result(ws, top, "Two", 81.0)
    result(ws, top, "Promise", 10.0, committed=True)
    question = "The aspirational key results reached 0.86 on average: were they too safe?"
    assert question in lines(ws, q1, AFTER)[1].goal_message
    assert question not in lines(ws, q1, LAST)[1].goal_message, "only the end can tell"
    check_ins.check_in(ws, second, value=80.0, day=dt.date(2026, 1, 13))
    assert "too safe" not in lines(ws, q1, AFTER)[1].goal_message, "0.85 is not over 0.85"
    reviews.set_grade(ws, first, 1.0, "The last week is not in the numbers")
    assert "too safe" in lines(ws, q1, AFTER)[1].goal_message


def test_while_the_cycle_runs_nothing_is_scored_that_nobody_has_measured(ws, q1, top):
    result(ws, top, "Silent")
    found, review = lines(ws, q1, LAST)
    assert (found["Silent"].status, found["Silent"].score_text, found["Silent"].now) == ("no_check_in", "–", "")
    assert found["Customers come back"].score_text == "–"
    assert review.goal_message == "1 objective has no status yet."
    ended, _review = lines(ws, q1, AFTER)
    assert (ended["Silent"].status, ended["Silent"].score_text) == ("no_check_in", "0.00")


def test_scores_set_by_hand_give_the_objective_one_on_paper_and_for_programs(ws, clock, q1, top):
    uids = [result(ws, top, title) for title in ("One", "Two", "Three")]
    for uid, grade in zip(uids, (1.0, 1.0, 0.7), strict=True):
        reviews.set_grade(ws, uid, grade, "Agreed with the team")

    def told(day):
        found, review = lines(ws, q1, day)
        goal = everything(ws, None, Asked(day))["objectives"][0]
        three = goal["key_results"][2]
        assert (three["score"], three["grade"], three["computed"]["score"]) == (0.7, 0.7, 0.0)
        return (
            [found[title].score_text for title in ("One", "Three", "Customers come back")],
            review.goal_message, round(goal["score"], 9), goal["status"], found["Three"].remarks,
        )  # fmt: skip

    said = ("1.0", "0.7", "0.90"), "Set to 0.7 by hand. Agreed with the team"
    for day in (LAST, AFTER):
        scores, message, score, status, remarks = told(day)
        assert (tuple(scores), remarks) == (said[0], (said[1],))
        assert "no status" not in message and (score, status) == (0.9, "on_track")
        assert ("too safe" in message) is (day == AFTER), "only the end can tell"
    clock.day = AFTER
    cycles.close(ws, q1)
    assert told(AFTER)[:1] == (list(said[0]),)


def test_a_planned_cycle_prints_no_status(ws):
    q2 = cycles.ensure_cycle(ws, Q1.next())
    result(ws, goals.add_objective(ws, "Later", cycle=q2), "Silent")
    _found, review = lines(ws, q2, LAST)
    assert review.goal_message == "1 objective is planned."
    assert report.build(review)[:5] == b"%PDF-"


def test_as_of_a_day_later_notes_steps_and_closes_are_not_there(ws, clock, q1, top):
    moved = result(ws, top, "Move in", kind=ResultKind.MILESTONES)
    step = milestones.add(ws, moved, "Lease signed")
    clock.day = AFTER
    milestones.reach(ws, step)
    reviews.add_note(ws, q1, Section.LEARNED, "Ask earlier")
    kept.close(ws, q1)
    before, early = lines(ws, q1, LAST)
    after, late = lines(ws, q1, AFTER)
    assert (before["Move in"].now, after["Move in"].now) == ("0 of 1", "1 of 1")
    assert ([note.text for note in early.learned], [note.text for note in late.learned]) == ([], ["Ask earlier"])
    assert (early.closed, early.draft) == ("", "Draft")
    assert late.closed.startswith("Closed 2\u00a0April 2026")


def test_a_quarter_before_counts_as_it_was_closed(ws, clock, q1, top):
    uid = result(ws, top, "Regulars", 60.0)
    clock.day = dt.date(2026, 4, 10)
    check_ins.check_in(ws, uid, value=70.0, day=dt.date(2026, 4, 9))
    kept.close(ws, q1)
    q2 = cycles.ensure_cycle(ws, Q1.next())
    goals.add_objective(ws, "Customers come back", cycle=q2)
    found, _review = lines(ws, q2, dt.date(2026, 7, 1))
    assert found["Customers come back"].previous == pytest.approx(0.7)


def test_a_quarter_that_runs_is_not_held_against_a_final_score(ws, q1, top):
    result(ws, top, "Regulars", 60.0)
    q2 = cycles.ensure_cycle(ws, Q1.next())
    goals.add_objective(ws, "Customers come back", cycle=q2)
    running, _review = lines(ws, q2, dt.date(2026, 4, 20))
    last_day, _review = lines(ws, q2, dt.date(2026, 6, 30))
    over, _review = lines(ws, q2, dt.date(2026, 7, 1))
    assert [found["Customers come back"].previous is None for found in (running, last_day, over)] == [True, True, False]


def test_show_tells_ambition_grade_and_state_as_codes(ws, q1, top):
    result(ws, top, "Promise", 81.0, committed=True)

    def shown(day):
        data = everything(ws, None, Asked(day))
        objective = data["objectives"][0]
        return objective["cycle"], objective["key_results"][0]

    cycle, promise = shown(dt.date(2026, 1, 12))
    assert (cycle["state"], cycle["too_safe"]) == ("running", False)
    assert (promise["committed"], promise["grade"], promise["passed"]) == (True, None, None)
    assert promise["next_check_in"] == "2026-01-26"
    cycle, promise = shown(AFTER)
    assert (cycle["state"], promise["grade"], promise["passed"]) == ("over", 0.8, False)
    assert shown(dt.date(2025, 12, 31))[0]["state"] == "planned"
