"""A way to everything where there is too little room: what needs more than the window has scrolls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def roomy(content: QWidget) -> QScrollArea:
    """A frame that grows with the window, and scrolls once its content would be smaller than it can be."""
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(content)
    return area
