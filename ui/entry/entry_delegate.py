"""The field that a number is typed into, in a cell of the entry sheet."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.base.theme import Theme
from ui.entry import entry_words
from ui.entry.entry_grid import EntryGrid
from ui.entry.entry_looks import Index, State
from ui.parts.whole import widest

Key = Qt.Key
EDITOR_EDGES = 18
"""Pixels that the field's frame, padding and caret take beside its text."""


class Typist(Protocol):
    """What the field asks of the sheet while a number is typed."""

    def begin(self, index: Index) -> None:
        """The field is filled with the number of a cell."""

    def typed(self, text: str) -> None:
        """The text has changed."""

    def finish(self, editor: QLineEdit, *, back: bool) -> None:
        """Enter: store and go to the next number."""

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close; ``False`` where the text is no number."""

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""

    def keep(self, editor: QLineEdit, index: Index) -> None:
        """Somebody went elsewhere: store the number, keep what is none."""

    def step(self, rows: int) -> None:
        """Move up or down in the column."""

    def leave_sheet(self, *, back: bool) -> None:
        """Ctrl+Tab: the keyboard goes on to what is beside the sheet."""


class EntryDelegate(QStyledItemDelegate):
    """Makes the field and hears its keys; the view itself paints the cells."""

    def __init__(self, grid: EntryGrid, theme: Theme, typist: Typist, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._grid, self._theme, self._typist = grid, theme, typist
        self._cell = QRect()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a line to type a number into."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(entry_words.spoken(self._grid, index))
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
        self._cell = QRect(option.rect)
        editor.setGeometry(option.rect)
        if isinstance(editor, QLineEdit):
            self._grow(editor, editor.text())

    def _grow(self, editor: QLineEdit, text: str) -> None:
        """A number with more digits than its cell has room for takes what it needs of the cells before it."""
        needed = widest(editor.font(), [text]) + EDITOR_EDGES
        left = max(0, self._cell.right() + 1 - max(self._cell.width(), needed))
        editor.setGeometry(self._cell.adjusted(left - self._cell.left(), 0, 0, 0))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: the field loses the keyboard; a number is stored, what is none is kept as it was typed."""
        if isinstance(editor, QLineEdit):
            self._typist.keep(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter and Tab store and go on; Escape leaves the cell as it was."""
        if (
            not isinstance(watched, QLineEdit)
            or not isinstance(event, QKeyEvent)
            or event.type() is not QEvent.Type.KeyPress
        ):
            return super().eventFilter(watched, event)
        return self._pressed(watched, event) or super().eventFilter(watched, event)

    def _pressed(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        back = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.ControlModifier and key in (Key.Key_Tab, Key.Key_Backtab):
            if self._typist.leave(editor):
                self._typist.leave_sheet(back=back)
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab):
            self._typist.finish(editor, back=back or key == Key.Key_Backtab)
        elif key in (Key.Key_Up, Key.Key_Down):
            if self._typist.leave(editor):
                self._typist.step(-1 if key == Key.Key_Up else 1)
        elif key == Key.Key_Escape:
            self._typist.give_up(editor)
        else:
            return False
        return True


def frame_editor(editor: QWidget, theme: Theme, *, error: bool) -> None:
    """Give the field its frame: red for what is no number."""
    border = f"border: 2px solid {theme.hex('off')}; padding: 0 4px;" if error else "padding: 0 5px;"
    editor.setStyleSheet(f"{border} border-radius: 0; min-height: 0; max-height: 100px;")
    editor.setProperty("error", error)
