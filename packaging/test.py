"""Check KPI Desk from a checkout: lint, types, import contracts, translations and tests.

``python3 packaging/test.py`` runs everything, in the same environment that run.py uses; arguments
are passed on to pytest. ``--fast``, for the inner loop, runs lint and the quick tests of the core.
Of the core so many lines must run without the window as ``[tool.coverage.report]`` in pyproject.toml says.
"""

from __future__ import annotations

import sys
from pathlib import Path

import environment

VERAPDF = {"/usr/bin/javac": "default-jdk-headless", "/usr/share/java/jaxb-runtime.jar": "libjaxb-java"}
"""What the test with veraPDF needs; without it that test is skipped."""
HANDS = {
    "/usr/bin/Xvfb": "xvfb",
    "/usr/bin/openbox": "openbox",
    "/usr/bin/dbus-daemon": "dbus-daemon",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/bin/setxkbmap": "x11-xkb-utils",
    "/usr/share/X11/xkb/symbols/no": "xkb-data",
}
"""What the tests in a real window need besides the libraries of a window; without it they are skipped."""
SURROUNDINGS = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
"""What all steps run in. They start Python several hundred times: what it has compiled once it need not again."""
SOURCES = ("kpidesk", "ui", "resources", "tests", "packaging")
FAST = tuple(f"tests/{room}" for room in ("domain", "commands", "figures", "exchange", "viz", "architecture"))
"""The tests of the core: without a window, without children that are killed, without paper."""
WINDOW = ("tests/hands", "tests/ui", "tests/random")
"""The tests of the window, and those by chance, the longest first; what they run of the core counts for nothing."""
LONG = (
    *(f"tests/report/test_{each}.py" for each in ("verapdf", "whole_numbers", "layout", "single", "extremes")),
    *(f"tests/store/test_{each}.py" for each in ("values", "password", "bars")),
    *(f"tests/commands/test_{each}.py" for each in ("two_at_a_form", "depth")),
)
"""Tests of the core that repeat what others run: counting lines would take longer than they do."""


def fast_steps(python: Path, arguments: list[str]) -> list[tuple[str, list[str]]]:
    """What is worth running after every few lines: under a minute on two cores."""
    quick = [each for each in steps(python, []) if each[0] in ("lint", "format")]
    return [*quick, ("quick tests", [str(python), "-m", "pytest", "-n", "2", "-q", *FAST, *arguments])]


def steps(python: Path, arguments: list[str]) -> list[tuple[str, list[str]]]:
    """Each check with its name, in the order that finds faults soonest."""
    module = [str(python), "-m"]
    return [
        ("lint", [*module, "ruff", "check", *SOURCES]),
        ("format", [*module, "ruff", "format", "--check", *SOURCES]),
        ("types", [*module, "mypy"]),
        ("import contracts", [str(python.with_name("lint-imports"))]),
        ("translations", [str(python), "packaging/i18n.py", "check"]),
        *test_steps([*module, "pytest", "-n", "3", "--dist", "worksteal", "-q"], arguments),
    ]


def test_steps(pytest: list[str], arguments: list[str]) -> list[tuple[str, list[str]]]:
    """All tests, those of the core with their coverage; or what somebody has chosen.

    Three at a time on two cores: a test in a real window waits about half of its time.
    """
    if arguments:
        return [("tests", [*pytest, *arguments])]
    aside = [*WINDOW, *LONG]
    core = [*pytest, "--cov", "--cov-report=", *(f"--ignore={each}" for each in aside)]
    return [("tests of the core", core), ("tests of the window, and long ones", [*pytest, *aside])]


def main(arguments: list[str]) -> int:
    """Run every step, also after one has failed; 0 when all are well."""
    try:
        python = environment.ensure("locked-test.txt", "[test]")
        environment.ensure_libraries(environment.OFFSCREEN, {"qpdf": "qpdf"})
        environment.offer({**VERAPDF, **HANDS}, environment.WINDOW)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    failed = []
    chosen = fast_steps if "--fast" in arguments else steps
    for name, command in chosen(python, [each for each in arguments if each != "--fast"]):
        print(f"== {name}", flush=True)
        if environment.run(*command, environment=SURROUNDINGS):
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "everything is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
