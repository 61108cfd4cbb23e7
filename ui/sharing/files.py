"""The open file: open it, look for what others have stored in it, let it go."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from kpidesk.disk import WORKSPACE
from kpidesk.errors import FileRefused, UserError
from kpidesk.text import _
from kpidesk.workspace import EarlierPasswordNeeded, PasswordNeeded, Workspace, opening
from ui.base.folders import beginning
from ui.base.session import Notice, Session
from ui.base.tasks import GivenUp, unless_stopped
from ui.base.waiting import Patient, Waiting, in_a_dialog, waits, whole_or_not
from ui.sharing.held import HeldFile
from ui.sharing.left_out import LeftOut
from ui.sharing.sharing import Sharing

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.settings import Home
    from kpidesk.text import Message
    from kpidesk.workspace import Lifeline
    from ui.base.memory import Memory
    from ui.base.tasks import Stop, Wait
    from ui.base.theme import Theme
    from ui.sharing.rescue_dialog import RescueDialog

log = logging.getLogger(__name__)

Found = TypeVar("Found")


class Files(QObject):
    """One file at a time in one window. ``opened`` tells of another one, ``closing`` comes before it goes;
    ``opening`` is the one that is coming, ``held`` the open one with all its windows; ``gone`` tells that none is open
    any more, where that was not asked for here.

    ``said`` is a notice, ``unsaid`` one that no longer holds. ``elsewhere`` brings another window to the front
    when the file is open there already. ``locked`` asks for the password of a file: its path, why, and what has
    been typed; ``passwords`` are those of the open file.
    """

    opened = Signal()
    closing = Signal()
    gone = Signal()
    locked = Signal(str, object, object)
    said = Signal(object)
    unsaid = Signal(str)

    def __init__(self, theme: Theme, memory: Memory, home: Home | None, clock: Clock, window: QWidget) -> None:
        super().__init__(window)
        self._theme, self._memory, self.home, self._clock, self._window = theme, memory, home, clock, window
        self.session: Session | None = None
        self.held: HeldFile | None = None
        self.opening: Path | None = None
        self._checking: Waiting | None = None
        self.rescuing: RescueDialog | None = None
        self.elsewhere: Callable[[Path], bool] | None = None
        self.passwords: tuple[str, ...] = ()
        self._tried: tuple[str, ...] = ()
        self._left_out = LeftOut(self)
        self._left_out.said.connect(self.said)
        self.sharing = Sharing(self)
        self.sharing.said.connect(self.said)
        self.sharing.unsaid.connect(self.unsaid)
        self.sharing.copy_asked.connect(self.ask_for_new_file)
        self.sharing.other_asked.connect(self.choose)

    def open(
        self, path: str, *, passwords: tuple[str, ...] = (), leave_earlier: bool = False, go_plain: bool = False
    ) -> bool:
        """Open a file; says why if it can't be opened, and leaves the open one as it is.

        One that another window shows is brought to the front there.
        """
        if self.opening is not None or (self.elsewhere is not None and self.elsewhere(Path(path))):
            return False
        author, self._tried = self._memory.text("author"), passwords
        opening = partial(
            Workspace.open, Path(path), author=author, home=self.home, clock=self._clock,
            passwords=passwords, leave_earlier=leave_earlier, go_plain=go_plain,
        )  # fmt: skip
        try:
            workspace = self._opened(Path(path), opening)
        except GivenUp:
            return False
        except (PasswordNeeded, EarlierPasswordNeeded) as error:
            self.locked.emit(path, error, passwords)
            return False
        except UserError as error:
            log.info("Not opened: %s %s", error, error.details)
            if not (isinstance(error, FileRefused) and self.offer_rescue(Path(path), error)):
                self.said.emit(Notice(str(error), "error", error.details))
            return False
        self._show(workspace, passwords)
        return True

    def _opened(self, path: Path, opening: Callable[[], Workspace]) -> Workspace:
        """Wait for a file, however large it is and however far away it lies."""
        words = _("Opening “{name}”.").format(name=path.name)
        self.opening = path
        try:
            waiting = Patient(self._window, _("Open a file"), words, apart=True)
            workspace: Workspace = waiting.wait(lambda _stop: opening(), _let_go)
        finally:
            self.opening = None
        return workspace

    def _show(self, workspace: Workspace, passwords: tuple[str, ...] = ()) -> None:
        self.close()
        held = HeldFile(workspace, passwords, self._memory)
        self._memory.remember_recent(workspace.path)
        self._hold(held)
        held.carrying.begin()
        held.server.begin()
        self._left_out.look(workspace)

    def _hold(self, held: HeldFile) -> None:
        self.held, self.passwords = held, held.passwords
        first = held.come(self, self._window)
        self.session = Session(held.ws, self._theme, self, memory=self._memory, second=held.second)
        if not first:
            self.session.hand = held.ws.editing.hand()
        self.session.patience = self._patience
        self.session.unsaid.connect(self.unsaid)
        self.sharing.watch(self.session, held.carrying, first=first)
        self.opened.emit()

    # ---- further windows ---------------------------------------------------------------------------

    def join(self, held: HeldFile) -> None:
        """Show a file that another window shows."""
        self.close()
        self._hold(held)

    @property
    def acts_elsewhere(self) -> bool:
        """Whether somebody is just changing something in another window of the file."""
        return self.held is not None and self.held.acts_elsewhere(self)

    def gather(self) -> list[Files] | None:
        """Have the other windows let go of the file, for ``bring``; ``None`` where one of them is in the midst of it.

        That is said.
        """
        others = [] if self.held is None else self.held.others(self)
        occupied = next((each for each in others if in_a_dialog(each._window) or waits(each._window)), None)
        if occupied is not None:
            words = _("Another window of this file waits for an answer. Nothing was changed; answer there first.")
            self.said.emit(Notice(words, "error", action=_("Go there"), callback=occupied._come_up))
            return None
        for each in others:
            each.close()
        return others

    def bring(self, others: list[Files]) -> None:
        """Take windows along to the file that is open here now; where none is, they have none either."""
        for each in others:
            if isValid(each) and each._window.isVisible() and each.session is None:  # none was opened there meanwhile
                if self.held is None:
                    each.gone.emit()
                else:
                    each.join(self.held)

    def _come_up(self) -> None:
        self._window.raise_()
        self._window.activateWindow()

    def _patience(self, title: str, words: str) -> Wait:
        return Patient(self._window, title, words, reassurance=whole_or_not()).wait

    # ---- a damaged file ----------------------------------------------------------------------------

    def can_rescue(self, path: str) -> bool:
        """Tell whether this machine can make anew a file that looks locked.

        Not from a copy without a password: then a colleague has rather set one, and it must not be undone. No backup
        is looked at: each takes a second under a password, and whoever has mistyped theirs would wait for all.
        """
        return bool(self._looked(Path(path), partial(opening.has_locked, path, home=self.home)))

    def _lifeline(self, path: Path, passwords: tuple[str, ...]) -> Lifeline | None:
        """What this machine has to make a file anew from; looking through backups may take a while."""
        return self._looked(path, partial(opening.lifeline, path, home=self.home, passwords=passwords))

    def _looked(self, path: Path, looking: Callable[[], Found]) -> Found | None:
        words = _("Looking for what this machine has of “{name}”.").format(name=path.name)
        waiting = Patient(self._window, _("The file can’t be opened"), words, apart=True)
        try:
            found: Found | None = waiting.wait(lambda _stop: looking() if path.exists() else None)
        except GivenUp:
            return None
        return found

    def offer_rescue(self, path: Path, error: FileRefused) -> bool:
        """Ask whether to make a file anew that can't be opened; tells whether there is anything to make it from."""
        found = self._lifeline(path, self._tried)
        if found is None:
            return False
        from ui.sharing.rescue_dialog import RescueDialog

        self.rescuing = RescueDialog(path, str(error), found, self._clock, self._window)
        self.rescuing.wanted.connect(self._rescue)
        self.rescuing.open()
        return True

    def _rescue(self, path: str) -> None:
        making = partial(
            opening.rescue, Path(path), author=self._memory.text("author"), home=self.home, clock=self._clock,
            passwords=self._tried,
        )  # fmt: skip
        words = _("Rebuilding “{name}”.").format(name=Path(path).name)
        safe = _("The file stays as it is until everything is ready.")
        try:
            waiting = Patient(self._window, _("The file can’t be opened"), words, reassurance=safe)
            workspace = waiting.wait(lambda stop: making(ready=partial(unless_stopped, stop)))
        except GivenUp:
            return
        except (UserError, OSError) as error:
            words = str(error) if isinstance(error, UserError) else _("The file could not be rebuilt.")
            self.said.emit(Notice(words, "error", str(error)))
            return
        self._show(workspace, self._tried)
        told = workspace.rescued
        if told is not None:
            from ui.sharing.rescue_dialog import found_words

            words = found_words(told, self._clock)
            self.said.emit(Notice(words, action=_("Show in folder"), callback=self._show_folder))

    def _show_folder(self) -> None:
        if self.session is not None:
            from PySide6.QtCore import QUrl
            from PySide6.QtGui import QDesktopServices

            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.session.ws.path.parent)))

    # ---- the open file -----------------------------------------------------------------------------

    def close(self, *, leaving: bool = False) -> bool:
        """Let go of the file. In its last window what is pending is published, and that says so where it takes a while.

        Tells whether the file holds all that is stored; what it lacks lies in the working copy of this path. Whoever is
        ``leaving`` expects the window to go: why it stays is said at once.
        """
        if self._checking is not None:
            self._checking.cancel()
        self._left_out.stop()
        held, session = self.held, self.session
        if held is None or session is None:
            return True
        self.closing.emit()
        self.held = self.session = None
        self.sharing.stop()
        last = held.leave(self)
        if last:
            waits = self._window.isVisible()
            held.server.stop(self._last_share(held.ws.path, leaving) if waits else None)
            held.carrying.stop(self._last_share(held.ws.path, leaving) if waits else None)
        session.leave_file()
        session.deleteLater()
        if last:
            held.close()
        return not (last and held.ws.sharing.left_behind)

    def _last_share(self, path: Path, at_once: bool) -> Wait:
        words = _("Sharing what was last saved in “{name}”.").format(name=path.name)
        safe = _("It is saved on this machine, and is shared at the latest when the file is next opened.")
        waiting = Patient(self._window, _("Share the last changes"), words, apart=True, reassurance=safe)
        waiting.quiet = not at_once
        return waiting.wait

    def choose(self) -> None:
        """Ask which file to open."""
        from PySide6.QtWidgets import QFileDialog

        kinds = _("KPI Desk files (*.kpidesk);;All files (*)")
        folder = beginning(self.session.ws.path if self.session is not None else None, self._memory)
        path, _kind = QFileDialog.getOpenFileName(self._window, _("Open a file"), folder, kinds)
        if path:
            self.open(path)

    def store_now(self) -> None:
        """Store what is being typed, and bring the shared file up to date."""
        if self.session is not None:
            focus = QGuiApplication.focusObject()
            if isinstance(focus, QWidget):
                focus.clearFocus()
                focus.setFocus()
            self.sharing.share()
            if self.held is not None:
                self.held.server.again()

    def ask_for_new_file(self) -> None:
        """Ask where to go on with what is here, when the file itself can't be written."""
        if self.session is None:
            return
        from PySide6.QtWidgets import QFileDialog

        from kpidesk.exchange.send import copy_name

        path = self.session.ws.path
        name = copy_name(self.session.ws, "") if path.exists() else path.name
        folder = path.parent if os.access(path.parent, os.W_OK) else Path.home()
        kinds = _("KPI Desk files (*.kpidesk)")
        chosen, _kind = QFileDialog.getSaveFileName(
            self._window, _("Save as a new file"), str(folder / name), kinds,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if chosen:
            self.go_on_in(Path(chosen))

    def go_on_in(self, target: Path) -> bool:
        """Store what is here as a new file, and go on working in that."""
        if self.session is None:
            return False
        target = target if target.suffix else target.with_suffix(WORKSPACE)
        saving = partial(_save_copy, self.session.ws, target)
        words = _("Writing “{name}”.").format(name=target.name)
        try:
            Patient(self._window, _("Save as a new file"), words).wait(saving)
        except GivenUp:
            return False
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return False
        others = self.gather()
        if others is None:
            return False
        opened = self.open(str(target), passwords=self.passwords)
        self.bring(others)
        return opened

    def check(self) -> None:
        """Compare the file with its own log in the background, and say what was found."""
        if self.session is None or self._checking is not None:
            return
        words = _("Comparing every value with the history of the file.")
        self._checking = Waiting(self.session.ws, _("Check the file"), words, self._window)
        self._checking.finished.connect(self._on_checked)
        self._checking.failed.connect(self._on_not_checked)
        self._checking.destroyed.connect(self._forget_check)
        self._checking.start(lambda ws: ws.checking.problems())

    def _forget_check(self) -> None:
        self._checking = None

    def _on_not_checked(self, error: object) -> None:
        words = str(error) if isinstance(error, UserError) else _("The file could not be checked. Nothing was changed.")
        self.said.emit(Notice(words, "error"))

    def _on_checked(self, problems: list[Message]) -> None:
        if problems:
            self.said.emit(Notice(" ".join(str(problem) for problem in problems), "error"))
        else:
            self.said.emit(Notice(_("The file is in order: every change matches its log."), "done"))


def _let_go(workspace: Workspace) -> None:
    """Nobody waited for it: close it, and leave the shared file alone."""
    workspace.sharing.give_up()
    workspace.close()


def _save_copy(ws: Workspace, target: Path, stop: Stop) -> None:
    with contextlib.closing(ws.handles.beside(stop.is_set)) as handle:
        handle.sharing.save_copy(target)
