"""What belongs together goes as one value: a place, a pen, a face, a request; not as a row of loose arguments."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST = 5


def crowded(source: str) -> list[str]:
    """The functions with more arguments than anybody can keep apart, ``self`` and ``cls`` not counted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names = [each.arg for each in given if each.arg not in ("self", "cls")]
            if len(names) > MOST:
                found.append(f"{node.name}({', '.join(names)})")
    return found


@pytest.mark.parametrize("room", ["kpidesk/report", "kpidesk/viz"])
def test_no_function_of_paper_and_charts_has_a_crowd_of_arguments(room: str) -> None:
    paths = sorted((ROOT / room).rglob("*.py"))
    assert paths
    assert {str(path): names for path in paths if (names := crowded(path.read_text("utf-8")))} == {}


def test_a_crowd_would_be_found() -> None:
    assert crowded("def f(self, a, b, c, d, *, e): ...") == []
    assert crowded("def f(self, a, b, c, d, *, e, g): ...") == ["f(a, b, c, d, e, g)"]
