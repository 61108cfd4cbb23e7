"""Every change from the window goes through ``Session.perform``: one way to refuse, to try again, to tell, to undo."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import nodes, parsed

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("kpidesk/commands", "kpidesk/exchange", "kpidesk/report")
CHANGING = {
    "transaction", "undo", "redo", "revert", "undo_merge", "settle", "resolve", "restore", "merge", "based_on",
}  # fmt: skip
"""What a workspace itself can do to the file."""
PERFORMER = {"ui/base/session.py", "ui/base/refused.py"}
NO_DESK_YET = {"ui/app/welcome/new_file_form.py"}
"""A file that is being made is open in no window."""


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in tree.body if isinstance(node, ast.FunctionDef))


def takes_workspace(function: ast.FunctionDef) -> bool:
    return [arg.arg for arg in function.args.args[:1]] == ["ws"]


def opens_transaction(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr in {"transaction", "together"} for node in ast.walk(function)
    )


def calls(function: ast.FunctionDef, names: dict[str, tuple[str, str]]) -> set[tuple[str, str]]:
    """The functions that a function calls, each as its module and its name."""
    found = (called(node, names) for node in ast.walk(function) if isinstance(node, ast.Call))
    return {each for each in found if each is not None}


@functools.cache
def commands() -> set[tuple[str, str]]:
    """Every function that changes a file: it opens a transaction, or calls one that does."""
    known: set[tuple[str, str]] = set()
    calling: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        tree, module = parsed(path), module_of(path)
        names = {each.name: (module, each.name) for each in functions(tree)} | imported(tree)
        for function in functions(tree):
            calling[module, function.name] = calls(function, names)
            if opens_transaction(function):
                known.add((module, function.name))
    while more := {function for function, called_ in calling.items() if called_ & known} - known:
        known |= more
    return known


def imported(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """What each imported name stands for: a module and a name in it, or a module alone."""
    found: dict[str, tuple[str, str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = (node.module, alias.name)
    return found


def called(node: ast.Call, names: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """The function that a call names, as its module and its name."""
    if isinstance(node.func, ast.Name):
        return names.get(node.func.id)
    if isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        module, name = names.get(node.func.value.id, ("", ""))
        return (f"{module}.{name}", node.func.attr)
    return None


def on_a_workspace(node: ast.Call) -> bool:
    if not isinstance(node.func, ast.Attribute) or node.func.attr not in CHANGING:
        return False
    holder = node.func.value
    name = holder.attr if isinstance(holder, ast.Attribute) else holder.id if isinstance(holder, ast.Name) else ""
    return name in {"ws", "_ws", "workspace"}


def passes_by(path: Path, known: set[tuple[str, str]]) -> Iterator[str]:
    """The calls of a file of the window that change something without the session's knowing.

    A function whose own first argument is the workspace is itself something to perform.
    """
    tree = parsed(path)
    names = imported(tree)
    own = [f for f in functions(tree) if takes_workspace(f)]
    performed = {id(node) for function in own for node in ast.walk(function)}
    for node in nodes(path):
        if not isinstance(node, ast.Call) or id(node) in performed:
            continue
        if called(node, names) in known or on_a_workspace(node):
            yield f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node.func)}"


def test_every_function_that_opens_a_transaction_is_handed_the_workspace_first() -> None:
    odd = [
        f"{module_of(path)}.{function.name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for function in functions(parsed(path))
        if opens_transaction(function) and not takes_workspace(function)
    ]
    assert odd == []


def test_the_window_calls_no_command_around_the_performer() -> None:
    known = commands()
    assert len(known) > 60
    free = PERFORMER | NO_DESK_YET
    files = [path for path in (ROOT / "ui").rglob("*.py") if path.relative_to(ROOT).as_posix() not in free]
    assert [line for path in files for line in passes_by(path, known)] == []


@pytest.mark.parametrize(
    "line",
    [
        "from kpidesk.commands import people\n\ndef store(desk):\n    people.set_company(desk.ws, name='x')\n",
        "from kpidesk.commands.people import set_company as put\n\ndef store(desk):\n    put(desk.ws, name='x')\n",
        "def store(desk):\n    desk.ws.undo()\n",
        "def store(self):\n    with self._ws.transaction('x') as change:\n        change.delete(1)\n",
    ],
)
def test_a_way_around_is_noticed(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = commands()
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    path = tmp_path / "form.py"
    path.write_text(line, encoding="utf-8")
    assert len(list(passes_by(path, known))) == 1
