"""What a new file starts with: a few templates to choose between, the rest behind one button."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QVBoxLayout, QWidget

from kpidesk.text import _, ngettext
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters

ROW = 50
ALL_SHOWN = 6.5
"""So many rows are in sight of all; the half one tells that there are more."""
WIDTH, NARROWEST, COUNT = 560, 400, 80
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Start:
    """One way to begin: a template, or with an empty key a file without KPIs."""

    key: str
    icon: str
    name: str
    words: str
    count: int


class StartButton(QAbstractButton):
    """One row: a radio mark, icon, name, what is in it, how many KPIs."""

    def __init__(self, theme: Theme, start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.start = theme, start
        self.setCheckable(True)
        self.setText(start.name)
        self.setAccessibleName(start.name)
        self.setAccessibleDescription(start.words)
        self.setToolTip(start.words)
        self.setFixedHeight(px(ROW))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Qt: the list decides the width."""
        return QSize(px(NARROWEST), px(ROW))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw the row."""
        with painters.smoothly(self) as (painter, rect):
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        theme = self._theme
        ground = "select" if self.isChecked() else "hover" if self.underMouse() else "page"
        painter.fillRect(rect, theme.color(ground))
        painters.paint_hairline(painter, theme, rect)
        self._paint_radio(painter, rect.center().y())
        token = "text" if self.isChecked() else "text2"
        painter.drawPixmap(QPointF(42, rect.center().y() - 9), theme.pixmap(self.start.icon, token, 18))
        self._paint_words(painter, rect.adjusted(73, 0, -14, 0))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -2), 4, 4)

    def _paint_radio(self, painter: QPainter, middle: float) -> None:
        theme, ring = self._theme, QRectF(15, middle - 8, 15, 15)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(ring)
            painter.setBrush(theme.color("on_accent"))
            painter.drawEllipse(ring.center(), 2.8, 2.8)
            return
        painter.setPen(QPen(theme.color("field"), 1))
        painter.setBrush(theme.color("page"))
        painter.drawEllipse(ring.adjusted(0.5, 0.5, -0.5, -0.5))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        theme, start = self._theme, self.start
        upper, lower = area.adjusted(0, 6, 0, -24), area.adjusted(0, 25, -COUNT, -5)
        painter.setFont(theme.font("medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(upper, LEFT, painters.elided(painter, start.name, area.width() - COUNT))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3" if not self.isChecked() else "text2"))
        painter.drawText(lower, LEFT, painters.elided(painter, start.words, lower.width()))
        if start.count:
            words = ngettext("{n} KPI", "{n} KPIs", start.count).format(n=start.count)
            painter.drawText(area, RIGHT, words)


class TemplateList(QFrame):
    """The rows with one chosen. ``moved`` names the row that the arrows went to, ``asked`` (Enter) makes the file."""

    moved = Signal(QWidget)
    asked = Signal()

    def __init__(
        self, theme: Theme, starts: Sequence[Start], first: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """``first`` are the keys that are offered at once."""
        super().__init__(parent)
        self.setProperty("look", "choices")
        self.setMaximumWidth(px(WIDTH))
        self._first = tuple(first)
        self._group = QButtonGroup(self)
        self._box = QWidget()
        column = QVBoxLayout(self._box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for start in starts:
            button = StartButton(theme, start)
            self._group.addButton(button)
            column.addWidget(button)
        self._area = QScrollArea()
        self._area.setWidget(self._box)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._area)
        self._group.buttonToggled.connect(self._show_chosen)
        self.setAccessibleName(_("Start with"))
        self.show_all(False)
        self.choose(self._first[0])

    def button(self, key: str) -> StartButton:
        """The row of a template."""
        return next(button for button in self.buttons() if button.start.key == key)

    def buttons(self) -> list[StartButton]:
        """Every row, in order."""
        return [button for button in self._group.buttons() if isinstance(button, StartButton)]

    @property
    def chosen(self) -> str:
        """The key of what is chosen."""
        button = self._group.checkedButton()
        return button.start.key if isinstance(button, StartButton) else ""

    def choose(self, key: str) -> None:
        """Choose a template."""
        self.button(key).setChecked(True)

    def show_all(self, everything: bool) -> None:
        """Offer every template, or the first few and what is chosen."""
        for button in self.buttons():
            button.setVisible(everything or button.start.key in self._first or button.isChecked())
        self._area.setFixedHeight(round(px(ROW) * ALL_SHOWN) if everything else px(ROW) * len(self._first))

    def _show_chosen(self, button: QAbstractButton, chosen: bool) -> None:
        if chosen:
            self._area.ensureWidgetVisible(button, 0, 0)
            self.moved.emit(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.asked.emit()
            return
        super().keyPressEvent(event)
