"""The first rows of a file to be written, in a frame, and a sentence below them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from kpidesk.exchange.export.preview import ROWS, Preview
from kpidesk.text import _
from ui.base.page import column, text
from ui.base.reach.cells import name_rows
from ui.base.scale import px
from ui.base.theme import Theme

ROW, HEAD = 26, 26
INSET = 5
Index = QModelIndex | QPersistentModelIndex


class PreviewBox(QFrame):
    """Shows, and takes no keyboard."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("look", "outlined")
        box = column(self)
        box.setContentsMargins(1, 1, 1, 1)
        self.table = QTableWidget(0, 0)
        self._set_up()
        self.words = text(_("Reading …"), "quiet", wrap=True)
        self.words.setContentsMargins(8, 5, 8, 6)
        box.addWidget(self.table)
        box.addWidget(self.words)

    def _set_up(self) -> None:
        table = self.table
        table.setAccessibleName(_("What the file will look like"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(ROW))
        table.horizontalHeader().setFixedHeight(px(HEAD))
        table.horizontalHeader().setHighlightSections(False)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setItemDelegate(_Roomy(table))
        table.setFixedHeight(px(HEAD) + ROWS * px(ROW))

    def show_preview(self, shown: Preview) -> None:
        """Show other rows."""
        self.words.setText(shown.words)
        table = self.table
        table.clear()
        table.setRowCount(len(shown.rows))
        table.setColumnCount(len(shown.heads))
        for place, head in enumerate(shown.heads):
            item = QTableWidgetItem(head)
            item.setTextAlignment(_side(place in shown.numbers))
            table.setHorizontalHeaderItem(place, item)
        for row, cells in enumerate(shown.rows):
            for place, cell in enumerate(cells):
                item = QTableWidgetItem(cell)
                item.setToolTip(cell)
                item.setTextAlignment(_side(place in shown.numbers))
                table.setItem(row, place, item)
        name_rows(table)
        header = table.horizontalHeader()
        for place in range(len(shown.heads)):
            wide = place == shown.widest
            mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(place, mode)


class _Roomy(QStyledItemDelegate):
    """Texts begin and end where their headings do."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the room for a cell's text."""
        super().initStyleOption(option, index)
        option.rect = option.rect.adjusted(px(INSET), 0, -px(INSET), 0)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: wide enough for both edges."""
        return super().sizeHint(option, index) + QSize(2 * px(INSET), 0)


def _side(number: bool) -> Qt.AlignmentFlag:
    return (Qt.AlignmentFlag.AlignRight if number else Qt.AlignmentFlag.AlignLeft) | Qt.AlignmentFlag.AlignVCenter
