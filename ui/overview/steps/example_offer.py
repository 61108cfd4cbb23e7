"""Beside the first steps: what it can become, shown by the example company, and what the words of the method mean."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.page import column, line, sign, text
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
        mark = sign()
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


class Chapters(QWidget):
    """The five chapters of the introduction; ``pressed`` names one."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = column(self)
        head = Section(_("New to this?"))
        head.tell(_("New to this?"), "F1")
        box.addWidget(head)
        named = {
            "kpi": _("What is a KPI?"), "objectives": _("Management by objectives"), "okr": _("OKR"),
            "smart": _("SMART"), "pitfalls": _("The pitfalls"),
        }  # fmt: skip
        for chapter, title in named.items():
            link = QPushButton(title)
            link.setProperty("smalllink", True)
            link.clicked.connect(partial(self.pressed.emit, chapter))
            box.addSpacing(4)
            box.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            box.addSpacing(4)
            box.addWidget(line())
