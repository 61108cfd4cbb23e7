"""Out of the window and in again: a copy for a colleague, a reply sheet, and the sheet when it comes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from kpidesk.errors import UserError
from kpidesk.text import _, ngettext
from ui.base.folders import beginning
from ui.base.session import Notice
from ui.base.tasks import GivenUp, read_apart
from ui.base.waiting import Patient

if TYPE_CHECKING:  # spreadsheets are loaded when they are asked for, not with the window
    from ui.sharing.files import Files
    from ui.sharing.reply_dialog import ReplyDialog
    from ui.sharing.send_copy import SendDialog


class Sending(QObject):
    """Works on the open file of one window; ``said`` are notices."""

    said = Signal(object)

    def __init__(self, files: Files, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._window = files, window
        self._sent = Path()
        self.dialog: SendDialog | ReplyDialog | None = None

    def send(self) -> None:
        """Ask for whom, and write the copy."""
        from ui.sharing.send_copy import SendDialog

        if self._files.session is not None:
            self.dialog = SendDialog(self._files.session, self._window)
            self.dialog.sent.connect(self._on_sent)
            self.dialog.open()

    def _on_sent(self, path: Path, who: str, left_out: int) -> None:
        self._sent = path
        told = [_("“{name}” is saved.").format(name=path.name)]
        if left_out:
            words = ngettext("{n} sensitive KPI is left out.", "{n} sensitive KPIs are left out.", left_out)
            told.append(words.format(n=left_out))
        told.append(_("Attach it to an e-mail to {who}.").format(who=who) if who else _("Attach it to an e-mail."))
        self.said.emit(Notice(" ".join(told), "done", action=_("Show in folder"), callback=self._show_folder))

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._sent.parent)))

    # ---- a sheet that came back --------------------------------------------------------------------

    def choose_reply(self) -> None:
        """Ask which sheet to read."""
        if self._files.session is None:
            return
        kinds = _("Excel files (*.xlsx);;All files (*)")
        folder = beginning(self._files.session.ws.path)
        path, _kind = QFileDialog.getOpenFileName(self._window, _("Import a reply form"), folder, kinds)
        if path:
            self.read(path)

    def read(self, path: str) -> None:
        """Show what a sheet would change; one that can't be taken is refused with the lines at fault."""
        from kpidesk.exchange import reply_sheet
        from ui.sharing.reply_dialog import ReplyDialog

        session = self._files.session
        if session is None:
            return
        if session.ws.read_only:
            self.said.emit(Notice(str(session.ws.sharing.why_read_only), "error"))
            return
        words = _("Reading “{name}”.").format(name=Path(path).name)
        try:
            waiting = Patient(self._window, _("Import a reply form"), words)
            read = partial(reply_sheet.read, path=Path(path))
            reply = waiting.wait(lambda _stop: read_apart(session.ws, read))
        except GivenUp:
            return
        except UserError as error:
            self.said.emit(Notice(str(error), "error", error.details))
            return
        self.dialog = ReplyDialog(session, reply, self._window)
        self.dialog.open()
