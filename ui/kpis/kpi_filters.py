"""The head of the KPI table: search, filters, and how many KPIs are in use."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from kpidesk.domain.entities import Department
from kpidesk.domain.status import Status
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.figures.kpi_rows import Filter
from kpidesk.text import _, ngettext
from ui.base import page
from ui.base.breakpoints import NARROW, WIDE
from ui.base.scale import factor, px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.buttons import GAP, ICON, spaced_icon
from ui.parts.form import set_look
from ui.parts.search_field import SearchField, tell_hits
from ui.parts.sparkline import Squares
from ui.parts.still import StillCombo

MOST_SQUARES = MOST_KPIS + 3
"""Beyond this the number says it."""
OFFERED = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.NO_DATA, Status.NO_TARGET)
"""The statuses that a KPI can have; the others are those of goals."""
MOST = 220
"""Pixels that a choice takes where there is room, however long the names in it."""


class KpiFilters(page.Wrapped):
    """Search, department, status, only signals. ``changed`` tells that other KPIs are asked for."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wide = True
        self.search = SearchField(theme, _("Search KPIs"))
        self.search.setFixedWidth(px(190))
        self.departments = _combo(_("Department"), 148, self)
        self.statuses = _combo(_("Status"), 132, self)
        self.statuses.addItem(_("All statuses"), None)
        for status in OFFERED:
            self.statuses.addItem(painters.status_word(status), status.value)
        self.signals = QPushButton()
        self.signals.setCheckable(True)
        self.signals.setProperty("chip", True)
        self.signals.setIcon(_signal_icon(theme))
        self.signals.setIconSize(QSize(px(ICON + GAP), px(ICON)))
        self.shown = page.text("", "small")
        self.reset = QPushButton(_("Reset"))
        self.reset.setProperty("link", True)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)
        for widget in (self.search, self.departments, self.statuses, self.signals, self.shown, self.reset):
            self.row.addWidget(widget)
        self.search.textChanged.connect(self.changed)
        self.departments.currentIndexChanged.connect(self.changed)
        self.statuses.currentIndexChanged.connect(self.changed)
        self.signals.toggled.connect(self.changed)
        self.reset.clicked.connect(self.clear)

    def offer(self, departments: Iterable[Department]) -> None:
        """Offer these departments; the chosen one stays chosen."""
        offered = [(_("All departments"), None), *((each.name, each.uid) for each in departments)]
        box, chosen = self.departments, self.departments.currentData()
        if offered == [(box.itemText(n), box.itemData(n)) for n in range(box.count())]:
            return
        box.blockSignals(True)
        box.clear()
        for name, uid in offered:
            box.addItem(name, uid)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.blockSignals(False)

    def filter(self) -> Filter:
        """What is asked for."""
        status = self.statuses.currentData()
        return Filter(
            self.search.text().strip(),
            self.departments.currentData(),
            Status(status) if status else None,
            self.signals.isChecked(),
        )

    def clear(self) -> None:
        """Ask for everything again."""
        self.blockSignals(True)
        self.search.clear()
        self.departments.setCurrentIndex(0)
        self.statuses.setCurrentIndex(0)
        self.signals.setChecked(False)
        self.blockSignals(False)
        self.changed.emit()

    def show_counts(self, shown: int, count: int, signals: int | None) -> None:
        """Say how many there are, while a filter is on how many of them are shown; signals may not be known yet."""
        on = self.filter() != Filter()
        # Translators: so many of so many KPIs are shown
        self.shown.setText(_("{shown} of {n}").format(shown=shown, n=count))
        self.shown.setVisible(on)
        tell_hits(self.search, shown)
        self.reset.setVisible(on)
        self.signals.setText(_("Only signals {n}").format(n="…" if signals is None else signals))
        self.signals.setEnabled(bool(signals) or self.signals.isChecked())

    def give_way(self, window_width: int) -> None:
        """Leave out what a narrow window has no room for, unless it is in use."""
        self.search.setFixedWidth(px(190 if window_width >= WIDE else 150))
        self.departments.setMinimumWidth(px(148 if window_width >= WIDE else 136))
        self.statuses.setMinimumWidth(px(132 if window_width >= WIDE else 122))
        self.wide = window_width >= NARROW
        self.statuses.setVisible(self.wants_statuses())

    def wants_statuses(self) -> bool:
        """Whether the choice of a status is to be seen where there is room."""
        return self.wide or self.statuses.currentIndex() > 0


class FocusMeter(QWidget):
    """How many KPIs are in use, of at most nine; beyond that in the colour of risk, with a way to choose."""

    asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = page.text("", "small")
        self.squares, self.roomy = Squares(theme), True
        self.choose = QPushButton(_("Park one …"))
        self.choose.setProperty("link", True)
        self.choose.setToolTip(_("Choose which to park"))
        self.choose.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.words, self.choose, self.squares):
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_count(self, active: int, *, asking: bool = False, roomy: bool = True) -> None:
        """Show so many KPIs in use; while it is asked which is to rest, there is no need to lead there."""
        over = active > MOST_KPIS
        words = ngettext("{n} of at most {most}", "{n} of at most {most}", active)
        self.words.setText(words.format(n=active, most=MOST_KPIS))
        set_look(self.words, "look", "risk" if over else "small")
        self.squares.show_share(min(active, MOST_SQUARES), MOST_KPIS, MOST_KPIS)
        self.choose.setVisible(over and not asking)
        self.roomy = roomy
        self.squares.setVisible(roomy)
        tip = _("Five to seven KPIs are good; nine are the most that anybody can keep up with.")
        self.setToolTip(tip)
        self.words.setAccessibleDescription(tip)


def _combo(name: str, width: int, parent: QWidget) -> StillCombo:
    box = StillCombo(parent)
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumWidth(px(width))
    box.setMaximumWidth(px(MOST))
    return box


def _signal_icon(theme: Theme) -> QIcon:
    """The ring with a dot, for a button: with air after it as all icons of buttons have."""
    blank = spaced_icon(theme, "circle-off").pixmap(px(ICON + GAP), px(ICON))
    pixmap = QPixmap(blank.size())
    pixmap.setDevicePixelRatio(blank.devicePixelRatio())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.scale(factor(), factor())
    painters.paint_signal(painter, theme, 2, 2)
    painter.end()
    return QIcon(pixmap)
