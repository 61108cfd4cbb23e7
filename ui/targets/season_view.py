"""The year's grid on the screen: the period small on the left of each cell, its number on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kpidesk.errors import UserError
from kpidesk.text import _
from ui.base.keys.pressed import meaning
from ui.base.reach.beside import house
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.theme import Theme
from ui.base.typed_over import TypedOver
from ui.parts import painters
from ui.parts.whole import draw_number, widest
from ui.targets.season_grid import SeasonGrid

ROW = 28
LABEL, EDGES = 46, 20
ROUND = 22
"""Pixels before a label, between it and the number, and after the number."""
MOST_ROWS = 5
EDGE = QPointF(0.5, 0.5)
"""A line of one pixel stands on the middle of it."""
Index = QModelIndex | QPersistentModelIndex


class SeasonDelegate(QStyledItemDelegate):
    """Paints a cell and puts the editor to the right of its label."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: ground, hairline, label, number, focus."""
        with painters.enlarged(painter, option.rect) as area:
            self._paint(painter, area, option, index)

    def _paint(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        model, view = index.model(), self.parent()
        assert isinstance(model, SeasonGrid)
        assert isinstance(view, SeasonView)
        exists = model.period_at(index) is not None
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, self._theme.color("select" if chosen else "page" if exists else "sunken"))
        painter.setPen(QPen(self._theme.color("line"), 1))
        painter.drawLine(area.topRight() - EDGE, area.bottomRight() - EDGE)
        painter.drawLine(area.bottomLeft() - EDGE, area.bottomRight() - EDGE)
        if exists:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color("text3"))
            middle, label = Qt.AlignmentFlag.AlignVCenter, model.label(index)
            painter.drawText(area.adjusted(8, 0, 0, 0), middle | Qt.AlignmentFlag.AlignLeft, label)
            beside = ROUND - 8 + painter.fontMetrics().horizontalAdvance(label)
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.color("text"))
            room = area.adjusted(beside, 0, -8, 0)
            told = model.forms_of(index)
            draw_number(painter, room, middle | Qt.AlignmentFlag.AlignRight, told[-1] if view.short else told[0])
        if view.hasFocus() and view.currentIndex() == index:
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: one height for all."""
        return QSize(px(80), px(ROW))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a plain line."""
        view = self.parent()
        assert isinstance(view, SeasonView)
        editor = house(view, QLineEdit(parent))
        editor.setFrame(False)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.ToolTipRole)))
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: leave the label readable where the number has room beside it."""
        area: QRect = option.rect
        needed = widest(editor.font(), [str(index.data(Qt.ItemDataRole.EditRole) or "")]) + EDGES
        editor.setGeometry(area.adjusted(max(0, min(px(LABEL), area.width() - needed)), 0, 0, -1))


class SeasonView(QTableView):
    """Type, Enter for the next period, arrows to move, Ctrl+C and Ctrl+V for blocks, Delete to empty."""

    refused = Signal(str)

    def __init__(self, theme: Theme, grid: SeasonGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._typed_over = TypedOver(self)
        self.setModel(grid)
        follow_choice(self)
        self.setItemDelegate(SeasonDelegate(theme, self))
        self.setAccessibleName(_("Numbers of the year"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.short = False
        self._theme = theme
        grid.modelReset.connect(self._fit)

    def edit(self, index: Index, *asked: Any) -> Any:
        """Qt: open the field: what is typed replaces the number, F2 and a double-click edit it."""
        opened = super().edit(index, *asked)
        if opened is not False:
            self._typed_over.opened(asked)
        return opened

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: every cell tells its number in the same way, in full only where all have the room."""
        cells = [self._grid.index_of(place) for place in range(len(self._grid.periods))]
        labels = widest(self._theme.font("caption"), (self._grid.label(each) for each in cells))
        numbers = widest(self._theme.font("body"), (self._grid.text_of(each) for each in cells))
        self.short = labels + numbers + px(ROUND) > self.columnWidth(0)
        super().paintEvent(event)

    def _fit(self) -> None:
        self.setFixedHeight(px(ROW) * max(1, min(MOST_ROWS, self._grid.rowCount())) + 2)
        if self._grid.periods:
            self.setCurrentIndex(self._grid.index(0, 0))

    def keyboardSearch(self, words: str) -> None:
        """Qt: what is typed where nothing can be typed leads to no other number, which the next digit would replace."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter goes on to the next period; blocks are copied, pasted and emptied."""
        name = meaning("season", event)
        if meaning("form", event):
            event.ignore()
        elif name == "paste":
            self.paste()
        elif name == "copy":
            QGuiApplication.clipboard().setText(self._selected_text())
        elif name == "clear":
            self._grid.clear(self.selectedIndexes())
        elif name == "on":
            if self.state() != QAbstractItemView.State.EditingState:  # the editor's own Enter comes by here, too
                self.go_on()
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt: Enter in a cell goes on to the next period."""
        submitted = hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint if submitted else hint)
        if submitted:
            self.go_on()

    def go_on(self) -> None:
        """Move to the next period."""
        place = self._grid.place(self.currentIndex()) + 1
        if place < len(self._grid.periods):
            self.setCurrentIndex(self._grid.index_of(place))

    def _selected_text(self) -> str:
        rows: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            rows.setdefault(index.row(), {})[index.column()] = self._grid.copied(index)
        return "\n".join("\t".join(cells[column] for column in sorted(cells)) for _row, cells in sorted(rows.items()))

    def paste(self) -> None:
        """Put in what the clipboard holds, from this period on."""
        try:
            self._grid.paste(QGuiApplication.clipboard().text(), self.currentIndex())
        except UserError as error:
            self.refused.emit(str(error))
