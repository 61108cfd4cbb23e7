"""Inputs: finished ratios, weights, opening balances, members of a dimension, and what a delete takes along."""

from __future__ import annotations

import pytest

from kpidesk import text
from kpidesk.commands import definitions, entry, inputs, kpis
from kpidesk.commands.definitions import InputSpec, KpiSpec
from kpidesk.domain.entities import Combine, Direction, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

JANUARY = Period.parse("2026-01")


@pytest.fixture
def ws(tmp_path):
    home = Home(tmp_path / "home")
    with (
        text.using("en"),
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=home) as workspace,
        workspace.sharing.holding(),
    ):
        yield workspace


def ruled(ws: Workspace, rule: InputSpec, *others: InputSpec, kpi: str | None = None) -> str:
    """A KPI whose first input combines by ``rule``, as the form stores it; the others are there or made."""
    formula = rule.spelled if others else ""
    spec = KpiSpec(rule.name, "percent", 0, Frequency.MONTH, Direction.INCREASE, formula, (rule, *others))
    return definitions.store(ws, spec, kpi)


def test_a_finished_ratio_needs_a_weight_to_roll_up(ws):
    with pytest.raises(RuleBroken, match="ready-made ratio"):
        ruled(ws, InputSpec("Share", ratio=True))
    ruled(ws, InputSpec("Alone", ratio=True, combine=Combine.NONE))
    rate = InputSpec("Rate", combine=Combine.WEIGHTED_MEAN, weight="visits", ratio=True)
    kpi = ruled(ws, rate, InputSpec("Visits"))
    with pytest.raises(RuleBroken, match="ready-made ratio"):
        ruled(ws, InputSpec("Rate", "rate", Combine.MEAN, ratio=True), InputSpec("Visits", "visits"), kpi=kpi)
    stored = inputs.input_named(ws, "rate")
    assert (stored.combine, stored.weight) == (Combine.WEIGHTED_MEAN, inputs.input_named(ws, "visits").uid)


def test_weights_never_go_round(ws):
    a = own_kpis.add_input(ws, "A")
    b = own_kpis.add_input(ws, "B", combine=Combine.WEIGHTED_MEAN, weight=a)
    own_kpis.add_input(ws, "C", combine=Combine.WEIGHTED_MEAN, weight=b)
    for weight in ("a", "b", "c"):
        others = [InputSpec(key.upper(), key, Combine.WEIGHTED_MEAN, weight=of) for key, of in (("b", "a"), ("c", "b"))]
        with pytest.raises(RuleBroken, match="circle"):
            ruled(ws, InputSpec("A", "a", Combine.WEIGHTED_MEAN, weight=weight), *others)
    assert ws.get(Input, a).combine is Combine.SUM


def test_only_a_balance_has_an_opening_balance(ws):
    flow = own_kpis.add_input(ws, "Sales")
    with pytest.raises(RuleBroken, match="opening balance"):
        inputs.set_opening(ws, flow, JANUARY, 10.0)
    stock = own_kpis.add_input(ws, "Stock", combine=Combine.LAST)
    with pytest.raises(BadInput):
        inputs.set_opening(ws, stock, Period.parse("2026-W02"), 10.0)
    inputs.set_opening(ws, stock, JANUARY, 10.0)
    assert (ws.get(Input, stock).opening, ws.get(Input, stock).opening_period) == (10.0, JANUARY.code())
    inputs.set_opening(ws, stock, None, None)
    assert ws.get(Input, stock).opening_period is None
    ws.undo()
    assert ws.get(Input, stock).opening == 10.0


def test_members_are_inputs_beside_each_other(ws):
    uid = own_kpis.add_input(ws, "Leads", frequency=Frequency.WEEK)
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
