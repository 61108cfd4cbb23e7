"""Amounts of money, exact: whole numbers of the smallest part that the format allows.

SAF-T 1.40 allows eighteen decimals. A float would lose an øre here and there, and then no control total would agree.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kpidesk import format as fmt

DECIMALS = 18
KRONE: int = 10**DECIMALS
"""One krone; every amount of this room is a whole number of these parts of it."""
LONGEST = 60
_AMOUNT = re.compile(r"([+-]?)(\d*)(?:\.(\d*))?")


def amount(text: str) -> int | None:
    """The amount that an ``xs:decimal`` says, exactly; ``None`` for what is none."""
    text = text.strip()
    found = _AMOUNT.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    sign, whole, part = found[1], found[2], found[3] or ""
    if not (whole or part) or not (whole + part).isascii() or len(part.rstrip("0")) > DECIMALS:
        return None
    size = int(whole or "0") * KRONE + int(part[:DECIMALS].ljust(DECIMALS, "0"))
    return -size if sign == "-" else size


def kroner(value: int) -> float:
    """An amount as the number that is stored: kroner, rounded once."""
    return value / KRONE


def written(value: int, decimals: int = 2) -> str:
    """An amount as it is written, to the øre: ``382 000,00``."""
    return fmt.number(kroner(value), decimals)


@dataclass(frozen=True)
class Money:
    """An amount inside a sentence, written where the sentence is read; with ``unit`` as ``421 716,50 kr``."""

    amount: int
    unit: bool = False
    decimals: int = 2

    def __str__(self) -> str:
        text = written(self.amount, self.decimals)
        return fmt.joined(text, "currency") if self.unit else text


@dataclass(frozen=True)
class Day:
    """A day inside a sentence, by its ordinal: ``30. juni``, with the year where ``year`` is set."""

    ordinal: int
    year: bool = False

    def __str__(self) -> str:
        day = dt.date.fromordinal(self.ordinal)
        return fmt.day(day) if self.year else fmt.day_month(day)
