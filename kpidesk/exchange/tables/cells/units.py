"""Units and scales that headings, cells of units and titles name: ``(kr)``, ``i tusen kr``, ``Mill. kr``, ``%``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kpidesk.reading.words import CURRENCIES, IN_MONEY, UNITS

_MONEY = r"(?:kr\.?|kroner|nok|sek|dkk|eur|euro|usd|gbp|€|\$|£)"
_THOUSANDS = re.compile(rf"(?:tusen|thousands?|1[ .,]?000|000|'000|t(?:nok|kr)|k(?:nok|kr))(?: ?{_MONEY})?")
_MILLIONS = re.compile(
    rf"(?:mill\.?(?:ion(?:er|s)?)?|mio\.?|1[ .,]?000[ .,]?000|m(?:nok|kr|sek|dkk|eur|usd))(?: ?{_MONEY})?"
)
_BILLIONS = re.compile(rf"(?:mrd\.?|milliard(?:er)?|bn)(?: ?{_MONEY})?")
_LEAD = re.compile(r"(?:(?:alle )?(?:tall|beløp|amounts?|figures?|all figures) (?:er )?)?(?:i|in|oppgitt i) (?:hele )?")
_RATE = re.compile(r"\b[0-9]+(?:[.,][0-9]+)? ?%")
"""A rate in a name, as in ``Salg varer 25 %``: not what its numbers count."""
_BRACKET = re.compile(r"[(\[]([^()\[\]]{1,24})[)\]]")
_ADDED = {
    "stk": "count", "stk.": "count", "antall": "count", "#": "count", "poeng": "score", "prosent": "percent",
    "tall": "count", "units": "count",
}  # fmt: skip
_ADDED |= {unit.casefold(): unit for unit in ("ppm", "kWh", "MWh", "GWh", "kg", "km", "m²", "m³")}
_ONE = frozenset(
    {"time", "dag", "døgn", "minutt", "sekund", "hour", "day", "minute", "second", "uke", "week", "point", "poeng"}
)
"""In a heading that ends so, the word is no unit: “Orders delivered on time”, “Ordrer samme dag”."""
_BEFORE = frozenset({"per", "pr", "pr.", "innen", "within", "under", "over", "om", "på", "in", "an", "a"})
"""Nor is what follows these: “Sales per day”; the unit of “Svartid i timer” does."""
COUNT_WORDS = ("antall", "number of", "count of", "no. of")


@dataclass(frozen=True)
class Unit:
    """A unit's code, empty where none is told, and by what a number is to be multiplied."""

    code: str = ""
    scale: float = 1.0


def unit_in(text: str) -> Unit | None:
    """The unit that a text is, whole: ``kr``, ``Mill. kr``, ``i tusen kr``; ``None`` for other words."""
    bare = text.strip().casefold().strip("()[] .:") or text.strip().casefold()
    bare = _LEAD.sub("", bare, count=1) if _LEAD.match(bare) else bare
    if bare.startswith("hele ") and bare[5:] in CURRENCIES:
        return Unit("currency")
    for form, scale in ((_THOUSANDS, 1e3), (_MILLIONS, 1e6), (_BILLIONS, 1e9)):
        if form.fullmatch(bare):
            return Unit("currency" if bare in IN_MONEY or re.search(_MONEY, bare) else "", scale)
    flipped = re.fullmatch(rf"({_MONEY}) (.+)", bare)
    if flipped and (inner := unit_in(flipped[2])) is not None and inner.scale != 1:
        return Unit("currency", inner.scale)
    if bare in CURRENCIES:
        return Unit("currency")
    code = _ADDED.get(bare) or UNITS.get(bare)
    return Unit(code) if code else None


def is_unit(text: str) -> bool:
    """Tell whether a text is nothing but a unit."""
    return bool(text) and unit_in(text) is not None


def unit_of_heading(heading: str) -> Unit:
    """The unit that a heading tells, in brackets, behind a comma, as a last word, by its beginning, or as all it is."""
    heading = _RATE.sub("", heading).strip()
    found = [unit_in(each) for each in _BRACKET.findall(heading)]
    found += [unit_in(heading)] if heading.casefold() not in _ONE else []
    _name, _comma, behind = heading.rpartition(",")
    found += [unit_in(behind)] if behind != heading else []
    words = heading.split()
    found += [unit_in(" ".join(words[-n:])) for n in (3, 2, 1) if len(words) > n and _ends_in_unit(words, n)]
    known = [each for each in found if each is not None]
    if known:
        return next((each for each in known if each.scale != 1), known[0])
    if heading.casefold().startswith(COUNT_WORDS):
        return Unit("count")
    return Unit("percent") if "%" in heading else Unit()


def _ends_in_unit(words: list[str], n: int) -> bool:
    """Tell whether the last words of a heading can be its unit, rather than belong to what it says."""
    before = words[-n - 1].casefold()
    return words[-n].casefold() not in _ONE and before not in _BEFORE and not before[-1].isdecimal()


def without_unit(heading: str) -> str:
    """A heading without the unit in brackets behind it: ``Sum`` of ``Sum (kr)``."""
    return _BRACKET.sub("", heading).strip()


def plain_heading(heading: str) -> str:
    """A heading without brackets that hold nothing but a unit: ``Salg`` of ``Salg (kr)``, not of ``Salg (nett)``."""
    bare = _BRACKET.sub(lambda found: "" if is_unit(found[1]) else found[0], heading)
    return " ".join(bare.split()) or heading


def scale_said(lines: list[str]) -> Unit | None:
    """The scale that a line above the table tells for all its numbers: ``Alle tall i hele tusen``."""
    for text in lines:
        folded = text.casefold()
        found = re.search(r"\b(?:i|in|oppgitt i) (?:hele )?([a-zæøå1.', ]{2,24}?)[.)]?$", folded)
        if found and (unit := unit_in(found[1])) is not None and unit.scale != 1:
            return unit
    return None
