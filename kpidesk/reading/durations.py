"""Lengths of time: ``1:35``, ``00:12:30``, ``1 t 35 min``, in the unit that is measured."""

from __future__ import annotations

import re
from fractions import Fraction

from kpidesk.reading.results import Ambiguous, Result, Understood
from kpidesk.reading.words import SECONDS, UNITS

_CLOCK = re.compile(
    r"(?P<sign>-)?(?P<a>[0-9]{1,5}):(?P<b>[0-5][0-9])(?::(?P<c>[0-5][0-9](?:[.,][0-9]+)?))? ?(?P<unit>[^\W\d_]*\.?)"
)
_SPELLED = re.compile(
    r"(?P<sign>-)?(?:(?P<hours>[0-9]+) ?(?:t|time|timer|h|hr|hrs|hour|hours)\.?)?(?:,? ?(?:og |and )?)?"
    r"(?:(?P<minutes>[0-9]+) ?(?:m|min|mins|minutt|minutter|minute|minutes)\.?)?(?:,? ?(?:og |and )?)?"
    r"(?:(?P<seconds>[0-9]+) ?(?:s|sek|sekund|sekunder|sec|second|seconds)\.?)?"
)  # fmt: skip


def read(bare: str, unit: str) -> Result[float] | None:
    """A length of time in hours, minutes or seconds, whichever ``unit`` is; ``None`` for what has no such form.

    Two parts are hours and minutes, but where seconds are measured; where minutes are, they can be minutes and
    seconds as well.
    """
    if unit not in SECONDS:
        return None
    folded = bare.casefold()
    if found := _CLOCK.fullmatch(folded):
        return _clock(found, unit)
    found = _SPELLED.fullmatch(folded)
    told = [name for name in ("hours", "minutes", "seconds") if found and found[name]]
    if found is None or not told or (len(told) == 1 and not folded.endswith("m")):
        return None
    seconds = sum(int(found[name]) * SECONDS[name] for name in told)
    return Understood(_in_unit(Fraction(seconds), found, unit), True)


def _clock(found: re.Match[str], unit: str) -> Result[float] | None:
    first, second = int(found["a"]), int(found["b"])
    said = UNITS.get(found["unit"]) if found["unit"] else ""
    if said is None or (said and said not in SECONDS):
        return None
    if found["c"]:
        exact = Fraction(first * 3600 + second * 60) + Fraction(found["c"].replace(",", "."))
        return Understood(_in_unit(exact, found, unit), True)
    lengths = (first * 3600 + second * 60, first * 60 + second)
    by_hours, by_minutes = (_in_unit(Fraction(length), found, unit) for length in lengths)
    if said:
        return Understood(by_hours if said == "hours" else by_minutes, True)
    if unit == "hours":
        return Understood(by_hours, True)
    return Ambiguous((by_hours, by_minutes) if unit == "minutes" else (by_minutes, by_hours))


def _in_unit(seconds: Fraction, found: re.Match[str], unit: str) -> float:
    return float((-seconds if found["sign"] else seconds) / SECONDS[unit]) + 0.0
