"""A layout that sets widgets one after the other and begins a new line where the room ends."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from shiboken6 import isValid


class Flow(QLayout):
    """Left to right, line by line; hidden widgets take no room."""

    def __init__(
        self, parent: QWidget | None = None, *, gap: int = 4, line_gap: int = 0, on_foot: bool = False
    ) -> None:
        """``on_foot`` has what is lower than the highest of its line stand at the foot of it, and not at its head."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._high: dict[int, int] = {}
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
        """Qt: how high it is in that width; the layouts around it ask again and again."""
        if width not in self._high:
            self._high[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return self._high[width]

    def invalidate(self) -> None:
        """Qt: something has come, has gone or needs another room."""
        self._high = {}
        super().invalidate()

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
