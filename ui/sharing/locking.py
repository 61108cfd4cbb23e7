"""Files with a password: asking for it, and setting, changing or taking it away."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kpidesk.errors import UserError
from kpidesk.text import _
from kpidesk.workspace import EarlierPasswordNeeded, opening
from ui.base.session import Notice
from ui.base.tasks import GivenUp, Worker
from ui.base.waiting import Patient, ask

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.errors import FileRefused
    from kpidesk.settings import Home
    from ui.sharing.files import Files
    from ui.sharing.password_dialog import AskPassword, Rewriting, SetPassword


class Locking(QObject):
    """Works for the files of one window; ``said`` are notices."""

    said = Signal(object)

    def __init__(self, files: Files, home: Home | None, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._home, self._clock, self._window = files, home, clock, window
        self.asking: AskPassword | None = None
        self.setting: SetPassword | None = None
        self._rewriting: Rewriting | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self._on_written)
        self._worker.failed.connect(self._on_failed)
        self._path, self._new = Path(), ""
        self._others: list[Files] = []
        files.locked.connect(self._ask)
        files.sharing.password_asked.connect(self.enter)

    # ---- opening -----------------------------------------------------------------------------------

    def _ask(self, path: str, error: FileRefused, typed: tuple[str, ...]) -> None:
        """Ask for the password of a file, or for the earlier one of what is here."""
        name = Path(path).name
        earlier = isinstance(error, EarlierPasswordNeeded)
        if earlier:
            title, other = _("An earlier password of “{name}”").format(name=name), _("Open without it")
        else:
            title = _("“{name}” has a password").format(name=name)
            other = _("Rebuild …") if self._files.can_rescue(path) else ""
        sentence = str(error) if earlier or typed else _("Type it to open the file.")
        from ui.sharing.password_dialog import AskPassword

        self.asking = AskPassword(title, sentence, other, self._window)
        self.asking.given.connect(partial(self._open, path, error, typed))
        self.asking.other.connect(partial(self._open_without if earlier else self._rescue, path, error, typed))
        self.asking.open()

    def _open(self, path: str, error: FileRefused, typed: tuple[str, ...], password: str) -> None:
        earlier = isinstance(error, EarlierPasswordNeeded)
        go_plain = isinstance(error, EarlierPasswordNeeded) and error.taken_away
        self._files.open(path, passwords=(*(typed if earlier else ()), password), go_plain=go_plain)

    def _open_without(self, path: str, _error: FileRefused, typed: tuple[str, ...]) -> None:
        self._files.open(path, passwords=typed, leave_earlier=True)

    def _rescue(self, path: str, error: FileRefused, _typed: tuple[str, ...]) -> None:
        self._files.offer_rescue(Path(path), error)

    # ---- a colleague's password ------------------------------------------------------------------

    def enter(self, problem: str = "") -> None:
        """Ask for the password that a colleague has set on the open file; the file stays open until it is right."""
        session = self._files.session
        if session is None:
            return
        path = session.ws.path
        if not opening.needs_password(path):
            self._open_again(path, self._files.passwords)
            return
        from ui.sharing.password_dialog import AskPassword

        title = _("“{name}” has a password").format(name=path.name)
        sentence = problem or _("Type it to get what has been changed. What is saved on this machine comes along.")
        self.asking = AskPassword(title, sentence, parent=self._window)
        self.asking.given.connect(partial(self._try, path))
        self.asking.open()

    def _try(self, path: Path, password: str) -> None:
        waiting = Patient(self._window, _("Password"), _("Opening “{name}”.").format(name=path.name))
        try:
            right = waiting.wait(lambda _stop: opening.opens_by(path, password))
        except GivenUp:
            return
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return
        if right:
            self._open_again(path, (password, *self._files.passwords))
        else:
            self.enter(_("This is not the password of the file. Nothing was changed."))

    def _open_again(self, path: Path, passwords: tuple[str, ...]) -> None:
        others = self._files.gather()
        if others is not None:
            self._files.close()
            self._open_for(others, path, passwords)

    def _open_for(self, others: list[Files], path: Path, passwords: tuple[str, ...]) -> None:
        """Open a file that has been let go of, in this window and in the others that showed it."""
        if not self._files.open(str(path), passwords=passwords):
            self._files.gone.emit()
        self._files.bring(others)

    # ---- setting -----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Ask for a new password of the open file."""
        session = self._files.session
        if session is None:
            return
        if not opening.can_have_password():
            words = _("Passwords need an optional part of the program that is not installed. Nothing was changed.")
            self.said.emit(Notice(words, "error"))
            return
        lock = session.ws.lock
        from ui.sharing.password_dialog import SetPassword

        self.setting = SetPassword(session.ws.path.name, lock.opens_by if lock.is_set else None, self._window)
        self.setting.chosen.connect(self._change)
        self.setting.open()

    def _change(self, new: str) -> None:
        """Close the file, write everything anew beside the window, and open it again."""
        session = self._files.session
        if session is None:
            return
        others = self._files.gather()
        if others is None:
            return
        self._path, self._new, self._others = session.ws.path, new, others
        author, known = session.ws.author, self._files.passwords
        self._files.close()
        from ui.sharing.password_dialog import Rewriting

        self._rewriting = Rewriting(self._window)
        ask(self._rewriting)
        self._worker.start(
            partial(
                opening.change_password, self._path, new,
                passwords=known, author=author, home=self._home, clock=self._clock,
            )
        )  # fmt: skip

    def _on_written(self, _nothing: object) -> None:
        passwords = tuple(each for each in (self._new, *self._files.passwords) if each)
        self._end(passwords)
        words = _("The file has a password now.") if self._new else _("The file has no password any more.")
        self.said.emit(Notice(words, "done"))

    def _on_failed(self, error: object) -> None:
        words = str(error) if isinstance(error, UserError) else _("The password could not be changed.")
        self._end(tuple(each for each in (*self._files.passwords, self._new) if each))
        self.said.emit(Notice(words, "error", str(error)))

    def _end(self, passwords: tuple[str, ...]) -> None:
        if self._rewriting is not None:
            self._rewriting.done(0)
            self._rewriting = None
        others, self._others = self._others, []
        self._open_for(others, self._path, passwords)
