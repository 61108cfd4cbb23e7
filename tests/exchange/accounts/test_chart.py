"""Where accounts belong, and what is asked about those that nobody knows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.exchange.accounts.chart import OUT, Chart
from kpidesk.exchange.accounts.head import Account
from kpidesk.exchange.accounts.questions import said
from kpidesk.exchange.accounts.reading import AccountsReading, read_accounts
from tests.exchange.accounts.saft_made import A, L, Made, V
from tests.table import table


def account(id: str, category: str = "", code: str = "", standard: str = "") -> Account:  # noqa: A002
    return Account(id, "", standard, category, code, 0, 0)


@table(
    "given, group",
    [
        (account("3000", "salgsinntekt", "3100"), 31),
        (account("3000", "Salgsinntekt", ""), 30),
        (account("7000", "salgsinntekt", "NA"), 30),
        (account("1740", "balanseverdiForOmloepsmiddel", "1570"), 15),
        (account("9123", "balanseverdiForOmloepsmiddel", ""), 17),
        (account("8800", "resultatDisponeringForSAF-T", "8800"), 88),
        (account("3000", "annenDriftskostnad", "3000"), 77),
        (account("1", "RF-1175", "1495"), 14),
        (account("1", "RF-1167", "3000"), 30),
        (account("4321", "NA", "NA"), 43),
        (account("4321", "NA", "NA", "30"), 30),
        (account("1", "", "", "1920"), 19),
        (account("1", "", "", "19"), 19),
        (account("1920"), 19),
        (account("19200"), 19),
        (account("9000"), None),
        (account("0123"), None),
        (account("NA"), None),
        (account("12"), None),
        (account("192"), None),
        (account("bank"), None),
        (account("١٩٢٠"), None),
    ],
)
def test_the_first_that_tells_the_group_counts(given: Account, group: int | None) -> None:
    place = Chart({given.id: given}).place(given.id)
    assert (None if place is None else place.group) == group


@table(
    "given, marks",
    [
        (account("3080", "salgsinntekt", "3000"), {"discount"}),
        (account("3180", "salgsinntekt", "3000"), {"discount"}),
        (account("3000", "salgsinntekt", "3000"), set()),
        (account("1510", "balanseverdiForOmloepsmiddel", "1500"), {"receivable"}),
        (account("1510", "balanseverdiForOmloepsmiddel", "1570"), set()),
        (account("1530"), set()),
        (account("1580"), {"receivable"}),
        (account("15", standard="15"), {"receivable"}),
        (account("2465", "kortsiktigGjeld", "2400"), {"payable"}),
        (account("2465"), set()),
        (account("2700", "kortsiktigGjeld", "2740"), {"output_vat"}),
        (account("2711", "kortsiktigGjeld", "2740"), {"input_vat"}),
        (account("27110"), {"input_vat"}),
        (account("2740", "kortsiktigGjeld", "2740"), set()),
        (account("V1", standard="27"), {"output_vat", "input_vat"}),
    ],
)
def test_marks_tell_accounts_of_a_group_apart(given: Account, marks: set[str]) -> None:
    place = Chart({given.id: given}).place(given.id)
    assert place is not None and place.marks == marks


# ---- questions -----------------------------------------------------------------------------------

KIOSK = Made(
    [A("1920"), A("3000")],
    [
        V("1", "2025-01-05", [L("1920", "1000"), L("3000", "-1000")]),
        V("2", "2025-01-06", [L("1920", "300"), L("30105", "-300")]),
        V("3", "2025-02-06", [L("1920", "100"), L("30105", "-100")]),
    ],
)


def read(made: Made, folder: Path, answers: dict[str, str] | None = None) -> AccountsReading:
    return read_accounts([made.write(folder / "a.xml")], answers)


def sales(reading: AccountsReading) -> float:
    return sum(reading.inputs["net_sales"].values())


def test_an_account_that_no_chart_knows_is_asked_about_and_its_number_proposes(tmp_path: Path) -> None:
    reading = read(KIOSK, tmp_path)
    (question,) = reading.questions
    assert (question.accounts, question.proposed, question.answered) == (("30105",), "sales", "")
    assert [choice.key for choice in question.choices] == ["sales", "other_income", "purchases", "other_cost", OUT]
    assert sales(reading) == 1400.0
    with text.using("nb"):
        assert str(question.words) == "Hva slags konto er 30105?"
        assert str(question.note) == (
            "Kontoen er ikke i kontoplanen. 2 føringer, 400,00\xa0kr i kredit. Salg er foreslått fordi nummeret"
            " begynner på 30."
        )
        results = [str(choice.result) for choice in question.choices]
    assert results == [
        "Nettosalg 2025 blir 1\xa0400\xa0kr.", *["Nettosalg 2025 blir 1\xa0000\xa0kr."] * 4,
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["sales", "other_income", "purchases", "other_cost", OUT])
def test_the_result_that_an_answer_tells_is_what_comes_of_it(tmp_path: Path, key: str) -> None:
    question = read(KIOSK, tmp_path).questions[0]
    answered = read(KIOSK, tmp_path, dict(said(question, key)))
    (again,) = answered.questions
    assert again.answered == key
    told = next(choice.result for choice in question.choices if choice.key == key)
    with text.using("en"):
        assert str(told) == f"Net sales in 2025 come to {sales(answered):,.0f}\xa0kr."
        again_told = next(choice.result for choice in again.choices if choice.key == key)
        assert str(again_told) == str(told)
    assert "cash_differs" not in [finding.code for finding in answered.findings]


def test_an_account_whose_number_tells_nothing_is_held_outside_until_it_is_answered(tmp_path: Path) -> None:
    made = replace(KIOSK, vouchers=[*KIOSK.vouchers[:1], V("2", "2025-01-06", [L("1920", "300"), L("KIOSK", "-300")])])
    reading = read(made, tmp_path)
    (question,) = reading.open_questions
    assert (question.counts, sales(reading)) == ("", 1000.0)
    answered = read(made, tmp_path, dict(said(question, "sales")))
    assert (answered.open_questions, sales(answered)) == ((), 1300.0)


def test_an_answer_is_never_asked_of_what_the_file_says(tmp_path: Path) -> None:
    assert sales(read(KIOSK, tmp_path, {"3000": "40", "30105": OUT})) == 1000.0


def test_an_account_that_nothing_lies_on_is_not_asked_about(tmp_path: Path) -> None:
    made = replace(KIOSK, accounts=[*KIOSK.accounts, A("NA1"), A("99999", like="99")], vouchers=KIOSK.vouchers[:1])
    assert read(made, tmp_path).questions == ()


def test_a_whole_chart_of_longer_numbers_is_one_question(tmp_path: Path) -> None:
    ids = ["19200", "30000", "30100", "43000", "50000", "63000", "24000"]
    accounts = [A(each, like="99", name=f"Konto {each}") for each in ids]
    lines = [L("19200", "600"), *(L(each, "-100") for each in ids[1:])]
    made = Made(accounts, [V("1", "2025-01-05", lines)])
    reading = read(made, tmp_path)
    (question,) = reading.questions
    assert (len(question.accounts), question.counts) == (7, "by_number")
    assert sales(reading) == 200.0
    outside = read(made, tmp_path, dict(said(question, OUT)))
    assert (sales(outside), outside.questions[0].answered) == (0.0, OUT)
    inside = read(made, tmp_path, dict(said(question, "by_number")))
    assert (sales(inside), inside.questions[0].answered) == (200.0, "by_number")
