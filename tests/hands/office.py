"""Where a journey takes place: a file of its own, somebody before a window, and what is looked at when they get up."""

from __future__ import annotations

import difflib
import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from kpidesk import cli, text
from tests.hands.desktop import Desktop
from tests.hands.program import Program


class Office:
    """A folder with files, and programs that are started on them. ``cli`` is the headless door, from another machine:
    what it has made is no step that the window could undo."""

    def __init__(self, desktop: Desktop, folder: Path) -> None:
        self.desktop, self.folder = desktop, folder

    def new_file(self, name: str = "Blåbær & Sønn", *options: str, language: str = "en") -> Path:
        """An empty file, without a single KPI or goal."""
        file = self.folder / f"{name}.kpidesk"
        self.cli("new", str(file), "--name", name, "--language", language, *options)
        return file

    def cli(self, *arguments: str) -> str:
        """Run a command, which must succeed, and tell what it printed."""
        code, said = self.run(*arguments)
        assert code == 0, said
        return said

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command, and tell how it ended and what it printed."""
        said, complained = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, text.using("en"):
            patch.setenv("KPIDESK_HOME", str(self.folder / "elsewhere"))
            patch.setenv("KPIDESK_LANGUAGE", "en")
            with redirect_stdout(said), redirect_stderr(complained):
                code = cli.main(arguments)
        return code, said.getvalue() + complained.getvalue()

    def shown(self, file: Path) -> str:
        """Everything that the file tells."""
        return self.cli("show", str(file), "--json")

    @contextmanager
    def sit_down(self, file: Path, *, place: str, home: str = "home", language: str = "en") -> Iterator[Program]:
        """A window on the file; after the journey everything is looked at, ``place`` being where all is undone."""
        before = self.shown(file)
        with self.program(str(file), home=home, language=language) as program:
            yield program
            self.get_up(program, file, place, before)

    @contextmanager
    def program(self, *arguments: str, home: str = "home", language: str = "en") -> Iterator[Program]:
        """A program of its own, which is gone afterwards."""
        program = Program(self.desktop, self.folder / home, *arguments, language=language)
        try:
            yield program
        except BaseException:
            self.desktop.picture(program.home / "failure.png")
            raise
        finally:
            program.kill()

    def get_up(self, program: Program, file: Path, place: str, before: str | None) -> None:
        """The mouse works, undo and redo agree, the program ends well and silently, and the file is in order."""
        program.use_mouse()
        program.key("Ctrl+S")
        program.settle()
        after = self.shown(file)
        program.go(place)
        program.step_through("Ctrl+Z", 0)
        program.key("Ctrl+S")
        program.settle()
        undone = self.shown(file)
        assert before is None or undone == before, difference(before, undone)
        assert undone != after, "nothing was undone"
        program.step_through("Ctrl+Shift+Z", 1)
        program.end()
        again = self.shown(file)
        assert again == after, difference(after, again)
        self.cli("check", str(file))


def difference(one: str, other: str) -> str:
    """The lines in which two accounts of a file differ."""
    return "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), lineterm="", n=2))
