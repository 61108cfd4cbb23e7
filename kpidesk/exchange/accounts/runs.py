"""Voucher numbers in a row, kept as stretches, so that a million of them cost no more than a few."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

_NUMBERED = re.compile(r"(.*?)(\d{1,15})")
MOST_MISSING = 20
"""A larger step is another series of numbers, no gap."""


class Gap(NamedTuple):
    """Numbers that are missing between two vouchers: the two, their days as ordinals, and how many are missing."""

    before: int
    after: int
    before_day: int
    after_day: int

    @property
    def missing(self) -> range:
        """The numbers that nobody has used."""
        return range(self.before + 1, self.after)


@dataclass
class _Stretch:
    first: int
    last: int
    first_day: int
    last_day: int


class Runs:
    """The numbers of one series."""

    def __init__(self) -> None:
        self._firsts: list[int] = []
        self._stretches: list[_Stretch] = []

    def add(self, number: int, day: int) -> None:
        """Note a number and the day of its voucher."""
        at = bisect_right(self._firsts, number) - 1
        before = self._stretches[at] if at >= 0 else None
        if before is not None and number <= before.last:
            return
        after = self._stretches[at + 1] if at + 1 < len(self._stretches) else None
        if before is not None and number == before.last + 1:
            before.last, before.last_day = number, day
            if after is not None and after.first == number + 1:
                before.last, before.last_day = after.last, after.last_day
                del self._stretches[at + 1], self._firsts[at + 1]
        elif after is not None and number == after.first - 1:
            after.first, after.first_day = number, day
            self._firsts[at + 1] = number
        else:
            self._stretches.insert(at + 1, _Stretch(number, number, day, day))
            self._firsts.insert(at + 1, number)

    def absorb(self, other: Runs) -> None:
        """Note the numbers of another file of the same series."""
        for stretch in other._stretches:
            at = bisect_right(self._firsts, stretch.first)
            self._stretches.insert(at, stretch)
            self._firsts.insert(at, stretch.first)
        whole: list[_Stretch] = []
        for stretch in self._stretches:
            if whole and stretch.first <= whole[-1].last + 1:
                if stretch.last > whole[-1].last:
                    last = whole.pop()
                    whole.append(_Stretch(last.first, stretch.last, last.first_day, stretch.last_day))
            else:
                whole.append(stretch)
        self._stretches, self._firsts = whole, [stretch.first for stretch in whole]

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self._firsts, number) - 1
        return at >= 0 and number <= self._stretches[at].last

    def gaps(self) -> Iterator[Gap]:
        """The gaps, in order."""
        for one, other in zip(self._stretches, self._stretches[1:], strict=False):
            if other.first - one.last - 1 <= MOST_MISSING:
                yield Gap(one.last, other.first, one.last_day, other.first_day)


def numbered(text: str) -> tuple[str, int] | None:
    """The series and the number of a voucher: ``A-17`` is 17 of ``A-``; ``None`` for one without a number."""
    found = _NUMBERED.fullmatch(text)
    return None if found is None else (found[1], int(found[2]))
