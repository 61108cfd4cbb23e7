"""Weeks and months that the edge of a file cuts off: what it holds of them is not the whole.

Days that are never there, as the Sundays of a shop that is closed then, are not missed. In a file in which few of the
days stand, as one of single payments, nobody can tell what is missing, and nothing is said to be.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpidesk.domain.entities import Combine
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stretch import Stretch

USUAL = 0.75
"""A weekday, or a week or month, that stands in so many of its places is expected in the others."""
FEWEST_DAYS = 5
"""Fewer days are single payments rather than a log of days."""
WORKDAYS = 5


@dataclass(frozen=True)
class CutOff:
    """A longer period of which the file holds a part: what is missing, in order, and whether it has ended."""

    period: Period
    missing: tuple[Period, ...]
    ended: bool
    parts: int = 0
    """How many parts it has, with those that are missing."""

    @property
    def there(self) -> int:
        """How many of its parts the file holds."""
        return self.parts - len(self.missing)


def cut_off(found: Sequence[Period], into: Frequency, fiscal_start: int, today: dt.date, rule: Combine) -> list[CutOff]:
    """The longer periods at the edges of ``found`` (in order, of one shorter frequency) that are not whole.

    For what is the ``last`` number of a period only what is missing at its end counts.
    """
    if not found or found[0].frequency is into:
        return []
    expected = _expected(found)
    edges = dict.fromkeys((found[0].within(into, fiscal_start), found[-1].within(into, fiscal_start)))
    cut = []
    for edge in edges:
        parts = edge.parts(found[0].frequency)
        before = [part for part in parts if part < found[0] and rule is not Combine.LAST]
        after = [part for part in parts if part > found[-1]]
        missing = tuple(part for part in (*before, *after) if expected(part))
        running = bool(after) and edge.last >= today
        if missing or running:
            cut.append(CutOff(edge, missing, not running, len(parts)))
    return cut


def _expected(found: Sequence[Period]) -> Callable[[Period], bool]:
    """Tells of a period beyond the edge whether a file of this kind would hold it if it went on."""
    if found[0].frequency is Frequency.DAY:
        weekdays = _weekdays(found)
        return lambda part: part.first.weekday() in weekdays
    regular = len(found) >= USUAL * len(Stretch.between(found[0], found[-1]))
    return lambda _part: regular


def _weekdays(found: Sequence[Period]) -> frozenset[int]:
    """The weekdays that a file of days holds as a rule; a week that is not seen whole is taken to have workdays."""
    if len(found) < FEWEST_DAYS:
        return frozenset()
    there = Counter(day.first.weekday() for day in found)
    passed = Counter(day.first.weekday() for day in Stretch.between(found[0], found[-1]))
    usual = {weekday for weekday, n in passed.items() if there[weekday] >= USUAL * n}
    working = {weekday for weekday in passed if weekday < WORKDAYS}
    unseen = set(range(WORKDAYS)) - set(passed)
    return frozenset(usual | (unseen if working <= usual else set()))
