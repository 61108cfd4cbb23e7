"""The table of KPIs on screen: its head, its keys and clicks."""

from __future__ import annotations

from itertools import product

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from kpidesk.figures.kpi_rows import Column, GroupRow, KpiRow, Row
from kpidesk.text import _
from kpidesk.viz.number_table import NumberTable, kpi_table
from ui.base import breakpoints
from ui.base.keys.menu_key import asked_for
from ui.base.keys.pressed import meaning
from ui.base.look.unpainted import uncovered, unpainted
from ui.base.reach import pictures
from ui.base.reach.cells import SpannedTable, follow_choice, hide_columns
from ui.base.scale import ordinary, px
from ui.base.theme import Theme
from ui.kpis.kpi_painter import BESIDE, GROUP, INSETS, ROW, KpiPainter
from ui.kpis.kpi_table import RIGHT, Index, KpiTable, column_name
from ui.parts import painters
from ui.parts.columns import Widths, give_rest
from ui.parts.end_room import keep_clear, room_at_end
from ui.parts.painters import elided, paint_hairline
from ui.parts.whole import widest

WIDE = {
    Column.TREND: 166, Column.LATEST: 104, Column.TARGET: 96, Column.CHANGE: 76, Column.STATUS: 120,
    Column.SIGNAL: 164, Column.OWNER: 96, Column.NEXT: 116,
}  # fmt: skip
MIDDLE = {
    **WIDE, Column.TREND: 128, Column.LATEST: 100, Column.TARGET: 90, Column.CHANGE: 66, Column.SIGNAL: 168,
    Column.OWNER: 38, Column.NEXT: 108,
}  # fmt: skip
GIVES_WAY = (Column.CHANGE, Column.NEXT, Column.SIGNAL, Column.OWNER)
"""Columns that a window without room for the names does without, the first first."""
NARROW = {**MIDDLE, Column.TREND: 112, Column.STATUS: 44, Column.SIGNAL: 150, Column.NEXT: 100}
LEAST_NAME = 190
"""Pixels that a name keeps; below that numbers are told in larger units, and then the table scrolls sideways."""
Key = Qt.Key
ScrollHint = QAbstractItemView.ScrollHint
ENTER = (Key.Key_Return, Key.Key_Enter)
COMING_BACK = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""The keyboard is where it was: nothing has been pressed here."""


class KpiHeader(QHeaderView):
    """Names of columns where their contents stand; an arrow beside the one that orders the table."""

    def __init__(self, table: KpiTable, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table, self._theme = table, theme
        self.silent: tuple[Column, ...] = ()
        self.setFixedHeight(px(28))
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: draw one name over a hairline."""
        with painters.enlarged(painter, rect) as area:
            self._paint_section(painter, area, Column(section))

    def _paint_section(self, painter: QPainter, area: QRectF, column: Column) -> None:
        theme, sorting = self._theme, self._table.sorting
        painter.fillRect(area, theme.color("page"))
        paint_hairline(painter, theme, area, "line_strong")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text" if sorting.column is column else "text2"))
        area.adjust(INSETS.get(column, 0), 0, 0, -1)
        if column not in self.silent:
            self._paint_name(painter, area, column)

    def _paint_name(self, painter: QPainter, area: QRectF, column: Column) -> None:
        right = column in RIGHT
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        words = elided(painter, column_name(column), area.width() - 2)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, words)
        sorting = self._table.sorting
        if sorting.column is column:
            wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
            x = area.right() - wide - 16 if right else area.left() + wide + 4
            icon = "arrow-down" if sorting.descending else "arrow-up"
            painter.drawPixmap(QPointF(x, area.center().y() - 6), self._theme.pixmap(icon, "text2", 12))


class KpiView(SpannedTable):
    """The table. ``opened`` names the KPI to open, ``folded`` asks for the parked ones, ``asked`` names a command."""

    opened = Signal(str)
    folded = Signal()
    asked = Signal(str)
    menu_asked = Signal(QModelIndex, QPoint)
    sorted_by = Signal(int)

    def __init__(self, table: KpiTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.narrow, self.brief = table, False, False
        self.by_keyboard, self.hovered = False, -1
        self._fitted: tuple[tuple[Column, ...], dict[Column, int], tuple[int, ...]] | None = None
        self._measured_of: tuple[Row, ...] | None = None
        self._measured: dict[int, dict[Column, int]] = {}
        self.setModel(table)
        follow_choice(self)
        self._painter = KpiPainter(table, theme, self)
        self.setShowGrid(False)
        self.setFrameShape(SpannedTable.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what stays in view is moved, not painted
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("KPIs"))
        pictures.with_numbers(self, self._numbers)
        self._theme, self._layout, self._least = theme, "wide", WIDE
        self._set_headers(theme)
        table.shown.connect(self._lay_out)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)

    def _numbers(self) -> NumberTable | None:
        """The numbers of the KPI in the current row."""
        at = self.currentIndex().row()
        row = self.table.rows[at] if 0 <= at < len(self.table.rows) else None
        if not isinstance(row, KpiRow):
            return None
        return kpi_table(row.figures, row.figures.aim, self.table.session.ws.company.fiscal_year_start)

    def _set_headers(self, theme: Theme) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(px(24))
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        header = KpiHeader(self.table, theme, self)
        self.setHorizontalHeader(header)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        header.sectionClicked.connect(self.sorted_by)
        self._head = header
        self._widths = Widths(header, self.table.session.memory, "kpis")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the rows; they tell what holds on the day on which they are looked at."""
        self.table.day = self.table.session.today()
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.region())
        painter.end()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: what stays in sight is moved; Qt would paint all of it where a notice lies over a part of it."""
        viewport, free = self.viewport(), uncovered(self.viewport())
        if dx or free == viewport.rect():
            super().scrollContentsBy(dx, dy)
            return
        with unpainted(viewport):
            super().scrollContentsBy(dx, dy)
        viewport.scroll(dx, dy, free)
        viewport.update(QRegion(viewport.rect()) - free)

    def scrollTo(self, index: Index, hint: ScrollHint = ScrollHint.EnsureVisible) -> None:
        """Qt: the first row of a department comes with its head, which the keyboard never is on."""
        super().scrollTo(index, hint)
        head = self.table.index(index.row() - 1, 0)
        if head.isValid() and isinstance(self.table.rows[head.row()], GroupRow):
            super().scrollTo(head, hint)

    def updateGeometries(self) -> None:
        """Qt: the last row can be scrolled clear of what lies over the page."""
        with room_at_end(self):
            super().updateGeometries()

    def _lay_out(self, other_rows: bool) -> None:
        """Fit rows and columns now, once: else it would be in the middle of painting, and all be painted again."""
        if not other_rows:
            self.fit_numbers()
            return
        self.fit_rows()
        self.fit_numbers()
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()

    def fit_rows(self) -> None:
        """Give each row its height, and the heads the whole width."""
        self.clearSpans()
        heights = self.verticalHeader()
        heights.blockSignals(True)
        for place, row in enumerate(self.table.rows):
            group = isinstance(row, GroupRow)
            height = px(GROUP if group else ROW)
            if heights.sectionSize(place) != height:
                heights.resizeSection(place, height)
            if group:
                self.setSpan(place, 0, 1, len(Column))
        heights.blockSignals(False)

    def fit(self, window_width: int) -> None:
        """Show what a window of this width has room for."""
        self.narrow, self.brief = window_width < breakpoints.NARROW, window_width < breakpoints.WIDE
        silent = {Column.STATUS: self.narrow, Column.OWNER: self.brief}
        self._head.silent = tuple(column for column, yes in silent.items() if yes)
        layout, widths = ("narrow", NARROW) if self.narrow else ("middle", MIDDLE) if self.brief else ("wide", WIDE)
        self._layout, self._least = layout, widths
        self.fit_numbers()

    def fit_numbers(self) -> None:
        """Give each column of numbers what its widest needs: in full, or in larger units where names need the room.

        Where even that is too little, columns give way: the row says what they do, and the rings of its line show a
        signal.
        """
        for given, form in product(range(len(GIVES_WAY) + 1), (0, -1)):
            widths, hidden = {**self._columns(), **self._number_widths(form)}, GIVES_WAY[:given]
            taken = sum(width for column, width in widths.items() if column not in hidden)
            if self.viewport().width() - taken >= px(LEAST_NAME):
                break
        if self._fitted == (hidden, widths, self._column_sizes()):
            return
        self._head.blockSignals(True)  # the table is told at the end: it would paint all of itself again later
        hide_columns(self, self.table, hidden, GIVES_WAY)
        self._widths.apply(self._layout, widths)
        give_rest(self._head, Column.NAME, px(LEAST_NAME))
        self._head.blockSignals(False)
        self._fitted = hidden, widths, self._column_sizes()
        self.updateGeometries()
        self.viewport().update()

    def _column_sizes(self) -> tuple[int, ...]:
        """How wide everything is now: what fits it once fits it until something else is."""
        return self.viewport().width(), *(self._head.sectionSize(n) for n in range(self._head.count()))

    def _columns(self) -> dict[Column, int]:
        return {column: px(width) for column, width in self._least.items()}

    def _number_widths(self, form: int) -> dict[Column, int]:
        """What the widest number of each column takes, in its full (0) or its shortest (−1) form."""
        if self._measured_of is not self.table.rows:
            self._measured_of, self._measured = self.table.rows, {}
        if form not in self._measured:
            self._measured[form] = self._measure(form)
        return {column: px(max(self._least[column], wide)) for column, wide in self._measured[form].items()}

    def _measure(self, form: int) -> dict[Column, int]:
        """The same at the ordinary size, for the rows that are shown."""
        styles = {Column.LATEST: "strong", Column.TARGET: "body", Column.CHANGE: "body"}
        with ordinary():
            fonts = {column: self._theme.font(style) for column, style in styles.items()}
        numbers = self.table.numbers()
        told = {column: (each[form] for each in numbers[column]) for column in fonts}
        return {column: widest(font, told[column]) + BESIDE + 1 for column, font in fonts.items()}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the columns follow the width."""
        super().resizeEvent(event)
        self.fit_numbers()

    # ---- what is chosen --------------------------------------------------------------------------

    def current_uid(self) -> str | None:
        """The chosen KPI."""
        kpi = self.table.kpi(self.currentIndex())
        return None if kpi is None else kpi.uid

    def choose(self, uid: str | None) -> bool:
        """Put the keyboard on a KPI and show it; ``False`` when it is not in the table."""
        place = self.table.row_of(uid)
        if place < 0:
            return False
        self.setCurrentIndex(self.table.index(place, 0))
        self.scrollTo(self.currentIndex())
        return True

    # ---- keys and clicks -------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the row under the pointer, or of the one that the keyboard is on."""
        self.menu_asked.emit(*asked_for(self, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens, Space does nothing, Del asks to park or delete, Alt+arrow moves."""
        if not self.by_keyboard:
            self.by_keyboard = True
            self._repaint_row(self.currentIndex().row())
        name = meaning("kpis", event)
        if name == "copy":
            self._copy()
        elif name == "open":
            self._open(self.currentIndex())
        elif name in ("delete_kpi", "kpi_up", "kpi_down"):
            self.asked.emit(name)
        elif event.key() != Key.Key_Space:
            super().keyPressEvent(event)
            keep_clear(self, self.currentIndex())

    def _copy(self) -> None:
        """Put the chosen KPI on the clipboard as a line of a spreadsheet: what is shown, and nothing else."""
        row = self.table.row(self.currentIndex())
        if row is not None:
            texts = [self.table.text_of(row, column) for column in Column if column is not Column.TREND]
            QGuiApplication.clipboard().setText("\t".join(texts))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: arriving otherwise than by a click shows where one is."""
        if event.reason() not in COMING_BACK:
            self.by_keyboard = event.reason() is not Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: the frame goes with the keyboard."""
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: who uses the mouse needs no frame."""
        self.by_keyboard = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the row under the pointer is tinted."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: no row is under the pointer."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            before, self.hovered = self.hovered, row
            for each in (before, row):
                self._repaint_row(each)

    def _repaint_row(self, row: int) -> None:
        if row >= 0:
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            self.viewport().update(0, top, self.viewport().width(), height)

    def _open(self, index: Index) -> None:
        row = self.table.rows[index.row()] if index.isValid() else None
        if isinstance(row, GroupRow):
            self.folded.emit()
        elif row is not None:
            self.opened.emit(row.uid)

    def _clicked(self, index: Index) -> None:
        row = self.table.rows[index.row()] if index.isValid() else None
        if isinstance(row, GroupRow) and row.parked:
            self.folded.emit()
