"""What is seen while a file is read that takes a while: how far it is, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.text import _
from ui.base.page import text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.keyed_button import KeyedButton
from ui.parts.elided import ElidedLabel
from ui.parts.whole import Lines

WIDE, STEPS, MEGA = 560, 1000, 1_000_000


class ReadingCard(QWidget):
    """``given_up`` is its way out."""

    given_up = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        card = QFrame()
        card.setProperty("look", "promise")
        card.setMaximumWidth(px(WIDE))
        box = QVBoxLayout(card)
        box.setContentsMargins(18, 16, 18, 16)
        box.setSpacing(10)
        row = QHBoxLayout()
        self._name, self._far = ElidedLabel("", "medium"), text("", "small")
        row.addWidget(self._name, 1)
        row.addWidget(self._far)
        box.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        box.addWidget(self.bar)
        box.addWidget(Lines(_("Nothing is saved before you have seen the result."), "small"))
        self.cancel = KeyedButton(theme, "Esc")
        self.cancel.say(_("Cancel"))
        self.cancel.clicked.connect(self.given_up)
        box.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignRight)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card, 1000)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def begin(self, name: str) -> None:
        """A file is read; nobody knows yet how far."""
        self._name.show_words(name)
        self._far.setText("")
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(_("Reading “{name}”").format(name=name))

    def tell(self, done: int, of: int) -> None:
        """So many bytes of so many are read."""
        if of <= 0:
            return
        self.bar.setRange(0, STEPS)
        self.bar.setValue(round(STEPS * done / of))
        words = _("{done} of {all} MB")
        self._far.setText(words.format(done=fmt.number(done / MEGA, 1), all=fmt.number(of / MEGA, 1)))
