"""Which KPI a sentence speaks of: by its names, through inflection, small slips and both languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kpidesk.reading.goals.model import KnownKpi
from kpidesk.records import record

_ENDINGS = (
    "ingene", "ingen", "ene", "ane", "ets", "ens", "ers", "et", "en", "er", "ar", "ne", "a", "e", "r", "t", "s",
)  # fmt: skip
"""What Norwegian hangs on a word: article, plural, genitive."""
_SILENT = {
    "antall", "andel", "andelen", "number", "of", "the", "av", "i", "på", "for", "og", "and", "snitt",
    "gjennomsnittlig", "average", "mean", "total", "totalt", "share", "vår", "våre", "our", "per", "pr", "a", "an",
    "til", "to", "med", "with", "som", "that", "in", "on", "fra", "from", "rate", "tallet", "talet", "prosent",
    "percent", "alle", "all",
}  # fmt: skip
_PERIOD = re.compile(
    r"\b(?:per|pr\.?|i|hver|hvert|each|every|a|in)\s+(?:dag|uke|uka|måned|måneden|mnd|kvartal|kvartalet|år|året|day|week|month|"
    r"quarter|year)\b|\b(?:daglig|ukentlig|månedlig|kvartalsvis|årlig|daily|weekly|monthly|quarterly|yearly)e?\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
LEAST_FOR_SLIPS = 5
"""Letters of a word in which one slip is forgiven; two in one of twice as many."""


@record(frozen=True)
class Found:
    """The KPIs that a name fits: ``exact`` say just what it says, ``near`` share words with it."""

    exact: tuple[KnownKpi, ...] = ()
    near: tuple[KnownKpi, ...] = ()


def find(name: str, kpis: Sequence[KnownKpi]) -> Found:
    """The KPIs that a sentence's name can mean, the likeliest first.

    The name as it stands in the file goes before one of the library's, and letter by letter before an inflected one.
    """
    wanted = content(name)
    if not wanted:
        return Found()
    ranked = [(_rank(name, wanted, kpi), kpi) for kpi in kpis]
    best = min((rank for rank, _kpi in ranked if rank is not None), default=None)
    exact = tuple(kpi for rank, kpi in ranked if best is not None and rank == best)
    others = [kpi for kpi in kpis if kpi not in exact and any(_shares(wanted, content(each)) for each in kpi.names)]
    return Found(exact, tuple(others))


def content(name: str) -> tuple[str, ...]:
    """The words of a name that tell what is measured, without their rhythm."""
    bare = _PERIOD.sub(" ", name.casefold())
    found = tuple(word for word in _WORD.findall(bare) if word not in _SILENT)
    return found or tuple(_WORD.findall(bare))


def _rank(name: str, wanted: tuple[str, ...], kpi: KnownKpi) -> int | None:
    """How well a KPI fits, 0 the best; ``None`` where it does not."""
    folded = " ".join(name.casefold().split())
    own = kpi.names[:1]
    for step, names in ((0, own), (1, kpi.names)):
        if any(folded == each.casefold() for each in names):
            return step
    for step, names in ((2, own), (3, kpi.names)):
        if any(_same(wanted, content(each)) for each in names):
            return step
    return None


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two names have the same words, whatever their order and inflection."""
    if not other or len(one) != len(other):
        return "".join(one) == "".join(other) and bool(other)
    left = list(other)
    for word in one:
        match = next((each for each in left if alike(word, each)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _shares(wanted: tuple[str, ...], names: tuple[str, ...]) -> bool:
    """Tell whether all words of a KPI's name stand among more, or the other way round."""
    few, many = sorted((wanted, names), key=len)
    return bool(few) and all(any(alike(word, each) for each in many) for word in few)


@lru_cache(maxsize=8192)
def alike(one: str, other: str) -> bool:
    """Tell whether two words are one: inflected otherwise, or with a small slip."""
    if one == other:
        return True
    if min(len(one), len(other)) < 3 or one[0] != other[0] or abs(len(one) - len(other)) > 4:
        return False
    if any(a == b for a in stems(one) for b in stems(other)):
        return True
    shortest = min(len(one), len(other))
    if shortest < LEAST_FOR_SLIPS or one.isdigit() or other.isdigit():
        return False
    most = 2 if shortest >= 2 * LEAST_FOR_SLIPS else 1
    return any(_slips(a, b, most) for a in stems(one) for b in stems(other) if min(len(a), len(b)) >= LEAST_FOR_SLIPS)


@lru_cache(maxsize=8192)
def stems(word: str) -> tuple[str, ...]:
    """A word, and without each ending that may be inflection."""
    found = [word]
    found += [word[: -len(each)] for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= 3]
    if word.endswith("ies"):
        found.append(word[:-3] + "y")
    return tuple(found)


def _slips(one: str, other: str, most: int) -> bool:
    """Tell whether one word becomes the other by so many letters put in, left out, changed or swapped."""
    if abs(len(one) - len(other)) > most:
        return False
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, older[j - 2] + 1)
            row.append(least)
    return row[-1] <= most


def names_of(*names: Iterable[str]) -> tuple[str, ...]:
    """All that a KPI is called, each once: with what stands in brackets (``NPS (Net Promoter Score)``) and without."""
    found: dict[str, None] = {}
    for name in (each for group in names for each in group):
        bracket = re.fullmatch(r"(.*?)\s*\((.*)\)\s*", name)
        for each in (name, *(bracket.groups() if bracket else ())):
            if each.strip():
                found[each.strip()] = None
    return tuple(found)
