"""A number of the command line that remembers its words: in which unit they may stand is known once a file is open."""

from __future__ import annotations

import argparse
import datetime as dt

from kpidesk import reading
from kpidesk.commands import checks
from kpidesk.domain.period import DAY_ONE, LAST_DAY
from kpidesk.reading import Ambiguous, NotUnderstood, Understood, Writing
from kpidesk.text import _

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


def number(words: str) -> float:
    """A number as a computer or as a person writes it, ``0.5`` or ``0,5``; argparse tells why it is none.

    What could be thousands or decimals, ``12.500``, is refused: the language of the file is not known yet.
    """
    read = reading.number(words, Writing(sums=True))
    if isinstance(read, Understood):
        return Typed.of(read.value, words)
    if not words.strip():
        raise argparse.ArgumentTypeError(_("A number is missing. Nothing was changed."))
    if isinstance(read, NotUnderstood):
        raise argparse.ArgumentTypeError(str(checks.no_number(words, read)))
    plain = words.strip().replace(".", "").replace(",", "")
    raise argparse.ArgumentTypeError(
        _("“{typed}” can be read in two ways. Write {plain}, or leave out the last zeros of a decimal.").format(
            typed=words.strip()[:40], plain=plain[:40]
        )
    )


def day(words: str) -> dt.date:
    """A day as a computer or as a person writes it; argparse tells why it is none."""
    read = reading.day(words)
    if isinstance(read, Understood):
        return read.value
    if isinstance(read, Ambiguous):
        raise argparse.ArgumentTypeError(
            _("“{typed}” can be read in two ways. Write {first} or {last}.").format(
                typed=words.strip()[:40], first=read.readings[0], last=read.readings[1]
            )
        )
    raise argparse.ArgumentTypeError(
        _("{words} is not a day between {first} and {last}, written like 2026-03-16").format(
            words=words[:40], first=DAY_ONE, last=LAST_DAY
        )
    )
