"""Tiles of one width side by side: as many as there is room for, the rest below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from ui.base.kept import Kept, Part
from ui.base.scale import px

GAP, BELOW = 24, 8
LEAST = 150
"""Pixels that a tile needs."""


class TileGrid(QWidget):
    """At most ``across`` tiles in a row, and no more than its width holds uncut."""

    def __init__(self, across: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = across
        self.across = 0
        self._grid = QGridLayout(self)
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(BELOW)
        self._kept = Kept(self._grid, across)
        self._arrange(across)

    def tell(self, tiles: Iterable[Part]) -> None:
        """Show these, keeping those that are shown already."""
        self._kept.show(tiles)

    def _arrange(self, across: int) -> None:
        if across == self.across:
            return
        self.across = across
        self._kept.arrange(across)
        for place in range(self._most):
            self._grid.setColumnStretch(place, int(place < across))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: another width may hold another number of tiles."""
        room = (event.size().width() + GAP) // (px(LEAST) + GAP)
        self._arrange(max(1, min(self._most, room)))
        super().resizeEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: one tile is enough; those that stand now must not keep the page from becoming narrower."""
        return QSize(px(LEAST), self._grid.minimumSize().height())
