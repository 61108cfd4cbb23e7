"""Paints the rows of the KPI table."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QRegion

from kpidesk import format as fmt
from kpidesk.figures.kpi_rows import AnyKpiRow, Column, GroupRow, KpiRow, PendingRow
from kpidesk.wording.kpis import group_words, not_worked_out, owner_words
from ui.base.scale import factor, ordinary
from ui.base.theme import Theme
from ui.kpis.kpi_table import KpiTable, rhythm
from ui.parts import painters
from ui.parts.sparkline import paint_spark
from ui.parts.whole import draw_number

if TYPE_CHECKING:
    from ui.kpis.kpi_view import KpiView

ROW, GROUP = 48, 36
LEFT_EDGE, NAME_EDGE = 24, 46
SPARK = 30
BESIDE = 12
"""Pixels between a number and the column before it."""
INSETS = {Column.NAME: LEFT_EDGE, Column.STATUS: 24}
"""How far into its column a name, and what stands below it, begins."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
STYLES = ("body", "strong", "medium", "small", "small_medium", "caption")
WRAPPED = LEFT | Qt.TextFlag.TextWordWrap


class KpiPainter:
    """Paints whole rows, each in one go: its ground and hairline once, then what stands in its columns.

    Qt would paint cell by cell, and ask for each the flags and a style that nothing here makes use of.
    """

    def __init__(self, table: KpiTable, theme: Theme, view: KpiView) -> None:
        self._table, self._theme, self._view = table, theme, view
        with ordinary():
            self._font = {style: theme.font(style) for style in STYLES}

    def paint(self, painter: QPainter, dirty: QRegion) -> None:
        """Paint what of the rows lies in ``dirty``."""
        view, seen, chosen = self._view, dirty.boundingRect(), self._chosen()
        painter.fillRect(seen, self._theme.color("page"))
        shown = [column for column in Column if not view.isColumnHidden(column)]
        left = view.columnViewportPosition(shown[0])
        cells = [self._cell(column, left) for column in shown]
        whole = view.horizontalHeader().length()
        for place in self._places(seen):
            line = QRect(left, view.rowViewportPosition(place), whole, view.rowHeight(place))
            if dirty.intersects(line):
                with painters.enlarged(painter, line) as rect:
                    self._paint_row(painter, rect, place, cells, selected=place in chosen)

    def _cell(self, column: Column, left: int) -> tuple[Column, float, float]:
        """Where a column begins in the row, and how wide it is, at the ordinary size."""
        x, wide = self._view.columnViewportPosition(column) - left, self._view.columnWidth(column)
        return column, x / factor(), wide / factor()

    def _places(self, seen: QRect) -> range:
        """The rows that are at least partly in sight."""
        first, last = self._view.rowAt(seen.top()), self._view.rowAt(seen.bottom())
        return range(max(0, first), len(self._table.rows) if last < 0 else last + 1)

    def _chosen(self) -> Collection[int]:
        """The row that is selected, if one is."""
        ranges = self._view.selectionModel().selection()
        return range(ranges.at(0).top(), ranges.at(0).bottom() + 1) if ranges.count() else ()

    def _paint_row(
        self, painter: QPainter, rect: QRectF, place: int, cells: list[tuple[Column, float, float]], *, selected: bool
    ) -> None:
        row = self._table.rows[place]
        hovered = place == self._view.hovered and (not isinstance(row, GroupRow) or bool(row.parked))
        ground = "select" if selected else "hover" if hovered else "page"
        painter.fillRect(rect, self._theme.color(ground))
        painters.paint_hairline(painter, self._theme, rect)
        if isinstance(row, GroupRow):
            self._paint_group(painter, rect, row)
        else:
            for column, x, wide in cells:
                self._paint_cell(painter, QRectF(rect.left() + x, rect.top(), wide, rect.height()), row, column, ground)
        if selected and self._view.by_keyboard and self._view.hasFocus():
            painters.paint_focus(painter, self._theme, rect)

    def _paint_group(self, painter: QPainter, rect: QRectF, row: GroupRow) -> None:
        icon = row.icon
        if row.parked:
            icon = "chevron-down" if self._table.unfolded else "chevron-right"
        icon_at = QPointF(rect.left() + LEFT_EDGE, rect.center().y() - 7)
        painter.drawPixmap(icon_at, self._theme.pixmap(icon, "text3", 14))
        painter.setFont(self._font["strong"])
        painter.setPen(self._theme.color("text2"))
        area = rect.adjusted(NAME_EDGE, 0, -LEFT_EDGE, 0)
        painter.drawText(area, LEFT, row.title)
        if row.parked:
            used = QFontMetricsF(painter.font()).horizontalAdvance(row.title) + 8
            painter.setFont(self._font["small"])
            rest = area.adjusted(used, 0, 0, 0)
            painter.drawText(rest, LEFT, painters.elided(painter, group_words(row), rest.width()))

    def _paint_pending(self, painter: QPainter, rect: QRectF, row: PendingRow, column: Column, ground: str) -> None:
        """What is known already, and in the place of the trend that the rest is being worked out."""
        if column is Column.NAME:
            self._paint_name(painter, rect, row)
        elif column is Column.OWNER:
            self._paint_owner(painter, rect, row, owner_words(row), raised=ground == "select")
        elif column is Column.TREND:
            painter.setFont(self._font["small"])
            painter.setPen(self._theme.color("text3"))
            painter.drawText(rect, LEFT, painters.elided(painter, not_worked_out(), rect.width() - 4))

    def _paint_cell(self, painter: QPainter, rect: QRectF, row: AnyKpiRow, column: Column, ground: str) -> None:
        if isinstance(row, PendingRow):
            self._paint_pending(painter, rect, row, column, ground)
        else:
            self._paint_known(painter, rect, row, column, ground)

    def _paint_known(self, painter: QPainter, rect: QRectF, row: KpiRow, column: Column, ground: str) -> None:
        painter.setFont(self._font["body"])
        painter.setPen(self._theme.color("text3" if row.figures.kpi.parked else "text"))
        text = self._table.text_of(row, column)
        match column:
            case Column.NAME:
                self._paint_name(painter, rect, row)
            case Column.TREND:
                top = rect.center().y() - SPARK / 2
                area = QRectF(rect.left(), top, rect.width() - 16, SPARK)
                paint_spark(painter, self._theme, area, row.spark, ground)
            case Column.LATEST:
                self._paint_latest(painter, rect, row)
            case Column.STATUS:
                self._paint_status(painter, rect, row, text, ground)
            case Column.SIGNAL:
                self._paint_signal(painter, rect, row, text)
            case Column.OWNER:
                self._paint_owner(painter, rect, row, text, raised=ground == "select")
            case Column.NEXT:
                overdue = row.figures.due.overdue is not None and not row.figures.kpi.parked
                painter.setFont(self._font["small"])
                painter.setPen(self._theme.color("off_text" if overdue else "text2"))
                painter.drawText(rect, LEFT, painters.elided(painter, text, rect.width() - 4))
            case _:
                painter.setPen(self._theme.color("text2" if column is Column.CHANGE else "text"))
                draw_number(painter, rect.adjusted(BESIDE, 0, 0, 0), RIGHT, *self._table.said_of(row).forms(column))

    def _paint_name(self, painter: QPainter, rect: QRectF, row: AnyKpiRow) -> None:
        """The name, or its short form where it has no room, with the rhythm in grey."""
        kpi, after = row.kpi, rhythm(row)
        small = self._font["small"]
        room = rect.width() - NAME_EDGE - 12
        least = min(QFontMetricsF(small).horizontalAdvance(after), room / 3) + 8
        painter.setFont(self._font["medium"])
        metrics = QFontMetricsF(painter.font())
        name = kpi.name
        if metrics.horizontalAdvance(name) > room - least and kpi.short_name:
            name = kpi.short_name
        words = painters.elided(painter, name, room - least)
        area = rect.adjusted(NAME_EDGE, 0, -12, 0)
        painter.drawText(area, LEFT, words)
        painter.setFont(small)
        painter.setPen(self._theme.color("text3"))
        area.adjust(metrics.horizontalAdvance(words) + 8, 0, 0, 0)
        painter.drawText(area, LEFT, painters.elided(painter, after, area.width()))

    def _paint_latest(self, painter: QPainter, rect: QRectF, row: KpiRow) -> None:
        """Two lines: the number, and the period that it belongs to."""
        below = self._table.said_of(row).period
        hidden = row.figures.masked is not None
        painter.setFont(self._font["body" if hidden else "strong"])
        if hidden:
            painter.setPen(self._theme.color("text2"))
        told = self._table.said_of(row).forms(Column.LATEST)
        area = rect.adjusted(BESIDE, 0, 0, 0)
        if not below:
            draw_number(painter, area, RIGHT, *told)
            return
        draw_number(painter, QRectF(area.left(), area.top() + 5, area.width(), 20), RIGHT, *told)
        painter.setFont(self._font["caption"])
        painter.setPen(self._theme.color("text2"))
        area = QRectF(rect.left(), rect.top() + 25, rect.width(), 16)
        painter.drawText(area, RIGHT, painters.elided(painter, below, area.width()))

    def _paint_status(self, painter: QPainter, rect: QRectF, row: KpiRow, text: str, ground: str) -> None:
        status, x = row.figures.status, rect.left() + INSETS[Column.STATUS]
        painter.setFont(self._font["small_medium"])
        if row.figures.masked is not None:
            painter.setPen(self._theme.color("text3"))
            painter.drawText(rect.adjusted(INSETS[Column.STATUS], 0, 0, 0), LEFT, text)
            return
        painters.paint_status(painter, self._theme, status, x, rect.center().y() - 6, ground)
        if not self._view.narrow:
            painter.setPen(painters.status_text_color(self._theme, status))
            area = rect.adjusted(INSETS[Column.STATUS] + 18, 0, 0, 0)
            painter.drawText(area, LEFT, painters.elided(painter, text, area.width()))

    def _paint_signal(self, painter: QPainter, rect: QRectF, row: KpiRow, text: str) -> None:
        """One plain sentence, on two lines where it needs them."""
        left = 0.0
        painter.setFont(self._font["small"])
        painter.setPen(self._theme.color("text3"))
        if row.figures.flagged and row.figures.masked is None:
            painters.paint_signal(painter, self._theme, rect.left(), rect.center().y() - 6)
            painter.setFont(self._font["small_medium"])
            painter.setPen(self._theme.color("signal_text"))
            left = 18.0
        area = rect.adjusted(left, 4, -8, -4)
        if QFontMetricsF(painter.font()).horizontalAdvance(text) <= area.width():
            painter.drawText(area, LEFT, text)
        else:
            painter.drawText(area, WRAPPED, text)

    def _paint_owner(self, painter: QPainter, rect: QRectF, row: AnyKpiRow, text: str, *, raised: bool) -> None:
        if not row.owner:
            return
        y = rect.center().y() - 10
        painters.paint_avatar(painter, self._theme, rect.left(), y, fmt.initials(row.owner), raised=raised)
        if not self._view.brief:
            painter.setPen(self._theme.color("text2"))
            area = rect.adjusted(26, 0, -6, 0)
            painter.drawText(area, LEFT, painters.elided(painter, text, area.width()))
