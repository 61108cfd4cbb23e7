"""The signals of a KPI: the newest at once, those of its whole history when somebody looks at that.

A table and a sparkline tell what holds now, a chart what ever was. Ten years of days have some hundred signals, so
they are looked for when they are asked for. What is found of the end of a history is what is found there in the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from kpidesk.domain.signals import Band, Found, find_signals, ringed, without_echoes
from kpidesk.figures.model import Limits, SignalRun
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.domain.period import Period

WINDOW = 48
"""So many values are looked at for the newest signals, and twice as many as long as one of these begins outside."""
LONGEST_RULE = 8
"""A signal that begins so near to the first value that is looked at may have begun before it."""


@record(frozen=True)
class Judged:
    """The places of a stretch's values, which are held against its limits."""

    limits: Limits
    places: Sequence[int]


class Signalling:
    """See the module; the newest are those that reach the place ``newest`` or one after it."""

    def __init__(
        self,
        periods: Sequence[Period] = (),
        values: Sequence[float | None] = (),
        judged: Sequence[Judged] = (),
        newest: int = 0,
        fiscal_start: int = 1,
    ) -> None:
        self._periods, self._values, self._judged = periods, values, judged
        self._newest, self._fiscal_start = newest, fiscal_start

    @cached_property
    def _all(self) -> tuple[tuple[SignalRun, ...], frozenset[int]]:
        return self._told((each, self._found(each, 0)) for each in self._judged)

    @cached_property
    def _reaching(self) -> tuple[tuple[SignalRun, ...], frozenset[int]]:
        tails = ((each, self._tail(each)) for each in self._judged if each.places[-1] >= self._newest)
        runs, rings = self._told(tails)
        return tuple(run for run in runs if run.last >= self._periods[self._newest]), rings

    @property
    def runs(self) -> tuple[SignalRun, ...]:
        """Every signal, in the order in which they begin."""
        return self._all[0]

    @property
    def newest(self) -> tuple[SignalRun, ...]:
        """The newest of them."""
        return self._reaching[0]

    @property
    def rings(self) -> frozenset[int]:
        """The places that a chart rings."""
        return self._all[1]

    def rings_from(self, place: int) -> frozenset[int]:
        """Those of them from a place on, and maybe others."""
        return self._reaching[1] if place >= self._newest else self._all[1]

    def _tail(self, judged: Judged) -> list[Found]:
        """What is found at the end: right for what reaches the newest places, and for the places just before them."""
        start = max(0, len(judged.places) - WINDOW)
        while True:
            found = self._found(judged, start)
            begun = [each for each in found if each.first <= start + LONGEST_RULE]
            if not start or all(judged.places[each.last] < self._newest for each in begun):
                return found
            start = max(0, 2 * start - len(judged.places))

    def _found(self, judged: Judged, start: int) -> list[Found]:
        """What is found among the values of a stretch from the ``start``-th on."""
        limits, places = judged.limits, judged.places[start:]
        band = Band(limits.mean, limits.lower, limits.upper, limits.range_limit, len(judged.places))
        if isinstance(places, range):  # ten years of weeks, in one step
            numbers = self._values[places.start : places.stop]
        else:
            numbers = [self._values[place] for place in places]
        found = without_echoes(find_signals(numbers, band, limits.rules))  # type: ignore[arg-type]
        return found if not start else [Found(f.rule, f.first + start, f.last + start, f.side) for f in found]

    def _told(self, found: Iterable[tuple[Judged, list[Found]]]) -> tuple[tuple[SignalRun, ...], frozenset[int]]:
        known = [(judged.places, each) for judged, each in found]
        rings = {places[place] for places, each in known for place in ringed(each)}
        return tuple(run for places, each in known for run in self._runs(places, each)), frozenset(rings)

    def _runs(self, places: Sequence[int], found: list[Found]) -> Iterator[SignalRun]:
        periods = self._periods
        for f in found:
            first, last = periods[places[f.first]], periods[places[f.last]]
            yield SignalRun(f.rule, first, last, f.side, f.last - f.first + 1, self._fiscal_start)


NONE = Signalling()
"""Of a KPI without natural limits."""
