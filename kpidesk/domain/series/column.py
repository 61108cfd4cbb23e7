"""The numbers of one input in a row: one place for each period from the first that is known to the last.

Most inputs are measured in every period, so that nothing but the first period and the numbers need be kept. A column
is read like a dictionary by period, and all at once by whoever calculates many periods (``figures/rolled.py``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from kpidesk.domain.entities import Mark, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stretch import Stretch

T = TypeVar("T")
SPARSEST = 4
"""A century of days with two numbers is no column: at least one place in so many holds a number."""
STEPS = {each: Period(each, dt.date(1900, 1, 1)).next().place - Period(each, dt.date(1900, 1, 1)).place
         for each in (Frequency.DAY, Frequency.WEEK)}  # fmt: skip
"""How far apart the codes of two days or two weeks in a row are; longer periods lie unevenly."""


@dataclass(frozen=True, eq=False)
class Column(Mapping[Period, Value]):
    """The cells from ``first`` on, ``None`` for a blank; neither the first nor the last of them is blank.

    ``whole`` tells that there is a number in each place: no blank, and none that is not applicable. Iterating gives
    the periods that have a cell, in order.
    """

    first: Period
    cells: tuple[Value | None, ...]
    whole: bool

    @cached_property
    def periods(self) -> Stretch:
        """Every period from the first to the last, blanks included."""
        return Stretch(self.first, len(self.cells))

    @staticmethod
    def of(first: Period, cells: tuple[Value | None, ...]) -> Column:
        """A column of any cells."""
        return Column(first, cells, set(map(type, cells)) <= {float})

    @cached_property
    def marked(self) -> bool:
        """Tell whether some place is not applicable."""
        return not self.whole and Mark in map(type, self.cells)

    def place(self, period: Period) -> int | None:
        """The place of a period; empty where it is none of these, be it of another grid of quarters."""
        code, frequency, day = period
        if frequency is not self.first.frequency:
            return None
        apart = STEPS.get(frequency)
        if apart is not None:
            steps, rest = divmod(code - self.first.place, apart)
        else:
            start = self.first.first
            steps, rest = divmod((day.year - start.year) * 12 + day.month - start.month, frequency.months)
        return steps if rest == 0 and 0 <= steps < len(self.cells) else None

    def __getitem__(self, period: Period) -> Value:
        place = self.place(period)
        cell = None if place is None else self.cells[place]
        if cell is None:
            raise KeyError(period)
        return cell

    def get(self, period: Period, default: T | None = None) -> Value | T | None:  # type: ignore[override]
        """The cell of a period, or ``default`` where it is blank."""
        place = self.place(period)
        cell = None if place is None else self.cells[place]
        return default if cell is None else cell

    def __contains__(self, period: object) -> bool:
        return isinstance(period, Period) and self.get(period) is not None

    def __iter__(self) -> Iterator[Period]:
        return (self.first.next(place) for place, cell in enumerate(self.cells) if cell is not None)

    def __reversed__(self) -> Iterator[Period]:
        places = range(len(self.cells) - 1, -1, -1)
        return (self.first.next(place) for place in places if self.cells[place] is not None)

    @cached_property
    def _length(self) -> int:
        return len(self.cells) if self.whole else len(self.cells) - self.cells.count(None)

    def __len__(self) -> int:
        return self._length

    def begun(self, day: dt.date) -> Column | dict[Period, Value]:
        """The numbers of the periods that have begun on ``day``; the same object where that is all of them."""
        count = self.periods.until(day)
        if count == len(self.cells):
            return self
        while count and self.cells[count - 1] is None:
            count -= 1
        return Column.of(self.first, self.cells[:count]) if count else {}

    def within(self, periods: Stretch) -> tuple[Value | None, ...]:
        """The cells of some periods of the same grid."""
        if periods.first == self.first and len(periods) == len(self.cells):
            return self.cells
        start = self.periods.place_of(periods.first.first)
        before, end = max(0, -start), start + len(periods)
        cells = self.cells[max(0, start) : max(0, end)]
        return (*(None,) * min(before, len(periods)), *cells, *(None,) * (len(periods) - before - len(cells)))

    def on_grid_of(self, period: Period) -> bool:
        """Tell whether a period of the column's frequency, be it outside of it, belongs to the same grid."""
        return self.first.next(self.periods.place_of(period.first)).first == period.first


Series = dict[Period, Value] | Column
"""The numbers of an input by period, in order: a column, or a dictionary where they are few and far between."""


def ends(numbers: Series) -> tuple[Period, Period]:
    """The first and the last period of some numbers, of which there are some."""
    if isinstance(numbers, Column):
        return numbers.first, numbers.periods[-1]
    return next(iter(numbers)), next(reversed(numbers))


def column_of(numbers: Mapping[Period, Value]) -> Series:
    """The same numbers as a column, if they make one."""
    if not numbers:
        return {}
    periods = Stretch.between(next(iter(numbers)), next(reversed(list(numbers))))
    found = tuple(map(numbers.get, periods)) if len(periods) <= SPARSEST * len(numbers) else ()
    known: Sequence[Value | None] = [cell for cell in found if cell is not None]
    return Column.of(periods.first, found) if len(known) == len(numbers) else dict(numbers)
