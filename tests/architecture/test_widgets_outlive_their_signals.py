"""A widget is never deleted inside its own signal: areas are filled once, and replaced by ``ui.widgets.replacing``."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

UI = Path(__file__).parents[2] / "ui"
SOURCES = sorted(UI.rglob("*.py"))
ONE_PLACE = UI / "widgets" / "replacing.py"


def functions(path: Path) -> list[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what a function calls."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}


@pytest.mark.parametrize("path", [each for each in SOURCES if each != ONE_PLACE], ids=lambda path: path.name)
def test_only_a_fresh_scroll_area_is_given_its_widget_directly(path: Path) -> None:
    for function in functions(path):
        names = called(function)
        fresh = function.name == "__init__" or names & {"QScrollArea", "QCompleter"}
        assert "setWidget" not in names or fresh, f"{function.name} in {path.name}: use show_inside"


def test_nothing_deletes_a_widget_at_once() -> None:
    for path in SOURCES:
        words = path.read_text(encoding="utf-8")
        assert "shiboken6.delete" not in words and "import delete" not in words, path.name
