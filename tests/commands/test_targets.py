"""Targets: what is stored, what is refused, one step to undo."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpidesk import figures, text
from kpidesk.commands import entry, inputs, targets
from kpidesk.commands.target_rules import Step, asks_for_flag
from kpidesk.domain.entities import Direction, Kpi, Target
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.errors import NotFound, UserError
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

APRIL, JULY = dt.date(2026, 4, 1), dt.date(2026, 7, 1)
YEAR = Period.parse("2026")
MONTHS = YEAR.parts(Frequency.MONTH)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def sales(ws: Workspace) -> str:
    return own_kpis.define(ws, name="Sales", target=5.0)


def values(ws: Workspace) -> list[float | None]:
    return sorted(row.value or 0 for row in ws.all(Target))


def everything(ws: Workspace) -> set[Target]:
    return set(ws.all(Target))


# ---- steps ---------------------------------------------------------------------------------------


def test_a_plan_takes_the_place_of_every_single_number(ws: Workspace, sales: str) -> None:
    targets.set_target(ws, sales, Step(value=99.0, start=APRIL))
    path = targets.set_target(
        ws, sales, Step(value=9.0, start=dt.date(2025, 1, 1), end=dt.date(2025, 12, 31)), path_from=1.0
    )
    own_kpis.set_steps(ws, sales, [Step(JULY, 8.0), Step(None, 6.0)])
    assert [(row.start, row.value) for row in targets.of_kpi(ws, sales) if row.uid != path] == [(None, 6), (JULY, 8)]
    assert ws.get(Target, path).path_from == 1.0


def test_a_plan_is_one_step_to_undo(ws: Workspace, sales: str) -> None:
    before = everything(ws)
    own_kpis.set_steps(ws, sales, [Step(None, 6.0), Step(APRIL, 7.0), Step(JULY, 8.0)])
    assert values(ws) == [6, 7, 8]
    ws.undo()
    assert everything(ws) == before


def test_a_step_that_stays_keeps_its_row(ws: Workspace, sales: str) -> None:
    always = targets.of_kpi(ws, sales)[0]
    own_kpis.set_steps(ws, sales, [Step(None, 5.0), Step(APRIL, 7.0)])
    assert ws.get(Target, always.uid) == always


def test_no_steps_take_the_plan_away(ws: Workspace, sales: str) -> None:
    own_kpis.set_steps(ws, sales, [])
    assert values(ws) == []


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ([Step(APRIL, 1.0), Step(APRIL, 2.0)], "begin at the same time"),
        ([Step(None, 1.0), Step(None, 2.0)], "begin at the same time"),
        ([Step(APRIL, 1.0, end=JULY), Step(JULY, 2.0)], "overlap"),
        ([Step(JULY, 2.0), Step(APRIL, 1.0, end=JULY)], "overlap"),
        ([Step(JULY, 2.0, end=APRIL)], "ends before it starts"),
        ([Step(None, 1.0), Step(APRIL, None)], "has no number"),
        ([Step(None, math.inf)], "not a number"),
        ([Step(None, 1e16)], "too large"),
        ([Step(None, 5.0, red_flag=6.0)], "must lie below"),
        ([Step(dt.date(1, 1, 1), 5.0)], "between 1900 and 2199"),
    ],
)
def test_a_plan_that_is_refused_changes_nothing(ws: Workspace, sales: str, steps: list[Step], reason: str) -> None:
    before = everything(ws)
    with text.using("en"), pytest.raises(UserError, match=reason):
        own_kpis.set_steps(ws, sales, steps)
    assert everything(ws) == before


# ---- seasons -------------------------------------------------------------------------------------


def test_a_season_holds_its_numbers_and_their_mean(ws: Workspace, sales: str) -> None:
    uid = targets.set_season(ws, sales, {month: 10.0 * n for n, month in enumerate(MONTHS, 1)}, red_flag=60.0)
    row = ws.get(Target, uid or "")
    assert (row.value, row.red_flag, row.start, row.end) == (65.0, 60.0, YEAR.first, YEAR.last)
    assert len(row.season) == 12
    assert [tuple(pair) for pair in row.season][1] == (MONTHS[1].code(), 20.0)


def test_a_season_survives_the_file(ws: Workspace, sales: str, tmp_path: Path) -> None:
    targets.set_season(ws, sales, {MONTHS[0]: 10.0, MONTHS[1]: 30.5})
    written = everything(ws)
    ws.sharing.publish()
    with Workspace.open(ws.path, home=Home(tmp_path / "other")) as again:
        assert everything(again) == written
        kpi = again.get(Kpi, sales)
        sheet = figures.kpi.Sheet(kpi, figures.kpi.load(again, [kpi], again.today()))
        assert sheet.targets.at(MONTHS[1]).value == 30.5


def test_a_season_is_replaced_and_undone(ws: Workspace, sales: str) -> None:
    first = targets.set_season(ws, sales, {MONTHS[0]: 10.0})
    again = targets.set_season(ws, sales, {MONTHS[0]: 11.0, MONTHS[1]: 13.0})
    assert again == first
    assert values(ws) == [5, 12]
    ws.undo()
    assert values(ws) == [5, 10]


def test_each_year_has_its_own_season(ws: Workspace, sales: str) -> None:
    targets.set_season(ws, sales, {MONTHS[0]: 10.0})
    targets.set_season(ws, sales, {MONTHS[0].next(12): 20.0})
    assert values(ws) == [5, 10, 20]


def test_a_blank_season_goes_and_leaves_the_rest(ws: Workspace, sales: str) -> None:
    targets.set_season(ws, sales, {MONTHS[0]: 10.0})
    assert targets.set_season(ws, sales, dict.fromkeys(MONTHS)) is None
    assert values(ws) == [5]
    path = targets.set_target(ws, sales, Step(value=9.0, start=YEAR.first, end=YEAR.last), path_from=1.0)
    targets.set_season(ws, sales, dict.fromkeys(MONTHS))
    assert ws.get(Target, path or "").path_from == 1.0


def test_a_number_in_place_of_a_season_leaves_nothing_of_it(ws: Workspace, sales: str) -> None:
    uid = targets.set_season(ws, sales, {MONTHS[0]: 10.0})
    assert targets.set_target(ws, sales, Step(value=7.0, start=YEAR.first)) == uid
    assert ws.get(Target, uid or "").season == ()


def test_a_season_of_a_fiscal_year(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with (
        Workspace.create(tmp_path / "b.kpidesk", company="B", home=home, fiscal_year_start=7) as ws,
        ws.sharing.holding(),
    ):
        kpi = own_kpis.define(ws, name="Sales", frequency=Frequency.QUARTER)
        year = Period.parse("2026", 7)
        uid = targets.set_season(ws, kpi, dict.fromkeys(year.parts(Frequency.QUARTER), 25.0))
        row = ws.get(Target, uid or "")
        assert (row.start, row.end) == (dt.date(2026, 7, 1), dt.date(2027, 6, 30))


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({}, "belongs to one year"),
        ({MONTHS[0]: 1.0, MONTHS[11].next(): 1.0}, "belongs to one year"),
        ({Period.parse("2026-W01"): 1.0}, "each period of the KPI"),
        ({MONTHS[0]: math.nan}, "not a number"),
        ({MONTHS[0]: 1e308}, "too large"),
        ({MONTHS[0]: -1.0}, "never below 0"),
        ({MONTHS[0]: 101.0}, "never above 100"),
    ],
)
def test_a_season_that_is_refused_changes_nothing(ws: Workspace, cells: dict[Period, float], reason: str) -> None:
    kpi = own_kpis.define(ws, name="Share", target=50.0, range_min=0.0, range_max=100.0)
    before = everything(ws)
    with text.using("en"), pytest.raises(UserError, match=reason):
        targets.set_season(ws, kpi, cells)
    assert everything(ws) == before


def test_the_red_flag_of_a_season_stands_beside_its_mean(ws: Workspace, sales: str) -> None:
    with text.using("en"), pytest.raises(UserError, match="must lie below"):
        targets.set_season(ws, sales, {MONTHS[0]: 10.0, MONTHS[1]: 20.0}, red_flag=15.0)


# ---- single numbers, bands, paths ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"value": 5.0, "high": 4.0}, "lower edge lies above"),
        ({"value": 5.0, "high": 8.0, "red_high": 7.0}, "outside the band"),
        ({"value": None, "high": 8.0}, "both edges"),
        ({"value": None, "red_flag": 8.0}, "must have a target"),
        ({"value": None, "red_high": 8.0}, "must have a target"),
        ({"value": 5.0, "high": 1e16}, "too large"),
        ({"value": 5.0, "path_from": 3.0}, "first and a last day"),
        ({"value": 5.0, "path_from": 3.0, "start": APRIL}, "first and a last day"),
        ({"value": 5.0, "path_from": 3.0, "start": JULY, "end": APRIL}, "ends before it starts"),
        ({"value": 5.0, "path_from": math.inf, "start": APRIL, "end": JULY}, "not a number"),
        ({"value": 5.0, "start": dt.date.min, "end": dt.date.max}, "between 1900 and 2199"),
        ({"value": 150.0}, "never above 100"),
        ({"value": 50.0, "path_from": -3.0, "start": APRIL, "end": JULY}, "never below 0"),
    ],
)
def test_a_target_that_is_refused_changes_nothing(ws: Workspace, fields: dict[str, Any], reason: str) -> None:
    kpi = own_kpis.define(
        ws, name="Stock", target=10.0, high=20.0, direction=Direction.MAINTAIN, range_min=0.0, range_max=100.0
    )
    before = everything(ws)
    step = Step(**{name: each for name, each in fields.items() if name != "path_from"})
    with text.using("en"), pytest.raises(UserError, match=reason):
        targets.set_target(ws, kpi, step, path_from=fields.get("path_from"))
    assert everything(ws) == before


def test_one_of_several_targets_is_removed_and_brought_back(ws: Workspace, sales: str) -> None:
    later = targets.set_target(ws, sales, Step(value=9.0, start=APRIL))
    before = everything(ws)
    targets.remove(ws, later or "")
    assert values(ws) == [5]
    ws.undo()
    assert everything(ws) == before
    with pytest.raises(NotFound):
        targets.remove(ws, "0" * 32)


class Ear:
    def __init__(self) -> None:
        self.heard = 0

    def hear(self, _changes: object) -> None:
        self.heard += 1


def test_setting_what_stands_already_is_no_change(ws: Workspace, sales: str) -> None:
    ear = Ear()
    ws.changed.connect(ear.hear)
    targets.set_target(ws, sales, Step(value=5.0))
    assert ear.heard == 0
    targets.set_target(ws, sales, Step(value=6.0))
    assert ear.heard == 1


# ---- a goal of 0 -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "asked"),
    [
        ({"value": 0.0}, True),
        ({"value": 0.0, "red_flag": -2.0}, False),
        ({"value": 5.0}, False),
        ({"value": 0.0, "path_from": -9.0, "start": APRIL, "end": JULY}, True),
        ({"value": 9.0, "path_from": 0.0, "start": APRIL, "end": JULY}, False),
    ],
)
def test_a_goal_of_zero_asks_for_its_red_flag(ws: Workspace, fields: dict[str, Any], asked: bool) -> None:
    uid = own_kpis.define(ws, name="Profit")
    step = Step(**{name: each for name, each in fields.items() if name != "path_from"})
    targets.set_target(ws, uid, step, path_from=fields.get("path_from"))
    question = asks_for_flag(ws.get(Kpi, uid), targets.of_kpi(ws, uid))
    assert (question is not None) is asked
    if question is not None:
        with text.using("nb"):
            assert "varselgrense" in str(question)


def test_a_season_with_a_zero_and_a_band_at_zero_ask_too(ws: Workspace, sales: str) -> None:
    targets.set_season(ws, sales, {MONTHS[0]: 0.0, MONTHS[1]: 10.0})
    assert asks_for_flag(ws.get(Kpi, sales), targets.of_kpi(ws, sales)) is not None
    targets.set_season(ws, sales, {MONTHS[0]: 1.0, MONTHS[1]: 10.0})
    assert asks_for_flag(ws.get(Kpi, sales), targets.of_kpi(ws, sales)) is None
    band = own_kpis.define(ws, name="Drift", direction=Direction.MAINTAIN, target=-1.0, high=0.0)
    assert asks_for_flag(ws.get(Kpi, band), targets.of_kpi(ws, band)) is not None


@pytest.mark.parametrize(
    ("direction", "value", "flag", "status"),
    [
        (Direction.DECREASE, 50.0, None, Status.OFF_TRACK),
        (Direction.DECREASE, 50.0, 60.0, Status.AT_RISK),
        (Direction.DECREASE, 0.0, None, Status.ON_TRACK),
        (Direction.INCREASE, -90_000.0, None, Status.OFF_TRACK),
        (Direction.INCREASE, -90_000.0, -100_000.0, Status.AT_RISK),
    ],
)
def test_worse_than_a_goal_of_zero_is_off_track_until_a_flag_is_set(
    ws: Workspace, direction: Direction, value: float, flag: float | None, status: Status
) -> None:
    uid = own_kpis.define(ws, name="Accidents", direction=direction, target=0.0, red_flag=flag)
    entry.set_value(ws, inputs.input_named(ws, "Accidents").uid, Period.parse("2026-03"), value)
    found = figures.kpi_figures(ws, ws.get(Kpi, uid), dt.date(2026, 4, 2))
    assert found.status is status
    quarter = figures.kpi_figures(ws, ws.get(Kpi, uid), dt.date(2026, 4, 2), Frequency.QUARTER)
    assert quarter.latest is not None
    assert quarter.latest.status is status


def test_a_quarter_with_one_month_aimed_at_zero_has_a_red_flag(ws: Workspace, sales: str) -> None:
    """A month's goal of 0 has its flag on 0, those of 10 at 9: the quarter's lies at 18 of 20."""
    targets.set_season(ws, sales, {MONTHS[0]: 0.0, MONTHS[1]: 10.0, MONTHS[2]: 10.0})
    uid = inputs.input_named(ws, "Sales").uid
    for value, status in ((19.0, Status.AT_RISK), (17.0, Status.OFF_TRACK), (20.0, Status.ON_TRACK)):
        entry.paste(ws, [(uid, MONTHS[0], 0.0), (uid, MONTHS[1], 10.0), (uid, MONTHS[2], value - 10.0)])
        found = figures.kpi_figures(ws, ws.get(Kpi, sales), dt.date(2026, 4, 2), Frequency.QUARTER)
        assert found.latest is not None
        assert (found.latest.red_flag, found.latest.status) == (18, status)
