"""The first rows of an export, as one reads them, and a sentence on how it lies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk import format as fmt
from kpidesk.exchange.export import tables
from kpidesk.exchange.export.asked import As, FileType
from kpidesk.exchange.export.gathered import Numbers
from kpidesk.exchange.export.goals import Goals
from kpidesk.exchange.export.tables import Cell, Table
from kpidesk.exchange.tables.understood import Shape
from kpidesk.text import _

ROWS, LABELS, NEWEST = 3, 2, 3
"""So many rows are shown; of periods across only the newest, behind the columns that name the row."""
GOAL_COLUMNS = (1, 2, 3, 10)
"""Kind, title, owner and score say what the file is about."""


@dataclass(frozen=True)
class Preview:
    """Headings and rows as texts, which columns hold numbers, which is the widest, and what is said below them."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    words: str
    widest: int = 0


def of_numbers(numbers: Numbers, how: As) -> Preview:
    """What a file with these numbers begins with."""
    long = how.shape is Shape.LONG or how.kind is FileType.JSON
    made = tables.long(numbers) if long else tables.wide(numbers)
    if not made:
        return Preview((), (), frozenset(), _("There are no numbers in that period."))
    table = made[0]
    width = len(table.heads)
    columns = list(range(width)) if long else [*range(LABELS), *range(max(LABELS, width - NEWEST), width)]
    found = frozenset({3} if long else range(LABELS, len(columns)))
    return Preview(*_texts(table, columns), found, _words(made, how.kind))


def of_goals(goals: Goals) -> Preview:
    """What a file with these goals begins with."""
    heads, rows = _texts(goals.goals, GOAL_COLUMNS)
    words = _("Goals and key results first, then every check-in.") if rows else _("There are no goals in that period.")
    return Preview(heads, rows, frozenset({3}), words, widest=1)


def _texts(table: Table, columns: Sequence[int]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    heads = tuple(_text(table.heads[place]) for place in columns)
    rows = []
    for row, decimals in zip(table.rows[:ROWS], table.decimals, strict=False):
        rows.append(tuple(_text(row[place], decimals) for place in columns))
    return heads, tuple(rows)


def _text(cell: Cell, decimals: int = 0) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    return cell.isoformat() if isinstance(cell, dt.date) else fmt.number(cell, decimals)


def _words(made: Sequence[Table], kind: FileType) -> str:
    whole = _("The numbers are written in full, without rounding.")
    if len(made) == 1 or kind is FileType.JSON:
        return whole
    names = ", ".join(table.name.lower() for table in made)
    each = (
        _("A sheet for each: {names}.")
        if kind is FileType.XLSX
        else _("A table for each, one below the other: {names}.")
    )
    return f"{each.format(names=names)} {whole}"
