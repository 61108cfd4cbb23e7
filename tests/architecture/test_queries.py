"""What the store asks is worded over peewee's models; SQL by hand stands only where it says why, and is counted."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.sources import parsed

ROOT = Path(__file__).resolve().parents[2] / "kpidesk"
SQL = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|CREATE|DROP|ALTER)\s+[A-Za-z*\"{1(]")
BY_HAND = {
    "hub/schema.py": 2,
    "hub/statements.py": 15,
    "store/db/database.py": 1,
    "store/db/encryption.py": 2,
    "store/db/worded.py": 1,
    "store/files/vet.py": 2,
}
"""How many statements by hand there are in which module; a number may only fall."""
REASON = "SQL by hand"
"""What begins the sentence in which such a module says why, at its top."""


def texts(tree: ast.Module) -> Iterator[str]:
    """Every text in a module but its docstrings; of a text with values the beginning."""
    described = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.value


def found() -> dict[str, int]:
    """The statements by hand in each module that has any."""
    counts = {}
    for path in sorted(ROOT.rglob("*.py")):
        many = sum(1 for text in texts(parsed(path)) if SQL.match(text))
        if many:
            counts[path.relative_to(ROOT).as_posix()] = many
    return counts


def test_sql_by_hand_stands_only_where_it_is_known() -> None:
    assert found() == BY_HAND


def test_whoever_writes_sql_by_hand_says_why_at_the_top() -> None:
    for name in BY_HAND:
        assert REASON in (ast.get_docstring(parsed(ROOT / name)) or ""), name


def test_the_counter_knows_sql_when_it_sees_it() -> None:
    written = (
        'QUERY = f"SELECT a FROM {table}"\nOTHER = """\n  INSERT OR IGNORE INTO a(b) VALUES(1)"""\nNOT = "Select one"'
    )
    assert sorted(text for text in texts(ast.parse(written)) if SQL.match(text)) == [
        "\n  INSERT OR IGNORE INTO a(b) VALUES(1)",
        "SELECT a FROM ",
    ]
