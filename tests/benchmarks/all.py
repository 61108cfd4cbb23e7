"""Everything that is to be fast, in one table: what, floor, ours, ratio, met or not; run on demand:

    python tests/benchmarks/all.py [--only NAME ...] [--files FOLDER]

Each measurement is a module ``bench_NAME`` beside this one with a function ``rows(files)``, run in a process of its
own, so that none inherits another's memory. The files are made where they are missing (`files.py`). Modules are
compiled before, as in an installed program.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import files
from table import Row, lines

HERE = Path(__file__).resolve().parent
PROGRAM = tuple(str(HERE.parents[1] / part) for part in ("kpidesk", "ui"))


def names() -> list[str]:
    """The measurements that have rows for the table."""
    found = (path for path in sorted(HERE.glob("bench_*.py")) if "\ndef rows(" in path.read_text("utf-8"))
    return [path.stem.removeprefix("bench_") for path in found]


def compiled(folder: Path) -> dict[str, str]:
    """An environment in which Python keeps what it has compiled, whatever it does here otherwise."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def measured(name: str, folder: Path) -> Iterator[Row]:
    """The rows of one measurement, from a process of its own; what fails is told and gives no row."""
    environment = {**compiled(folder), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, __file__, "--one", name, "--files", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    if done.returncode:
        print(f"{name}: failed\n{done.stderr[-2000:]}", file=sys.stderr)
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            yield Row(**json.loads(line))


def one(name: str, folder: Path) -> None:
    """Print the rows of one measurement, a line of JSON each."""
    for row in importlib.import_module(f"bench_{name}").rows(folder):
        print(json.dumps(asdict(row)), flush=True)


def main() -> int:
    """Print the table; 1 when a bar is not met."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=names(), help="only these measurements")
    parser.add_argument("--one", choices=names(), help=argparse.SUPPRESS)
    parser.add_argument("--files", type=Path, help="where the files are, or are to be made (else thrown away after)")
    said = parser.parse_args()
    if said.one:
        one(said.one, said.files)
        return 0
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as thrown_away:
        folder: Path = said.files or Path(thrown_away)
        folder.mkdir(parents=True, exist_ok=True)
        files.ensure(folder)
        subprocess.run([sys.executable, "-m", "compileall", "-q", *PROGRAM], env=compiled(folder), check=True)
        rows = [row for name in said.only or names() for row in measured(name, folder)]
    print("\n".join(lines(rows)))
    print(f"{sum(row.met for row in rows)} of {len(rows)} met, in {time.monotonic() - start:.0f} s")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
