"""The numbers in their cells on screen: what is taken is tinted, with what stood there before beneath it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk.exchange.intake.preview import Preview, State
from kpidesk.text import _
from ui.base.actions import with_key
from ui.base.page import heading, text
from ui.base.reach.cells import follow_choice, hide_columns
from ui.base.scale import pressed, px
from ui.base.theme import Theme
from ui.imports.checking.cells_table import FIRST, NAME, UNIT, CellsTable, Index
from ui.imports.inks import Inks
from ui.parts.painters import hairline
from ui.parts.whole import draw_number

ROW, CELL, HEAD, NAME_LEAST, UNIT_WIDE, PAD = 40, 96, 40, 140, 56, 8
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CellsSection(QWidget):
    """Head with a way to earlier and later periods, and the table."""

    def __init__(self, theme: Theme, fiscal_start: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = CellsTable(fiscal_start, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(heading(_("The numbers"), "strong"))
        self._told = text("", "small")
        row.addWidget(self._told)
        self.earlier = _arrow(theme, "chevron-left", with_key(_("Earlier periods"), "PgUp"))
        self.later = _arrow(theme, "chevron-right", with_key(_("Later periods"), "PgDown"))
        self.earlier.clicked.connect(self.turn_back)
        self.later.clicked.connect(self.turn_on)
        row.addWidget(self.earlier)
        row.addWidget(self.later)
        row.addSpacing(8)
        row.addWidget(_Sample(theme))
        row.addWidget(text(_("imported"), "small"))
        row.addStretch()
        box.addLayout(row)
        box.addSpacing(2)
        self.view = CellsView(self.table, theme)
        box.addWidget(self.view)
        self.table.modelReset.connect(self._tell)

    def show_preview(self, shown: Preview) -> None:
        """Show what would stand in the cells."""
        self.table.show(shown)
        self.setVisible(bool(self.table.rows) and bool(self.table.periods))

    def turn_back(self) -> None:
        """To earlier periods."""
        self.table.turn(-1)

    def turn_on(self) -> None:
        """To later ones."""
        self.table.turn(1)

    def _tell(self) -> None:
        self._told.setText(self.table.told())
        self.earlier.setEnabled(self.table.has_earlier)
        self.later.setEnabled(self.table.has_later)


class CellsView(QTableView):
    """As high as its rows: the page scrolls it."""

    def __init__(self, table: CellsTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table, self._line = table, theme.color("line")
        self.setModel(table)
        follow_choice(self)
        self.setHorizontalHeader(PeriodHead(table, theme, self))
        self.setItemDelegate(CellsDelegate(table, theme, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("The numbers"))
        table.modelReset.connect(self._lay_out)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the cells, and each line between them in one go: to draw them cell by cell takes a fifth of a frame."""
        super().paintEvent(event)
        painter, seen, wide = QPainter(self.viewport()), event.rect(), self.horizontalHeader().length()
        high = self.verticalHeader().length()
        for column in range(FIRST, self._table.columnCount()):
            area = QRectF(self.columnViewportPosition(column), 0, self.columnWidth(column), high)
            painter.fillRect(hairline(painter, area, Qt.Edge.RightEdge), self._line)
        for row in range(max(0, self.rowAt(seen.top())), self._table.rowCount()):
            area = QRectF(0, self.rowViewportPosition(row), wide, self.rowHeight(row))
            if area.top() > seen.bottom():
                break
            painter.fillRect(hairline(painter, area, Qt.Edge.BottomEdge), self._line)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as many periods as there is room for."""
        super().resizeEvent(event)
        unit = self._unit_width()
        self._table.make_room(max(1, (self.width() - px(NAME_LEAST) - unit) // px(CELL)))
        self._lay_out()

    def _unit_width(self) -> int:
        return px(UNIT_WIDE) if self.width() >= px(NAME_LEAST + UNIT_WIDE + 3 * CELL) else 0

    def _lay_out(self) -> None:
        header, unit = self.horizontalHeader(), self._unit_width()
        hide_columns(self, self._table, () if unit else (UNIT,), (UNIT,))
        periods = self._table.columnCount() - FIRST
        for column in range(FIRST, FIRST + periods):
            header.resizeSection(column, px(CELL))
        header.resizeSection(UNIT, unit)
        header.resizeSection(NAME, max(px(60), self.width() - unit - periods * px(CELL)))
        self.setFixedHeight(px(HEAD) + self._table.rowCount() * px(ROW) + 1)


class PeriodHead(QHeaderView):
    """Month over year, at the right as the numbers are."""

    def __init__(self, table: CellsTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table, self._theme = table, theme

    def sizeHint(self) -> QSize:
        """Qt: two lines."""
        return QSize(super().sizeHint().width(), px(HEAD))

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Qt: one head."""
        painter.save()
        area, color = QRectF(rect), self._theme.color
        painter.fillRect(area, color("page"))
        painter.fillRect(hairline(painter, area, Qt.Edge.BottomEdge), color("line_strong"))
        if column >= FIRST:
            words = str(self._table.headerData(column, Qt.Orientation.Horizontal))
            upper, _break, lower = words.partition("\n")
            inner = area.adjusted(0, px(3), -px(PAD), -px(3))
            half = inner.height() / 2
            painter.setFont(self._theme.font("strong"))
            painter.setPen(color("text"))
            painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), half), RIGHT, upper)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(color("text2"))
            painter.drawText(QRectF(inner.left(), inner.top() + half, inner.width(), half), RIGHT, lower)
        painter.restore()


class CellsDelegate(QStyledItemDelegate):
    """Paints a name, a unit or a cell."""

    def __init__(self, table: CellsTable, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._table, self._inks, self._view = table, Inks(theme), view
        self._pad, self._edge = px(PAD), px(2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one."""
        area, color, column = QRectF(option.rect), self._inks.color, index.column()
        if column < FIRST:
            painter.fillRect(area, color("page"))
            self._paint_words(painter, area.adjusted(0, 0, -self._pad, 0), index)
        else:
            self._paint_cell(painter, area, index)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(color("accent"), 1.5))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _paint_words(self, painter: QPainter, area: QRectF, index: Index) -> None:
        named = index.column() == NAME
        style = "medium" if named else "caption"
        painter.setFont(self._inks.font(style))
        painter.setPen(self._inks.color("text" if named else "text2"))
        painter.drawText(area, LEFT, self._inks.cut(style, str(index.data()), area.width()))

    def _paint_cell(self, painter: QPainter, area: QRectF, index: Index) -> None:
        shown, color = self._table.shown(index.row(), index.column()), self._inks.color
        taken = shown.state in (State.NEW, State.CHANGED)
        painter.fillRect(area, color("accent_soft" if taken else "page"))
        inner = area.adjusted(self._pad / 2, self._edge, -self._pad, -self._edge)
        style = "medium" if taken or shown.lower else "body"
        painter.setFont(self._inks.font(style))
        painter.setPen(color("text" if taken or shown.lower else "text2"))
        if not shown.lower:
            self._draw(painter, inner, style, shown.upper)
            return
        half = inner.height() / 2
        self._draw(painter, QRectF(inner.left(), inner.top(), inner.width(), half), style, shown.upper)
        painter.setFont(self._inks.font("caption"))
        painter.setPen(color("text2"))
        beneath = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        wide = self._inks.wide("caption", shown.lower)
        words = shown.lower if wide <= beneath.width() else shown.lower.split(" ", 1)[-1]
        self._draw(painter, beneath, "caption", words)

    def _draw(self, painter: QPainter, area: QRectF, style: str, number: str) -> None:
        """Draw a number whole; only one that has no room is measured further."""
        if self._inks.wide(style, number) <= area.width():
            painter.drawText(area, RIGHT, number)
        else:
            draw_number(painter, area, RIGHT, number)


class _Sample(QWidget):
    """What a cell looks like that is taken."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(px(14), px(14))

    def paintEvent(self, _event: object) -> None:
        """Qt: draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line_strong"), 1))
        painter.setBrush(self._theme.color("accent_soft"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.end()


def _arrow(theme: Theme, icon: str, words: str) -> QToolButton:
    arrow = QToolButton()
    arrow.setIcon(theme.icon(icon, "text2", 14))
    arrow.setToolTip(words)
    arrow.setAccessibleName(words)
    arrow.setFixedSize(pressed(24), pressed(24))
    arrow.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return arrow
