"""A number in more than one length, for places that have no room for all of its digits.

What is left when the end of a number is cut is another number; a larger unit that is said is the same one, coarser.
The longest form comes first; where no larger unit helps there is but one.
"""

from __future__ import annotations

import functools

from kpidesk import format as fmt
from kpidesk import reading
from kpidesk.domain.change import differs_in_points
from kpidesk.forms import Form
from kpidesk.text import _, language

Forms = tuple[str, ...]
BAND = "–"
AMOUNT = Form(r"(?P<number>[+\u2212-]?\d[\d.,\u00a0]*?)(?P<unit>%|(?:[\u00a0 ][^\W\d]\S{0,11}){1,3}|[\u00a0 ]%)?")
"""A number as ``kpidesk.format`` writes it, with a word or two for its unit: ``−427 953,24 kr``, ``1,28 mill. kr``."""


def forms(value: float, unit: str, decimals: int = 0) -> Forms:
    """A number with its unit: ``1 284 500,25 kr``, ``1,28 mill. kr``."""
    return _apart(fmt.with_unit(value, unit, decimals), fmt.compact(value, unit, decimals))


def change_forms(difference: float, unit: str = "", decimals: int = 0) -> Forms:
    """A difference with its sign: ``+12 345 678``, ``+12,35 mill.``."""
    full = fmt.difference(difference, unit, decimals)
    if abs(difference) < fmt.MILLION:
        return (full,)
    short = ("+" if difference > 0 else "") + fmt.compact(difference, "")
    return full, fmt.points(short, unit) if differs_in_points(unit) else short


def band_forms(low: float, high: float, unit: str, decimals: int = 0) -> Forms:
    """From one edge to the other: ``1 200 000–1 300 000 kr``, ``1,20 mill.–1,30 mill. kr``."""
    full = fmt.joined(fmt.between(low, high, decimals), unit)
    return _apart(full, fmt.from_to(fmt.compact(low, "", decimals), fmt.compact(high, unit, decimals)))


def _apart(full: str, short: str) -> Forms:
    return (full, short) if len(short) < len(full) else (full,)


def is_number(text: str) -> bool:
    """Tell whether a text is a number, or a band of two, with or without a unit, and no words that mention one."""
    edges = _edges(text)
    return len(edges) <= 2 and all(_value(edge) is not None for edge in edges)


def shorter(text: str) -> str:
    """A written number in a larger unit: ``1 284 500,25 kr`` is ``1,28 mill. kr``; empty where none helps."""
    edges = _edges(text)
    told = [_shorter(edge) for edge in edges]
    if not any(told) or len(edges) > 2:
        return ""
    shown = [short or edge for short, edge in zip(told, edges, strict=True)]
    return fmt.from_to(*shown) if len(shown) == 2 else shown[0]


def _edges(text: str) -> list[str]:
    """The two numbers of a band, or the one."""
    return text.strip().replace(f"{fmt.NBSP}{_('to')}{fmt.NBSP}", BAND).split(BAND)


def _shorter(text: str) -> str:
    found, value = AMOUNT.fullmatch(text), _value(text)
    if found is None or value is None or abs(value) < fmt.MILLION:
        return ""
    sign = "+" if text.startswith("+") else ""
    return f"{sign}{fmt.compact(value, '')}{found['unit'] or ''}"


def _value(text: str) -> float | None:
    """The number that a text says in the writing of the language in force; ``None`` where it is no number."""
    return _value_in(text, language())


@functools.lru_cache(maxsize=4096)
def _value_in(text: str, spoken: str) -> float | None:
    """As ``_value``, read once however often it is painted."""
    found = AMOUNT.fullmatch(text)
    if found is None:
        return None
    writing = reading.Writing(spoken, reading.DECIMAL_MARKS[spoken], sure=True)
    return reading.likeliest(reading.number(found["number"], writing), None)
