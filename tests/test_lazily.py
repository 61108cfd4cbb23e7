"""Packages whose modules are loaded when a name of them is asked for."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import pytest

LAZY = ("kpidesk.reading", "kpidesk.reading.goals", "kpidesk.figures", "kpidesk.workspace", "kpidesk.commands.goals")
PUT_OFF = ("kpidesk.commands", "kpidesk.store.files", "kpidesk.store.log", "kpidesk.store.merge", "kpidesk.store.sync")


OF_EACH_CELL = {
    f"kpidesk.store.log.{each}"
    for each in (
        "changes", "codec", "digest", "entity_cache", "row_ids", "state", "statements", "values", "vector",
    )
}  # fmt: skip
"""What is asked something for each cell of a file: what stands for a module costs a microsecond each time."""


@pytest.mark.parametrize("package", LAZY)
def test_every_name_of_a_package_is_found(package: str) -> None:
    module = importlib.import_module(package)
    assert all(getattr(module, name) is not None for name in module.__all__)


@pytest.mark.parametrize("package", LAZY)
def test_every_name_of_a_package_is_its_own_and_not_a_module(package: str) -> None:
    module = importlib.import_module(package)
    beside = {each.name for each in pkgutil.iter_modules(module.__path__)}
    assert not beside & set(module.__all__), "importing the module would put it in the name's place"


@pytest.mark.parametrize("package", PUT_OFF)
def test_every_module_of_a_package_is_put_off_but_those_of_each_cell(package: str) -> None:
    module = importlib.import_module(package)
    names = {f"{package}.{each.name}": each.name for each in pkgutil.iter_modules(module.__path__)}
    for full, name in names.items():
        if full in OF_EACH_CELL:
            with pytest.raises(AttributeError):
                module.__getattr__(name)
        else:
            assert module.__getattr__(name).__name__ == full


def test_what_stands_for_a_module_can_be_patched(monkeypatch: pytest.MonkeyPatch) -> None:
    from kpidesk.commands import logo as real

    put_off = importlib.import_module("kpidesk.commands").__getattr__("logo")
    before = real.pack
    with monkeypatch.context() as patch:
        patch.setattr(put_off, "pack", len)
        assert real.pack is len
    assert real.pack is before and vars(put_off) is vars(real)


def test_a_module_that_is_put_off_is_loaded_by_its_use_and_is_the_module_itself() -> None:
    asked = (
        "import sys; from kpidesk.store.log import rewind, undo; name = 'kpidesk.store.log.rewind';"
        "assert name not in sys.modules; rewind.noted = 1; real = sys.modules[name];"
        "assert real.noted == 1 and rewind.without is real.without and 'kpidesk.store.log.undo' not in sys.modules;"
        "del rewind.noted; from kpidesk.store.log import rewind as again; assert again is real;"
        "assert not hasattr(real, 'noted')"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("package", [*LAZY, *PUT_OFF])
def test_what_a_package_does_not_have_is_said_as_python_says_it(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        importlib.import_module(package).nothing  # noqa: B018


@pytest.mark.parametrize("package", LAZY)
def test_importing_a_package_loads_none_of_its_modules(package: str) -> None:
    asked = f"import sys, {package} as package; print(*(each for each in sys.modules if each.startswith('{package}.')))"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == set()
