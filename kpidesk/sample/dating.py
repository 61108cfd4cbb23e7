"""When the example is told: on the day its content was written for, or as it would stand on any other.

The weeks follow by whole weeks, the months by whole months, and what people did on a day by days, so that today is
the same day of the same story: last week's numbers wait, and about three quarters of the quarter are gone. Where that
is none of the calendar's quarters, the company's fiscal year starts in another month.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

from kpidesk import format as fmt
from kpidesk.domain import score
from kpidesk.domain.due import GRACE_DAYS
from kpidesk.domain.period import Frequency, Period
from kpidesk.text import language

GONE = 0.75
"""So much of the quarter is gone, or up to a sixth more or less."""
LEAST, MOST, JUST, SPARE = 0.05, 0.99, 0.0001, 0.01
"""Nothing has come to its end, or nowhere, by being told on another day; what is just behind is so by the third, and
what is on track has the fourth to spare, for the goals above."""
_NAMED = re.compile(r"\{(week|month):([^}]+)\}")


@dataclass(frozen=True)
class Dating:
    """From the days of the content, told on ``told``, to those of the example, which stands as on ``today``."""

    told: dt.date
    today: dt.date
    quarter: Period

    @property
    def moved(self) -> bool:
        """Tell whether the example stands on another day than it was written for."""
        return self.told != self.today

    @cached_property
    def weeks(self) -> int:
        """Whole weeks from the week of the content to that of today."""
        one, other = (Period.containing(day, Frequency.WEEK).first for day in (self.told, self.today))
        return (other - one).days // 7

    @cached_property
    def months(self) -> int:
        """Whole months from the month of the content to that of today."""
        return 12 * (self.today.year - self.told.year) + self.today.month - self.told.month

    def period(self, text: str) -> Period:
        """A week, a month or a quarter of the content."""
        told = Period.parse(text)
        if told.frequency is Frequency.WEEK:
            return told.next(self.weeks)
        return Period(told.frequency, _months_on(told.first, self.months))

    def day(self, text: str) -> dt.date:
        """A day on which somebody did something, or is to."""
        return dt.date.fromisoformat(text) + (self.today - self.told)

    @cached_property
    def cycle(self) -> Period:
        """The quarter that the goals are for: of the three that today can lie in, the one that is about as far gone."""
        ended = self.period(self.quarter.key())
        quarters = [Period(ended.frequency, _months_on(ended.first, n)) for n in range(3)]
        return min(quarters, key=lambda each: abs(score.expected(each.first, each.last, self.today) - GONE))

    @property
    def fiscal_start(self) -> int:
        """The month in which the fiscal year starts: January wherever the quarter is one of the calendar's."""
        return 1 + (self.cycle.first.month - 1) % 3

    def grace(self, frequency: Frequency, told: int | None) -> int | None:
        """The grace of a KPI, so that what waits today is as late as it is told to be.

        A weekly number is due as many days from today on every day of the week; a monthly one that is late is as many
        days late, or in the first days of a month all that it can be.
        """
        if not self.moved:
            return told
        if frequency is Frequency.WEEK:
            return (GRACE_DAYS if told is None else told) + self.today.weekday() - self.told.weekday()
        return told if told is None else max(0, told + self.today.day - self.told.day)

    # ---- how far the goals have come -----------------------------------------------------------------

    def progress(self, told: float, lag: float | None = None) -> float:
        """How far a goal has come today that had come so far as told: as far ahead or behind, and never at its end.

        One that is behind is just so, since rounding its target takes it further back: the goal above it keeps its own.
        ``lag`` is how far behind it is instead, where the goal above needs that.
        """
        then = score.expected(self.quarter.first, self.quarter.last, self.told)
        now = score.expected(self.cycle.first, self.cycle.last, self.today)
        ahead = told - then + SPARE if lag is None else -lag
        wanted = now + (-score.BEHIND - JUST if self.behind(told) else ahead)
        return min(MOST, max(LEAST, wanted))

    def behind(self, told: float) -> bool:
        """Tell whether a goal that had come so far as told is more than a little behind."""
        return score.expected(self.quarter.first, self.quarter.last, self.told) - told > score.BEHIND

    # ---- words ---------------------------------------------------------------------------------------

    def words(self, text: str) -> str:
        """A text with its weeks and months by their names: ``{week:2026-W08}``, ``{month:2026-02}``."""
        return _NAMED.sub(self._named, text)

    def _named(self, found: re.Match[str]) -> str:
        period = self.period(found[2])
        return str(period.number()) if found[1] == "week" else fmt.MONTHS[language()][period.first.month - 1]


def _months_on(first: dt.date, n: int) -> dt.date:
    """The first day of a month, so many months later."""
    return Period.containing(first, Frequency.MONTH).next(n).first
