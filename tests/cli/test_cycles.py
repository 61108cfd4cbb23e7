"""A planned cycle is started from the command line, before its first day and only once; one that is over is closed."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from kpidesk import cli, text
from kpidesk.commands import cycles, goals
from kpidesk.domain.entities import Cycle
from kpidesk.domain.period import Frequency, Period
from kpidesk.workspace import Workspace


@pytest.fixture
def ahead():
    """The quarter after the one that runs."""
    return Period.containing(dt.date.today(), Frequency.QUARTER).next()  # noqa: DTZ011 - the commands' own clock


@pytest.fixture
def file(tmp_path, monkeypatch, ahead):
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    with text.using("en"), Workspace.create(tmp_path / "kiln.kpidesk", company="Kiln", language="en") as ws:
        goals.add_objective(ws, "Fire twice a week", cycle=cycles.ensure_cycle(ws, ahead))
    return str(tmp_path / "kiln.kpidesk")


def cycle(file):
    with Workspace.open(file) as ws:
        (found,) = ws.all(Cycle)
        return found


def test_a_planned_cycle_is_started_and_only_once(file, ahead, capsys):
    assert cli.main(["cycle", "start", file, ahead.key(), "--dry-run"]) == 0
    assert "would start today.\nNothing was written." in capsys.readouterr().out and cycle(file).started_on is None
    assert cli.main(["cycle", "start", file, ahead.key(), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["cycle"], told["started_on"]) == (ahead.key(), cycle(file).started_on.isoformat())
    assert cycle(file).started_on < ahead.first
    assert cli.main(["cycle", "start", file, ahead.key()]) == 1
    assert "The cycle has already begun. Nothing was changed." in capsys.readouterr().err


def test_a_cycle_that_holds_nothing_is_not_begun_by_starting_it(file, ahead, capsys):
    assert cli.main(["cycle", "start", file, ahead.next().key()]) == 1
    assert "Nothing is planned" in capsys.readouterr().err
    assert cycle(file).started_on is None


def test_a_quarter_of_kpis_alone_is_closed(file, ahead, capsys):
    ended = ahead.previous().previous()
    assert cli.main(["close", file, ended.key(), "--yes"]) == 1
    assert "Nothing is planned" in capsys.readouterr().err, "there is nothing to review either"
    assert cli.main(["kpi", "add", file, "nps"]) == 0
    assert cli.main(["close", file, ended.key(), "--yes", "--json"]) == 0
    told = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert (told["cycle"], told["results"], told["written"]) == (ended.key(), [], True)
