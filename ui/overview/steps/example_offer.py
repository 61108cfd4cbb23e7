"""Beside the first steps: what it can become, shown by the example company."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.page import text
from ui.base.theme import Theme
from ui.parts.form import Section


class ExampleOffer(QWidget):
    """``pressed`` opens the example in a window of its own."""

    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(Section(_("See what it can become")))
        row = QHBoxLayout()
        row.setSpacing(10)
        mark = QLabel()
        mark.setPixmap(theme.pixmap("croissant", "text2", 16))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = _("Fjordbrød bakeri is a company with everything filled in. Try anything: nothing is kept.")
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(text(words, "small", wrap=True))
        self.button = QPushButton(_("Open the example"))
        self.button.setProperty("link", True)
        self.button.clicked.connect(self.pressed)
        box.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(box, 1)
        outer.addLayout(row)
