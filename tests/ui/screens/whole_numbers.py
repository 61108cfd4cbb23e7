"""Watches everything that is drawn, and tells of every number that was cut.

What the program paints itself is seen at the painter, whoever paints; labels, buttons and fields are measured where
they stand; cells that Qt paints are measured in their columns. A number is any run of five digits or more, with its
grouping, and every negative one: years, dates and clocks are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFrame,
    QTableView,
    QWidget,
)

from ui.kpis.kpi_view import KpiView

NUMBER = re.compile(r"[\u2212-]?\d[\d\u00a0,. ]*\d(?:\u00a0(?:mill|mrd|m|bn)\b)?|[\u2212-]\d")
SLACK = 1.0
WRAP = int(Qt.TextFlag.TextWordWrap)


def numbers_in(text: str) -> list[str]:
    """The numbers of a text that are long or negative."""
    found = (each.strip() for each in NUMBER.findall(text))
    return [each for each in found if sum(c.isdigit() for c in each) >= 5 or each[0] == "\u2212"]


class Watch:
    """``drawn`` holds every text that was drawn with a number, ``cut`` a line for each that was not whole.

    ``hints`` are the words in empty fields that have no room.
    """

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.cut: list[str] = []
        self.hints: list[str] = []

    # ---- what the program paints ---------------------------------------------------------------

    def on_elided(self, text: str, shown: str) -> None:
        lost = [each for each in numbers_in(text) if each not in shown]
        if lost:
            self.cut.append(f"elided: {text!r} shown as {shown!r}")

    def on_drawn(self, painter: QPainter, arguments: tuple[Any, ...]) -> None:
        text = next((each for each in arguments if isinstance(each, str)), "")
        if not numbers_in(text):
            return
        self.drawn.append(text)
        place = self._place(painter, arguments, text)
        if place is None:
            return
        rect, words, flags = place
        if not flags & WRAP and words.width() > rect.width() + SLACK:
            self.cut.append(f"no room: {text!r} takes {words.width():.0f} of {rect.width():.0f} px")
        elif flags & WRAP and words.height() > rect.height() + SLACK:
            self.cut.append(f"too few lines: {text!r}")
        device, at = painter.device(), painter.transform().mapRect(words)
        scrolls = isinstance(device, QWidget) and isinstance(device.parentWidget(), QAbstractScrollArea)
        if not scrolls and device.width() > 1 and (at.left() < -SLACK or at.right() > device.width() + SLACK):
            self.cut.append(f"outside: {text!r} from {at.left():.0f} to {at.right():.0f} of {device.width()} px")

    @staticmethod
    def _place(painter: QPainter, arguments: tuple[Any, ...], text: str) -> tuple[QRectF, QRectF, int] | None:
        """The rectangle given, the one that the words take, and the flags."""
        metrics, first = QFontMetricsF(painter.font()), arguments[0]
        wide = metrics.horizontalAdvance(text)
        if isinstance(first, QPoint | QPointF):
            words = QRectF(first.x(), first.y() - metrics.ascent(), wide, metrics.height())
            return words, words, 0
        if isinstance(first, QRect | QRectF):
            rect, flags = QRectF(first), arguments[1] if len(arguments) > 2 else 0
        elif len(arguments) >= 6:
            rect, flags = QRectF(*arguments[:4]), arguments[4]
        else:
            words = QRectF(arguments[0], arguments[1] - metrics.ascent(), wide, metrics.height())
            return words, words, 0
        flags = int(flags.value if hasattr(flags, "value") else flags) if not isinstance(flags, str) else 0
        if flags & WRAP:
            return rect, metrics.boundingRect(rect, flags, text), flags
        left = rect.left()
        if flags & int(Qt.AlignmentFlag.AlignRight.value):
            left = rect.right() - wide
        elif flags & int(Qt.AlignmentFlag.AlignHCenter.value):
            left = rect.center().x() - wide / 2
        return rect, QRectF(left, rect.top(), wide, rect.height()), flags

    # ---- what Qt paints ------------------------------------------------------------------------

    def look_at(self, root: QWidget) -> None:
        """Draw a widget, and measure what Qt draws in it by itself."""
        root.ensurePolished()
        root.grab()
        for widget in [root, *root.findChildren(QWidget)]:
            if widget.isVisibleTo(root) and not widget.visibleRegion().isEmpty():
                self._measure(widget)
            if isinstance(widget, QAbstractItemView) and widget.isVisibleTo(root):
                self._measure_cells(widget)
                self._measure_reach(widget)

    def _measure(self, widget: QWidget) -> None:
        text, needed, room = "", 0.0, 0.0
        if isinstance(widget, QLabel) and type(widget).paintEvent is QLabel.paintEvent:
            text, room = widget.text(), widget.contentsRect().width()
            needed = self._label_width(widget, text)
            if widget.wordWrap() and numbers_in(text) and widget.heightForWidth(widget.width()) > widget.height() + 1:
                self.cut.append(f"too few lines: {text!r} in {widget.height()} px")
        elif isinstance(widget, QLineEdit):
            text, room = widget.text(), self._field_room(widget)
            needed = QFontMetricsF(widget.font()).horizontalAdvance(text)
            asked = QFontMetricsF(widget.font()).horizontalAdvance(widget.placeholderText())
            if not text and asked > room + SLACK:
                self.hints.append(f"{widget.placeholderText()!r} takes {asked:.0f} of {room:.0f} px")
        elif isinstance(widget, QComboBox):
            text, needed, room = widget.currentText(), widget.minimumSizeHint().width(), widget.width()
        elif isinstance(widget, QAbstractButton) and type(widget).paintEvent is QAbstractButton.paintEvent:
            text, needed, room = widget.text(), widget.sizeHint().width(), widget.width()
        if numbers_in(text):
            self.drawn.append(text)
            if needed > room + SLACK:
                self.cut.append(f"{type(widget).__name__}: {text!r} takes {needed:.0f} of {room:.0f} px")
            self._measure_place(widget, text)

    @staticmethod
    def _label_width(label: QLabel, text: str) -> float:
        metrics = QFontMetricsF(label.font())
        parts = re.split(r"[ \n\u200b]", text) if label.wordWrap() else text.split("\n")
        return max(map(metrics.horizontalAdvance, parts), default=0.0)

    @staticmethod
    def _field_room(field: QLineEdit) -> float:
        option = QStyleOptionFrame()
        field.initStyleOption(option)
        inner = field.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, field)
        margins = field.textMargins()
        return inner.width() - margins.left() - margins.right() - 2

    def _measure_place(self, widget: QWidget, text: str) -> None:
        """Nothing lies beyond the edge of what it stands in, unless that scrolls sideways."""
        above, at = widget.parentWidget(), QRect(QPoint(0, 0), widget.size())
        at.moveTopLeft(widget.pos())
        while above is not None and not above.isWindow():
            view = above.parentWidget()
            if isinstance(view, QAbstractScrollArea) and view.viewport() is above:
                bar = view.horizontalScrollBar()
                policy = view.horizontalScrollBarPolicy()
                if bar.maximum() > 0 and policy is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
                    return
            if at.left() < -1 or at.right() > above.width():
                self.cut.append(f"out of sight: {text!r} from {at.left()} to {at.right()} of {above.width()} px")
                return
            at.translate(above.pos())
            above = above.parentWidget()

    def _measure_cells(self, view: QAbstractItemView) -> None:
        """Cells that Qt's own delegate paints, and every row of a column, in view or not; the KPIs paint their rows."""
        model, delegate = view.model(), view.itemDelegate()
        if model is None or not isinstance(view, QTableView) or isinstance(view, KpiView):
            return
        plain = type(delegate).paint is QStyledItemDelegate.paint
        for row in range(model.rowCount() if plain else 0):
            for column in range(model.columnCount()):
                index = model.index(row, column)
                text = str(index.data() or "")
                if numbers_in(text) and not view.isColumnHidden(column):
                    self.drawn.append(text)
                    self._measure_cell(view, index, text)

    def _measure_cell(self, view: QTableView, index: QModelIndex, text: str) -> None:
        """A cell that wraps is whole where its longest word has room, and its row all of its lines."""
        room, metrics = view.columnWidth(index.column()) - 4, QFontMetricsF(view.font())
        if metrics.horizontalAdvance(text) <= room:
            return
        needed = max(map(metrics.horizontalAdvance, re.split(r"(?<=[ –])", text)))
        if not view.wordWrap() or needed > room:
            self.cut.append(f"cell: {text!r} takes {needed:.0f} of {room} px")
        elif metrics.boundingRect(QRectF(0, 0, room, 10_000), WRAP, text).height() > view.rowHeight(index.row()):
            self.cut.append(f"too few lines: {text!r} in a row of {view.rowHeight(index.row())} px")

    def _measure_reach(self, view: QAbstractItemView) -> None:
        """What is wider than a view can be scrolled to."""
        head = view.findChild(QHeaderView)
        off = view.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        if head is None or not head.isVisibleTo(view) or head.orientation() is not Qt.Orientation.Horizontal:
            return
        if off and head.length() > view.viewport().width() + 1:
            self.cut.append(f"beyond the edge: columns of {head.length()} px in {view.viewport().width()}")


@contextmanager
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Watch what is drawn from here on."""
    watch = Watch()
    draw = QPainter.drawText

    def drawn(painter: QPainter, *arguments: Any) -> Any:
        watch.on_drawn(painter, arguments)
        return draw(painter, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", drawn)
        for metrics in (QFontMetrics, QFontMetricsF):
            patch.setattr(metrics, "elidedText", _eliding(watch, metrics.elidedText))
        yield watch


def _eliding(watch: Watch, elide: Any) -> Any:
    def elided(metrics: Any, text: str, *arguments: Any) -> str:
        shown: str = elide(metrics, text, *arguments)
        watch.on_elided(text, shown)
        return shown

    return elided


def missing(watch: Watch, wanted: Iterable[str]) -> list[str]:
    """The numbers that were drawn nowhere."""
    return [each for each in wanted if not any(each in text for text in watch.drawn)]
