"""The goals of a city's tracker: 29 weighted roll-ups, computed from their check-ins as in a file of ours."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from kpidesk.domain.entities import CheckIn, KeyResult, Objective
from kpidesk.figures import goal_figures
from tests.figures.company import Memory, quarter
from tests.table import table

FILE = Path(__file__).parents[2] / "../shared/data/okr/oslo_okr_tracker_mock.json"
TRACKER = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {"objectives": [], "keyResults": []}
TODAY = dt.date(2026, 3, 31)


def test_there_are_as_many_as_published():
    if not FILE.exists():
        pytest.skip("the shared data is not beside the project")
    assert len(TRACKER["objectives"]) == 29


@table("objective", TRACKER["objectives"])
def test_a_published_roll_up(objective):
    """Theirs gives an objective without key results 0 %; ours gives it no score, since nothing measures it."""
    ws = Memory()
    cycle = quarter(ws)
    top = ws.put(Objective, title=objective["name"], cycle=cycle.uid)
    below = [each for each in TRACKER["keyResults"] if each["objective"].endswith(objective["id"])]
    for each in below:
        uid = ws.put(KeyResult, title=each["name"], parent=top, weight=float(each["weight"]),
                     start=float(each["startValue"]), target=float(each["targetValue"]))  # fmt: skip
        if each.get("currentValue") is not None:
            ws.put(CheckIn, key_result=uid, day=TODAY, value=float(each["currentValue"]))
    (found,) = goal_figures(ws, cycle, TODAY)
    if not below:
        assert found.progress.score is None and objective["progression"] == 0
        return
    assert found.progress.score == pytest.approx(objective["progression"], abs=1e-9)
    points = [child.contribution for child in found.children]
    assert sum(points) == pytest.approx(100 * objective["progression"], abs=1e-9)
