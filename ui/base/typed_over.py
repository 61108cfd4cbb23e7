"""A number typed over another in a table: the arrows store it and move, so that two numbers never become one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QLineEdit, QTableView

from ui.base.reach.beside import opened_in

Key = Qt.Key
STEPS = {Key.Key_Up: (-1, 0), Key.Key_Down: (1, 0), Key.Key_Left: (0, -1), Key.Key_Right: (0, 1)}
HELD = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class TypedOver(QObject):
    """Watches the field that a table opens: with F2 or a double-click it is edited, and the arrows stay in it."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view, self._over = view, False

    def opened(self, asked: tuple[object, ...]) -> None:
        """A field was asked for, by the trigger that ``edit`` was called with."""
        found = [each for each in opened_in(self._view) if isinstance(each, QLineEdit)]
        if not found:
            return
        self._over = asked[:1] == (QAbstractItemView.EditTrigger.AnyKeyPressed,)
        found[-1].installEventFilter(self)
        if not self._over:
            found[-1].end(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: an arrow out of what is typed over a number stores it; a click or Home begins to edit it."""
        if event.type() is QEvent.Type.MouseButtonPress:
            self._over = False
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            step = STEPS.get(Key(event.key()))
            if step is not None and self._over and not event.modifiers() & HELD:
                self._store(watched, step)
                return True
            if event.key() in (Key.Key_Home, Key.Key_End) or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._over = False
        return super().eventFilter(watched, event)

    def _store(self, field: QLineEdit, step: tuple[int, int]) -> None:
        view, at = self._view, self._view.currentIndex()
        row, column = at.row(), at.column()
        delegate = view.itemDelegate()
        delegate.commitData.emit(field)
        delegate.closeEditor.emit(field, QAbstractItemDelegate.EndEditHint.NoHint)
        target = view.model().index(row + step[0], column + step[1])
        if target.isValid():
            view.setCurrentIndex(target)
