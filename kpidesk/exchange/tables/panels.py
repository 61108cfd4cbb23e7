"""Whether texts tell the rows of one period apart, and whether their numbers can be added up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from statistics import fmean, median, pstdev

from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.looks import is_empty
from kpidesk.exchange.tables.cells.numbers import read_numbers, spelt
from kpidesk.exchange.tables.cells.words import tokens
from kpidesk.exchange.tables.layout.columns import Col, names_codes

_NEARLY = 0.98
_LOOKED_AT = 20_000
_MOST_TEXTS = 500
_MOST_COLUMNS = 3
_ALIKE, _APART = 0.12, 40.0
"""Prices and rates of a period lie closer together than this part of their mean; measures, farther apart than that."""
_NOTES = frozenset({
    "description", "beskrivelse", "forklaring", "tekst", "text", "title", "tittel", "subject", "emne", "navn",
    "melding", "message", "notes", "note", "notat", "merknad", "kommentar", "comment", "tags", "task", "oppgave",
    "memo", "details", "detaljer", "time", "klokkeslett",
})  # fmt: skip
_RATES = frozenset({
    "pris", "priser", "price", "rate", "rates", "andel", "prosent", "percent", "pct", "snitt", "gjennomsnitt",
    "average", "avg", "mean", "index", "indeks", "score", "nps", "grad", "ratio", "margin", "kurs", "tilfredshet",
    "yield", "per", "temperatur", "temperature",
})  # fmt: skip

_RATE_ENDS = (
    "indeks",
    "index",
    "pris",
    "priser",
    "andel",
    "rate",
    "grad",
    "margin",
    "prosent",
    "snitt",
    "kurs",
    "score",
)


def categories(
    words: Sequence[Col], naming: Sequence[Col], when: Sequence[Period | None], kept: Sequence[bool]
) -> list[Col]:
    """The fewest columns of texts that, with the names of measures, tell the rows of every period apart.

    None where each period has one row anyhow, or where no texts do, as in a list of sales.
    """
    rows = [at for at in range(min(len(when), _LOOKED_AT)) if when[at] is not None and kept[at]]
    if not rows or _tells_apart(naming, when, rows):
        return []
    alone = len({when[at] for at in rows}) == 1
    free = [col for col in words if col not in naming and 1 < len(col.distinct) <= _MOST_TEXTS and _repeats(col, alone)]
    for n in range(1, _MOST_COLUMNS + 1):
        for chosen in combinations(free[:8], n):
            if _tells_apart((*naming, *chosen), when, rows):
                return list(chosen)
    return []


def _repeats(col: Col, alone: bool) -> bool:
    """Tell whether texts come again, or are all of one period; notes on single rows are no categories."""
    if tokens(col.heading) & _NOTES or names_codes(col.heading) or any(map(is_empty, col.distinct)):
        return False
    return alone or len(col.distinct) * 2 <= len(col.cells)


def _tells_apart(chosen: Sequence[Col], when: Sequence[Period | None], rows: Sequence[int]) -> bool:
    keys = {(when[at], *(col.cells[at] for col in chosen)) for at in rows}
    return len(keys) >= _NEARLY * len(rows)


def total_is_sum(
    naming: Sequence[Col],
    chosen: Sequence[Col],
    totals: set[int],
    when: Sequence[Period | None],
    numbers: Sequence[Col],
) -> bool | None:
    """Tell whether the rows of totals are the sums of the others; ``None`` without such rows."""
    if not totals or not numbers or len(chosen) > 1:
        return None
    values = _values(numbers[0])
    sums: dict[tuple[object, ...], float] = defaultdict(float)
    told: dict[tuple[object, ...], float] = {}
    for at, cell in enumerate(numbers[0].cells):
        value = values.get(cell)
        if value is None:
            continue
        key = (when[at], *(col.cells[at] for col in naming))
        if at in totals:
            told[key] = value
        else:
            sums[key] += value
    right = sum(abs(sums[key] - value) <= 0.005 * max(1.0, abs(value)) for key, value in told.items() if key in sums)
    return None if not told else right >= 0.8 * len(told)


def _values(col: Col) -> dict[Cell, float]:
    way = spelt(col.distinct)
    return {
        cell: value for cell, value in read_numbers(col.distinct, way, way.proven).values.items() if value is not None
    }


def are_rates(numbers: Sequence[Col], chosen: Sequence[Col]) -> bool:
    """Tell whether the numbers of categories are none to be added up: prices, rates, or of quite different sizes."""
    words = {word for col in numbers for word in tokens(col.heading)}
    if words & _RATES or any(word.endswith(_RATE_ENDS) for word in words) or any("%" in col.heading for col in numbers):
        return True
    if any("%" in cell for col in numbers for cell in col.sample[:200] if isinstance(cell, str)):
        return True
    if not numbers:
        return False
    middles = _medians(numbers[0], chosen)
    if len(middles) < 2:
        return False
    sizes = [abs(each) for each in middles if each]
    apart = len(sizes) > 1 and len(sizes) <= 12 and max(sizes) / min(sizes) >= _APART
    return apart or _close(middles)


def _close(middles: Sequence[float]) -> bool:
    mean = fmean(middles)
    return len(middles) >= 4 and mean != 0 and pstdev(middles) / abs(mean) < _ALIKE


def _medians(col: Col, chosen: Sequence[Col]) -> list[float]:
    """The middle number of each category."""
    values = _values(col)
    by_text: dict[tuple[Cell, ...], list[float]] = defaultdict(list)
    rows: Iterable[tuple[Cell, ...]] = zip(*(each.cells for each in chosen), strict=True)
    for cell, texts in zip(col.cells[:_LOOKED_AT], rows, strict=False):
        if (value := values.get(cell)) is not None:
            by_text[texts].append(value)
    return [median(each) for each in by_text.values()]
