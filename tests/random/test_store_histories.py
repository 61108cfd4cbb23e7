"""Random histories on three machines mean the same to the program and to a plain fold of the log."""

from __future__ import annotations

import os

from tests import long
from tests.random import store_machine

SEED, HISTORIES = long.either((5, 8), (1, 12))
"""Histories that reach everything asked for below; other seeds are tried by ``tests/benchmarks/full_store.py``. With
``--long`` values that stand in the source are drawn as well, so that a seed gives other histories."""


def test_machines_always_agree_with_the_fold_and_with_each_other() -> None:
    store_machine.SEEN.clear()
    histories = int(os.environ.get("KPIDESK_HISTORIES", str(HISTORIES)))
    store_machine.run_machines(histories, 30, shrink="KPIDESK_SHRINK" in os.environ, seed=SEED)
    wanted = ("merges", "reverts", "restores", "settled", "conflicts", "revived", "skipped moves", "merges undone")
    for reached in wanted:
        assert store_machine.SEEN[reached] > 0, f"the histories never reached {reached}"
