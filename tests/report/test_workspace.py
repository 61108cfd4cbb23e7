"""From a real file to the page: the figures on paper are those of the workspace."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import pdfplumber
import pytest

from kpidesk import report, text
from kpidesk.commands import check_ins, cycles, definitions, entry, goals, people, reviews
from kpidesk.domain.entities import Combine, Direction, Input, Kpi, Section
from kpidesk.domain.period import Frequency, Period, between
from kpidesk.report.compose import compose
from kpidesk.report.kpi_sheet import compose_sheet
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

TODAY = dt.date(2026, 4, 14)
MARCH = dt.date(2026, 3, 30)
QUARTER = Period.parse("2026-Q1")


@pytest.fixture
def ws(tmp_path):
    with Workspace.create(
        tmp_path / "prøve.kpidesk", company="Fjordbrød bakeri", author="Kari Solberg", home=Home(tmp_path / "home"),
        clock=lambda: dt.datetime(2026, 4, 14, 9, 0, tzinfo=dt.UTC),
    ) as workspace:  # fmt: skip
        yield workspace


def fill(ws):
    """Sales that reach their target and sick leave that does not."""
    cycle = cycles.ensure_cycle(ws, QUARTER)
    sales = own_kpis.define(
        ws, name="Nettosalg", unit="currency", frequency=Frequency.MONTH, direction=Direction.INCREASE,
        target=100_000, red_flag=90_000, department=people.add_department(ws, "Økonomi"),
    )  # fmt: skip
    sick = own_kpis.define(
        ws, name="Sykefravær", unit="percent", frequency=Frequency.MONTH, direction=Direction.DECREASE,
        target=5.0, red_flag=6.0, combine=Combine.MEAN, department=people.add_department(ws, "HR"), decimals=1,
    )  # fmt: skip
    for kpi, numbers in ((sales, (110_000, 120_000, 130_000)), (sick, (7.4, 6.1, 6.6))):
        source = ws.get(Kpi, kpi).inputs[0][1]
        for month, value in zip(("2026-01", "2026-02", "2026-03"), numbers, strict=True):
            entry.set_value(ws, source, Period.parse(month), value)
    objective = goals.add_objective(ws, "Nettbutikken selger mer", cycle=cycle)
    result = goals.add_key_result(ws, "NPS opp fra 38 til 50", parent=objective)
    check_ins.check_in(ws, result, value=46, confidence=7, note="Svartiden er halvert siden nyttår.", day=MARCH)
    reviews.add_note(ws, cycle, Section.WENT_WELL, "Fastelavn slo alle rekorder.")
    reviews.add_note(ws, cycle, Section.DECISION, "Ansette en kveldsbaker.")
    return cycle


def test_the_quarter_on_paper_is_the_quarter_in_the_file(ws):
    cycle = fill(ws)
    with text.using("nb"):
        review = compose(ws, cycle, as_of=TODAY)
    sales, sick = review.kpis
    assert (sales.name, sales.value, sales.unit, sales.target, sales.variance) == (
        "Nettosalg", "360,0", "tkr", "300,0", "+20,0\u00a0%",
    )  # fmt: skip
    assert (sales.status, sick.status) == ("on_track", "off_track")
    assert (sick.value, sick.variance) == ("6,6", "+1,6\u00a0pp")
    assert [g.name for g in review.groups] == ["Økonomi", "HR"]
    (goal,) = review.goals
    assert (goal.number, goal.title, goal.score_text) == ("M1", "Nettbutikken selger mer", "0,67")
    assert (goal.results[0].start, goal.results[0].now, goal.results[0].target) == ("38", "46", "50")
    assert review.prepared == "Utarbeidet 14.\u00a0april 2026"
    assert "1 av 2 KPI-er er i rute. Sykefravær er bak plan." in review.message


def test_an_amount_of_an_unfinished_quarter_is_held_against_the_target_so_far(ws):
    """110 + 120 of a target of 100 a month: 230 against 200, not against 300."""
    cycle = fill(ws)
    sales = next(k for k in ws.all(Kpi) if k.name == "Nettosalg")
    entry.set_value(ws, sales.inputs[0][1], Period.parse("2026-03"), None)
    with text.using("nb"):
        (kpi, _sick) = compose(ws, cycle, as_of=dt.date(2026, 3, 16)).kpis
    assert (kpi.value, kpi.target, kpi.variance, kpi.status) == ("230,0", "200,0", "+15,0\u00a0%", "on_track")
    assert kpi.value_period == "hittil i 1. kvartal 2026"
    assert (kpi.change_previous, kpi.change_year, kpi.previous_position) == ("", "", None)


def test_a_number_is_held_against_the_period_before_its_own(ws):
    """March against February, not against the latest month of the quarter before; the quarter against a quarter."""
    cycle = fill(ws)
    sales, sick = (next(k for k in ws.all(Kpi) if k.name == name) for name in ("Nettosalg", "Sykefravær"))
    for month, value in (("2025-03", 5.0), ("2025-12", 9.0)):
        entry.set_value(ws, sick.inputs[0][1], Period.parse(month), value)
    for month in ("2025-10", "2025-11", "2025-12"):
        entry.set_value(ws, sales.inputs[0][1], Period.parse(month), 100_000)
    with text.using("en"):
        money, absence = compose(ws, cycle, as_of=TODAY).kpis
        assert absence.measured == f"{absence.value}%"
    assert (absence.change_previous_short, absence.previous_name) == ("+0.5\u00a0pp", "Feb")
    assert absence.change_told == "+0.5\u00a0pp on February", "a sentence has no short names"
    assert (absence.change_year, absence.previous_value, absence.moved) == ("+1.6\u00a0pp", "9.0", -1)
    assert (money.change_previous_short, money.previous_name, money.moved) == ("+20.0%", "Q4", 1)
    entry.set_value(ws, sales.inputs[0][1], Period.parse("2025-11"), None)
    entry.set_value(ws, sick.inputs[0][1], Period.parse("2026-02"), None)
    with text.using("en"):
        money, absence = compose(ws, cycle, as_of=TODAY).kpis
    assert (money.change_previous_short, money.previous_position, money.moved) == ("", None, 0)
    assert (absence.change_previous_short, absence.previous_name, absence.previous_value) == ("", "", "9.0")


@pytest.mark.parametrize(("quarter", "before"), [("2025-Q4", "1.7"), ("2026-Q1", "")])
def test_a_yearly_number_has_moved_in_the_quarter_that_its_year_ends_in_and_in_no_later_one(ws, quarter, before):
    cycle = cycles.ensure_cycle(ws, Period.parse(quarter))
    lambs = own_kpis.define(
        ws, name="Lam", frequency=Frequency.YEAR, combine=Combine.MEAN, target=1.9, red_flag=1.5, decimals=1
    )
    for year, value in (("2024", 1.7), ("2025", 1.8)):
        entry.set_value(ws, ws.get(Kpi, lambs).inputs[0][1], Period.parse(year), value)
    with text.using("en"):
        review = compose(ws, cycle, as_of=TODAY)
    (kpi,) = review.kpis
    assert (kpi.value, kpi.previous_value, bool(review.improved)) == ("1.8", before, bool(before))
    assert kpi.change_previous_short, "it is still held against the year before"


def test_a_quarter_is_not_told_by_a_signal_that_came_after_it(ws):
    cycle = cycles.ensure_cycle(ws, QUARTER)
    lead = own_kpis.define(ws, name="Lead time", unit="days", combine=Combine.MEAN, decimals=1)
    days = (10, 11, 9, 10, 12, 9, 10, 11, 9, 10, 11, 9, 10, 11, 10, 17)
    for month, number in zip(between(Period.parse("2025-01"), Period.parse("2026-04")), days, strict=True):
        entry.set_value(ws, ws.get(Kpi, lead).inputs[0][1], month, float(number))
    with text.using("en"):
        (kpi,) = compose(ws, cycle, as_of=dt.date(2026, 5, 1)).kpis
        assert kpi.sentence == "Normal variation."
        after = cycles.ensure_cycle(ws, Period.parse("2026-Q2"))
        (kpi,) = compose(ws, after, as_of=dt.date(2026, 5, 1)).kpis
        assert "Above the upper limit." in kpi.sentence


def test_a_quarter_without_numbers_is_not_told_by_a_signal_of_the_years_before(ws):
    lead = own_kpis.define(ws, name="Lead time", unit="days", combine=Combine.MEAN, decimals=1)
    days = (10, 11, 9, 10, 12, 9, 10, 11, 9, 10, 11, 17)
    for month, number in zip(between(Period.parse("2024-01"), Period.parse("2024-12")), days, strict=True):
        entry.set_value(ws, ws.get(Kpi, lead).inputs[0][1], month, float(number))
    with text.using("en"):
        cycle = cycles.ensure_cycle(ws, QUARTER)
        (kpi,) = compose(ws, cycle, as_of=dt.date(2026, 3, 20)).kpis
        assert (kpi.sentence, kpi.proposed, kpi.value_period) == ("", "", "no number in the period")
        then = cycles.ensure_cycle(ws, Period.parse("2024-Q4"))
        (kpi,) = compose(ws, then, as_of=dt.date(2025, 1, 1)).kpis
        assert "Above the upper limit." in kpi.sentence


def test_long_names_are_whole_on_the_board_in_the_table_and_over_the_panel(ws, tmp_path):
    name = "Driftsresultat før avskrivninger og nedskrivninger i handelen"
    title = "Levere til kundene på den dagen vi har lovet, hver eneste gang, også i sommermånedene"
    cycle = cycles.ensure_cycle(ws, QUARTER)
    department = people.add_department(ws, "Salg til kunder i luftfarten og forsvaret")
    kpi = own_kpis.define(ws, name=name, unit="currency", department=department)
    entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], Period.parse("2026-02"), -1_234_567.0)
    goals.add_objective(ws, title, cycle=cycle)
    written = {"review": tmp_path / "review.pdf", "board": tmp_path / "board.pdf"}
    report.render(ws, cycle, written["review"], report.Wanted(TODAY, "nb"))
    report.render_board(ws, cycle, written["board"], report.Wanted(TODAY, "nb"))
    words = {}
    for kind, path in written.items():
        with pdfplumber.open(path) as pages:
            words[kind] = [" ".join((page.extract_text() or "").split()) for page in pages.pages]
    assert title in words["board"][0]
    assert any(f"{name} Tusen kroner per måned" in page for page in words["review"]), "over its panel"


def test_a_number_that_is_not_due_yet_is_not_missing(ws):
    """In February nobody owes the number of the quarter; in April somebody does."""
    cycle = cycles.ensure_cycle(ws, QUARTER)
    own_kpis.define(ws, name="NPS", unit="score", frequency=Frequency.QUARTER)
    told = []
    for day in (dt.date(2026, 2, 20), dt.date(2026, 4, 20)):
        with text.using("nb"):
            review = compose(ws, cycle, as_of=day)
        told.append((review.kpis[0].status_word, review.kpi_message))
    assert told == [("Ingen tall ennå", "1 KPI har ikke tall ennå."), ("Mangler tall", "1 KPI mangler tall.")]
    with (
        text.using("nb"),
        pdfplumber.open(io.BytesIO(report.build(compose(ws, cycle, as_of=dt.date(2026, 2, 20))))) as pdf,
    ):
        assert "Ingen tall ennå" in pdf.pages[1].extract_text().replace("\u00a0", " ")


def test_what_was_said_not_to_apply_is_not_missing(ws):
    cycle = cycles.ensure_cycle(ws, QUARTER)
    closed = own_kpis.define(ws, name="Kafé", unit="currency", frequency=Frequency.MONTH, direction=Direction.INCREASE)
    forgotten = own_kpis.define(
        ws, name="Butikk", unit="count", frequency=Frequency.MONTH, direction=Direction.INCREASE
    )
    months = [Period.parse(month) for month in ("2026-01", "2026-02", "2026-03")]
    entry.set_value(ws, ws.get(Kpi, closed).inputs[0][1], Period.parse("2025-12"), 5)
    entry.mark_not_applicable(ws, [(ws.get(Kpi, closed).inputs[0][1], month) for month in months])
    entry.mark_not_applicable(ws, [(ws.get(Kpi, forgotten).inputs[0][1], month) for month in months[:2]])
    review = compose(ws, cycle, as_of=TODAY)
    assert {k.name: k.status_word for k in review.kpis} == {"Kafé": "Ikke aktuelt", "Butikk": "Mangler tall"}
    assert {k.name: k.spark.last_missing for k in review.kpis} == {"Kafé": False, "Butikk": True}
    assert review.kpi_message.endswith("1 KPI mangler tall. 1 er ikke aktuell i perioden.")
    rows = {row.period: row.status_word for row in compose_sheet(ws, ws.get(Kpi, closed), as_of=TODAY).rows}
    assert (rows["mars 2026"], rows["desember 2025"]) == ("Ikke aktuelt", "Uten mål")


def test_a_changed_definition_is_not_compared_with_what_was_before_it(ws):
    cycle = fill(ws)
    sick = next(k for k in ws.all(Kpi) if k.name == "Sykefravær")
    spec = definitions.KpiSpec(
        "Sykefravær", "percent", 1, Frequency.MONTH, Direction.DECREASE, "2 * sykefravar",
        (definitions.InputSpec("Sykefravær", ws.get(Input, sick.inputs[0][1]).key, Combine.MEAN, "percent"),),
    )  # fmt: skip
    definitions.store(ws, replace(spec, formula=f"2 * {spec.inputs[0].key}"), sick.uid, since=dt.date(2026, 3, 1))
    with text.using("en"):
        _money, absence = compose(ws, cycle, as_of=TODAY).kpis
    assert (absence.value, absence.change_previous_short) == ("13.2", "")


def test_render_writes_the_pages_it_says(ws, tmp_path):
    cycle = fill(ws)
    output = tmp_path / "ut.pdf"
    pages = report.render(ws, cycle, output, report.Wanted(TODAY, "en", "Letter"))
    with pdfplumber.open(output) as file:
        assert len(file.pages) == pages
        assert (float(file.pages[0].width), float(file.pages[0].height)) == (612, 792)
        words = "\n".join(page.extract_text() for page in file.pages)
    for wanted in ("Quarterly review", "Q1 2026", "Prepared 14 April 2026", "Sykefravær", "Svartiden er halvert",
                   "Fastelavn slo alle rekorder", "Ansette en kveldsbaker"):  # fmt: skip
        assert wanted in words


def test_an_empty_file_still_makes_a_review(ws, tmp_path):
    cycle = cycles.ensure_cycle(ws, QUARTER)
    assert report.render(ws, cycle, tmp_path / "tom.pdf", report.Wanted(TODAY, "nb")) == 2


def test_build_gives_what_render_writes(ws, tmp_path):
    cycle = fill(ws)
    with text.using("nb"):
        review = compose(ws, cycle, as_of=TODAY)
    report.render(ws, cycle, tmp_path / "a.pdf", report.Wanted(TODAY, "nb"))
    assert report.build(review) == (tmp_path / "a.pdf").read_bytes()
