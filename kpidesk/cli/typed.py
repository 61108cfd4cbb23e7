"""A number of the command line that remembers its words: in which unit they may stand is known once a file is open."""

from __future__ import annotations

import argparse

from kpidesk import reading
from kpidesk.commands import checks
from kpidesk.reading import NotUnderstood, Writing

NAMES = ("target", "value", "high", "red_flag", "red_high", "path_from")
"""The options that are numbers in the unit of a KPI."""


class Typed(float):
    """A number, with the words that said it."""

    words: str = ""

    @classmethod
    def of(cls, value: float, words: str) -> Typed:
        """The number that some words say."""
        made = cls(value)
        made.words = words
        return made


def check_unit(options: argparse.Namespace, unit: str) -> None:
    """Refuse a number that names another unit than a KPI's: “€ 12” where kroner are measured; raises ``BadInput``."""
    for number in (getattr(options, name, None) for name in NAMES):
        if isinstance(number, Typed):
            found = reading.number(number.words, Writing(unit=unit, sums=True))
            if isinstance(found, NotUnderstood):
                raise checks.no_number(number.words, found)
