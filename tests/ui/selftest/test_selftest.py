"""The self-test: what works is told so, and what is broken is told and ends with 1."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kpidesk import text
from ui.selftest import run, steps
from ui.selftest.desk import Broken, Desk
from ui.selftest.steps import Step

ROOT = Path(__file__).parents[3]


def only(monkeypatch: pytest.MonkeyPatch, *chosen: Step) -> None:
    monkeypatch.setattr(steps, "STEPS", chosen)


def step(act) -> Step:
    return Step("made up", text.msg("Open the help"), act)


def refused(_desk: Desk) -> str:
    raise Broken("Hjelpen åpnes ikke.")


def raising(_desk: Desk) -> str:
    raise ZeroDivisionError("in a page")


def logging_a_fault(_desk: Desk) -> str:
    logging.getLogger("ui.somewhere").error("A page that failed could not be asked")
    return "seen"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (refused, "SVIKTER  Åpne hjelpen: Hjelpen åpnes ikke."),
        (raising, "SVIKTER  Åpne hjelpen: ZeroDivisionError: in a page"),
        (logging_a_fault, "SVIKTER  Åpne hjelpen: seen"),
    ],
    ids=["refused", "raised", "logged"],
)
def test_a_step_that_is_broken_is_told_and_the_rest_goes_on(
    act, words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], place: Path, qapp: object
) -> None:
    only(monkeypatch, step(act), step(lambda _desk: "nå"))
    assert run.run() == 1
    told = capsys.readouterr().out.splitlines()
    assert told == [words, "virker   Åpne hjelpen: nå", "1 trinn svikter."]
    assert list(place.iterdir()) == [], "the folder goes"


def test_a_part_that_is_missing_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    only(monkeypatch, *(each for each in steps.STEPS if each.name == "parts"))
    for name in ("python_calamine", "reportlab.pdfgen.canvas"):
        monkeypatch.setitem(sys.modules, name, None)
    assert run.run(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["works"], told["steps"][0]["state"]) == (False, "broken")
    assert "workbooks: " in told["steps"][0]["seen_text"] and "paper: " in told["steps"][0]["seen_text"]
    assert "fonts" not in told["steps"][0]["seen_text"]


def test_a_program_that_has_lost_a_part_of_its_window_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ui.selftest.steps", None)
    assert run.run(as_json=True) == 1
    told = json.loads(capsys.readouterr().out)["steps"]
    assert [(each["step"], each["state"]) for each in told] == [("load", "broken")]
    assert "ui.selftest.steps" in told[0]["seen_text"]


def test_a_language_that_is_not_there_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    only(monkeypatch, *(each for each in steps.STEPS if each.name in ("sample", "window", "language")))
    monkeypatch.setattr(text, "use", lambda _language: None)
    assert run.run() == 1
    assert "Bytte språk: Vinduet er ikke på «en»." in capsys.readouterr().out


@pytest.mark.long  # the bundle's check does it as well
def test_from_the_command_line_the_whole_program_works_and_leaves_nothing(place: Path) -> None:
    home = place / "home"
    surroundings = {**os.environ, "KPIDESK_HOME": str(home), "KPIDESK_LANGUAGE": "nb", "TMPDIR": str(place)}
    command = [sys.executable, "-m", "kpidesk", "--self-test", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, encoding="utf-8")
    told = json.loads(done.stdout)
    assert [each for each in told["steps"] if each["state"] != "ok"] == [], done.stderr
    assert done.returncode == 0 and told["works"] and len(told["steps"]) == len(steps.STEPS)
    assert [each.name for each in place.iterdir() if each.name != "runtime"] == [], "nothing is left, no home is made"
