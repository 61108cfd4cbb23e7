"""The bars of the store, short; ``python tests/benchmarks/full_store.py`` runs them in full."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests import long
from tests.store.bars import hostile, kills, power, publishing
from tests.store.bars.budget import Budget

KILLS, CUTS, HOSTILE = long.either((5, 20, 25), (12, 60, 50))
forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked, which this system can't")


@forking
def test_killed_amid_an_import_or_a_merge_nothing_is_half_done(tmp_path: Path) -> None:
    found = kills.during_imports_and_merges(tmp_path, Budget(KILLS), random.Random(3))
    assert found.failures == 0, found
    assert found.rounds == KILLS


@forking
def test_killed_while_editing_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    found = kills.during_edits(tmp_path, Budget(KILLS), random.Random(5))
    assert found.failures == 0, found
    assert found.acknowledged > 0


@pytest.mark.skipif(not power.available(), reason="a run is recorded with strace, which is not there")
def test_after_a_power_cut_every_acknowledged_edit_is_there(tmp_path: Path) -> None:
    found = power.power_cuts(tmp_path, Budget(CUTS), random.Random(7))
    assert found.failures == 0, found
    assert found.cuts == CUTS


@pytest.mark.skipif(not power.available(), reason="a run is recorded with strace, which is not there")
def test_the_simulated_cuts_notice_a_sync_that_is_left_out(tmp_path: Path) -> None:
    start, events = power.record(tmp_path / "recorded")
    unsynced = [event for event in events if event[0] != "sync"]
    dice, found = random.Random(7), power.Cut()
    first, last = unsynced.index(("mark", 0)), unsynced.index(("mark", power.LAST))
    for n in range(15):
        files, acknowledged = power.cut(start, unsynced[: dice.randint(first, last)], dice)
        left = tmp_path / f"left{n}"
        for name, content in files.items():
            (left / name).parent.mkdir(parents=True, exist_ok=True)
            (left / name).write_bytes(content)
        power.look(left, acknowledged, found)
    assert found.failures > 5, "without syncs nearly every cut loses something"


@forking
def test_machines_that_publish_against_each_other_lose_nothing(tmp_path: Path) -> None:
    found = publishing.publishing(tmp_path, 2.0, random.Random(9))
    assert found.failures == 0, found
    assert found.acknowledged > 10 and found.kills > 0


@forking
def test_hostile_files_do_no_harm(tmp_path: Path) -> None:
    found = hostile.hostile(tmp_path, Budget(HOSTILE), random.Random(13))
    assert found.failures == 0, found
    assert found.refused > 10 and found.taken > 3
