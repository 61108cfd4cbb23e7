"""One KPI too many: which one rests for a while? Asked on the page, in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk.domain.entities import Kpi, Uid
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.page import heading, literal, sign, text
from ui.base.replacing import discard
from ui.base.theme import Theme

ACROSS = 5
"""So many names stand below each other."""


class FocusAsk(QFrame):
    """The KPIs in use, one to be chosen. ``parked`` names it, ``kept`` says that all of them stay."""

    parked = Signal(str)
    kept = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "ask")
        self._group = RovingGroup(self)
        self._group.buttonToggled.connect(self._chosen)
        self._uids: list[Uid] = []
        self._title, self._names = heading("", "strong"), QGridLayout()
        self._names.setHorizontalSpacing(24)
        self._names.setVerticalSpacing(4)
        mark = sign()
        mark.setPixmap(theme.pixmap("circle-alert", "risk", 16))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(mark)
        head.addWidget(self._title)
        head.addWidget(
            text(_("Which one do you want to park? It keeps its numbers and comes back when you want."), "body2")
        )
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._names)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.park = QPushButton(_("Park"))
        self.park.setProperty("primary", True)
        self.park.clicked.connect(self._park)
        self.keep = QPushButton()
        self.keep.setProperty("quiet", True)
        self.keep.clicked.connect(self.kept)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.park)
        row.addWidget(self.keep)
        row.addStretch()
        return row

    def offer(self, kpis: Sequence[Kpi]) -> None:
        """Ask about these; a choice made already stands while its KPI is among them."""
        chosen = self.chosen()
        uids = [kpi.uid for kpi in kpis]
        self._title.setText(_("{n} KPIs, and {most} are the most.").format(n=len(kpis), most=MOST_KPIS))
        self.keep.setText(_("Keep all {n}").format(n=len(kpis)))
        if uids != self._uids:
            self._fill(kpis)
        for button in self._group.buttons():
            place = self._group.id(button)
            button.setText(literal(kpis[place].short_name or kpis[place].name))
            button.setToolTip(kpis[place].name)
            button.setChecked(uids[place] == chosen)
        self._chosen()

    def _fill(self, kpis: Sequence[Kpi]) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._names.removeWidget(old)
            discard(old)
        self._uids = [kpi.uid for kpi in kpis]
        for place in range(len(kpis)):
            button = QRadioButton()
            self._group.addButton(button, place)
            self._names.addWidget(button, place % ACROSS, place // ACROSS, Qt.AlignmentFlag.AlignLeft)
        for place in range(self._names.columnCount()):
            self._names.setColumnStretch(place, 0)
        self._names.setColumnStretch((len(kpis) - 1) // ACROSS + 1, 1)

    def choices(self) -> list[QRadioButton]:
        """The KPIs to choose among."""
        return [button for button in self._group.buttons() if isinstance(button, QRadioButton)]

    def chosen(self) -> Uid | None:
        """The KPI that is to rest."""
        place = self._group.checkedId()
        return self._uids[place] if 0 <= place < len(self._uids) else None

    def _chosen(self) -> None:
        self.park.setEnabled(self.chosen() is not None)

    def _park(self) -> None:
        uid = self.chosen()
        if uid is not None:
            self.parked.emit(uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter parks what is chosen, Esc keeps everything."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._park()
        elif event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
        else:
            super().keyPressEvent(event)
