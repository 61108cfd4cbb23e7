"""KPIs, entry, reviews, people and cycles: rules kept, references checked, one step each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.commands import cycles, entry, goals, inputs, kpis, notes, people, reviews, targets
from kpidesk.commands.possible import edges_of
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import (
    NOT_APPLICABLE,
    Annotation,
    Combine,
    Cycle,
    Direction,
    Input,
    KeyResult,
    Kpi,
    Person,
    ReviewNote,
    Section,
    Target,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.possible import OPEN, Edges
from kpidesk.errors import BadInput, NotFound, RuleBroken, UserError
from kpidesk.reading.results import Ambiguous, NotUnderstood, Understood, likeliest
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

JAN, FEB = Period.parse("2026-01"), Period.parse("2026-02")


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.mark.parametrize(
    ("name", "key"),
    [("Nye kunder", "nye_kunder"), ("Antall på vent", "antall_pa_vent"), ("3 ting", "x_3_ting"),
     ("Ærlig Øl", "aerlig_ol"), ("%%", "x")],
)  # fmt: skip
def test_keys_that_formulas_can_write(name, key):
    assert inputs.slug(name) == key


def test_a_plain_kpi_has_an_input_of_its_own(ws):
    kpi = ws.get(Kpi, own_kpis.define(ws, name="Sick leave", unit="%", combine=Combine.MEAN))
    ((key, uid),) = kpi.inputs
    source = ws.get(Input, uid)
    assert (key, source.key, source.combine, source.unit) == ("sick_leave", "sick_leave", Combine.MEAN, "percent")
    own_kpis.edit(ws, kpi.uid, name="Absence", unit="h")
    assert (ws.get(Input, uid).name, ws.get(Input, uid).unit) == ("Absence", "hours")
    assert ws.get(Input, uid).key == "sick_leave", "formulas go on reading it by the same key"


def test_inputs_are_shared_and_go_with_their_last_kpi(ws):
    both = {"x": Combine.SUM, "y": Combine.SUM}
    first = own_kpis.define(ws, name="A", formula="x / y", inputs=both)
    second = own_kpis.define(ws, name="B", formula="y / x", inputs=both)
    assert len(ws.all(Input)) == 2
    kpis.delete(ws, first)
    assert len(ws.all(Input)) == 2
    kpis.delete(ws, second)
    assert ws.all(Input) == []
    ws.undo()
    assert len(ws.all(Input)) == 2
    assert ws.get(Kpi, second).name == "B"


def test_a_calculated_kpi_names_the_inputs_to_enter(ws):
    own_kpis.define(ws, name="Share", formula="x / y", inputs={"x": Combine.SUM, "y": Combine.SUM})
    with pytest.raises(NotFound, match="x, y"):
        inputs.input_named(ws, "share")
    assert inputs.input_named(ws, " X ").key == "x"


def test_inputs_of_the_same_name_get_keys_of_their_own(ws):
    keys = [ws.get(Input, own_kpis.add_input(ws, "Sales")).key for _n in range(3)]
    assert keys == ["sales", "sales_2", "sales_3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "}, {"formula": "a +", "inputs": {"a": Combine.SUM}}, {"formula": "b", "inputs": {"a": Combine.SUM}},
        {"inputs": {"a": Combine.SUM, "b": Combine.SUM}}, {"combine": Combine.WEIGHTED_MEAN},
        {"decimals": 7}, {"decimals": -1},
        {"red_flag": 3.0}, {"target": float("inf")}, {"target": 3.0, "red_flag": 3.0},
        {"direction": Direction.DECREASE, "target": 3.0, "red_flag": 2.0},
        {"direction": Direction.MAINTAIN, "target": 3.0, "high": 2.0}, {"owner": "0" * 32}, {"department": "0" * 32},
    ],
)  # fmt: skip
def test_definitions_that_are_refused_leave_nothing(ws, wrong):
    with pytest.raises(UserError):
        own_kpis.define(ws, **{"name": "N", **wrong})
    assert (ws.all(Kpi), ws.all(Input), ws.all(Target)) == ([], [], [])


def test_two_kpis_cannot_have_one_name(ws):
    own_kpis.define(ws, name="Sales")
    other = own_kpis.define(ws, name="Other")
    with pytest.raises(RuleBroken):
        own_kpis.define(ws, name="SALES")
    with pytest.raises(RuleBroken):
        own_kpis.edit(ws, other, name="sales")


def test_a_target_of_the_same_day_is_replaced(ws):
    kpi = own_kpis.define(ws, name="Sales", target=5.0)
    targets.set_target(ws, kpi, Step(value=6.0, red_flag=4.0))
    targets.set_target(ws, kpi, Step(value=9.0, start=dt.date(2026, 4, 1)))
    assert sorted(target.value for target in ws.all(Target)) == [6, 9]
    targets.set_target(ws, kpi, Step(value=None))
    assert [target.value for target in ws.all(Target)] == [9]
    with pytest.raises(RuleBroken):
        targets.set_target(ws, kpi, Step(value=6.0), path_from=3.0)
    with pytest.raises(RuleBroken):
        targets.set_target(ws, kpi, Step(value=6.0, start=dt.date(2026, 4, 1), end=dt.date(2026, 3, 1)))


def test_a_note_is_written_changed_and_emptied(ws):
    kpi = own_kpis.define(ws, name="Sales")
    for words in ("Christmas", "Christmas sale"):
        notes.annotate(ws, kpi, JAN, words)
        assert [note.text for note in ws.all(Annotation)] == [words]
    notes.annotate(ws, kpi, JAN, " ")
    assert ws.all(Annotation) == []


def test_blank_zero_and_not_applicable_are_three_things(ws):
    source = own_kpis.add_input(ws, "Sales")
    entry.set_value(ws, source, JAN, likeliest(entry.read("0"), None))
    entry.set_value(ws, source, FEB, likeliest(entry.read("n/a"), None))
    assert ws.series(source) == {JAN: 0, FEB: NOT_APPLICABLE}
    entry.set_value(ws, source, JAN, likeliest(entry.read(" "), None))
    assert ws.series(source) == {FEB: NOT_APPLICABLE}


@pytest.mark.parametrize("typed", ["44O5", "abc", "1e999", "nan", "=1+x", "1/0"])
def test_what_is_no_number_is_not_stored(ws, typed):
    source = own_kpis.add_input(ws, "Sales")
    assert entry.doubt(typed, entry.read(typed)) is not None
    with pytest.raises(BadInput):
        entry.set_value(ws, source, JAN, float("nan"))
    assert ws.series(source) == {}


def test_a_value_belongs_to_a_period_of_its_input(ws):
    source = own_kpis.add_input(ws, "Sales")
    with pytest.raises(RuleBroken):
        entry.set_value(ws, source, Period.parse("2026-W10"), 1.0)


def test_a_pasted_block_is_one_step_or_nothing(ws):
    one, two = own_kpis.add_input(ws, "One"), own_kpis.add_input(ws, "Two", frequency=Frequency.WEEK)
    with pytest.raises(RuleBroken):
        entry.paste(ws, [(one, JAN, 1.0), (two, JAN, 2.0)])
    assert ws.series(one) == {}
    assert entry.paste(ws, [(one, JAN, 1.0), (one, FEB, 2.0), (two, Period.parse("2026-W10"), 3.0)]) == 3
    entry.clear(ws, [(one, JAN), (one, FEB)])
    assert ws.series(one) == {}
    ws.undo()
    ws.undo()
    assert (ws.series(one), ws.series(two)) == ({}, {})


def test_a_cycle_is_the_same_for_everybody(ws):
    uid = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    assert cycles.ensure_cycle(ws, Period.parse("2026-Q1")) == uid
    assert uid == cycles.cycle_uid(Period.parse("2026-Q1"))
    found = ws.find(Cycle, cycles.cycle_uid(Period.parse("2026-Q1")))
    assert found is not None
    assert (found.start, found.end) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert len(ws.all(Cycle)) == 1
    assert ws.find(Cycle, cycles.cycle_uid(Period.parse("2026-Q2"))) is None


def test_people_are_found_by_name(ws):
    kari = people.ensure_person(ws, "Kari Solberg")
    assert people.ensure_person(ws, " kari solberg ") == kari
    assert [person.name for person in ws.all(Person)] == ["Kari Solberg"]
    with pytest.raises(BadInput):
        people.set_company(ws, fiscal_year_start=13)
    with pytest.raises(BadInput):
        people.set_company(ws, name=" ")


def test_lines_of_a_review_keep_their_order(ws):
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    first = reviews.add_note(ws, cycle, Section.DECISION, "One")
    reviews.add_note(ws, cycle, Section.DECISION, "Two")
    assert [note.text for note in reviews.notes_of(ws, cycle, Section.DECISION)] == ["One", "Two"]
    reviews.edit_note(ws, first, text=" ")
    assert [note.text for note in ws.all(ReviewNote)] == ["Two"]
    with pytest.raises(BadInput):
        reviews.add_note(ws, cycle, Section.NEXT, "")
    with pytest.raises(NotFound):
        reviews.add_note(ws, "0" * 32, Section.NEXT, "x")


BOUNDED = [
    # name, unit, more of the definition, what can be, what can't
    ("NPS", "score", {}, (-100.0, 100.0, 47.5), (650.0, -101.0)),
    ("Medarbeider-eNPS", "score", {}, (35.0,), (135.0,)),
    ("CSAT (svar)", "percent", {}, (0.0, 100.0), (100.5, -1.0)),
    ("Share of orders delivered", "percent", {}, (12.0, 112.0), ()),
    ("Share of sales online", "percent", {"range_max": 100.0}, (12.0,), (112.0,)),
    ("NPS (Net Promoter Score)", "count", {}, (-40.0,), (101.0,)),
    ("NPS-svar", "count", {}, (650.0,), ()),
    ("Svar på NPS", "count", {}, (650.0,), ()),
    ("Andel lønn av omsetning", "percent", {}, (134.5,), ()),
    ("Growth", "percent", {}, (-40.0, 250.0), ()),
    ("Mood", "score", {"range_min": 1.0, "range_max": 5.0}, (1.0, 4.6, 5.0), (0.9, 46.0)),
    ("NPS of a test", "score", {"range_max": 1000.0}, (650.0, -300.0), (1001.0,)),
    ("Guests", "count", {"range_min": 0.0}, (0.0, 7.0), (-7.0,)),
]


@pytest.mark.parametrize(("name", "unit", "fields", "can", "cannot"), BOUNDED)
def test_a_number_that_can_never_be_is_refused_wherever_it_is_typed(ws, name, unit, fields, can, cannot):
    kpi = ws.get(Kpi, own_kpis.define(ws, name=name, unit=unit, combine=Combine.LAST, **fields))
    ((_key, uid),) = kpi.inputs
    edges = edges_of(ws, ws.get(Input, uid))
    for value in can:
        assert likeliest(entry.read(fmt.exact(value), unit, edges=edges), None) == value
        entry.set_value(ws, uid, JAN, value)
    kept = ws.series(uid)
    for value in cannot:
        found = entry.read(fmt.exact(value), unit, edges=edges)
        assert isinstance(found, NotUnderstood) and found.why.code in ("below_lowest", "above_highest")
        with pytest.raises(BadInput, match="mulige verdi for KPI-en"):
            entry.set_value(ws, uid, FEB, value)
        with pytest.raises(BadInput, match=str(fmt.Figure(value))):
            entry.paste(ws, [(uid, JAN, can[0]), (uid, FEB, value)])
        assert ws.series(uid) == kept


def test_the_reading_of_two_that_can_be_is_the_one_meant(ws):
    edges = Edges(0.0, 100.0)
    with text.using("nb"):
        assert isinstance(entry.read("4.405"), Ambiguous)
        assert entry.read("4.405", edges=edges) == Understood(4.405, converted=True)


def test_parts_that_add_up_and_months_of_a_quarter_are_held_to_nothing(ws):
    quarterly = own_kpis.define(ws, name="Guests", frequency=Frequency.QUARTER, combine=Combine.SUM, range_max=10.0)
    ((_key, uid),) = ws.get(Kpi, quarterly).inputs
    assert edges_of(ws, replace(ws.get(Input, uid), frequency=Frequency.MONTH)) == OPEN
    assert edges_of(ws, ws.get(Input, uid)) == Edges(None, 10.0)
    part = Input("p", name="Bergen", member_of=uid, frequency=Frequency.QUARTER)
    assert edges_of(ws, part) == OPEN


def test_a_grade_lies_between_none_and_all(ws):
    top = goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))
    result = goals.add_key_result(ws, "a", parent=top)
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(BadInput):
            reviews.set_grade(ws, result, wrong, "why")
    reviews.set_grade(ws, result, 0.7, "why")
    assert (ws.get(KeyResult, result).grade, ws.get(KeyResult, result).grade_reason) == (0.7, "why")
    reviews.set_grade(ws, result, None)
    assert (ws.get(KeyResult, result).grade, ws.get(KeyResult, result).grade_reason) == (None, "")


def test_no_command_stores_a_period_that_the_company_has_not(tmp_path):
    with (
        Workspace.create(
            tmp_path / "feb.kpidesk", company="A", home=Home(tmp_path / "home"), fiscal_year_start=2
        ) as ws,
        ws.sharing.holding(),
    ):
        source = own_kpis.add_input(ws, "Kvart", frequency=Frequency.QUARTER, combine=Combine.LAST)
        kpi = own_kpis.define(ws, name="Aar", frequency=Frequency.QUARTER)
        calendar, own = Period.parse("2026-Q1"), Period.parse("2026-Q1", 2)
        before = ws.history.entries(1)[0].ref
        attempts = [
            lambda: entry.set_value(ws, source, calendar, 1.0),
            lambda: entry.paste(ws, [(source, own, 1.0), (source, calendar, 2.0)]),
            lambda: entry.mark_not_applicable(ws, [(source, calendar)]),
            lambda: notes.annotate(ws, kpi, calendar, "Why"),
            lambda: inputs.set_opening(ws, source, calendar, 5.0),
            lambda: targets.set_season(ws, kpi, {calendar: 5.0}),
            lambda: cycles.ensure_cycle(ws, calendar),
        ]
        for attempt in attempts:
            with pytest.raises(BadInput, match="januar–mars 2026"):
                attempt()
            assert ws.history.entries(1)[0].ref == before and ws.series(source) == {}
        entry.clear(ws, [(source, calendar)])
        entry.set_value(ws, source, calendar, None)
        assert cycles.ensure_cycle(ws, own) and ws.checking.problems() == []
