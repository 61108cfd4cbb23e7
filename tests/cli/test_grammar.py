"""The grammar names what the rooms below hold, without loading them: the two are held together here."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import cli, report, text
from kpidesk.cli import company, targets
from kpidesk.cli.grammar import choices
from kpidesk.cli.grammar.named import Named
from kpidesk.cli.grammar.parser import make_parser
from kpidesk.domain import bounds
from kpidesk.domain.entities import Combine, Direction
from kpidesk.domain.period import Frequency
from kpidesk.exchange.export.asked import FileType
from kpidesk.workspace import Side
from tests.table import table

ROOT = Path(__file__).parents[2]
HELP = "import sys; sys.argv = ['kpidesk', '--help']; from kpidesk.__main__ import main; code = main();"
GRAMMAR = (
    "about", "argument_words", "choices", "command", "doctor", "ending", "examples", "files", "goals", "going_back",
    "hub",
    "installing", "method", "named", "numbers", "paper", "parser",
)  # fmt: skip
MODULES = "print(code, *sorted(sys.modules), sep='\\n', file=sys.stderr)"


def parsers(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, each in action.choices.items():
                yield name, each
                yield from parsers(each)


@table(
    "words, meant",
    [(choices.FREQUENCIES, [each.value for each in Frequency]),
     (choices.CYCLES, [*company.LENGTHS]),
     (choices.DIRECTIONS, [each.value for each in Direction]),
     (choices.COMBINES, [each.value for each in Combine if each is not Combine.NONE]),
     (choices.SPREADS, [*targets.SPREADS]),
     (choices.SIDES, [each.value for each in Side]),
     (choices.FILE_TYPES, [each.value for each in FileType]),
     (choices.SECTIONS, [*report.SECTIONS]),
     (choices.CONFIDENCE, [*bounds.CONFIDENCE])],
)  # fmt: skip
def test_what_an_option_may_say_is_what_the_rooms_below_know(words, meant):
    assert list(words) == meant


def test_every_command_and_every_type_leads_to_a_function_that_is_there():
    found = [each for _name, each in parsers(make_parser())]
    places = [each.get_default("run") for each in found if each._subparsers is None]
    places += [action.type for each in found for action in each._actions if isinstance(action.type, Named)]
    assert len(places) > 30
    assert all(isinstance(each, Named) and callable(each.found()) for each in places)


def test_the_door_knows_the_commands_of_the_grammar():
    groups = next(each for each in make_parser()._actions if isinstance(each, argparse._SubParsersAction))
    assert sorted(groups.choices) == sorted(cli.COMMANDS)


@table("name", cli.COMMANDS)
def test_a_command_alone_is_the_same_as_among_all_of_them(name: str):
    alone, among = (
        next(each for each in made._actions if isinstance(each, argparse._SubParsersAction)).choices[name]
        for made in (make_parser(name), make_parser())
    )
    assert alone.format_help() == among.format_help() and f" kpidesk {name} " in alone.format_usage()
    assert make_parser(name).format_usage() == make_parser().format_usage()


def test_help_loads_the_grammar_and_no_command():
    run = subprocess.run([sys.executable, "-c", HELP + MODULES], cwd=ROOT, capture_output=True, text=True, check=True)
    code, *loaded = run.stderr.split()
    assert code == "0" and "kpi-sheet" in run.stdout
    ours = {name for name in loaded if name.split(".")[0] in ("kpidesk", "ui")}
    assert ours == {
        "kpidesk", "kpidesk.__main__", "kpidesk.assets", "kpidesk.cli", "kpidesk.cli.codes", "kpidesk.cli.language",
        "kpidesk.cli.grammar", "kpidesk.text", *(f"kpidesk.cli.grammar.{name}" for name in GRAMMAR),
    }  # fmt: skip
    assert {"dataclasses", "inspect", "logging", "asyncio", "ssl", "socket", "email"}.isdisjoint(loaded)


def test_show_loads_nothing_that_only_other_commands_need(bakery_file: Path, tmp_path: Path):
    file = shutil.copy(bakery_file, tmp_path / "bakery.kpidesk")
    call = f"import sys; sys.argv = ['kpidesk', 'show', {str(file)!r}, '--json']; from kpidesk.__main__ import main;"
    around = {**os.environ, "KPIDESK_HOME": str(tmp_path / "home"), "KPIDESK_AUTHOR": "Kari"}
    first, _second, again = (  # the second asks what is asked of a file that is known
        subprocess.run(
            [sys.executable, "-c", f"{call} code = main(); {MODULES}"],
            cwd=ROOT, env=around, capture_output=True, text=True, check=True,
        ) for _start in range(3)
    )  # fmt: skip
    code, *loaded = again.stderr.split()
    assert "peewee" in first.stderr.split(), "it words what is asked for the first time"
    assert {"peewee", "statistics", "random", "secrets", "socket", "platform", "shutil", "tempfile", "uuid"}.isdisjoint(
        loaded
    )
    assert first.stdout == again.stdout
    rooms = {".".join(name.split(".")[:2]) for name in loaded}
    assert code == "0" and "kpidesk.figures" in rooms
    assert rooms.isdisjoint(f"kpidesk.{name}" for name in ("reading", "report", "exchange", "commands", "library"))


def test_a_process_that_ends_looks_for_no_cycles_first():
    last = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count(), file=sys.stderr));"
    run = subprocess.run(
        [sys.executable, "-c", f"import sys; {last} {HELP}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(run.stderr) > 1000


@table("number", ["-5", "-12,5", "5"])
def test_a_number_without_its_option_is_no_option_and_the_option_is_named(number, capsys):
    with text.using("en"), pytest.raises(SystemExit):
        make_parser().parse_args(["kpi", "target", "a.kpidesk", "NPS", number])
    told = capsys.readouterr().err
    assert f"{number}” is one argument too many. Did you mean “--value {number}”?" in told
    assert make_parser().parse_args(["check-in", "a.kpidesk", "NPS", number]).value < 6
