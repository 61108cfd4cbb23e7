"""An invitation for a colleague: the file, and the colleague let into what is on the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk import disk
from kpidesk.errors import UserError
from kpidesk.file_names import called_after
from kpidesk.hub import invitation, passwords
from kpidesk.hub.address import Address
from kpidesk.text import _
from kpidesk.workspace import Workspace
from ui.base.folders import beginning
from ui.base.session import Notice
from ui.base.tasks import GivenUp
from ui.base.waiting import Patient


def invite(ws: Workspace, user: str, password: str, window: QWidget) -> Iterator[Notice]:
    """Ask where the invitation is to be saved, and let a user of the server in, if one is named; what is to be said."""
    address = ws.server.address
    try:
        path = _asked(ws, window)
        if address is None or path is None:
            return
        invitation.write(invitation.of(address, ws.sharing.identity, ws.company.name, user), path)
    except UserError as error:
        yield Notice(str(error), "error", error.details)
        return
    yield Notice(_("“{name}” is saved. Send it to your colleague.").format(name=path.name), "done")
    if user:
        yield from _admit(ws, address, password, user, window)


def _asked(ws: Workspace, window: QWidget) -> Path | None:
    name = f"{called_after(ws.company.name) or ws.path.stem}{invitation.ENDING}"
    kinds = _("Invitations (*.kpidesk-invitation)")
    place = str(Path(beginning(ws.path)) / name)
    chosen, _kind = QFileDialog.getSaveFileName(window, _("Save an invitation"), place, kinds)
    if not chosen:
        return None
    return disk.ended(chosen, (invitation.ENDING,), invitation.ENDING)


def _admit(ws: Workspace, address: Address, password: str, user: str, window: QWidget) -> Iterator[Notice]:
    """Let the colleague take part; who may not do that is told who may."""
    words = _("Letting “{user}” take part in the file.").format(user=user)
    waiting = Patient(window, _("Team server"), words, apart=True)
    try:
        waiting.wait(lambda _stop: ws.server.admit(address, password or passwords.kept(address), user))
    except GivenUp:
        return
    except UserError as error:
        told = _("“{user}” is not let into the file yet. Whoever runs the server can do that.").format(user=user)
        yield Notice(told, "error", f"{error}\n{error.details}".strip())
