"""The order in which several workers run the tests."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from tests.spread import spread


@dataclass(frozen=True)
class Item:
    path: Path
    name: str = ""


JOURNEYS = [Item(Path(f"tests/hands/test_{name}.py")) for name in ("entry", "goals", "menus", "review", "windows")]


def others(files: int) -> list[Item]:
    return [Item(Path(f"tests/ui/test_{n}.py"), str(each)) for n in range(files) for each in range(20)]


@pytest.mark.parametrize("workers", [2, 3, 4])
def test_each_worker_has_its_share_of_journeys_early_and_none_tears_a_file_apart(workers: int) -> None:
    found = spread([*others(40), *JOURNEYS], workers)
    assert [found[0].path.stem, found[len(found) // workers].path.stem] == ["test_menus", "test_goals"], "the longest"
    cuts = [n * len(found) // workers for n in range(workers + 1)]
    for begin, end in pairwise(cuts):
        piece = found[begin:end]
        assert len(JOURNEYS) // workers <= sum(each in JOURNEYS for each in piece) <= -(-len(JOURNEYS) // workers)
        assert not any(each in JOURNEYS for each in piece[-len(piece) // 4 :])
        runs = [path for path, _tests in groupby(each.path for each in piece)]
        assert len(runs) == len(set(runs))


@pytest.mark.parametrize("workers", [2, 3, 4])
@pytest.mark.parametrize("files", [0, 1, 40])
@pytest.mark.parametrize("journeys", [0, 1, 5])
def test_no_test_is_lost_or_moved_among_those_that_compute(workers: int, files: int, journeys: int) -> None:
    found = spread([*JOURNEYS[:journeys], *others(files)], workers)
    assert [each for each in found if each not in JOURNEYS] == others(files)
    assert sorted(map(str, found)) == sorted(map(str, [*JOURNEYS[:journeys], *others(files)]))
