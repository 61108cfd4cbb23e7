"""A button that names its key after its words, smaller."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter, QWidget

from ui.base.actions import named_key
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.buttons import Onward

EDGE, GAP, ARROW = 12, 9, 14


class KeyedButton(Onward):
    """``primary`` or plain; one that leads on has an arrow. Where there is little room the key is not named."""

    def __init__(self, theme: Theme, key: str, *, primary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._primary = theme, primary
        self._key = named_key(key)
        self._brief = self._leads_on = False
        self.setProperty("primary", primary)

    def say(self, words: str, *, enabled: bool = True, leads_on: bool = False) -> None:
        """Change the words."""
        self._leads_on = leads_on
        self.setText(words)
        self.setEnabled(enabled)
        self.updateGeometry()
        self.update()

    def be_brief(self, brief: bool) -> None:
        """Name the key or not."""
        self._brief = brief
        self.updateGeometry()
        self.update()

    def _wide(self) -> float:
        wide = QFontMetricsF(self._theme.font("medium")).horizontalAdvance(self.text())
        if self._leads_on:
            wide += px(GAP + ARROW)
        if self._names_key:
            wide += px(GAP) + QFontMetricsF(self._theme.font("caption")).horizontalAdvance(self._key)
        return wide

    @property
    def _names_key(self) -> bool:
        return self.isEnabled() and not self._brief

    def sizeHint(self) -> QSize:
        """Qt: words, arrow and key."""
        return QSize(ceil(self._wide()) + 2 * px(EDGE), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Qt: nothing is cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the button as the style draws it, and on it the words."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        token = "disabled" if not self.isEnabled() else "on_accent" if self._primary else "text"
        left = (self.width() - self._wide()) / 2
        left += self._draw(painter, "medium", token, self.text(), left)
        if self._leads_on:
            mark = self._theme.pixmap("arrow-right", token, ARROW)
            painter.drawPixmap(QPointF(left + px(GAP), (self.height() - px(ARROW)) / 2), mark)
            left += px(GAP + ARROW)
        if self._names_key:
            self._draw(painter, "caption", "on_accent" if self._primary else "text2", self._key, left + px(GAP))
        painter.end()

    def _draw(self, painter: QStylePainter, style: str, token: str, words: str, left: float) -> float:
        painter.setFont(self._theme.font(style))
        painter.setPen(self._theme.color(token))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(words)
        area = QRectF(left, 0, wide + 1, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        return wide
