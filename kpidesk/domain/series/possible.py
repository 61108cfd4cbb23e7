"""What a number can be at all: a score of promoters lies between −100 and 100.

As a KPI's definition says, or else the name of what is the same everywhere. Whether a “share” can be more than all of
it no name tells: of orders delivered, or of wages in sales, it can. What lies outside is no surprise to be confirmed,
as an unusual number is, but a slip of the fingers; it is refused wherever it is typed, and left out of a file
(figures/README: Unusual numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpidesk.domain.comparing import above, below
from kpidesk.domain.entities import Kpi
from kpidesk.forms import Form
from kpidesk.records import record


@record(frozen=True)
class Edges:
    """The least and the most that a number can be; either may be open."""

    low: float | None = None
    high: float | None = None

    def hold(self, value: float) -> bool:
        """Tell whether a number lies between them."""
        return not (
            (self.low is not None and below(value, self.low)) or (self.high is not None and above(value, self.high))
        )

    def within(self, other: Edges) -> Edges:
        """The edges that both have together."""
        lows = [each for each in (self.low, other.low) if each is not None]
        highs = [each for each in (self.high, other.high) if each is not None]
        return Edges(max(lows, default=None), min(highs, default=None))

    def held(self, value: float) -> float:
        """A calculated number, no further out than the edges."""
        value = value if self.low is None else max(self.low, value)
        return value if self.high is None else min(self.high, value)


NEVER_NEGATIVE = frozenset({"count", "hours", "minutes", "days"})
"""Units that have nothing below 0, unless the numbers say otherwise (net new customers)."""
PARTS = frozenset({"percent", "ratio"})
"""Units of parts of something, which are not below 0 either, unless they are made of a difference (growth, margin)."""
OPEN, SHARE, PROMOTERS = Edges(), Edges(0.0, 100.0), Edges(-100.0, 100.0)
_PROMOTERS = Form(r"\b(e?nps|net promoter score)\b(?!-)", re.IGNORECASE)
_ALONE = Form(r"(e?nps|net promoter score)\b\s*(\(.*\))?", re.IGNORECASE)
"""Where it is not said to be a score, only the name alone tells: “NPS answers” are counted."""
_SATISFIED = Form(r"csat\b\s*(\(.*\))?", re.IGNORECASE)


def edges_by_name(name: str, unit: str) -> Edges:
    """What a number can be by what it is called, where nobody has said."""
    name = name.strip()
    if (unit == "score" and _PROMOTERS.search(name)) or (unit in ("count", "") and _ALONE.fullmatch(name)):
        return PROMOTERS
    return SHARE if unit == "percent" and _SATISFIED.fullmatch(name) else OPEN


def edges_of_kpi(kpi: Kpi) -> Edges:
    """What a KPI can be: as its definition says, else as its name does."""
    said = Edges(kpi.range_min, kpi.range_max)
    if said != OPEN:
        return said
    named = edges_by_name(kpi.name, kpi.unit)
    return edges_by_name(kpi.short_name, kpi.unit) if named == OPEN else named


def edges_seen(kpi: Kpi, values: Iterable[float | None]) -> Edges:
    """What a KPI can be that has had these values: what could be below 0 and never was is held at 0.

    Nothing is looked at where that is no question: a file has a quarter of a million numbers.
    """
    edges = edges_of_kpi(kpi)
    part = kpi.unit in PARTS and "-" not in kpi.formula
    if edges.low is not None or not (part or kpi.unit in NEVER_NEGATIVE):
        return edges
    least = min([value for value in values if value is not None], default=0.0)
    return Edges(0.0, edges.high) if least >= 0 else edges
