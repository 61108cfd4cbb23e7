"""Every command by its own examples: they run as they stand in the help and print what is described."""

from __future__ import annotations

import io
import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kpidesk.cli import COMMANDS, main
from kpidesk.cli.codes import DONE, WAITING
from kpidesk.cli.grammar.examples import EXAMPLES
from kpidesk.cli.grammar.outline import outline
from kpidesk.cli.schema.documents import DOCUMENTS, document
from kpidesk.commands import cycles, goals
from kpidesk.figures import cycle_list
from kpidesk.workspace import Workspace, opening
from tests.json_schema import faults

NAMES = {
    "nb": ("bakeri.kpidesk", "salg.csv", "Uke;Bruttosalg"),
    "en": ("bakery.kpidesk", "sales.csv", "Week;Gross sales"),
}
SERVED = ("hub join", "hub sync", "hub invite", "hub pack", "hub leave")
"""What needs a server: tests/hub goes through it with one."""
SILENT = {"--quiet", "-"}
"""What an example says that prints no words, or something else than a document."""
Run = Callable[[str], tuple[int, str, str]]


def test_every_command_has_examples_and_a_described_document():
    assert {name.split()[0] for name in EXAMPLES if name} == set(COMMANDS)
    assert {*EXAMPLES} - {""} == {*DOCUMENTS} == {each.name for each in outline("en").commands}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a line as a shell does, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KPIDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setenv("KPIDESK_AUTHOR", "Kari Solberg")
    for name in ("KPIDESK_PASSWORD", "KPIDESK_NEW_PASSWORD"):
        monkeypatch.setenv(name, "en to tre fire")

    def typed(line: str) -> tuple[int, str, str]:
        program, *words = shlex.split(line)
        assert program == "kpidesk"
        if "<" in words:
            *words, _sign, source = words
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(source).read_bytes())))
        code = main(words)
        out, err = capsys.readouterr()
        return code, out, err

    return typed


def prepare(language: str) -> None:
    """What the examples find beside the example company: a table, a cycle that is over and one that is planned."""
    file, table, heading = NAMES[language]
    Path(table).write_text(f"{heading}\n2026-W10;48500\n2026-W11;47200\n", encoding="utf-8")
    with Workspace.open(file, author="Ola Nygård") as ws:
        now = cycle_list.under_way(ws, ws.today())
        for step in (-1, 1):
            period = cycle_list.neighbour(ws, now, step)
            objective = cycles.in_cycle(ws, period, goals.add_objective, f"Brød {step}")
            goals.add_key_result(ws, "Svinn fra 9 til 5", parent=objective)


@pytest.mark.parametrize("language", ["nb", pytest.param("en", marks=pytest.mark.long)])
def test_every_example_runs_as_it_stands_and_prints_what_is_described(language: str, run: Run, monkeypatch):
    monkeypatch.setenv("KPIDESK_LANGUAGE", language)
    can_lock = opening.can_have_password()
    laid_out = outline(language)
    for command in (laid_out.command(name) for name in EXAMPLES if name):
        if command.name == "password":
            shutil.rmtree("home/backups")  # each would be written anew under it; that is seen elsewhere
        for example in command.examples:
            if (command.name != "password" or can_lock) and command.name not in SERVED:
                check(command.name, example.line, run, documents=language == "en")
        if command.name == "sample":
            prepare(language)


def check(command: str, line: str, run: Run, *, documents: bool) -> None:
    """With ``documents`` the line is asked for one as well."""
    asked = f"{line} --json" if documents and "<" not in line and not SILENT & {*line.split()} else line
    code, out, err = run(asked.replace("--json --json", "--json"))
    assert code == DONE or (command == "due" and code == WAITING), f"{asked}: {code} {err}"
    assert err == "", f"{asked}: {err}"
    assert "\x1b" not in out, "no escape codes"
    if "--quiet" in asked:
        assert out == ""
    elif "--json" in asked:
        found = faults(json.loads(out), document(command))
        assert not found, f"{asked}: {found[:9]}"
    else:
        assert out.strip(), asked


def test_a_document_that_does_not_fit_its_description_is_noticed():
    fits = {"schema": 1, "file": "a.kpidesk", "language": "nb"}
    assert faults(fits, document("new")) == []
    other = [{**fits, "file": 1}, {**fits, "more": 1}, {"schema": 1}, {**fits, "language": "fr"}, {**fits, "schema": 2}]
    assert all(faults(each, document("new")) for each in other)
