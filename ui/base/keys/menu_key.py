"""The menu of what has the keyboard, as the right mouse button opens it.

Qt acts on the Menu key, and on Linux not on Shift+F10, which keyboards without that key have for it.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

KEYBOARD = QContextMenuEvent.Reason.Keyboard


def opens_menu(event: QKeyEvent) -> bool:
    """Open the menu if the key is the one for it; tell whether it was."""
    here = QApplication.focusWidget()
    if event.key() != Qt.Key.Key_F10 or event.modifiers() != Qt.KeyboardModifier.ShiftModifier or here is None:
        return False
    caret = here.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    at = caret.center() if isinstance(caret, QRect) else here.rect().center()
    QApplication.sendEvent(here, QContextMenuEvent(KEYBOARD, at, here.mapToGlobal(at)))
    return True


def asked_for(view: QAbstractItemView, event: QContextMenuEvent) -> tuple[QModelIndex, QPoint]:
    """Which row of a view a menu is asked for, and where on the screen: by a key always for the row it is on."""
    ground = view.viewport()
    if event.reason() is not KEYBOARD:
        return view.indexAt(ground.mapFromGlobal(event.globalPos())), event.globalPos()
    index = view.currentIndex()
    return index, ground.mapToGlobal(view.visualRect(index).center())
