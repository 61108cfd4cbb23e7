"""What has been, on the command line: listed, taken back, done again, restored; a cycle closed and opened again."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk import format as fmt
from kpidesk import text
from kpidesk.cli import main
from kpidesk.cli.codes import REFUSED
from kpidesk.commands import check_ins, cycles, goals
from kpidesk.domain.entities import CheckIn, Cycle, KeptReview, KeyResult
from kpidesk.figures import cycle_list
from kpidesk.workspace import Workspace
from tests import own_kpis

Said = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file with a KPI, and a goal in the cycle that is over and in the one after it."""
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "nb")
    monkeypatch.setenv("KPIDESK_AUTHOR", "Kari Solberg")
    path = tmp_path / "salong.kpidesk"
    with Workspace.create(path, company="Salong", author="Ola Moe") as ws:
        own_kpis.define(ws, name="Nye kontrakter signert", unit="count")
        now = cycle_list.under_way(ws, ws.today())
        for period in (now, cycle_list.neighbour(ws, now, -1)):
            above = cycles.in_cycle(ws, period, goals.add_objective, "Mindre svinn")
            result = goals.add_key_result(ws, "Svinn fra 9 til 5", parent=above)
            check_ins.check_in(ws, result, value=6.0, day=period.first)
    return str(path)


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def run(*words: object, code: int = 0) -> str:
        assert main([str(word) for word in words]) == code
        out, err = capsys.readouterr()
        return out + err

    return run


def answered(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Somebody at a terminal answers."""
    monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _: True, "readline": lambda _: words})())


def test_a_change_is_listed_taken_back_and_done_again(file: str, said: Said) -> None:
    said("set", file, "nye kontrakter", "2026-01", 3)
    newest = said("history", file, "--limit", 1)
    assert "Kari Solberg" in newest and "januar: – → 3" in newest.replace(" 2026", "")
    assert "Ville blitt angret" in said("undo", file, "--dry-run")
    assert said("undo", file).startswith("Angret: ")
    assert json.loads(said("history", file, "--json"))["changes"][1]["taken_back"] is True
    assert said("redo", file).startswith("Gjort om igjen: ")
    assert "ingenting igjen å gjøre om" in said("redo", file, code=REFUSED)
    assert "Endring 999 finnes ikke" in said("undo", file, 999, code=REFUSED)


def test_one_earlier_change_is_taken_back_by_its_number_and_only_once(file: str, said: Said) -> None:
    said("set", file, "nye kontrakter", "2026-01", 3)
    said("set", file, "nye kontrakter", "2026-02", 4)
    number = json.loads(said("history", file, "--limit", 2, "--json"))["changes"][1]["change"]
    said("undo", file, number)
    assert "er allerede angret" in said("undo", file, number, code=REFUSED)
    values = json.loads(said("show", file, "--json", "--from", "2026-01", "--to", "2026-02"))["kpis"][0]["values"]
    assert [each["value"] for each in values] == [4]


def test_a_file_that_was_renamed_elsewhere_keeps_its_history_and_each_change_can_be_taken_back(
    file: str, said: Said
) -> None:
    said("set", file, "nye kontrakter", "2026-01", 3)
    moved = Path(file).rename(Path(file).with_name("ny salong.kpidesk"))
    newest = said("history", moved, "--limit", 1)
    assert "– → 3" in newest and "– → 3" not in said("history", moved, "--who", "ola")
    assert "«undo» med nummeret" in said("undo", moved, code=REFUSED)
    assert said("undo", moved, newest.split()[0]).startswith("Angret: ")


def test_changes_and_backups_are_told_with_days_in_words_and_such_a_day_is_understood(file: str, said: Said) -> None:
    said("set", file, "nye kontrakter", "2026-01", 3)
    newest = json.loads(said("history", file, "--limit", 1, "--json"))["changes"][0]
    when = dt.datetime.fromisoformat(newest["when"])
    with text.using("nb"):
        told = fmt.moment_full(when)
    assert told in said("history", file, "--limit", 1)
    said("backup", file)
    kept = dt.datetime.fromisoformat(json.loads(said("backup", file, "--list", "--json"))["backups"][0]["when"])
    with text.using("nb"):
        listed = fmt.moment_full(kept, seconds=True)
    assert listed in said("backup", file, "--list").splitlines()[0]
    assert "Ingenting er endret." in said("restore", file, listed, "--dry-run")


def test_restoring_is_asked_about_tried_and_undone(file: str, said: Said, monkeypatch) -> None:
    said("backup", file)
    said("set", file, "nye kontrakter", "2026-01", 3)
    assert "3 → –" in said("restore", file, "latest", "--dry-run")
    assert "Svar ja med --yes" in said("restore", file, "latest", code=REFUSED)
    answered(monkeypatch, "nei\n")
    assert "Ingenting er endret." in said("restore", file, "latest", code=REFUSED)
    answered(monkeypatch, "ja\n")
    assert "1 verdi er slik den var da." in said("restore", file, "latest")
    assert said("undo", file).startswith("Angret: ")
    assert "3" in said("show", file, "--from", "2026-01", "--to", "2026-01")


@pytest.mark.parametrize(
    ("when", "told"),
    [("i-morgen", "ikke noe tidspunkt"), ("99", "Sikkerhetskopi 99 finnes ikke"), ("2190-01-01", "ligger frem i tid")],
)
def test_a_time_that_nothing_goes_back_to_is_refused(when: str, told: str, file: str, said: Said) -> None:
    assert told in said("restore", file, when, "--yes", code=REFUSED)


def test_a_cycle_is_closed_at_its_end_with_its_review_and_opened_again(file: str, said: Said, monkeypatch) -> None:
    assert "er ikke over ennå" in said("close", file, "current", "--yes", code=REFUSED)
    assert "Svinn fra 9 til 5: 0,8\n" in said("close", file, "previous", "--dry-run")
    assert "Svar ja med --yes" in said("close", file, "previous", code=REFUSED)
    answered(monkeypatch, "j\n")
    assert "er avsluttet" in said("close", file, "previous")
    with Workspace.open(file) as ws:
        assert len(ws.all(KeptReview)) == 1 and sum(each.closed_on is not None for each in ws.all(Cycle)) == 1
    assert "er gjenåpnet" in said("reopen", file, "previous", "--reason", "Et tall var feil")


def test_of_goals_with_one_title_the_one_under_way_is_meant(file: str, said: Said) -> None:
    said("check-in", file, "svinn", "5,5", "--confidence", 7, "--note", "Går bra")
    with Workspace.open(file) as ws:
        now = cycle_list.cycle_at(ws, cycle_list.under_way(ws, ws.today()))
        (result,) = [each for each in ws.all(KeyResult) if now and cycles.cycle_of(ws, each.uid) == now.uid]
        today = ws.today()
        newest = max((each for each in ws.all(CheckIn) if each.key_result == result.uid), key=lambda each: each.uid)
    assert (newest.value, newest.confidence, newest.note) == (5.5, 7, "Går bra") and newest.day == today


def test_what_comes_near_is_offered_and_what_can_be_several_is_listed(file: str, said: Said) -> None:
    assert "Mente du «Nye kontrakter signert»?" in said("set", file, "Nye kontrakte signer", "2026-01", 3, code=REFUSED)
    with Workspace.open(file) as ws:
        own_kpis.define(ws, name="Nye kunder", unit="count")
    several = said("set", file, "nye", "2026-01", 3, code=REFUSED)
    assert "«nye» kan være flere: «Nye kontrakter signert» (" in several and "«Nye kunder» (" in several
