"""``kpidesk import FILE accounts.xml``: what accounts feed, what is wrong in them, and what was left out."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kpidesk.cli import main
from kpidesk.exchange.sheets.kinds import HEAD
from kpidesk.settings import Home
from tests.exchange.accounts.saft_made import A, L, Made, V

EXAMPLE = Path(__file__).parents[2] / "../shared/data/saft/skatteetaten_888888888_v1.10.xml"
MADE = Made(
    [A("1920"), A("2400"), A("3000"), A("4300")],
    [
        V("1", "2025-01-05", [L("1920", "1000"), L("3000", "-1000")]),
        V("2", "2025-01-06", [L("4300", "600"), L("2400", "-600")]),
        V("3", "2025-02-06", [L("1920", "1200.50"), L("3000", "-1200.50")]),
    ],
)


@pytest.fixture
def company(tmp_path: Path) -> str:
    assert main(["new", str(tmp_path / "a.kpidesk"), "--name", "A"]) == 0
    return str(tmp_path / "a.kpidesk")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["import", *arguments, "--json"])
    out = capsys.readouterr()
    return code, json.loads(out.out) if out.out else {"error": out.err}


def shown(capsys: pytest.CaptureFixture[str], company: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["show", company, "--json"]) == 0
    return {kpi["name"]: kpi for kpi in json.loads(capsys.readouterr().out)["kpis"]}


def test_the_example_adds_its_kpis_with_exact_numbers(company: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not EXAMPLE.exists():
        pytest.skip("../shared/data is not here")
    code, told = run(capsys, company, str(EXAMPLE), "--add-kpis")
    assert code == 0 and told["written"]
    assert told["values"]["net_sales"] == {
        "2017-01": 717838.0, "2017-02": 493000.0, "2017-03": 433000.0, "2017-04": 672500.0,
    }  # fmt: skip
    assert told["values"]["operating_cash_flow"]["2017-01"] == -9377.5
    assert {kpi["id"] for kpi in told["kpis"] if kpi["added"]} == {
        "gross_sales", "net_sales", "returns_count", "working_capital", "ccc",
    }  # fmt: skip
    assert [each["code"] for each in told["findings"]][:3] == ["balanced", "account_differs", "account_differs"]
    again, told = run(capsys, company, str(EXAMPLE), "--add-kpis")
    assert (again, told["written"], told["new"], told["replaced"]) == (0, False, 0, 0)


def test_a_dry_run_writes_nothing(company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(MADE.write(tmp_path / "r.xml"))
    code, told = run(capsys, company, path, "--add-kpis", "--dry-run")
    assert (code, told["written"], told["changed"]) == (0, False, 0) and told["new"] > 0
    assert shown(capsys, company) == {}


def test_accounts_come_through_a_pipe_as_from_a_file(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = MADE.write(tmp_path / "r.xml").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content + b"\n" * 2 * HEAD)))
    code, told = run(capsys, company, "-", "--add-kpis")
    assert (code, told["files"], told["values"]["net_sales"]["2025-02"]) == (0, ["standard inn"], 1200.5)
    assert [value["value"] for value in shown(capsys, company)["Nettosalg"]["values"][:2]] == [1000.0, 1200.5]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content[:-40])))
    code, told = run(capsys, company, "-", "--add-kpis")
    assert code == 1 and "Ingenting er endret" in told["error"]
    assert not list(Home.default().working_copies.glob("send-*"))


def test_without_anything_to_feed_it_is_refused_and_says_how(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["import", company, str(MADE.write(tmp_path / "r.xml"))]) == 1
    assert "--add-kpis" in capsys.readouterr().err


def test_inputs_that_are_there_are_fed_without_adding(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["kpi", "add", company, "net_sales"]) == 0
    code, told = run(capsys, company, str(MADE.write(tmp_path / "r.xml")))
    assert (code, told["changed"]) == (0, 2)
    assert list(shown(capsys, company)) == ["Nettosalg"]


def test_several_parts_are_one(company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = replace(MADE, vouchers=MADE.vouchers[:2], last="2025-01-31").write(tmp_path / "1.xml")
    two = replace(MADE, vouchers=MADE.vouchers[2:], first="2025-02-01", last="2025-02-28").write(tmp_path / "2.xml")
    code, told = run(capsys, company, str(two), str(one), "--add-kpis")
    assert (code, told["months"], told["values"]["net_sales"]["2025-02"]) == (0, ["2025-01", "2025-02"], 1200.5)


def test_lines_that_were_left_out_end_with_3(company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = V("4", "2025-02-07", [L("3000", credit="1,5"), L("1920", "1.5")])
    path = replace(MADE, vouchers=[*MADE.vouchers, bad]).write(tmp_path / "r.xml")
    code, told = run(capsys, company, str(path), "--add-kpis")
    assert (code, told["rows_skipped"], told["skipped"][0]["reason"]) == (3, 1, "no_amount")


def test_an_account_that_nobody_knows_is_left_out_until_it_is_said(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk = V("4", "2025-02-07", [L("1920", "10"), L("KIOSK", "-10")])
    path = str(replace(MADE, vouchers=[*MADE.vouchers, kiosk]).write(tmp_path / "r.xml"))
    code, told = run(capsys, company, path, "--add-kpis")
    assert (code, told["questions"][0]["accounts"], told["values"]["net_sales"]["2025-02"]) == (3, ["KIOSK"], 1200.5)
    code, told = run(capsys, company, path, "--answer", "KIOSK=sales")
    assert (code, told["questions"][0]["answered"], told["values"]["net_sales"]["2025-02"]) == (0, "sales", 1210.5)
    code, told = run(capsys, company, path)
    assert (code, told["questions"][0]["answered"], told["written"]) == (0, "sales", False), "it is remembered"


@pytest.mark.parametrize("answer", ["KIOSK", "KIOSK=", "=sales", "KIOSK=loans"])
def test_an_answer_of_another_form_is_refused(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], answer: str
) -> None:
    assert main(["import", company, str(MADE.write(tmp_path / "r.xml")), "--add-kpis", "--answer", answer]) == 1
    assert "other_income" in capsys.readouterr().err


def test_other_files_have_no_parts(company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Måned;Salg\n2025-01;5\n", encoding="utf-8")
    assert main(["import", company, str(table), str(table)]) == 1
    assert main(["import", company, str(table), "--add-kpis"]) == 1


def test_targets_out_of_accounts_are_suggestions(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, company, str(MADE.write(tmp_path / "r.xml")), "--add-kpis")
    assert main(["kpi", "target", company, "Nettosalg", "--confirm"]) == 0


def test_people_are_told_of_whom_it_is_and_what_was_stored(
    company: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["import", company, str(MADE.write(tmp_path / "r.xml")), "--add-kpis"]) == 0
    out = capsys.readouterr().out.replace("\xa0", " ")
    assert "Fjord og Fjell AS (912345678) · januar 2025–februar 2025 · 6 linjer" in out
    assert "✓ Debet og kredit er like store. 2 800,50 kr på hver side, i 3 bilag." in out
    assert "Følges: " in out and "12 tall er lagret." in out
