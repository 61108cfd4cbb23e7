"""Import numbers: how a file was read, what would be taken, and only then the one change.

The second step opens at once where nothing has to be asked; the first is one step back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from kpidesk import format as fmt
from kpidesk.commands import intake
from kpidesk.commands.intake import Taken, sources
from kpidesk.commands.intake.sources import Remembered, source_uid
from kpidesk.domain import bounds
from kpidesk.exchange.intake.compose import taking
from kpidesk.exchange.intake.going import offers
from kpidesk.exchange.intake.preview import Offer, Preview
from kpidesk.exchange.sheets.book import Book
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.base.choose_file import PLACE, choose_numbers
from ui.base.keys.order import stops
from ui.base.keys.pressed import meaning, shortcuts
from ui.base.page import Page, column, line
from ui.base.reach.announcing import announce_when_still
from ui.base.reach.order import read_as_it_stands
from ui.base.replacing import discard
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp
from ui.base.waiting import Patient, whole_or_not
from ui.imports import import_notices as notices
from ui.imports.checking.check_pane import CheckPane
from ui.imports.import_frame import CHECK, READ, ImportFoot, ImportHead
from ui.imports.import_work import Asked, Found, ImportWork
from ui.imports.reading.read_pane import ReadPane
from ui.imports.reading_card import ReadingCard
from ui.imports.sources import folders
from ui.parts.empty import Empty

PROGRESS_MS = 400


class ImportPage(Page):
    """Begins with a file's path, or with a table that was pasted."""

    place = "import"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter goes on there too; by keys nobody stops there
        self.setAccessibleName(_("Import numbers"))
        self.found: Found | None = None
        self.work = ImportWork(session, self)
        self.work.found.connect(self._on_found)
        self.work.failed.connect(self._on_failed)
        self.work.progressed.connect(self._on_progress)
        self.work.saved_again.connect(self._on_saved_again)
        self._slow = QTimer(self, singleShot=True, interval=PROGRESS_MS)
        self._slow.timeout.connect(self._show_reading)
        self._width = 0
        self._step = CHECK
        self._hasty = self._rows_wanted = False
        self._doubt = ""
        self._build()
        shortcuts(self, "import", {"take": self.do.click})

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        box = self._box = column(self)
        self.head = ImportHead(self.session, self)
        self.head.back.connect(self.step_back)
        self.head.step.connect(self._show_step)
        box.addWidget(self.head)
        self.read = ReadPane(self.session, self, self.head.openers, self)
        self.read.answered.connect(self.work.answer)
        self.read.changed.connect(self.work.change)
        self.read.sheet_said.connect(self.work.turn_to)
        self.read.role_said.connect(self.work.use)
        self.check = CheckPane(self.session, self, self.head.openers, self._offers, self)
        self.check.chosen.connect(self.work.choose)
        self.check.rows_wanted.connect(self.show_read)
        self.check.included.connect(self.work.include)
        self.card = ReadingCard(self.session.theme, self)
        self.card.given_up.connect(self.go_back)
        self._nothing = QWidget(self)
        for pane in (self.read, self.check, self.card, self._nothing):
            box.addWidget(pane, 1)
        box.addWidget(line())
        self._foot = ImportFoot(self.session, self)
        self._foot.cancelled.connect(self.go_back)
        self._foot.done.connect(self._do)
        self.do = self._foot.do
        box.addWidget(self._foot)
        self._show_pane(None)

    def _show_pane(self, pane: QWidget | None) -> None:
        """Show one of the page's faces; before anything is known none of them."""
        for each in (self.read, self.check, self.card, self._nothing):
            each.setVisible(each is pane)
        steps = pane in (self.read, self.check)
        self._foot.setVisible(steps)
        self.head.show_steps(steps)
        self._fit()
        for each in (self.head, pane) if pane is not None else ():  # what is hidden is put in order when it is shown
            read_as_it_stands(each)

    # ---- reading -----------------------------------------------------------------------------------

    def show_argument(self, argument: object) -> None:
        """Begin with a file, or with a table that was pasted."""
        if self.found is not None and self.about(argument) == self.about(self.work.asked):
            return  # who comes back to it finds it as it was left
        if isinstance(argument, Path | Book | Asked):
            self._begin(argument)

    def about(self, argument: object) -> object:
        """The file, or the table that was pasted, whatever has been said of it."""
        return (argument.path or argument.book) if isinstance(argument, Asked) else argument

    def again(self) -> Asked | None:
        """Who comes back to a file goes on with what has been said and chosen; so does a page in another language."""
        return self.work.asked if self.found is not None else None

    def refresh(self, changes: Changes | None) -> None:
        """The open file has changed meanwhile: see what would be taken now, keeping what was chosen."""
        if changes is not None and not self.saving:
            self.work.look_again()

    def _begin(self, what: Path | Book | Asked) -> None:
        self.found, self._hasty = None, False
        self.head.name(what.name)
        self._show_pane(None)
        self.card.begin(what.name)
        self._slow.start()
        if isinstance(what, Asked):
            self.work.go_on(what)
        elif isinstance(what, Book):
            self.work.begin_with(what)
        else:
            self.work.begin(what)

    def _show_reading(self) -> None:
        if self.found is None:
            self._show_pane(self.card)
            self.card.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_progress(self, done: int, of: int) -> None:
        self.card.tell(done, of)

    def _on_saved_again(self) -> None:
        self.session.done.emit(notices.saved_again())

    def _on_failed(self, error: object) -> None:
        self._slow.stop()
        if isinstance(error, GivenUp):
            return
        self.session.notice.emit(notices.refused(error, self._choose_another))
        if self.found is None:
            self.go_back()

    def _choose_another(self) -> None:
        choose_numbers(self.session, self.window())

    def _on_found(self, found: Found) -> None:
        self._slow.stop()
        first = self.found is None
        self.found = found
        now = self.session.ws.now()
        differs = found.differs
        self.read.show_read(found.book, found.laid, now, () if differs is None else differs.keys)
        if found.preview is not None:
            self.check.show_preview(found.preview, found.asked.choices)
        asks = found.preview is None
        if first:
            self.check.side.offer_memory(found.asked.path is not None)
            self._step = READ if asks or differs or self._rows_wanted else CHECK
            self._rows_wanted = False
            self._say_what_was_guessed(found)
        elif asks:
            self._step = READ
        offered = self.do.text()
        self._show_step(self._step, focus=first)
        if not first and self.do.text() != offered:
            announce_when_still(self.do.text())
        hasty, self._hasty = self._hasty, False
        if hasty and self.do.isEnabled():
            self._do()

    def _say_what_was_guessed(self, found: Found) -> None:
        if found.source is not None and (differs := found.differs) is not None:
            self.session.notice.emit(notices.differs(found.source.source.name, differs.words))
        letters = found.book.letters
        if letters is not None and letters.guessed:
            notice = notices.letters(letters, self._letters_are_right, self._read_letters_otherwise)
            self._doubt = notice.text
            self.session.notice.emit(notice)

    def _letters_are_right(self) -> None:
        self.session.unsaid.emit(self._doubt)

    def _read_letters_otherwise(self) -> None:
        """Read the same file with other letters, and ask again."""
        self._letters_are_right()
        letters = self.found.book.letters if self.found is not None else None
        if letters is not None:
            self.work.spell(notices.next_encoding(letters.encoding))

    # ---- the two steps -----------------------------------------------------------------------------

    def _show_step(self, step: int, *, focus: bool = True) -> None:
        """Show how it was read, or what would be taken."""
        found = self.found
        if found is None:
            return
        preview = found.preview
        self._step = READ if preview is None else step
        checks = self._step == CHECK
        if preview is not None and checks and preview.nothing_new:
            self._show_nothing(preview)
            return
        self._show_pane(self.check if checks else self.read)
        self.head.be_at(self._step, can_check=preview is not None)
        self._say_what_is_next()
        begin = self.initial_focus() if focus and self.isVisible() else None
        if begin is not None:
            begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_read(self) -> None:
        """Show the rows of the file."""
        self._show_step(READ)

    def _say_what_is_next(self) -> None:
        assert self.found is not None
        preview, questions = self.found.preview, len(self.found.laid.read.open_questions)
        if self._step == READ:
            promise = _("Nothing has been saved yet.")
            words = ngettext("Answer {n} question", "Answer {n} questions", questions).format(n=questions)
            if questions:
                self._foot.say(promise, words, enabled=False)
            else:
                self._foot.say(promise, _("Check the numbers"), leads_on=True)
            return
        assert preview is not None
        promise = _("Nothing has been saved yet. Afterwards one click undoes it all.")
        words = ngettext("Import {n} number", "Import {n} numbers", preview.total).format(n=fmt.number(preview.total))
        if self.session.ws.read_only:
            self._foot.say(promise, _("The file is read-only"), enabled=False)
        else:
            self._foot.say(promise, words, enabled=preview.total > 0 and preview.blocked is None)

    def _show_nothing(self, preview: Preview) -> None:
        sentence = ngettext(
            "The {n} number in {file} is already here.", "All {n} numbers in {file} are already here.",
            preview.in_file,
        ).format(n=fmt.number(preview.in_file), file=preview.file)  # fmt: skip
        empty = Empty(
            self.session.theme, "circle-check", _("Nothing new in the file"), sentence, _("Close"),
            _("How it was read"),
        )  # fmt: skip
        empty.pressed.connect(self._close_nothing)
        empty.pressed_second.connect(self.show_read)
        if empty.second is not None:
            empty.second.setProperty("quiet", True)
        self._box.replaceWidget(self._nothing, empty)
        self._box.setStretchFactor(empty, 1)
        discard(self._nothing)
        self._nothing = empty
        self._show_pane(empty)
        if empty.button is not None and self.isVisible():
            empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_nothing(self) -> None:
        """A source that had nothing new has been looked at all the same."""
        found = self.found
        if found is not None and found.source is not None and not self.session.ws.read_only:
            source = found.source.source
            if (source.fetched_on, source.fetched_file) != (self.session.today(), bounds.line(found.book.name)):
                self.session.perform(sources.nothing_new, source.uid, found.book.name)
        self.go_back()

    def _offers(self, key: str) -> Sequence[Offer]:
        """Where a measure of the file can go."""
        measures = self.found.laid.read.measures if self.found is not None else ()
        measure = next((each for each in measures if each.key == key), None)
        return () if measure is None else offers(self.session.ws, measure)

    # ---- taking ------------------------------------------------------------------------------------

    def _do(self) -> None:
        if self.found is None or self.found.preview is None:
            return
        if self.work.busy:
            self._hasty = True  # what was chosen last is to be taken too: as soon as it is known what comes of it
            return
        if self._step == READ:
            self._show_step(CHECK)
            return
        self._take(self.found.preview)

    def _take(self, preview: Preview) -> None:
        telling = _("Saving the numbers of “{name}”.").format(name=preview.file)
        waiting = Patient(self.window(), _("Import numbers"), telling, reassurance=whole_or_not())
        source = self._source()
        taken = self.save(waiting.wait, intake.take, taking(preview, source), said=_said)
        if taken is None:
            self.work.look_again()  # the file may have changed while we did not listen
            return
        self._keep_folder(source)
        if taken.stayed_words is not None:
            self.session.notice.emit(Notice(str(taken.stayed_words), "warning"))
        self._tell_faulty(preview)
        self.go_back()

    def _source(self) -> Remembered | None:
        """What is to be remembered of the file; nothing where nobody wants that, or it is none."""
        return self.found.remembered() if self.found is not None and self.check.side.remembers else None

    def _keep_folder(self, what: Remembered | None) -> None:
        """Remember on this machine where files of this kind lie."""
        path = self.work.asked.path
        if what is not None and path is not None:
            folders.keep(self.session.memory, what.uid or source_uid(what.fingerprint, what.pattern), path)

    def _tell_faulty(self, preview: Preview) -> None:
        path = self.work.asked.path
        notice = notices.left_out(preview, partial(self._show_rows_of, path))
        if notice is not None:
            self.session.notice.emit(notice)

    def _show_rows_of(self, path: Path | None) -> None:
        """Look once more at the rows of a file that was taken."""
        if path is not None:
            self._rows_wanted = True
            self.session.navigate.emit(PLACE, path)

    # ---- coming and going --------------------------------------------------------------------------

    def step_back(self) -> None:
        """From what would be taken to how the file was read; from there away."""
        if self.found is not None and self._step == CHECK and self.check.isVisible():
            self._show_step(READ)
        else:
            self.go_back()

    def go_back(self) -> None:
        """Go where we came from; nothing has been written by looking."""
        self._slow.stop()
        self.work.forget()
        self.found = None
        self._show_pane(None)
        self.session.leave.emit()

    def leave(self) -> None:
        """The page goes: end what is being read."""
        self._slow.stop()
        self.work.stop()

    def typed(self) -> object:
        """Which file is looked at, and what has been said and chosen."""
        return self.again()

    def type_again(self, typed: Any) -> None:
        """Look at it again."""
        self._begin(typed)

    def fit(self, width: int) -> None:
        """Follow the window's width."""
        self._width = width
        self._fit()

    def _fit(self) -> None:
        width = self._width or self.width()
        self.read.fit(width, shown=self.read.isVisibleTo(self))
        self.check.fit(width, shown=self.check.isVisibleTo(self))
        self.head.fit(width)
        self._foot.fit(width)

    # ---- the keyboard ------------------------------------------------------------------------------

    def foot(self) -> QWidget:
        """Going on, or leaving it."""
        return self._foot

    def initial_focus(self) -> QWidget | None:
        """The first question; where there is none the button, so that Enter goes on, or what it waits for."""
        question = self.read.first_stop() if self._step == READ and self.read.isVisibleTo(self) else None
        if question is not None or not self.do.isVisibleTo(self):
            return question
        return self.do if self.do.isEnabled() else next(stops(self.check.body), None)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        drawer = self.check.drawer if self.check.isVisibleTo(self) else self.read.drawer
        return {"back": self.step_back, "toggle_details": drawer.toggle}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leaves everything as it was, Enter goes on, PgUp and PgDn turn to other periods."""
        name, checks = meaning("import", event), self._step == CHECK and self.check.isVisible()
        if name == "go_back":
            self.go_back()
        elif name in ("go_on", "take") and self.do.isVisible():
            self.do.click()
        elif checks and name == "earlier":
            self.check.cells.turn_back()
        elif checks and name == "later":
            self.check.cells.turn_on()
        else:
            super().keyPressEvent(event)


def _said(taken: Taken) -> str:
    return str(taken.words)
