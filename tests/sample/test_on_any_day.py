"""The example lives: on whatever day it is opened it tells the same story, of a quarter that is three quarters gone."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.cli import main
from kpidesk.domain import score
from kpidesk.domain.due import deadline
from kpidesk.domain.entities import Cycle, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import all_figures, goal_book
from kpidesk.figures.due_book import due_cells
from kpidesk.sample import today as told_on
from kpidesk.sample import write_sample
from kpidesk.sample.dating import Dating
from kpidesk.sample.pace import checked_in, target_of
from kpidesk.sample.writer import _content
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import long

TOLD = dt.date(2026, 3, 16)
CONTENT = _content()
RESULTS = [each for each in CONTENT["goal"] if "step" in each.get("result", {})]
MANY = long.either(50, 400)
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2060, 12, 31))
ODD_DAYS = [
    dt.date(2026, 11, 29),  # a Sunday
    dt.date(2027, 1, 1),  # in week 53 of the year before, on the first day of a month
    dt.date(2028, 2, 29),  # a leap day, and the last day of its quarter
    dt.date(2033, 1, 2),
]


def on(day: dt.date) -> Dating:
    return Dating(TOLD, day, Period.parse("2026-Q1"))


@settings(max_examples=MANY)
@given(day=DAYS)
def test_about_three_quarters_of_a_quarter_of_the_companys_own_year_are_gone(day: dt.date) -> None:
    dating = on(day)
    cycle = dating.cycle
    assert cycle.contains(day) and cycle.frequency is Frequency.QUARTER
    assert cycle.last.day == calendar.monthrange(cycle.last.year, cycle.last.month)[1]
    assert cycle.on_grid(dating.fiscal_start) and dating.fiscal_start in (1, 2, 3)
    assert abs(score.expected(cycle.first, cycle.last, day) - 0.75) < 0.18, "a third of a quarter is a month"


@settings(max_examples=MANY)
@given(day=DAYS, n=st.integers(-120, 0))
def test_weeks_and_months_keep_their_order_and_their_distance_from_now(day: dt.date, n: int) -> None:
    dating = on(day)
    for frequency, told in ((Frequency.WEEK, "2026-W12"), (Frequency.MONTH, "2026-03")):
        now = Period.containing(day, frequency)
        assert dating.period(told) == now
        assert dating.period(Period.parse(told).next(n).key()) == now.next(n)
    assert dating.day("2026-03-12") == day - dt.timedelta(days=4)


@settings(max_examples=MANY)
@given(day=DAYS)
def test_what_waits_is_as_late_as_told(day: dt.date) -> None:
    dating = on(day)
    week = Period.containing(day, Frequency.WEEK).previous()
    assert deadline(week, dating.grace(Frequency.WEEK, None)) == day + dt.timedelta(days=2) or day == TOLD
    month = Period.containing(day, Frequency.MONTH).previous()
    late = (day - deadline(month, dating.grace(Frequency.MONTH, 10))).days
    assert late == min(6, day.day), "as told six days, or all the days that the month has had"


@settings(max_examples=MANY)
@given(day=DAYS)
def test_every_goal_is_as_far_behind_or_ahead_as_told(day: dt.date) -> None:
    told, now = on(TOLD), on(day)
    for goal in RESULTS:
        result = goal["result"]
        assert pace(goal, now) is pace(goal, told), (day, goal["title"][1])
        target = target_of(result, CONTENT["kpi"], now)
        assert (target - result["start"]) * (result["target"] - result["start"]) > 0


def pace(goal: dict[str, Any], dating: Dating) -> object:
    """The status of a key result, by its pace and the confidence of its last check-in."""
    return score.pace_status(0.0, gap(goal, dating), goal["check_ins"][-1][2])


def gap(goal: dict[str, Any], dating: Dating) -> float:
    """How far a key result is behind what is expected on the day."""
    result, last = goal["result"], goal["check_ins"][-1]
    start, target = float(result["start"]), target_of(result, CONTENT["kpi"], dating)
    if "now" in result:
        value = float(result["now"])
    elif result.get("window") == "combined":
        values = next(each for each in CONTENT["kpi"] if each["id"] == result["kpi"])["input"][0]
        first = dating.period(values["first"])
        weeks = [first.next(n).anchor for n in range(len(values["values"]))]
        value = float(sum(v for w, v in zip(weeks, values["values"], strict=True) if dating.cycle.contains(w)))
    else:
        value = checked_in(result, float(last[1]), float(last[1]), dating)
    return score.expected(dating.cycle.first, dating.cycle.last, dating.today) - (value - start) / (target - start)


@settings(max_examples=MANY)
@given(day=DAYS)
def test_a_goal_above_two_of_which_one_is_behind_stays_on_track(day: dt.date) -> None:
    gaps = [gap(goal, on(day)) for goal in RESULTS if goal["title"][1].startswith(("{target} new", "Average sale"))]
    assert len(gaps) == 2 and sum(gaps) / 2 < score.BEHIND


@settings(max_examples=MANY // 4)
@given(day=DAYS)
def test_what_is_checked_in_grows_towards_its_target_and_never_reaches_it(day: dt.date) -> None:
    for goal in RESULTS:
        values = [float(each[1]) for each in goal["check_ins"] if each[1] != ""]
        if "kpi" in goal["result"] or not values:
            continue
        start, target = float(goal["result"]["start"]), float(goal["result"]["target"])
        moved = [(checked_in(goal["result"], v, values[-1], on(day)) - start) / (target - start) for v in values]
        assert moved == sorted(moved) and moved[0] >= 0 and moved[-1] < 1


def story(day: dt.date | None, language: str, folder: Path) -> dict[str, Any]:
    """What the file tells on the day for which it is made."""
    home, stands = Home(folder / "home"), day or TOLD
    write_sample(folder / "s.kpidesk", language, home, today=day)
    noon = dt.datetime.combine(stands, dt.time(12), dt.UTC)
    with Workspace.open(folder / "s.kpidesk", home=home, clock=lambda: noon) as ws, text.using(language):
        (cycle,) = ws.all(Cycle)
        assert cycle.start is not None and cycle.end is not None and cycle.start <= stands <= cycle.end
        goals = [each for root in goal_book(ws).roots(cycle, stands) for each in root.everything()]
        words = [row.title for row in (each.node for each in goals)]
        assert not any("{" in each for each in words)
        assert all(entry.when <= noon for entry in ws.history.entries()), "nobody has done anything later than now"
        figures, inputs = all_figures(ws, stands), [each.uid for each in ws.all(Input)]
        return {
            "kpis": {each.kpi.library_id: (each.status, each.flagged, each.due.overdue is None) for each in figures},
            "due": [(inputs.index(uid), _ago(period, stands)) for uid, period in due_cells(ws, stands)],
            "goals": [each.status for each in goals],
            "parked": sum(kpi.parked for kpi in ws.all(Kpi)),
        }


def _ago(period: Period, day: dt.date) -> int:
    return Counter(p >= period for p in _back(Period.containing(day, period.frequency)))[True]


def _back(period: Period) -> list[Period]:
    return [period.previous(n) for n in range(6)]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return story(None, "nb", tmp_path_factory.mktemp("told"))


@pytest.mark.parametrize("day", ODD_DAYS, ids=str)
def test_the_whole_file_tells_the_same_story(day: dt.date, told: dict[str, Any], tmp_path: Path) -> None:
    language = "en" if day.year % 2 else "nb"
    assert story(day, language, tmp_path) == told


def test_it_is_told_on_the_day_that_it_was_written_for() -> None:
    assert told_on() == TOLD


@pytest.mark.parametrize("as_told", [True, False])
def test_the_command_line_tells_it_today_or_as_told(
    as_told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    file = tmp_path / "s.kpidesk"
    with text.using("nb"):  # a command speaks the language of its file from then on
        assert main(["sample", str(file), *(["--as-told"] if as_told else [])]) == 0
    with Workspace.open(file) as ws:
        (cycle,) = ws.all(Cycle)
        assert cycle.start is not None and cycle.end is not None
        told = (cycle.start, cycle.end) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
        assert told if as_told else cycle.start <= ws.today() <= cycle.end
