"""The lines of a review: reflections and decisions, each edited where it stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import cycles, reviews
from kpidesk.domain.entities import Person, ReviewNote, Section, Uid
from kpidesk.text import _
from ui.base.page import Margins, line
from ui.base.replacing import discard
from ui.base.scale import px
from ui.base.session import Session
from ui.parts import newcomer
from ui.parts.end_room import end_with_room
from ui.parts.fields.refusal import Refusal
from ui.parts.form import InPlaceLine, no_day, read_day, section
from ui.parts.newcomer import OpenChoice
from ui.review.sentence_field import SentenceField


def section_words(part: Section) -> tuple[str, str]:
    """The heading of a part of the review, and what an empty line asks."""
    return {
        Section.SUMMARY: (_("Summary"), _("The cycle in two sentences")),
        Section.WENT_WELL: (_("What went well?"), _("Add a line")),
        Section.WENT_BADLY: (_("What went badly?"), _("Add a line")),
        Section.SURPRISED: (_("What surprised you?"), _("Add a line")),
        Section.LEARNED: (_("What did you learn?"), _("Add a line")),
        Section.DECISION: (_("Decisions"), _("What have you decided?")),
        Section.NEXT: (_("Next cycle"), _("What will you go for?")),
    }[part]


class NoteRow(QWidget):
    """One line, for decisions with owner and date."""

    def __init__(self, session: Session, note: ReviewNote, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self.uid = session, note.uid
        self._seen = session.seen()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self.words = SentenceField(section_words(note.section)[0], inplace=True)
        self.words.committed.connect(self._set_text)
        row.addWidget(self.words, 1)
        self.owner: OpenChoice | None = None
        if note.section is Section.DECISION:
            self._add_responsible(row)
        self.remove = remove = QToolButton()
        remove.setIcon(session.theme.icon("x", "text3", 14))
        remove.setToolTip(_("Delete the line"))
        remove.clicked.connect(self._delete)
        row.addWidget(remove)
        box.addLayout(row)
        if self.owner is not None:
            why = Refusal()
            self.due.refused.connect(why.tell)
            box.addWidget(why)
        box.addWidget(line())
        self.show_note(note)

    def _add_responsible(self, row: QHBoxLayout) -> None:
        self.owner = OpenChoice(self._session, newcomer.person(), _("Owner"))
        self.owner.setFixedWidth(px(130))
        self.owner.chosen.connect(self._set_owner)
        row.addWidget(self.owner)
        self.due = InPlaceLine(_("Due date"))
        self.due.setFixedWidth(px(96))
        self.due.setPlaceholderText(_("Due date"))
        self.due.committed.connect(self._set_due)
        row.addWidget(self.due)

    def show_note(self, note: ReviewNote) -> None:
        """Take in how the line reads now."""
        self._seen = self._session.seen()
        self.words.show_sentence(note.text, self._seen)
        self.remove.setAccessibleName(_("Delete {name}").format(name=note.text))
        if self.owner is not None:
            people: list[tuple[str, object]] = [(_("Nobody"), None)]
            self.owner.fill(people + [(p.name, p.uid) for p in self._session.ws.all(Person)], note.owner)
            self.due.show_text(fmt.day_brief(note.due, self._session.today()) if note.due else "", self._seen)

    def _set_text(self, words: str) -> None:
        self._session.perform(reviews.edit_note, self.uid, based_on=self.words.seen, text=words)

    def _set_owner(self, owner: object) -> None:
        self._session.perform(reviews.edit_note, self.uid, based_on=self._seen, owner=owner)

    def _set_due(self, typed: str) -> None:
        due = read_day(typed, self._session.today())
        if due is None and typed.strip():
            self.due.refuse(no_day(self._session.today()))
            return
        self._session.perform(reviews.edit_note, self.uid, based_on=self.due.seen, due=due)
        note = self._session.ws.find(ReviewNote, self.uid)
        if note is not None:
            self.show_note(note)

    def _delete(self) -> None:
        note = self._session.ws.find(ReviewNote, self.uid)
        if note is not None:
            said = _("“{title}” is deleted").format(title=note.text)
            self._session.perform(reviews.delete_note, self.uid, based_on=self._seen, said=said)


class Part(QWidget):
    """One part of the review with its lines, and an empty line at the end."""

    def __init__(self, session: Session, part: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._part = session, part
        self._cycle: Uid | None = None
        self._rows: dict[Uid, NoteRow] = {}
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 8)
        self._box.setSpacing(0)
        title, asks = section_words(part)
        self._box.addWidget(section(title, parent=self)[0])
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._box.addLayout(self._lines)
        self.new = InPlaceLine(title)
        self.new.setPlaceholderText(asks)
        self.new.committed.connect(self._add)
        self._box.addSpacing(4)
        self._box.addWidget(self.new)

    def show_cycle(self, cycle: Uid | None) -> None:
        """Show the lines of a cycle; fields being typed in stay."""
        self._cycle = cycle
        notes = [] if cycle is None else reviews.notes_of(self._session.ws, cycle, self._part)
        if [note.uid for note in notes] != list(self._rows):
            self._lay_out(notes)
        for note in notes:
            self._rows[note.uid].show_note(note)

    def _lay_out(self, notes: list[ReviewNote]) -> None:
        kept = {note.uid: self._rows.get(note.uid) or NoteRow(self._session, note, self) for note in notes}
        for uid, row in self._rows.items():
            self._lines.removeWidget(row)
            if uid not in kept:
                discard(row)
        for row in kept.values():
            self._lines.addWidget(row)
        self._rows = kept

    def _add(self, words: str) -> None:
        if not words.strip():
            return
        self.new.setModified(False)
        self.new.show_text("")
        if self._cycle is not None:
            self._session.perform(reviews.add_note, self._cycle, self._part, words)
        else:
            self._session.perform(
                cycles.in_cycle, self._session.period, reviews.add_note, section=self._part, text=words
            )


class Parts(QScrollArea):
    """Several parts under each other, made when somebody looks at them: the first step is seen alone for long."""

    def __init__(
        self,
        session: Session,
        sections: tuple[Section, ...],
        parent: QWidget | None = None,
        *,
        above: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._sections, self._beside = session, sections, (above, below)
        self._cycle: Uid | None = None
        self._parts: dict[Section, Part] = {}
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for each in self._beside:
            if each is not None:
                each.setParent(self)  # until its place is made it is seen no more than this is
        self._inside = QWidget(self.viewport())
        self._inside.setObjectName("page")
        self._box = QVBoxLayout(self._inside)
        self._box.setContentsMargins(24, 0, 24, 16)
        Margins(self._box, self._inside)
        self._box.setSpacing(4)
        end_with_room(self._inside)
        self.setWidget(self._inside)

    @property
    def parts(self) -> dict[Section, Part]:
        """Each part by its section."""
        if not self._parts:
            self._make()
        return self._parts

    def _make(self) -> None:
        self._parts = {section: Part(self._session, section, self._inside) for section in self._sections}
        above, below = self._beside
        for widget in (above, *self._parts.values(), below):
            if widget is not None:
                self._box.addWidget(widget)
        self._box.addStretch()
        self.show_cycle(self._cycle)

    @property
    def first_new(self) -> QWidget:
        """The empty line of the first part."""
        return next(iter(self.parts.values())).new

    def show_cycle(self, cycle: Uid | None) -> None:
        """Show the lines of a cycle."""
        self._cycle = cycle
        for part in self._parts.values():
            part.show_cycle(cycle)

    def setVisible(self, visible: bool) -> None:
        """Qt: what somebody is about to look at is made before."""
        if visible and not self._parts:
            self._make()
        super().setVisible(visible)
