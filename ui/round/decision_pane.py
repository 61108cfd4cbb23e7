"""The decision of the week: what became of the earlier ones, then a sentence, who, by when, and what it is about."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import cycles, people, reviews
from kpidesk.domain.entities import Person, ReviewNote, Uid
from kpidesk.round import decisions
from kpidesk.round.words_due import running_goals
from kpidesk.text import _, ngettext, pgettext
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.reach.announcing import announce
from ui.base.replacing import empty
from ui.base.scale import px
from ui.base.session import Session
from ui.parts import newcomer
from ui.parts.buttons import put_icon
from ui.parts.form import Choice, mark_refused, read_day
from ui.parts.newcomer import OpenChoice
from ui.round.pane import Keys, Pane, Quote, Shown
from ui.round.words_field import WordsField

HIGH, WIDEST_DAY = 60, 220


class DecisionPane(Pane):
    """``answered`` names an earlier decision of which it was said what became of it."""

    answered = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._shown: Shown | None = None
        self._seen = self._asked_seen = session.seen()
        self._begun: dict[str, Any] = {}
        self._answered: set[Uid] = set()
        self.asked = QVBoxLayout()
        self.asked.setSpacing(px(12))
        self.answers: dict[tuple[Uid, bool], QPushButton] = {}
        self.box.addLayout(self.asked)
        self.add_head()
        self.words = WordsField(_("What do you decide this week?"), HIGH)
        self.words.entered.connect(self.enter)
        self.box.addSpacing(px(14))
        self.box.addWidget(self.words)
        self.box.addSpacing(px(14))
        self.box.addLayout(self._fields())
        self.problem = page.text("", "off", wrap=True)
        self.problem.hide()
        self.box.addSpacing(px(6))
        self.box.addWidget(self.problem)
        self.box.addSpacing(px(14))
        self.box.addWidget(self.add_buttons(_("Save and end the round"), _("No decision this week")))
        self.primary.clicked.connect(self.enter)
        self.box.addStretch()

    def _fields(self) -> QGridLayout:
        self.who = OpenChoice(self.session, newcomer.person(), _("Who"), inplace=False)
        self.about = Choice(pgettext("round", "About"), inplace=False)
        self.due = QLineEdit()
        self.due.setAccessibleName(pgettext("round", "By"))
        self.due.addAction(self.session.theme.icon("calendar"), QLineEdit.ActionPosition.LeadingPosition)
        self.due.editingFinished.connect(self._tidy_due)
        self.due.textChanged.connect(self._take_back)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        named = (
            (_("Who"), self.who, 4),
            (pgettext("round", "By"), self.due, 4),
            (pgettext("round", "About"), self.about, 5),
        )
        for column, (name, field, share) in enumerate(named):
            label = page.text(name, "small_medium")
            label.setBuddy(field)
            grid.addWidget(label, 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, share)
        return grid

    # ---- showing ---------------------------------------------------------------------------------

    def show_step(self, shown: Shown) -> None:
        """Ask what became of earlier decisions, and for one of this week; one made in this round can be put right."""
        self._shown, self._seen = shown, self.session.seen()
        self._answered = {*shown.progress.answered}
        self.problem.hide()
        self._tell()
        own = self.session.ws.find(ReviewNote, shown.made)
        draft = shown.draft
        self.words.show_words(draft.get("words", own.text if own is not None else ""))
        about = own.about if own is not None else next(iter(shown.progress.taken), None)
        owner = own.owner if own is not None else self._owner(about)
        due = own.due if own is not None else decisions.proposed_due(self.session.today())
        self._offer(draft.get("who", owner or "") or None, draft.get("about", about or "") or None)
        self._write_due(draft.get("due", self._day_words(due)))
        self._begun = self._stored(own)

    def _owner(self, about: Uid | None) -> Uid | None:
        return decisions.proposed_owner(self.session.ws, about, people.me(self.session.ws))

    def _offer(self, who: Uid | None, about: Uid | None) -> None:
        ws, today = self.session.ws, self.session.today()
        persons: list[tuple[str, object]] = [(_("Nobody"), None)]
        self.who.fill([*persons, *((person.name, person.uid) for person in ws.all(Person))], who)
        nodes = [each.node for root in running_goals(ws, today) for each in root.everything()]
        subjects: list[tuple[str, object]] = [(_("Nothing in particular"), None)]
        self.about.fill([*subjects, *decisions.subjects(ws, nodes)], about)

    def _tell(self) -> None:
        assert self._shown is not None
        ws, progress = self.session.ws, self._shown.progress
        self._list_asked()
        taken = [name for uid in progress.taken if (name := decisions.subject_name(ws, uid))]
        brought = _("One thing is enough. You brought {names}.").format(names=fmt.listed(taken, len(taken)))
        self.tell_head("", _("What do you decide this week?"), brought if taken else _("One thing is enough."))

    def _list_asked(self) -> None:
        asked = decisions.asked_about(self.session.ws, self.session.today(), self._answered)
        self._asked_seen = self.session.seen()
        self.answers.clear()
        empty(self.asked)
        for note in asked:
            self.asked.addWidget(self._question(note))
        if asked:
            last = page.text("")
            last.setFixedHeight(px(10))
            self.asked.addWidget(last)

    def _question(self, note: ReviewNote) -> QWidget:
        today = self.session.today()
        quote = Quote()
        decided = note.decided_on or today
        last_week = (today - dt.timedelta(days=7)).isocalendar()[:2] == decided.isocalendar()[:2]
        day = fmt.day_short(decided, today)
        quote.tell(_("Last week you decided") if last_week else _("You decided on {day}").format(day=day), note.text)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        person = self.session.ws.find(Person, note.owner)
        due = _("due {day}").format(day=fmt.weekday_day(note.due)) if note.due else ""
        said = [person.name.partition(" ")[0] if person is not None else "", due]
        row.addWidget(page.text(" · ".join(each for each in said if each), "small", wrap=True), 1)
        for done, words in ((True, pgettext("round", "Done")), (False, _("Not done"))):
            row.addWidget(self._answer(note, done, words))
        quote.column.addLayout(row)
        return quote

    def _answer(self, note: ReviewNote, done: bool, words: str) -> QPushButton:
        button = QPushButton(words)
        chosen = note.answered_on is not None and note.done is done
        button.setProperty("segment", "true" if chosen else None)
        button.setCheckable(True)
        button.setChecked(chosen)
        button.setAccessibleName(f"{words}: {note.text}")
        if chosen:
            put_icon(button, self.session.theme, "check", "ok")
        button.clicked.connect(partial(self._say, note.uid, done))
        self.answers[note.uid, done] = button
        return button

    def take(self, changes: Changes | None) -> None:
        """Tell what became of earlier decisions by now; what is being typed stays."""
        if self._shown is None:
            return
        if changes is None or changes.everything or changes.kinds & {ReviewNote, Person}:
            self._list_asked()
            self._offer(self._uid(self.who), self._uid(self.about))

    def heard(self) -> tuple[str, ...]:
        """That earlier decisions ask what became of them too: they stand before the field."""
        n = len(self.answers) // 2 - sum(each.isChecked() for each in self.answers.values())
        asked = ngettext(
            "Above: {n} earlier decision. Was it done?", "Above: {n} earlier decisions. Were they done?", n
        )
        return (*super().heard(), *((asked.format(n=n),) if n else ()))

    def draft(self) -> dict[str, str]:
        """What is typed and chosen here and not stored."""
        said = self._said()
        if not said["text"] or said == self._begun:
            return {}
        return {
            "words": self.words.toPlainText(), "who": said["owner"] or "", "about": said["about"] or "",
            "due": self.due.text(),
        }  # fmt: skip

    def main(self) -> QWidget:
        """The sentence."""
        return self.words

    def keys(self) -> Keys:
        """Enter, Tab, and the way back."""
        return [
            (("Enter",), _("saves and ends")), (("Tab",), _("who, by when")), (("Shift+Enter",), _("new line")),
            (("Alt+←",), _("back")),
        ]  # fmt: skip

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter in a box of choices is Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.enter()
        else:
            super().keyPressEvent(event)

    # ---- what is said ----------------------------------------------------------------------------

    def _said(self) -> dict[str, Any]:
        return {
            "text": self.words.words(), "owner": self._uid(self.who), "about": self._uid(self.about),
            "due": self._day(),
        }  # fmt: skip

    @staticmethod
    def _stored(own: ReviewNote | None) -> dict[str, Any]:
        if own is None:
            return {}
        return {"text": own.text.strip(), "owner": own.owner, "about": own.about, "due": own.due}

    @staticmethod
    def _uid(choice: Choice) -> Uid | None:
        found = choice.currentData()
        return found if isinstance(found, str) else None

    def _day(self) -> dt.date | None:
        return read_day(self.due.text(), self.session.today()) if self.due.text().strip() else None

    def _day_words(self, day: dt.date | None) -> str:
        if day is None:
            return ""
        return fmt.weekday_day(day) if day.year == self.session.today().year else fmt.day(day)

    def _tidy_due(self) -> None:
        """Write the day out; one that can't be read stays as it was typed."""
        day = self._day()
        if day is not None:
            self._write_due(self._day_words(day))

    def _take_back(self, _typed: str) -> None:
        """Whoever types a day anew has not been refused it yet."""
        mark_refused(self.due, "")

    def _write_due(self, words: str) -> None:
        """Show a day whole: “fredag 4. desember” is wider than the field's share of the line."""
        self.due.setText(words)
        room = self.due.fontMetrics().horizontalAdvance(words) + px(48)  # the icon, and the field's own edges
        self.due.setMinimumWidth(min(room, px(WIDEST_DAY)))

    # ---- storing ---------------------------------------------------------------------------------

    def _say(self, uid: Uid, done: bool) -> None:
        self._answered.add(uid)  # it stays in sight
        if self.session.attempt(reviews.follow_up, uid, done, based_on=self._asked_seen):
            self.answered.emit(uid)

    def enter(self) -> None:
        """Store the decision and end the round; without a sentence there is none this week."""
        if self._shown is None:
            return
        said = self._said()
        if not said["text"]:
            self.skipped.emit()
            return
        if said["due"] is None and self.due.text().strip():
            words = _("“{typed}” is not a date. Write it like 20 March, or leave it empty.")
            self._refuse(words.format(typed=self.due.text().strip()))
            mark_refused(self.due, self.problem.text())
            self.due.setFocus()
            return
        self._store(said)

    def _store(self, said: dict[str, Any]) -> None:
        with self._storing():
            made = self._made(said)
        if made is not None:
            self._begun = said
            self.stored.emit(made)

    def _made(self, said: dict[str, Any]) -> Uid | None:
        assert self._shown is not None
        session, own = self.session, self.session.ws.find(ReviewNote, self._shown.made)
        if own is None:
            home = decisions.home_of_decision(session.ws, session.today())
            decision = reviews.Decision(**said)
            return session.perform(cycles.in_cycle, home, reviews.decide, refuse=self._refuse, decision=decision)
        new = {name: each for name, each in said.items() if each != self._begun.get(name)}
        if new and not session.attempt(
            reviews.edit_note, own.uid, based_on=self._seen, refuse=self._refuse, **new
        ):  # fmt: skip
            return None
        return own.uid

    def _refuse(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
        announce(words, at_once=True)
