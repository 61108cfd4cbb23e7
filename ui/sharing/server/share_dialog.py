"""Sharing the open file by a team server: where it is, whether it answers, and off it goes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from kpidesk.errors import UserError
from kpidesk.text import _
from ui.base import page
from ui.base.reach.announcing import announce
from ui.base.tasks import GivenUp, Job
from ui.base.waiting import Patient
from ui.parts.typing_dialog import Form
from ui.sharing.server.address_form import AddressForm

if TYPE_CHECKING:
    from kpidesk.hub.address import Address

WIDTH = 520
Ask = Callable[["Address", str], str]
"""Speaks to a server with a password and gives a sentence about what was found; raises ``UserError``."""


class ServerForm(Form):
    """What the dialogs have in common that ask for a server: its fields, a test, and a sentence about what is found.

    ``meet`` goes to the server in another thread, ``do`` does what the dialog is for and the button ``does`` says.
    ``invited`` wants an invitation to be chosen.
    """

    invited = Signal()

    def __init__(self, title: str, sentence: str, does: str, meet: Ask, parent: QWidget | None = None) -> None:
        super().__init__(_("Team server"), parent, wide=WIDTH, spacing=10)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._meet = meet
        self.body.addWidget(page.heading(title, wrap=True))
        self.body.addWidget(page.text(sentence, "body2", wrap=True))
        self.form = AddressForm()
        self.body.addWidget(self.form)
        self.found = page.text("", "medium", wrap=True)
        self.found.hide()
        self.body.addWidget(self.found)
        self.invitation = self.add_button(_("Open an invitation …"), self._ask_for_invitation, look="quiet", aside=True)
        self.add_cancel()
        self.test = self.add_button(_("Test"), self.try_it)
        self.go = self.add_button(does, self.do, primary=True)
        self.form.changed.connect(self._on_changed)
        self._show_state()
        self.form.first().setFocus()

    def do(self) -> None:
        """Do what the dialog is for."""
        raise NotImplementedError

    def _ask_for_invitation(self) -> None:
        self.reject()
        self.invited.emit()

    def _on_changed(self) -> None:
        self.found.hide()
        self.refuse("")
        self._show_state()

    def _show_state(self) -> None:
        for button in (self.test, self.go):
            button.setEnabled(self.form.complete)

    def try_it(self) -> bool:
        """Go to the server, and say what is found there."""
        try:
            address, password = self.form.address(), self.form.password.text()
            words = self.waiting(_("Connecting to the team server …"), lambda _stop: self._meet(address, password))
        except GivenUp:
            return False
        except UserError as error:
            self.tell_refused(error)
            return False
        self.tell_found(str(words))
        return True

    def tell_found(self, words: str) -> None:
        """Say what was found at a server."""
        self.refuse("")
        self.found.setText(words)
        self.found.show()
        announce(words)

    def waiting(self, words: str, job: Job) -> Any:
        """Do something in another thread, in front of this dialog; a server that hangs is not waited for."""
        return Patient(self, self.windowTitle(), words, apart=True).wait(job)

    def tell_refused(self, error: UserError) -> None:
        """Say what a server, or a field, refuses; what it says itself is told to the pointer."""
        self.found.hide()
        self.refuse(str(error))
        self.problem.setToolTip(error.details)


class ShareDialog(ServerForm):
    """``chosen`` is the address, the password, and whether that is to be remembered, once the server has taken it.

    ``take`` puts the file there, or finds that it is there already.
    """

    chosen = Signal(object, str, bool)

    def __init__(self, name: str, meet: Ask, take: Ask, parent: QWidget | None = None) -> None:
        title = _("Share “{name}” through a team server").format(name=name)
        sentence = _(
            "For those who have outgrown a shared folder. The file stays where it is; what is changed here goes to a "
            "PostgreSQL server of your own, and what the others change comes back."
        )
        super().__init__(title, sentence, _("Share"), meet, parent)
        self._take = take

    def do(self) -> None:
        """Put the file on the server; what is refused is said here, and what was typed stays."""
        try:
            address, password = self.form.address(), self.form.password.text()
            self.waiting(_("Sharing the file through the team server …"), lambda _stop: self._take(address, password))
        except GivenUp:
            return
        except UserError as error:
            self.tell_refused(error)
            return
        remember = self.form.remember.isChecked() and bool(password)
        self.accept()
        self.chosen.emit(address, password, remember)
