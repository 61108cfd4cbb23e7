"""What is wrong in accounts is told in a sentence with its figures, and what is right is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.exchange.accounts.control import Finding, Weight
from kpidesk.exchange.accounts.reading import read_accounts
from tests.exchange.accounts.saft_made import A, L, Made, P, V

EXAMPLE = Path(__file__).parents[3] / "../shared/data/saft/skatteetaten_888888888_v1.10.xml"
SOUND = Made(
    [A("1500", "0", "5000"), A("1920", "1000", "2250"), A("2000", "-1000", "-1000"), A("2700", "0", "-1250"),
     A("3000", "0", "-5000")],
    [
        V("2205", "2025-05-14", [L("1500", "5000", "K1", document="10482"), L("3000", "-4000"), L("2700", "-1000")]),
        V("2206", "2025-06-30", [L("1920", "1250"), L("3000", "-1000"), L("2700", "-250")]),
    ],
    customers=[P("K1", "Mel og Korn AS", "1500", "0", "5000")],
)  # fmt: skip


def found(made: Made, folder: Path) -> list[Finding]:
    return list(read_accounts([made.write(folder / "a.xml")]).findings)


def told(made: Made, folder: Path, code: str) -> list[str]:
    with text.using("nb"):
        return [str(each).replace("\xa0", " ") for each in found(made, folder) if each.code == code]


def test_of_sound_accounts_only_what_is_right_is_told(tmp_path: Path) -> None:
    assert [(each.code, each.weight) for each in found(SOUND, tmp_path)] == [("balanced", Weight.RIGHT)]
    assert told(SOUND, tmp_path, "balanced") == ["Debet og kredit er like store. 6 250,00 kr på hver side, i 2 bilag."]


def more(*vouchers: V, **other: object) -> Made:
    return replace(SOUND, vouchers=[*SOUND.vouchers, *vouchers], **other)  # type: ignore[arg-type]


AGAIN = V("2207", "2025-05-17", SOUND.vouchers[0].lines)
ACCOUNTS = {account.id: account for account in SOUND.accounts}


def with_account(**fields: str) -> Made:
    id_ = fields.pop("id")
    return replace(SOUND, accounts=[*(a for a in SOUND.accounts if a.id != id_), replace(ACCOUNTS[id_], **fields)])


CASES: dict[str, tuple[Made, str, list[str]]] = {
    "the bank": (with_account(id="1920", closing="2000"), "account_differs", [
        "Bankkontoen går ikke opp. Inngående 1 000,00 og bevegelser 1 250,00 gir 2 250,00 kr. Filen sier 2 000,00 kr."
        " (konto 1920)",
    ]),
    "another account": (with_account(id="2700", name="Utgående mva.", closing="0"), "account_differs", [
        "Konto 2700 Utgående mva. går ikke opp. Inngående 0,00 og bevegelser −1 250,00 gir −1 250,00 kr. Filen sier"
        " 0,00 kr. (konto 2700)",
    ]),
    "openings": (with_account(id="2000", opening="-900", closing="-900"), "openings_differ", [
        "Inngående saldoer går ikke opp. Debet er 1 000,00 og kredit 900,00. Forskjellen er 100,00 kr.",
    ]),
    "twice": (more(AGAIN), "twice", [
        "En faktura er ført to ganger. Mel og Korn AS, faktura 10482, 5 000,00 kr, den 14. mai og den 17. mai."
        " (bilag 2205 og 2207)",
    ]),
    "twice on one day": (more(replace(AGAIN, day="2025-05-14")), "twice", [
        "En faktura er ført to ganger. Mel og Korn AS, faktura 10482, 5 000,00 kr, begge den 14. mai."
        " (bilag 2205 og 2207)",
    ]),
    "the same rent a month later": (more(replace(AGAIN, day="2025-06-14")), "twice", []),
    "a gap": (more(V("2208", "2025-06-30", [L("1920", "1"), L("3000", "-1")])), "gap", [
        "Et bilagsnummer mangler. Etter 2206 kommer 2208, begge 30. juni. (bilag 2207)",
    ]),
    "a gap of two": (more(V("2209", "2025-07-01", [L("1920", "1"), L("3000", "-1")])), "gap", [
        "2 bilagsnumre mangler. Etter 2206 den 30. juni kommer 2209 den 1. juli. (bilag 2207 og 2208)",
    ]),
    "another series of numbers": (more(V("5000", "2025-07-01", [L("1920", "1"), L("3000", "-1")])), "gap", []),
    "a number that another journal has": (more(
        V("2208", "2025-06-30", [L("1920", "1"), L("3000", "-1")]),
        V("2207", "2025-06-30", [L("1920", "1"), L("3000", "-1")], journal="K"),
    ), "gap", []),
    "an unbalanced voucher": (more(V("2207", "2025-06-30", [L("1920", "374000"), L("3000", "-370000")])),
        "unbalanced", [
        "Et bilag går ikke opp. Debet 374 000,00, kredit 370 000,00 kr. (bilag 2207)",
    ]),
    "sides that differ": (more(V("2207", "2025-06-30", [L("1920", "10"), L("3000", "-4")])), "sides_differ", [
        "Debet og kredit er ikke like store. Debet er 6 260,00 og kredit 6 254,00. Forskjellen er 6,00 kr.",
    ]),
    "the number of vouchers": (replace(SOUND, totals=("53", "6250", "6250")), "count_differs", [
        "Antall bilag stemmer ikke. Filen sier 53 bilag og har 2. (a.xml)",
    ]),
    "a total": (replace(SOUND, totals=("2", "6250", "6000")), "total_credit_differs", [
        "Filens sum stemmer ikke. Filen sier 6 000,00 i kredit, men linjene blir 6 250,00 kr. (a.xml)",
    ]),
    "an account that is not in the chart": (more(V("2207", "2025-06-30", [L("1920", "1"), L("3010", "-1")])),
        "unknown_account", ["En konto er ikke i kontoplanen. Den har 1 føring. (konto 3010)"],
    ),
    "customers": (replace(SOUND, customers=[P("K1", "A", "1500", "320", "5000")]), "customers_opening_differ", [
        "Kundene går ikke opp med kontoen sin. Til sammen har de 320,00 i inngående saldo, kontoen har 0,00 kr."
        " (konto 1500)",
    ]),
    "suppliers": (replace(SOUND, suppliers=[P("S1", "A", "1500", "0", "-7")]), "suppliers_closing_differ", [
        "Leverandørene går ikke opp med kontoen sin. Til sammen har de −7,00 i utgående saldo, kontoen har 5 000,00 kr."
        " (konto 1500)",
    ]),
    "receivables below zero": (more(V("2207", "2025-06-30", [L("1920", "9000"), L("1500", "-9000", "K1")])),
        "receivable_below_zero", [
            "Kundefordringene er under null. Konto 1500 står i −4 000,00 kr ved utgangen av juni 2025. (konto 1500)",
    ]),
    "a bank that is overdrawn": (more(V("2207", "2025-06-30", [L("1920", "-9000"), L("2000", "9000")])),
        "cash_below_zero", [
            "Bankkontoen er overtrukket. Den regnes som likvider likevel. Konto 1920 står i −6 750,00 kr ved"
            " utgangen av juni 2025. (konto 1920)",
    ]),
    "a customer that has paid too much": (
        replace(SOUND, customers=[P("K1", "Super Grossisten", "1500", "0", "-140000")]),
        "overpaid", ["En kunde har betalt mer enn fakturert. Super Grossisten står i −140 000,00 kr. (kunde K1)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_wrong_is_told_with_its_figures(tmp_path: Path, name: str) -> None:
    made, code, sentences = CASES[name]
    assert told(made, tmp_path, code) == sentences


def test_many_of_a_kind_are_counted_and_not_listed(tmp_path: Path) -> None:
    wrong = [V(f"{n}", "2025-06-30", [L("1920", "2"), L("3000", "-1")]) for n in range(2207, 2300)]
    assert len(told(more(*wrong), tmp_path, "unbalanced")) == 3
    (rest,) = told(more(*wrong), tmp_path, "unbalanced_more")
    assert rest == "90 bilag til går ikke opp. De første er 2210, 2211, 2212, 2213, 2214."


def test_what_is_right_stands_first_and_what_to_know_last(tmp_path: Path) -> None:
    weights = [each.weight.order for each in found(more(AGAIN), tmp_path)]
    assert weights == sorted(weights) and weights[0] == 0 and weights[-1] == 2


def test_the_faults_of_the_tax_authoritys_example_are_found() -> None:
    if not EXAMPLE.exists():
        pytest.skip("../shared/data is not here")
    findings = read_accounts([EXAMPLE]).findings
    with text.using("en"):
        where = [(each.code, str(each.where or "")) for each in findings]
        said = " ".join(str(each) for each in findings)
    assert where == [
        ("balanced", ""), ("account_differs", "account 1920"), ("account_differs", "account 2711"),
        ("account_differs", "account 2740"), ("openings_differ", ""), ("twice", "vouchers 1013 and 1041"),
        ("gap", "voucher 1024"), ("gap", "vouchers 1045 and 1046"), ("gap", "voucher 1055"),
        ("receivable_below_zero", "account 1500"), ("customers_opening_differ", "account 1500"),
        ("customers_closing_differ", "account 1500"), ("suppliers_opening_differ", "account 2400"),
        ("suppliers_closing_differ", "account 2400"), ("overpaid", "customer 1003"), ("as_it_stands", ""),
    ]  # fmt: skip
    for figure in (
        "9,487,049.35",
        "724,407.00",
        "670,568.75",
        "2,545,410.00",
        "203,648.75",
        "−169,800.00",
        "46,800.00",
    ):
        assert figure in said
