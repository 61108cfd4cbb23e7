"""The numbers of a round in a list: which are in and what they are, which were left out, which one is in view."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kpidesk.round.agenda import Mark
from kpidesk.text import _
from ui.base import page
from ui.base.reach.accessible import Heard, Role, give
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts.elided import ElidedLabel
from ui.parts.form import set_look
from ui.round.dots import SKIPPED, Dots


class MarkLabel(QWidget):
    """How a step stands: a tick for what is done, a dashed ring for what was left out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.setFixedWidth(px(16))
        self._tick, self._ring = QLabel(), Dots(theme)
        self._tick.setPixmap(theme.pixmap("check", "ok", 14))
        self._tick.setAccessibleName(_("done"))
        self._ring.show_dots([SKIPPED])
        self._ring.setAccessibleName(_("skipped"))
        give(self._ring, Heard(Role.Graphic))  # one dot is no progress
        row.addWidget(self._tick)
        row.addWidget(self._ring)

    def show_mark(self, mark: Mark) -> None:
        """Show another one."""
        self._tick.setVisible(mark is Mark.DONE)
        self._ring.setVisible(mark is Mark.SKIPPED)


class NumberRow(QWidget):
    """One number: its name, its period, and what it is once it is in."""

    def __init__(self, theme: Theme, name: str, period: str) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(0, px(6), 0, px(6))
        line.setSpacing(px(6))
        self._mark, self._name, self._number = MarkLabel(theme), ElidedLabel(name), page.text("")
        line.addWidget(self._mark)
        line.addWidget(self._name, 1)
        line.addWidget(page.text(period, "quiet"))
        line.addWidget(self._number)
        box.addLayout(line)
        box.addWidget(page.line())

    def tell(self, mark: Mark, number: str, *, here: bool) -> None:
        """Show how it stands now."""
        self._mark.show_mark(mark)
        self._number.setText(number)
        self._number.setVisible(bool(number))
        set_look(self._name, "look", "strong" if here else "")
