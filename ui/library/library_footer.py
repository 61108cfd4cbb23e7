"""The foot of the library: how many KPIs it will be, which to park instead, and the two buttons of the dialog."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent, QIcon
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk.domain.entities import Kpi, Uid
from kpidesk.text import _
from ui.base import page
from ui.base.theme import Theme
from ui.parts.form import Choice, set_look
from ui.parts.sparkline import Squares

BEYOND = 3
"""So many squares beyond the most say that it is too many; the words beside them say how many."""


class Parking(Choice):
    """Which KPI to park; they are listed when somebody comes to choose, as there may be hundreds."""

    def __init__(self, active: Sequence[Kpi], parent: QWidget | None = None) -> None:
        super().__init__(_("Park instead"), inplace=False, parent=parent)
        self._active = active
        self.setMinimumContentsLength(16)
        self.fill([_no_parking()], None)

    def list_all(self) -> None:
        """Offer every one of them."""
        names = [(_("Park instead: {name}").format(name=kpi.short_name or kpi.name), kpi.uid) for kpi in self._active]
        self.fill([_no_parking(), *names], self.currentData())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: by the keyboard."""
        self.list_all()
        super().focusInEvent(event)

    def showPopup(self) -> None:
        """Qt: by the pointer."""
        self.list_all()
        super().showPopup()


def _no_parking() -> tuple[str, object]:
    return _("Park instead: none"), None


class LibraryFooter(QWidget):
    """``added`` and ``cancelled`` are its buttons; ``park`` names the KPI to set aside."""

    added = Signal()
    cancelled = Signal()

    def __init__(self, theme: Theme, active: Sequence[Kpi], most: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active, self._most = len(active), most
        self._words = page.text("", "small")
        self.squares = Squares(theme)
        self._parked_from = active
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.clicked.connect(self.cancelled)
        self.add = QPushButton()
        self.add.setProperty("primary", True)
        self.add.clicked.connect(self.added)
        self._plus = theme.icon("plus", "on_accent")
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._words)
        row.addWidget(self.squares)

    @cached_property
    def parking(self) -> Parking:
        """Which KPI to set aside, for those who have as many as there ought to be."""
        made = Parking(self._parked_from, self)
        made.chosen.connect(self._show_meter)
        self._row.addWidget(made)
        return made

    @property
    def _full(self) -> bool:
        return self._active >= self._most

    @property
    def park(self) -> Uid | None:
        """The KPI to park in the same step, where one is asked for and chosen."""
        asked = self._full and self.squares.isVisibleTo(self)
        uid = self.parking.currentData() if asked else None
        return str(uid) if uid else None

    def show_new(self) -> None:
        """A KPI that is not in use is chosen: it will be one more."""
        self.squares.show()
        if self._full:
            self.parking.show()
        self._show_button(" " + _("Add"), self._plus)
        self._show_meter()

    def show_known(self, words: str, button: str) -> None:
        """A KPI that is here already is chosen: say so, and name what the button does instead."""
        self.squares.hide()
        if self._full:
            self.parking.hide()
        self._words.setText(words)
        set_look(self._words, "look", "small")
        self._show_button(button, QIcon())

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.show_new()
        self.add.setEnabled(False)

    def _show_button(self, words: str, icon: QIcon) -> None:
        if words != self.add.text():  # an icon has the whole dialog laid out, be it the same
            self.add.setText(words)
            self.add.setIcon(icon)
        self.add.setEnabled(True)

    def _show_meter(self) -> None:
        number = self._active + (0 if self.park else 1)
        self._words.setText(_("Will be no. {n} of at most {most}").format(n=number, most=self._most))
        set_look(self._words, "look", "risk" if number > self._most else "small")
        self.squares.show_share(min(number, self._most + BEYOND), self._most, self._most)
