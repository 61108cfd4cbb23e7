"""Rows of sales that came to nothing: failed, cancelled, refused."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.exchange.tables.cells.looks import said
from kpidesk.exchange.tables.cells.words import as_is, names, tokens
from kpidesk.exchange.tables.findings import Findings, Given
from kpidesk.exchange.tables.layout.columns import Col
from kpidesk.exchange.tables.understood import LeftOut
from kpidesk.text import msg

_STATES = frozenset({"status", "tilstand", "state", "resultat", "result"})
_FAILED = frozenset({
    "failed", "cancelled", "canceled", "declined", "void", "voided", "expired", "rejected", "feilet", "mislykket",
    "avbrutt", "avvist", "kansellert", "annullert", "utløpt", "avlyst",
})  # fmt: skip


def without_failed(
    given: Given, find: Findings, cols: Sequence[Col], lines: Sequence[int], kept: list[bool]
) -> list[bool]:
    """Which rows are kept once those are out whose status says that they came to nothing."""
    if len(kept) < 2:
        return kept
    for col in cols:
        failed = {cell for cell in col.distinct if said(cell).casefold() in _FAILED}
        if not failed or not tokens(col.heading) & _STATES:
            continue
        rows = [at for at, cell in enumerate(col.cells) if kept[at] and cell in failed]
        # Translators: the heading of a column, and the names that stand in it
        what = msg("{column} {names}", column=col.heading, names=names(sorted(map(said, failed))))
        out = LeftOut(
            f"failed:{col.heading}",
            what,
            msg("Could not be calculated"),
            tuple(lines[at] for at in rows),
            (),
            can_be_taken=True,
        )
        if rows and not find.leave(out):
            find.mark((given.sheet.lines.index(lines[at]) for at in rows[:200]), as_is(msg("Left out")))
            dropped = set(rows)
            kept = [keep and at not in dropped for at, keep in enumerate(kept)]
    return kept
