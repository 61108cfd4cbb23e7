"""What lies over the window while a file is held over it: what comes of letting it go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.base.page import heading, sign, text
from ui.base.theme import Theme

EDGE = 12


class DropSheet(QFrame):
    """An icon, what happens, and a sentence about it, over all of a window."""

    def __init__(self, theme: Theme, icon: str, title: str, sentence: str, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("look", "drop")
        self.setProperty("floating", True)
        self.setAccessibleName(" ".join(filter(None, (title, sentence))))
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch()
        mark = sign()
        mark.setPixmap(theme.pixmap(icon, "accent", 28))
        middle = Qt.AlignmentFlag.AlignHCenter
        box.addWidget(mark, 0, middle)
        words = heading(title, wrap=True)
        words.setAlignment(middle)
        box.addWidget(words)
        about = text(sentence, "body2", wrap=True)
        about.setAlignment(middle)
        about.setVisible(bool(sentence))
        box.addWidget(about)
        box.addStretch()
        self.setGeometry(window.rect().adjusted(EDGE, EDGE, -EDGE, -EDGE))
