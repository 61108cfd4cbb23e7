"""Import accounts: what was read, what must be said of it, and only then the one change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton, QWidget

from kpidesk import format as fmt
from kpidesk.commands.intake import Taken, accounts
from kpidesk.commands.intake.accounts import AccountsTaking
from kpidesk.commands.intake.sources import source_uid
from kpidesk.errors import UserError
from kpidesk.exchange.accounts.choosing import Chosen, taking
from kpidesk.exchange.accounts.kpis import offers
from kpidesk.exchange.accounts.questions import said
from kpidesk.exchange.accounts.reading import AccountsReading
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.base.actions import with_key
from ui.base.breakpoints import SMALL
from ui.base.choose_file import choose_more_accounts, choose_numbers
from ui.base.keys.order import stops
from ui.base.keys.pressed import meaning, shortcuts
from ui.base.page import Band, Page, column, head, line, text
from ui.base.reach.order import read_as_it_stands
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp
from ui.base.waiting import Patient, whole_or_not
from ui.imports.accounts.accounts_pane import AccountsPane
from ui.imports.accounts.accounts_words import about, promise
from ui.imports.accounts.accounts_work import AccountsWork, Asked, Begun, Found, saved
from ui.imports.keyed_button import KeyedButton
from ui.imports.reading_card import ReadingCard
from ui.imports.sources import folders
from ui.parts.elided import ElidedLabel
from ui.parts.head_room import HeadRoom, hides

PROGRESS_MS = 400


class AccountsPage(Page):
    """Begins with the paths of the files."""

    place = "accounts"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Enter takes them there too; by keys nobody stops there
        self.setAccessibleName(_("Import accounts"))
        self.found: Found | None = None
        self.chosen = Chosen()
        self._saved: list[int] = []
        self._hasty = False
        self.work = AccountsWork(session, self)
        self.work.found.connect(self._on_found)
        self.work.failed.connect(self._on_failed)
        self.work.progressed.connect(self._on_progress)
        self._slow = QTimer(self, singleShot=True, interval=PROGRESS_MS)
        self._slow.timeout.connect(self._show_reading)
        self._build()
        shortcuts(self, "import", {"take": self.do.click})

    # ---- building ----------------------------------------------------------------------------------

    def _build(self) -> None:
        box = column(self)
        box.addWidget(self._build_head())
        box.addWidget(line())
        self.pane = AccountsPane(self.session)
        self.pane.answered.connect(self._answer)
        self.pane.chosen.connect(self._choose)
        self.pane.more_wanted.connect(self._choose_more)
        self.card = ReadingCard(self.session.theme)
        self.card.given_up.connect(self.go_back)
        self._nothing = QWidget()
        for each in (self.pane, self.card, self._nothing):
            box.addWidget(each, 1)
        box.addWidget(line())
        self._foot = self._build_foot()
        box.addWidget(self._foot)
        self._show_pane(self._nothing)

    def _build_head(self) -> QWidget:
        top, row, title = head(_("Import accounts"))
        back = QToolButton()
        back.setIcon(self.session.theme.icon("arrow-left", "text2", 16))
        back.setToolTip(with_key(_("Back"), "Alt+Left"))
        back.setAccessibleName(_("Back"))
        back.clicked.connect(self.go_back)
        row.insertWidget(0, back)
        self._file, self._about = ElidedLabel("", "small"), text("", "small")
        row.addWidget(self._file, 1)
        row.addWidget(self._about)
        HeadRoom(top, [hides(self._about), hides(self._file), hides(title)])
        return top

    def _build_foot(self) -> QWidget:
        foot = Band()
        self._promise = text("", "small")
        foot.row.addWidget(self._promise)
        foot.row.addStretch()
        HeadRoom(foot, [hides(self._promise)])
        self.cancel = KeyedButton(self.session.theme, "Esc")
        self.cancel.be_brief(True)
        self.cancel.say(_("Cancel"))
        self.cancel.clicked.connect(self.go_back)
        self.do = KeyedButton(self.session.theme, "Ctrl+Enter", primary=True)
        self.do.clicked.connect(self._do)
        foot.row.addWidget(self.cancel)
        foot.row.addWidget(self.do)
        return foot

    def _show_pane(self, pane: QWidget) -> None:
        for each in (self.pane, self.card, self._nothing):
            each.setVisible(each is pane)
        self._foot.setVisible(pane is self.pane)
        read_as_it_stands(self)

    # ---- reading -----------------------------------------------------------------------------------

    def show_argument(self, argument: object) -> None:
        """Begin with files; who comes back to them finds them as they were left, unless they were saved since."""
        paths = self.work.asked.paths
        if self.found is not None and self.about(argument) == paths and saved(paths) == self._saved:
            return
        if isinstance(argument, Begun):
            self._begin(argument.asked, argument.chosen)
            return
        paths = argument if isinstance(argument, tuple) else (argument,)
        if all(isinstance(path, Path) for path in paths):
            self._begin(Asked(paths))

    def about(self, argument: object) -> object:
        """The files, whatever has been said of them."""
        if isinstance(argument, Begun):
            return argument.asked.paths
        return argument if isinstance(argument, tuple) else (argument,)

    def again(self) -> Begun | None:
        """Who comes back goes on with what has been said and chosen; so does a page in another language."""
        return Begun(self.work.asked, self.chosen) if self.found is not None else None

    def _begin(self, asked: Asked, chosen: Chosen = Chosen()) -> None:  # noqa: B008
        self.found, self._hasty, self.chosen = None, False, chosen
        self._saved = saved(asked.paths)
        names = ", ".join(path.name for path in asked.paths)
        self._file.show_words(names)
        self._about.setText("")
        self._show_pane(self._nothing)
        self.card.begin(names)
        self._slow.start()
        self.work.begin(asked)

    def _show_reading(self) -> None:
        if self.work.busy:
            self._show_pane(self.card)
            self.card.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_progress(self, done: int, of: int) -> None:
        self.card.tell(done, of)

    def _on_failed(self, error: object) -> None:
        self._slow.stop()
        if isinstance(error, GivenUp):
            return
        words = str(error) if isinstance(error, UserError) else _("The file could not be read. Nothing was changed.")
        details = error.details if isinstance(error, UserError) else str(error)
        again = _("Choose another file …")
        self.session.notice.emit(Notice(words, "error", details, again, self._choose_another, here=True))
        if self.found is None:
            self.go_back()
            return
        self.work.begin(self.found.asked)  # what was added could not be read: go on with what could

    def _choose_another(self) -> None:
        choose_numbers(self.session, self.window())

    def _choose_more(self) -> None:
        paths = choose_more_accounts(self.session, self.window())
        if paths:
            self.card.begin(", ".join(path.name for path in paths))
            self._slow.start()
            self.work.add(paths)

    def _on_found(self, found: Found) -> None:
        self._slow.stop()
        first = self.found is None
        self.found = found
        self._file.show_words(", ".join(found.reading.files))
        self._about.setText(about(found.reading))
        self._show()
        hidden = not self.pane.isVisibleTo(self)
        self._show_pane(self.pane)
        if (first or hidden) and self.isVisible():
            begin = self.initial_focus()
            if begin is not None:
                begin.setFocus(Qt.FocusReason.OtherFocusReason)
        hasty, self._hasty = self._hasty, False
        if hasty and self.do.isEnabled():
            self._do()

    def _show(self) -> None:
        assert self.found is not None
        self.pane.show_found(self.found, self.chosen)
        comparison = accounts.compare(self.session.ws, self._taking())
        self._promise.setText(promise(comparison))
        words = ngettext("Import {n} number", "Import {n} numbers", comparison.taken)
        if self.session.ws.read_only:
            self.do.say(_("The file is read-only"), enabled=False)
        elif not comparison.taken and not self._taking().kpis:
            self.do.say(_("Nothing new in the file"), enabled=False)
        else:
            self.do.say(words.format(n=fmt.number(comparison.taken)))

    def _taking(self) -> AccountsTaking:
        assert self.found is not None
        return taking(self.session.ws, self.found.reading, self.found.offers, self.chosen)

    def refresh(self, changes: Changes | None) -> None:
        """The open file has changed meanwhile: see what would be taken now."""
        if changes is not None and not self.saving:
            self._see_anew()

    def _see_anew(self) -> None:
        found = self.found
        if found is not None:
            self.found = Found(found.asked, found.reading, offers(self.session.ws, found.reading))
            self._show()

    # ---- what is said and chosen -------------------------------------------------------------------

    def _answer(self, key: str, answer: str) -> None:
        assert self.found is not None
        question = next((each for each in self.found.reading.questions if each.key == key), None)
        if question is not None and answer != question.answered:
            self._slow.start()
            self.card.begin(", ".join(self.found.reading.files))
            self.work.say(said(question, answer))

    def _choose(self, chosen: Chosen) -> None:
        self.chosen = chosen
        self._show()

    # ---- taking ------------------------------------------------------------------------------------

    def _do(self) -> None:
        if self.found is None:
            return
        if self.work.busy:
            self._hasty = True  # what was answered last is to count too: as soon as it is known what comes of it
            return
        plan = self._taking()
        telling = _("Saving the numbers of “{name}”.").format(name=plan.file)
        waiting = Patient(self.window(), _("Import accounts"), telling, reassurance=whole_or_not())
        taken = self.save(waiting.wait, accounts.take, plan, said=_said)
        if taken is None:
            self._see_anew()  # the file may have changed while we did not listen
        else:
            if plan.source is not None:
                uid = plan.source.uid or source_uid(plan.source.fingerprint, plan.source.pattern)
                folders.keep(self.session.memory, uid, self.found.asked.paths[-1])
            self._tell_left_out(self.found.reading)
            self.go_back()

    def _tell_left_out(self, reading: AccountsReading) -> None:
        if reading.left_count:
            first = reading.left_out[0]
            words = ngettext("{n} line was left out.", "{n} lines were left out.", reading.left_count)
            where = _("The first is line {line}: {why}.").format(line=first.line, why=first.why)
            told = f"{words.format(n=fmt.number(reading.left_count))} {where}"
            self.session.notice.emit(Notice(told, "warning"))

    # ---- coming and going --------------------------------------------------------------------------

    def go_back(self) -> None:
        """Go where we came from; nothing has been written by looking."""
        self._slow.stop()
        self.work.forget()
        self.found = None
        self._show_pane(self._nothing)
        self.session.leave.emit()

    def leave(self) -> None:
        """The page goes: end what is being read."""
        self._slow.stop()
        self.work.stop()

    def typed(self) -> object:
        """Which files are looked at, and what has been said and chosen."""
        return Begun(self.work.asked, self.chosen)

    def type_again(self, typed: Any) -> None:
        """Look at them again."""
        if typed.asked.paths:
            self._begin(typed.asked, typed.chosen)

    def fit(self, width: int) -> None:
        """Follow the window's width."""
        self.do.be_brief(width < SMALL)

    # ---- the keyboard ------------------------------------------------------------------------------

    def foot(self) -> QWidget:
        """Taking them, or leaving it."""
        return self._foot

    def initial_focus(self) -> QWidget | None:
        """The button, so that Enter takes the numbers; where there is nothing to take what else there is to do."""
        if not self.do.isVisibleTo(self):
            return None
        return self.do if self.do.isEnabled() else next(stops(self.pane), None)

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {"back": self.go_back}

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leaves everything as it was, Enter takes the numbers."""
        name = meaning("import", event)
        if name == "go_back":
            self.go_back()
        elif name in ("go_on", "take") and self.do.isVisible():
            self.do.click()
        else:
            super().keyPressEvent(event)


def _said(taken: Taken) -> str:
    return str(taken.words)
