"""The team server in one window: its dialogs, and what is said of it."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _
from kpidesk.workspace import ServerState, Workspace
from ui.base.dialog_frame import DialogFrame
from ui.base.folders import beginning
from ui.base.memory import Memory
from ui.base.session import Notice
from ui.base.tasks import GivenUp
from ui.base.waiting import Patient
from ui.sharing.files import Files
from ui.sharing.sharing import Spoken

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.exchanged import Exchanged
    from kpidesk.hub.invitation import Invitation
    from ui.sharing.server.join_dialog import Joined
    from ui.sharing.server.link import ServerLink


class ServerDoor(QObject):
    """``said`` and ``unsaid`` are notices about the server of the open file."""

    said = Signal(object)
    unsaid = Signal(str)

    def __init__(self, files: Files, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._memory, self._window = files, memory, window
        self._spoken = Spoken(self.said, self.unsaid)
        self._link: ServerLink | None = None
        self.dialog: DialogFrame | None = None
        files.opened.connect(self._watch)
        files.closing.connect(self._let_go)

    @property
    def _ws(self) -> Workspace | None:
        return None if self._files.session is None else self._files.session.ws

    # ---- dialogs -----------------------------------------------------------------------------------

    def choose(self) -> None:
        """Show how the file stands against its server; without one, ask for one, and without a file, for both."""
        from kpidesk.hub import extra

        missing = extra.missing()
        session, address = self._files.session, None if self._ws is None else self._ws.server.address
        if missing is not None:
            from ui.sharing.server.missing_dialog import MissingDialog

            self._open(MissingDialog(missing.package, self._window))
        elif session is None:
            self._ask_to_join(None)
        elif address is None:
            self._ask_to_share(session.ws)
        else:
            from ui.sharing.server.standing_dialog import StandingDialog

            dialog = StandingDialog(session, address, self._window)
            dialog.again.connect(self._again)
            dialog.typed.connect(self._take_password)
            dialog.invite.connect(self._invite)
            dialog.left.connect(self._leave)
            if self._link is not None:
                self._link.back.connect(dialog.show_brought)
                dialog.show_present(self._link.others)
            self._open(dialog)

    def _open(self, dialog: DialogFrame) -> None:
        self.dialog = dialog
        dialog.open()

    def _ask_to_share(self, ws: Workspace) -> None:
        if ws.read_only:
            self.said.emit(Notice(str(ws.sharing.why_read_only), "locked"))
            return
        from ui.sharing.server.share_dialog import ShareDialog

        dialog = ShareDialog(ws.path.name, partial(_met, ws), partial(_put_there, ws), self._window)
        dialog.chosen.connect(self._share)
        dialog.invited.connect(self.choose_invitation)
        self._open(dialog)

    def _share(self, address: Address, password: str, remember: bool) -> None:
        ws, held = self._ws, self._files.held
        if ws is None or held is None:
            return
        try:
            ws.server.belong(address)
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return
        held.server.begin(password)
        self._remember(address, password, remember)
        self.said.emit(Notice(_("The file is shared through {server}.").format(server=address.shown), "done"))

    def _remember(self, address: Address, password: str, remember: bool) -> None:
        """Put a password into the keyring, which may have to be unlocked first; where there is none, that is said."""
        if not (remember and password):
            return
        from kpidesk.hub import passwords

        waiting = Patient(self._window, _("Team server"), _("Waiting for the keyring of this machine."), apart=True)
        try:
            kept = waiting.wait(lambda _stop: passwords.keep(address, password))
        except GivenUp:
            kept = False
        if not kept:
            words = _(
                "This machine has no keyring that takes the password. It is asked for each time the file is opened."
            )
            self.said.emit(Notice(words, "info"))

    # ---- joining -----------------------------------------------------------------------------------

    def choose_invitation(self) -> None:
        """Ask for an invitation, and join by it."""
        kinds = _("Invitations (*.kpidesk-invitation);;All files (*)")
        folder = beginning(None if self._ws is None else self._ws.path, self._memory)
        path, _kind = QFileDialog.getOpenFileName(self._window, _("Open an invitation"), folder, kinds)
        if path:
            self.open_invitation(path)

    def open_invitation(self, path: str) -> None:
        """Join by an invitation; one to the workspace that is open here shares this file."""
        from kpidesk.hub import extra, invitation

        try:
            found = invitation.read(Path(path))
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return
        missing = extra.missing()
        if missing is not None:
            from ui.sharing.server.missing_dialog import MissingDialog

            self._open(MissingDialog(missing.package, self._window))
        elif self._ws is not None and self._ws.sharing.identity == found.workspace:
            self._ask_to_share_by(self._ws, found)
        else:
            self._ask_to_join(found)

    def _ask_to_share_by(self, ws: Workspace, found: Invitation) -> None:
        from ui.sharing.server.share_dialog import ShareDialog

        self._ask_to_share(ws)
        if isinstance(self.dialog, ShareDialog):
            self.dialog.form.invite(found, self._home)

    @property
    def _home(self) -> Home:
        return self._files.home or Home.default()

    def _ask_to_join(self, found: Invitation | None) -> None:
        from ui.sharing.server import joining
        from ui.sharing.server.join_dialog import JoinDialog

        dialog = JoinDialog(joining.find, partial(joining.fetch, self._home), found, self._window)
        if found is not None:
            dialog.form.invite(found, self._home)
        dialog.joined.connect(self._on_joined)
        dialog.invited.connect(self.choose_invitation)
        self._open(dialog)

    def _on_joined(self, joined: Joined) -> None:
        if self._files.open(str(joined.path), passwords=joined.way.passwords):
            self._share(joined.way.address, joined.way.password, joined.remember)

    # ---- one file ----------------------------------------------------------------------------------

    def _invite(self, user: str) -> None:
        from ui.sharing.server.inviting import invite

        ws = self._ws
        if ws is not None and ws.server.address is not None:
            for notice in invite(ws, user, "" if self._link is None else self._link.password, self._window):
                self.said.emit(notice)

    def _again(self) -> None:
        if self._link is not None:
            self._link.again()

    def _take_password(self, typed: str) -> None:
        ws = self._ws
        if self._link is not None and ws is not None and ws.server.address is not None:
            self._link.begin(typed)
            self._remember(ws.server.address, typed, True)

    def _leave(self) -> None:
        ws = self._ws
        if self._link is None or ws is None or ws.server.address is None:
            return
        address = ws.server.address
        try:
            self._link.leave()
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return
        self._files.sharing.tell_served(())
        words = _("The file is no longer shared through {server}. Everything that has come from there is still in it.")
        self.said.emit(Notice(words.format(server=address.shown), "done"))
        waiting = Patient(self._window, _("Team server"), _("Waiting for the keyring of this machine."), apart=True)
        with contextlib.suppress(GivenUp):
            waiting.wait(lambda _stop: ws.server.forget_password(address))

    # ---- what is said ------------------------------------------------------------------------------

    def _watch(self) -> None:
        held, session = self._files.held, self._files.session
        if held is None or session is None:
            return
        self._link = held.server
        self._files.sharing.tell_served(held.server.others)
        held.server.back.connect(self._on_back)
        session.served.connect(self._tell)
        self._tell(session.ws.server.state)

    def tell_again(self) -> None:
        """The window has been made anew, perhaps in another language: say what still holds."""
        self._spoken.forget()
        if self._ws is not None:
            self._tell(self._ws.server.state)

    def _let_go(self) -> None:
        if self._link is not None:
            self._link.back.disconnect(self._on_back)
        self._link = None
        self._spoken.forget()

    def _on_back(self, told: Exchanged) -> None:
        if self._ws is not None:
            self._tell(self._ws.server.state)
            self._files.sharing.tell_served(told.others)
            if told.news.transactions:
                self._files.sharing.tell_news(told.news)

    def _tell(self, state: ServerState) -> None:
        self._spoken.say("state", self._trouble(state))
        if not (state.contested or state.unreadable):
            self._spoken.say("stuck", None)
            return
        from kpidesk.wording.team_server import stuck_words

        stuck = stuck_words(state)
        more = "\n\n".join(stuck[1:])
        self._spoken.say("stuck", Notice(stuck[0], "fork", more, _("Team server …"), self.choose))

    def _trouble(self, state: ServerState) -> Notice | None:
        """What passes by itself is said in the line at the bottom first, and in a notice when it has not passed."""
        if state.problem is None or self._ws is None or self._link is None:
            return None
        from kpidesk.hub.exchanged import HubRefused
        from kpidesk.hub.extra import ExtraMissing
        from kpidesk.wording.team_server import stand_words

        see, again = (_("Team server …"), self.choose), (_("Try again"), self._again)
        if isinstance(state.problem, HubRefused | ExtraMissing):
            first = (_("Enter the password …"), self.choose) if _wants_password(state) else see
            return Notice(str(state.problem), "locked", state.problem.details, *first, (again,))
        if self._link.failed < 2:
            return None
        words = stand_words(state, self._ws.now())
        return Notice(words, "fork", f"{state.problem}\n{state.problem.details}".strip(), *again, (see,))


def _wants_password(state: ServerState) -> bool:
    from kpidesk.hub.exchanged import HubRefused

    return isinstance(state.problem, HubRefused) and state.problem.password


def _met(ws: Workspace, address: Address, password: str) -> str:
    return " ".join(str(line) for line in ws.server.meet(address, password).lines)


def _put_there(ws: Workspace, address: Address, password: str) -> str:
    return " ".join(str(line) for line in ws.server.put_there(address, password).lines)
