"""An own KPI as a form describes it: what is stored, from when it holds, what is refused, one step to undo."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import figures, text
from kpidesk.commands import cycles, definitions, entry, goals, inputs, people, targets
from kpidesk.commands.definitions import InputSpec, KpiSpec, differs
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Combine, Definition, Direction, Input, Kpi, Objective, Person, Target
from kpidesk.domain.formula import FormulaRefused
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import RuleBroken, UserError
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.table import table

TODAY = dt.date(2026, 6, 2)
PLAIN = KpiSpec("Waste", "kg", 1, Frequency.MONTH, Direction.DECREASE, inputs=(InputSpec("Waste"),))
SHARE = KpiSpec(
    "Waste share", "percent", 1, Frequency.MONTH, Direction.DECREASE, "100 * thrown / baked",
    (InputSpec("Thrown"), InputSpec("Baked")),
)  # fmt: skip


@table("unit, combine, limits, decimals", [
    ("days", Combine.SUM, (), 1), ("dager", Combine.MEAN, (4.0,), 1), ("%", Combine.SUM, (), 1),
    ("stars", Combine.MEAN, (), 1), ("stars", Combine.SUM, (), 0), ("stars", Combine.SUM, (4.25, None), 2),
    ("courses", Combine.LAST, (3.0, None, 1.0), 0), ("kr", Combine.MEAN, (None,), 0), ("kg", Combine.SUM, (1 / 3,), 2),
])  # fmt: skip
def test_what_is_seldom_whole_gets_a_decimal_that_nobody_has_asked_for(
    unit: str, combine: Combine, limits: tuple[float | None, ...], decimals: int
) -> None:
    assert definitions.usual_decimals(unit, combine, *limits) == decimals


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
        text.using("en"),
    ):
        yield made


def measured(ws: Workspace, **numbers: list[float]) -> None:
    """Numbers of some inputs from January 2026 on."""
    first = Period.parse("2026-01")
    for key, values in numbers.items():
        source = inputs.find_input(ws, key)
        assert source is not None
        entry.paste(ws, [(source.uid, first.next(n), value) for n, value in enumerate(values)])


def by_month(ws: Workspace, uid: str) -> dict[str, float | None]:
    found = figures.kpi_figures(ws, ws.get(Kpi, uid), TODAY)
    return {period.key(): value for period, value in zip(found.periods, found.values, strict=True)}


def everything(ws: Workspace) -> set[object]:
    return {*ws.all(Kpi), *ws.all(Input), *ws.all(Target), *ws.all(Definition)}


# ---- a new one -----------------------------------------------------------------------------------


def test_a_plain_kpi_has_an_input_of_its_own_name_and_unit(ws: Workspace) -> None:
    uid = definitions.store(ws, replace(PLAIN, target=5.0, red_flag=8.0, fields={"source": "the scales"}))
    kpi = ws.get(Kpi, uid)
    source = ws.get(Input, kpi.inputs[0][1])
    assert (kpi.name, kpi.unit, kpi.decimals, kpi.direction) == ("Waste", "kg", 1, Direction.DECREASE)
    assert (source.name, source.key, source.unit, source.decimals, source.combine) == (
        "Waste", "waste", "kg", 1, Combine.SUM,
    )  # fmt: skip
    assert (source.source, source.frequency) == ("the scales", Frequency.MONTH)
    assert [(row.value, row.red_flag) for row in ws.all(Target)] == [(5.0, 8.0)]
    ws.undo()
    assert everything(ws) == set()


def test_a_formula_makes_its_inputs_and_calculates_over_them(ws: Workspace) -> None:
    uid = definitions.store(ws, SHARE)
    assert [key for key, _uid in ws.get(Kpi, uid).inputs] == ["thrown", "baked"]
    assert {source.unit for source in ws.all(Input)} == {"count"}
    measured(ws, thrown=[2.0, 3.0], baked=[40.0, 100.0])
    assert by_month(ws, uid)["2026-02"] == pytest.approx(3.0)


def test_an_input_that_is_there_is_shared_by_its_key(ws: Workspace) -> None:
    definitions.store(ws, SHARE)
    thrown = inputs.find_input(ws, "thrown")
    definitions.store(ws, replace(SHARE, name="Twice", formula="2 * thrown", inputs=(InputSpec("Thrown", "thrown"),)))
    assert inputs.find_input(ws, "thrown") == thrown
    assert len(ws.all(Input)) == 2


def test_a_new_input_whose_key_is_taken_gets_another(ws: Workspace) -> None:
    definitions.store(ws, PLAIN)
    other = definitions.store(ws, replace(PLAIN, name="Waste two", inputs=(InputSpec("Waste"),)))
    ((_key, uid),) = ws.get(Kpi, other).inputs
    assert ws.get(Input, uid).key != "waste"
    assert len({source.key for source in ws.all(Input)}) == 2


def test_a_mean_is_weighed_by_another_input_of_the_form(ws: Workspace) -> None:
    graded = InputSpec("Grade", combine=Combine.WEIGHTED_MEAN, weight="answers")
    spec = KpiSpec("Grade", "score", 1, Frequency.MONTH, Direction.INCREASE, inputs=(graded, InputSpec("Answers")))
    uid = definitions.store(ws, spec)
    grade, answers = (ws.get(Input, source) for _key, source in ws.get(Kpi, uid).inputs)
    assert (grade.combine, grade.weight) == (Combine.WEIGHTED_MEAN, answers.uid)
    measured(ws, grade=[4.0, 5.0], answers=[1.0, 3.0])
    quarter = figures.kpi_figures(ws, ws.get(Kpi, uid), TODAY, Frequency.QUARTER).points[0]
    assert quarter.value == pytest.approx((4 * 1 + 5 * 3) / 4)


def test_a_weight_may_be_an_input_that_was_there_before(ws: Workspace) -> None:
    answers = own_kpis.add_input(ws, "Answers")
    graded = InputSpec("Grade", combine=Combine.WEIGHTED_MEAN, weight="answers")
    uid = definitions.store(ws, KpiSpec("Grade", "score", 1, Frequency.MONTH, Direction.INCREASE, inputs=(graded,)))
    assert ws.get(Input, ws.get(Kpi, uid).inputs[0][1]).weight == answers


def test_an_input_is_split_and_opens_with_a_balance(ws: Workspace) -> None:
    before = Period.parse("2025-12")
    split = InputSpec("Stock", combine=Combine.LAST, dimension="Shop", members=("North", "South"),
                      opening=120.0, opening_period=before)  # fmt: skip
    uid = definitions.store(ws, KpiSpec("Stock", "count", 0, Frequency.MONTH, Direction.DECREASE, inputs=(split,)))
    stock = ws.get(Input, ws.get(Kpi, uid).inputs[0][1])
    assert (stock.dimension, stock.opening, stock.opening_period) == ("Shop", 120.0, before.code())
    assert [part.name for part in inputs.members(ws, stock.uid)] == ["North", "South"]


def test_an_opening_balance_without_a_period_ends_the_one_before_today(ws: Workspace) -> None:
    balance = InputSpec("Stock", combine=Combine.LAST, opening=7.0)
    uid = definitions.store(ws, KpiSpec("Stock", "count", 0, Frequency.MONTH, Direction.DECREASE, inputs=(balance,)))
    ended = Period.containing(ws.today(), Frequency.MONTH).previous()
    assert ws.get(Input, ws.get(Kpi, uid).inputs[0][1]).opening_period == ended.code()


# ---- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (replace(PLAIN, name="  "), "A KPI must have a name"),
        (replace(PLAIN, inputs=(InputSpec(" "),)), "An input must have a name"),
        (replace(PLAIN, inputs=()), "has no inputs but itself"),
        (replace(PLAIN, inputs=(InputSpec("A"), InputSpec("B"))), "has no inputs but itself"),
        (replace(SHARE, inputs=()), "A formula must have at least one input"),
        (replace(SHARE, inputs=(InputSpec("Thrown"), InputSpec("thrown"))), "Two inputs are called “thrown”"),
        (replace(PLAIN, fields={"short_name": "x" * 35}), "at most 34 characters"),
        (replace(PLAIN, fields={"range_min": 5.0, "range_max": 5.0}), "lies above the highest"),
        (replace(PLAIN, target=math.inf), "not a number"),
        (replace(PLAIN, target=5.0, red_flag=4.0), "must lie above the target"),
        (replace(PLAIN, decimals=7), "0 to 6 decimals"),
        (replace(PLAIN, fields={"owner": "nobody"}), "What you chose is no longer there"),
        (replace(PLAIN, inputs=(InputSpec("Waste", combine=Combine.WEIGHTED_MEAN, weight="no"),)), "“no” is not one"),
        (
            replace(PLAIN, inputs=(InputSpec("Waste", combine=Combine.WEIGHTED_MEAN),)),
            "must have an input to weight it by",
        ),
        (replace(PLAIN, inputs=(InputSpec("Waste", combine=Combine.MEAN, ratio=True),)), "can’t be added up"),
        (replace(PLAIN, inputs=(InputSpec("Waste", opening=3.0),)), "Only a balance"),
    ],
)
def test_what_can_not_be_is_refused_in_words_and_changes_nothing(ws: Workspace, spec: KpiSpec, words: str) -> None:
    before = everything(ws)
    with pytest.raises(UserError) as refused:
        definitions.store(ws, spec)
    assert words in str(refused.value)
    assert everything(ws) == before


@pytest.mark.parametrize("formula", ["thrown /", "100 * thrown / sold", "import os"])
def test_a_text_that_is_no_formula_is_refused(ws: Workspace, formula: str) -> None:
    with pytest.raises(FormulaRefused):
        definitions.store(ws, replace(SHARE, formula=formula))
    assert everything(ws) == set()


def test_a_name_that_is_taken_is_refused(ws: Workspace) -> None:
    definitions.store(ws, PLAIN)
    before = everything(ws)
    with pytest.raises(RuleBroken, match="already"):
        definitions.store(ws, replace(PLAIN, name="WASTE"))
    assert everything(ws) == before


# ---- a changed one -------------------------------------------------------------------------------


def test_a_new_definition_holds_from_its_day_and_leaves_what_was_before(ws: Workspace) -> None:
    uid = definitions.store(ws, SHARE)
    measured(ws, thrown=[2.0, 2.0, 2.0], baked=[40.0, 40.0, 40.0])
    changed = replace(SHARE, formula="10 * thrown / baked", inputs=with_keys(SHARE))
    assert definitions.store(ws, changed, uid, since=dt.date(2026, 3, 1)) == uid
    assert by_month(ws, uid) == pytest.approx({"2026-01": 5.0, "2026-02": 5.0, "2026-03": 0.5, **months_after()})
    (old,) = ws.all(Definition)
    assert (old.kpi, old.until, old.formula) == (uid, dt.date(2026, 3, 1), "100 * thrown / baked")
    ws.undo()
    assert by_month(ws, uid)["2026-03"] == pytest.approx(5.0)
    assert ws.all(Definition) == []


def with_keys(spec: KpiSpec) -> tuple[InputSpec, ...]:
    """The inputs of a KPI that is there, as its form gives them."""
    return tuple(replace(each, key=each.spelled) for each in spec.inputs)


def months_after() -> dict[str, None]:
    return {"2026-04": None, "2026-05": None}


def test_a_correction_holds_from_the_beginning(ws: Workspace) -> None:
    uid = definitions.store(ws, SHARE)
    measured(ws, thrown=[2.0, 2.0], baked=[40.0, 40.0])
    definitions.store(ws, replace(SHARE, formula="10 * thrown / baked", inputs=with_keys(SHARE)), uid)
    assert by_month(ws, uid)["2026-01"] == pytest.approx(0.5)
    assert ws.all(Definition) == []


def test_the_same_calculation_begins_no_new_version(ws: Workspace) -> None:
    uid = definitions.store(ws, SHARE)
    definitions.store(ws, replace(SHARE, inputs=with_keys(SHARE), decimals=2), uid, since=dt.date(2026, 3, 1))
    assert ws.all(Definition) == []
    assert ws.get(Kpi, uid).decimals == 2


def test_other_words_for_what_is_meant_begin_a_new_version(ws: Workspace) -> None:
    uid = definitions.store(ws, replace(SHARE, fields={"definition": "All bread"}))
    told = replace(SHARE, inputs=with_keys(SHARE), fields={"definition": "Bread and cakes"})
    definitions.store(ws, told, uid, since=dt.date(2026, 3, 1))
    assert [row.definition for row in ws.all(Definition)] == ["All bread"]


def test_a_definition_can_not_begin_before_one_that_came_later(ws: Workspace) -> None:
    uid = definitions.store(ws, SHARE)
    second = replace(SHARE, formula="10 * thrown / baked", inputs=with_keys(SHARE))
    definitions.store(ws, second, uid, since=dt.date(2026, 3, 1))
    before = everything(ws)
    for day in (dt.date(2026, 2, 1), dt.date(2026, 3, 1)):
        with pytest.raises(RuleBroken, match="Choose a later period"):
            definitions.store(ws, replace(second, formula="thrown / baked"), uid, since=day)
    assert everything(ws) == before
    definitions.store(ws, replace(second, formula="thrown / baked"), uid, since=dt.date(2026, 4, 1))
    assert {row.until for row in ws.all(Definition)} == {dt.date(2026, 3, 1), dt.date(2026, 4, 1)}


def test_a_renamed_plain_kpi_takes_its_input_along(ws: Workspace) -> None:
    uid = definitions.store(ws, PLAIN)
    source = ws.get(Kpi, uid).inputs[0][1]
    definitions.store(ws, replace(PLAIN, name="Bread thrown", unit="count", inputs=(InputSpec("Bread thrown"),)), uid)
    assert ws.get(Kpi, uid).inputs[0][1] == source
    assert (ws.get(Input, source).name, ws.get(Input, source).unit) == ("Bread thrown", "count")


def test_the_target_of_an_old_kpi_changes_only_when_that_is_said(ws: Workspace) -> None:
    uid = definitions.store(ws, replace(PLAIN, target=5.0))
    definitions.store(ws, replace(PLAIN, target=9.0), uid)
    assert [row.value for row in ws.all(Target)] == [5.0]
    definitions.store(ws, replace(PLAIN, target=9.0), uid, limits=True)
    assert [row.value for row in ws.all(Target)] == [9.0]
    definitions.store(ws, replace(PLAIN, target=None), uid, limits=True)
    assert ws.all(Target) == []


def test_a_form_sends_only_what_it_changed(ws: Workspace) -> None:
    """While it was open a colleague changed the unit's decimals and the formula; the name alone is sent."""
    uid = definitions.store(ws, SHARE)
    opened = replace(SHARE, inputs=with_keys(SHARE), fields={"pitfall": ""})
    own_kpis.edit(ws, uid, decimals=3, formula="50 * thrown / baked", pitfall="Weigh it dry")
    definitions.store(ws, replace(opened, name="Waste in percent"), uid, opened=opened)
    kpi = ws.get(Kpi, uid)
    assert (kpi.name, kpi.decimals, kpi.formula, kpi.pitfall) == (
        "Waste in percent", 3, "50 * thrown / baked", "Weigh it dry",
    )  # fmt: skip
    definitions.store(ws, replace(opened, formula="thrown / baked"), uid, opened=opened)
    assert ws.get(Kpi, uid).formula == "thrown / baked"
    assert ws.get(Kpi, uid).decimals == 3


def test_a_plain_form_follows_its_name_without_a_new_calculation(ws: Workspace) -> None:
    uid = definitions.store(ws, PLAIN)
    source = ws.get(Kpi, uid).inputs[0][1]
    with ws.transaction(msg("change the rule")) as change:
        change.set(Input, source, combine=Combine.MEAN)
    renamed = replace(PLAIN, name="Thrown bread", inputs=(InputSpec("Thrown bread"),))
    definitions.store(ws, renamed, uid, opened=PLAIN)
    found = ws.get(Input, source)
    assert (found.name, found.combine) == ("Thrown bread", Combine.MEAN)


def test_what_makes_a_definition_another() -> None:
    old = Kpi("u", formula="a / b", inputs=(("a", "1"), ("b", "2")), definition="Bread")
    assert not differs(old, " a / b ", [("a", "1"), ("b", "2")], "Bread ")
    assert differs(old, "b / a", [("a", "1"), ("b", "2")], "Bread")
    assert differs(old, "a / b", [("a", "1"), ("b", "3")], "Bread")
    assert differs(old, "a / b", [("a", "1"), ("b", "2")], "Cake")


def test_no_name_or_text_has_what_stands_after_it_read_from_the_other_side(ws: Workspace, tmp_path: Path) -> None:
    turned = "Net\u200f \u202esales\u202c\u2066\u2069"
    fields = {"short_name": turned, "pitfall": turned}
    spec = replace(PLAIN, name=turned, unit="lo\u200eaves", inputs=(InputSpec(turned),), fields=fields)
    uid = definitions.store(ws, spec)
    goal = goals.add_objective(ws, turned, cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))
    person = people.add_person(ws, turned)
    kpi = ws.get(Kpi, uid)
    said = [kpi.name, kpi.short_name, kpi.pitfall, ws.get(Input, kpi.inputs[0][1]).name]
    said += [ws.get(Objective, goal).title, ws.get(Person, person).name]
    assert said == ["Net sales"] * len(said) and kpi.unit == "loaves"
    assert people.ensure_person(ws, turned) == people.ensure_person(ws, "net  Sales") == person, "nobody is there twice"
    with Workspace.create(tmp_path / "new.kpidesk", company=f" {turned}", home=Home(tmp_path / "home")) as founded:
        assert founded.company.name == "Net sales"
        assert str(founded.history.entries()[0].label) == "create “Net sales”"


def test_decimals_that_nobody_has_chosen_grow_with_what_is_written_and_chosen_ones_stay(ws: Workspace) -> None:
    own = KpiSpec("Lead time", "orders", 0, Frequency.MONTH, Direction.DECREASE, inputs=(InputSpec("Lead time"),))
    chosen = definitions.store(ws, own)
    fitted = definitions.store(ws, replace(own, name="Fitted", inputs=(InputSpec("Fitted"),), fitted=True))
    money = definitions.store(
        ws, replace(own, name="Sales", unit="currency", inputs=(InputSpec("Sales"),), fitted=True)
    )

    def shown() -> list[tuple[int, int]]:
        found = [ws.get(Kpi, uid) for uid in (chosen, fitted, money)]
        return [(kpi.decimals, ws.get(Input, kpi.inputs[0][1]).decimals) for kpi in found]

    def write(value: float) -> None:
        for uid in (chosen, fitted, money):
            entry.set_value(
                ws, ws.get(Kpi, uid).inputs[0][1], Period.containing(TODAY, Frequency.MONTH).previous(), value
            )

    write(7.0)
    assert shown() == [(0, 0), (0, 0), (0, 0)]
    write(4.5)
    assert shown() == [(0, 0), (1, 1), (0, 0)]
    ws.undo()
    ws.undo()
    assert shown()[1] == (0, 0), "undone with the number"
    targets.set_target(ws, fitted, Step(value=5.25))
    assert shown()[1] == (2, 2)
    write(1 / 3)
    assert shown() == [(0, 0), (2, 2), (0, 0)]
    definitions.store(ws, replace(own, name="Lead time", fitted=True), chosen, opened=own)
    assert shown()[0] == (2, 2), "once nobody's choice any more, as its numbers need"
    definitions.store(
        ws, replace(own, name="Fitted"), fitted, opened=replace(own, name="Fitted", fitted=True, decimals=2)
    )
    write(2.5)
    assert shown()[1] == (0, 0)
