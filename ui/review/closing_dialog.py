"""What is undecided, told before a cycle is closed: closing is hers to do all the same."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpidesk.domain.period import Frequency
from kpidesk.figures.goals.undecided import Undecided
from kpidesk.text import _, ngettext
from kpidesk.wording.cycles import sentence
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, text
from ui.parts.form import section

FEW = 6
"""So many of a kind are named; the others are counted."""


class ClosingDialog(DialogFrame):
    """Lists it, step by step of the review; ``agreed`` says to close, ``wanted`` leads to the step of one kind."""

    agreed = Signal()
    wanted = Signal(int)

    def __init__(self, found: Undecided, length: Frequency, parent: QWidget | None = None) -> None:
        title = sentence(_("Close {cycle}?"), length)
        super().__init__(title, parent, wide=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.body.addWidget(heading(title, wrap=True))
        words = _("This is still undecided. Closing freezes every figure. It can be reopened with a reason.")
        self.body.addWidget(text(words, "body2", wrap=True))
        self.parts = (
            (0, _("Scores by hand without a reason"), found.unexplained),
            (0, _("Key results without a score"), found.unscored),
            (3, _("Not decided what happens next"), found.uncarried),
            (2, _("Decisions without an answer"), found.decisions),
        )
        for _step, head, titles in self.parts:
            self._add_part(head, titles)
        first = next((step for step, _head, titles in self.parts if titles), 0)
        self.add_cancel()
        if not found.unexplained:  # closing would be refused
            self.add_button(_("Close anyway"), self._agree)
        self.decide = self.add_button(_("Decide first"), lambda: self._go(first), primary=True)

    def _add_part(self, head: str, titles: tuple[str, ...]) -> None:
        if not titles:
            return
        box, right = section(head)
        right.setText(str(len(titles)))
        self.body.addWidget(box)
        for title in titles[:FEW]:
            self.body.addWidget(text(title, "small", wrap=True))
        if len(titles) > FEW:
            more = len(titles) - FEW
            self.body.addWidget(text(ngettext("and {n} more", "and {n} more", more).format(n=more), "quiet"))

    def _agree(self) -> None:
        self.accept()
        self.agreed.emit()

    def _go(self, step: int) -> None:
        self.reject()
        self.wanted.emit(step)
