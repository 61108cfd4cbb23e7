"""Working days in Norway: Monday to Friday but for the public holidays.

The holidays are those of the Act on public holidays and of 1 and 17 May; they have been the same since 1947.
Christmas Eve, New Year's Eve and Whitsun Eve count as working days, as they do in law.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from kpidesk.domain.period import Period

FIXED = ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))
"""Month and day of the holidays that keep their date."""
FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Days from Easter Sunday: Maundy Thursday, Good Friday, both Easter days, Ascension, both days of Whitsun."""


@lru_cache(maxsize=512)
def easter(year: int) -> dt.date:
    """Easter Sunday by the Gregorian reckoning (the anonymous rule of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * i - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return dt.date(year, month, (h - m + r + month + 19) % 32)


@lru_cache(maxsize=512)
def holidays(year: int) -> frozenset[dt.date]:
    """The public holidays of a year."""
    moving = {easter(year) + dt.timedelta(days=days) for days in FROM_EASTER}
    return frozenset(moving | {dt.date(year, month, day) for month, day in FIXED})


def working_days(period: Period) -> int:
    """How many working days a period has."""
    days = (period.first + dt.timedelta(days=n) for n in range(period.days))
    return sum(1 for day in days if day.weekday() < 5 and day not in holidays(day.year))
