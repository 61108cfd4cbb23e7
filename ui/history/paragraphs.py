"""Many short paragraphs one below the other, in one label: forty labels take as long to make as a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

from kpidesk.unbroken import unbroken
from ui.base.reach import accessible


class Paragraphs(QLabel):
    """Plain texts over as many lines as they take, none of which ends inside a number."""

    def __init__(self, lines: Iterable[str], look: str, gap: int) -> None:
        """``gap`` are the pixels between two of them."""
        super().__init__()
        self._high: dict[int, int] = {}
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setProperty("look", look)
        self.setWordWrap(True)
        told = [escape(unbroken(each)) for each in lines]
        below = [gap] * (len(told) - 1) + [0]
        pairs = zip(told, below, strict=True)
        self.setText("".join(f'<p style="margin: 0 0 {gap}px 0">{words}</p>' for words, gap in pairs))
        accessible.spoken(self)

    def heightForWidth(self, width: int) -> int:
        """Qt: kept, as a layout asks a hundred times, and all paragraphs are laid out for each answer."""
        if width not in self._high:
            self._high[width] = super().heightForWidth(width)
        return self._high[width]

    def changeEvent(self, event: QEvent) -> None:
        """Qt: another font or look."""
        self._high.clear()
        super().changeEvent(event)
