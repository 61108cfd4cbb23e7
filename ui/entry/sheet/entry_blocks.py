"""The selected cells of a block of the sheet: cleared, copied, filled, or pasted over once the block was looked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTableView

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.figures.entry import Cell
from kpidesk.text import ngettext
from kpidesk.wording.entry import bare, exact
from kpidesk.workspace import Seen
from ui.base.clipping import copied_text
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import FIRST, Index
from ui.entry.sheet.entry_paste import Copied, Laid, Preview, copied, fill, read_block


class Blocks(QObject):
    """What is done with the selection of a view.

    ``cleared`` asks to make cells blank, ``not_applicable`` to say that there is nothing to enter in them, ``offered``
    tells of a block that can be stored; ``preview`` is the one that is. ``tabled`` tells of one that names its own rows
    and columns.
    """

    cleared = Signal(list)
    not_applicable = Signal(list)
    offered = Signal(object)
    tabled = Signal(str)

    def __init__(self, view: QTableView, grid: EntryGrid) -> None:
        super().__init__(view)
        self._view, self._grid = view, grid
        self.preview: Preview | None = None
        self._offered_at: Seen | None = None

    def _selected(self) -> list[QModelIndex]:
        return self._view.selectionModel().selectedIndexes()

    def cells(self) -> list[Cell]:
        """The selected cells that can be typed into."""
        return [cell for index in self._selected() if (cell := self._grid.cell(index)) is not None]

    def clear(self) -> None:
        """Make the selected cells blank."""
        self.cleared.emit(self.cells())

    def mark_not_applicable(self) -> None:
        """Say that there is nothing to enter in the selected cells."""
        today = self._grid.ledger.today
        self.not_applicable.emit([cell for cell in self.cells() if cell[1].first <= today])

    # ---- the clipboard -----------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the selected cells on the clipboard, tab-separated, as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(self.text())

    def text(self) -> str:
        """The selected cells with every decimal and without grouping."""
        rows: dict[int, dict[int, str]] = {}
        for index in self._selected():
            value = self._grid.looks.value(index)
            text = bare(value) if isinstance(value, (int, float)) else exact(value)
            rows.setdefault(index.row(), {})[index.column()] = text
        return "\n".join("\t".join(cells[column] for column in sorted(cells)) for _row, cells in sorted(rows.items()))

    def cut(self) -> None:
        """Copy the selected cells and make them blank."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Show what the clipboard would fill, from the current cell on; a column down where several rows are chosen."""
        if text := copied_text(self._grid.session):
            self._lay(copied(text, down=len({index.row() for index in self._selected()}) > 1))

    def turn(self) -> None:
        """Lay the block that is offered the other way: rows for columns, or a column back in time or down."""
        if self.preview is not None and self.preview.copied is not None:
            self._lay(self.preview.copied.turned())

    def reverse(self) -> None:
        """Let the other end of the column that is offered be the latest."""
        if self.preview is not None and self.preview.copied is not None:
            self._lay(self.preview.copied.reversed())

    def _lay(self, block: Copied) -> None:
        corner = self._corner(back=block.laid is Laid.BACK)
        period = self._grid.period(corner)
        if period is not None:
            targets = [row for row in self._grid.rows[corner.row() :] if row.source is not None]
            preview = read_block(self._grid.ledger, targets, period, block)
            if preview.table:
                self.tabled.emit(preview.table)
            else:
                self._offer(preview)

    def _corner(self, *, back: bool) -> QModelIndex:
        """Where a block begins: the first of the selected cells, or the last of the row for one that goes ``back``."""
        chosen = [index for index in self._selected() if index.column() >= FIRST]
        if not chosen:
            return self._view.currentIndex()
        columns = [index.column() for index in chosen]
        return self._grid.index(min(index.row() for index in chosen), max(columns) if back else min(columns))

    # ---- filling -----------------------------------------------------------------------------------

    def fill_right(self) -> None:
        """Give the selected cells of each row what its first cell holds."""
        rows = self._by_row(0, 1)
        self._offer(fill(self._grid.ledger, rows, self._grid.rows), at_once=True)

    def fill_down(self) -> None:
        """Give the selected cells of each column what its first cell holds."""
        columns = zip(*self._by_row(1, 0), strict=False)
        self._offer(fill(self._grid.ledger, columns, self._grid.rows), at_once=True)

    def _by_row(self, above: int, before: int) -> list[list[Cell]]:
        """The selected cells by row; of a single cell, together with its neighbour above or before it."""
        cells: dict[int, list[Cell]] = {}
        chosen = self._selected()
        if len(chosen) == 1:
            alone = chosen[0]
            place = self._place_above(alone.row()) if above else alone.row()
            chosen = [self._grid.index(place, alone.column() - before), alone] if place >= 0 else []
        for index in sorted(chosen, key=_by_place):
            cell = self._grid.cell(index)
            if cell is not None:
                cells.setdefault(index.row(), []).append(cell)
        return list(cells.values())

    def _place_above(self, place: int) -> int:
        return next((n for n in range(place - 1, -1, -1) if self._grid.rows[n].source is not None), -1)

    # ---- a block before it is stored ---------------------------------------------------------------

    def _offer(self, preview: Preview, *, at_once: bool = False) -> None:
        """Paint what would be stored; a fill that replaces nothing is stored at once."""
        self.preview = preview
        self._grid.show_preview(preview)
        self._offered_at = self._grid.session.seen()
        if at_once and not preview.overwrites:
            self.end_preview(store=True)
        else:
            self.offered.emit(preview)

    def end_preview(self, *, store: bool, partly: bool = False) -> None:
        """Store the painted block, or let it go; one that can't be stored whole only when ``partly``."""
        preview = self.preview
        if preview is None or (store and not partly and preview.held):
            return
        for cell in preview.cells if store else ():
            self._grid.ledger.drop_draft(cell)
        self.drop()
        self.offered.emit(None)
        if store and preview.cells:
            cells = [(uid, period, value) for (uid, period), value in preview.cells.items()]
            self._grid.session.perform(entry.paste, cells, based_on=self._offered_at, said=_stored_words)

    def drop(self) -> None:
        """Take the paint of a block away that is no longer offered."""
        if self.preview is not None:
            self.preview = None
            self._grid.show_preview(None)


def _stored_words(n: int) -> str:
    return ngettext("{n} number is saved.", "{n} numbers are saved.", n).format(n=fmt.number(n))


def _by_place(index: Index) -> tuple[int, int]:
    return index.row(), index.column()
