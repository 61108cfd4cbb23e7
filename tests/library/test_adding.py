"""KPIs and templates taken out of the library into a file."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import library, text
from kpidesk.commands import entry, kpis
from kpidesk.commands import library as shelf
from kpidesk.commands.library_inputs import input_uid
from kpidesk.domain.entities import (
    Combine,
    Company,
    Department,
    Direction,
    Input,
    KeyResult,
    Kpi,
    Objective,
    Target,
    Window,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.figures import all_figures, entry_blocks
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

NOW = dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC)


def clock():
    return NOW


def fresh(folder, name="a", language="nb"):
    return Workspace.create(
        folder / f"{name}.kpidesk", company="A", home=Home(folder / name), clock=clock, language=language
    )


@pytest.fixture
def ws(tmp_path):
    with text.using("en"), fresh(tmp_path, language="en") as made, made.sharing.holding():
        yield made


def test_every_kpi_can_be_added_to_one_file_and_undone(ws):
    shelf.add_many(ws, [each.id for each in library.kpis()])
    assert len(ws.all(Kpi)) == 91 and len(ws.all(Input)) >= 110
    assert len(ws.all(Department)) == 6
    assert ws.checking.problems() == []
    assert all(figures.latest is None for figures in all_figures(ws, ws.today()))
    ws.undo()
    assert ws.all(Kpi) == [] and ws.all(Input) == [] and ws.all(Target) == []


def test_what_the_library_knows_is_taken_over(ws):
    uid = shelf.add(ws, "enps", shelf.Limits(20.0))
    kpi = ws.get(Kpi, uid)
    about = library.kpi("enps")
    assert (kpi.name, kpi.definition, kpi.source, kpi.pitfall) == (
        about.name, about.definition, about.source, about.pitfall,
    )  # fmt: skip
    assert kpi.sensitive and ws.get(Input, kpi.group).key == "enps_respondents"
    assert kpi.library_id == "enps" and kpi.counter == shelf.kpi_uid(about.counters[0])
    (target,) = ws.all(Target)
    assert target.value == 20.0


def test_size_dependent_limits_are_asked_for_and_the_others_given(ws):
    shelf.add_many(ws, ["net_sales", "csat"])
    assert [target.kpi for target in ws.all(Target)] == [shelf.kpi_uid("csat")]
    shelf.add_many(ws, ["salary_growth"])
    band = next(target for target in ws.all(Target) if target.kpi == shelf.kpi_uid("salary_growth"))
    about = library.kpi("salary_growth")
    assert (band.value, band.high, band.red_flag, band.red_high) == (
        about.target, about.high, about.red_flag, about.red_high,
    )  # fmt: skip


def test_shared_inputs_are_entered_once_and_never_overwritten(ws):
    shelf.add(ws, "net_sales")
    source = next(each for each in ws.all(Input) if each.key == "net_sales")
    entry.set_value(ws, source.uid, Period.parse("2026-02"), 100.0)
    shelf.add_many(ws, ["growth_prev_period", "labour_cost_pct"])
    assert [each.key for each in ws.all(Input)].count("net_sales") == 1
    assert ws.get(Input, source.uid) == source


def test_a_weighted_mean_brings_its_weight_and_asks_for_it(ws):
    shelf.add(ws, "avg_response_time")
    asked = [row.source.key for block in entry_blocks(ws) for row in block.rows if row.source is not None]
    assert asked == ["response_time_avg", "replies_sent"]


def test_a_split_input_brings_its_members(ws):
    shelf.add(ws, "leads_by_channel")
    whole = next(each for each in ws.all(Input) if each.key == "leads_channel")
    names = [each.name for each in ws.all(Input) if each.member_of == whole.uid]
    assert names == list(library.dimension("marketing_channel").members) and whole.dimension


def test_what_is_measured_too_seldom_is_refused(ws):
    own_kpis.define(ws, name="Sales", formula="net_sales", inputs={"net_sales": "sum"}, frequency=Frequency.QUARTER,
                input_fields={"net_sales": {"combine": library.measured("net_sales").combine}})  # fmt: skip
    before = ws.history.entries(1)[0].ref
    with pytest.raises(RuleBroken, match="more often"):
        shelf.add_many(ws, ["csat", "net_sales"])
    assert ws.history.entries(1)[0].ref == before and len(ws.all(Kpi)) == 1


def test_an_input_without_numbers_is_asked_for_oftener_when_a_kpi_needs_it(ws):
    share = shelf.add(ws, "market_share_value")
    (source,) = [each for each in ws.all(Input) if each.key == "net_sales"]
    assert source.frequency is Frequency.YEAR
    shelf.add(ws, "net_sales")
    (monthly,) = [each for each in ws.all(Input) if each.key == "net_sales"]
    assert monthly.frequency is Frequency.MONTH
    assert dict(ws.get(Kpi, share).inputs)["net_sales"] == monthly.uid
    ws.undo()
    assert [each for each in ws.all(Input) if each.key == "net_sales"] == [source]
    assert dict(ws.get(Kpi, share).inputs)["net_sales"] == source.uid
    entry.set_value(ws, source.uid, Period.parse("2025"), 12.0)
    with pytest.raises(RuleBroken, match="more often"):
        shelf.add(ws, "net_sales")
    assert len(ws.all(Kpi)) == 1 and ws.get(Input, source.uid) == source


def test_a_weight_that_is_replaced_goes_on_weighing(ws):
    growth = shelf.add(ws, "salary_growth")
    shelf.add(ws, "fte")
    (fte,) = [each for each in ws.all(Input) if each.key == "fte"]
    (pay,) = [each for each in ws.all(Input) if each.key == "monthly_salary_avg"]
    assert fte.frequency is Frequency.MONTH and pay.weight == fte.uid == ws.get(Kpi, growth).group


@pytest.mark.parametrize("first", ["net_sales", "market_share_value"])
def test_two_who_measure_in_different_rhythms_lose_no_number(tmp_path, first):
    def yearly(file):
        shelf.add(file, "market_share_value")
        for key, number in (("net_sales", 12e6), ("market_sales_value", 120e6)):
            (source,) = [each for each in file.all(Input) if each.key == key]
            entry.set_value(file, source.uid, Period.parse("2025"), number)

    def monthly(file):
        shelf.add(file, "net_sales")
        entry.set_value(file, input_uid("net_sales"), Period.parse("2026-02"), 1e6)

    with fresh(tmp_path) as ours:
        ours.sharing.publish()
        copy = tmp_path / "copy.kpidesk"
        copy.write_bytes(ours.path.read_bytes())
        with Workspace.open(copy, author="Ola", home=Home(tmp_path / "other"), clock=clock) as theirs:
            (monthly if first == "net_sales" else yearly)(theirs)
        (yearly if first == "net_sales" else monthly)(ours)
        ours.merging.merge(copy)
        figures = {each.kpi.library_id: each for each in all_figures(ours, ours.today())}
        assert figures["market_share_value"].latest.value == 10.0
        assert figures["net_sales"].latest.value == 1e6
        assert ours.checking.problems() == []


@pytest.mark.parametrize("order", [1, -1])
def test_kpis_can_be_added_one_by_one_in_any_order(ws, order):
    for each in library.kpis()[::order]:
        shelf.add(ws, each.id)
    for kpi in ws.all(Kpi):
        assert all(ws.get(Input, uid).frequency.divides(kpi.frequency) for _key, uid in kpi.inputs), kpi.name
    assert ws.checking.problems() == []


def test_an_input_of_the_company_that_means_something_else_is_left_alone(ws):
    own = own_kpis.add_input(ws, "Leads", combine=Combine.LAST, frequency=Frequency.MONTH)
    uid = shelf.add(ws, "leads")
    ((key, bound),) = ws.get(Kpi, uid).inputs
    assert key == "leads" and bound != own
    assert len({source.key for source in ws.all(Input)}) == 2
    entry.set_value(ws, bound, Period.parse("2026-02"), 54.0)
    assert all_figures(ws, ws.today())[0].latest.value == 54.0


def test_a_key_in_another_unit_is_another_quantity(ws):
    minutes = own_kpis.add_input(ws, "Hours worked", unit="minutes", frequency=Frequency.MONTH)
    kpi = ws.get(Kpi, shelf.add(ws, "gross_profit_per_hour"))
    assert minutes not in [uid for _key, uid in kpi.inputs]
    hours = own_kpis.add_input(ws, "Billable hours", unit="hours", frequency=Frequency.MONTH)
    kpi = ws.get(Kpi, shelf.add(ws, "billable_utilisation"))
    assert dict(kpi.inputs)["billable_hours"] == hours


def test_figures_of_the_accounts_have_time_to_be_ready():
    graces = {each.id: each.grace_days for each in library.kpis()}
    assert [graces[name] for name in ("net_sales", "personnel_cost", "labour_cost_pct", "dso", "aagr_3y")] == [20] * 5
    assert [graces[name] for name in ("returns_count", "return_rate", "csat", "cases_handled")] == [None] * 4


def test_a_kpi_that_was_deleted_comes_back_with_its_numbers(ws):
    uid = shelf.add(ws, "leads", shelf.Limits(50.0))
    source = input_uid("leads")
    entry.set_value(ws, source, Period.parse("2026-02"), 54.0)
    kpis.delete(ws, uid)
    assert ws.find(Input, source) is None
    shelf.add(ws, "leads", shelf.Limits(70.0))
    assert all_figures(ws, ws.today())[0].latest.value == 54.0
    assert [target.value for target in ws.all(Target)] == [70.0]


def test_numbers_that_come_back_are_read_in_the_rhythm_they_were_entered_in(ws):
    shelf.add(ws, "fte")
    source = input_uid("fte")
    for month, number in ((1, 8.0), (2, 9.0), (3, 10.0)):
        entry.set_value(ws, source, Period.parse(f"2026-{month:02}"), number)
    kpis.delete(ws, shelf.kpi_uid("fte"))
    shelf.add(ws, "revenue_per_fte")
    assert ws.get(Input, source).frequency is Frequency.MONTH


def test_a_file_keeps_its_language_whoever_adds(tmp_path):
    with fresh(tmp_path, language="nb") as ws, text.using("en"):
        shelf.add(ws, "csat")
        shelf.add_many(ws, ["nps"])
        names = [kpi.name for kpi in ws.all(Kpi)]
        assert [department.name for department in ws.all(Department)] == ["Kundeservice"]
    with text.using("nb"):
        assert names == [library.kpi("csat").name, library.kpi("nps").name]


def test_the_same_kpi_is_not_added_twice(ws):
    shelf.add(ws, "csat")
    with pytest.raises(RuleBroken, match="already"):
        shelf.add(ws, "csat")
    kpis.delete(ws, shelf.kpi_uid("csat"))
    shelf.add(ws, "csat", shelf.Limits(80.0, red_flag=70.0))
    assert [kpi.library_id for kpi in ws.all(Kpi)] == ["csat"]
    assert [target.value for target in ws.all(Target)] == [80.0]


def test_an_unknown_id_names_what_comes_near(ws):
    with pytest.raises(NotFound, match="csat"):
        shelf.add_many(ws, ["cast"])


def test_the_one_that_gives_way_is_parked_in_the_same_step(ws):
    old = shelf.add(ws, "csat")
    shelf.add(ws, "nps", park=old)
    assert ws.get(Kpi, old).parked
    ws.undo()
    assert not ws.get(Kpi, old).parked and len(ws.all(Kpi)) == 1


def test_two_who_add_the_same_get_one_row(tmp_path):
    with fresh(tmp_path) as ours:
        ours.sharing.publish()
        copy = tmp_path / "copy.kpidesk"
        copy.write_bytes(ours.path.read_bytes())
        with Workspace.open(copy, author="Ola", home=Home(tmp_path / "other"), clock=clock) as theirs:
            shelf.add(theirs, "sick_leave_rate")
        shelf.add(ours, "sick_leave_rate")
        ours.merging.merge(copy)
        assert len(ours.all(Kpi)) == 1 and len(ours.all(Target)) <= 1
        assert sorted(each.key for each in ours.all(Input)) == ["planned_workdays", "sick_workdays"]
        assert ours.checking.problems() == []


@pytest.mark.parametrize("name", library.template_ids())
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_template_makes_a_sound_file(tmp_path, name, language):
    with fresh(tmp_path, language=language) as made, made.sharing.holding():
        shelf.apply_template(made, name)
        with text.using(language):
            template = library.template(name)
        assert made.company.strategy == template.strategy
        assert [kpi.library_id for kpi in made.all(Kpi)] == [each.kpi.id for each in template.kpis]
        assert [node.title for node in made.children(None)] == [each.title for each in template.objectives]
        assert len(made.all(Target)) == len(template.kpis)
        for kpi in made.all(Kpi):
            (target,) = [each for each in made.all(Target) if each.kpi == kpi.uid]
            assert (target.high is not None) == (kpi.direction is Direction.MAINTAIN)
        assert made.checking.problems() == []
        made.undo()
        assert made.all(Kpi) == [] and made.all(Objective) == [] and made.all(Company)[0].strategy == ""


def test_key_results_of_a_template_read_their_kpi(ws):
    shelf.apply_template(ws, "general")
    results = {node.title: node for node in ws.all(KeyResult)}
    signed = results["Sign new contracts this quarter"]
    assert signed.kpi == shelf.kpi_uid("new_contracts") and signed.window is Window.COMBINED


def test_a_template_taken_twice_adds_nothing_the_second_time(ws):
    shelf.apply_template(ws, "general")
    before = ws.history.entries(1)[0].ref
    shelf.apply_template(ws, "general")
    assert ws.history.entries(1)[0].ref == before


def test_a_template_keeps_a_kpi_of_the_same_name_and_adds_the_others(ws):
    with text.using(ws.company.language):
        template = library.template("general")
    same = next(each.kpi for each in template.kpis if each.kpi.id == "new_contracts")
    uid = own_kpis.define(ws, name=same.name.upper(), unit="pallets")
    before = ws.get(Kpi, uid)
    kept = shelf.apply_template(ws, "general")
    assert kept == (same.name.upper(),)
    assert ws.get(Kpi, uid) == before
    assert {kpi.library_id for kpi in ws.all(Kpi)} - {""} == {each.kpi.id for each in template.kpis} - {same.id}
    assert {node.title for node in ws.all(Objective)} >= {each.title for each in template.objectives}
    assert all(node.kpi != uid for node in ws.all(KeyResult)), "pallets are not contracts"
    ws.undo()
    assert [kpi.uid for kpi in ws.all(Kpi)] == [uid] and ws.all(Objective) == []


def test_an_unknown_template_names_those_there_are(ws):
    with pytest.raises(NotFound, match="hair_salon"):
        shelf.apply_template(ws, "x")
