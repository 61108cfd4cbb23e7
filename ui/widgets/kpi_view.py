"""The table of KPIs on screen."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.domain.entities import Person
from kpidesk.text import _
from ui.models.kpi_table import Column, GroupRow, Index, KpiRow, KpiTable, rhythm
from ui.theme import Theme
from ui.widgets import painters
from ui.widgets.sparkline import paint_spark

ROW, GROUP = 48, 36
WIDTHS = {
    Column.TREND: 170,
    Column.LATEST: 116,
    Column.TARGET: 96,
    Column.CHANGE: 76,
    Column.STATUS: 122,
    Column.SIGNAL: 170,
    Column.OWNER: 96,
    Column.NEXT: 100,
}
NARROW = {**WIDTHS, Column.TREND: 150, Column.SIGNAL: 150, Column.OWNER: 40, Column.NEXT: 88, Column.STATUS: 54}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Key = Qt.Key


class KpiDelegate(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, table: KpiTable, theme: Theme, view: KpiView) -> None:
        super().__init__(view)
        self._table, self._theme, self._view = table, theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: KPIs are 48 px high, departments 36."""
        return QSize(0, GROUP if self._table.figures(index) is None else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell."""
        rect = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, self._theme.color("select" if selected else "page"))
        painters.paint_hairline(painter, self._theme, rect)
        row = self._table.rows[index.row()]
        if isinstance(row, GroupRow):
            if index.column() == 0:
                self._paint_group(painter, rect, row)
        else:
            self._paint_cell(painter, rect, row, Column(index.column()), selected)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRectF, row: GroupRow) -> None:
        icon = row.icon
        if row.parked:
            icon = "chevron-down" if self._table.unfolded else "chevron-right"
        painter.drawPixmap(QPointF(rect.left() + 24, rect.center().y() - 6), self._theme.pixmap(icon, "text3", 14))
        painter.setFont(self._theme.font("medium"))
        painter.setPen(self._theme.color("text2"))
        area = QRectF(rect.left() + 46, rect.top() + 2, self._view.viewport().width() - 80, rect.height())
        painter.setClipping(False)
        painter.drawText(area, LEFT, row.title)
        if row.parked:
            used = QFontMetricsF(painter.font()).horizontalAdvance(row.title)
            painter.setFont(self._theme.font("small"))
            rest = self._table.group_text(row).removeprefix(row.title).strip()
            painter.drawText(
                area.adjusted(used + 10, 0, 0, 0), LEFT, painters.elided(painter, rest, area.width() - used)
            )

    def _paint_cell(self, painter: QPainter, rect: QRectF, row: KpiRow, column: Column, selected: bool) -> None:
        ground = "select" if selected else "page"
        figures = row.figures
        text = self._table.text_of(figures, column)
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text"))
        if column is Column.NAME:
            self._paint_name(painter, rect, row)
        elif column is Column.TREND:
            paint_spark(painter, self._theme, rect.adjusted(0, 8, -14, -8), row.spark, ground)
        elif column is Column.LATEST:
            self._paint_latest(painter, rect, row, text)
        elif column is Column.STATUS:
            x = rect.left() + 16
            painters.paint_status(painter, self._theme, figures.status, x, rect.center().y() - 6, ground)
            if not self._view.narrow:
                painter.setFont(self._theme.font("small_medium"))
                painter.setPen(painters.status_text_color(self._theme, figures.status))
                painter.drawText(rect.adjusted(34, 0, 0, 0), LEFT, text)
        elif column is Column.SIGNAL:
            self._paint_signal(painter, rect, row, text)
        elif column is Column.OWNER:
            self._paint_owner(painter, rect, row, text, selected)
        elif column is Column.NEXT:
            words, token = self._table.next_text(figures)
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.color(token))
            painter.drawText(rect.adjusted(4, 0, -4, 0), LEFT, painters.elided(painter, words, rect.width() - 8))
        else:
            painter.setPen(self._theme.color("text2" if column is Column.CHANGE else "text"))
            painter.drawText(rect.adjusted(0, 0, -8, 0), RIGHT, text)

    def _paint_name(self, painter: QPainter, rect: QRectF, row: KpiRow) -> None:
        painter.setFont(self._theme.font("medium"))
        area = rect.adjusted(46, 0, -12, 0)
        kpi = row.figures.kpi
        name = kpi.name
        metrics = QFontMetricsF(painter.font())
        if metrics.horizontalAdvance(name) > area.width() - 44 and kpi.short_name:
            name = kpi.short_name
        words = painters.elided(painter, name, area.width() - 44)
        painter.drawText(area, LEFT, words)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        used = metrics.horizontalAdvance(words)
        painter.drawText(area.adjusted(used + 8, 0, 0, 0), LEFT, rhythm(kpi.frequency))

    def _paint_latest(self, painter: QPainter, rect: QRectF, row: KpiRow, text: str) -> None:
        latest = row.figures.latest
        painter.setFont(self._theme.font("strong"))
        area = rect.adjusted(0, 7, -8, -24) if latest is not None else rect.adjusted(0, 0, -8, 0)
        painter.drawText(area, RIGHT, text)
        if latest is not None:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color("text3"))
            start = self._table.desk.ws.company.fiscal_year_start
            painter.drawText(rect.adjusted(0, 24, -8, -6), RIGHT, fmt.period_name(latest.period, start))

    def _paint_signal(self, painter: QPainter, rect: QRectF, row: KpiRow, text: str) -> None:
        left = 8
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        if row.figures.flagged:
            painters.paint_signal(painter, self._theme, rect.left() + 8, rect.center().y() - 6)
            painter.setFont(self._theme.font("small_medium"))
            painter.setPen(self._theme.color("signal_text"))
            left = 26
        area = rect.adjusted(left, 0, -6, 0)
        painter.drawText(area, LEFT, painters.elided(painter, text, area.width()))

    def _paint_owner(self, painter: QPainter, rect: QRectF, row: KpiRow, text: str, selected: bool) -> None:
        person = self._table.desk.ws.find(Person, row.figures.kpi.owner)
        if person is None:
            return
        letters = fmt.initials(person.name)
        painters.paint_avatar(painter, self._theme, rect.left() + 4, rect.center().y() - 10, letters, raised=selected)
        if not self._view.narrow:
            painter.drawText(rect.adjusted(32, 0, 0, 0), LEFT, painters.elided(painter, text, rect.width() - 34))


class KpiView(QTableView):
    """The table. ``opened`` names the KPI to open; ``folded`` asks for the parked ones."""

    opened = Signal(str)
    folded = Signal()

    def __init__(self, table: KpiTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self.narrow = table, False
        self.setModel(table)
        self.setItemDelegate(KpiDelegate(table, theme, self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("KPIs"))
        header = self.horizontalHeader()
        header.setFixedHeight(28)
        header.setHighlightSections(False)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        table.modelReset.connect(self.fit_rows)
        self.doubleClicked.connect(self._open)
        self.clicked.connect(self._clicked)

    def fit_rows(self) -> None:
        """Give each row its height."""
        self.clearSpans()
        for place, row in enumerate(self.table.rows):
            group = isinstance(row, GroupRow)
            self.setRowHeight(place, GROUP if group else ROW)
            if group:
                self.setSpan(place, 0, 1, len(Column))

    def fit(self, window_width: int) -> None:
        """Show what a window of this width has room for."""
        self.narrow = window_width < 1180
        for column, width in (NARROW if self.narrow else WIDTHS).items():
            self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        self.setColumnHidden(Column.CHANGE, self.narrow)
        self.setColumnHidden(Column.TARGET, False)
        self.viewport().update()

    def current_uid(self) -> str | None:
        """The chosen KPI."""
        figures = self.table.figures(self.currentIndex())
        return None if figures is None else figures.kpi.uid

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter opens."""
        if event.key() in (Key.Key_Return, Key.Key_Enter):
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        figures = self.table.figures(index)
        if figures is not None:
            self.opened.emit(figures.kpi.uid)

    def _clicked(self, index: Index) -> None:
        row = self.table.rows[index.row()] if index.isValid() else None
        if isinstance(row, GroupRow) and row.parked:
            self.folded.emit()
