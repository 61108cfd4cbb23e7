"""Why what was typed into a field is not taken, in words below it, and no room for them while there are none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.base.reach import accessible
from ui.base.scale import px


class Refusal(QLabel):
    """``tell`` is for what a field says as it refuses; the field itself has it read aloud."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", "off")
        self.setWordWrap(True)
        self.setContentsMargins(0, 0, 0, px(4))
        accessible.spoken(self)
        self.hide()

    def tell(self, why: str) -> None:
        """Say why, or nothing any more."""
        self.setText(why)
        self.setVisible(bool(why))
