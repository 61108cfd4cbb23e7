"""How the open file stands against its team server, and what can be done there: invite somebody, try again, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from kpidesk.hub.exchanged import HubRefused
from kpidesk.text import _
from kpidesk.wording.sharing import present_words
from kpidesk.wording.team_server import stand_words, stuck_words
from kpidesk.workspace import ServerState
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.session import Session
from ui.parts.form import Section, set_look

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.exchanged import Exchanged
    from kpidesk.workspace import Present

WIDTH = 520


class StandingDialog(DialogFrame):
    """``again`` wants a trip now, ``typed`` is another password, ``left`` wants to belong to the server no more.

    ``invite`` wants an invitation for a colleague of that user name, or of none.
    """

    again = Signal()
    typed = Signal(str)
    invite = Signal(str)
    left = Signal()

    def __init__(self, session: Session, address: Address, parent: QWidget | None = None) -> None:
        super().__init__(_("Team server"), parent, wide=WIDTH, spacing=10)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        box = self.body
        box.addWidget(page.heading(_("Shared through {server}").format(server=address.shown), wrap=True))
        who = _("As the user “{user}”. The file on this machine holds everything, also without the server.")
        box.addWidget(page.text(who.format(user=address.user), "body2", wrap=True))
        self.state = page.text("", "medium", wrap=True)
        self.problem_words, self.stuck = page.text("", "small", wrap=True), page.text("", "small", wrap=True)
        self.present = page.text("", "body2", wrap=True)
        self.present.hide()
        for label in (self.state, self.present, self.problem_words, self.stuck):
            box.addWidget(label)
        box.addWidget(self._password_row())
        self._add_invitation()
        self.leave = self.add_button(_("Stop sharing here"), self._leave, look="quiet", aside=True)
        self.now = self.add_button(_("Share now"), self.again.emit)
        self.close_button = self.add_button(_("Close"), self.accept, primary=True)
        session.served.connect(self.show_state)
        self.show_state(session.ws.server.state)
        (self.close_button if self._asking.isHidden() else self.password).setFocus()

    def _password_row(self) -> QWidget:
        """Shown where the server wants another password than it was given."""
        self.password, self.enter = QLineEdit(), QPushButton(_("Use it"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._type)
        self.enter.clicked.connect(self._type)
        self._asking = _row(_("Password on the server"), self.password, self.enter)
        return self._asking

    def _add_invitation(self) -> None:
        self.body.addWidget(Section(_("Invite a colleague")))
        words = _(
            "An invitation is a small file without secrets. Whoever runs the server makes a user with a password for "
            "the colleague first."
        )
        self.body.addWidget(page.text(words, "body2", wrap=True))
        self.user, self.save = QLineEdit(), QPushButton(_("Save an invitation …"))
        self.save.clicked.connect(self._invite)
        self.body.addWidget(_row(_("Colleague’s user name on the server (can be empty)"), self.user, self.save))

    def show_state(self, state: ServerState) -> None:
        """When all was last shared, or why it is not."""
        self.state.setText(stand_words(state, self._session.ws.now()))
        set_look(self.state, "look", "medium" if state.problem is None else "risk")
        problem = "" if state.problem is None else "\n".join(filter(None, (str(state.problem), state.problem.details)))
        for label, words in ((self.problem_words, problem), (self.stuck, "\n\n".join(stuck_words(state)))):
            label.setText(words)
            label.setVisible(bool(words))
        self._asking.setVisible(isinstance(state.problem, HubRefused) and state.problem.password)

    def show_brought(self, told: Exchanged) -> None:
        """A trip is back."""
        self.show_present(told.others)

    def show_present(self, others: tuple[Present, ...]) -> None:
        """Who else has the file open, as far as the server tells news."""
        self.present.setText(present_words(others, self._session.ws.now()) if others else "")
        self.present.setVisible(bool(others))

    def _type(self) -> None:
        if self.password.text():
            typed = self.password.text()
            self.password.clear()
            self.typed.emit(typed)

    def _invite(self) -> None:
        self.invite.emit(self.user.text().strip())

    def _leave(self) -> None:
        self.accept()
        self.left.emit()


def _row(name: str, field: QLineEdit, button: QPushButton) -> QWidget:
    box = QWidget()
    column = page.column(box, spacing=4)
    label = page.text(name, "caption", wrap=True)
    label.setBuddy(field)
    field.setAccessibleName(name)
    button.setAutoDefault(False)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(field, 1)
    row.addWidget(button)
    column.addWidget(label)
    column.addLayout(row)
    return box
