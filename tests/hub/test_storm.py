"""Machines killed, lines cut, the server crashed, clocks hours apart: nothing lost, nothing twice, all agree."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests import long
from tests.hub import cluster as clusters
from tests.hub.conftest import prepare
from tests.hub.storm import Storm

MACHINES = long.either(3, 20)
SECONDS = long.either(2.5, 60.0 * float(os.environ.get("KPIDESK_STORM_MINUTES", "1")))
"""``--long`` takes as many minutes as ``KPIDESK_STORM_MINUTES`` says: 10 are the bar."""


@pytest.mark.timeout(SECONDS * 4 + 300)
def test_nothing_acknowledged_is_lost_and_all_agree(tmp_path: Path) -> None:
    clusters.found_or_skipped()
    with clusters.running(careful=True) as made:
        prepare(made)
        storm = Storm(made, tmp_path, MACHINES, seed=18)
        storm.rage(SECONDS)
        assert storm.acknowledged() and storm.told
        ends = list(storm.ends())
        assert storm.holes() == 0
    for held, _shown in ends:
        assert storm.acknowledged() <= held
    assert all(shown == ends[0][1] for _held, shown in ends)
    print(f"{len(storm.acknowledged())} edits, {storm.told}")
