"""The targets that a KPI has, each with a way to take it away; nothing is stored from here."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kpidesk.domain.entities import Combine, Kpi, Target, Uid
from kpidesk.domain.targets import Rows
from kpidesk.text import _
from kpidesk.wording.targets import named, when
from ui.base.page import heading, line
from ui.base.scale import px
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look
from ui.parts.whole import NumberLabel

ROW, MOST = 29, 2.5


class TargetList(QWidget):
    """One line a target. ``changed`` when one is marked to be removed, or kept after all."""

    changed = Signal()

    def __init__(
        self, kpi: Kpi, rows: Rows, fiscal_start: int, today: dt.date, parent: QWidget | None = None,
        *, rule: Combine | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._kpi, self._rows, self._fiscal, self._rule = kpi, rows, fiscal_start, rule
        self.removed: set[Uid] = set()
        self.buttons: dict[Uid, QPushButton] = {}
        self._labels: dict[Uid, tuple[NumberLabel, ElidedLabel]] = {}
        inside = QWidget()
        inside.setObjectName("raised")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in rows:
            column.addWidget(self._line(row, _in_force(row, today)))
            column.addWidget(line())
        column.addStretch()
        scroll = QScrollArea()
        scroll.setAccessibleName(_("Targets now"))
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFixedHeight(px(ROW * min(MOST, max(1, len(rows)))) + 3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addWidget(heading(_("Targets now"), "caption"))
        outer.addWidget(scroll)
        if not rows:
            self.hide()

    def _line(self, row: Target, in_force: bool) -> QWidget:
        box = QWidget()
        box.setFixedHeight(px(ROW - 1))
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        number = NumberLabel(named(self._kpi, row, self._rule), look="strong" if in_force else "")
        span = ElidedLabel(when(self._kpi, row, self._fiscal), "small")
        button = QPushButton(_("Remove"))
        button.setProperty("link", True)
        button.setAutoDefault(False)
        button.setAccessibleName(_("Remove {target}").format(target=number.words()))
        button.clicked.connect(self._pressed)
        layout.addWidget(number, 5)
        layout.addWidget(span, 6)
        layout.addWidget(button)
        self.buttons[row.uid] = button
        self._labels[row.uid] = (number, span)
        return box

    def kept(self) -> Rows:
        """The targets that are not to be removed."""
        return tuple(row for row in self._rows if row.uid not in self.removed)

    def _pressed(self) -> None:
        pressed = self.sender()
        uid, button = next(each for each in self.buttons.items() if each[1] is pressed)
        self.removed ^= {uid}
        gone = uid in self.removed
        button.setText(_("Keep") if gone else _("Remove"))
        number, _span = self._labels[uid]
        button.setAccessibleName((_("Keep {target}") if gone else _("Remove {target}")).format(target=number.words()))
        for label in self._labels[uid]:
            font = label.font()
            font.setStrikeOut(gone)
            label.setFont(font)
            set_look(label, "gone", gone)
        self.changed.emit()


def _in_force(row: Target, today: dt.date) -> bool:
    return (row.start is None or row.start <= today) and (row.end is None or today <= row.end)
