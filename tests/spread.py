"""Who runs what when: tests that wait half of their time are dealt out, so that those that compute fill both cores.

Each worker begins with an equal piece of the list. All journeys in one piece would keep one worker waiting to the end
of the suite, with a core idle half of the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

import pytest

FOLDER = "hands"
LONGEST = ("test_menus.py", "test_goals.py", "test_by_keys.py", "test_round.py", "test_reading_tables.py")
EARLY = 0.6
"""The last journey begins when so much of a piece is done, so that none is what everybody waits for at the end."""


def spread(items: Sequence[pytest.Item], workers: int) -> list[pytest.Item]:
    """The same tests in the order for so many workers, those of one file one after the other."""
    waiting = sorted((each for each in items if each.path.parent.name == FOLDER), key=_longest_first)
    computing = [each for each in items if each.path.parent.name != FOLDER]
    found: list[pytest.Item] = []
    for worker, size in enumerate(_sizes(len(items), workers)):
        mine = waiting[worker::workers]
        room = max(size - len(mine), 0)
        found += _mixed(computing[:room], mine)
        computing = computing[room:]
    return [*found, *computing]


def _longest_first(item: pytest.Item) -> int:
    return LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST)


def _sizes(tests: int, workers: int) -> list[int]:
    """How many each worker gets at first, as pytest-xdist shares them out."""
    sizes = []
    for left in range(workers, 0, -1):
        sizes.append(tests // left)
        tests -= sizes[-1]
    return sizes


def _mixed(computing: list[pytest.Item], waiting: list[pytest.Item]) -> list[pytest.Item]:
    """One list, with those that wait at even distances between files: what the tests of a file share is made once."""
    borders = [0, *(at for at, (one, other) in enumerate(pairwise(computing), 1) if one.path != other.path)]
    wanted = [number * EARLY * len(computing) / len(waiting) for number in range(len(waiting))]
    places = [min(borders, key=partial(_distance, place)) for place in wanted]
    found = []
    for at, each in enumerate([*computing, None]):
        found += [one for one, place in zip(waiting, places, strict=True) if place == at]
        found += [] if each is None else [each]
    return found


def _distance(one: float, other: float) -> float:
    return abs(one - other)
