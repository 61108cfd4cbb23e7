"""The next quarter is planned beside the running one: nothing in it, and nothing not begun, is judged in any place."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.cli.show.report import Asked as Wanted
from kpidesk.cli.show.report import everything
from kpidesk.commands import check_ins, cycles, goals
from kpidesk.commands.goals import milestones
from kpidesk.domain.entities import Cycle, KeyResult, ResultKind
from kpidesk.domain.period import Period
from kpidesk.exchange.export.asked import Asked
from kpidesk.exchange.export.goals import goals as exported
from kpidesk.figures import goal_figures
from kpidesk.report import compose
from kpidesk.report.drawing.frame import PAPERS, Frame
from kpidesk.report.drawing.marks import STATUS_COLORS
from kpidesk.report.drawing.surface import RecordingSurface
from kpidesk.report.pages import objectives
from kpidesk.settings import Home
from kpidesk.viz.tokens import PAPER
from kpidesk.workspace import Workspace

Q1, Q2 = Period.parse("2026-Q1"), Period.parse("2026-Q2")
TODAY = dt.date(2026, 3, 16)
JUDGED = {"on_track", "at_risk", "off_track", "achieved"}


@pytest.fixture
def ws(tmp_path):
    """A running quarter that goes badly, and the next one, planned with everything that could be judged too early."""
    now = [dt.datetime(2026, 1, 2, 12, tzinfo=dt.UTC)]
    home = Home(tmp_path / "home")
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=home, clock=lambda: now[0]) as ws,
        ws.sharing.holding(),
    ):
        running = goals.add_objective(ws, "Running", cycle=cycles.ensure_cycle(ws, Q1))
        nps = goals.add_key_result(ws, "NPS from 40 to 50", parent=running)
        now[0] = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)
        check_ins.check_in(ws, nps, value=40.5, confidence=2)
        goals.add_key_result(ws, "Calls from 0 to 10", parent=running)
        planned = goals.add_objective(ws, "Planned", cycle=cycles.ensure_cycle(ws, Q2))
        check_ins.check_in(ws, goals.add_key_result(ws, "Waste from 9 to 5", parent=planned), value=12.0, confidence=1)
        stepped = goals.add_key_result(ws, "Shop", parent=planned, kind=ResultKind.MILESTONES, due=dt.date(2026, 4, 1))
        milestones.add(ws, stepped, "Lease", due=dt.date(2026, 3, 1))
        goals.add_key_result(ws, "Sign", parent=planned, kind=ResultKind.DONE, due=dt.date(2026, 4, 1))
        goals.add_initiative(ws, "Ask around", parent=stepped, due=dt.date(2026, 3, 1))
        yield ws


def test_show_says_planned_of_the_next_quarter_and_judges_the_running_one(ws):
    told = {}
    for each in everything(ws, None, Wanted(TODAY))["objectives"]:
        told[each["title"]] = {each["status"], *(result["status"] for result in each["key_results"])}
    assert told["Planned"] == {"planned"}
    assert told["Running"] == {"off_track", "not_started"}


def test_paper_of_the_planned_quarter_has_no_colour_and_no_verdict(ws):
    review = compose.compose(ws, ws.get(Cycle, cycles.cycle_uid(Q2)), as_of=TODAY)
    lines = [*review.goals, *(result for goal in review.goals for result in goal.results)]
    assert {line.status for line in lines} == {"planned"} and {line.score for line in lines} == {None}
    surface = RecordingSurface()
    for plan in objectives.plan(review, Frame(*PAPERS["A4"])):
        for draw in plan.sheets:
            surface.new_page()
            draw(surface)
    used = {op.fill for op in surface.shapes()} | {op.stroke for op in surface.shapes()}
    assert not used & {PAPER.red, PAPER.amber, PAPER.green}
    assert STATUS_COLORS["planned"] == STATUS_COLORS["not_started"] == STATUS_COLORS["no_check_in"] == PAPER.tertiary


def test_the_export_names_the_state_in_a_word(ws):
    rows = exported(ws, Asked()).records["goals"]
    states = {row["title"]: row["status"] for row in rows if row["kind"] == "key_result"}
    assert [states[title] for title in ("Waste from 9 to 5", "Shop", "Sign")] == ["Planlagt"] * 3
    assert states["Calls from 0 to 10"] == "Ikke startet"


def test_once_it_has_begun_the_dates_that_have_passed_count(ws):
    first = dt.date(2026, 4, 2)
    (root,) = goal_figures(ws, ws.get(Cycle, cycles.cycle_uid(Q2)), first)
    told = {each.node.title: each.status.value for each in root.everything() if isinstance(each.node, KeyResult)}
    assert told["Sign"] == "off_track" and told["Shop"] == "off_track"


def test_started_by_hand_it_runs_beside_the_other(ws):
    cycles.start_now(ws, cycles.cycle_uid(Q2))
    for period, title in ((Q1, "NPS from 40 to 50"), (Q2, "Waste from 9 to 5")):
        cycle = ws.get(Cycle, cycles.cycle_uid(period))
        found = [each for root in goal_figures(ws, cycle, TODAY) for each in root.everything()]
        assert next(each.status.value for each in found if each.node.title == title) in JUDGED
