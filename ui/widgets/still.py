"""Boxes that a wheel passes over: who scrolls a form changes nothing in it. Arrows and a click change them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget


class StillCombo(QComboBox):
    """A combo box that leaves the wheel to what it stands in, and takes no keyboard from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: not mine."""
        event.ignore()


class StillSpin(QSpinBox):
    """A field with arrows that leaves the wheel to what it stands in, and takes no keyboard from it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: not mine."""
        event.ignore()
