"""In what a line's numbers count, and in which unit they are stored."""

from __future__ import annotations

from kpidesk.reading.context import Writing
from kpidesk.reading.goals import units
from kpidesk.reading.goals.amounts import NUMBER_WORDS, Amount
from kpidesk.reading.goals.sentence import Sentence
from kpidesk.reading.numbers import number
from kpidesk.reading.results import likeliest
from kpidesk.records import record
from kpidesk.text import language

SHARES_SCALE = 1000.0
"""“from 1.5 to 2 million” is 1.5 million; “from 900,000 to 2 million” is not 900,000 million."""
KEPT = 10
"""Decimals that a calculated number keeps: it ends where binary fractions begin."""


@record(frozen=True)
class Told:
    """A number in a line and what it means: ``value`` in the unit of the measure, ``factor`` for each written one."""

    amount: Amount
    value: float
    factor: float
    language: str


def value_of(amount: Amount, spoken: str) -> float | None:
    """What the digits of an amount say, by the language of its line."""
    word = NUMBER_WORDS.get(amount.text.casefold())
    return word if word is not None else likeliest(number(amount.text, Writing(spoken)), None)


class Scale:
    """How the numbers of one sentence are stored.

    ``unit`` is the one in force, where there is one: “1.5 million kr” is 1 500 000 for what is measured in kr, and
    1.5 in “million kr” for what is not measured yet. ``said`` is the unit that the line itself tells, as a stored
    code, empty if untold; ``lost`` tells that one of its numbers is none.
    """

    def __init__(self, sentence: Sentence, unit: str | None) -> None:
        self._spoken = sentence.language or language()
        told = sentence.told
        self.lost = any(value_of(each, self._spoken) is None for each in told)
        self.code = next((each.code for each in sentence.by_weight if each.code), "")
        self._shared = self._shared_scale(told)
        self._times = 1.0 if unit is None else units.ratio(self.code, unit) or 1.0
        factors = {self._factor(each) for each in told}
        spelled = [each for each in told if each.scale]
        self.said = self.code
        self._kept = bool(spelled) and factors != {1.0} and len(factors) == 1 and unit != (self.code or unit or "")
        if self._kept:
            money = next((each.unit for each in sentence.by_weight if each.unit), "")
            self.said = f"{spelled[-1].scale} {money}".strip()
        self.unit = unit or self.said or "count"

    def told(self, amount: Amount | None, *, own: bool = False) -> Told | None:
        """An amount in the unit that is stored; ``own`` for one that shares nothing with the others."""
        value = None if amount is None else value_of(amount, self._spoken)
        if amount is None or value is None:
            return None
        factor = (amount.factor if own else self._factor(amount)) * self._times
        if self._kept:
            factor = 1.0
        return Told(amount, round(value * factor, KEPT) if factor != 1 else value, factor, self._spoken)

    def of(self, amount: Amount | None, *, own: bool = False) -> float | None:
        """The value of an amount in the unit that is stored."""
        told = self.told(amount, own=own)
        return None if told is None else told.value

    def _factor(self, amount: Amount) -> float:
        bare = not amount.scale and not amount.letter
        small = abs(value_of(amount, self._spoken) or 0.0) < SHARES_SCALE
        return self._shared if bare and small else amount.factor

    def _shared_scale(self, told: list[Amount]) -> float:
        """The scale that the last number gives one without: “from 1.5 to 2 million”."""
        if len(told) < 2 or told[0].scale or told[0].letter or told[0].own_unit:
            return 1.0
        return told[-1].factor
