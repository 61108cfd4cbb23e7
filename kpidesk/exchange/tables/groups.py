"""What tells the rows of a long table apart: names of measures, or categories that can be added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.domain.period import Period
from kpidesk.exchange.sheets.book import Cell
from kpidesk.exchange.tables.columns import Col, Sort
from kpidesk.exchange.tables.findings import Given
from kpidesk.exchange.tables.looks import said
from kpidesk.exchange.tables.understood import Column, Role
from kpidesk.exchange.tables.words import tokens
from kpidesk.text import msg

MEASURE_WORDS = frozenset({
    "metric", "metrics", "kpi", "measure", "måltall", "nøkkeltall", "indikator", "indicator", "konto", "account",
    "kontonavn", "måler", "parameter", "variable", "variabel", "statistikkvariabel", "måling", "mål", "series",
    "serie", "item", "post",
})  # fmt: skip


@dataclass(frozen=True)
class Groups:
    """For each row the name that it goes by; the same for all where nothing tells them apart, ``None`` to leave out."""

    of_rows: Sequence[str | None]
    column: Col | None = None

    def role_of(self, col: Col) -> Column:
        """What a column of words is for."""
        if self.column is not None and col.place == self.column.place:
            return Column(col.place, col.heading, Role.MEASURE)
        return Column(col.place, col.heading, Role.LEFT_OUT, msg("Words, not numbers"))


def groups_of(given: Given, cols: Sequence[Col], used: Sequence[Col], when: Sequence[Period | None]) -> Groups:
    """What tells the rows apart."""
    places = {col.place for col in used}
    kept = [_kept(given, cols, at) for at in range(len(when))] if given.said.where else [True] * len(when)
    words = [col for col in cols if col.place not in places and col.sort is Sort.WORDS]
    chosen = next((col for col in words if tokens(col.heading) & MEASURE_WORDS), None)
    if chosen is None:
        return Groups(["" if keep else None for keep in kept])
    named: dict[Cell, str] = {cell: said(cell) for cell in chosen.distinct}
    return Groups([named[cell] if keep else None for cell, keep in zip(chosen.cells, kept, strict=True)], chosen)


def _kept(given: Given, cols: Sequence[Col], at: int) -> bool:
    wanted = {heading.casefold(): text for heading, text in given.said.where}
    return all(said(col.cells[at]) == wanted[key] for col in cols if (key := col.heading.casefold()) in wanted)
