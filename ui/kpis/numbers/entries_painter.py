"""The heads and cells of a KPI's numbers, and the field that a number is corrected in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
)
from PySide6.QtGui import (
    QKeyEvent,
    QPainter,
    QPen,
    QRegion,
)
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kpidesk.domain.period import Period
from ui.base.page import MARGIN
from ui.base.reach.beside import house
from ui.base.scale import factor, ordinary, px
from ui.base.theme import Theme
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_widths import PAD, STYLES
from ui.kpis.numbers.entries_words import NUMBERS, Part
from ui.parts import painters
from ui.parts.whole import draw_number

if TYPE_CHECKING:
    from ui.kpis.numbers.entries_view import EntriesView

ROW = 28
DATES = 68
"""Where the dates of a week begin, after its name."""
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex
Cell = tuple[int, int]


class EntriesHead(QHeaderView):
    """Names of columns over the numbers, with a stronger hairline."""

    def __init__(self, table: EntriesTable, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table, self._theme = table, theme
        self.setFixedHeight(px(ROW))
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: draw one name."""
        theme, area = self._theme, QRectF(rect)
        painter.save()
        painter.fillRect(area, theme.color("page"))
        painters.paint_hairline(painter, theme, area, "line_strong")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        inner = inset(self._table, section, area)
        right = self._table.part(section) in (*NUMBERS, Part.AUTHOR)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        words = painters.elided(painter, self._table.words.head(section), inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def inset(table: EntriesTable, column: int, area: QRectF) -> QRectF:
    """The room for words in a cell: the outer columns keep the page's margin."""
    part = table.part(column)
    left = MARGIN if part is Part.PERIOD else PAD
    right = MARGIN if part is Part.AUTHOR else 0 if part in (Part.SIGNAL, Part.NOTE, Part.PERIOD) else PAD
    return area.adjusted(left, 0, -right, 0)


class EntriesPainter:
    """Paints whole rows, each in one go: its hairline and ground once, then what stands in its columns.

    Qt would paint cell by cell, and ask for each the flags and a style that nothing here makes use of.
    """

    def __init__(self, table: EntriesTable, theme: Theme, view: EntriesView) -> None:
        self._table, self._theme, self._view = table, theme, view
        with ordinary():
            self._font = {style: theme.font(style) for style in ("body", "strong", "medium", "small")}

    def paint(self, painter: QPainter, dirty: QRegion) -> None:
        """Paint what of the rows lies in ``dirty``."""
        view, seen = self._view, dirty.boundingRect()
        first, last = view.rowAt(seen.top()), view.rowAt(seen.bottom())
        left, whole = view.columnViewportPosition(0), view.horizontalHeader().length()
        columns = [self._column(column, left) for column in range(len(self._table.parts))]
        for row in range(first, len(self._table.points) if last < 0 else last + 1) if first >= 0 else ():
            line = QRect(left, view.rowViewportPosition(row), whole, view.rowHeight(row))
            if dirty.intersects(line):
                with painters.enlarged(painter, line) as rect:
                    self._paint_row(painter, rect, row, columns)

    def _column(self, column: int, left: int) -> tuple[float, float, bool]:
        """Where a column begins in the row and how wide it is, at the ordinary size, and whether numbers have room."""
        x, wide = self._view.columnViewportPosition(column) - left, self._view.columnWidth(column)
        return x / factor(), wide / factor(), self._view.has_room(column)

    def _paint_row(self, painter: QPainter, rect: QRectF, row: int, columns: list[tuple[float, float, bool]]) -> None:
        chosen, current = self._view.selectionModel().rowIntersectsSelection(row), self._view.currentIndex()
        if chosen:
            painter.fillRect(rect, self._theme.color("select"))
        painters.paint_hairline(painter, self._theme, rect)
        for column, (x, wide, roomy) in enumerate(columns):
            area = QRectF(rect.left() + x, rect.top(), wide, rect.height())
            self._paint_cell(painter, area, (row, column), chosen=chosen, roomy=roomy)
        if current.row() == row and self._view.hasFocus():
            x, wide, _roomy = columns[current.column()]
            painter.setPen(QPen(self._theme.color("accent"), 1.5))
            painter.drawRect(QRectF(rect.left() + x, rect.top(), wide, rect.height()).adjusted(1, 1, -1, -2))

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: Cell, *, chosen: bool, roomy: bool) -> None:
        theme, table, (row, column) = self._theme, self._table, cell
        part, inner = table.part(column), inset(table, column, area)
        if part is Part.SIGNAL:
            if table.points[row].signal:
                painters.paint_signal(painter, theme, inner.left() + 4, area.center().y() - 6.5)
        elif part is Part.AUTHOR:
            letters = table.words.text_at(*cell)
            if letters:
                middle = area.center().y() - 10
                painters.paint_avatar(painter, theme, area.right() - MARGIN - 20, middle, letters, raised=chosen)
        elif part is Part.PERIOD:
            self._paint_period(painter, inner, table.points[row].period)
        elif part in NUMBERS:
            self._paint_number(painter, inner, cell, part, roomy=roomy)
        else:
            self._paint_note(painter, inner, cell)

    def _paint_period(self, painter: QPainter, area: QRectF, period: Period) -> None:
        name, dates = self._table.words.period(period)
        painter.setFont(self._font["medium"])
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        if dates:
            after = max(float(DATES), painter.fontMetrics().horizontalAdvance(name) + 12.0)
            painter.setFont(self._font["small"])
            painter.setPen(self._theme.color("text2"))
            painter.drawText(area.adjusted(after, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, dates)

    def _paint_number(self, painter: QPainter, area: QRectF, cell: Cell, part: Part, *, roomy: bool) -> None:
        """Draw a number: as it stands in a column that is as wide as all of them need, else as it fits."""
        words = self._table.words.text_at(*cell)
        if not words:
            return
        self._use_pen(painter, cell[0], quiet=part in (Part.INPUT, Part.TARGET))
        painter.setFont(self._font[STYLES.get(part, "body")])
        if roomy:
            painter.drawText(area, RIGHT, words)
        else:
            draw_number(painter, area, RIGHT, words)

    def _paint_note(self, painter: QPainter, area: QRectF, cell: Cell) -> None:
        note, words = self._table.note_of(cell[0]), self._table.words.text_at(*cell)
        if note is not None and note.action:
            painter.drawPixmap(QPointF(area.left(), area.center().y() - 7), self._theme.pixmap("flag", "text3", 13))
            area = area.adjusted(18, 0, 0, 0)
        if words:
            self._use_pen(painter, cell[0], quiet=True)
            painter.setFont(self._font["small"])
            painter.drawText(area, LEFT, painters.elided(painter, words, area.width()))

    def _use_pen(self, painter: QPainter, row: int, *, quiet: bool) -> None:
        """What is known for sure stands out."""
        point = self._table.points[row]
        unsure = point.provisional or point.period.first > self._table.today
        painter.setPen(self._theme.color("text3" if point.value is None else "text2" if quiet or unsure else "text"))


class EntriesDelegate(QStyledItemDelegate):
    """Gives a number that is corrected a field of the cell's own size."""

    def __init__(self, table: EntriesTable, view: EntriesView) -> None:
        super().__init__(view)
        self._table, self._view = table, view

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a field as large as the cell."""
        editor = house(self._view, QLineEdit(parent))
        editor.setAccessibleName(self._table.words.asked(index))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setProperty("cell", True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt: the number as it stands; what comes in while somebody is typing leaves the field alone."""
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            self._table.begin()
            super().setEditorData(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Qt: Enter is done, here and now."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)
