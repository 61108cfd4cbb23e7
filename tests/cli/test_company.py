"""The fiscal year and the cycles from the command line: told, previewed, agreed to, checked and mended."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kpidesk import cli, text
from kpidesk.cli.names.cycles import cycle_named
from kpidesk.commands import cycles, entry, goals, people
from kpidesk.domain.entities import Kpi, ResultKind
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import goal_figures
from kpidesk.workspace import Workspace
from tests import own_kpis


class Door:
    """Runs commands on one file and remembers what they said."""

    def __init__(self, capsys: pytest.CaptureFixture[str], file: Path) -> None:
        self.capsys, self.file = capsys, file

    def __call__(self, *words: object, code: int = 0) -> str:
        got = cli.main([str(self.file) if word is Ellipsis else str(word) for word in words])
        said = self.capsys.readouterr()
        assert got == code, said
        return said.out + said.err

    def data(self, *words: object) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(*words, "--json"))
        return found


@pytest.fixture
def run(capsys, monkeypatch, tmp_path) -> Iterator[Door]:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    before = text.language()
    door = Door(capsys, tmp_path / "shop.kpidesk")
    door("new", ..., "--name", "Shop")
    door(
        "kpi", "define", ..., "--name", "Revenue", "--unit", "kr", "--frequency", "quarterly", "--direction", "increase"
    )
    door("set", ..., "revenue", "2026-Q1", "100")
    yield door
    text.use(before)


def numbers(run: Door) -> dict[str, float]:
    with Workspace.open(run.file) as ws:
        (kpi,) = run.data("show", ...)["kpis"]
        assert ws.checking.problems() == []
    return {each["period"]: each["value"] for each in kpi["values"] if each["value"] is not None}


def test_a_number_is_stored_under_any_name_and_told_with_its_months(run):
    run("company", ..., "--fiscal-year-start", "2", "--move-numbers")
    for name in ("2026-Q2", "2. kvartal 2026/27", "Q2 2026/27", "2026 K2", "2026-05..2026-07", "mai–juli 2026"):
        run("set", ..., "revenue", name, "")
        assert "Saved Revenue, Q2 2026/27 (May–July 2026)." in run("set", ..., "revenue", name, "20")
    assert numbers(run) == {"2026-Q1": 100, "2026-Q2": 20}
    refused = run("set", ..., "revenue", "2026-04..2026-06", "7", code=1)
    assert "April–June 2026 isn’t one of" in refused and "May–July 2026" in refused
    assert "isn’t a valid period" in run("set", ..., "revenue", "2026-Q5", "7", code=1)
    assert numbers(run) == {"2026-Q1": 100, "2026-Q2": 20}


def test_the_number_of_employees_is_told_and_entered(run):
    assert "Employees: not entered." in run("company", ...)
    assert run("company", ..., "--employees", "7") == "Changed.\n"
    assert run.data("company", ..., "--employees", "7")["employees"] == 7
    assert "Employees: 7." in run("company", ...)


def test_show_says_of_a_hidden_number_that_it_is_hidden_and_why(run):
    with Workspace.open(run.file) as ws:
        kpi = own_kpis.define(ws, name="Sick leave", frequency=Frequency.QUARTER, sensitive=True)
        entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], Period.parse("2026-Q1"), 12.0)
    assert "Sick leave: skjult (Skjult til antall ansatte" in run("show", ...)
    run("company", ..., "--employees", "4")
    assert "Sick leave: skjult (Skjult, fordi det gjelder færre enn 5 personer)" in run("show", ...)
    run("company", ..., "--employees", "40")
    assert "Sick leave: 1. kvartal 2026: 12" in run("show", ...)


def test_a_goal_whose_number_is_hidden_counts_for_nothing_and_is_not_called_changed(run):
    with Workspace.open(run.file) as ws:
        kpi = own_kpis.define(ws, name="Sick leave", frequency=Frequency.QUARTER, sensitive=True)
        entry.set_value(ws, ws.get(Kpi, kpi).inputs[0][1], Period.parse("2026-Q1"), 12.0)
        top = goals.add_objective(ws, "A place people stay", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))
        goals.add_key_result(ws, "Sick leave", parent=top, start=14.0, target=10.0, kpi=kpi)
        goals.add_key_result(ws, "Moved", parent=top, kind=ResultKind.DONE, done=True)

    def stand(employees: int) -> list[tuple[float | None, str, object]]:
        run("company", ..., "--employees", str(employees))
        (objective,) = run.data("show", ..., "--cycle", "2026-Q1")["objectives"]
        found = (objective, objective["key_results"][0])
        return [(each["score"], each["status"], each["restated"]) for each in found]

    assert stand(40) == [(0.75, "on_track", None), (0.5, "at_risk", None)]
    masked = [(1.0, "achieved", None), (None, "hidden", None)]
    assert stand(4) == masked, "no score, and no bad one"
    told = run("show", ...)
    assert "Sick leave: – (Skjult, fordi det gjelder færre enn 5 personer)" in told and "Mangler tall" not in told
    seen = stand(40)
    run("close", ..., "2026-Q1", "--yes")
    assert stand(40) == seen
    assert stand(4) == masked, "what was frozen is hidden as well, alone and in what it counted in"


def test_another_fiscal_year_is_told_agreed_to_and_done(run):
    told = run("company", ..., "--fiscal-year-start", "2", "--dry-run")
    moves = "1 number of Revenue moves: Q1 2026 (January–March 2026) becomes Q1 2026/27 (February–April 2026)."
    assert moves in told and "Nothing was changed." in told
    refused = run("company", ..., "--fiscal-year-start", "2", code=1)
    assert moves in refused and "--move-numbers" in refused
    assert numbers(run) == {"2026-Q1": 100}
    with Workspace.open(run.file) as ws:
        assert ws.company.fiscal_year_start == 1
    done = run.data("company", ..., "--fiscal-year-start", "2", "--move-numbers")
    assert (done["written"], done["numbers_moved"], done["fiscal_year_start"]) == (True, 1, 2)
    with Workspace.open(run.file) as ws:
        assert Period.parse("2026-Q1", 2).first == dt.date(2026, 2, 1)
        ws.undo()
        assert ws.company.fiscal_year_start == 1
    assert numbers(run) == {"2026-Q1": 100}
    assert "Changed." in run("company", ..., "--fiscal-year-start", "4"), "the same quarters ask nobody"


def test_another_length_names_the_cycles_that_there_are(run):
    with Workspace.open(run.file) as ws:
        goals.add_objective(ws, "Grow", cycle=cycles.ensure_cycle(ws, Period.parse("2019-Q3")))
    assert "those of Q3 2019 stay there" in run("company", ..., "--cycle-length", "half-yearly")
    data = run.data("company", ...)
    assert data["cycle_length"] == "half-yearly" and data["cycles"][0] == "2019-Q3"
    assert "Cycles: Q3 2019, half-year" in run("company", ...)


def test_check_finds_lost_numbers_and_says_how_to_mend_them(run, tmp_path):
    copy = tmp_path / "copy.kpidesk"
    with Workspace.open(run.file) as ws:
        ws.sharing.save_copy(copy)
    run("set", copy, "revenue", "2026-Q2", "200")
    run("company", ..., "--fiscal-year-start", "2", "--move-numbers")
    run("merge", ..., copy)
    found = run("check", ..., code=1)
    assert "“Revenue” has 1 number on a period that is not its own: April–June 2026" in found
    assert "kpidesk company shop.kpidesk --move-numbers" in found
    assert 'kpidesk set shop.kpidesk revenue 2026-04..2026-06 ""' in found
    told = run("company", ...)
    assert "Revenue: April–June 2026 moves to Q2 2026/27 (May–July 2026)" in told and "Nothing was changed." in told
    run("company", ..., "--move-numbers")
    assert "in order" in run("check", ...)
    assert numbers(run) == {"2026-Q1": 100, "2026-Q2": 200}
    with Workspace.open(run.file) as ws:
        ws.undo()
    run("set", ..., "revenue", "2026-04..2026-06", "")
    assert "in order" in run("check", ...) and numbers(run) == {"2026-Q1": 100}


def test_a_file_of_fiscal_quarters_says_which_months_they_are(run, tmp_path):
    run("company", ..., "--fiscal-year-start", "2", "--move-numbers")
    data = tmp_path / "data.csv"
    data.write_text("Year;Quarter;Sum\n2026;1;10\n2026;2;20\n", encoding="utf-8")
    asked = run("import", ..., data, "--into", "revenue", code=1)
    assert "--calendar (" in asked and "--fiscal (" in asked
    said = run("import", ..., data, "--into", "revenue", "--fiscal")
    assert "Q1 2026/27 (February 2026–April 2026)" in said or "Q1 2026/27 (February–April 2026)" in said
    assert numbers(run) == {"2026-Q1": 10, "2026-Q2": 20}


def test_a_cycle_is_found_by_the_name_it_was_closed_under_and_by_its_months(run, tmp_path):
    with Workspace.open(run.file) as ws:
        closed = cycles.ensure_cycle(ws, Period.parse("2019-Q3"))
        goals.add_objective(ws, "Then", cycle=closed)
        cycles.close(ws, closed)
        people.set_company(ws, fiscal_year_start=2, move_numbers=True)
        own = cycles.ensure_cycle(ws, Period.parse("2019-Q3", 2))
        goals.add_objective(ws, "Later", cycle=own)
    expected = {
        "Q3 2019": "Then", "3. kvartal 2019": "Then", "2019-07..2019-09": "Then", "Q3 2019 (Jul–Sep 2019)": "Then",
        "2019-Q3": "Later", "Q3 2019/20": "Later", "Aug–Oct 2019": "Later",
    }  # fmt: skip
    with Workspace.open(run.file) as ws:
        for words, title in expected.items():
            found = cycle_named(ws, words.replace("Jul–", "July–"))
            assert [each.node.title for each in goal_figures(ws, found, dt.date(2026, 1, 1))] == [title], words
    assert "Wrote" in run("review", ..., "--cycle", "Q3 2019", "--output", tmp_path / "then.pdf")
    shown = [each["cycle"] for each in run.data("show", ...)["objectives"]]
    assert [(each["key"], each["key_text"]) for each in shown] == [
        ("2019-07..2019-09", "3. kvartal 2019"), ("2019-Q3", "3. kvartal 2019/20"),
    ]  # fmt: skip
