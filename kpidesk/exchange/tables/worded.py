"""Cells among numbers in which none can be read: what may have been meant for one, or a word that there was none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kpidesk.exchange.tables.findings import Findings
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
