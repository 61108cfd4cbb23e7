"""A new title tells other numbers than the key result is measured by: take them too, or leave them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import goals, titles
from kpidesk.domain.entities import KeyResult
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.bridge import Desk
from ui.page import text
from ui.scale import px

FIELDS = ("start", "target", "low", "high")


class Retitle(QDialog):
    """Enter takes the numbers along; Escape leaves title and numbers as they were."""

    def __init__(
        self, desk: Desk, proposal: titles.Proposal, based_on: Seen | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New title"))
        self.setFixedWidth(px(460))
        self._desk, self._proposal, self._seen = desk, proposal, based_on
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(text(_("Change the numbers too?"), "title", wrap=True))
        column.addWidget(text(proposal.title, "body", wrap=True))
        self.words = text("\n".join(differences(proposal)), "body2", wrap=True)
        column.addWidget(self.words)
        column.addSpacing(8)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.only = QPushButton(_("Only the title"))
        self.only.setAutoDefault(False)
        self.only.clicked.connect(self._rename_only)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.both = QPushButton(_("Change both"))
        self.both.setProperty("primary", True)
        self.both.setDefault(True)
        self.both.clicked.connect(self._rename_both)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.only)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.both)
        self.both.setFocus()
        return row

    def _rename_only(self) -> None:
        self.accept()
        uid, title = self._proposal.before.uid, self._proposal.title
        self._desk.perform(goals.rename, uid, title, based_on=self._seen)

    def _rename_both(self) -> None:
        self.accept()
        uid, title = self._proposal.before.uid, self._proposal.title
        self._desk.perform(goals.rename, uid, title, proposal=self._proposal, based_on=self._seen)


def differences(proposal: titles.Proposal) -> list[str]:
    """What the title says beside what is measured, a line for each number and for the unit."""
    before, after = proposal.before, proposal.after
    heads = {"start": _("Start"), "target": _("Target"), "low": _("Lower limit"), "high": _("Upper limit")}
    lines = [
        f"{heads[name]}: {_shown(before, getattr(before, name), before.unit)} → "
        f"{_shown(before, after[name], after['unit'])}"
        for name in FIELDS if name in proposal.numbers
    ]  # fmt: skip
    if proposal.unit is not None:
        lines.append(f"{_('Unit')}: {fmt.unit_word(before.unit)} → {fmt.unit_word(proposal.unit)}")
    return lines


def _shown(result: KeyResult, value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    return fmt.with_unit(value, unit, max(result.decimals, fmt.fitting_decimals(value)))
