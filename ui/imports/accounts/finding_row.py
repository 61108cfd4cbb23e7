"""A thing found in the accounts: a mark, a sentence with its figures, and where it lies."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpidesk.exchange.accounts.control import Finding, Weight
from kpidesk.text import _
from ui.base.page import line, sign, text
from ui.base.scale import px
from ui.base.theme import Theme
from ui.imports.checking.odd_row import Triangle
from ui.parts.whole import Lines

ROW, MARK = 30, 15
ICONS = {Weight.RIGHT: "check", Weight.KNOW: "info"}


class FindingRow(QWidget):
    """One row of the control."""

    def __init__(self, theme: Theme, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(_mark(theme, finding.weight), 0, top)
        row.addWidget(text(str(finding.head), "medium"), 0, top)
        row.addWidget(Lines(str(finding.about), "small"), 1)
        row.addWidget(text(str(finding.where or ""), "small"), 0, top)
        box.addLayout(row)
        box.addWidget(line())
        self.setMinimumHeight(px(ROW))
        words = {Weight.RIGHT: _("OK"), Weight.LOOK: _("Worth a look"), Weight.KNOW: _("Good to know")}[finding.weight]
        self.setAccessibleName(words)  # the labels in it say the rest


def _mark(theme: Theme, weight: Weight) -> QWidget:
    if weight is Weight.LOOK:
        return Triangle(theme)
    mark = sign()
    mark.setPixmap(theme.pixmap(ICONS[weight], "text2", MARK))
    return mark
