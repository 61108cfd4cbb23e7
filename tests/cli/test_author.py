"""Whose change it is, and in which language a command answers."""

from __future__ import annotations

import getpass
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk.cli import main
from kpidesk.commands import targets
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import Direction, Kpi
from kpidesk.settings import Home
from kpidesk.workspace import Side, Workspace
from tests import own_kpis

CONFLICTS = (
    ("KPI · navn", "Kunder", "Gjester"),
    ("tall · navn", "Kunder", "Gjester"),
    ("målverdi", "45", "50"),
    ("KPI · retning", "holde", "ned"),
)
Said = Callable[..., str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bokmål file on a machine that speaks English and knows nobody's name."""
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    for name in ("KPIDESK_LANGUAGE", "KPIDESK_AUTHOR", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr(getpass, "getuser", lambda: "root")
    path = tmp_path / "salong.kpidesk"
    with Workspace.create(path, company="Salong", author="Kari Solberg", language="nb") as ws:
        own_kpis.define(ws, name="Besøk", unit="count", target=40)
    return path


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def run(*words: object, code: int = 0) -> str:
        assert main([str(word) for word in words]) == code
        out, err = capsys.readouterr()
        return out + err

    return run


def newest_author(file: Path) -> str:
    with Workspace.open(file) as ws:
        return ws.history.entries()[0].author


def test_the_login_name_is_the_last_resort(file: Path, said: Said) -> None:
    said("set", file, "Besøk", "2026-01", 30)
    assert newest_author(file) == "root"


def test_the_name_that_the_window_knows_signs_changes(file: Path, said: Said) -> None:
    Home.default().remember_author("Kari Solberg")
    said("set", file, "Besøk", "2026-01", 30)
    assert newest_author(file) == "Kari Solberg"


def test_a_name_given_once_is_remembered_where_none_is_known(file: Path, said: Said) -> None:
    said("set", file, "Besøk", "2026-01", 30, "--author", "Åse Ødegård")
    assert newest_author(file) == "Åse Ødegård"
    said("set", file, "Besøk", "2026-01", 31)
    assert newest_author(file) == "Åse Ødegård"
    said("set", file, "Besøk", "2026-01", 32, "--author", "Ola Moe")
    said("set", file, "Besøk", "2026-01", 33)
    assert newest_author(file) == "Åse Ødegård", "another name given is for one change"


def test_the_environment_names_the_author_before_what_is_remembered(file: Path, said: Said, monkeypatch) -> None:
    Home.default().remember_author("Kari Solberg")
    monkeypatch.setenv("KPIDESK_AUTHOR", "Nattjobben")
    said("set", file, "Besøk", "2026-01", 30)
    assert newest_author(file) == "Nattjobben"


@pytest.mark.parametrize("left", [b"", b"\xff\xfe", b"  \n ", b"x" * 5000])
def test_a_name_that_is_none_is_passed_over(file: Path, said: Said, left: bytes) -> None:
    (Home.default().data / "author").write_bytes(left)
    said("set", file, "Besøk", "2026-01", 30)
    assert newest_author(file) == "root"


def test_a_name_is_signed_in_one_line_whatever_is_in_it(file: Path, said: Said) -> None:
    said("set", "--author", "  Liv\x1b[31m\n\u0000 Å ", file, "besøk", "2026-01", "5")
    said("set", "--author", "x" * 100_000, file, "besøk", "2026-01", "6")
    with Workspace.open(file) as ws:
        newest, before = ws.history.entries()[:2]
    assert before.author == "Liv [31m Å" and newest.author == "x" * 500


def test_every_command_answers_in_the_language_of_the_file(file: Path, said: Said, tmp_path: Path) -> None:
    assert said("kpi", "target", file, "Besøk").startswith("alltid")
    assert said("set", file, "Besøk", "2026-01", 30) == "Lagret Besøk, januar 2026.\n"
    assert "Ingen KPI heter" in said("kpi", "target", file, "Besok", code=1)
    assert said("check", file) == "Filen er i orden: Hver endring stemmer med loggen.\n"
    assert said("new", tmp_path / "shop.kpidesk", "--name", "Shop", "--language", "en").startswith("Created ")
    assert said("kpi", "template", tmp_path / "shop.kpidesk", "hair_salon").startswith("Added ")


def test_a_language_chosen_for_the_command_holds(file: Path, said: Said, monkeypatch) -> None:
    monkeypatch.setenv("KPIDESK_LANGUAGE", "en")
    assert said("kpi", "target", file, "Besøk").startswith("always")


def test_a_conflict_tells_fields_and_values_as_the_window_does(file: Path, said: Said, tmp_path: Path) -> None:
    copy = tmp_path / "kopi.kpidesk"
    copy.write_bytes(file.read_bytes())
    mine, theirs = (
        (file, "Kari Solberg", "Kunder", Direction.MAINTAIN),
        (copy, "Ola Moe", "Gjester", Direction.DECREASE),
    )
    for value, (path, who, name, way) in ((45, mine), (50, theirs)):
        with Workspace.open(path, author=who) as ws:
            (kpi,) = ws.all(Kpi)
            targets.set_target(ws, kpi.uid, Step(value=value))
            own_kpis.edit(ws, kpi.uid, name=name, direction=way)
    told = said("merge", file, copy, code=1)
    for head, here, there in CONFLICTS:
        lines = f"Kunder, {head}\n    denne filen: {here}  (Kari Solberg, …)\n    kopien: {there}  (Ola Moe, …)\n"
        assert lines in re.sub(r"\d{1,2}\.\s\w+ \d{4} \d\d:\d\d", "…", told)
    said("merge", file, copy, "--prefer", Side.THEIRS.value)
