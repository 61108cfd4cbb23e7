"""Inputs: finished ratios, weights, opening balances, members of a dimension, and what a delete takes along."""

from __future__ import annotations

import pytest

from kpidesk import text
from kpidesk.commands import entry, inputs, kpis
from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

JANUARY = Period.parse("2026-01")


@pytest.fixture
def ws(tmp_path):
    home = Home(tmp_path / "home")
    with text.using("en"), Workspace.create(tmp_path / "a.kpidesk", company="A", home=home) as workspace:
        yield workspace


def test_a_finished_ratio_needs_a_weight_to_roll_up(ws):
    with pytest.raises(RuleBroken, match="finished ratio"):
        inputs.add_input(ws, "Share", unit="percent", ratio=True)
    inputs.add_input(ws, "Alone", unit="percent", ratio=True, combine=Combine.NONE)
    visits = inputs.add_input(ws, "Visits")
    uid = inputs.add_input(ws, "Rate", unit="percent", ratio=True, combine=Combine.WEIGHTED_MEAN, weight=visits)
    with pytest.raises(RuleBroken, match="finished ratio"):
        inputs.edit_input(ws, uid, combine=Combine.MEAN)
    assert ws.get(Input, uid).weight == visits


def test_weights_never_go_round(ws):
    a = inputs.add_input(ws, "A")
    b = inputs.add_input(ws, "B", combine=Combine.WEIGHTED_MEAN, weight=a)
    c = inputs.add_input(ws, "C", combine=Combine.WEIGHTED_MEAN, weight=b)
    for weight in (a, b, c):
        with pytest.raises(RuleBroken, match="circle"):
            inputs.edit_input(ws, a, combine=Combine.WEIGHTED_MEAN, weight=c if weight == a else a)
    assert ws.get(Input, a).combine is Combine.SUM


def test_only_a_balance_has_an_opening_balance(ws):
    flow = inputs.add_input(ws, "Sales")
    with pytest.raises(RuleBroken, match="opening balance"):
        inputs.set_opening(ws, flow, JANUARY, 10.0)
    stock = inputs.add_input(ws, "Stock", combine=Combine.LAST)
    with pytest.raises(BadInput):
        inputs.set_opening(ws, stock, Period.parse("2026-W02"), 10.0)
    inputs.set_opening(ws, stock, JANUARY, 10.0)
    assert (ws.get(Input, stock).opening, ws.get(Input, stock).opening_period) == (10.0, JANUARY.code())
    inputs.set_opening(ws, stock, None, None)
    assert ws.get(Input, stock).opening_period is None
    ws.undo()
    assert ws.get(Input, stock).opening == 10.0


def test_members_are_inputs_beside_each_other(ws):
    uid = inputs.add_input(ws, "Leads", frequency=Frequency.WEEK)
    made = inputs.add_members(ws, uid, ["Ads", "E-mail", "Ads"], dimension="Channel")
    again = inputs.add_members(ws, uid, ["ads", "Fairs"])
    assert [each.name for each in inputs.members(ws, uid)] == ["Ads", "E-mail", "Fairs"]
    assert len(made) == 2 and len(again) == 1
    assert {each.frequency for each in inputs.members(ws, uid)} == {Frequency.WEEK}
    assert len({each.key for each in ws.all(Input)}) == 4
    with pytest.raises(RuleBroken, match="part itself"):
        inputs.add_members(ws, made[0], ["x"])


def test_deleting_a_kpi_takes_its_members_along_and_undo_brings_them_back(ws):
    uid = own_kpis.define(ws, name="Leads")
    source = ws.get(Kpi, uid).inputs[0][1]
    ads = inputs.add_members(ws, source, ["Ads"])[0]
    entry.set_value(ws, ads, JANUARY, 4.0)
    kpis.delete(ws, uid)
    assert ws.all(Input) == []
    ws.undo()
    assert len(ws.all(Input)) == 2 and ws.series(ads) == {JANUARY: 4.0}


def test_a_shared_input_and_a_weight_survive_the_delete_of_one_kpi(ws):
    one = own_kpis.define(ws, name="One", formula="a / b", inputs={"a": Combine.SUM, "b": Combine.SUM})
    own_kpis.define(ws, name="Two", formula="a", inputs={"a": Combine.SUM})
    b = inputs.find_input(ws, "b").uid
    own_kpis.define(ws, name="Three", combine=Combine.WEIGHTED_MEAN, weight=b)
    kpis.delete(ws, one)
    assert {each.key for each in ws.all(Input)} == {"a", "b", "three"}
