"""A table of numbers with their names before them, among which the keys do not lead."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui.entry.sheet.entry_looks import FIRST, Index


class NumberTable(QTableView):
    """Its current cell is always a number's."""

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: the keys lead among the numbers: at a name or a unit nothing could be typed."""
        found = super().moveCursor(action, modifiers)
        return found.siblingAtColumn(FIRST) if found.isValid() and found.column() < FIRST else found

    def keyboardSearch(self, words: str) -> None:
        """Qt: what is typed where nothing can be typed leads to no other number, which the next digit would replace."""

    def go_to(self, index: Index, *, selected: bool = True) -> None:
        """Make a cell the current one, and the only one ``selected``."""
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect if selected else flag.NoUpdate)
