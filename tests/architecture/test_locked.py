"""What the program depends on is locked, so that a checkout is made with it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"[A-Za-z0-9._-]+")


def normal(requirement: str) -> str:
    """The name of a package as indexes write it."""
    found = NAME.match(requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def locked(name: str) -> set[str]:
    """The packages of a file of locked requirements."""
    lines = (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
    return {normal(line) for line in lines if "==" in line and not line.startswith((" ", "#"))}


def pinned(name: str) -> dict[str, set[str]]:
    """The versions of each package in a file of locked requirements, with the systems they are for."""
    lines = (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
    found: dict[str, set[str]] = {}
    for line in lines:
        if "==" in line and not line.startswith((" ", "#")):
            found.setdefault(normal(line), set()).add(line.split("==", 1)[1])
    return found


def test_every_package_that_is_needed_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {normal(each) for each in project["dependencies"]}
    assert len(needed) > 8
    assert needed <= locked("locked-run.txt")
    extras = {normal(each) for name in ("test", "password") for each in project["optional-dependencies"][name]}
    assert needed | extras <= locked("locked-test.txt")


def test_what_is_built_from_is_locked_to_what_is_tested() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {normal(each) for name in ("bundle", "build") for each in project["optional-dependencies"][name]}
    assert {normal(each) for each in project["dependencies"]} | extras <= locked("locked-build.txt")
    tested, built = pinned("locked-test.txt"), pinned("locked-build.txt")
    assert {name: built[name] for name in built if name in tested} == {n: tested[n] for n in tested if n in built}
