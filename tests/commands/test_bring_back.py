"""What one cell held before comes back: a number, or a field of a goal or a KPI; in a closed cycle it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import bring_back, cycles, entry, goals, inputs
from kpidesk.domain.entities import NOT_APPLICABLE, KeyResult, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

MARCH = Period.parse("2026-03")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
        text.using("en"),
    ):
        yield made


@pytest.fixture
def sales(ws: Workspace) -> str:
    own_kpis.define(ws, name="Sales")
    return inputs.input_named(ws, "Sales").uid


def test_a_number_comes_back_and_goes_again_with_undo(ws: Workspace, sales: str) -> None:
    for value in (10.0, 20.0):
        entry.set_value(ws, sales, MARCH, value)
    bring_back.number(ws, sales, MARCH, 10.0)
    assert ws.series(sales) == {MARCH: 10.0}
    ws.undo()
    assert ws.series(sales) == {MARCH: 20.0}


def test_a_blank_and_a_not_applicable_come_back_as_what_they_were(ws: Workspace, sales: str) -> None:
    entry.set_value(ws, sales, MARCH, 20.0)
    bring_back.number(ws, sales, MARCH, NOT_APPLICABLE)
    assert ws.series(sales) == {MARCH: NOT_APPLICABLE}
    bring_back.number(ws, sales, MARCH, None)
    assert ws.series(sales) == {}
    bring_back.number(ws, sales, MARCH, 0.0)
    assert ws.series(sales) == {MARCH: 0.0}


def test_a_field_of_a_kpi_comes_back_and_the_history_says_whose(ws: Workspace) -> None:
    uid = own_kpis.define(ws, name="Waste", pitfall="Weigh it dry")
    own_kpis.edit(ws, uid, pitfall="")
    bring_back.field(ws, Kpi, uid, "pitfall", "Weigh it dry")
    assert ws.get(Kpi, uid).pitfall == "Weigh it dry"
    assert ws.undoing.label is not None
    assert "“Waste”" in str(ws.undoing.label)
    ws.undo()
    assert ws.get(Kpi, uid).pitfall == ""


def test_a_field_of_a_goal_comes_back_while_its_cycle_is_open(ws: Workspace) -> None:
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    top = goals.add_objective(ws, "Customers come back", cycle=cycle)
    result = goals.add_key_result(ws, "NPS from 10 to 20", parent=top)
    bring_back.field(ws, Objective, top, "title", "They come back")
    bring_back.field(ws, KeyResult, result, "target", 30.0)
    assert (ws.get(Objective, top).title, ws.get(KeyResult, result).target) == ("They come back", 30.0)
    cycles.close(ws, cycle, day=dt.date(2026, 4, 2))
    for kind, uid, name, value in ((Objective, top, "title", "X"), (KeyResult, result, "target", 1.0)):
        with pytest.raises(RuleBroken):
            bring_back.field(ws, kind, uid, name, value)
    assert (ws.get(Objective, top).title, ws.get(KeyResult, result).target) == ("They come back", 30.0)


def test_what_is_gone_has_no_cell_to_fill(ws: Workspace, sales: str) -> None:
    with pytest.raises(NotFound):
        bring_back.field(ws, Kpi, "gone", "name", "X")
    with pytest.raises(NotFound):
        bring_back.number(ws, "gone", MARCH, 1.0)
    assert ws.series(sales) == {}
