"""What stands in an empty place: an icon, a title, one sentence, one or two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.page import text
from ui.theme import Theme


class Empty(QWidget):
    """Centred, quiet, and with the next thing to do."""

    pressed = Signal()
    pressed_second = Signal()

    def __init__(
        self, theme: Theme, icon: str, title: str, sentence: str, button: str = "", second: str = "",
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setSpacing(8)
        box.addStretch(2)
        picture = QLabel()
        picture.setPixmap(theme.pixmap(icon, "text3", 28))
        box.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(text(title, "title"), 0, Qt.AlignmentFlag.AlignHCenter)
        if sentence:
            words = text(sentence, "body2", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            words.setMinimumWidth(420)
            box.addWidget(words, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout()
        row.addStretch()
        for name, signal in ((button, self.pressed), (second, self.pressed_second)):
            if name:
                push = QPushButton(name)
                push.clicked.connect(signal)
                row.addWidget(push)
        row.addStretch()
        box.addSpacing(4)
        box.addLayout(row)
        box.addStretch(3)
