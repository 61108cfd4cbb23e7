"""No class has so much to offer that nobody can say in a sentence what it is for."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
MOST = 20
OPEN: dict[str, int] = {}
"""Those that have more; a number may only fall, and whoever is at the bar leaves the list."""


def public(node: ast.ClassDef) -> set[str]:
    """The names that a class itself offers as methods and properties."""
    functions = (each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return {each.name for each in functions if not each.name.startswith("_")}


def crowded(module: Iterable[ast.AST], most: int = MOST) -> dict[str, int]:
    """The classes among the nodes of a module with more than so many."""
    classes = (node for node in module if isinstance(node, ast.ClassDef))
    return {node.name: len(public(node)) for node in classes if len(public(node)) > most}


def found() -> dict[str, int]:
    """Every such class of the program, with its module."""
    paths = [path for top in ("kpidesk", "ui") for path in sorted((ROOT / top).rglob("*.py"))]
    assert len(paths) > 300
    return {
        f"{path.relative_to(ROOT).as_posix()} {name}": many
        for path in paths
        for name, many in crowded(nodes(path)).items()
    }


def test_no_class_has_more_than_twenty_public_methods() -> None:
    assert found() == OPEN


def test_a_crowd_would_be_found() -> None:
    source = "class A:\n    def a(self): ...\n    @property\n    def b(self): ...\n    def _c(self): ..."
    module = list(ast.walk(ast.parse(source)))
    assert crowded(module, 2) == {}
    assert crowded(module, 1) == {"A": 2}
