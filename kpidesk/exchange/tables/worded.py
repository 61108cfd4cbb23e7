"""Cells among numbers in which none can be read: what may have been meant for one, or a word that there was none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kpidesk.exchange.tables.cells.looks import is_blank, is_empty, says_none
from kpidesk.exchange.tables.cells.words import called, names
from kpidesk.exchange.tables.findings import Findings
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.understood import LeftOut
from kpidesk.text import Message, msg, msgn

_SHOWN = 20
_IDLE = re.compile(
    r"(?:stengt|sommerstengt|lukket|ferie|sommerferie|juleferie|påskeferie|fri|fridag|helligdag|avlyst|utgår|"
    r"closed|holidays?|vacation|day off|cancelled|canceled|geschlossen|feiertag|stängt)\b(?!.*[0-9])",
    re.IGNORECASE,
)
"""Words for a time in which nothing was done, and so nothing was counted."""


def sorts_of(texts: Iterable[str]) -> list[set[str]]:
    """Texts that may have been meant for numbers, and those that tell why there is none (``stengt``)."""
    every = set(texts)
    idle = {text for text in every if _IDLE.match(text.strip())}
    return [each for each in (every - idle, idle) if each]


def leave_cells(
    find: Findings, named: tuple[str | Message, str], texts: set[str], lines: Sequence[int],
    columns: tuple[int, ...] = (),
) -> None:  # fmt: skip
    """List cells of one of these sorts; ``named`` is what their column or row is called, and known by."""
    column, key = named
    what = msgn("{n} cell in {column}", "{n} cells in {column}", len(lines), column=column)
    text = min(texts)
    if not _IDLE.match(text.strip()):
        why = msg("No number can be read from “{text}”", text=text[:_SHOWN])
        find.leave(LeftOut(f"faulty:{key}", what, why, tuple(lines), columns, faulty=True))
        return
    why = msg("“{text}” stands there, and no number", text=text[:_SHOWN])
    find.leave(LeftOut(f"worded:{key}", what, why, tuple(lines), columns, missed=False))


def leave_marks(find: Findings, cols: Iterable[Col], lines: Sequence[int]) -> None:
    """List the cells of columns of numbers that hold a mark for none: ``n/a`` and ``-`` are no numbers, and no zeros.

    ``lines`` are the rows in the file of the cells.
    """
    found: dict[str, tuple[list[int], dict[int, str | Message]]] = {}
    for col in cols:
        marks = {cell for cell in col.distinct if isinstance(cell, str) and _is_mark(cell)}
        for line, cell in zip(lines, col.cells, strict=True) if marks else ():
            if isinstance(cell, str) and cell in marks:
                at, places = found.setdefault(cell.strip().casefold(), ([], {}))
                at.append(line)
                places[col.place] = called(col.heading, col.place)
    for mark, (at, places) in sorted(found.items()):
        column = names(list(places.values()))
        what = msgn("{n} cell in {column}", "{n} cells in {column}", len(at), column=column)
        why = msg("“{text}” stands there, and no number", text=mark)
        find.leave(LeftOut(f"mark:{mark}", what, why, tuple(sorted(set(at))), tuple(places), missed=False))


def _is_mark(cell: str) -> bool:
    return is_blank(cell) and not is_empty(cell.strip()) and not says_none(cell) and not cell.startswith("#")
