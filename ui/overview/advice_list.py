"""What the method would say: one sentence a line, folded in, each put aside with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from kpidesk.commands import advice as commands
from kpidesk.figures import Advice
from kpidesk.text import _, ngettext
from ui.base.cut import Cut
from ui.base.kept import Kept, part
from ui.base.page import HELP, line, sign, text
from ui.base.session import Session
from ui.parts.form import Section

SHOWN = 3
"""So many lines before the rest is asked for: advice that fills the page is not read."""


class AdviceList(QWidget):
    """The most important advice; ``opened`` names one that somebody wants to act on, ``aside`` one to put aside."""

    opened = Signal(object)
    aside = Signal(object)

    def __init__(self, session: Session, found: Sequence[Advice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty(HELP, "pitfalls")
        self.session, self._found = session, found
        self._cut = Cut(SHOWN, self)
        self._cut.wanted.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = Section("")
        column.addWidget(self._head)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        column.addLayout(lines)
        self._kept = Kept(lines)
        self.tell(found)

    def tell(self, found: Sequence[Advice]) -> None:
        """Show this advice; more of it stays in sight once it has been asked for."""
        self._found = found
        count = ngettext("{n} piece of advice", "{n} pieces of advice", len(found)).format(n=len(found))
        self._head.tell(_("Advice"), count)
        self._show()

    def _show(self) -> None:
        shown = self._cut.shown("advice", self._found)
        lines = [part(each.key, self._made, AdviceLine.tell, each) for each in shown]
        self._kept.show([*lines, *self._cut.rest("advice", self._found)])

    def _made(self, advice: Advice) -> AdviceLine:
        made = AdviceLine(self.session, advice)
        made.opened.connect(self.opened)
        made.aside.connect(self.aside)
        return made

    @property
    def lines(self) -> list[AdviceLine]:
        """A line for each piece of advice that is shown."""
        return [each for each in self._kept.widgets if isinstance(each, AdviceLine)]


class AdviceLine(QWidget):
    """One sentence with what can be done about it."""

    opened = Signal(object)
    aside = Signal(object)

    def __init__(self, session: Session, advice: Advice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(8)
        self.said = Said(session, "")
        row.addWidget(self.said, 1, Qt.AlignmentFlag.AlignVCenter)
        self.open = QPushButton(_("View"))
        self.open.setProperty("link", True)
        self.open.clicked.connect(self._open)
        self.put = QToolButton()
        self.put.setIcon(session.theme.icon("x", "text3", 14))
        self.put.setToolTip(_("Put aside, with a reason"))
        self.put.clicked.connect(self._aside)
        row.addWidget(self.open)
        row.addWidget(self.put)
        column.addLayout(row)
        column.addWidget(line())
        self.tell(advice)

    def tell(self, advice: Advice) -> None:
        """Say this."""
        self.advice, sentence = advice, str(advice.sentence)
        self.said.words.setText(sentence)
        self.open.setAccessibleName(_("View: {what}").format(what=sentence))
        self.put.setAccessibleName(_("Put aside: {what}").format(what=sentence))

    def _open(self) -> None:
        self.opened.emit(self.advice)

    def _aside(self) -> None:
        self.aside.emit(self.advice)


class Said(QWidget):
    """A sentence with its mark on the first line, however many there are."""

    def __init__(self, session: Session, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.mark, self.words = sign(), text(sentence, "small", wrap=True)
        self.mark.setPixmap(session.theme.pixmap("info", "text3", 15))
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


def put_aside(session: Session, advice: Advice, reason: str) -> None:
    """Store that a piece of advice was read, for the cycle in view."""
    cycle = session.cycle
    session.perform(commands.dismiss, advice.key, reason, cycle=cycle.uid if cycle else None)
