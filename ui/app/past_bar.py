"""The bar over every page while the file is shown as it was: when, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.page import Margins, sign, text
from ui.base.scale import px
from ui.base.theme import Theme


def past_words(when: str) -> tuple[str, str]:
    """Which time is shown, and that it can't be changed."""
    return _("You see the file as it was {when}.").format(when=when), _("You can look, but not change anything.")


class PastBar(QWidget):
    """``now_asked`` to go back to now, ``restore_asked`` to bring the file back to then."""

    now_asked = Signal()
    restore_asked = Signal()

    def __init__(self, theme: Theme, when: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 8, 0, 4)
        Margins(box, self)
        frame = QFrame()
        frame.setProperty("look", "past")
        frame.setMinimumHeight(px(40))
        box.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        mark = sign()
        mark.setPixmap(theme.pixmap("history", "accent", 16))
        row.addWidget(mark)
        seen, only_look = past_words(when)
        self.words = text(seen, "strong")
        row.addWidget(self.words)
        row.addWidget(text(only_look, "body2"), 1)
        self.restore = QPushButton(_("Restore as it was then …"))
        self.restore.setProperty("quiet", True)
        self.restore.clicked.connect(self.restore_asked)
        row.addWidget(self.restore)
        self.now = QPushButton(_("Back to now"))
        self.now.setProperty("primary", True)
        self.now.clicked.connect(self.now_asked)
        row.addWidget(self.now)
