"""What several journeys do with goals."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.hands.office import Office
    from tests.hands.program import Program


def plant(program: Program, objective: str, *results: str) -> None:
    """An objective with key results below, typed in one go."""
    program.go("Goals")
    program.key("Ctrl+N")
    program.type(f"{objective}\n\t" + "".join(f"{title}\n" for title in results))
    program.key("Esc")
    program.find("tree item", row(results[-1]))


def row(title: str) -> Callable[[str], bool]:
    """The row of a goal in the tree: its status is read after its title."""
    return lambda name: name.startswith(title)


def stored(office: Office, program: Program, file: Path) -> list[dict[str, Any]]:
    """The objectives as the file tells them."""
    program.key("Ctrl+S")
    program.settle()
    objectives: list[dict[str, Any]] = json.loads(office.shown(file))["objectives"]
    return objectives


def titles(objectives: list[dict[str, Any]]) -> dict[str, list[str]]:
    """Each objective with its key results."""
    return {each["title"]: [result["title"] for result in each["key_results"]] for each in objectives}
