"""What can be exported, one row each: its name, what it is, and how much; one of them is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.page import column, line, text
from ui.base.reach import accessible
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look


class WhatRows(QFrame):
    """``chosen`` names the row that was taken."""

    chosen = Signal(str)

    def __init__(self, names: dict[str, tuple[str, str]], current: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "outlined")
        self.setAccessibleName(_("What"))
        box = column(self)
        self._group = RovingGroup(self)
        self.rows: dict[str, WhatRow] = {}
        for place, (key, (name, about)) in enumerate(names.items()):
            if place:
                box.addWidget(line())
            row = WhatRow(name, about)
            self._group.addButton(row.radio, place)
            self.rows[key] = row
            box.addWidget(row)
        self.rows[current].radio.setChecked(True)
        self._show()
        self._group.idToggled.connect(self._on_toggled)

    def value(self) -> str:
        """What is chosen."""
        return next(key for key, row in self.rows.items() if row.radio.isChecked())

    def choose(self, key: str) -> None:
        """Take a row."""
        self.rows[key].radio.setChecked(True)

    def tell(self, key: str, about: str, count: str) -> None:
        """Say what a row holds, and how much it is."""
        if key in self.rows:
            self.rows[key].tell(about, count)

    def _on_toggled(self, _place: int, on: bool) -> None:
        if on:
            self._show()
            self.chosen.emit(self.value())

    def _show(self) -> None:
        for row in self.rows.values():
            row.stand_out(row.radio.isChecked())


class WhatRow(QFrame):
    """A choice; a click anywhere on it takes it."""

    def __init__(self, name: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "source")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 12, 7)
        row.setSpacing(10)
        self.radio = QRadioButton()
        self.name, self.about, self.count = ElidedLabel(name, "medium"), ElidedLabel(about, "small"), text("", "body2")
        for said in (self.name, self.about, self.count):
            accessible.silent(said)  # the choice says it all
        self._name = name
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row.addWidget(self.radio)
        row.addLayout(words, 1)
        row.addWidget(self.count)
        self.tell(about, "")

    def tell(self, about: str, count: str) -> None:
        """Say what it holds, and how much."""
        self.about.show_words(about)
        self.count.setText(count)
        self.radio.setAccessibleName(", ".join(filter(None, (self._name, about, count))))

    def stand_out(self, chosen: bool) -> None:
        """Show that it is the one."""
        set_look(self, "chosen", chosen)
        set_look(self.count, "look", "strong" if chosen else "body2")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click beside the circle."""
        if self.rect().contains(event.position().toPoint()):
            self.radio.setChecked(True)
            self.radio.setFocus()
