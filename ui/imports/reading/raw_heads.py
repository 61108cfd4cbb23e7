"""The heads of the sheet: above a column its letter and what it is for, beside a row its number in the file."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from kpidesk.exchange.tables.understood import Role
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.inks import Inks
from ui.imports.reading.raw_table import RawTable
from ui.imports.reading.raw_words import letters, role_word
from ui.parts.painters import hairline

HEIGHT, CHEVRON, GAP = 46, 12, 4
LEAST_NUMBER = 42
"""Pixels of the row numbers at least."""
MIDDLE = Qt.AlignmentFlag.AlignCenter


class ColumnHead(QHeaderView):
    """Letter and role; a click on it asks what else the column can be for."""

    def __init__(self, table: RawTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table, self._theme, self._inks = table, theme, Inks(theme)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(px(30))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Qt: two lines."""
        return QSize(super().sizeHint().width(), px(HEIGHT))

    def needed(self, column: int) -> int:
        """The pixels that a column's role takes."""
        if not self._table.has_role(column):
            return 0
        wide = self._inks.metrics("small_medium").horizontalAdvance(role_word(self._table.role(column)))
        return round(wide) + px(CHEVRON + GAP + 16)

    def paintSection(self, painter: QPainter, rect: QRect, column: int) -> None:
        """Qt: one head; above the margin there is none."""
        if column == self._table.margin:
            return
        painter.save()
        area, color = QRectF(rect), self._inks.color
        painter.fillRect(area, color("chrome"))
        painter.fillRect(hairline(painter, area, Qt.Edge.TopEdge), color("line"))
        painter.fillRect(hairline(painter, area, Qt.Edge.RightEdge), color("line"))
        painter.fillRect(hairline(painter, area, Qt.Edge.BottomEdge), color("line_strong"))
        half = area.height() / 2
        painter.setFont(self._inks.font("caption"))
        painter.setPen(color("text3"))
        painter.drawText(QRectF(area.left(), area.top() + px(5), area.width(), half - px(5)), MIDDLE, letters(column))
        if self._table.has_role(column):
            self._paint_role(painter, QRectF(area.left(), area.top() + half, area.width(), half - px(5)), column)
        painter.restore()

    def _paint_role(self, painter: QPainter, area: QRectF, column: int) -> None:
        role = self._table.role(column)
        token = "text2" if role is Role.LEFT_OUT else "accent"
        words = role_word(role)
        painter.setFont(self._inks.font("small_medium"))
        painter.setPen(self._inks.color(token))
        wide = self._inks.metrics("small_medium").horizontalAdvance(words)
        left = area.left() + (area.width() - wide - px(GAP + CHEVRON)) / 2
        painter.drawText(QRectF(left, area.top(), wide + 1, area.height()), MIDDLE, words)
        mark = self._theme.pixmap("chevron-down", token, CHEVRON)
        painter.drawPixmap(QPointF(left + wide + px(GAP), area.center().y() - px(CHEVRON) / 2), mark)


class RowHead(QHeaderView):
    """Numbers as the file counts its rows; three dots where several are folded."""

    def __init__(self, table: RawTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._table, self._theme, self._inks = table, theme, Inks(theme)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def fit(self, largest: int) -> None:
        """Be wide enough for a number."""
        wide = self._inks.metrics("caption").horizontalAdvance(str(largest))
        self.setFixedWidth(max(px(LEAST_NUMBER), round(wide) + px(18)))

    def paintSection(self, painter: QPainter, rect: QRect, line: int) -> None:
        """Qt: one number."""
        painter.save()
        area, color = QRectF(rect), self._inks.color
        painter.fillRect(area, color("chrome"))
        painter.fillRect(hairline(painter, area, Qt.Edge.RightEdge), color("line"))
        painter.fillRect(hairline(painter, area, Qt.Edge.BottomEdge), color("line"))
        painter.setFont(self._inks.font("caption"))
        painter.setPen(color("text3"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        words = self._table.headerData(line, Qt.Orientation.Vertical)
        painter.drawText(area.adjusted(0, 0, -px(8), 0), right, str(words))
        painter.restore()
