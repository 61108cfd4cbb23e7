"""What of a table's rows differs from before: which make way for which, so that the others stay where they are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Sequence

MOST_STEPS = 12
"""Where more places of the table differ than this, or more rows change places, it is another table."""
Step = tuple[int, int, int, int]


def steps_between(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Step] | None:
    """Which rows make way for which, from the top; ``None`` when there are too many to be worth it.

    As many as can stay where they are among the others do: the longest stretch of places that only rises.
    """
    places = {key: place for place, key in enumerate(before)}
    both = [(places[key], place) for place, key in enumerate(after) if key in places]
    stay = _rising(both)
    if len(both) - len(stay) > MOST_STEPS:
        return None
    steps, old, new = [], 0, 0
    for was, place in [*stay, (len(before), len(after))]:
        if was > old or place > new:
            steps.append((old, was, new, place))
        old, new = was + 1, place + 1
    return steps if len(steps) <= MOST_STEPS else None


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of some pairs in which the first numbers rise too."""
    ends: list[int] = []  # the least number that a part of each length ends with, and which pair that is
    at: list[int] = []
    before = [-1] * len(pairs)
    for n, (number, _place) in enumerate(pairs):
        length = bisect_left(ends, number)
        before[n] = at[length - 1] if length else -1
        ends[length : length + 1], at[length : length + 1] = [number], [n]
    found, n = [], at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]


def runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each stretch of places without a gap."""
    runs: list[tuple[int, int]] = []
    for place in places:
        first = runs.pop()[0] if runs and runs[-1][1] == place - 1 else place
        runs.append((first, place))
    return runs
