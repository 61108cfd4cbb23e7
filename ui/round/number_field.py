"""The field of the round for one number: high, with the unit inside it at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.form import mark_refused

WIDE, AIR = 260, 14


class NumberField(QLineEdit):
    """A line of 44 pixels."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._unit = theme, ""
        self.setProperty("look", "round")
        self.setMinimumWidth(px(140))
        self.setMaximumWidth(px(WIDE))

    def show_unit(self, unit: str) -> None:
        """Show another unit."""
        self._unit = unit
        self.refuse("")
        self.setAccessibleDescription(unit)
        wide = QFontMetrics(self._theme.font("body")).horizontalAdvance(unit)
        self.setTextMargins(0, 0, wide + px(10) if unit else 0, 0)
        self.update()

    def refuse(self, why: str) -> None:
        """Frame a text that is no number, and have it say why; empty words take both back."""
        mark_refused(self, why)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the unit stands behind the number."""
        super().paintEvent(event)
        if self._unit:
            painter = QPainter(self)
            painter.setFont(self._theme.font("body"))
            painter.setPen(self._theme.color("text2"))
            area = QRect(0, 0, self.width() - px(AIR), self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._unit)
            painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another size of text needs other margins."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self.show_unit(self._unit)
