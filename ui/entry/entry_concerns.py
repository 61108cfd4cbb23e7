"""What there is to look over in the sheet: texts that are no numbers, and numbers that are unusual."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kpidesk.domain.entities import Input, Uid, Value
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result
from kpidesk.text import _
from kpidesk.wording.entry import in_full
from kpidesk.wording.kpis import period_words
from ui.entry.entry_check import Concern
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_words import doubt

if TYPE_CHECKING:
    from ui.entry.sheet.entry_grid import EntryGrid


class Concerns:
    """Words each unusual number once: what is said of an input stands until one of its numbers changes."""

    def __init__(self) -> None:
        self._said: dict[Uid, tuple[tuple[Cell, ...], Input, list[Concern]]] = {}

    def of(self, grid: EntryGrid) -> Iterator[Concern]:
        """What there is to look over in one block."""
        yield from self.of_inputs(grid.ledger, [row.source for row in grid.folding.every if row.source is not None])

    def of_inputs(self, ledger: Ledger, sources: Sequence[Input]) -> Iterator[Concern]:
        """What there is to look over among the numbers of some inputs."""
        yield from _drafts(ledger, sources)
        for source in sources:
            cells = ledger.odd_ones(source.uid)
            if not cells:
                continue
            said = self._said.get(source.uid)
            if said is None or said[0] is not cells or said[1] is not source:
                said = self._said[source.uid] = cells, source, [_unusual(ledger, source, cell) for cell in cells]
            yield from said[2]


def _drafts(ledger: Ledger, sources: Sequence[Input]) -> Iterator[Concern]:
    if not ledger.drafts:
        return
    known = {source.uid: source for source in sources}
    for cell in list(ledger.drafts):
        if cell[0] in known and (text := ledger.draft(cell)) is not None:
            yield Concern(cell, known[cell[0]].name, _when(ledger, cell), _not_stored(ledger.read(cell, text)), True)


def _unusual(ledger: Ledger, source: Input, cell: Cell) -> Concern:
    value = ledger.value(cell)
    title = f"{_when(ledger, cell)}: {in_full(value, source)}"
    return Concern(cell, source.name, title, doubt(ledger, source, cell[1]), False)


def _when(ledger: Ledger, cell: Cell) -> str:
    return period_words(cell[1], ledger.today, ledger.fiscal_start)


def _not_stored(found: Result[Value | None]) -> str:
    """Why a text that stands in a cell is not stored: a reason with a code says it all."""
    if not isinstance(found, NotUnderstood):
        return _("Not saved yet: the disk refused it")
    return str(found.why) if found.why.code else _("Not a number – not saved")
