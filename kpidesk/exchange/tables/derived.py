"""Columns that are worked out from others: one divided by another, or the sum of those beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import permutations
from math import isclose

from kpidesk.exchange.tables.cells.units import is_unit, without_unit
from kpidesk.exchange.tables.cells.words import TOTAL_ALONE, as_is, called, is_total, letter, names, without_total
from kpidesk.exchange.tables.findings import Findings
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.understood import LeftOut
from kpidesk.text import Message, msg

Values = Mapping[int, Sequence[float | None]]
FEWEST, LOOKED_AT, MOST_COLUMNS = 3, 200, 24
_HUNDRED = 100.0


def without_derived(find: Findings, cols: Sequence[Col], values: Values) -> dict[int, Message]:
    """The columns that are left out because others say the same, by place, with the reason."""
    found: dict[int, Message] = {}
    free = [col for col in cols if col.place in values and col.place not in find.said.roles][:MOST_COLUMNS]
    for col in free:
        others = [each for each in free if each.place not in found]
        why = _sum(col, free, values) or _running(col, others, values) or _quotient(col, others, values)
        if why is None:
            continue
        name = called(col.heading, col.place)
        sentence = msg("{column} is calculated ({how}) and is not imported.", column=name, how=why)
        out = LeftOut(
            f"derived:{col.heading or col.place}", as_is(name), msg("Calculated from the others"), (), (col.place,)
        )
        if not find.leave(_takeable(out), sentence):
            found[col.place] = msg("Calculated: {how}", how=why)
    return found


def _takeable(out: LeftOut) -> LeftOut:
    return LeftOut(out.key, out.what, out.why, out.lines, out.columns, can_be_taken=True)


def _sum(col: Col, cols: Sequence[Col], values: Values) -> Message | None:
    """A total of the columns before it, or of all behind it; one with a name of its own is wanted for itself.

    Two columns behind it are a fee and what is left, and the total is what was sold.
    """
    if not _says_total(col.heading):
        return None
    others = [each for each in cols if not is_total(each.heading)]
    before, behind = ([each for each in others if (each.place < col.place) is way] for way in (True, False))
    runs = [before[first:] for first in range(len(before) - 1)] + ([behind] if len(behind) > 2 else [])
    for parts in runs:
        rows = list(zip(values[col.place], *(values[each.place] for each in parts), strict=True))
        pairs = [(row[0], sum(each or 0.0 for each in row[1:])) for row in rows if row[0] is not None]
        if len(pairs) > 1 and all(_near(total, added) for total, added in pairs if total is not None):
            return msg("the sum of {columns}", columns=names([letter(each.place) for each in parts], 6))
    return None


def _says_total(heading: str) -> bool:
    """Tell whether a heading says nothing but that others are added up, and in what: ``Sum``, ``Sum timer``."""
    bare = without_unit(heading)
    return bool(TOTAL_ALONE.fullmatch(bare)) or (is_total(bare) and is_unit(without_total(bare)))


def _running(col: Col, cols: Sequence[Col], values: Values) -> Message | None:
    """What another column has come to so far; it may begin again each year."""
    told = values[col.place]
    for other in cols:
        parts = values[other.place]
        for rows in (range(min(len(told), LOOKED_AT)), range(len(told) - 1, max(-1, len(told) - 1 - LOOKED_AT), -1)):
            if other.place != col.place and _adds_up(told, parts, rows):
                return msg("the sum of {columns} so far", columns=letter(other.place))
    return None


def _adds_up(told: Sequence[float | None], parts: Sequence[float | None], rows: Sequence[int]) -> bool:
    so_far, moved = 0.0, 0
    for at in rows:
        total, part = told[at], parts[at]
        if total is None or part is None:
            return False
        if not (_near(total, so_far + part) or _near(total, part)):
            return False
        moved += not _near(total, part)
        so_far = total
    return moved >= FEWEST - 1


def _quotient(col: Col, cols: Sequence[Col], values: Values) -> Message | None:
    """One column divided by another, as it is or in percent."""
    told = values[col.place]
    rows = [at for at in range(min(len(told), LOOKED_AT)) if told[at]]
    if len(rows) < FEWEST or len({told[at] for at in rows}) < FEWEST or not _has_decimals([told[at] for at in rows]):
        return None
    others = [each for each in cols if each.place != col.place]
    for above, below in permutations(others, 2):
        for times in (1.0, _HUNDRED):
            if _divides(told, values[above.place], values[below.place], times, rows):
                return msg("{above} divided by {below}", above=letter(above.place), below=letter(below.place))
    return None


def _has_decimals(values: Sequence[float | None]) -> bool:
    """Tell whether most of some numbers are no whole ones, as quotients are not."""
    return sum(value is not None and not value.is_integer() for value in values) * 2 > len(values)


def _divides(
    told: Sequence[float | None],
    above: Sequence[float | None],
    below: Sequence[float | None],
    times: float,
    rows: Sequence[int],
) -> bool:
    checked = 0
    for at in rows:
        value, a, b = told[at], above[at], below[at]
        if value is None or a is None or not b:
            continue
        if not _rounds_to(a / b * times, value):
            return False
        checked += 1
    return checked >= max(FEWEST, len(rows) // 2)


def _rounds_to(exact: float, written: float) -> bool:
    """Tell whether a number is another one rounded to its own decimals; whole ones below a hundred tell too little."""
    places = len(f"{written:.6f}".rstrip("0").partition(".")[2])
    return abs(exact - written) <= 0.5000001 * 10.0**-places and (places > 0 or abs(written) >= _HUNDRED)


def _near(total: float, added: float) -> bool:
    return isclose(total, added, rel_tol=1e-6, abs_tol=0.011)
