"""The bars of the store in full (store/README: Bars). Run it by hand; each prints its figure:

python tests/benchmarks/full_store.py [--minutes M] [--seed N] [name …]

Names: kills, imports, power, publishing, hostile, values, histories, mutants, merge. Without a name all are
run, which takes hours; ``--minutes`` ends each of them after so long and tells how far it came. The
exit code is 1 when a bar is not reached. Short versions of the same are in tests/store/test_bars.py.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks import bench_store
from tests.random import store_machine
from tests.store.bars import hostile, kills, poisoned, power, publishing
from tests.store.bars.budget import Budget

ROOT = Path(__file__).resolve().parents[2]
KILLS, IMPORTS, CUTS, FILES, HISTORIES = 10_000, 2_000, 10_000, 100_000, 100_000
VALUES = 1_000_000
PUBLISHING_SECONDS = 600.0
STEPS = 40
MERGE_SECONDS = 1.0

Told = tuple[str, bool]
"""What came out, and whether the bar holds so far."""


class Bars:
    """Every bar by its name."""

    def __init__(self, seconds: float, seed: int) -> None:
        self.seconds, self.dice = seconds, random.Random(seed)

    def kills(self, folder: Path) -> Told:
        """kill -9 during edits: 0 corrupt, 0 acknowledged lost."""
        found = kills.during_edits(folder, Budget(KILLS, self.seconds), self.dice)
        return f"{found} (bar {KILLS} kills)", not found.failures

    def imports(self, folder: Path) -> Told:
        """kill -9 during an import or a merge: 0 half-done."""
        found = kills.during_imports_and_merges(folder, Budget(IMPORTS, self.seconds), self.dice)
        return f"{found} (bar {IMPORTS} kills)", not found.failures

    def power(self, folder: Path) -> Told:
        """Simulated power cuts: 0 corrupt, 0 acknowledged lost."""
        if not power.available():
            return "not run: a run is recorded with strace, which is not there", False
        found = power.power_cuts(folder, Budget(CUTS, self.seconds), self.dice)
        return f"{found} (bar {CUTS} cuts)", not found.failures

    def publishing(self, folder: Path) -> Told:
        """Three machines on one file, kills, old versions put back: 0 acknowledged lost."""
        seconds = min(PUBLISHING_SECONDS, self.seconds)
        found = publishing.publishing(folder, seconds, self.dice)
        return f"{found} in {seconds:.0f} s (bar {PUBLISHING_SECONDS:.0f} s)", not found.failures

    def hostile(self, folder: Path) -> Told:
        """Hostile files: 0 crash, 0 hang, 0 damage."""
        found = hostile.hostile(folder, Budget(FILES, self.seconds), self.dice)
        return f"{found} (bar {FILES} files)", not found.failures

    def values(self, folder: Path) -> Told:
        """Every hostile value in every field, read by everything that reads: 0 that it can't live with."""
        found = poisoned.poisoned(folder, Budget(VALUES, self.seconds), self.dice)
        return f"{found}", not found.failures

    def histories(self, _folder: Path) -> Told:
        """Random histories against the plain fold, in portions, each with a seed of its own."""
        budget, merges = Budget(HISTORIES, self.seconds), 0
        while budget.done < budget.rounds and not budget.over:
            store_machine.SEEN.clear()
            store_machine.run_machines(PORTION, STEPS, seed=self.dice.randrange(2**32))
            budget.done += PORTION
            merges += store_machine.SEEN["merges"]
        return f"{budget.done} histories, {merges} merges: 0 failures (bar {HISTORIES} histories)", True

    def mutants(self, _folder: Path) -> Told:
        """Each idea of the store switched off in turn must be noticed."""
        command = [sys.executable, "-m", "pytest", "-q", "tests/random/test_mutants.py"]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        return done.stdout.strip().splitlines()[-1], done.returncode == 0

    def merge(self, folder: Path) -> Told:
        """5k + 5k edits into a million measurements, the engine alone."""
        seconds = bench_store.merge_seconds(folder, 1_000_000)
        return f"5k + 5k edits into 1M measurements in {seconds:.2f} s (bar {MERGE_SECONDS:.0f} s)", (
            seconds < MERGE_SECONDS
        )


PORTION = 20
NAMES = ("kills", "imports", "power", "publishing", "hostile", "values", "histories", "mutants", "merge")


def run(name: str, bars: Bars) -> bool:
    """Run one bar in a folder of its own, and print what came out."""
    bar: Callable[[Path], Told] = getattr(bars, name)
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        words, held = bar(Path(folder))
    print(f"{name:<11}{'holds' if held else 'FAILS':<6} {words} [{time.monotonic() - start:.0f} s]", flush=True)
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="name", choices=[*NAMES, []])
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    bars = Bars(options.minutes * 60, options.seed)
    held = [run(name, bars) for name in options.names or NAMES]
    return int(not all(held))


if __name__ == "__main__":
    sys.exit(main())
