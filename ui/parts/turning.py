"""Parts beside one another, or below one another where a line has no room for them all."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

BESIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Turning(QWidget):
    """The first part takes what the others leave; parts may be such rows themselves, which turn after this one."""

    def __init__(self, *parts: QWidget, gap: int = 8, below: int = 4, parent: QWidget | None = None) -> None:
        """``gap`` and ``below`` are pixels between parts beside one another, and below."""
        super().__init__(parent)
        self._parts, self._gap, self._below = parts, gap, below
        self._row = QBoxLayout(BESIDE, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(gap)
        for place, part in enumerate(parts):
            self._row.addWidget(part, 0 if place else 1)

    def across(self) -> int:
        """Pixels that all of it takes in one line."""
        shown = [each for each in self._parts if not each.isHidden()]
        return sum(map(_across, shown)) + self._gap * max(0, len(shown) - 1)

    def minimumSizeHint(self) -> QSize:
        """Qt: room for the widest part will do."""
        widest = max((_least(each) for each in self._parts if not each.isHidden()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: in one line where there is room for that."""
        super().resizeEvent(event)
        way = BESIDE if self.across() <= self.width() else BELOW
        if way is not self._row.direction():
            self._row.setDirection(way)
            self._row.setSpacing(self._gap if way is BESIDE else self._below)


def _across(part: QWidget) -> int:
    return part.across() if isinstance(part, Turning) else _least(part)


def _least(part: QWidget) -> int:
    return max(part.minimumSizeHint().width(), part.minimumWidth())
