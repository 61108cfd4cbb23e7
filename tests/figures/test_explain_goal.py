"""The arithmetic behind a goal in words: the right numbers, in both languages, agreeing with the status."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kpidesk import text
from kpidesk.domain.entities import Company, Cycle, Initiative, KeyResult, Objective, ResultKind
from kpidesk.domain.period import Frequency
from kpidesk.domain.score import NO_PROGRESS, Progress
from kpidesk.domain.status import Status
from kpidesk.figures import NodeFigures, explain_goal

CYCLE = Cycle("q", Frequency.QUARTER, dt.date(2026, 1, 1), dt.date(2026, 3, 31))
MIDDLE = dt.date(2026, 2, 14)
"""Day 45 of 90: half of it."""


@pytest.fixture(autouse=True)
def english():
    with text.using("en"):
        yield


def stands(node: Any, score: float | None, **fields: Any) -> NodeFigures:
    """A goal as it stands; ``raw`` is its score unless it is given."""
    raw = fields.pop("raw", score)
    known: dict[str, Any] = {
        "node": node, "depth": 0, "progress": NO_PROGRESS if score is None else Progress(raw, score),
        "current": None, "expected": None, "expected_value": None, "status": Status.ON_TRACK, "confidence": None,
        "confidence_change": 0, "weakest": None, "unscored": 0, "contribution": None, "last_check_in": None,
        "stale": False, "value_period": None,
    }  # fmt: skip
    return NodeFigures(**{**known, **fields})


def steps(
    figures: NodeFigures, day: dt.date = MIDDLE, company: Company | None = None, cycle: Cycle = CYCLE
) -> list[str]:
    return [str(step).replace("\u00a0", " ") for step in explain_goal(figures, cycle, day, company)]


def result(**fields: Any) -> KeyResult:
    return KeyResult("r", title="NPS", **fields)


# ---- the score -----------------------------------------------------------------------------------


def test_from_one_number_to_another():
    found = steps(stands(result(start=38.0, target=50.0), 2 / 3, current=46.0, start=38.0))
    assert found == ["(46 − 38) / (50 − 38) = 67%"]
    assert steps(stands(result(target=-10.5), 0.5, current=-5.25, start=0.0)) == [
        "(−5.25 − 0.00) / (−10.50 − 0.00) = 50%",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("now", "raw", "score", "first", "held"),
    [
        (0.0, 1.25, 1.0, "(0 − 100) / (20 − 100) = 125%", "that counts as 100%."),
        (110.0, -0.125, 0.0, "(110 − 100) / (20 − 100) = −13%", "that counts as 0%."),
    ],
)
def test_beyond_the_ends_it_is_held_within_them(now, raw, score, first, held):
    found = steps(stands(result(target=20.0), score, raw=raw, current=now, start=100.0))
    assert found[0] == first
    assert found[1].endswith(held)
    assert len(found) == 2


def test_dust_beyond_the_end_is_not_held():
    found = steps(stands(result(target=0.3), 1.0, raw=1.0000000000000002, current=0.1 + 0.2, start=0.0))
    assert found == ["(0.3 − 0.0) / (0.3 − 0.0) = 100%"]


def test_a_check_in_without_a_number_counts_as_the_start():
    assert steps(stands(result(target=50.0), 0.0, start=38.0)) == ["(38 − 38) / (50 − 38) = 0%"]


def test_what_can_not_be_calculated_says_what_is_missing():
    assert steps(stands(result(), None)) == ["There is no score yet: start, target or numbers are missing."]
    assert steps(stands(result(target=1.0), 0.0, raw=None, start=0.0)) == []
    assert steps(stands(result(), 0.5, current=1.0)) == []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (ResultKind.HOLD, "Periods within the band / periods due = 67%."),
        (ResultKind.MILESTONES, "Weight of the milestones reached / weight of all = 67%."),
        (ResultKind.DONE, "Done counts as 100%, not done as 0%."),
    ],
)
def test_each_kind_has_its_own_arithmetic(kind, words):
    assert steps(stands(result(kind=kind), 2 / 3)) == [words]


def test_nobody_has_measured_it():
    found = steps(stands(result(start=0.0, target=9.0), 0.0, start=0.0, status=Status.NOT_STARTED, expected=0.5))
    assert found == ["Nobody has measured it yet: in the score above it counts as 0%."]


def test_a_task_never_counts():
    assert steps(stands(Initiative("i", title="Call"), None)) == ["An initiative never counts as progress."]


def test_an_objective_adds_up_what_is_below_it():
    children = (
        stands(KeyResult("a", title="NPS", weight=1.0), 0.27, contribution=9.0),
        stands(KeyResult("b", title="Calls", weight=2.0), 0.18, contribution=12.0),
        stands(KeyResult("c", title="Empty"), None),
        stands(KeyResult("d", title="Given up", dropped="no time"), 1.0),
        stands(KeyResult("e", title="Resting", parked=True), 1.0),
        stands(Initiative("i", title="Call"), None),
    )
    found = steps(stands(Objective("o", title="Top"), 0.21, children=children, unscored=1))
    assert found == [
        "NPS: 27% × 1 of 3 = 9.0 percentage points",
        "Calls: 18% × 2 of 3 = 12.0 percentage points",
        "Together 21%.",
        "1 goal without a score is left out.",
    ]
    found = steps(stands(Objective("o", title="Top"), 0.21, children=children, unscored=2))
    assert found[-1] == "2 goals without a score are left out."


def test_an_objective_with_nothing_below_has_no_score():
    assert steps(stands(Objective("o", title="Top"), None)) == ["There is no score yet: nothing below has one."]
    child = stands(Initiative("i", title="Call"), None)
    assert steps(stands(Objective("o", title="Top"), None, children=(child,)))[0].startswith("There is no score yet")


# ---- the status ----------------------------------------------------------------------------------


def paced(score: float, expected: float = 0.5, **fields: Any) -> list[str]:
    node = fields.pop("node", result(kind=ResultKind.HOLD))
    company = fields.pop("company", None)
    return steps(stands(node, score, expected=expected, **fields), company=company)[1:]


def test_what_was_expected_and_how_far_behind_it_is():
    assert paced(0.35) == [
        "Expected on day 45 of 90: 50%.",
        "That is 15 percentage points behind: up to 10 is on track, up to 30 at risk.",
    ]
    assert paced(0.5)[1:] == ["That is not off track."]
    assert paced(0.7)[1:] == ["That is not off track."]


def test_dust_is_not_behind():
    assert paced(0.1 + 0.2, 0.3)[1:] == ["That is not off track."]
    assert paced(0.3, 0.1 + 0.2)[1:] == ["That is not off track."]


@pytest.mark.parametrize(("score", "points"), [(0.3996, "10.04"), (0.404, "9.6"), (0.1999, "30.01"), (0.499, "0.1")])
def test_the_points_have_the_decimals_that_tell_them_from_the_limits(score, points):
    (_day, behind) = paced(score)
    said = behind.removeprefix("That is ").split(" percentage points")[0]
    assert said == points


def test_the_limits_are_the_companys_own():
    company = Company("c", on_track_points=5.0, at_risk_points=12.5)
    assert paced(0.35, company=company)[1].endswith("up to 5 is on track, up to 12.5 at risk.")


def test_the_day_is_held_within_the_cycle():
    known = stands(result(kind=ResultKind.HOLD), 0.5, expected=1.0)
    assert steps(known, dt.date(2026, 8, 1))[1] == "Expected on day 90 of 90: 100%."
    assert steps(known, dt.date(2025, 8, 1))[1] == "Expected on day 0 of 90: 100%."
    endless = Cycle("q", Frequency.QUARTER, None, None)
    assert steps(known, cycle=endless)[1].startswith("That is 50 percentage points behind")


def test_low_confidence_and_an_old_check_in_are_named():
    assert paced(0.5, confidence=4)[2:] == ["Confidence 4 is below 5, so the status is at risk at best."]
    assert paced(0.5, confidence=5)[2:] == []
    assert paced(0.5, stale=True)[2:] == ["The last check-in is too old, so nobody knows how it stands."]


def test_an_objective_is_judged_by_those_that_have_a_status():
    child = stands(result(kind=ResultKind.HOLD), 0.6, contribution=30.0)
    found = steps(stands(Objective("o", title="Top"), 0.3, children=(child,), expected=0.5, judged=0.6, waiting=1))
    assert found[-2:] == ["Those that have a status reach 60%, and they decide the status.", "That is not off track."]


def test_before_the_cycle_nothing_has_a_status_and_at_its_end_the_score_decides():
    held = result(kind=ResultKind.HOLD)
    assert steps(stands(held, 0.5, status=Status.PLANNED, current=1.0))[1:] == [
        "The cycle has not begun, so it has no status.",
    ]  # fmt: skip
    assert "An aspirational goal is on track from 0.7" in steps(stands(held, 0.5, over=True, expected=1.0))[1]
    committed = steps(stands(held, 0.5, over=True, committed=True, expected=1.0))
    assert "A committed goal must be reached in full" in committed[1]
    assert len(committed) == 2


def test_what_was_restated_since_the_review():
    held = result(kind=ResultKind.HOLD)
    assert steps(stands(held, 0.5, restated=Progress(0.8, 0.8)))[-1] == (
        "Restated since the review: today’s numbers give 80%."
    )
    assert steps(stands(held, 0.5, restated=NO_PROGRESS))[-1].endswith("today’s numbers give –.")


def test_in_bokmål_the_numbers_are_written_as_there():
    with text.using("nb"):
        first, *_rest = explain_goal(stands(result(target=2.5), 0.5, current=1.25, start=0.0), CYCLE, MIDDLE)
        assert str(first) == "(1,25 − 0,00) / (2,50 − 0,00) = 50\u00a0%"
