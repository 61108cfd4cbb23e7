"""What is asked further of a key result that goes on or not: why, with which target, and under what."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Carry, KeyResult, ResultKind
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.page import text
from ui.parts.fields.number_line import NumberLine
from ui.parts.fields.refusal import Refusal
from ui.parts.form import Choice, InPlaceLine
from ui.parts.whole import grow_with_number

FIELD = 92
Places = Sequence[tuple[str, object]]
"""What it can go under in the next cycle, by the words of the choice."""


class CarryDetails(QWidget):
    """The fields of one key result; the row they belong to tells what holds, and hears what is typed."""

    def __init__(self, node: KeyResult, why: Refusal, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        self.reason = InPlaceLine(_("Why?"))
        self.reason.setProperty("inplace", False)
        self.reason.setPlaceholderText(_("Why?"))
        self.target = NumberLine(_("New target"))
        self.target.setProperty("inplace", False)
        grow_with_number(self.target, FIELD)
        self.target.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.target.refused.connect(why.tell)
        self._unit = text(fmt.unit_word(node.unit), "quiet")
        self._target_words = text(_("New target"), "small")
        self.under = Choice(_("Goes under"), inplace=False)
        self._under_words = text(_("Goes under"), "small")
        self._gap = QWidget()
        for widget in (
            self.reason, self._gap, self._target_words, self.target, self._unit, self._under_words, self.under,
        ):  # fmt: skip
            row.addWidget(widget, 1 if widget in (self.reason, self._gap) else 0)

    def show_node(self, node: KeyResult, successor: KeyResult | None, places: Places, seen: Seen) -> None:
        """Take in what has been decided, and what it goes on as."""
        self.reason.show_text(node.carried_reason, seen)
        self.target.show_number(successor.target if successor else node.target, node.decimals)
        self.under.fill(list(places), successor.parent if successor is not None else None)

    def ask(self, node: KeyResult, how: Carry | None, *, under: bool) -> None:
        """Show what is asked of one that goes on so; ``under`` tells that there is a choice of places."""
        self.setVisible(how in (Carry.CHANGE, Carry.DROP) or under)
        self.reason.setVisible(how is not Carry.KEEP)
        self._gap.setVisible(how is Carry.KEEP)
        for each in (self._under_words, self.under):
            each.setVisible(under)
        numbers = how is Carry.CHANGE and node.kind is ResultKind.FROM_TO
        for widget in (self._target_words, self.target, self._unit):
            widget.setVisible(numbers)
