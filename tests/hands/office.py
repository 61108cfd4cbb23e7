"""Where a journey takes place: a file of its own, somebody before a window, and what is looked at when they get up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hands.desktop import Desktop
from tests.hands.program import PATIENCE, ROOT, Program
from tests.hands.reading import Widget

RAIL_BUTTON = 32
"""Pixels."""
AT_ONCE, MOST_STEPS = 4, 50
"""Steps between two looks at the menu, and looks that no journey needs."""


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
        env = {**os.environ, "KPIDESK_HOME": str(self.folder / "elsewhere"), "LANGUAGE": "en"}
        command = [sys.executable, "-m", "kpidesk", *arguments]
        ran = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

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
        mouse_works(program)
        program.key("Ctrl+S")
        program.settle()
        after = self.shown(file)
        program.go(place)
        step_through(program, "Ctrl+Z", 0)
        program.key("Ctrl+S")
        program.settle()
        undone = self.shown(file)
        assert before in (None, undone)
        assert undone != after, "nothing was undone"
        step_through(program, "Ctrl+Shift+Z", 1)
        program.end()
        assert self.shown(file) == after
        self.cli("check", str(file))


def mouse_works(program: Program) -> None:
    """Whoever clicks on a place in the rail gets there."""
    rail = program.until(_rail, "the rail")
    for place in (rail[-1].name, rail[0].name):
        program.go(place)


def _rail(tree: Widget) -> list[Widget]:
    """The places in the rail, from the top: the only buttons of their height at the left edge."""
    edge = tree.children[0].box[0] + 20 if tree.children else 0
    return [each for each in tree.find("check box") if each.box[0] < edge and each.box[3] == RAIL_BUTTON]


def step_through(program: Program, keys: str, place: int) -> None:
    """Undo or redo until there is nothing left: ``place`` is where the menu says so."""
    for _turn in range(MOST_STEPS):
        program.click("menu item", lambda name: name in ("Edit", "Rediger"))
        menu = program.until(lambda tree: tree.find("popup menu") or tree.find("menu"), "the Edit menu")[0]
        program.key("Esc")
        if not menu.children[place].live:
            return
        for _step in range(AT_ONCE):
            program.key(keys)
    raise AssertionError(f"{keys} never comes to an end")
