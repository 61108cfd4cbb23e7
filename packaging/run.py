"""Start KPI Desk from a checkout: ``python3 packaging/run.py [FILE | COMMAND …]``.

Makes a virtual environment in the project's folder the first time, installs into it, and passes
every argument on to the program. A command such as ``review`` needs no display.
"""

from __future__ import annotations

import sys

import environment

COMMANDS = {
    "new", "sample", "library", "kpi", "goal", "check-in", "cycle", "close", "reopen", "set", "import", "inputs",
    "sources", "export", "show", "due", "review", "board", "kpi-sheet", "manual", "history", "undo", "redo", "backup",
    "restore", "merge", "hub", "company", "password", "check", "log", "schema", "help",
    "doctor", "install", "uninstall", "completion",
}  # fmt: skip


def wants_window(arguments: list[str]) -> bool:
    """Tell whether the program will open its window with these arguments."""
    return not arguments or not (arguments[0] in COMMANDS or arguments[0].startswith("-"))


def main(arguments: list[str]) -> int:
    """Prepare, then run; the exit code is the program's."""
    try:
        python = environment.ensure("locked-run.txt")
        if wants_window(arguments):
            environment.ensure_libraries({**environment.OFFSCREEN, **environment.WINDOW})
    except environment.SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return environment.run(str(python), "-m", "kpidesk", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
