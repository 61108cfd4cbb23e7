"""Words in which no line ends inside a number, however they were typed.

It is loaded with the first frame, and so needs nothing else of the program.
"""

from __future__ import annotations

import functools
import re

PAID = ("kr", "kr.", "kroner", "krone", "nok", "sek", "dkk", "usd", "us$", "eur", "euro", "gbp", "chf", "$", "€", "£")
COUNTED = (
    *PAID, "%", "prosent", "percent", "pct", "pst", "pst.", "pp", "prosentpoeng", "poeng", "point", "points",
    "stk", "stk.", "pcs", "t", "h", "hr", "hrs", "hour", "hours", "time", "timer", "d", "dag", "dager", "day", "days",
    "min", "min.", "mins", "minutt", "minutter", "minute", "minutes",
    "s", "sek.", "sec", "sekund", "sekunder", "second", "seconds",
    "k", "tusen", "tus", "tus.", "thousand", "thousands", "mill", "mill.", "mio", "mio.", "mn", "million", "millioner",
    "millions", "mrd", "mrd.", "milliard", "milliarder", "bn", "billion", "billions", "billioner", "tn", "trillion",
    "trillions", "mnok", "mkr", "msek", "mdkk", "meur", "musd", "mill.kr", "tnok", "knok", "tkr", "kkr",
    "g", "kg", "m", "km", "ppm", "kWh", "°C",
)  # fmt: skip
"""What stands before a number and behind one."""


def unbroken(words: str) -> str:
    """Somebody's words with spaces that break no line inside a number and between it and its unit: ``10 000 kr``."""
    if not any(sign.isdigit() for sign in words):
        return words
    return _gaps().sub("\u00a0", words)


@functools.cache
def _gaps() -> re.Pattern[str]:
    """The spaces between the digits of a number, behind the currency before it, and before what it counts in."""
    counted = "|".join(map(re.escape, COUNTED))
    paid = "|".join(rf"(?<=(?<!\w){re.escape(word)})" for word in PAID)
    digits = r"(?<=\d) (?=\d{3}(?!\d))"
    return re.compile(rf"{digits}|(?<=\d) (?=(?:{counted})(?!\w))|(?:{paid}) (?=[+\u2212-]?\d)", re.IGNORECASE)
