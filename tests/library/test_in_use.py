"""Each worked example as somebody would live it: the KPI added to a file, its numbers entered, its status read."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from kpidesk import library, text
from kpidesk.commands import inputs, people, targets
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import Input, Kpi
from kpidesk.domain.period import Period
from kpidesk.domain.status import Status
from kpidesk.figures import all_figures, entry_blocks
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

EXAMPLES = tomllib.loads((Path(__file__).parent / "worked_examples.toml").read_text(encoding="utf-8"))["example"]
POINTS = [each for each in EXAMPLES if each["kind"] == "point"]
COLOURS = {"green": Status.ON_TRACK, "amber": Status.AT_RISK, "red": Status.OFF_TRACK}
NOW = dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def ws(tmp_path_factory):
    folder = tmp_path_factory.mktemp("used")
    with (
        text.using("en"),
        Workspace.create(
            folder / "a.kpidesk", company="A", home=Home(folder), clock=lambda: NOW, language="en"
        ) as made,
        made.sharing.holding(),
    ):
        people.set_company(made, people=50)
        yield made


def ended(frequency, days):
    """The newest period that has ended, of the length that the example states."""
    period = Period.containing(NOW.date(), frequency).previous()
    while days is not None and period.days != days:
        period = period.previous()
    return period


def enter(ws, kpi, given, last):
    """Enter the example's numbers, the last of each in the period ``last``."""
    for key, uid in kpi.inputs:
        values = given[key]
        parts = inputs.members(ws, uid) if ws.get(Input, uid).members_add else []
        with ws.transaction(text.msg("enter numbers")) as change:
            for i, value in enumerate(values):
                period = last.previous(len(values) - 1 - i)
                change.measure(parts[0].uid if parts else uid, period, float(value))
                for part in parts[1:]:
                    change.measure(part.uid, period, 0.0)


@pytest.mark.parametrize("example", POINTS, ids=lambda each: each["kpi"])
def test_a_worked_example_comes_out_of_a_file(ws, example):
    about = library.kpi(example["kpi"])
    uid = shelf.add(
        ws, about.id, shelf.Limits(about.target, high=about.high, red_flag=about.red_flag, red_high=about.red_high)
    )
    if any(row.suggested for row in targets.of_kpi(ws, uid)):
        targets.confirm(ws, uid)
    kpi = ws.get(Kpi, uid)
    last = ended(kpi.frequency, example.get("days", [None])[-1])
    enter(ws, kpi, example["inputs"], last)
    (figures,) = all_figures(ws, last.next().first + dt.timedelta(days=1))
    assert figures.latest is not None and figures.latest.period == last
    assert figures.latest.value == pytest.approx(example["expected"], rel=1e-6, abs=5e-7)
    assert figures.status is COLOURS[example["status"]]
    while ws.all(Kpi):
        ws.undo()


def test_every_input_of_the_library_can_be_entered_and_none_is_asked_for_twice(ws):
    shelf.add_many(ws, [each.id for each in library.kpis()])
    asked = [row.source.uid for block in entry_blocks(ws) for row in block.rows if row.source is not None]
    assert len(asked) == len(set(asked))
    split = {source.member_of for source in ws.all(Input) if source.member_of}
    wanted = {source.uid for source in ws.all(Input) if source.uid not in split or not source.members_add}
    assert set(asked) == wanted
    ws.undo()


def test_the_hidden_number_of_a_small_group_stays_hidden(ws):
    uid = shelf.add(ws, "enps")
    kpi = ws.get(Kpi, uid)
    last = ended(kpi.frequency, None)
    enter(ws, kpi, {"enps_promoters": [3], "enps_detractors": [0], "enps_respondents": [4]}, last)
    (figures,) = all_figures(ws, NOW.date())
    assert figures.latest is None and figures.masked == last
    enter(ws, kpi, {"enps_promoters": [3], "enps_detractors": [0], "enps_respondents": [5]}, last)
    assert all_figures(ws, NOW.date())[0].latest.value == 60.0
    while ws.all(Kpi):
        ws.undo()


def test_a_sensitive_number_without_a_head_count_is_hidden_in_a_small_company(ws):
    kpi = ws.get(Kpi, shelf.add(ws, "sick_leave_rate"))
    enter(ws, kpi, {"sick_workdays": [3], "planned_workdays": [60]}, ended(kpi.frequency, None))
    for persons, shown in ((None, False), (5, True), (4, False)):
        people.set_company(ws, people=persons)
        assert (all_figures(ws, NOW.date())[0].latest is not None) is shown, persons
    while ws.all(Kpi):
        ws.undo()
