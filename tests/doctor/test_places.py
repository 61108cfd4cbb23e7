"""The program's own places on this machine, and the versions of what it stands on."""

from __future__ import annotations

import getpass
import platform
from pathlib import Path
from types import SimpleNamespace

import pytest

import kpidesk
from kpidesk.doctor import machine, places
from kpidesk.doctor.findings import FINE, NOTE, TROUBLE
from kpidesk.settings import Home


def examined(home: Home) -> dict[str, str]:
    return {each.message.text: each.grade for each in places.examine(home)}


def grade(found: dict[str, str], words: str) -> str:
    return next(each for text, each in found.items() if words in text)


def test_a_machine_that_is_in_order(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    found = examined(home)
    assert set(found.values()) <= {FINE, NOTE} and len(found) >= 3
    assert grade(found, "can be written to, by you alone") == FINE
    assert list(home.data.iterdir()) == []


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=150_000_000))
    told = places.room(tmp_path / "not" / "there")
    assert told.grade == TROUBLE and told.message.params["n"] == 150


def test_a_private_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    assert grade(examined(Home(tmp_path / "home")), "can’t be written to") == TROUBLE


def test_what_is_in_the_log_is_told_by_its_size(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.log.write_text("x" * 5_000)
    assert next(each for each in places.examine(home) if "log has" in each.message.text).message.params["n"] == 5


def test_missing_fonts_and_languages_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpidesk.assets.path", lambda *parts: tmp_path.joinpath(*parts))
    assert grade(examined(Home(tmp_path / "home")), "missing or damaged") == TROUBLE


def test_without_sqlcipher_it_is_told_what_can_not_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpidesk.workspace.engine.versions", lambda: {"SQLite": "3", "SQLCipher": ""})
    assert grade(examined(Home(tmp_path)), "Files with a password can’t be opened") == NOTE


def test_versions_are_those_that_run_and_details_name_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    versions = machine.versions()
    assert versions["KPI Desk"] == kpidesk.__version__ and versions["Python"].startswith(platform.python_version())
    assert {"SQLite", "PySide6-Essentials", "reportlab"} <= set(versions)
    monkeypatch.setenv("KPIDESK_PASSWORD", "hemmelig")
    told = machine.details({"Qt": "6"})
    assert "KPIDESK_PASSWORD" in told and told.endswith("Qt: 6")
    for secret in ("hemmelig", str(Path.home()) + "/", getpass.getuser() + "/", platform.node()):
        assert secret not in told
