"""Passwords at the headless door: from the environment, never as an argument."""

from __future__ import annotations

import pytest

from kpidesk.store.db import encryption
from tests.cli.test_cli import Door, define, run

pytestmark = pytest.mark.skipif(not encryption.available(), reason="sqlcipher3, an optional part, is not installed")
__all__ = ["run"]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The true number of rounds takes a quarter of a second each time; a test of the store uses it."""
    monkeypatch.setattr(encryption, "ROUNDS", 1000)


def set_password(run: Door, monkeypatch: pytest.MonkeyPatch, new: str) -> None:
    monkeypatch.setenv("KPIDESK_NEW_PASSWORD", new)
    told = run("password", ..., "--json")
    assert told["locked"] is True and told["weak"] is True, "a weak one is told, not forbidden"
    monkeypatch.delenv("KPIDESK_NEW_PASSWORD")


def test_a_password_is_set_used_and_taken_away(run: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    define(run, "Visits", unit="count")
    set_password(run, monkeypatch, "blåbær")
    assert "has a password" in run.refused("show", ...)
    monkeypatch.setenv("KPIDESK_PASSWORD", "feil")
    assert "the password is wrong, or the file is damaged" in run.refused("show", ...)
    monkeypatch.setenv("KPIDESK_PASSWORD", "blåbær")
    run("set", ..., "visits", "2026-01", 7)
    assert run("check", ..., "--json")["ok"] is True
    assert run("password", ..., "--remove", "--json")["locked"] is False
    monkeypatch.delenv("KPIDESK_PASSWORD")
    assert run("show", ..., "--as-of", "2026-03-01", "--json")["kpis"][0]["values"] != []


def test_a_missing_new_password_changes_nothing(run: Door) -> None:
    before = run.file.read_bytes()
    assert "KPIDESK_NEW_PASSWORD" in run.refused("password", ...)
    assert run.file.read_bytes() == before


def test_a_copy_with_a_password_is_merged(run: Door, monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    define(run, "Visits", unit="count")
    copy = tmp_path / "copy.kpidesk"
    copy.write_bytes(run.file.read_bytes())
    run("set", copy, "visits", "2026-01", 7)
    monkeypatch.setenv("KPIDESK_NEW_PASSWORD", "kanel")
    run("password", copy)
    assert "has a password" in run.refused("merge", ..., copy)
    monkeypatch.setenv("KPIDESK_PASSWORD", "kanel")
    assert run("merge", ..., copy, "--json")["written"] is True


def test_the_password_is_spoken_of_in_the_language_of_the_file(run: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    file = run.file.with_name("salong.kpidesk")
    run("new", file, "--name", "Salong", "--language", "nb")
    monkeypatch.delenv("KPIDESK_LANGUAGE")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("KPIDESK_NEW_PASSWORD", "blåbær på fjellet om høsten")
    assert "Filen har passord nå." in run("password", file)
    monkeypatch.setenv("KPIDESK_PASSWORD", "blåbær på fjellet om høsten")
    monkeypatch.delenv("KPIDESK_NEW_PASSWORD")
    assert "Det nye passordet mangler" in run.refused("password", file)
    assert "Filen har ikke passord lenger." in run("password", file, "--remove")
