"""Rows that are exactly like another: once where each period has one row, all of them where rows are single sales."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.cells.looks import said
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.groups import Groups
from kpidesk.exchange.tables.layout.columns import Col, Sort
from kpidesk.exchange.tables.understood import Answer
from kpidesk.text import msg, msgn

WAY, ONCE, ALL = "as:alike", "once", "all"
MOST_COMPARED = 300_000
"""In longer tables nobody looks for rows that are exactly alike."""
_MOSTLY = 0.8


def counted_rows(
    given: Given,
    find: Findings,
    body: Sequence[int],
    dated: tuple[Sequence[Col], Sequence[Period | None]],
    groups: Groups,
) -> list[bool]:
    """Which rows of a table count, by its columns and periods; what was found of rows exactly alike is said."""
    cols, when = dated
    keep = [name is not None and period is not None for name, period in zip(groups.of_rows, when, strict=True)]
    alike = _alike(given, body, keep) if len(body) <= MOST_COMPARED else []
    if not alike:
        return keep
    likely = ONCE if _are_mistakes(cols, when, groups, keep, alike) else ALL
    way = find.said.answers.get(WAY, likely)
    n = len(alike)
    if way == ONCE:
        words = msgn(
            "{n} row is exactly like another and counts once.", "{n} rows are exactly like others and count once.", n
        )
        find.guess(WAY, words, [Answer(ALL, msg("Count every row"))])
        find.mark((body[at] for at in alike), msg("Counted once"))
        for at in alike:
            keep[at] = False
    else:
        words = msgn("{n} row is exactly like another. Both count.", "{n} rows are exactly like others. All count.", n)
        find.guess(WAY, words, [Answer(ONCE, msg("Count them once"))])
    return keep


def _alike(given: Given, body: Sequence[int], keep: Sequence[bool]) -> list[int]:
    seen: set[tuple[Cell, ...]] = set()
    found = []
    for at, place in enumerate(body):
        if keep[at]:
            key = tuple(given.sheet.rows[place])
            if key in seen:
                found.append(at)
            seen.add(key)
    return found


def _are_mistakes(
    cols: Sequence[Col], when: Sequence[Period | None], groups: Groups, keep: Sequence[bool], alike: Sequence[int]
) -> bool:
    """Tell whether rows can't be there twice: they have a number of their own, or each period has one row."""
    if any(col.sort is Sort.CODES and len({said(cell) for cell in col.distinct}) > 1 for col in cols):
        return True
    rest = set(alike)
    rows = [at for at in range(len(keep)) if keep[at] and at not in rest]
    keys = {(when[at], groups.of_rows[at], *(col.cells[at] for col in groups.categories)) for at in rows}
    if any(period is not None and period.frequency is Frequency.DAY for period in when):
        return len(keys) == len(rows) and _every_day([each for each in when if each is not None])
    return len(keys) >= _MOSTLY * len(rows)


def _every_day(periods: Sequence[Period]) -> bool:
    days = sorted({each.first for each in periods})
    return len(days) > 4 and (days[-1] - days[0]).days < 1.5 * len(days)
