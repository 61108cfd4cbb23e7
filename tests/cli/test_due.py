"""``due`` at the command line: what waits, and an exit code that a machine can ask for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpidesk import cli, text
from kpidesk.commands import entry, people
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace
from tests import own_kpis

ROOT = Path(__file__).parents[2]
AFTER = ["--as-of", "2020-06-15"]
"""A Monday in a year in which nothing was made here: what is asked is asked of the numbers alone."""


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    with text.using("en"), Workspace.create(tmp_path / "kiln.kpidesk", company="Kiln", language="en") as ws:
        uid = own_kpis.define(ws, name="Firings", frequency=Frequency.WEEK, owner=people.add_person(ws, "Kari"))
        people.add_person(ws, "Ola")
        entry.set_value(ws, ws.get(Kpi, uid).inputs[0][1], Period.parse("2020-W23"), 2.0)
    return str(tmp_path / "kiln.kpidesk")


def test_it_ends_with_four_when_something_waits_and_names_it(file, capsys):
    assert cli.main(["due", file, *AFTER]) == 4
    said = capsys.readouterr().out
    assert said.startswith("One number is waiting in Kiln.\n  Firings, week 24: 1 number, due ") and "(Kari)" in said


def test_it_ends_with_zero_when_nothing_waits(file, capsys):
    assert cli.main(["due", file, "--as-of", "2020-06-14"]) == 0, "week 24 ends today"
    assert capsys.readouterr().out == "Nothing is waiting in Kiln.\n"
    assert cli.main(["due", file, *AFTER, "--who", "Ola"]) == 0
    assert cli.main(["due", file, *AFTER, "--who", "kari"]) == 4


def test_what_comes_within_some_days_is_listed_too_and_counts(file, capsys):
    assert cli.main(["due", file, "--as-of", "2020-06-14", "--within", "2w", "--json"]) == 4
    told = json.loads(capsys.readouterr().out)
    assert (told["schema"], told["as_of"], told["until"]) == (1, "2020-06-14", "2020-06-28")
    assert told["numbers"] == 0 and told["items"] == []
    assert {day["kind"] for day in told["coming"]} == {"numbers"} and told["coming"][0]["title"].startswith(
        "Enter numb"
    )


def test_words_do_not_say_that_nothing_comes_above_what_does(file, capsys):
    assert cli.main(["due", file, "--as-of", "2020-06-14", "--within", "2w"]) == 4
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.endswith(" yet. Soon:") and rest


def test_json_names_each_thing_that_waits(file, capsys):
    assert cli.main(["due", file, *AFTER, "--json"]) == 4
    (item,) = json.loads(capsys.readouterr().out)["items"]
    assert (item["kind"], item["title"], item["who"], item["period"], item["count"]) == (
        "number", "Firings", "Kari", "2020-W24", 1,
    )  # fmt: skip


@pytest.mark.parametrize("words", ["soon", "-1", "400", "3m", ""])
def test_a_span_that_is_none_is_wrong_usage(file, words, capsys):
    assert cli.main(["due", file, f"--within={words}"]) == 2
    assert "3d" in capsys.readouterr().err


def test_nobody_of_that_name_is_refused_with_the_names_there_are(file, capsys):
    assert cli.main(["due", file, "--who", "Per"]) == 1
    assert "Available: Kari, Ola." in capsys.readouterr().err


def test_it_changes_nothing_in_the_file(file):
    before = Path(file).read_bytes()
    cli.main(["due", file, *AFTER])
    assert Path(file).read_bytes() == before


def test_a_file_with_a_password_is_opened_by_the_environment(file, monkeypatch, capsys):
    pytest.importorskip("sqlcipher3")
    monkeypatch.setenv("KPIDESK_NEW_PASSWORD", "et langt passord")
    assert cli.main(["password", file]) == 0
    assert cli.main(["due", file, *AFTER]) == 1
    monkeypatch.setenv("KPIDESK_PASSWORD", "et langt passord")
    assert cli.main(["due", file, *AFTER]) == 4
    assert "Firings" in capsys.readouterr().out


def test_it_loads_nothing_that_only_other_commands_need(file):
    call = f"import sys; sys.argv = ['kpidesk', 'due', {file!r}]; from kpidesk.__main__ import main;"
    shown = "code = main(); print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    run = subprocess.run(
        [sys.executable, "-c", f"{call} {shown}"], cwd=ROOT, env={**os.environ, "KPIDESK_AUTHOR": "Kari"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    rooms = {".".join(name.split(".")[:2]) for name in run.stderr.split()}
    assert "kpidesk.reminders" in rooms
    assert rooms.isdisjoint(f"kpidesk.{name}" for name in ("reading", "report", "exchange", "commands", "library"))
