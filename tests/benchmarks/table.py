"""What a measurement says, and the table that all of them make together.

Times are CPU time in seconds, so that a busy machine does not decide; what is put beside a floor is taken in turns with
it, and the median of the ratios counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of the table: *ours* against a *bar* in the same *unit*, with the *floor* that it is a ratio to, if any.

    With a floor, *floor* and *ours* are seconds and *bar* is the ratio that *ours* may be of it. Without one,
    *ours* and *bar* are in *unit*: "ms", "s", or what else is counted. ``least`` means that the bar is a least value
    (frames a second).
    """

    what: str
    floor: float | None
    ours: float
    bar: float
    unit: str = "ms"
    least: bool = False

    @property
    def figure(self) -> float:
        """What is held against the bar."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def met(self) -> bool:
        """Whether the bar is kept."""
        return self.figure >= self.bar if self.least else self.figure <= self.bar


def cpu(action: Callable[[], object]) -> float:
    """Seconds of work of one run of *action*."""
    start = time.process_time()
    action()
    return time.process_time() - start


def median(action: Callable[[], object], runs: int = 7) -> float:
    """Seconds of work of the middle one of *runs* runs."""
    return statistics.median(cpu(action) for _run in range(runs))


def p95(seconds: Iterable[float]) -> float:
    """What nineteen of twenty stay below: the largest, when there are fewer than twenty."""
    known = sorted(seconds)
    return known[min(len(known) - 1, round(0.95 * len(known)))]


def against(floor: Callable[[], object], ours: Callable[[], object], runs: int = 7) -> tuple[float, float]:
    """Seconds of work of *floor* and of *ours*, taken in turns: the floor's median, and it times the median ratio."""
    pairs = [(cpu(floor), cpu(ours)) for _run in range(runs)]
    bare = statistics.median(first for first, _second in pairs)
    return bare, bare * statistics.median(second / first for first, second in pairs)


def lines(rows: Iterable[Row]) -> Iterator[str]:
    """The table: what, floor, ours, figure against the bar, met or not."""
    yield f"{'what':58} {'floor':>10} {'ours':>10} {'figure':>9} {'bar':>11}"
    for row in rows:
        sign = "≥" if row.least else "≤"
        times = f"{row.floor * 1000:10.2f} {row.ours * 1000:10.2f}" if row.floor else f"{'–':>10} {row.ours:10.2f}"
        unit = "×" if row.floor else row.unit
        figure = f"{row.figure:7.2f} {unit if unit == '×' else '':1}"
        yield f"{row.what:58.58} {times} {figure:>9} {sign} {row.bar:6g} {unit:2}  {'met' if row.met else 'NOT MET'}"
