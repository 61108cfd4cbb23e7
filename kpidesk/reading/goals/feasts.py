"""The days by which people plan without a date: Christmas, Easter, the summer, the seasons."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from kpidesk.domain.workdays import easter


def _fixed(month: int, day: int) -> Callable[[int], dt.date]:
    return lambda year: dt.date(year, month, day)


def _from_easter(days: int) -> Callable[[int], dt.date]:
    return lambda year: easter(year) + dt.timedelta(days=days)


def _black_friday(year: int) -> dt.date:
    """The Friday after the fourth Thursday of November."""
    first = dt.date(year, 11, 1)
    return first + dt.timedelta(days=(3 - first.weekday()) % 7 + 22)


FEASTS: dict[str, Callable[[int], dt.date]] = {
    r"jul(?:a|en|aften|eferien|ehandelen|esalget)?|christmas|xmas|the holidays": _fixed(12, 24),
    r"påske(?:n|ferien)?|easter": _from_easter(-4),
    r"pinse|whitsun": _from_easter(48),
    r"(?:nasjonaldagen|constitution day)": _fixed(5, 17),
    r"sankthans|midsummer": _fixed(6, 24),
    r"black friday|black week": _black_friday,
    r"vinterferien": _fixed(2, 20),
    r"høstferien": _fixed(9, 30),
    r"sommer(?:en|ferien)?|sumar(?:en)?|fellesferien|the summer(?: holidays)?|summer(?: holidays)?": _fixed(6, 30),
    r"vår(?:en)?|the spring|spring": _fixed(5, 31),
    r"høst(?:en)?|haust(?:en)?|the (?:autumn|fall)|autumn|fall": _fixed(11, 30),
    r"skolestart|school start": _fixed(8, 15),
}
"""How people name a day, and which it is in a year. The summer ends the half-year; spring and autumn take their last
month with them; by Easter is the Wednesday before it."""
_BEFORE = {
    "vår": _fixed(3, 1), "spring": _fixed(3, 1), "høst": _fixed(9, 1), "haust": _fixed(9, 1), "autumn": _fixed(9, 1),
    "fall": _fixed(9, 1), "sommer": _fixed(7, 1), "sumar": _fixed(7, 1), "summer": _fixed(7, 1),
    "fellesferien": _fixed(7, 1), "påske": _from_easter(-3), "easter": _from_easter(-3),
}  # fmt: skip
"""The first day of what takes its time, before which something is to be done."""


def feast(words: str, year: int, *, before: bool = False) -> dt.date:
    """The day of a year that the words name, or the last one before it; raises ``ValueError`` for none."""
    for form, of in FEASTS.items():
        if re.fullmatch(form, words):
            first = next((begins for name, begins in _BEFORE.items() if re.search(rf"\b{name}", words)), of)
            return first(year) - dt.timedelta(days=1) if before else of(year)
    raise ValueError(words)
