"""``doctor`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpidesk import cli
from kpidesk.settings import Home
from kpidesk.workspace import Workspace


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "nb")


def test_it_tells_of_machine_and_folder_and_ends_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "shared" / "Verksted.kpidesk"
    file.parent.mkdir()
    Workspace.create(file, company="Verksted", home=Home.default()).close()
    before = file.read_bytes(), sorted(each.name for each in file.parent.iterdir())
    assert cli.main(["doctor", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["versions"]["SQLite"] and len(told["findings"]) >= 8
    assert {"private_writable", "ours", "replaces"} <= {each["finding"] for each in told["findings"]}
    assert all(
        each["finding"] and each["finding_text"] and each["grade"] in ("fine", "note") for each in told["findings"]
    )
    assert (file.read_bytes(), sorted(each.name for each in file.parent.iterdir())) == before
    assert cli.main(["doctor"]) == 0
    assert "Ingenting er i veien for KPI Desk her." in capsys.readouterr().out


def test_what_is_to_be_mended_is_told_by_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", str(tmp_path / "gone.kpidesk")]) == 1
    said = capsys.readouterr().out
    assert "✗ Det finnes ingen fil" in said and "1 ting må rettes." in said
