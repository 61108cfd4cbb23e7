"""What a goal's sentence says, wherever and whenever it is read."""

from __future__ import annotations

import re

from kpidesk.forms import Form
from kpidesk.reading.goals.amounts import Amount, Span
from kpidesk.reading.goals.days import When
from kpidesk.records import record

_MARKS = " ,;:.!–—-"
"""What ends a part of a line, and no name."""

_LED_TO = Form(r"(?:(?:^|(?<= ))(?:til|to|fra|from|frå|ned|opp|down|up)\s+)+$", re.IGNORECASE)
_LED_ON = Form(r"^\s*(?:av|of)(?=\s)", re.IGNORECASE)
"""The words that led to a number, and on from it, and say nothing without it: ``Fylle [100 % av] vaktene``."""


@record(frozen=True)
class Sentence:
    """A goal's line taken apart.

    ``first`` and ``last`` are from where to where it is to go, ``low`` and ``high`` what is to be held. ``change`` is
    an amount to be added (``by 10 %``), ``times`` what the start is to be multiplied by (``halve``). ``way`` is +1 for
    up, -1 for down and 0 where the words don't tell. ``start_words`` is where the words stand that tell the start.
    ``name`` is what is measured, ``narrowed`` tells that the words after the numbers make another measure of it.
    ``loose`` is a number that stands there without a word for what it is: ``12 nye kunder``.
    ``language`` is that of the line's own words, empty where both languages have them. ``span``
    is where the numbers stand with the words that go with them.
    """

    line: str
    name: str
    language: str
    first: Amount | None = None
    last: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    change: Amount | None = None
    times: float | None = None
    start_words: Span | None = None
    way: int = 0
    narrowed: bool = False
    loose: bool = False
    span: Span = (0, 0)
    when: When | None = None

    @property
    def words(self) -> str:
        """The line without its numbers and its day, as the name of an objective; whole where nothing is left."""
        cuts = sorted([self.span, *([self.when.span] if self.when else [])], reverse=True)
        rest = self.line
        for first, last in cuts:
            rest = f"{_LED_TO.compiled.sub('', rest[:first])} {_LED_ON.compiled.sub('', rest[last:])}"
        rest = " ".join(rest.split()).strip(_MARKS)
        rest = re.sub(r"^(?:i|in|for|av|of|til|to) |(?: til| to| på| at| opp| ned| up| down)+$", "", rest).strip(_MARKS)
        return rest[:1].upper() + rest[1:] if re.search(r"[^\W\d_]{2}", rest) else self.line

    @property
    def told(self) -> list[Amount]:
        """The numbers that are from where to where, or what is held, in their order."""
        return [each for each in (self.first, self.last, self.low, self.high) if each is not None]

    @property
    def by_weight(self) -> list[Amount]:
        """The amounts of which the first that tells a unit tells that of the line.

        A change in percent tells none: it is one of something else.
        """
        told = [each for each in (self.last, self.high, self.low, self.first) if each is not None]
        change = self.change
        return told or ([change] if change is not None and not change.percent else [])

    @property
    def holds(self) -> bool:
        """Tell whether a level is to be held."""
        return self.low is not None or self.high is not None
