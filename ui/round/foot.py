"""The foot of the round: the keys of the step in view, as they are written on the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.base import page
from ui.base.replacing import empty
from ui.base.scale import px
from ui.round.pane import Keys


class KeysFoot(page.Band):
    """Told anew for each step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.told = QHBoxLayout()
        self.told.setSpacing(px(4))
        self.row.addLayout(self.told)
        self._keys: Keys = []
        self.row.addStretch()

    def tell(self, keys: Keys) -> None:
        """Name some keys with what they do; the next step of a kind has the same ones."""
        if keys == self._keys:
            return
        self._keys = keys
        empty(self.told)
        for chords, words in keys:
            for chord in chords:
                self.told.addWidget(page.text(chord, "key"), 0, Qt.AlignmentFlag.AlignVCenter)
            label = page.text(words, "small")
            label.setContentsMargins(0, 0, px(10), 0)
            self.told.addWidget(label)
