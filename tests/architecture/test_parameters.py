"""What belongs together comes together: few functions take more than five parameters."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from tests.architecture.sources import nodes

ROOT = Path(__file__).resolve().parents[2]
MANY, MOST = 5, 24
"""So many parameters are usual, and so many functions at most have more."""


def crowded(module: Iterable[ast.AST], many: int = MANY) -> list[str]:
    """The functions among the nodes of a module that take more than so many, but for ``self`` and ``cls``."""
    functions = (each for each in module if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef))
    return [each.name for each in functions if len(taken(each)) > many]


def taken(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of what a function takes."""
    given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return [each.arg for each in given if each.arg not in ("self", "cls")]


def test_few_functions_take_many_parameters() -> None:
    paths = [path for top in ("kpidesk", "ui") for path in sorted((ROOT / top).rglob("*.py"))]
    assert len(paths) > 300
    found = [f"{path.name} {name}" for path in paths for name in crowded(nodes(path))]
    assert len(found) <= MOST, found


def test_many_parameters_would_be_found() -> None:
    assert crowded(ast.walk(ast.parse("def f(self, a, b, /, c, *, d): ...")), 3) == ["f"]
    assert crowded(ast.walk(ast.parse("def f(self, a, b, /, c): ...")), 3) == []
