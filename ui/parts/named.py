"""What a number is, and the number: on one line, or under one another where a line has no room for both."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.parts.elided import ElidedLabel

GAP = 10


class Named(QWidget):
    """A name on the left that may be cut, and on the right what it names, which may not."""

    def __init__(self, name: str, value: QWidget, look: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._value = ElidedLabel(name, look), value
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 3, 0, 3)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._name, 1)
        self._row.addWidget(value, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_name(self, name: str) -> None:
        """Name something else."""
        self._name.show_words(name)
        self._arrange()
        self._row.activate()  # at once: a longer number would be painted in the room of the one before

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one line, or two."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        name = self._name.fontMetrics().horizontalAdvance(self._name.words())
        beside = name + GAP + self._value.sizeHint().width() <= self.width()
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if direction is not self._row.direction():
            self._row.setDirection(direction)
            self._row.setSpacing(GAP if beside else 0)
            self._row.setStretchFactor(self._name, 1 if beside else 0)
