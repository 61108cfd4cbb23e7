"""The second click of two, which is meant for what the first one was on and for nothing that has taken its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class SecondClicks(QObject):
    """Keeps from a window the second click where the first one was on something else: on the button of a page that
    has gone, on a dialog that it closed, on a menu.

    It hears the window of the system, where every click passes once, on its way to the widget under it.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._pressed: QWidget | None = None
        self._when = 0
        if owner.windowHandle() is None:
            owner.installEventFilter(self)
        else:
            owner.windowHandle().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: something happens to the window; its owner is heard only until it has been shown."""
        if watched is self._owner and event.type() is QEvent.Type.Show:
            self._owner.removeEventFilter(self)
            self._owner.windowHandle().installEventFilter(self)
            return False
        if watched is self._owner:
            return False
        if isinstance(event, QMouseEvent):
            if event.type() is QEvent.Type.MouseButtonDblClick:
                return not self._belongs(event)
            second = event.flags() & Qt.MouseEventFlag.MouseEventCreatedDoubleClick  # no widget gets this press
            if event.type() is QEvent.Type.MouseButtonPress and not second:
                self._pressed, self._when = self._under(event), event.timestamp()
        return super().eventFilter(watched, event)

    def _belongs(self, second: QMouseEvent) -> bool:
        """Tell whether the first click was here, on what is under the second one too."""
        soon = second.timestamp() - self._when <= QApplication.doubleClickInterval()
        pressed, self._pressed = self._pressed, None
        return soon and pressed is self._under(second)

    def _under(self, event: QMouseEvent) -> QWidget:
        return self._owner.childAt(event.position().toPoint()) or self._owner
