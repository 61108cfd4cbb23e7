"""What a number can be at all: a score of promoters lies between −100 and 100, a share between 0 and 100 %.

As a KPI's definition says, or else its name. What lies outside is no surprise to be confirmed, as an unusual number is,
but a slip of the fingers; it is refused wherever it is typed, and left out of a file (figures/README: Unusual numbers).
"""

from __future__ import annotations

import re

from kpidesk.domain.comparing import above, below
from kpidesk.domain.entities import Kpi
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


OPEN, SHARE, PROMOTERS = Edges(), Edges(0.0, 100.0), Edges(-100.0, 100.0)
_PROMOTERS = re.compile(r"\b(e?nps|net promoter score)\b(?!-)", re.IGNORECASE)
_ALONE = re.compile(r"(e?nps|net promoter score)\b\s*(\(.*\))?", re.IGNORECASE)
"""Where it is not said to be a score, only the name alone tells: “NPS answers” are counted."""
_SHARE = re.compile(r"(andel|share of|proportion of|csat)\b", re.IGNORECASE)
_OF_ANOTHER = re.compile(
    r"bud[sg]|mål|target|plan|fjor|last year|forrige|previous|endring|økning|nedgang|vekst|change|growth"
    r"|kost|lønn|utgift|kjøp|gjeld|rente|egenkapital|resultat|overskudd|underskudd|fortjeneste|margin|retur|kapasitet"
    r"|\bcost|\bpay|\bwage|salar|expense|spend|purchase|debt|equity|profit|\bloss|result|return|capacity|utili[sz]",
    re.IGNORECASE,
)
"""What a name of a percentage begins with that is part of a whole, and what is no part of it but held against it: costs
in a month of little sales are more than all of them, and a result can be below nothing."""


def edges_by_name(name: str, unit: str) -> Edges:
    """What a number can be by what it is called, where nobody has said."""
    name = name.strip()
    if (unit == "score" and _PROMOTERS.search(name)) or (unit in ("count", "") and _ALONE.fullmatch(name)):
        return PROMOTERS
    return SHARE if unit == "percent" and _SHARE.match(name) and not _OF_ANOTHER.search(name) else OPEN


def edges_of_kpi(kpi: Kpi) -> Edges:
    """What a KPI can be: as its definition says, else as its name does."""
    said = Edges(kpi.range_min, kpi.range_max)
    if said != OPEN:
        return said
    named = edges_by_name(kpi.name, kpi.unit)
    return edges_by_name(kpi.short_name, kpi.unit) if named == OPEN else named
