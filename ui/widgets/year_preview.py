"""What another fiscal year or length of the goals touches, said under the choice before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kpidesk.commands import fiscal_year
from kpidesk.domain.period import Frequency
from kpidesk.text import Message, _
from kpidesk.workspace import Workspace
from ui.page import text


class YearPreview(QWidget):
    """The sentences of a preview; where numbers move, a box to agree to it. Empty where nothing is touched."""

    def __init__(self, ws: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ws = ws
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(6)
        self.words = text("", "quiet", wrap=True)
        self.agreed = QCheckBox(_("Move them as it says"))
        column.addWidget(self.words)
        column.addWidget(self.agreed)
        self.hide()

    def show_choice(self, start: int, length: Frequency) -> None:
        """Tell what a fiscal year from month ``start`` and goals of that length touch."""
        plan = fiscal_year.preview(self._ws, start)
        self._show((*plan.lines, *fiscal_year.length_lines(self._ws, length, start)))
        asks = plan.needs_consent and not plan.moves.stuck
        self.agreed.setChecked(asks and self.agreed.isChecked())
        self.agreed.setVisible(asks)

    def _show(self, lines: Iterable[Message]) -> None:
        told = "\n".join(str(each) for each in lines)
        self.words.setText(told)
        self.setAccessibleName(told)
        self.setVisible(bool(told))
