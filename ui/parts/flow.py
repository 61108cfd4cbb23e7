"""Where the room of a line ends: a layout that begins a new one, and parts that stand below one another instead."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QLayoutItem, QWidget
from shiboken6 import isValid

BESIDE, BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom


class Flow(QLayout):
    """Left to right, line by line; hidden widgets take no room."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 4, line_gap: int = 0, on_foot: bool = False
    ) -> None:
        """``on_foot`` has what is lower than the highest of its line stand at the foot of it, and not at its head."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap, self._on_foot = gap, line_gap, on_foot

    def addItem(self, item: QLayoutItem) -> None:
        """Qt: take an item in."""
        self._items.append(item)

    def _living(self) -> list[QLayoutItem]:
        """The items; Qt deletes those of a page that goes without asking, and may still measure the rest."""
        self._items = [item for item in self._items if isValid(item)]
        return self._items

    def count(self) -> int:
        """Qt: how many items."""
        return len(self._living())

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt: an item."""
        return self._items[index] if 0 <= index < len(self._living()) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt: give an item away."""
        return self._items.pop(index) if 0 <= index < len(self._living()) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Qt: it takes no more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Qt: a narrow flow is a high one."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: how high it is in that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Qt: put everything in its place."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Qt: as the smallest."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Qt: room for the widest item."""
        size = QSize()
        for item in self._living():
            if not item.isEmpty():
                size = size.expandedTo(item.minimumSize())
        edges = self.contentsMargins()
        return size + QSize(edges.left() + edges.right(), edges.top() + edges.bottom())

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        edges = self.contentsMargins()
        area = rect.marginsRemoved(edges)
        y, lines = area.y(), self._lines(area.width())
        for line in lines:
            high = max(item.sizeHint().height() for item in line)
            if move:
                self._place(line, QRect(area.x(), y, area.width(), high))
            y += high + self._line_gap
        return y - (self._line_gap if lines else 0) - rect.y() + edges.bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """What stands on each line of a width."""
        lines: list[list[QLayoutItem]] = []
        x = 0
        for item in self._living():
            if item.isEmpty():
                continue
            wide = item.sizeHint().width()
            if not lines or x + wide > width:
                lines.append([])
                x = 0
            lines[-1].append(item)
            x += wide + self._gap
        return lines

    def _place(self, line: list[QLayoutItem], area: QRect) -> None:
        x = area.x()
        for item in line:
            size = item.sizeHint()
            below = area.height() - size.height() if self._on_foot else 0
            item.setGeometry(QRect(QPoint(x, area.y() + below), size))
            x += size.width() + self._gap


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
