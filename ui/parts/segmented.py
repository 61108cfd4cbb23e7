"""Two to four exclusive choices side by side."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.base.keys.roving import RovingGroup
from ui.base.reach import accessible


class Segmented(QWidget):
    """A row of joined buttons of which one is down; announces the value of the one pressed.

    ``name`` says what is chosen. ``current`` may name none of them: then none is down, and the value is empty, until
    one is pressed.
    """

    chosen = Signal(str)

    def __init__(self, choices: list[tuple[str, str]], current: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        accessible.group(self, name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = RovingGroup(self)
        self._values = [value for _name, value in choices]
        for place, (name, value) in enumerate(choices):
            button = QPushButton(name, self)
            button.setCheckable(True)
            button.setAutoExclusive(True)  # a reader hears one of several, not a box to tick
            button.setAutoDefault(False)  # Enter means the dialog's own button, Ctrl+Enter what the dialog makes of it
            button.setChecked(value == current)
            ends = {0: "first", len(choices) - 1: "last"}
            button.setProperty("segment", ends.get(place, "true"))
            self._group.addButton(button, place)
            row.addWidget(button)
        self._group.idClicked.connect(self._announce)

    def value(self) -> str:
        """What is chosen."""
        place = self._group.checkedId()
        return self._values[place] if place >= 0 else ""

    def show_chosen(self, value: str) -> None:
        """Show another choice, or none, without announcing it."""
        self._group.setExclusive(value in self._values)
        for place, each in enumerate(self._values):
            self._group.button(place).setChecked(each == value)
        self._group.setExclusive(True)

    def choose(self, value: str) -> None:
        """Press the button of a value."""
        self._group.button(self._values.index(value)).click()

    def _announce(self, place: int) -> None:
        self.chosen.emit(self._values[place])
