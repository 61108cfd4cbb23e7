"""The rooms of the house, checked by reading the source: works without any tool installed."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import nodes, parsed

ROOT = Path(__file__).resolve().parents[2]
FLOORS = (
    ("selftest",), ("app",), ("sharing",), ("round",), ("goals", "kpis", "entry", "imports"),
    ("overview", "targets", "library", "review", "history", "help"), ("present", "reminders"), ("paper",), ("chart",),
    ("parts",),
    ("base",),
)  # fmt: skip
"""The rooms of the window from the top down; those on one floor do not know each other."""
ALL_ROOMS = {room for floor in FLOORS for room in floor}
WAYS = ("ui.app.app", "ui.selftest.run")
"""What leads from the door to the window, and to the test that goes through it."""
MOST_FILES = 25
TOP = {"pyproject.toml", "kpidesk", "ui", "resources", "tests", "packaging", "README.md", "LICENSE"}


def imports_of(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, and whether at the top level of the file."""
    top = {id(node) for node in parsed(path).body}
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, id(node) in top
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, id(node) in top


def offenders(folder: str, forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in sorted((ROOT / folder).rglob("*.py"))
        for module, _top in imports_of(path)
        if any(module == name or module.startswith(name + ".") for name in forbidden)
    ]


def test_the_core_knows_neither_qt_nor_the_window() -> None:
    found = offenders("kpidesk", {"PySide6", "shiboken6", "pyqtgraph", "ui"})
    assert found == [f"kpidesk/__main__.py imports {way}" for way in WAYS]


def test_the_ways_to_the_window_are_lazy() -> None:
    found = list(imports_of(ROOT / "kpidesk" / "__main__.py"))
    assert [way for way in WAYS if (way, False) in found and (way, True) not in found] == list(WAYS)


def test_the_window_never_touches_the_store() -> None:
    assert offenders("ui", {"peewee", "playhouse", "sqlite3", "kpidesk.store"}) == []


def test_figures_words_and_paper_only_read() -> None:
    """They see the ``Reads`` of a workspace; what closes a review, and keeps it, is the one who changes something."""
    rooms = [ROOT / "kpidesk" / room for room in ("figures", "wording", "report")]
    files = [path for room in rooms for path in sorted(room.rglob("*.py"))]
    named = [path.name for path in files if "Workspace" in {each.split(".")[-1] for each in names_of(path)}]
    assert files and named == ["kept.py"]


def names_of(path: Path) -> Iterator[str]:
    """Every name that a file takes from another module."""
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def test_only_the_store_and_the_workspace_know_sqlite() -> None:
    allowed = ("kpidesk/store/", "kpidesk/hub/", "kpidesk/workspace/")
    found = offenders("kpidesk", {"peewee", "playhouse", "sqlite3"})
    assert found, "the store should import peewee"
    assert [line for line in found if not line.startswith(allowed)] == []


def test_only_the_workspace_opens_the_store() -> None:
    inside = ("kpidesk/store/", "kpidesk/hub/", "kpidesk/workspace/")
    assert [line for line in offenders("kpidesk", {"kpidesk.store"}) if not line.startswith(inside)] == []


def test_numpy_stays_out_of_the_core() -> None:
    """The window paints before numpy is there; the core needs none."""
    assert offenders("kpidesk", {"numpy"}) == []


def test_a_room_of_the_window_knows_only_those_below_it() -> None:
    for floor, rooms in enumerate(FLOORS):
        below = {room for lower in FLOORS[floor + 1 :] for room in lower}
        for room in rooms:
            assert list((ROOT / "ui" / room).glob("*.py")), room
            others = {f"ui.{each}" for each in ALL_ROOMS - below - {room}}
            assert offenders(f"ui/{room}", others) == []


def test_every_room_of_the_window_has_a_floor() -> None:
    assert {path.parent.name for path in (ROOT / "ui").glob("*/__init__.py")} == ALL_ROOMS


@pytest.mark.parametrize("top", ["kpidesk", "ui"])
def test_no_folder_is_crowded(top: str) -> None:
    folders = {path.parent for path in (ROOT / top).rglob("*.py")}
    crowded = {str(each.relative_to(ROOT)): len(list(each.glob("*.py"))) for each in folders}
    assert {name: many for name, many in crowded.items() if many > MOST_FILES} == {}


def test_a_name_at_the_top_of_a_module_stands_for_one_thing() -> None:
    """A bound that is written further down under a name in use takes the place of the other without a word."""
    doubled = {}
    for path in (path for top in ("kpidesk", "ui") for path in (ROOT / top).rglob("*.py")):
        given = Counter(name for statement in parsed(path).body for name in _names(statement))
        doubled |= {f"{path.relative_to(ROOT)}: {name}": many for name, many in given.items() if many > 1}
    assert doubled == {}


def _names(statement: ast.stmt) -> Iterator[str]:
    """What a statement at the top of a module gives a value to."""
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        yield statement.name
    elif isinstance(statement, ast.Assign | ast.AnnAssign):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        named = (each for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
        yield from (each.id for each in named if isinstance(each.ctx, ast.Store))


def test_packaging_is_no_package() -> None:
    """An ``__init__.py`` there would shadow the PyPI package of that name."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def test_the_top_of_the_layout_is_fixed() -> None:
    if not (ROOT / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout, or no git: generated folders can’t be told from ours")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = {line.split("/")[0] for line in listed.splitlines()}
    assert {name for name in names if not name.startswith(".")} == TOP


def test_the_window_starts_without_the_slow_libraries() -> None:
    """Charts and paper load after the first paint (measured: 300 ms for pyqtgraph alone)."""
    script = (
        "import sys, ui.app.app, ui.app.window\n"
        "slow = {'numpy', 'pyqtgraph', 'reportlab', 'pypdfium2', 'babel'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(slow)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
