"""What belongs together comes together: few functions take more than five parameters."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MANY, MOST = 5, 24
"""So many parameters are usual, and so many functions at most have more."""


def crowded(source: str, many: int = MANY) -> list[str]:
    """The functions of a module that take more than so many, but for ``self`` and ``cls``."""
    functions = (n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    return [each.name for each in functions if len(taken(each)) > many]


def taken(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The names of what a function takes."""
    given = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    return [each.arg for each in given if each.arg not in ("self", "cls")]


def test_few_functions_take_many_parameters() -> None:
    paths = [path for top in ("kpidesk", "ui") for path in sorted((ROOT / top).rglob("*.py"))]
    assert len(paths) > 300
    found = [f"{path.name} {name}" for path in paths for name in crowded(path.read_text(encoding="utf-8"))]
    assert len(found) <= MOST, found


def test_many_parameters_would_be_found() -> None:
    assert crowded("def f(self, a, b, /, c, *, d): ...", 3) == ["f"]
    assert crowded("def f(self, a, b, /, c): ...", 3) == []
