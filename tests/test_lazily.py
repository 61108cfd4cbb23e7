"""Packages whose modules are loaded when a name of them is asked for."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

LAZY = ("kpidesk.reading", "kpidesk.reading.goals")


@pytest.mark.parametrize("package", LAZY)
def test_every_name_of_a_package_is_found(package: str) -> None:
    module = importlib.import_module(package)
    assert all(getattr(module, name) is not None for name in module.__all__)


@pytest.mark.parametrize("package", LAZY)
def test_what_a_package_does_not_have_is_said_as_python_says_it(package: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{package}' has no attribute 'nothing'"):
        importlib.import_module(package).nothing  # noqa: B018


@pytest.mark.parametrize("package", LAZY)
def test_importing_a_package_loads_none_of_its_modules(package: str) -> None:
    asked = f"import sys, {package} as package; print(*(each for each in sys.modules if each.startswith('{package}.')))"
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) <= {"kpidesk.reading.goals"} - {package}
