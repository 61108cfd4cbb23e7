"""Which mark in a number groups thousands and which begins the decimals."""

from __future__ import annotations

import re
from decimal import Decimal

_BY_SPACE = re.compile(r"[0-9]{1,3}(?:([ '])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]*)?")
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:\{mark}[0-9]{{3}})+") for mark in ".,"}
"""Nobody writes five hundred as 0.500,0: it may be half of something with a slip in it."""
_OTHER = {".": ",", ",": "."}


def readings(digits: str, mark: str | None, *, sure: bool = False) -> list[Decimal]:
    """What a number can be, without sign or unit; the likeliest first, empty for what is none.

    ``mark`` is the decimal mark that is usual in the place, and with ``sure`` the only one. Spaces and apostrophes
    group; of a point and a comma the later begins the decimals; a mark that comes twice groups; a mark that comes
    once groups only before three digits, where it can be either.
    """
    if " " in digits or "'" in digits:
        return _by_space(digits, mark, sure)
    points, commas = digits.count("."), digits.count(",")
    if not points and not commas:
        return [Decimal(digits)] if digits.isdigit() else []
    if points and commas:
        decimal = max(".", ",", key=digits.rfind)
        whole, _mark, fraction = digits.rpartition(decimal)
        group = _OTHER[decimal]
        fits = group not in fraction and bool(_GROUPED[group].fullmatch(whole)) and _allowed(decimal, mark, sure)
        return _plain(whole.replace(group, ""), fraction) if fits else []
    return _one_kind(digits, "." if points else ",", mark, sure)


def proven(digits: str) -> str | None:
    """The decimal mark that a number proves by itself; ``None`` where it leaves it open or is no number."""
    by_point, by_comma = readings(digits, ".", sure=True), readings(digits, ",", sure=True)
    if by_point and by_comma:
        return None
    return "." if by_point else "," if by_comma else None


def _allowed(decimal: str, mark: str | None, sure: bool) -> bool:
    return not sure or mark is None or decimal == mark


def _by_space(digits: str, mark: str | None, sure: bool) -> list[Decimal]:
    if not _BY_SPACE.fullmatch(digits):
        return []
    bare = digits.replace(" ", "").replace("'", "")
    decimal = next((each for each in ".," if each in bare), None)
    if decimal is None:
        return [Decimal(bare)]
    whole, _mark, fraction = bare.partition(decimal)
    return _plain(whole, fraction) if _allowed(decimal, mark, sure) else []


def _one_kind(digits: str, found: str, mark: str | None, sure: bool) -> list[Decimal]:
    whole = [Decimal(digits.replace(found, ""))] if _GROUPED[found].fullmatch(digits) else []
    if digits.count(found) > 1:
        return whole if not (sure and found == mark) else []
    before, _mark, after = digits.partition(found)
    if sure and mark is not None:
        return _plain(before, after) if found == mark else whole
    pointed = _plain(before, after)
    return [*pointed, *whole] if found == mark or mark is None else [*whole, *pointed]


def _plain(whole: str, fraction: str) -> list[Decimal]:
    if not (whole or fraction) or not (whole + fraction).isdigit():
        return []
    return [Decimal(f"{whole or '0'}.{fraction or '0'}")]
