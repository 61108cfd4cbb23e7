"""A KPI that the accounts give: whether it is followed, its months, and what it aims for in the year to come."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.period import Frequency, Period
from kpidesk.exchange.accounts.choosing import Chosen
from kpidesk.exchange.accounts.kpis import Aim, Offer, bound
from kpidesk.library import LibraryKpi
from kpidesk.text import _
from ui.base.page import line, literal, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.accounts.months_strip import MonthsStrip, cells, heads, spoken
from ui.parts.painters import cut

FOLLOW, NAME, AIM, ARROW, GAP = 42, 176, 118, 14, 6


class KpiHeads(QWidget):
    """The heads above the KPIs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box, row = _row(self)
        follow, name = text(_("Follow"), "caption"), text(_("KPI"), "caption")
        follow.setFixedWidth(px(FOLLOW))
        name.setMinimumWidth(px(NAME))
        self.months = accessible.silent(MonthsStrip(theme, "caption"))  # each row names the months of its numbers
        self._aim = text("", "caption")
        self._aim.setFixedWidth(px(AIM))
        self._aim.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(follow)
        row.addWidget(name, 1)
        row.addWidget(self.months)
        row.addWidget(self._aim)
        box.addWidget(line())

    def tell(self, months: Sequence[Period], wide: int, year: str) -> None:
        """Name the months, each so ``wide``, and the year to come."""
        self.months.show_cells(heads(months), len(months), wide)
        self._aim.setText(_("Target {year}").format(year=year))


class KpiRow(QWidget):
    """``followed`` tells the tick, ``aimed`` another aim; ``own_wanted`` asks for a number of one's own."""

    followed = Signal(bool)
    aimed = Signal(object)
    own_wanted = Signal()

    def __init__(self, theme: Theme, fiscal: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fiscal = fiscal
        box, row = _row(self)
        self.tick = QCheckBox()
        self.tick.setFixedWidth(px(FOLLOW))
        self.tick.clicked.connect(self.followed)
        names = QWidget()
        beside = QHBoxLayout(names)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self._theme = theme
        self._name, self._unit = text("", "medium"), text("", "caption")
        self._unit.setContentsMargins(px(GAP), 0, 0, 0)
        beside.addWidget(self._name)
        beside.addWidget(self._unit)
        beside.addStretch(1)
        names.setMinimumWidth(px(NAME))
        self.months = MonthsStrip(theme)
        self.aim = AimButton(theme)
        self.aim.aimed.connect(self.aimed)
        self.aim.own_wanted.connect(self.own_wanted)
        self._known = text("", "small")
        self._known.setFixedWidth(px(AIM))
        self._known.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.tick)
        row.addWidget(names, 1)
        row.addWidget(self.months)
        row.addWidget(self.aim)
        row.addWidget(self._known)
        box.addWidget(line())

    def tell(self, offer: Offer, chosen: Chosen, months: Sequence[Period], wide: int, across: int) -> None:
        """Show a KPI as it stands now, its months so ``wide``, its name in what is free ``across``."""
        kpi, known = offer.kpi, offer.known is not None
        takes = not known and bool(offer.values)
        self.tick.setEnabled(takes)
        self.tick.setChecked((not offer.known.parked) if offer.known is not None else takes and chosen.follows(offer))
        self.tick.setAccessibleName(_("Follow {name}").format(name=kpi.name))
        unit, metrics, room = _unit(offer), QFontMetricsF(self._theme.font("medium")), across - px(GAP)
        beside = px(GAP) + QFontMetricsF(self._theme.font("caption")).horizontalAdvance(unit)
        if metrics.horizontalAdvance(kpi.short_name) + beside > room:
            unit = ""
        self._name.setText(cut(metrics, kpi.short_name, room))
        self._name.setAccessibleName(kpi.short_name)  # which is also its name where nobody has shortened it
        self._name.setAccessibleDescription(_about(kpi))
        self._name.setToolTip(f"{kpi.name}\n{kpi.definition}")
        self._unit.setText(unit)
        self.months.show_cells(cells(offer, months, self._fiscal), len(months), wide)
        self.months.setAccessibleName(f"{kpi.name}: {spoken(offer, self._fiscal)}")
        self.aim.tell(offer, chosen)
        self.aim.setVisible(takes)
        self._known.setVisible(not takes)
        self._known.setText(_("is already here") if known else "")


class AimButton(QPushButton):
    """The aim in words; a press shows the others."""

    aimed = Signal(object)
    own_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offer: Offer | None = None
        self.words = ""
        self.menu_shown: QMenu | None = None
        self.setProperty("quiet", True)
        self.setFixedWidth(px(AIM))
        self.clicked.connect(self.choose)

    def tell(self, offer: Offer, chosen: Chosen) -> None:
        """Show the aim that counts."""
        self._offer, self.words = offer, aim_words(offer, chosen)
        self.setAccessibleName(_("Target of {name}: {words}").format(name=offer.kpi.name, words=self.words))
        self.setToolTip(self.words)
        self.update()

    def choose(self) -> None:
        """Show what there is to aim for."""
        if self._offer is None:
            return
        menu = self.menu_shown = QMenu(self)
        for target in self._offer.targets:
            if target.aim is not Aim.NONE:
                menu.addAction(literal(str(target.words)), partial(self.aimed.emit, target.aim))
        menu.addAction(_("Another number …"), self.own_wanted.emit)
        menu.addSeparator()
        menu.addAction(_("No target"), partial(self.aimed.emit, Aim.NONE))
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the button as the style draws it, the words at the right, and the arrow of a combo box."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text2"))
        left, right = px(2), self.width() - px(ARROW + GAP)
        words = cut(QFontMetricsF(painter.font()), self.words, right - left)
        area = QRectF(left, 0, right - left, self.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        mark = self._theme.pixmap("chevron-down", "text2", ARROW)
        painter.drawPixmap(QPointF(self.width() - px(ARROW), (self.height() - px(ARROW)) / 2), mark)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows open it too, as those of a combo box do."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4):
            self.choose()
        else:
            super().keyPressEvent(event)


def aim_words(offer: Offer, chosen: Chosen) -> str:
    """What a KPI aims for, as chosen or proposed."""
    aim, own = chosen.aim(offer), chosen.own.get(offer.kpi.id)
    if aim is Aim.OWN and own is not None:
        return str(bound(offer.kpi, own))
    target = next((each for each in offer.targets if each.aim is aim), None)
    return _("none") if target is None else str(target.words)


def name_width(theme: Theme, offers: Iterable[Offer]) -> int:
    """How wide the names are where there is room for the longest."""
    metrics = QFontMetricsF(theme.font("medium"))
    return max([px(NAME), *(ceil(metrics.horizontalAdvance(each.kpi.short_name)) + px(2 * GAP) for each in offers)])


def _about(kpi: LibraryKpi) -> str:
    return kpi.definition if kpi.name == kpi.short_name else f"{kpi.name}: {kpi.definition}"


def _unit(offer: Offer) -> str:
    """What stands small beside the name: the unit of months, or which period a longer one has."""
    if offer.kpi.id == "returns_count":
        return _("credit notes")
    if offer.kpi.frequency is not Frequency.MONTH:
        return fmt.frequency_word(offer.kpi.frequency)
    return fmt.unit_mark(offer.kpi.unit)


def _row(widget: QWidget) -> tuple[QVBoxLayout, QHBoxLayout]:
    box = QVBoxLayout(widget)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(0)
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    box.addLayout(row)
    return box, row
