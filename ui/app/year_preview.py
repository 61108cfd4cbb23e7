"""What another fiscal year or length of the goals touches, said under the choice before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFormLayout, QLabel

from kpidesk.commands import fiscal_year
from kpidesk.domain.period import Frequency
from kpidesk.text import Message, _
from kpidesk.workspace import Workspace
from ui.base.page import text
from ui.parts.fields.tick import Tick


class YearPreview:
    """The sentences of a preview as rows of a form, and a box to agree to what moves; hidden where nothing does."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self.year = text("", "quiet", wrap=True)
        self.agreed = Tick(_("Move them as proposed"))
        self.length = text("", "quiet", wrap=True)
        for widget in (self.year, self.agreed, self.length):
            widget.hide()

    def add_year(self, form: QFormLayout) -> None:
        """The rows that belong under the choice of the fiscal year."""
        form.addRow(self.year)
        form.addRow("", self.agreed)

    def add_length(self, form: QFormLayout) -> None:
        """The row that belongs under the choice of how long goals run."""
        form.addRow(self.length)

    def show_choice(self, start: int, length: Frequency) -> None:
        """Tell what a fiscal year from month ``start`` and goals of that length touch."""
        plan = fiscal_year.preview(self._ws, start)
        asks = plan.needs_consent and not plan.moves.stuck
        _say(self.year, plan.lines)
        _say(self.length, fiscal_year.length_lines(self._ws, length, start))
        self.agreed.setChecked(asks and self.agreed.isChecked())
        self.agreed.setVisible(asks)


def _say(label: QLabel, lines: Iterable[Message]) -> None:
    told = "\n".join(str(each) for each in lines)
    label.setText(told)
    label.setVisible(bool(told))
