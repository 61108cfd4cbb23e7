"""Rows of a wide table that are the sum of the others, and rows that are added up because somebody said so."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isclose

from kpidesk.exchange.tables.cells.words import TOTAL_ALONE, as_is
from kpidesk.exchange.tables.findings import Findings, Series
from kpidesk.exchange.tables.understood import LeftOut
from kpidesk.text import msg

ROWS, SUM = "as:rows", "sum"
_MOSTLY = 0.9


def whole_rows(find: Findings, series: Sequence[Series], title: str) -> list[Series]:
    """The series without those that are the sum of the others; as one where they are to be added up."""
    totals = [one for one in series if TOTAL_ALONE.fullmatch(one.name)]
    parts = [one for one in series if one not in totals]
    kept = list(parts)
    for total in totals:
        if len(parts) < 2 or not _is_sum(total, parts):
            kept.append(total)
            continue
        lines = sorted({line for points in total.points.values() for _value, line in points})
        out = LeftOut(
            f"total:{total.name}", as_is(total.name), msg("The sum of the other rows"), tuple(lines),
            can_be_taken=True, missed=False,
        )  # fmt: skip
        kept += [total] if find.leave(out) else []
    return [_added(parts, title)] if find.said.answers.get(ROWS) == SUM and len(parts) > 1 else kept


def _is_sum(total: Series, parts: Sequence[Series]) -> bool:
    right = 0
    for period, points in total.points.items():
        added = fsum(value for part in parts for value, _line in part.points.get(period, ()))
        right += isclose(points[0][0], added, rel_tol=1e-6, abs_tol=0.011)
    return right >= _MOSTLY * len(total.points)


def _added(parts: Sequence[Series], title: str) -> Series:
    whole = Series(title, title, {}, parts[0].unit)
    for period in sorted({each for part in parts for each in part.points}):
        points = [point for part in parts for point in part.points.get(period, ())]
        whole.points[period] = [(round(fsum(value for value, _line in points), 9), points[0][1])]
    return whole
