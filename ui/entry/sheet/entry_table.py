"""A table of numbers with their names before them, among which the keys do not lead."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.base.look.unpainted import unpainted
from ui.entry.sheet.entry_looks import FIRST, Index

EDGE = 2
"""Pixels that a frame reaches beyond its cell."""


class NumberTable(QTableView):
    """Its current cell is always a number's."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: the keys lead among the numbers: at a name or a unit nothing could be typed."""
        found = super().moveCursor(action, modifiers)
        return found.siblingAtColumn(FIRST) if found.isValid() and found.column() < FIRST else found

    def keyboardSearch(self, words: str) -> None:
        """Qt: what is typed where nothing can be typed leads to no other number, which the next digit would replace."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the keyboard comes to the caret."""
        with unpainted(self.viewport()):
            super().focusInEvent(event)
        self.repaint_at(self.currentIndex())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the keyboard goes, to the field over the caret too: each number begins with that."""
        with unpainted(self.viewport()):
            super().focusOutEvent(event)
        self.repaint_at(self.currentIndex())

    def repaint_at(self, index: Index) -> None:
        """Paint a cell anew with its frame, and nothing else."""
        self.viewport().update(self.visualRect(index).adjusted(-EDGE, -EDGE, EDGE, EDGE))

    def go_to(self, index: Index, *, selected: bool = True) -> None:
        """Make a cell the current one, and the only one ``selected``."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if selected else flag.NoUpdate)
