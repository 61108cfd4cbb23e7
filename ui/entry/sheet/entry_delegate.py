"""The field that a number is typed into, in a cell of the entry sheet."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui.base.reach.beside import house
from ui.base.theme import Theme
from ui.entry.sheet import entry_words
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import Index, State
from ui.entry.sheet.entry_moves import Axis, Move, arrow, done
from ui.parts.whole import widest

Key = Qt.Key
EDITS = frozenset({Key.Key_Home, Key.Key_End, Key.Key_Left, Key.Key_Right, Key.Key_F2})
"""Keys that go into the text: from then on it is edited, and the arrows stay in it."""
HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
EDITOR_EDGES = 18
"""Pixels that the field's frame, padding and caret take beside its text."""


class Typist(Protocol):
    """What the field asks of the sheet while a number is typed."""

    def begin(self, index: Index) -> None:
        """The field is filled with the number of a cell."""

    def typed(self, text: str) -> None:
        """The text has changed."""

    over: bool
    """Whether what was typed replaces the old number: the arrows then store it and move, and don't edit the text."""

    def finish(self, editor: QLineEdit, move: Move) -> None:
        """Store and go on, where the text is a number."""

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close; ``False`` where the text is no number."""

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""

    def keep(self, editor: QLineEdit, index: Index) -> None:
        """Somebody went elsewhere: store the number, keep what is none."""

    def leave_sheet(self, *, back: bool) -> None:
        """Ctrl+Tab: the keyboard goes on to what is beside the sheet."""


class EntryDelegate(QStyledItemDelegate):
    """Makes the field and hears its keys; the view itself paints the cells."""

    def __init__(self, grid: EntryGrid, theme: Theme, typist: Typist, view: QTableView) -> None:
        super().__init__(view)
        self._grid, self._theme, self._typist, self._view = grid, theme, typist, view
        self._cell, self._column = QRect(), 0

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a line to type a number into."""
        editor = house(self._view, QLineEdit(parent))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(entry_words.asked(self._grid, index))
        editor.textEdited.connect(self._typist.typed)
        editor.textChanged.connect(partial(self._grow, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt: the number as it stands; what comes in while somebody is typing leaves the field alone."""
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            self._typist.begin(index)
            super().setEditorData(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the editor fills the cell."""
        frame_editor(editor, self._theme, error=self._grid.looks.state(index) is State.ERROR)
        self._cell, self._column = QRect(option.rect), index.column()
        editor.setGeometry(option.rect)
        if isinstance(editor, QLineEdit):
            self._grow(editor, editor.text())

    def _grow(self, editor: QLineEdit, text: str) -> None:
        """A text with more letters than its cell has room for takes the cells before it, whole ones."""
        needed = widest(editor.font(), [text]) + EDITOR_EDGES
        column, wider = self._column, 0
        while self._cell.width() + wider < needed and column > 0:
            column -= 1
            wider += self._view.columnWidth(column)
        editor.setGeometry(self._cell.adjusted(-min(wider, self._cell.left()), 0, 0, 0))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: the field loses the keyboard; a number is stored, what is none is kept as it was typed."""
        if isinstance(editor, QLineEdit):
            self._typist.keep(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter, Tab and the arrows store and go on; Escape leaves the cell as it was."""
        if not isinstance(watched, QLineEdit):
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.MouseButtonPress:
            self._typist.over = False
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._pressed(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _pressed(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        back = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.ControlModifier and key in (Key.Key_Tab, Key.Key_Backtab):
            if self._typist.leave(editor):
                self._typist.leave_sheet(back=back)
        elif (move := done(key, back=back)) is not None or (move := self._arrow(event)) is not None:
            self._typist.finish(editor, move)
        elif key == Key.Key_Escape:
            self._typist.give_up(editor)
        else:
            if key in EDITS or held & Qt.KeyboardModifier.ControlModifier:
                self._typist.over = False
            return False
        return True

    def _arrow(self, event: QKeyEvent) -> Move | None:
        """Where an arrow leads; along the row only out of a number that was typed over the old one."""
        found = None if event.modifiers() & HELD else arrow(event.key())
        within = found is not None and found.axis is Axis.ALONG and not self._typist.over
        return None if within else found


def frame_editor(editor: QWidget, theme: Theme, *, error: bool) -> None:
    """Give the field its frame: red for what is no number."""
    border = f"border: 2px solid {theme.hex('off')}; padding: 0 4px;" if error else "padding: 0 5px;"
    editor.setStyleSheet(f"{border} border-radius: 0; min-height: 0; max-height: 100px;")
    editor.setProperty("error", error)
