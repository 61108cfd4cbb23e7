"""The same accounts come out the same in every version of the format, and however programs write them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.errors import BadInput
from kpidesk.exchange.accounts.amounts import KRONE, amount
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from tests.exchange.accounts.saft_made import A, L, Made, P, V
from tests.table import table

ACCOUNTS = [
    A("1200", "50000"), A("1460", "80000"), A("1500", "12500"), A("1920", "100000.50"), A("2000", "-222500.50"),
    A("2400", "-20000"), A("2700"), A("2710"), A("2740"), A("3000"), A("3080"), A("3100"), A("4300"), A("5000"),
    A("6000"), A("6300"), A("8150"),
]  # fmt: skip
VOUCHERS = [
    V("1", "2025-01-03", [L("1500", "125000", "K1"), L("3000", "-100000"), L("2700", "-25000")]),
    V("2", "2025-01-08", [L("4300", "30000"), L("2710", "7500"), L("2400", "-37500", supplier="S1")]),
    V("3", "2025-01-20", [L("1920", "40000"), L("3100", "-40000")]),
    V("4", "2025-01-31", [L("5000", "45000"), L("1920", "-45000")]),
    V("5", "2025-01-31", [L("6000", "1000"), L("1200", "-1000")]),
    V("6", "2025-02-02", [L("3000", "8000"), L("2700", "2000"), L("1500", "-10000", "K1")]),
    V("7", "2025-02-03", [L("3080", "500"), L("1920", "-500")]),
    V("8", "2025-02-10", [L("1920", "60000", "K1"), L("1500", "-60000", "K1")]),
]
YEAR = Made(
    ACCOUNTS,
    VOUCHERS,
    customers=[P("K1", "Kunde & sønn", "1500", "12500", "67500")],
    suppliers=[P("S1", "Mel og Korn AS", "2400", "-20000", "-57500")],
)
EXPECTED = {
    "net_sales": (140000.0, -8500.0), "sales_returns": (0.0, 8000.0), "sales_discounts": (0.0, 500.0),
    "returns_count": (0.0, 2.0), "cogs": (30000.0, 0.0), "personnel_cost": (45000.0, 0.0),
    "current_assets": (312500.5, 302000.5), "current_liabilities": (75000.0, 73000.0), "inventory": (80000.0, 80000.0),
    "receivables": (137500.0, 67500.0), "payables": (57500.0, 57500.0), "operating_cash_flow": (-5000.0, 59500.0),
    "credit_sales_incl_vat": (165000.0, -10500.0), "credit_purchases_incl_vat": (37500.0, 0.0),
}  # fmt: skip
"""By hand."""


def numbers(reading: AccountsReading, key: str) -> list[float]:
    return list(reading.inputs[key].values())


def read(made: Made, folder: Path, encoding: str = "utf-8") -> AccountsReading:
    return read_accounts([made.write(folder / "regnskap.xml", encoding)])


@pytest.mark.parametrize("version", ["1.00", "1.10", "1.20", "1.30", "1.40"])
@pytest.mark.parametrize("prefix", ["", "n1:", "SAF-T:", "ø:"])
def test_every_version_and_prefix_gives_the_same(tmp_path: Path, version: str, prefix: str) -> None:
    reading = read(replace(YEAR, version=version, prefix=prefix), tmp_path)
    found = {key: numbers(reading, key) for key in EXPECTED}
    assert found == {key: list(values) for key, values in EXPECTED.items()}
    assert reading.questions == ()
    assert [period.key() for period in reading.months] == ["2025-01", "2025-02"]


def test_every_input_that_the_library_marks_with_a_figure_is_given(tmp_path: Path) -> None:
    assert read(YEAR, tmp_path).inputs.keys() == EXPECTED.keys()


def test_without_a_namespace_it_is_read_and_told(tmp_path: Path) -> None:
    reading = read(replace(YEAR, namespace=""), tmp_path)
    assert numbers(reading, "net_sales") == [140000.0, -8500.0]
    assert "no_namespace" in [finding.code for finding in reading.findings]


def test_a_negative_credit_is_a_debit_and_counts_as_a_return(tmp_path: Path) -> None:
    back = V("9", "2025-02-20", [L("3000", credit="-400"), L("1920", credit="400")])
    reading = read(replace(YEAR, vouchers=[*VOUCHERS, back]), tmp_path)
    assert numbers(reading, "returns_count") == [0.0, 3.0]
    assert numbers(reading, "sales_returns") == [0.0, 8400.0]


def test_eighteen_decimals_lose_nothing(tmp_path: Path) -> None:
    tiny = [V(f"{n}", "2025-02-20", [L("1920", "0.000000000000000001"), L("3000", "-0.000000000000000001")])
            for n in range(20, 30)]  # fmt: skip
    reading = read(replace(YEAR, version="1.40", vouchers=[*VOUCHERS, *tiny]), tmp_path)
    assert list(reading.figures.months["net_sales"].values())[1] == -8500 * KRONE + 10


@table(
    "written, exact",
    [
        ("10000", 10000 * KRONE), ("302709.5", 3027095 * KRONE // 10), ("31627.50", 3162750 * KRONE // 100),
        ("-0.00", 0), ("+7.1", 71 * KRONE // 10), (".5", KRONE // 2), ("5.", 5 * KRONE), (" 12 ", 12 * KRONE),
        ("9" * 38, int("9" * 38) * KRONE), ("0.1000000000000000000000", KRONE // 10),
        ("1,5", None), ("1e5", None), ("NaN", None), ("", None), (".", None), ("-", None), ("1 000", None),
        ("٣", None), ("0.0000000000000000001", None), ("9" * 100, None),
    ],
)  # fmt: skip
def test_an_amount_is_exact_or_none(written: str, exact: int | None) -> None:
    assert amount(written) == exact


def test_a_line_without_an_amount_that_can_be_read_is_left_out_and_told_with_its_line(tmp_path: Path) -> None:
    bad = V("9", "2025-02-20", [L("3000", credit="1 400,50"), L("1920", "1400.50")])
    reading = read(replace(YEAR, vouchers=[*VOUCHERS, bad]), tmp_path)
    assert reading.left_count == 1
    lines = (tmp_path / "regnskap.xml").read_text().splitlines()
    assert any("1 400,50" in line for line in lines[: reading.left_out[0].line])
    with text.using("en"):
        assert str(reading.left_out[0].why) == "“1 400,50” is not an amount"
    codes = [finding.code for finding in reading.findings]
    assert "lines_left_out" in codes and "unbalanced" in codes and "cash_differs" in codes


# ---- several files -------------------------------------------------------------------------------


def parts(folder: Path, overlap: bool = False) -> list[Path]:
    """January with the chart of accounts, and February."""
    second = [A(account.id, closing=account.closing) for account in ACCOUNTS]
    january = replace(YEAR, vouchers=VOUCHERS[:5], last="2025-01-31", made_on="2025-02-01")
    first, begin = (0, "2025-01-01") if overlap else (5, "2025-02-01")
    february = replace(
        YEAR, accounts=second, vouchers=VOUCHERS[first:], first=begin, last="2025-02-28", made_on="2025-03-01"
    )
    return [january.write(folder / "2.xml"), february.write(folder / "1.xml")]


@pytest.mark.parametrize("order", [1, -1])
def test_parts_of_a_year_are_added_and_openings_count_once(tmp_path: Path, order: int) -> None:
    reading = read_accounts(parts(tmp_path)[::order])
    assert {key: numbers(reading, key) for key in EXPECTED} == {key: list(values) for key, values in EXPECTED.items()}


@pytest.mark.parametrize("order", [1, -1])
def test_a_voucher_in_two_files_counts_once(tmp_path: Path, order: int) -> None:
    reading = read_accounts(parts(tmp_path, overlap=True)[::order])
    assert numbers(reading, "net_sales") == [140000.0, -8500.0]
    (again,) = [finding for finding in reading.findings if finding.code == "again"]
    assert again.head.params["n"] == 5


def test_a_voucher_that_was_corrected_counts_as_the_newer_file_has_it(tmp_path: Path) -> None:
    better = [V("3", "2025-01-20", [L("1920", "50000"), L("3100", "-50000")]), *VOUCHERS[5:]]
    old = YEAR.write(tmp_path / "b.xml")
    new = replace(YEAR, vouchers=better, made_on="2026-03-01").write(tmp_path / "a.xml")
    assert numbers(read_accounts([old, new]), "net_sales") == [150000.0, -8500.0]
    assert numbers(read_accounts([new, old]), "net_sales") == [150000.0, -8500.0]


def test_the_same_number_in_two_journals_of_one_file_is_two_vouchers(tmp_path: Path) -> None:
    other = V("1", "2025-01-03", [L("1920", "10"), L("3000", "-10")], journal="K")
    assert numbers(read(replace(YEAR, vouchers=[*VOUCHERS, other]), tmp_path), "net_sales")[0] == 140010.0


def test_a_part_without_a_chart_of_accounts_goes_by_that_of_the_others(tmp_path: Path) -> None:
    own = [A("98001", like="30"), A("1920")]
    first = Made(
        own, [V("1", "2025-01-03", [L("98001", "-10"), L("1920", "10")])], last="2025-01-31", made_on="2025-02-01"
    )
    sold = [V("2", "2025-02-03", [L("98001", "-20"), L("1920", "20")])]
    second = Made((), sold, first="2025-02-01", last="2025-02-28", master=False, made_on="2025-03-01")
    reading = read_accounts([second.write(tmp_path / "2.xml"), first.write(tmp_path / "1.xml")])
    assert (numbers(reading, "net_sales"), reading.questions) == ([10.0, 20.0], ())


def test_files_of_two_companies_are_refused(tmp_path: Path) -> None:
    one, other = YEAR.write(tmp_path / "1.xml"), replace(YEAR, orgnr="987654321").write(tmp_path / "2.xml")
    with pytest.raises(BadInput):
        read_accounts([one, other])


def test_two_years_follow_each_other_and_each_opens_as_it_says(tmp_path: Path) -> None:
    before = Made([A("1920", "100"), A("3000")], [V("1", "2024-12-05", [L("1920", "50"), L("3000", "-50")])],
                  first="2024-01-01", last="2024-12-31", made_on="2025-01-10")  # fmt: skip
    after = Made(
        [A("1920", "160"), A("3000")], [V("1", "2025-01-05", [L("1920", "5"), L("3000", "-5")])], last="2025-01-31"
    )
    reading = read_accounts([after.write(tmp_path / "2.xml"), before.write(tmp_path / "1.xml")])
    assert len(reading.months) == 13
    assert list(reading.figures.months["cash"].values())[-2:] == [150 * KRONE, 165 * KRONE]
    assert reading.openings["current_assets"] == (reading.months[0].previous(), 100.0)
    assert "not_carried_over" in [finding.code for finding in reading.findings]


def test_a_gap_between_two_files_is_told_and_balances_begin_anew(tmp_path: Path) -> None:
    one = Made(
        [A("1920", "100"), A("3000")], [V("1", "2025-01-05", [L("1920", "50"), L("3000", "-50")])], last="2025-01-31"
    )
    sold = [V("9", "2025-04-05", [L("1920", "1"), L("3000", "-1")])]
    two = Made([A("1920", "999"), A("3000")], sold, first="2025-04-01", last="2025-04-30")
    reading = read_accounts([one.write(tmp_path / "1.xml"), two.write(tmp_path / "2.xml")])
    assert [period.key() for period in reading.months] == ["2025-01", "2025-04"]
    assert list(reading.figures.months["cash"].values()) == [150 * KRONE, 1000 * KRONE]
    assert "months_missing" in [finding.code for finding in reading.findings]


def test_numbers_go_on_from_one_part_to_the_next_and_a_gap_between_them_is_told(tmp_path: Path) -> None:
    one, two = parts(tmp_path)
    assert "gap" not in [finding.code for finding in read_accounts([one, two]).findings]
    lacking = replace(YEAR, vouchers=VOUCHERS[6:], first="2025-02-01", last="2025-02-28", made_on="2025-03-01")
    findings = read_accounts([one, lacking.write(tmp_path / "3.xml")]).findings
    assert [finding.about.params["before"] for finding in findings if finding.code == "gap"] == [5]


def test_an_invoice_that_is_in_two_parts_under_two_numbers_is_told(tmp_path: Path) -> None:
    lines = [L("4300", "100", document="77"), L("2400", "-100", supplier="S1", document="77")]
    one = replace(YEAR, vouchers=[V("1", "2025-01-31", lines)], last="2025-01-31").write(tmp_path / "1.xml")
    two = replace(YEAR, vouchers=[V("2", "2025-02-01", lines)], first="2025-02-01", last="2025-02-28")
    findings = read_accounts([one, two.write(tmp_path / "2.xml")]).findings
    (twice,) = [finding for finding in findings if finding.code == "twice"]
    assert twice.where is not None and twice.where.params == {"one": "1", "other": "2"}


def test_parties_without_balances_are_not_held_against_their_account(tmp_path: Path) -> None:
    customers = [P("K1", "A", "1500", "0", "0"), P("K2", "B", "", "0", "5")]
    codes = [finding.code for finding in read(replace(YEAR, customers=customers, suppliers=()), tmp_path).findings]
    assert not [code for code in codes if code.startswith("customers")]
    without = replace(YEAR, accounts=[replace(a, closing="0") for a in ACCOUNTS], customers=(), suppliers=())
    assert "account_differs" not in [finding.code for finding in read(without, tmp_path).findings]
