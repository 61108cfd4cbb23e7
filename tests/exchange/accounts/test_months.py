"""Which month a voucher counts in: deviating fiscal years, openings, closings, and months that are not whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.amounts import KRONE
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from tests.exchange.accounts.saft_made import A, L, Made, V

ACCOUNTS = [A("1920", "1000"), A("2050", "-1000", like="20"), A("3000"), A("6300"), A("8800")]


def sold(id: str, day: str, size: int, **when: str) -> V:  # noqa: A002
    return V(id, day, [L("1920", f"{size}"), L("3000", f"-{size}")], **when)


def read(folder: Path, vouchers: list[V], **made: object) -> AccountsReading:
    file = replace(Made(ACCOUNTS, vouchers), **made)  # type: ignore[arg-type]
    return read_accounts([file.write(folder / "a.xml")])


def sales(reading: AccountsReading) -> dict[str, float]:
    return {period.key(): value for period, value in reading.inputs["net_sales"].items() if value}


def codes(reading: AccountsReading) -> list[str]:
    return [finding.code for finding in reading.findings]


@pytest.mark.parametrize("period", ["1", "01", "001", " 1 "])
def test_the_period_decides_in_a_calendar_year_and_not_the_day(tmp_path: Path, period: str) -> None:
    late = sold("3", "2025-02-04", 7, period=period, year="2025")
    reading = read(tmp_path, [sold("1", "2025-01-05", 100), sold("2", "2025-02-05", 200), late])
    assert sales(reading) == {"2025-01": 107.0, "2025-02": 200.0}


@pytest.mark.parametrize("label", ["first year", "last year"])
def test_in_a_shifted_fiscal_year_the_day_decides(tmp_path: Path, label: str) -> None:
    """July to June; programs call the year by its first or by its last part."""
    vouchers = []
    for n in range(12):
        year, month = divmod(2024 * 12 + 6 + n, 12)
        named = "2024" if label == "first year" else "2025"
        vouchers.append(sold(f"{n}", f"{year}-{month + 1:02}-10", n + 1, period=f"{n + 1}", year=named))
    closing = V("13", "2025-06-30", [L("6300", "30"), L("1920", "-30")], period="13", year=vouchers[0].year)
    reading = read(tmp_path, [*vouchers, closing], first="2024-07-01", last="2025-06-30", made_on="2025-09-01")
    assert list(reading.inputs["net_sales"].values()) == [float(n) for n in range(1, 13)]
    assert [reading.months[0].key(), reading.months[-1].key()] == ["2024-07", "2025-06"]
    assert list(reading.figures.months["result"].values())[-1] == (12 - 30) * KRONE
    (told,) = [finding for finding in reading.findings if finding.code == "shifted_year"]
    with text.using("nb"):
        assert str(told.head) == "Regnskapsåret begynner i juli."


def test_a_shifted_year_is_covered_as_its_periods_say(tmp_path: Path) -> None:
    vouchers = [sold(f"{n}", f"2024-{n + 6:02}-10", n, period=f"{n}", year="2025") for n in range(1, 5)]
    reading = read(tmp_path, vouchers, periods=("1", "2025", "4", "2025"), made_on="2025-09-01")
    assert [period.key() for period in reading.months] == ["2024-07", "2024-08", "2024-09", "2024-10"]


def test_periods_that_agree_with_no_day_are_told_and_the_day_decides(tmp_path: Path) -> None:
    terms = {1: 1, 2: 1, 3: 2, 4: 2, 5: 3, 6: 3}  # terms of two months
    vouchers = [sold(f"{m}", f"2025-{m:02}-10", m, period=f"{term}") for m, term in terms.items()]
    reading = read(tmp_path, vouchers)
    assert list(reading.inputs["net_sales"].values()) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert "by_day" in codes(reading)


def test_period_13_goes_to_the_last_month_and_period_0_is_no_movement(tmp_path: Path) -> None:
    opening = V("0", "2025-01-01", [L("1920", "1000"), L("2050", "-1000")], period="0")
    late = V("13", "2026-01-20", [L("6300", "80"), L("1920", "-80")], period="13", year="2025")
    reading = read(tmp_path, [opening, sold("1", "2025-01-05", 100), sold("2", "2025-12-05", 200), late])
    cash = list(reading.figures.months["cash"].values())
    assert cash == [1100 * KRONE] * 11 + [1220 * KRONE]
    assert list(reading.figures.months["result"].values())[-1] == 120 * KRONE


def test_an_opening_that_is_a_voucher_counts_where_no_account_has_one(tmp_path: Path) -> None:
    opening = V("0", "2025-01-01", [L("1920", "1000"), L("2050", "-1000")], period="0")
    accounts = [replace(account, opening="0") for account in ACCOUNTS]
    reading = read(tmp_path, [opening, sold("1", "2025-01-05", 100)], accounts=accounts)
    assert list(reading.figures.months["cash"].values()) == [1100 * KRONE]


def test_disposing_of_the_result_is_no_cost(tmp_path: Path) -> None:
    dispose = V("99", "2025-12-31", [L("8800", "300"), L("2050", "-300")], period="13")
    reading = read(tmp_path, [sold("1", "2025-01-05", 100), sold("2", "2025-12-05", 200), dispose])
    assert sum(reading.figures.months["result"].values()) == 300 * KRONE
    assert list(reading.inputs["operating_cash_flow"].values())[-1] == 200.0
    assert "cash_differs" not in codes(reading)


def test_a_voucher_that_carries_all_results_over_to_the_equity_sells_and_costs_nothing(tmp_path: Path) -> None:
    rent = V("5", "2025-12-05", [L("6300", "40"), L("1920", "-40")])
    close = V("99", "2025-12-31", [L("3000", "300"), L("6300", "-40"), L("2050", "-260")], period="12")
    reading = read(tmp_path, [sold("1", "2025-01-05", 100), sold("2", "2025-12-05", 200), rent, close])
    assert sales(reading) == {"2025-01": 100.0, "2025-12": 200.0}
    assert sum(reading.figures.months["result"].values()) == 260 * KRONE
    assert reading.inputs["returns_count"][reading.months[-1]] == 0
    assert "cash_differs" not in codes(reading) and "closing_voucher" in codes(reading)


def test_what_a_file_that_begins_in_the_middle_of_a_year_opens_with_is_no_sale(tmp_path: Path) -> None:
    accounts = [replace(a, opening="-5000") if a.id == "3000" else a for a in ACCOUNTS]
    reading = read(tmp_path, [sold("1", "2025-07-05", 100)], accounts=accounts, first="2025-07-01")
    assert sales(reading) == {"2025-07": 100.0}


def test_a_month_that_is_not_whole_is_left_out_and_told(tmp_path: Path) -> None:
    vouchers = [sold("1", "2025-01-20", 1), sold("2", "2025-02-05", 200), sold("3", "2025-03-05", 3)]
    reading = read(tmp_path, vouchers, first="2025-01-15", last="2025-12-31", made_on="2025-03-10")
    assert sales(reading) == {"2025-02": 200.0}
    assert [finding.code for finding in reading.findings].count("month_left_out") == 2


def test_months_to_come_have_no_numbers_and_a_quiet_month_has_nought(tmp_path: Path) -> None:
    reading = read(tmp_path, [sold("1", "2025-01-20", 1), sold("2", "2025-03-05", 200)])
    assert list(reading.inputs["net_sales"].values()) == [1.0, 0.0, 200.0]


def test_no_whole_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        read(tmp_path, [sold("1", "2025-01-20", 1)], first="2025-01-15", last="2025-01-31")
    with pytest.raises(BadInput):
        read(tmp_path, [])


@pytest.mark.parametrize("year", ["0000", "9999", "99999"])
def test_a_year_that_no_number_can_belong_to_changes_nothing(tmp_path: Path, year: str) -> None:
    odd = sold("2", "2025-01-06", 5, period="1", year=year)
    assert sales(read(tmp_path, [sold("1", "2025-01-05", 100), odd])).get("2025-01") in (100.0, 105.0)


def test_a_voucher_without_day_and_period_is_left_out(tmp_path: Path) -> None:
    reading = read(tmp_path, [sold("1", "2025-01-05", 100), sold("2", "i går", 5, period="x", year="y")])
    assert (sales(reading), reading.left_count) == ({"2025-01": 100.0}, 1)
