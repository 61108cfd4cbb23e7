"""The tax authority's example comes out to the øre, by the table and by another reading of it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpidesk.exchange.accounts.amounts import KRONE
from kpidesk.exchange.accounts.books import read_books
from kpidesk.exchange.accounts.figures import COUNTS, Figures, figures_of
from tests.exchange.accounts import second_reading as second

FILE = Path(__file__).parents[3] / "../shared/data/saft/skatteetaten_888888888_v1.10.xml"
DAYS = (31, 28, 31, 30)
TABLE = {
    "gross_sales": ("717838.00", "493000.00"),
    "sales_vat": ("179459.50", "123250.00"),
    "net_sales": ("717838.00", "493000.00"),
    "returns_count": ("0", "0"),
    "cogs": ("40302.00", "32900.00"),
    "purchase_vat": ("10075.50", "8225.00"),
    "personnel_cost": ("374000", "374000"),
    "result": ("142036.00", "68901.00"),
    "current_assets": ("3310730.00", "3308105.00"),
    "current_liabilities": ("530784.00", "459258.00"),
    "inventory": ("2565910", "2565910"),
    "receivables": ("372197.50", "553947.50"),
    "payables": ("233025.00", "175773.75"),
    "cash": ("372622.50", "188247.50"),
    "operating_cash_flow": ("-9377.50", "-184375.00"),
    "investing_cash_flow": ("0", "0"),
}
OPENINGS = {
    "current_assets": "2962910", "current_liabilities": "325000", "cash": "382000", "receivables": "15000",
    "payables": "175000", "inventory": "2565910",
}  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> Figures:
    if not FILE.exists():
        pytest.skip("../shared/data is not here")
    return figures_of(read_books([FILE], {}).ledger)


def exactly(figures: Figures, name: str, month: int) -> Decimal:
    value = list(figures.months[name].values())[month]
    return Decimal(value) if name in COUNTS else Decimal(value) / KRONE


@pytest.mark.parametrize("name", TABLE)
def test_january_and_february_are_those_of_the_table(figures: Figures, name: str) -> None:
    assert [exactly(figures, name, month) for month in (0, 1)] == [Decimal(text) for text in TABLE[name]]


@pytest.mark.parametrize("name", OPENINGS)
def test_the_opening_is_the_balance_at_the_end_of_the_month_before(figures: Figures, name: str) -> None:
    ((before, opening),) = figures.openings[name].items()
    assert (before.key(), Decimal(opening) / KRONE) == ("2016-12", Decimal(OPENINGS[name]))


def test_every_figure_of_all_four_months_agrees_with_another_reading(figures: Figures) -> None:
    expected = second.figures(FILE)
    assert len(expected) == 4
    for month, named in expected.items():
        assert {name: exactly(figures, name, month - 1) for name in named} == named


def test_the_flows_of_cash_make_the_change_of_cash_in_every_month(figures: Figures) -> None:
    for month in range(4):
        flows = sum(exactly(figures, f"{name}_cash_flow", month) for name in ("operating", "investing", "financing"))
        assert flows == exactly(figures, "cash_change", month)


def test_ratios_round_to_those_of_the_table(figures: Figures) -> None:
    def value(name: str, month: int) -> Decimal:
        if month < 0:
            return Decimal(next(iter(figures.openings[name].values()))) / KRONE
        return exactly(figures, name, month)

    def days(name: str, over: str, month: int) -> Decimal:
        return (value(name, month - 1) + value(name, month)) / 2 / value(over, month) * DAYS[month]

    found = []
    for month in (0, 1):
        dio = days("inventory", "cogs", month)
        dso, dpo = (
            days("receivables", "credit_sales_incl_vat", month),
            days("payables", "credit_purchases_incl_vat", month),
        )
        bare, owed = days("receivables", "net_sales", month), days("payables", "cogs", month)
        share = 100 * value("personnel_cost", month) / value("net_sales", month)
        cover = value("operating_cash_flow", month) / value("current_liabilities", month)
        found.append(
            [
                str(second.half_up(number, places))
                for number, places in (
                    (share, 2), (cover, 4), (dio, 1), (dso, 1), (bare, 1), (dpo, 1), (owed, 1), (dio + dso - dpo, 1),
                    (dio + bare - owed, 1),
                )
            ]
        )  # fmt: skip
    assert found == [
        ["52.10", "-0.0177", "1973.7", "6.7", "8.4", "125.5", "156.9", "1854.8", "1825.1"],
        ["75.86", "-0.4015", "2183.8", "21.0", "26.3", "139.2", "174.0", "2065.6", "2036.1"],
    ]
