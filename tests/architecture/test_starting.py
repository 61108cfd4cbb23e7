"""Starting from a checkout asks for the window's libraries only where a window will open."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from kpidesk import cli

RUN = Path(__file__).parents[2] / "packaging" / "run.py"


def test_a_command_without_a_window_is_known_to_the_starter() -> None:
    listed = re.search(r"^COMMANDS = \{(.*?)\}", RUN.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert listed is not None
    assert set(re.findall(r'"([\w-]+)"', listed[1])) == {*cli.COMMANDS, cli.HELP}


def test_peewee_comes_with_the_first_file_and_not_with_the_program() -> None:
    asked = "import sys, kpidesk.workspace, kpidesk.cli, ui.app.app; print('peewee' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", asked], cwd=RUN.parents[1], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
