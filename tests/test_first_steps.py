"""The first steps: what is offered in a new file, on any day of any year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidesk.commands import entry
from kpidesk.commands import library as shelf
from kpidesk.commands.goals.sentences import add_goal, ground
from kpidesk.commands.possible import edges_of
from kpidesk.domain.entities import KeyResult, Kpi, Uid
from kpidesk.domain.status import Status
from kpidesk.figures import all_figures, due_book, goal_book
from kpidesk.figures.cycle_list import cycle_at
from kpidesk.first_steps import first_cycle, first_steps
from kpidesk.reading.goals import read_goal
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import long

JUDGED = {Status.AT_RISK, Status.OFF_TRACK}


@pytest.fixture
def new_file(tmp_path: Path) -> Callable[..., Workspace]:
    count = iter(range(10_000))

    def make(day: dt.date, template: str = "", start: int = 1) -> Workspace:
        noon = dt.datetime.combine(day, dt.time(12), dt.UTC)
        place = tmp_path / str(next(count))
        place.mkdir()
        ws = Workspace.create(
            place / "Ny.kpidesk", company="Ny", home=Home(place / "home"), clock=lambda: noon, fiscal_year_start=start
        )
        if template:
            shelf.apply_template(ws, template, goals=False)
        return ws

    return make


def write(ws: Workspace, sentence: str) -> Uid:
    cycle = first_cycle(ws)
    return add_goal(ws, read_goal(sentence, ground(ws, cycle, ws.today())), cycle=cycle)


def test_an_empty_file_has_done_nothing_and_offers_no_number(new_file: Callable[..., Workspace]) -> None:
    with new_file(dt.date(2026, 3, 16)) as ws:
        steps = first_steps(ws)
        assert steps.done == (False, False, False) and steps.offered == ()


def test_the_simplest_number_of_the_last_full_month_is_offered_first(new_file: Callable[..., Workspace]) -> None:
    with new_file(dt.date(2026, 3, 16), "hair_salon") as ws:
        steps = first_steps(ws)
        first = steps.offered[0]
        assert (first.kpi.library_id, first.period.key()) == ("net_sales", "2026-02")
        sizes = [len(each.kpi.inputs) for each in steps.offered]
        assert sizes == sorted(sizes)
        assert steps.done == (True, False, False)


def test_a_number_and_a_goal_are_told_and_undone_again(new_file: Callable[..., Workspace]) -> None:
    with new_file(dt.date(2026, 3, 16), "hair_salon") as ws:
        first = first_steps(ws).offered[0]
        entry.set_value(ws, first.source.uid, first.period, 342_500.0)
        found = first_steps(ws).entered
        assert found is not None and (found.value, found.number.period) == (342_500.0, first.period)
        write(ws, "Øke nettosalg fra 340000 til 380000 kr")
        assert first_steps(ws).done == (True, True, True)
        ws.undo()
        assert first_steps(ws).goal is None and not ws.all(KeyResult), "one step takes back both"
        ws.undo()
        assert first_steps(ws).entered is None


def test_a_parked_kpi_is_not_asked_for(new_file: Callable[..., Workspace]) -> None:
    from kpidesk.commands import kpis

    with new_file(dt.date(2026, 3, 16), "hair_salon") as ws:
        kpis.park(ws, first_steps(ws).offered[0].kpi.uid)
        assert first_steps(ws).offered[0].kpi.library_id != "net_sales"


@settings(max_examples=long.either(10, 25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    day=st.dates(dt.date(2023, 1, 1), dt.date(2032, 12, 31)),
    start=st.integers(1, 12),
    template=st.sampled_from(["hair_salon", "saas", "gym", "it_support"]),
    value=st.floats(-1e6, 1e6),
)
def test_nothing_in_a_new_file_is_red_amber_or_overdue_on_any_day(
    day: dt.date, start: int, template: str, value: float, new_file: Callable[..., Workspace]
) -> None:
    with new_file(day, template, start) as ws:
        for each in first_steps(ws).offered:
            entry.set_value(ws, each.source.uid, each.period, edges_of(ws, each.source).held(value))
        name = ws.all(Kpi)[0].name
        cycle = first_cycle(ws)
        write(ws, f"{name} fra 100 til 200")
        assert not JUDGED & {each.status for each in all_figures(ws, day)}
        assert not any(each.due.overdue for each in all_figures(ws, day))
        assert not due_book.due_cells(ws, day)
        row = cycle_at(ws, cycle)
        assert row is not None
        roots = goal_book(ws).roots(row, day)
        assert not JUDGED & {each.status for root in roots for each in root.everything()}
