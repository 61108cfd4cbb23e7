"""One KPI too many: which one rests for a while? Asked on the page, in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
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
from ui.base.page import heading, sign, text, wrapped
from ui.base.reach import accessible
from ui.base.reach.order import in_order
from ui.base.replacing import discard
from ui.base.theme import Theme
from ui.parts.whole import Lines

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
        self._rows: list[KpiRadio] = []
        self._columns = 0
        self._title, self._names = heading("", "strong"), QGridLayout()
        self._names.setHorizontalSpacing(24)
        self._names.setVerticalSpacing(4)
        mark = sign()
        mark.setPixmap(theme.pixmap("circle-alert", "risk", 16))
        question = _("Which one do you want to park? It keeps its numbers and comes back when you want.")
        head = wrapped(mark, self._title, text(question, "body2", wrap=True))
        for part, share in enumerate((0, 0, 1)):
            head.row.setStretch(part, share)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(head)
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
        self._title.setText(
            _("{n} KPIs are more than the {most} you should follow.").format(n=len(kpis), most=MOST_KPIS)
        )
        self.keep.setText(_("Keep all {n}").format(n=len(kpis)))
        if uids != self._uids:
            self._fill(kpis)
        for row, kpi in zip(self._rows, kpis, strict=True):
            row.tell(kpi)
            row.radio.setChecked(kpi.uid == chosen)
        self._chosen()
        self._arrange()

    def _fill(self, kpis: Sequence[Kpi]) -> None:
        for old in self._rows:
            self._group.removeButton(old.radio)
            self._names.removeWidget(old)
            discard(old)
        self._uids, self._columns = [kpi.uid for kpi in kpis], 0
        self._rows = [KpiRadio(self) for _kpi in kpis]
        for place, row in enumerate(self._rows):
            self._group.addButton(row.radio, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Five names below each other, or more where they have no room beside one another."""
        count, edges = len(self._rows), self._column.contentsMargins()
        widest, gap = max((row.across() for row in self._rows), default=1), self._names.horizontalSpacing()
        room = (self.width() - edges.left() - edges.right() + gap) // (widest + gap)
        columns = max(1, min(ceil(count / ACROSS), room))
        if not count or columns == self._columns:
            return
        self._columns = columns
        for place, row in enumerate(self._rows):
            self._names.addWidget(row, place % ceil(count / columns), place // ceil(count / columns))
        for place in range(max(columns, self._names.columnCount() - 1)):
            self._names.setColumnStretch(place, 0)
            self._names.setColumnMinimumWidth(place, widest if place < columns and columns > 1 else 0)
        self._names.setColumnStretch(columns, 1 if columns > 1 else 0)
        in_order(self._names)

    def choices(self) -> list[QRadioButton]:
        """The KPIs to choose among."""
        return [row.radio for row in self._rows]

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


class KpiRadio(QWidget):
    """A KPI: a circle, and its name beside it on as many lines as it needs."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self.radio, self._words = QRadioButton(), accessible.silent(Lines(""))  # the circle says it
        row.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    def tell(self, kpi: Kpi) -> None:
        """Name a KPI."""
        words = kpi.short_name or kpi.name
        self._words.setText(words)
        self.radio.setAccessibleName(words)
        self.setToolTip(kpi.name)

    def across(self) -> int:
        """Pixels that it takes on one line."""
        return self.radio.sizeHint().width() + 6 + self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Qt: its name is pressed too."""
        self.radio.click()
