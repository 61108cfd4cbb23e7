"""A widget is never deleted inside its own signal: areas are filled once, and replaced by ``ui.base.replacing``."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import nodes

UI = Path(__file__).parents[2] / "ui"
SOURCES = sorted(UI.rglob("*.py"))
ONE_PLACE = UI / "base" / "replacing.py"


def functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef)]


def called(function: ast.FunctionDef) -> set[str]:
    """The names of what a function calls."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}


def test_only_a_fresh_scroll_area_is_given_its_widget_directly() -> None:
    for path in (each for each in SOURCES if each != ONE_PLACE):
        for function in functions(path):
            names = called(function)
            fresh = function.name == "__init__" or names & {"QScrollArea", "QCompleter"}
            assert "setWidget" not in names or fresh, f"{function.name} in {path.name}: use show_inside"


def test_nothing_deletes_a_widget_at_once() -> None:
    for path in SOURCES:
        words = path.read_text(encoding="utf-8")
        assert "shiboken6.delete" not in words and "import delete" not in words, path.name


def test_nobody_asks_qt_for_what_pyside_makes_a_child_of_the_one_asked() -> None:
    """PySide 6.11 takes what these give for a child: it is let go of with the one that was asked, while it lives on."""
    for path in SOURCES:
        asked = {name for function in functions(path) for name in called(function)}
        assert not asked & {"nextInFocusChain", "previousInFocusChain", "focusProxy", "buddy", "itemAt"}, path.name


# ---- nothing is shown before it has a parent: it would flash as a window of its own ----------------------


def is_parent(argument: ast.expr) -> bool:
    """Tell whether an argument looks like the parent of what is made."""
    return ast.unparse(argument) == "self" or isinstance(argument, ast.Attribute)


def unplaced(function: ast.FunctionDef) -> list[str]:
    """Widgets made in a function and shown there before they were handed to anything that gives them a parent."""
    made: set[str] = set()
    found = []
    steps = (node for node in ast.walk(function) if isinstance(node, ast.Assign | ast.Call))
    for node in sorted(steps, key=lambda each: (each.lineno, isinstance(each, ast.Call))):
        if isinstance(node, ast.Assign):
            several = isinstance(node.value, ast.Tuple) and node.value.elts
            value = several[0] if several else node.value
            if isinstance(value, ast.Call) and not (value.args[1:] or any(map(is_parent, value.args))):
                targets = [each for target in node.targets for each in getattr(target, "elts", [target])]
                made |= {ast.unparse(each) for each in targets}
            continue
        made -= {ast.unparse(each) for each in node.args}
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("show", "setVisible"):
            never = node.args and isinstance(node.args[0], ast.Constant) and not node.args[0].value
            if ast.unparse(node.func.value) in made and not never:
                found.append(f"{ast.unparse(node)} in line {node.lineno}")
    return found


WINDOWS = {"ui/app/windows.py", "ui/help/help.py"}


def test_nothing_is_shown_before_it_has_a_parent() -> None:
    for path in SOURCES:
        if path.relative_to(UI.parent).as_posix() not in WINDOWS:
            assert [each for function in functions(path) for each in unplaced(function)] == [], path.name


def test_every_box_leaves_the_wheel_to_its_form() -> None:
    boxes = {"QComboBox", "QSpinBox", "QDoubleSpinBox", "QDateEdit", "QTimeEdit", "QDateTimeEdit"}
    for path in SOURCES:
        used = {name for function in functions(path) for name in called(function)} & boxes
        assert not used, f"{path.name}: use the boxes of ui.parts.still"
