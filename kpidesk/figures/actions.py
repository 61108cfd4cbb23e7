"""What was done to move a number, and the numbers before and after it, to judge whether it helped."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from kpidesk.domain.entities import Annotation
from kpidesk.domain.period import Period
from kpidesk.figures.model import KpiFigures
from kpidesk.records import record

ENOUGH = 3
"""So many later values are needed before it makes sense to ask."""
COMPARED = 8
"""At most so many values before and after are looked at."""


@record(frozen=True)
class Effect:
    """The mean before and after a period, and how many values there are after it."""

    before: float | None
    after: float | None
    later: int

    @property
    def can_be_judged(self) -> bool:
        """Tell whether there are enough values after it."""
        return self.later >= ENOUGH


@record(frozen=True)
class Action:
    """Something that was done in a period, with its note."""

    note: Annotation
    period: Period
    effect: Effect


def effect_of(figures: KpiFigures, period: Period) -> Effect:
    """Compare the values before a period with those after it; the period itself belongs to neither."""
    before = [value for each, value in figures.known if each.last < period.first][-COMPARED:]
    later = [value for each, value in figures.known if each.first > period.last]
    return Effect(_mean(before), _mean(later[:COMPARED]), len(later))


def open_actions(figures: KpiFigures, notes: Mapping[Period, Sequence[Annotation]]) -> tuple[Action, ...]:
    """What was done, can be judged by now, and has not been; newest first."""
    asked = [(note, period) for period, found in notes.items() for note in found if note.action and note.helped is None]
    actions = [Action(note, period, effect_of(figures, period)) for note, period in asked]
    return tuple(sorted((d for d in actions if d.effect.can_be_judged), key=lambda d: d.period.first, reverse=True))


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
