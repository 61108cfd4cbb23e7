"""What has been said of a key result, newest first; each check-in can be corrected or taken away."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import CheckIn, KeyResult, Person
from kpidesk.figures.goals.by_result import by_result
from kpidesk.number_forms import forms
from kpidesk.text import _
from ui.base.page import text
from ui.base.replacing import discard
from ui.base.scale import pressed
from ui.base.session import Session
from ui.goals.goal_marks import TimelineDot
from ui.parts.whole import NumberLabel

SHOWN = 12
"""So many check-ins are listed, the newest first."""


class Reads(NamedTuple):
    """All that a row is made of: what was said, in which unit, by whom, as of which day; ``last`` has no thread on."""

    entry: CheckIn
    unit: str
    decimals: int
    author: str
    today: dt.date
    last: bool


class CheckInList(QWidget):
    """The timeline. ``corrected`` and ``deleted`` name a check-in by uid."""

    corrected = Signal(str)
    deleted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.shown: list[CheckIn] = []
        self._rows: list[CheckInRow] = []
        self._more: list[QWidget] = []
        self._rest = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)

    def show_result(self, node: KeyResult) -> bool:
        """Show a key result's check-ins; tells whether the newest is another one than before."""
        mine = by_result(self._session.ws).said_of(node.uid)[::-1]
        before, self.shown = self.shown, mine[:SHOWN]
        rest, self._rest = self._rest, len(mine) - len(self.shown)
        if (self.shown, self._rest) == (before, rest):
            return False
        self._show_rows(node)
        return not before or not mine or mine[0].uid != before[0].uid

    def _show_rows(self, node: KeyResult) -> None:
        """Rows that would say what they say already stay: one more check-in is one more row."""
        known = {row.reads: row for row in self._rows}
        wanted = [self._reads(node, entry) for entry in self.shown]
        self._rows = [known.pop(reads) if reads in known else self._made(reads) for reads in wanted]
        for each in (*known.values(), *self._more):
            self._column.removeWidget(each)
            discard(each)
        for place, row in enumerate(self._rows):
            self._column.insertWidget(place, row)
        self._more = [text(_("and {n} more").format(n=fmt.number(self._rest)), "quiet")] if self._rest else []
        for each in self._more:
            self._column.addWidget(each)

    def _reads(self, node: KeyResult, entry: CheckIn) -> Reads:
        author = self._session.ws.find(Person, entry.author)
        first = next(iter(author.name.split()), "") if author is not None else ""
        return Reads(entry, node.unit, node.decimals, first, self._session.today(), entry is self.shown[-1])

    def _made(self, reads: Reads) -> CheckInRow:
        row = CheckInRow(self._session, reads)
        row.corrected.connect(self.corrected)
        row.deleted.connect(self.deleted)
        return row

    def show_menus(self, shown: bool) -> None:
        """Whether the check-ins can be put right."""
        for row in self._rows:
            row.menu.setVisible(shown)

    @property
    def confidence(self) -> int | None:
        """The confidence said last."""
        return next((item.confidence for item in self.shown if item.confidence is not None), None)


class CheckInRow(QWidget):
    """One check-in: when, who, what, and a menu to put it right."""

    corrected = Signal(str)
    deleted = Signal(str)

    def __init__(self, session: Session, reads: Reads, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reads, self.entry = reads, reads.entry
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(TimelineDot(session.theme, last=reads.last))
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(1)
        row.addLayout(column, 1)
        column.addLayout(self._head(reads))
        if self.entry.note:
            column.addWidget(text(self.entry.note, "small", wrap=True))

    def _head(self, reads: Reads) -> QHBoxLayout:
        entry, top = self.entry, QHBoxLayout()
        top.setSpacing(6)
        assert entry.day is not None
        day = fmt.day_short(entry.day, reads.today)
        top.addWidget(text(day, "small_strong"))
        top.addWidget(text(reads.author, "quiet"))
        top.addStretch()
        if entry.value is not None:
            decimals = fmt.stored_decimals(entry.value, reads.unit, reads.decimals)
            top.addWidget(NumberLabel(*forms(entry.value, reads.unit, decimals), look="quiet"))
        if entry.confidence is not None:
            top.addWidget(text(_("confidence {n}").format(n=entry.confidence), "quiet"))
        self.menu = QToolButton()
        self.menu.setText("…")
        self.menu.setFixedSize(pressed(24), pressed(18))
        self.menu.setAccessibleName(_("Correct or delete the check-in of {day}").format(day=day))
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setStyleSheet("QToolButton::menu-indicator { image: none; }")
        choices = QMenu(self.menu)
        choices.addAction(_("Correct …")).triggered.connect(self._correct)
        choices.addAction(_("Delete")).triggered.connect(self._delete)
        self.menu.setMenu(choices)
        top.addWidget(self.menu)
        return top

    def _correct(self) -> None:
        self.corrected.emit(self.entry.uid)

    def _delete(self) -> None:
        self.deleted.emit(self.entry.uid)
