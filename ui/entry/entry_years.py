"""Now or a year: which stretch of time the sheet shows, and the way to another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.text import _
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.segmented import Segmented
from ui.parts.still import StillCombo

NOW, YEAR = "now", "year"


class YearChooser(QWidget):
    """«Nå · År» and ‹ 2025 ›. ``chosen`` carries the year, or ``None`` for the newest periods.

    ``earlier`` and ``later`` ask for what lies before and after.
    """

    chosen = Signal(object)
    earlier = Signal()
    later = Signal()

    def __init__(self, theme: Theme, year: Period | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._this: Period | None = None
        self._years: list[Period] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        current = NOW if year is None else YEAR
        self.segments = Segmented([(_("Now"), NOW), (_("Year"), YEAR)], current, _("Which periods are shown"))
        self.segments.chosen.connect(self._choose)
        self.years = StillCombo()
        self.years.setFixedWidth(px(92))
        self.years.setAccessibleName(_("Year"))
        self.years.activated.connect(self._pick)
        row.addWidget(self.segments)
        row.addSpacing(4)
        before = _step(theme, "chevron-left", _("Earlier periods"), self.earlier.emit)
        after = _step(theme, "chevron-right", _("Later periods"), self.later.emit)
        self.steps = (before, after)
        for widget in (before, self.years, after):
            row.addWidget(widget)

    def show_years(self, years: Sequence[Period], year: Period | None, this: Period, fiscal_start: int) -> None:
        """Offer these years, the newest first, and show the one in view; ``this`` is where somebody begins."""
        self._this = this
        names = {each: fmt.period_name(each, fiscal_start) for each in reversed(years)}
        if list(names.values()) != [self.years.itemText(place) for place in range(self.years.count())]:
            self.years.clear()
            self.years.addItems(list(names.values()))
        self._years = list(names)
        self.years.setCurrentIndex(-1 if year is None else self._years.index(year))
        self.years.setVisible(year is not None)
        self.segments.show_chosen(NOW if year is None else YEAR)

    def _choose(self, what: str) -> None:
        self.chosen.emit(None if what == NOW else self._this)

    def _pick(self, place: int) -> None:
        self.chosen.emit(self._years[place])


def _step(theme: Theme, icon: str, words: str, slot: Callable[[], None]) -> QPushButton:
    button = QPushButton()
    button.setIcon(theme.icon(icon))
    button.setProperty("quiet", True)
    button.setFixedWidth(px(30))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(slot)
    return button
