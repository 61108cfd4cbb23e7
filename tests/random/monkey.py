"""A monkey at the real window: seeded keys, clicks, drags, pastes and commands, from an empty file, at today's date.

    python tests/random/monkey.py --minutes 5 --seed 1      different seeds from 1 on, for five minutes
    python tests/random/monkey.py --seed 7 --steps 200      one seed
    python tests/random/monkey.py --seed 7 --only 3,18,40   these steps of it alone
    python tests/random/monkey.py --seed 7 --shrink         the fewest steps that still fail

After every step there must be no exception (in any thread), no warning of Qt's, no fault in the log, and a window.
At the end the file must be in order, and undoing everything and redoing it must lead back to the same. Each step has
dice of its own, so a fault can be shrunk to the steps that it needs; the trail tells what they did. What is freed is
overwritten (glibc's ``perturb``), so that a use after free shows at once. Exit code 0, or 1 with the fault.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
STEPS = 60
"""So many for a seed where nothing else is asked."""
HARSH = {
    "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0", "PYTHONFAULTHANDLER": "1",
    "QT_QPA_PLATFORM": "offscreen",
}  # fmt: skip


def run(seed: int, steps: list[int], trail: Path) -> tuple[int, str]:
    """A seed in a process of its own, where freed memory is overwritten: exit code, and what it said."""
    trail.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="monkey-") as folder:
        command = [sys.executable, "-m", "tests.random.monkey_inside", str(seed), ",".join(map(str, steps)), folder,
                   str(trail.absolute())]  # fmt: skip
        environment = {**os.environ, **HARSH, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace", check=False
        )
    return done.returncode, done.stdout + done.stderr[-8000:]


def shrink(seed: int, steps: list[int], trail: Path) -> list[int]:
    """The fewest steps that still fail: halves, quarters, … are left out while the fault stays."""
    size = max(1, len(steps) // 2)
    while True:
        for start in range(0, len(steps), size):
            fewer = steps[:start] + steps[start + size :]
            if fewer and run(seed, fewer, trail)[0] != 0:
                steps = fewer
                print(f"  {len(steps)} steps", flush=True)
                break
        else:
            if size == 1:
                return steps
            size //= 2


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--only", default="", help="numbers of steps")
    parser.add_argument("--shrink", action="store_true")
    parser.add_argument("--trail", type=Path, default=Path(tempfile.gettempdir()) / "monkey-trail.jsonl")
    asked = parser.parse_args()
    steps = [int(each) for each in asked.only.split(",")] if asked.only else list(range(asked.steps))
    if asked.shrink:
        steps = shrink(asked.seed, steps, asked.trail)
        print(run(asked.seed, steps, asked.trail)[1])
        print(f"--seed {asked.seed} --only {','.join(map(str, steps))}\n{asked.trail.read_text(encoding='utf-8')}")
        return 1
    failed, seed, until = 0, asked.seed, time.monotonic() + 60 * asked.minutes
    while True:
        code, said = run(seed, steps, asked.trail.with_stem(f"{asked.trail.stem}-{seed}"))
        print(f"seed {seed}: {'fine' if code == 0 else f'exit {code}'} {said.strip()}", flush=True)
        failed, seed = failed + (code != 0), seed + 1
        if time.monotonic() >= until:
            return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
