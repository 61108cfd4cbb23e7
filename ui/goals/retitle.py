"""A new title tells other numbers than the key result is measured by: take them too, or leave them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kpidesk import format as fmt
from kpidesk.commands import goals
from kpidesk.commands.goals import titles
from kpidesk.domain.entities import KeyResult
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, text
from ui.base.session import Session

FIELDS = ("start", "target", "low", "high")


class Retitle(DialogFrame):
    """Enter takes the numbers along; Escape leaves title and numbers as they were."""

    def __init__(
        self, session: Session, proposal: titles.Proposal, based_on: Seen | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("New title"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._proposal, self._seen = session, proposal, based_on
        self.body.addWidget(heading(_("Change the numbers as well?"), wrap=True))
        self.body.addWidget(text(proposal.title, "body", wrap=True))
        self.words = text("\n".join(differences(proposal)), "body2", wrap=True)
        self.body.addWidget(self.words)
        self.only = self.add_button(_("Only the title"), self._rename_only, aside=True)
        self.cancel = self.add_cancel()
        self.both = self.add_button(_("Change both"), self._rename_both, primary=True)
        self.both.setFocus()

    def _rename_only(self) -> None:
        self.accept()
        uid, title = self._proposal.before.uid, self._proposal.title
        self._session.perform(goals.rename, uid, title, based_on=self._seen)

    def _rename_both(self) -> None:
        self.accept()
        uid, title = self._proposal.before.uid, self._proposal.title
        self._session.perform(goals.rename, uid, title, proposal=self._proposal, based_on=self._seen)


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
    return fmt.with_unit(value, unit, fmt.stored_decimals(value, unit, result.decimals))
