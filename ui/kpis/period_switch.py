"""Which length of period a KPI is shown by: its own, or a longer one that it rolls up to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency
from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.reach import accessible
from ui.base.replacing import empty

COMMON = (Frequency.WEEK, Frequency.MONTH, Frequency.QUARTER, Frequency.YEAR)
MOST = 5
"""More lengths than this do not stand side by side; the less common ones go into a menu."""


def side_by_side(own: Frequency) -> tuple[tuple[Frequency, ...], tuple[Frequency, ...]]:
    """The lengths that a KPI can be shown by: those in the row, and those in the menu behind it."""
    possible = tuple(frequency for frequency in Frequency if own.divides(frequency))
    if len(possible) <= MOST:
        return possible, ()
    row = tuple(frequency for frequency in possible if frequency in COMMON or frequency is own)
    return row, tuple(frequency for frequency in possible if frequency not in row)


class PeriodSwitch(QWidget):
    """A segmented control; ``chosen`` carries the frequency."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._own: Frequency | None = None
        self._group: RovingGroup | None = None
        self.buttons: dict[Frequency, QPushButton] = {}
        self.more: QPushButton | None = None
        accessible.group(self, _("Length of the periods"))

    def show_choice(self, own: Frequency, current: Frequency) -> None:
        """Offer what a KPI measured in ``own`` can be shown by."""
        if own is not self._own:
            self._build(own)
        assert self._group is not None
        self._group.setExclusive(False)  # none of the row is down while one of the menu is chosen
        for frequency, button in self.buttons.items():
            button.setChecked(frequency is current)
        self._group.setExclusive(current in self.buttons)
        if self.more is not None:
            hidden = current not in self.buttons
            self.more.setChecked(hidden)
            self.more.setText(_name(current) if hidden else "…")
            self.more.setAccessibleName(f"{_name(current)}, {_('More lengths')}" if hidden else _("More lengths"))
            for action in self.more.menu().actions():
                action.setChecked(action.data() is current)

    def _build(self, own: Frequency) -> None:
        empty(self._row)
        self._own, self.buttons, self.more = own, {}, None
        self._group = RovingGroup(self)
        row, behind = side_by_side(own)
        for place, frequency in enumerate(row):
            last = place == len(row) - 1 and not behind
            ends = "only" if last and place == 0 else "first" if place == 0 else "last" if last else "true"
            button = QPushButton(_name(frequency))
            button.setCheckable(True)
            button.setAutoExclusive(True)  # a reader hears one of several, not a box to tick
            button.setProperty("segment", ends)
            button.clicked.connect(self._on_clicked)
            self._group.addButton(button, frequency.rank)
            self._row.addWidget(button)
            self.buttons[frequency] = button
        if behind:
            self._row.addWidget(self._overflow(behind))

    def _overflow(self, behind: tuple[Frequency, ...]) -> QPushButton:
        self.more = more = QPushButton("…")
        more.setCheckable(True)
        more.setProperty("segment", "last")
        more.setProperty("overflow", True)
        more.setToolTip(_("More lengths"))
        more.setAccessibleName(_("More lengths"))
        menu = QMenu(more)
        for frequency in behind:
            action = menu.addAction(_name(frequency))
            action.setCheckable(True)
            action.setData(frequency)
        menu.triggered.connect(self._on_triggered)
        more.setMenu(menu)
        return more

    def _on_clicked(self) -> None:
        for frequency, button in self.buttons.items():
            if button is self.sender():
                self.chosen.emit(frequency)

    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(action.data())


def _name(frequency: Frequency) -> str:
    word = fmt.frequency_word(frequency)
    return word[0].upper() + word[1:]
