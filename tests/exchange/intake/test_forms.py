"""Forms of files that many owners have: each is known by its headings, and gives the right numbers with nothing said.

The small files in ``forms`` are made. Where a form was built from a public description, ``resources/imports`` says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import library, text
from kpidesk.commands.intake import take
from kpidesk.domain.entities import Combine, Input, Kpi, Source
from kpidesk.exchange.intake import compose, names, presets
from kpidesk.exchange.intake.look import Looked, look
from kpidesk.exchange.sheets.read import read_book
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

FORMS = Path(__file__).parent / "forms"
NOW = dt.datetime(2026, 11, 28, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with text.using("en"):
        yield


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    made = Workspace.create(tmp_path / "a.kpidesk", company="A", author="Kari", home=home, clock=lambda: NOW)
    with made as ws, ws.sharing.holding():
        yield ws


def seen(ws: Workspace, form: str) -> Looked:
    return look(ws, read_book(FORMS / f"{form}.csv"))


def new(looked: Looked) -> dict[str, dict[str, float]]:
    """By the name of the KPI that each measure would become its numbers by period."""
    return {
        row.new.name: {period.key(): cell.file for period, cell in row.cells.items()}
        for row in looked.preview.rows
        if row.new is not None
    }


TAKEN = {
    "tripletex_result": {
        "Net sales": {"2025-01": 100000, "2025-02": 110000, "2025-03": 95000},
        "Cost of goods sold": {"2025-01": 40000, "2025-02": 41000, "2025-03": 39000},
        "Personnel cost": {"2025-01": 30000, "2025-02": 30000, "2025-03": 30000},
    },
    "fiken_result": {
        "Net sales": {"2025-01": 100000, "2025-02": 110000},
        "Cost of goods sold": {"2025-01": 40000, "2025-02": 41000},
    },
    "visma_result": {
        "Net sales": {"2025-01": 100000, "2025-02": 120000},
        "Cost of goods sold": {"2025-01": 40000, "2025-02": 50000},
    },
    "shopify_sales": {
        "Net sales": {"2025-W01": 290, "2025-W07": 50}, "Online orders": {"2025-W01": 3, "2025-W07": 1},
        "Discounts and allowances": {"2025-W01": 10, "2025-W07": 0},
        "Sales returns and credit notes": {"2025-W01": 0, "2025-W07": 50},
    },
    "shopify_sales_months": {
        "Net sales": {"2025-01": 3000, "2025-02": 2500}, "Online orders": {"2025-01": 30, "2025-02": 25},
    },
    "woocommerce_revenue": {
        "Net sales": {"2025-W01": 290, "2025-W07": 50}, "Online orders": {"2025-W01": 3, "2025-W07": 1},
        "Discounts and allowances": {"2025-W01": 10, "2025-W07": 0},
        "Sales returns and credit notes": {"2025-W01": 0, "2025-W07": 50},
    },
    "zettle_sales": {"Net sales": {"2025-W01": 300, "2025-W07": 50}},
    "sumup_transactions": {"Net sales": {"2025-W01": 100, "2025-W07": 50}},
    "vipps_settlement": {
        "Net sales": {"2018-04-12": 1, "2018-04-13": 1}, "Number of sales": {"2018-04-12": 1, "2018-04-13": 1},
    },
    "ga4_nth_day": {"Unique website users": {"2025-01-01": 12, "2025-01-02": 14, "2025-01-03": 9}},
    "ga4_dates": {
        "Website sessions": {"2025-01-01": 30, "2025-01-02": 33, "2025-01-03": 21},
        "Unique website users": {"2025-01-01": 12, "2025-01-02": 14, "2025-01-03": 9},
    },
    "universal_analytics": {"Website sessions": {"2015-03-20": 1, "2015-03-21": 4, "2015-04-01": 10}},
    "search_console_dates": {
        "Organic search clicks": {"2025-01-01": 10, "2025-01-02": 12},
        "Organic search impressions": {"2025-01-01": 1000, "2025-01-02": 1200},
    },
    "mailchimp_campaigns": {
        "Total Recipients": {"2025-W01": 1204, "2025-W05": 130}, "Opens": {"2025-W01": 600, "2025-W05": 55},
        "Clicks": {"2025-W01": 30, "2025-W05": 3},
    },
    "toggl_detailed": {"Hours worked": {"2025-W01": 1.5, "2025-W06": 24.5}},
    "dnb_statement": {"Inn på konto − Ut fra konto": {"2025-01-15": -2500, "2025-01-16": 1500}},
    "nordea_statement": {"Beløp": {"2025-W01": -300, "2025-W07": 1400}},
    "sparebank_statement": {"Inn på konto − Ut av konto": {"2025-01-15": -2500, "2025-01-16": 1500}},
    "handelsbanken_statement": {"Beløp inn − Beløp ut": {"2025-01-03": 12500.5, "2025-01-06": -112}},
    "ssb_table": {"0 Hele landet · Omsetning": {"2025-Q1": 100e6, "2025-Q2": 110e6}},
    "norges_bank_rates": {
        "EUR": {"2025-01-02": 11.7605, "2025-01-03": 11.7435}, "USD": {"2025-01-02": 11.3534, "2025-01-03": 11.4},
    },
}  # fmt: skip


@pytest.mark.parametrize("form", TAKEN)
def test_a_file_of_a_known_form_gives_its_numbers_with_nothing_said(ws: Workspace, form: str) -> None:
    looked = seen(ws, form)
    assert looked.preset is not None
    assert looked.preset.id == form
    assert looked.understanding.open_questions == ()
    assert new(looked) == TAKEN[form]


def test_every_form_has_such_a_file_and_names_inputs_that_the_library_has() -> None:
    forms = presets.all_presets()
    assert [each.id for each in forms if each.id not in TAKEN] == []
    assert len({each.id for each in forms}) == len(forms)
    known = {each.id for each in library.inputs()}
    assert {key for each in forms for _name, key in each.take if key} <= known


def test_no_heading_means_two_inputs_of_the_library() -> None:
    meant: dict[str, set[str]] = {}
    for key, called in names.library_names().items():
        for name in called:
            meant.setdefault(names.folded(name), set()).add(key)
    assert {name: keys for name, keys in meant.items() if len(keys) > 1} == {}
    assert names.library_id("Salg") == "net_sales"


def test_a_form_takes_its_numbers_to_the_inputs_that_are_there(ws: Workspace) -> None:
    own_kpis.add_input(ws, "Omsetning i butikken", key="net_sales", unit="currency")
    (row,) = [row for row in seen(ws, "fiken_result").preview.rows if row.name == "Salgsinntekter"]
    assert str(row.goes_to) == "Omsetning i butikken"


def test_what_stands_with_a_minus_in_the_accounts_is_turned_and_said_and_remembered(ws: Workspace) -> None:
    looked = seen(ws, "tripletex_result")
    assert [str(note) for note in looked.preview.notes] == [
        "Varekostnad and Lønnskostnad has a minus sign in the file and is imported without it."
    ]
    take(ws, compose.taking(looked.preview, looked.to_remember))
    (source,) = ws.all(Source)
    assert source.name == "Tripletex: Resultatrapport"
    again = seen(ws, "tripletex_result")
    assert again.source == source
    assert again.preview.nothing_new


def test_rates_are_averaged(ws: Workspace) -> None:
    looked = seen(ws, "norges_bank_rates")
    take(ws, compose.taking(looked.preview))
    assert {each.combine for each in ws.all(Input)} == {Combine.MEAN}
    assert len(ws.all(Kpi)) == 2


def test_a_file_of_no_known_form_has_none(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("Måned;Kaker\n2025-01;3\n2025-02;4\n", encoding="utf-8")
    assert look(ws, read_book(path)).preset is None


def test_a_report_of_one_month_with_budget_gives_its_sums_and_neither_budget_nor_the_year_so_far(
    ws: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "resultat.csv"
    heads = "Konto;Kontonavn;Okt 2026;Budsjett okt 2026;Okt 2025;Hittil i år"
    rows = ("3000;Salg, avgiftspliktig;60;70;50;600", "3100;Salg, avgiftsfri;40;30;30;400",
            ";Sum salgsinntekter;100;100;80;1000", "4300;Innkjøp;-20;-30;-25;-200", "4390;Frakt;-5;-5;-5;-50",
            ";Sum varekostnad;-25;-35;-30;-250")  # fmt: skip
    path.write_text("\n".join((heads, *rows)), encoding="utf-8")
    assert new(look(ws, read_book(path))) == {
        "Net sales": {"2025-10": 80, "2026-10": 100},
        "Cost of goods sold": {"2025-10": 30, "2026-10": 25},
    }
