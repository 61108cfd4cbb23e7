"""The manual page and the completions say what the grammar says, and the programs that read them have no complaint."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import pty
import re
import select
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.cli.describing.man_page import man_page
from kpidesk.cli.grammar.outline import Outline, outline
from kpidesk.cli.grammar.parser import make_parser
from kpidesk.cli.system.installing import SHELLS
from tests.architecture.test_system_files import said

DAY = dt.date(2026, 11, 23)
SECONDS = 60


@pytest.fixture(scope="module")
def program() -> Outline:
    return outline("en")


def grammar(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, str]]:
    """Every command with each of its options, read again from argparse."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from grammar(below, f"{path} {name}".strip())
        yield from ((path, option) for option in action.option_strings if action.help != argparse.SUPPRESS)


def page(language: str) -> str:
    with text.using(language):
        return man_page(outline(language), "1.0", DAY)


@pytest.mark.parametrize("language", ["en", "nb"])
def test_the_manual_page_is_well_formed(language: str, tmp_path: Path) -> None:
    file = tmp_path / "kpidesk.1"
    file.write_text(page(language), encoding="utf-8")
    assert said("mandoc", "-T", "lint", "-W", "warning", file) == ""


def test_the_manual_page_in_bokmal_has_no_line_of_the_english_one() -> None:
    """But for names, examples that are the same, and what is typed."""
    plain = re.compile(r"(?<!\S)[A-Za-z]+(?=[\s.:]|$)")
    english = {line for line in page("en").splitlines() if len(plain.findall(line)) > 3}
    assert english & set(page("nb").splitlines()) == set()


def test_the_manual_page_names_every_command_with_every_option(tmp_path: Path) -> None:
    file = tmp_path / "kpidesk.1"
    file.write_text(page("en"), encoding="utf-8")
    shown = re.sub(".\b", "", said("mandoc", "-T", "ascii", "-O", "width=200", file))
    told = re.split(r"\n   (?=\w)", shown)
    missing = [
        (path, option)
        for path, option in grammar(make_parser())
        if option != "-h" and option != "--help" and not any(part.startswith(path) and option in part for part in told)
    ]
    assert missing == []


def test_words_that_begin_like_a_macro_are_shown(tmp_path: Path) -> None:
    odd = Outline("kpidesk", ".SH 'quoted' \\fBnot bold\\fR -x", (), (), (), (), ())
    file = tmp_path / "odd.1"
    file.write_text(man_page(odd, "1.0", DAY), encoding="utf-8")
    assert ".SH 'quoted' \\fBnot bold\\fR -x" in said("mandoc", "-T", "ascii", file)


def in_bash(script: Path, line: str, folder: Path) -> list[str]:
    words = line.split(" ")
    program = (
        f'source "{script}"; COMP_WORDS=({" ".join(f"{each!r}" for each in words)}); COMP_CWORD={len(words) - 1}; '
        '_kpidesk; [[ ${#COMPREPLY[@]} -eq 0 ]] || printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, text=True, timeout=SECONDS)
    assert done.stderr == ""
    return sorted(done.stdout.split("\n")[:-1])


def in_fish(script: Path, line: str, folder: Path) -> list[str]:
    told = subprocess.run(
        ["fish", "--no-config", "-c", f'source "{script}"; complete -C "{line}"'],
        cwd=folder, capture_output=True, text=True, timeout=SECONDS, env={**os.environ, "HOME": str(folder)},
    )  # fmt: skip
    assert told.stderr == ""
    return sorted(each.split("\t")[0] for each in told.stdout.splitlines())


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("kpidesk cyc", ["cycle"]),
        ("kpidesk kpi t", ["target", "template"]),
        ("kpidesk kpi define my.kpidesk --frequency we", ["weekly"]),
        ("kpidesk review my.kpidesk --paper ", ["A4", "Letter", "Slides"]),
        ("kpidesk kpi target my.kpidesk --red-", ["--red-flag", "--red-high"]),
        ("kpidesk show my", ["my own.kpidesk"]),
        ("kpidesk kpi define my.kpidesk --name ", []),
    ],
)
def test_a_shell_offers_what_can_stand_there(
    shell: str, line: str, offered: list[str], program: Outline, tmp_path: Path
) -> None:
    said(shell, "--version")
    (tmp_path / "my own.kpidesk").touch()
    (tmp_path / "others.txt").touch()
    script = tmp_path / f"completion.{shell}"
    script.write_text(SHELLS[shell](program), encoding="utf-8")
    found = {"bash": in_bash, "fish": in_fish}[shell](script, line, tmp_path)
    assert [each.replace("\\ ", " ") for each in found] == offered


def test_zsh_offers_commands_options_and_choices(program: Outline, tmp_path: Path) -> None:
    """Typed into a real one: a line, Tab, and what it has become."""
    said("zsh", "--version")
    (tmp_path / "_kpidesk").write_text(SHELLS["zsh"](program), encoding="utf-8")
    (tmp_path / "my own.kpidesk").touch()
    with Typed(tmp_path) as shell:
        assert shell.completed("kpidesk cyc") == "kpidesk cycle"
        assert shell.completed("kpidesk kpi temp") == "kpidesk kpi template"
        assert shell.completed("kpidesk review x --paper Le") == "kpidesk review x --paper Letter"
        assert shell.completed("kpidesk kpi target x y --red-f") == "kpidesk kpi target x y --red-flag"
        assert shell.completed("kpidesk show my") == "kpidesk show my\\ own.kpidesk"


class Typed:
    """A zsh that somebody types into."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / ".zshrc").write_text(
            "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; PROMPT=''; unsetopt zle_bracketed_paste\n"
            "tell() { print -r -- \"<<$BUFFER>>\"; BUFFER=''; zle redisplay }; zle -N tell; bindkey '^G' tell\n"
            "print READY\n",
            encoding="utf-8",
        )

    def __enter__(self) -> Typed:
        self._end, other = pty.openpty()
        surroundings = {**os.environ, "ZDOTDIR": str(self._folder), "HOME": str(self._folder), "TERM": "dumb"}
        self._process = subprocess.Popen(
            ["zsh", "-d", "-i"], cwd=self._folder, stdin=other, stdout=other, stderr=other, env=surroundings,
            start_new_session=True,
        )  # fmt: skip
        os.close(other)
        self._heard("READY")
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._end)

    def completed(self, line: str) -> str:
        os.write(self._end, f"{line}\t\a".encode())
        return re.findall(r"<<(.*?)>>", self._heard(">>"))[-1].rstrip()

    def _heard(self, mark: str) -> str:
        said, end = "", time.monotonic() + SECONDS
        while mark not in said:
            assert select.select([self._end], [], [], max(end - time.monotonic(), 0))[0], said
            said += os.read(self._end, 10_000).decode(errors="replace")
        return said


@pytest.mark.parametrize("shell", sorted(SHELLS))
def test_every_command_and_option_is_in_the_completion(shell: str, program: Outline) -> None:
    script = SHELLS[shell](program)
    for _path, option in grammar(make_parser()):
        wanted = {"fish": f"-l {option[2:]}" if option[:2] == "--" else f"-s {option[1:]}"}.get(shell, option)
        assert wanted in script, option
