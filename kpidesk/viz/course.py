"""The small chart of a goal's progress over its cycle, as one frozen value: what the window and the report paint.

x and y are fractions: 0 is the cycle's beginning and no progress, 1 its end and all of it. The surface decides pixels,
colours and fonts, never what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

Spots = tuple[tuple[float, float], ...]
GRID = (0.0, 0.5, 1.0)
"""Where thin lines cross the chart."""
WIDTH, HEIGHT, STRIP = 318, 112, 26
"""Its measure: the chart with its axis, and below it the strip of how sure one was."""


@dataclass(frozen=True)
class CourseRow:
    """One day in words, for a table."""

    day: str
    expected: str
    progress: str
    value: str
    confidence: str


@dataclass(frozen=True)
class CourseSpec:
    """A chart, ready to be painted.

    ``dots`` are check-ins on the line of progress, ``confidence`` how sure one was, 0–10, at its x. ``x_name`` says
    what the ``x_ticks`` count. ``now`` stands at the end of the line, ``goal`` at the top of what is expected.
    ``sentence`` says what is to be seen, ``rows`` all of it.
    """

    progress: Spots = ()
    expected: Spots = ()
    dots: Spots = ()
    confidence: tuple[tuple[float, int], ...] = ()
    x_name: str = ""
    x_ticks: tuple[tuple[float, str], ...] = ()
    now: str = ""
    goal: str = ""
    sure: str = ""
    sentence: str = ""
    rows: tuple[CourseRow, ...] = ()

    @property
    def empty(self) -> bool:
        """Tell whether there is no curve yet; then ``sentence`` says when it comes."""
        return len(self.progress) < 2
