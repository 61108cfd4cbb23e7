"""The sheet of a file on screen: cells as they stand, a frame around the table, reasons in the margin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from itertools import islice

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from kpidesk.domain.status import Status
from kpidesk.exchange.tables.understood import Role
from kpidesk.text import _
from ui.base.keys.pressed import meaning
from ui.base.reach.cells import SpannedTable
from ui.base.scale import pressed, px
from ui.base.theme import Theme
from ui.imports.inks import Inks
from ui.imports.reading.raw_heads import ColumnHead, RowHead
from ui.imports.reading.raw_lines import Laid, Line
from ui.imports.reading.raw_table import Index, RawTable
from ui.imports.reading.raw_words import ROLES, letters, role_word
from ui.parts import painters
from ui.parts.painters import hairline

ROW, PAD, MARGIN_PAD, GAP = 26, 8, 10, 5
NARROWEST, WIDEST, MARGIN_LEAST = 64, 280, 96
"""Pixels of a column at least and at most, and of the margin at least."""
MEASURED = 80
"""So many lines tell how wide the columns are."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RawView(SpannedTable):
    """``said`` tells the role that somebody has given a column."""

    said = Signal(int, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.table = RawTable(self)
        self.head, self.numbers = ColumnHead(self.table, theme, self), RowHead(self.table, theme, self)
        self.menu: QMenu | None = None
        self.setHorizontalHeader(self.head)
        self.setVerticalHeader(self.numbers)
        self.setModel(self.table)
        self.setItemDelegate(RawDelegate(self.table, theme, self))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("The cells of the file"))
        self.numbers.setDefaultSectionSize(pressed(ROW))
        self.head.sectionClicked.connect(self.ask_role)
        self.numbers.sectionClicked.connect(self.table.open_fold)
        self.clicked.connect(self._on_clicked)
        self.table.modelReset.connect(self._lay_out)

    def show_laid(self, laid: Laid) -> None:
        """Show a sheet; where one was shown already the place stays."""
        at, current = self.verticalScrollBar().value(), self.currentIndex()
        fresh = self.table.laid is None or self.table.laid.sheet.name != laid.sheet.name
        place = (current.row(), current.column())
        self.table.show(laid)
        if fresh:
            self._begin(laid)
        else:
            self.verticalScrollBar().setValue(at)
            self.setCurrentIndex(self.table.index(*place))

    def _begin(self, laid: Laid) -> None:
        """Begin where something is asked, else at the table."""
        line = self.table.line_of(min(laid.marked.asked, default=laid.read.area.first_row))
        self.setCurrentIndex(self.table.index(line, laid.read.area.first_column))
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.EnsureVisible)

    # ---- how it lies -----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Give columns their widths, and what runs on over several cells its room."""
        laid, table = self.table.laid, self.table
        if laid is None:
            return
        self.clearSpans()
        wide = laid.width
        for place, line in enumerate(islice(table.lines, MEASURED if table.whole else None)):
            if wide > 1 and (line.folded or laid.is_alone(line)):
                self.setSpan(place, 0, 1, wide)
        for column in range(wide):
            self.setColumnWidth(column, self._needed(column))
        metrics = QFontMetricsF(self._theme.font("caption"))
        marks = {str(each) for each in laid.read.marks.values()} | ({_("Unusual number")} if laid.marked.odd else set())
        needed = max(map(metrics.horizontalAdvance, marks), default=0)
        self.setColumnWidth(
            table.margin, max(px(MARGIN_LEAST), round(needed) + px(2 * MARGIN_PAD + painters.SHAPE + GAP))
        )
        self.numbers.fit(max(laid.sheet.lines[-1:], default=1))

    def _needed(self, column: int) -> int:
        plain, strong = QFontMetricsF(self._theme.font("body")), QFontMetricsF(self._theme.font("strong"))
        wide, laid = 0.0, self.table.laid
        assert laid is not None
        for line in islice(self.table.lines, MEASURED):
            if not line.folded and not laid.is_alone(line):
                metrics = strong if laid.is_heading(line) else plain
                wide = max(wide, metrics.horizontalAdvance(self.table.words(line, column)))
        needed = max(round(wide) + px(2 * PAD) + 2, self.head.needed(column))
        return max(px(NARROWEST), min(px(WIDEST), needed))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the cells, and the frame around the table."""
        super().paintEvent(event)
        frame = self._frame()
        if frame.isNull():
            return
        painter = QPainter(self.viewport())
        painter.setPen(QPen(self._theme.color("accent"), 1.5))
        painter.drawRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), 1, 1)
        painter.end()

    def _frame(self) -> QRect:
        laid = self.table.laid
        if laid is None or not self.table.lines:
            return QRect()
        area = laid.read.area
        top, bottom = self.table.line_of(area.first_row), self.table.line_of(area.last_row)
        left, right = self.columnViewportPosition(area.first_column), area.last_column
        end = self.columnViewportPosition(right) + self.columnWidth(right)
        upper = self.rowViewportPosition(top)
        return QRect(left, upper, end - left, self.rowViewportPosition(bottom) + self.rowHeight(bottom) - upper)

    # ---- what is done ----------------------------------------------------------------------------

    def ask_role(self, column: int) -> None:
        """Ask what a column is for."""
        if not self.table.has_role(column):
            return
        self.menu = menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("What column {letter} is for").format(letter=letters(column)))
        for role in ROLES:
            action = menu.addAction(role_word(role))
            action.setCheckable(True)
            action.setChecked(role is self.table.role(column))
            action.triggered.connect(partial(self._say, column, role))
        corner = QPoint(self.head.sectionViewportPosition(column), self.head.height())
        menu.popup(self.head.mapToGlobal(corner))

    def _say(self, column: int, role: Role, _checked: bool = False) -> None:
        if role is not self.table.role(column):
            self.said.emit(column, role)

    def _on_clicked(self, index: Index) -> None:
        self.table.open_fold(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Alt+↓ changes what the column is for, Enter opens a fold."""
        index, name = self.currentIndex(), meaning("raw", event)
        if name == "role":
            self.ask_role(index.column())
        elif name == "unfold" and index.isValid():
            self.table.open_fold(index.row())
            self.setCurrentIndex(self.table.index(index.row(), index.column()))
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the current cell is framed only where the keyboard is."""
        super().changeEvent(event)
        self.viewport().update()


@dataclass(frozen=True)
class Painted:
    """How a cell is painted; worked out once."""

    words: str
    right: bool
    style: str
    ink: str
    ground: str
    closed: bool
    """Whether a line stands at its right."""


class RawDelegate(QStyledItemDelegate):
    """Paints a cell of the file, a fold, or what stands in the margin."""

    def __init__(self, table: RawTable, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._table, self._theme, self._inks, self._view = table, theme, Inks(theme), view
        self._known: dict[tuple[int, int], Painted] = {}
        table.modelReset.connect(self._known.clear)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell."""
        row, column, area = index.row(), index.column(), QRectF(option.rect)
        known = self._known.get((row, column))
        if known is None:
            known = self._known[row, column] = self._worked_out(self._table.lines[row], column, area.width())
        if column == self._table.margin:
            self._paint_mark(painter, area.adjusted(px(MARGIN_PAD), 0, 0, 0), known, self._table.lines[row])
            return
        color = self._inks.color
        painter.fillRect(area, color(known.ground))
        painter.fillRect(hairline(painter, area, Qt.Edge.BottomEdge), color("line"))
        if known.closed:
            painter.fillRect(hairline(painter, area, Qt.Edge.RightEdge), color("line"))
        self._paint_words(painter, area.adjusted(px(PAD), 0, -px(PAD), 0), known)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(color("accent"), 1.5))
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def _paint_words(self, painter: QPainter, area: QRectF, known: Painted) -> None:
        if known.words:
            painter.setFont(self._inks.font(known.style))
            painter.setPen(self._inks.color(known.ink))
            painter.drawText(area, RIGHT if known.right else LEFT, known.words)

    def _paint_mark(self, painter: QPainter, area: QRectF, known: Painted, line: Line) -> None:
        if self._table.laid is not None and self._table.laid.is_odd(line):
            with painters.enlarged(painter, area) as inner:
                middle = inner.center().y() - painters.SHAPE / 2
                painters.paint_status(painter, self._theme, Status.AT_RISK, inner.left(), middle)
            area = area.adjusted(px(painters.SHAPE + GAP), 0, 0, 0)
        self._paint_words(painter, area, known)

    def _worked_out(self, line: Line, column: int, width: float) -> Painted:
        table, laid = self._table, self._table.laid
        assert laid is not None
        if column == table.margin:
            asked = any(laid.is_asked(line, each) for each in laid.marked.periods)
            mark = px(painters.SHAPE + GAP) if laid.is_odd(line) else 0
            words = self._inks.cut("caption", table.mark(line), width - px(MARGIN_PAD) - mark)
            return Painted(words, False, "caption", "accent" if asked else "text3", "page", False)
        asked, out = laid.is_asked(line, column), laid.is_out(line, column) and not line.folded
        strong = laid.is_heading(line) and not out
        style = "caption" if line.folded else "strong" if strong else "body"
        words = self._inks.cut(style, table.words(line, column), width - px(2 * PAD))
        ink = "text3" if line.folded or (out and not asked) else "text"
        ground = "select" if asked else "sunken" if out else "page"
        return Painted(words, not line.folded and table.is_right(line, column), style, ink, ground, not line.folded)
