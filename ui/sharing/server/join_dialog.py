"""Getting a file from a team server for the first time: by an invitation, or by its address."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from kpidesk import disk
from kpidesk.disk import WORKSPACE
from kpidesk.errors import UserError
from kpidesk.file_names import called_after
from kpidesk.hub.exchanged import HubRefused
from kpidesk.records import record
from kpidesk.text import _, msg
from ui.base import page
from ui.base.folders import beginning
from ui.base.tasks import GivenUp, Stop
from ui.base.waiting import Patient
from ui.sharing.server.share_dialog import ServerForm

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.invitation import Invitation
    from kpidesk.hub.joining import Space


@record(frozen=True)
class Way:
    """To a workspace on a server; ``passwords`` are the file's own."""

    address: Address
    password: str
    space: Space
    passwords: tuple[str, ...] = ()


@record(frozen=True)
class Joined:
    """A file that has come from a server: where it lies, by which way, and whether that is to be remembered."""

    path: Path
    way: Way
    remember: bool


Find = Callable[["Address", str, str], "Space"]
"""Finds a workspace on a server by its id, or the only one there is; raises ``UserError``."""
Progress = Callable[[int, int], None]
Fetch = Callable[[Way, Path, Progress, Stop], Path]
"""Brings all of a workspace into a new file; raises ``UserError``, and leaves nothing where it was given up."""


class JoinDialog(ServerForm):
    """``joined`` is what has come. With an ``invitation`` the server is known, and only user and password are asked."""

    joined = Signal(object)

    def __init__(
        self, find: Find, fetch: Fetch, invitation: Invitation | None = None, parent: QWidget | None = None
    ) -> None:
        if invitation is None:
            title = _("Get a file from a team server")
            sentence = _(
                "A colleague who shares a file through a PostgreSQL server can send you an invitation: a small file "
                "without secrets. Or type where the server is."
            )
        else:
            title = _("Join “{company}”").format(company=invitation.company)
            sentence = _("Type your user name on the server, and its password. You choose where to keep your file.")
        self._find, self._fetch, self._invitation = find, fetch, invitation
        super().__init__(title, sentence, _("Get the file …"), self._meet_there, parent)
        self.lock = QLineEdit()
        self.lock.setEchoMode(QLineEdit.EchoMode.Password)
        self.lock.setAccessibleName(_("The file’s own password"))
        self._locked = QWidget()
        column = page.column(self._locked, spacing=4)
        label = page.text(_("The file’s own password"), "caption")
        label.setBuddy(self.lock)
        column.addWidget(label)
        column.addWidget(self.lock)
        self._locked.hide()
        self.body.addWidget(self._locked)

    def _meet_there(self, address: Address, password: str) -> str:
        self._find(address, password, self._workspace)
        return _("The server answers, and the file is there.")

    @property
    def _workspace(self) -> str:
        return "" if self._invitation is None else self._invitation.workspace

    def do(self) -> None:
        """Find the file on the server, ask where it is to lie, and bring it."""
        try:
            address, password = self.form.address(), self.form.password.text()
            finding = partial(self._find, address, password, self._workspace)
            space = self.waiting(_("Connecting to the team server …"), lambda _stop: finding())
            self._ask_for_lock(space)
            path = self._ask_where()
            if path is None:
                return
            passwords = (self.lock.text(),) if self.lock.text() else ()
            way = Way(address, password, space, passwords)
            path = self._bring(partial(self._fetch, way, path))
        except GivenUp:
            return
        except UserError as error:
            self.tell_refused(error)
            return
        remember = self.form.remember.isChecked() and bool(password)
        self.accept()
        self.joined.emit(Joined(path, way, remember))

    def _bring(self, fetching: Callable[[Progress, Stop], Path]) -> Path:
        words, safe = _("Getting the file from the team server …"), _("Stopping leaves nothing behind.")
        waiting = Patient(self, self.windowTitle(), words, reassurance=safe)
        path: Path = waiting.wait(lambda stop: fetching(waiting.progress, stop))
        return path

    def _ask_for_lock(self, space: Space) -> None:
        if space.sealed and not self.lock.text():
            self._locked.show()
            self.lock.setFocus()
            raise HubRefused(msg("The file has a password of its own. Type it as well."), password=True)

    def _ask_where(self) -> Path | None:
        company = "" if self._invitation is None else called_after(self._invitation.company)
        name = (company or _("Team file")) + WORKSPACE
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Where do you want to keep the file?"), str(Path(beginning()) / name),
            _("KPI Desk files (*.kpidesk)"), options=QFileDialog.Option.DontConfirmOverwrite,
        )  # fmt: skip
        if not chosen:
            return None
        path = disk.ended(chosen, (WORKSPACE,), WORKSPACE)
        disk.refuse_unless_new(path)
        return path
