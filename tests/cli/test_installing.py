"""``install``, ``uninstall`` and ``completion`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kpidesk import cli


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    return tmp_path / "share"


def test_installing_and_taking_away_say_what_they_did(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["install", "--user", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    placed = [Path(each) for each in told["files"]]
    assert told["folder"] == str(share) and len(placed) > 20 and all(each.is_file() for each in placed)
    entry = (share / "applications" / "no.kpidesk.KpiDesk.desktop").read_text(encoding="utf-8")
    assert "\nExec=/" in entry
    assert "Lag en ny fil" in (share / "man" / "nb" / "man1" / "kpidesk.1").read_text(encoding="utf-8")
    assert cli.main(["uninstall"]) == 0
    assert f"{len(placed)} files removed." in capsys.readouterr().out
    assert not [each for each in placed if each.exists()]
    assert cli.main(["uninstall"]) == 0
    assert "has installed nothing here" in capsys.readouterr().out


def test_a_package_gets_the_same_files_started_by_name(share: Path, tmp_path: Path) -> None:
    assert cli.main(["install", "--prefix", str(tmp_path / "usr")]) == 0
    entry = tmp_path / "usr" / "share" / "applications" / "no.kpidesk.KpiDesk.desktop"
    assert "\nExec=kpidesk %f\n" in entry.read_text(encoding="utf-8")
    assert not share.exists() and not (tmp_path / "home" / "installed.json").exists()


@pytest.mark.parametrize("system", ["win32", "darwin"])
@pytest.mark.parametrize("command", [("install", "--user"), ("uninstall",)])
def test_other_systems_are_told_where_it_is_done(
    command: tuple[str, ...], system: str, share: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("kpidesk.cli.system.installing.sys.platform", system)
    assert cli.main(command) == 1
    assert "the installer of KPI Desk does this" in capsys.readouterr().err
    assert not share.exists()


def test_a_shell_gets_its_completion(share: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "bash"]) == 0
    assert "complete -F _kpidesk kpidesk" in capsys.readouterr().out
