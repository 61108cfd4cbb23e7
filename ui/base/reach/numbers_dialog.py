"""The numbers of a picture as a table, over the page; Esc leads back to where one was."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from kpidesk.text import _
from kpidesk.viz.number_table import NumberTable
from ui.base.dialog_frame import DialogFrame
from ui.base.reach.cells import name_rows
from ui.base.reach.pictures import table_at
from ui.base.scale import px

WIDE, HIGH, LEAST = 560, 520, 200
LEFT, RIGHT = (
    side | Qt.AlignmentFlag.AlignVCenter for side in (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight)
)


def show_numbers(window: QWidget, shown: QWidget | None) -> bool:
    """Show the numbers of what has the keyboard in a page or dialog, else of its first picture; tell if it has any."""
    table = None if shown is None else table_at(shown.window().focusWidget(), shown)
    if table is not None:
        NumbersDialog(table, window if shown is None else shown.window()).open()
    return table is not None


class NumbersDialog(DialogFrame):
    """A table to read: the arrows go from cell to cell."""

    def __init__(self, table: NumberTable, parent: QWidget) -> None:
        super().__init__(table.title, parent, wide=WIDE, high=HIGH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = _View(table)
        self.body.addWidget(self.view, 1)
        self.add_button(_("Close"), self.reject)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)


class _View(QTableWidget):
    def __init__(self, table: NumberTable) -> None:
        super().__init__(len(table.rows), len(table.heads))
        self.setAccessibleName(table.title)
        for at, words in enumerate(table.heads):
            self.setHorizontalHeaderItem(at, _item(words, at))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setMinimumHeight(px(LEAST))
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        for place, row in enumerate(table.rows):
            for at, words in enumerate(row):
                self.setItem(place, at, _item(words, at))
        name_rows(self)
        self.setCurrentCell(0, 0)


def _item(words: str, column: int) -> QTableWidgetItem:
    item = QTableWidgetItem(words)
    item.setTextAlignment(RIGHT if column else LEFT)
    return item
