"""Figures of a real workspace on published series: ratios of sums, gaps, means, status over time."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import pytest

from kpidesk.domain.entities import NOT_APPLICABLE, Combine, Direction, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.status import Status
from kpidesk.figures import all_figures, explain, kpi_figures
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis

DATA = Path(__file__).parents[2] / "../shared/data/kpi"
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the shared data is not beside the project")
TODAY = dt.date(2019, 4, 2)


@pytest.fixture
def ws(tmp_path):
    made = Workspace.create(tmp_path / "firma.kpidesk", company="Firma", home=Home(tmp_path / "home"))
    with made as opened, opened.sharing.holding():
        yield opened


def fill(ws, key, cells):
    uid = next(item.uid for item in ws.all(Input) if item.key == key)
    with ws.transaction(msg("fill")) as change:
        change.measure_many(uid, cells)


def define_waiting(ws):
    uid = own_kpis.define(
        ws, name="Within four hours", unit="percent", formula="100 * (attendances - breaches) / attendances",
        inputs={"attendances": Combine.SUM, "breaches": Combine.SUM}, target=95.0,
    )  # fmt: skip
    totals = {"attendances": defaultdict(float), "breaches": defaultdict(float)}
    with (DATA / "nhs_ae_attendances_monthly_long.csv").open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            month = Period(Frequency.MONTH, dt.date.fromisoformat(row["period"]))
            for key, cells in totals.items():
                cells[month] += float(row[key])
    for key, cells in totals.items():
        fill(ws, key, cells.items())
    return ws.get(Kpi, uid), totals


@needs_data
def test_a_ratio_over_months_and_quarters(ws):
    kpi, totals = define_waiting(ws)
    months = {p.period.key(): p for p in kpi_figures(ws, kpi, TODAY).points}
    assert months["2016-04"].value == pytest.approx(90.04, abs=0.005)
    assert months["2019-03"].value == pytest.approx(86.60, abs=0.005)
    assert months["2019-03"].status is Status.AT_RISK
    quarter = kpi_figures(ws, kpi, TODAY, Frequency.QUARTER).latest
    parts = quarter.period.parts(Frequency.MONTH)
    seen, late = (sum(totals[key][part] for part in parts) for key in ("attendances", "breaches"))
    assert quarter.value == pytest.approx(100 * (seen - late) / seen)
    assert quarter.value != pytest.approx(sum(months[p.key()].value for p in parts) / 3)


@needs_data
def test_an_earlier_day_shows_what_was_known_then(ws):
    kpi, _totals = define_waiting(ws)
    then = kpi_figures(ws, kpi, dt.date(2017, 1, 2))
    assert then.latest.period == Period.parse("2017-01")  # the month in progress holds a number already
    assert then.points[-1].period == Period.parse("2017-01")


@needs_data
def test_weeks_with_summer_gaps(ws):
    uid = own_kpis.define(ws, name="Rate", frequency=Frequency.WEEK, combine=Combine.MEAN, direction=Direction.DECREASE)
    with (DATA / "ecdc_norway_weekly_iso.csv").open(encoding="utf-8") as source:
        rows = [r for r in csv.DictReader(source) if r["indicator"] == "ILIconsultationrate" and r["age"] == "total"]
    cells = {Period.parse(row["yearweek"]): float(row["value"]) for row in rows if row["value"]}
    assert cells
    fill(ws, ws.all(Input)[0].key, cells.items())
    found = kpi_figures(ws, ws.get(Kpi, uid), max(cells).last)
    assert [p.period for p in found.points if p.value is not None] == sorted(cells)
    gaps = [p for p in found.points if p.value is None]
    assert gaps
    assert all(p.reason is not None and p.have == 0 for p in gaps)


def day_of(text):
    day, month, year = text.split(".")
    return Period(Frequency.DAY, dt.date(int(year), int(month), int(day)))


@needs_data
def test_a_daily_price_over_a_month(ws):
    uid = own_kpis.define(ws, name="Ekofisk", unit="kr", frequency=Frequency.DAY, combine=Combine.MEAN)
    with (DATA / "oed_normpriser_2019_daily.csv").open(encoding="utf-8") as source:
        rows = [row for row in csv.DictReader(source, delimiter=";") if row["crude"] == "EKOFISK"]
    fill(ws, ws.all(Input)[0].key, [(day_of(row["date"]), float(row["nok_bbl"].replace(",", "."))) for row in rows])
    months = {p.period.key(): p for p in kpi_figures(ws, ws.get(Kpi, uid), TODAY, Frequency.MONTH).points}
    assert months["2019-01"].value == pytest.approx(520.08, abs=0.005)


def test_blank_zero_and_not_applicable_are_three_things(ws):
    uid = own_kpis.define(ws, name="Leads", frequency=Frequency.MONTH)
    key = ws.all(Input)[0].key
    january, february, march = (Period.parse(f"2019-0{m}") for m in (1, 2, 3))
    fill(ws, key, [(january, 0.0), (february, NOT_APPLICABLE), (march, None)])
    found = kpi_figures(ws, ws.get(Kpi, uid), TODAY)
    assert [(p.value, p.not_applicable) for p in found.points] == [(0.0, False), (None, True), (None, False)]
    assert found.due.period == march
    quarter = kpi_figures(ws, ws.get(Kpi, uid), TODAY, Frequency.QUARTER).points[0]
    assert (quarter.value, quarter.have, quarter.of, quarter.provisional) == (0.0, 1, 2, True)
    fill(ws, key, [(march, None), (january, None), (february, None)])
    assert not kpi_figures(ws, ws.get(Kpi, uid), TODAY).points


def test_order_of_entry_does_not_matter(ws):
    uid = own_kpis.define(ws, name="Leads", frequency=Frequency.MONTH)
    key = ws.all(Input)[0].key
    for month in (3, 1, 2):
        fill(ws, key, [(Period.parse(f"2019-0{month}"), float(month))])
    found = kpi_figures(ws, ws.get(Kpi, uid), TODAY)
    assert found.values == (1.0, 2.0, 3.0)
    assert found.latest.value == 3.0


def test_a_kpi_whose_input_or_formula_is_broken_says_so(ws):
    uid = own_kpis.define(ws, name="Share", formula="a / b", inputs={"a": Combine.SUM, "b": Combine.SUM})
    fill(ws, "a", [(Period.parse("2019-03"), 1.0)])
    fill(ws, "b", [(Period.parse("2019-03"), 0.0)])
    kpi = ws.get(Kpi, uid)
    point = kpi_figures(ws, kpi, TODAY).points[-1]
    assert point.value is None
    assert str(point.reason)
    assert point.have == point.of == 1  # nothing is left to enter
    with ws.transaction(msg("break")) as change:
        change.delete(Input, dict(kpi.inputs)["b"])
    assert kpi_figures(ws, ws.get(Kpi, uid), TODAY).latest is None
    assert explain(ws, ws.get(Kpi, uid), Period.parse("2019-03"), TODAY).value is None
    with ws.transaction(msg("break more")) as change:
        change.set(Kpi, uid, formula="a ** b", inputs=kpi.inputs)
    broken = explain(ws, ws.get(Kpi, uid), Period.parse("2019-03"), TODAY)
    assert broken.reason is not None
    assert broken.formula == "a ** b"
    assert all_figures(ws, TODAY)[0].status is Status.NO_DATA


def test_fiscal_years_that_start_in_july(tmp_path):
    with (
        Workspace.create(
            tmp_path / "firma.kpidesk", company="Firma", fiscal_year_start=7, home=Home(tmp_path / "home")
        ) as ws,
        ws.sharing.holding(),
    ):
        uid = own_kpis.define(ws, name="Leads", frequency=Frequency.MONTH, target=10.0)
        first = Period.parse("2018-07")
        fill(ws, ws.all(Input)[0].key, [(first.next(i), 1.0) for i in range(9)])
        year = kpi_figures(ws, ws.get(Kpi, uid), TODAY, Frequency.YEAR).latest
        assert (year.period.key(7), year.value, year.have, year.of) == ("2018", 9.0, 9, 12)
        assert year.target == 90.0  # of the nine months that are in
        quarters = kpi_figures(ws, ws.get(Kpi, uid), TODAY, Frequency.TERTIAL).points
        assert [p.value for p in quarters] == [4.0, 4.0, 1.0]


@pytest.mark.parametrize(("each", "decimals", "unsure"), [(3e14, 0, False), (9e14, 0, True), (9e12, 2, True)])
def test_a_sum_too_large_for_a_float_to_hold_all_of_it_says_so(ws, each, decimals, unsure):
    """The numbers typed are below the bound; what is added up of them lies beyond."""
    uid = own_kpis.define(ws, name="Sales", combine=Combine.SUM, decimals=decimals)
    fill(ws, "sales", [(Period.parse(f"2019-0{month}"), each) for month in (1, 2, 3)])
    found = explain(ws, ws.get(Kpi, uid), Period.parse("2019-Q1"), TODAY)
    assert found.value == 3 * each
    assert (found.unsure is not None) == unsure
    month = explain(ws, ws.get(Kpi, uid), Period.parse("2019-02"), TODAY)
    assert month.unsure is None, "what was typed is sure"
