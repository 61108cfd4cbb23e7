"""Several of which one is chosen, as one stop of Tab: it comes by the chosen one, and arrows go on from there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractButton, QButtonGroup

TAB = Qt.FocusPolicy.TabFocus


class RovingGroup(QButtonGroup):
    """Has Tab stop at the one that is down, from both sides; where none is, at each.

    Qt itself sees to that only once the keyboard has come to one of them, whichever that was.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.buttonToggled.connect(self._rove)

    def addButton(self, button: QAbstractButton, place: int = -1) -> None:
        """Qt: the stop may be another one with it."""
        super().addButton(button, place)
        self._rove()

    def removeButton(self, button: QAbstractButton) -> None:
        """Qt: and without it."""
        super().removeButton(button)
        self._rove()

    def _rove(self) -> None:
        chosen = self.checkedButton()
        for each in self.buttons():
            stops = chosen is None or each is chosen
            each.setFocusPolicy(each.focusPolicy() | TAB if stops else each.focusPolicy() & ~TAB)
