"""No test is run by nobody: those that are left out at every change are run before it lands."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def packaging(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``packaging/test.py``, as a module."""
    monkeypatch.syspath_prepend(ROOT / "packaging")
    spec = importlib.util.spec_from_file_location("packaging_test", ROOT / "packaging" / "test.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_two_runs_are_all_tests_and_none_twice(packaging: ModuleType) -> None:
    every = {path for path in (ROOT / "tests").rglob("test_*.py") if packaging.ON_DEMAND not in path.parts}
    ((_, change),) = packaging.tests(Path(sys.executable), [], part="")
    ((_, thorough),) = packaging.tests(Path(sys.executable), [], part="--thorough")
    assert _chosen(change, every) | _chosen(thorough, every) == every
    assert not _chosen(change, every) & _chosen(thorough, every)


def test_what_is_named_is_there_and_the_build_server_runs_both(packaging: ModuleType) -> None:
    assert [each for each in (*packaging.THOROUGH, *packaging.ALWAYS) if not (ROOT / each).exists()] == []
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    assert [each for each in lines if each.startswith("python3 packaging/test.py")] == [
        "python3 packaging/test.py", "python3 packaging/test.py --thorough",
    ]  # fmt: skip


def _chosen(command: list[str], every: set[Path]) -> set[Path]:
    """The files that pytest takes from such a command; what is named itself it takes though it is to be left out."""
    named = {ROOT / each for each in command if each.startswith("tests")}
    left = {ROOT / each.removeprefix("--ignore=") for each in command if each.startswith("--ignore=")}
    below = {path for path in every if named & set(path.parents) and not left & {path, *path.parents}}
    return below | (named & every) | {path for path in every if named & left & set(path.parents)}
