"""What is hit of the line between two panes: 24 pixels, of which one is drawn.

Qt takes five. The others lie over the margin of the pane that has one there: of the right one beside the line, which
begins with it, for the left one may end in a scroll bar; of the upper one, for the lower one may begin with the head of
a table.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QMargins, QObject, Qt
from PySide6.QtGui import QMouseEvent, QRegion
from PySide6.QtWidgets import QSplitter, QSplitterHandle

from kpidesk.text import _
from ui.base.scale import px

HIT, BEYOND = 24, 3
"""Pixels that are hit in all, and those of them on the other side of the line, where Qt has two."""


def ready_grips(grips: Iterable[QSplitterHandle]) -> None:
    """Name what stands between two panes and is moved, and make it wide enough to be hit."""
    for grip in grips:
        if not grip.accessibleName():
            grip.setAccessibleName(_("Divider"))
            _Wide(grip)


class _Wide(QObject):
    """Lives with a grip. Qt sets its five pixels whenever that is laid out anew, and takes the edge of what is hit for
    the line, which would leap there."""

    def __init__(self, grip: QSplitterHandle) -> None:
        super().__init__(grip)
        self._taken: int | None = None
        grip.installEventFilter(self)
        _widen(grip)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: it has another size, or is dragged."""
        if not isinstance(watched, QSplitterHandle):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize:
            _widen(watched)
            return True
        return isinstance(event, QMouseEvent) and self._drag(watched, event)

    def _drag(self, grip: QSplitterHandle, event: QMouseEvent) -> bool:
        splitter, upright = grip.splitter(), grip.orientation() is Qt.Orientation.Horizontal
        spot, line = (
            splitter.mapFromGlobal(event.globalPosition().toPoint()),
            grip.pos() + grip.contentsRect().topLeft(),
        )
        at, first = (spot.x(), line.x()) if upright else (spot.y(), line.y())
        if event.type() == QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._taken = at - first
        elif event.type() == QEvent.Type.MouseMove and self._taken is not None:
            splitter.moveSplitter(at - self._taken, splitter.indexOf(grip))
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._taken = None
        return True


def _widen(grip: QSplitterHandle) -> None:
    splitter = grip.splitter()
    if not isinstance(splitter, QSplitter):
        return
    near, far = px(BEYOND), px(HIT) - px(BEYOND) - splitter.handleWidth()
    upright = grip.orientation() is Qt.Orientation.Horizontal
    grip.setAttribute(Qt.WidgetAttribute.WA_MouseNoMask)
    grip.setContentsMargins(QMargins(near, 0, far, 0) if upright else QMargins(0, far, 0, near))
    grip.setMask(QRegion(grip.contentsRect()))
