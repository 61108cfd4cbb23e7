"""Typing a number into a cell of a block: the field that is open, what it is read as, and how it ends."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QTableView

from kpidesk.commands import entry
from kpidesk.figures.entry import Cell
from kpidesk.wording.entry import exact
from kpidesk.workspace import Seen
from ui.base.reach.beside import opened_in
from ui.base.theme import Theme
from ui.entry.sheet.entry_delegate import frame_editor
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import Index
from ui.entry.sheet.entry_moves import Move


class Typing(QObject):
    """What is typed into the cells of a view.

    ``read`` tells what the text in the field means as it changes, and ends with nothing; ``refused`` that a text was
    not stored, with the number it probably was. ``moved`` asks to go on, with whether the cell waited for its number.
    ``over`` tells that what is typed replaces the old number, and is not an edit of it.
    """

    read = Signal(object, object, str)
    refused = Signal(object)
    moved = Signal(object, bool)
    left = Signal(bool)

    def __init__(self, view: QTableView, grid: EntryGrid, theme: Theme) -> None:
        super().__init__(view)
        self._view, self._grid, self._theme = view, grid, theme
        self._likely: float | None = None
        self.over = False

    def editor(self) -> QLineEdit | None:
        """The field that is open, if one is."""
        found = [each for each in opened_in(self._view) if isinstance(each, QLineEdit)]
        return found[-1] if found and self._view.state() is QAbstractItemView.State.EditingState else None

    def _cell(self) -> Cell | None:
        index = self._view.currentIndex()
        return self._grid.cell(index) if index.isValid() else None

    # ---- what the field asks -----------------------------------------------------------------------

    def begin(self, index: Index, seen: Seen | None = None) -> None:
        """Somebody begins to type over the number of a cell as it stands now, or goes on with what was ``seen``."""
        self._grid.begun = (self._grid.cell(index), seen or self._grid.session.seen())

    def typed(self, text: str) -> None:
        """The text in the editor has changed: what was said of the old one no longer holds."""
        if self._likely is not None or self._is_refused():
            self._likely = None
            self.refused.emit(None)
        cell = self._cell()
        if cell is not None:
            found = self._grid.ledger.read(cell, text)
            self.read.emit(cell, found, text)

    def _is_refused(self) -> bool:
        editor = self.editor()
        return editor is not None and bool(editor.property("error"))

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Store and go on; Enter and Tab take the likely reading if one was offered."""
        if move.waiting and self._likely is not None:
            editor.setText(exact(self._likely))
        waited = self._grid.looks.waits(self._view.currentIndex())
        if self.leave(editor):
            self.moved.emit(move, waited)

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close an editor; ``False`` where the text is no number and it stays."""
        cell, text, index = self._cell(), editor.text(), self._view.currentIndex()
        doubt = None if cell is None else entry.doubt(text, self._grid.ledger.read(cell, text))
        if doubt is not None:
            self._likely = doubt.likely
            self._grid.setData(index, text)
            frame_editor(editor, self._theme, error=True)
            self.refused.emit(doubt)
            return False
        self.keep(editor, index)
        self._close(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def keep(self, editor: QLineEdit, index: Index) -> None:
        """Store a number; keep what is none as it was typed."""
        self._end(index)
        self._grid.setData(index, editor.text())
        self.refused.emit(None)

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""
        index = self._view.currentIndex()
        self._grid.forget_text(index)
        self._end(index)
        self.refused.emit(None)
        self._close(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def leave_sheet(self, *, back: bool) -> None:
        """Ctrl+Tab: the keyboard goes on to what is beside the sheet."""
        self.left.emit(back)

    # ---- the end of it -----------------------------------------------------------------------------

    def _end(self, index: Index) -> None:
        self._likely = None
        self.read.emit(self._grid.cell(index), None, "")

    def _close(self, editor: QLineEdit, hint: QAbstractItemDelegate.EndEditHint) -> None:
        self._view.closeEditor(editor, hint)
        self._view.setFocus()
