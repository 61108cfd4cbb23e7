"""Check KPI Desk from a checkout: lint, types, import contracts and tests, which look at the translations too.

``python3 packaging/test.py`` is for every change and takes five minutes, in the same environment that run.py uses;
arguments are passed on to pytest. ``--thorough`` runs the tests that it leaves out (``thorough.py`` says which, and
why), and nothing else: no change lands without them. ``--fast``, for the inner loop, runs lint and the quick tests of
the core; ``--long`` runs all tests, and does whole what they do in a shorter form. ``--coverage`` runs all, and counts
the lines of the core: so many must run without the window as ``[tool.coverage.report]`` in pyproject.toml says.
``--long`` counts them too; at every change it would take a build server two minutes of its fifteen.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import environment
from thorough import ALWAYS, THOROUGH

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
SERVER = {"/usr/lib/postgresql": "postgresql"}
"""What the tests of the team server start; without it they are skipped."""
SYSTEM = {
    "/usr/bin/appstreamcli": "appstream",
    "/usr/bin/desktop-file-validate": "desktop-file-utils",
    "/usr/bin/fish": "fish",
    "/usr/bin/gio": "libglib2.0-bin",
    "/usr/bin/mandoc": "mandoc",
    "/usr/bin/update-mime-database": "shared-mime-info",
    "/usr/bin/zsh": "zsh",
}
"""What reads the files that a desktop and a shell read of the program; without it those tests are skipped."""
SURROUNDINGS = {"QT_QPA_PLATFORM": "offscreen", "PYTHONDONTWRITEBYTECODE": ""}
"""What all steps run in. They start Python several hundred times: what it has compiled once it need not again."""
MEMORY, ROOM = Path("/dev/shm"), 4_000_000_000
"""Where Linux keeps files in memory, and the free bytes there that are more than the tests ever need at once."""
SOURCES = ("kpidesk", "ui", "resources", "tests", "packaging")
COUNTED = ("--cov", "--cov-report=")
KEPT = ("-o", "tmp_path_retention_policy=failed")
"""Of the files of a test that went well nothing is kept."""
PARTS = ("--fast", "--thorough")
"""What is asked for instead of all that is for every change."""
FAST = tuple(f"tests/{room}" for room in ("domain", "commands", "figures", "exchange", "viz", "architecture"))
"""The tests of the core: without a window, without children that are killed, without paper."""
WINDOW = ("tests/hands", "tests/ui", "tests/random")
"""The tests of the window, and those by chance, the longest first; what they run of the core counts for nothing."""
ON_DEMAND = "benchmarks"
"""What no run of all tests takes in."""
ASIDE = (
    *(
        f"tests/report/test_{each}.py"
        for each in (
            "verapdf", "whole_numbers", "layout", "single", "extremes", "sample", "pdf", "kept", "xlsx", "golden",
        )
    ),
    *(
        f"tests/store/test_{each}.py"
        for each in (
            "values", "password", "bars", "faults", "vet", "file_format", "query", "stacks", "columns", "passed",
            "backups",
        )
    ),
    *(
        f"tests/domain/test_{each}.py"
        for each in ("spread", "signals", "period", "forecast", "score", "status", "targets", "grid", "rollup")
    ),
    *(f"tests/commands/test_{each}.py" for each in ("two_at_a_form", "depth", "suggested")),
    *(f"tests/figures/test_{each}.py" for each in ("long_gaps", "properties", "columns", "looking_back")),
    *(f"tests/library/test_{each}.py" for each in ("adding", "in_use")),
    *(f"tests/cli/test_{each}.py" for each in ("truth", "export", "door", "document")),
    *(f"tests/exchange/tables/test_{each}.py" for each in ("real_files", "generated", "anything")),
    *(f"tests/exchange/accounts/test_{each}.py" for each in ("speed", "any_accounts")),
    *(f"tests/exchange/sheets/test_{each}.py" for each in ("letters", "text", "real_files")),
    *(f"tests/viz/test_{each}.py" for each in ("window", "scale")),
    *(f"tests/{each}.py" for each in ("reading/test_numbers", "test_format")),
    "tests/exchange/export/test_round_trip.py",
    "tests/exchange/intake/test_files.py",
    "tests/journeys",
    "tests/architecture",
)  # fmt: skip
"""Tests of the core that repeat what others run, or only read it: counting lines would take longer than they do.

Counting doubles what a test takes. All these together run no more than two lines in a hundred that no other test runs.
"""
Step = tuple[str, list[str]]
"""What is checked, and the command that does it."""


def looks(python: Path, *, part: str) -> list[Step]:
    """What only reads the source, in the order that finds faults soonest; it is not read again for thorough tests."""
    if part == "--thorough":
        return []
    module = [str(python), "-m"]
    quick = [
        ("lint", [*module, "ruff", "check", *SOURCES]),
        ("format", [*module, "ruff", "format", "--check", *SOURCES]),
    ]
    if part == "--fast":
        return quick
    return [
        *quick,
        ("types", [*module, "mypy"]),
        ("import contracts", [str(python.with_name("lint-imports"))]),
    ]


def tests(python: Path, arguments: list[str], *, part: str) -> list[Step]:
    """The tests; of the fast ones what is worth running after every few lines, under a minute on two cores."""
    pytest = [str(python), "-m", "pytest", "-q", *KEPT]
    left = [f"--ignore={each}" for each in THOROUGH]
    if part == "--fast":
        return [("quick tests", [*pytest, "-n", "2", *FAST, *left, *arguments])]
    together = [*pytest, "--dist", "worksteal"]
    if part == "--thorough":
        beside = [f"--ignore={each}" for each in ALWAYS]
        return [("thorough tests", [*together, "-n", "3", *THOROUGH, *beside, *arguments])]
    return test_steps(together, left, arguments)


def test_steps(pytest: list[str], left: list[str], arguments: list[str]) -> list[Step]:
    """The tests of every change in one run; all, those of the core in a run of their own, where lines are counted; or
    what somebody has chosen.

    Three run at a time on two cores: one in a real window waits about half of its time (``tests/spread.py`` deals
    these out). A second run would start workers and collect the tests once more.
    """
    three = [*pytest, "-n", "3"]
    counted = {"--coverage", "--long"} & set(arguments)
    arguments = [each for each in arguments if each != "--coverage"]
    if set(arguments) - {"--long"}:
        return [("tests", [*three, *arguments])]
    if not counted:
        rooms = [each for each in rooms_of_the_core() if each not in THOROUGH]
        return [("tests", [*three, *ALWAYS, "tests/ui", *rooms, *left])]
    aside = [*WINDOW, *ASIDE]
    core = [*pytest, "-n", "2", *(f"--ignore={each}" for each in aside), *COUNTED]
    return [
        ("tests of the core", [*core, *arguments]),
        ("tests of the window, and long ones", [*three, *aside, *arguments]),
    ]


def rooms_of_the_core() -> list[str]:
    """Where the other tests lie."""
    tests = (environment.ROOT / "tests").iterdir()
    rooms = [each for each in tests if each.match("test_*.py") or (each.is_dir() and any(each.rglob("test_*.py")))]
    return sorted({f"tests/{each.name}" for each in rooms if each.name != ON_DEMAND} - {*WINDOW})


def folder_for_files() -> Path | None:
    """Where the tests keep their files: in memory where there is room, as each commit waits for the disk."""
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return None
    return MEMORY


def failures(chosen: list[Step], folder: str) -> Iterator[str]:
    """Run tests one after the other; the names of those that failed."""
    for name, command in chosen:
        print(f"== {name}", flush=True)
        if environment.run(*command, environment={**SURROUNDINGS, "PYTEST_DEBUG_TEMPROOT": folder}):
            yield name


def faults(chosen: list[Step]) -> Iterator[str]:
    """Run what only reads the source, and print of each in one piece what it says; the names of those that failed."""
    for name, command in chosen:
        code, said = environment.told(*command, environment=SURROUNDINGS)
        print(f"\n== {name}\n{said}", end="", flush=True)
        if code:
            yield name


def main(arguments: list[str]) -> int:
    """Run every step, also after one has failed; 0 when all are well.

    The source is read beside the tests: the types alone would keep one core waiting for a minute.
    """
    try:
        python = environment.ensure("locked-test.txt", "[test]")
        environment.ensure_libraries(environment.OFFSCREEN, {"qpdf": "qpdf"})
        environment.offer({**VERAPDF, **HANDS, **SERVER, **SYSTEM}, environment.WINDOW)
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    part = next((each for each in PARTS if each in arguments), "")
    chosen = tests(python, [each for each in arguments if each != part], part=part)
    folder = tempfile.mkdtemp(prefix="kpi-", dir=folder_for_files())
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(lambda: list(faults(looks(python, part=part))))
        failed = list(failures(chosen, folder))
        failed = [*reading.result(), *failed]
    if failed:
        print(f"failed: {', '.join(failed)}; files of the tests that did are in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
        print("everything is well")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
