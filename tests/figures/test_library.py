"""Every worked example of the KPI library: point and roll-up, values and statuses.

A roll-up example spans two periods of no calendar length of its own, so each example is laid on
quarters and its two periods on the half-year that they make; where the example states the days of
its periods, those are used.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.formula import evaluate
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status, judge, make_goal
from kpidesk.figures.calculation import Calculation
from kpidesk.figures.sheet import Sheet
from kpidesk.figures.sources import load
from kpidesk.text import Message
from tests.figures.company import Input, Kpi, Memory

LIBRARY = Path(__file__).parents[2] / "../shared/kpi_library.toml"
COLOURS = {"green": Status.ON_TRACK, "amber": Status.AT_RISK, "red": Status.OFF_TRACK}
END = Period.parse("2026-Q2")


def library():
    if not LIBRARY.exists():
        return []
    shelf = tomllib.loads(LIBRARY.read_text(encoding="utf-8"))
    return [(shelf, kpi, example) for kpi in shelf["kpi"] for example in kpi["example"]]


def name_of(case):
    return f"{case[1]['id']}-{case[2]['kind']}"


class Example(Calculation):
    """A calculation whose calendar is the one that the example states."""

    def __init__(self, sheet, home, days):
        super().__init__(sheet.current, home, sheet.kpi.frequency, sheet.fiscal_start)
        self._days = days

    def days(self, period):
        return self._days.get(period) or super().days(period)


def lay_out(shelf, kpi, example):
    """A workspace with the example's numbers in the quarters that end with the second of 2026."""
    ws = Memory()
    uids = {key: ws.put(Input, uid=key, key=key, name=key, frequency=Frequency.QUARTER, weight=about.get("weight"),
                        combine=Combine(about["combine"])) for key, about in shelf["inputs"].items()}  # fmt: skip
    for key, given in example["inputs"].items():
        values = on_quarters(kpi, given, example.get("periods", 1))
        quarters = [END.previous(len(values) - 1 - i) for i in range(len(values))]
        ws.series_of(key, quarters, [float(v) for v in values])
    bound = tuple((key, uids[key]) for key in kpi["inputs"])
    uid = ws.put(Kpi, frequency=Frequency.QUARTER, formula=kpi["formula"], inputs=bound)
    made = ws.get(Kpi, uid)
    return Sheet(made, load(ws, [made]))


def value_in(sheet, period, days):
    found = evaluate(sheet.formula, period, Example(sheet, period, days))
    assert not isinstance(found, Message), str(found)
    return found


def on_quarters(kpi, values, width):
    """A year of months becomes a year of quarters: the same first and last periods, fewer between."""
    if "prev_year" in kpi["formula"] and kpi["frequency"] == "monthly":
        return values[: len(values) - 8 - width] + values[-width:]
    return values


@pytest.mark.skipif(not LIBRARY.exists(), reason="the KPI library is not beside the project")
@pytest.mark.parametrize("case", library(), ids=name_of)
def test_worked_example(case):
    shelf, kpi, example = case
    sheet = lay_out(shelf, kpi, example)
    stated = example.get("days", [])[-2:]
    last = dict(zip([END.previous(), END][-len(stated) :], stated, strict=True)) if stated else {}
    if example["kind"] == "point":
        found = value_in(sheet, END, last)
        assert found == pytest.approx(example["expected"], rel=1e-6, abs=5e-7)
        assert status_of(kpi, found) is COLOURS[example["status"]]
        return
    for quarter, expected in zip([END.previous(), END], example["expected_periods"], strict=True):
        assert value_in(sheet, quarter, last) == pytest.approx(expected, rel=1e-6, abs=5e-7)
    half = Period.parse("2026-H1")
    days = {half: sum(stated)} if stated else {}
    assert value_in(sheet, half, {**last, **days}) == pytest.approx(example["expected"], rel=1e-6, abs=5e-7)


def status_of(kpi, value):
    direction = Direction(kpi["direction"])
    if direction is Direction.MAINTAIN:
        (low, high), (red, _red_high) = kpi["green"], kpi["amber"]
        return judge(value, make_goal(low, direction, high, red), direction)
    return judge(value, make_goal(kpi["green"], direction, red=kpi["amber"]), direction)
