"""What became of last cycle's decisions: ticked where they were carried out."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import reviews
from kpidesk.domain.entities import Person, ReviewNote, Section, Uid
from kpidesk.figures.cycle_list import cycle_at, preceding
from kpidesk.text import _
from ui.base.page import line, text
from ui.base.replacing import empty
from ui.base.session import Session
from ui.parts.form import listed_section


class FollowUp(QWidget):
    """The decisions of the cycle before, shown only when there are any."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.ticks: dict[Uid, QCheckBox] = {}
        self._right, self._box = listed_section(self, _("Last quarter’s decisions"))

    def refresh(self) -> None:
        """Show the decisions as they stand."""
        ws = self._session.ws
        before = preceding(ws, self._session.period)
        cycle = None if before is None else cycle_at(ws, before)
        notes = [] if cycle is None else reviews.notes_of(ws, cycle.uid, Section.DECISION)
        self.setVisible(bool(notes))
        done = sum(note.done for note in notes)
        self._right.setText(_("{n} of {count} done").format(n=done, count=len(notes)))
        empty(self._box)
        self.ticks = {}
        for note in notes:
            self._box.addWidget(self._row(note))

    def _row(self, note: ReviewNote) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        tick = QCheckBox()
        tick.setChecked(note.done)
        tick.setAccessibleName(note.text)
        tick.setObjectName(note.uid)
        tick.clicked.connect(self._tick)
        self.ticks[note.uid] = tick
        row.addWidget(tick)
        row.addWidget(text(note.text, "small", wrap=True), 1)
        person = self._session.ws.find(Person, note.owner)
        parts = [person.name.split()[0] if person and person.name.split() else ""]
        parts.append(fmt.day_short(note.due, self._session.today()) if note.due else "")
        row.addWidget(text(" · ".join(part for part in parts if part), "quiet"))
        column.addLayout(row)
        column.addWidget(line())
        return box

    def _tick(self, done: bool) -> None:
        tick = self.sender()
        if isinstance(tick, QCheckBox):
            self._session.perform(reviews.edit_note, tick.objectName(), done=done)
