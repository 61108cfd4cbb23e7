"""Where a team server is, as somebody types it: server, database, user, password, and the protection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from kpidesk.errors import BadInput, UserError
from kpidesk.hub import address as addresses
from kpidesk.hub.address import PORT, Address, Tls
from kpidesk.text import _, msg
from ui.base import page
from ui.base.folders import beginning
from ui.base.reach.accessible import required
from ui.parts.fields.tick import Tick
from ui.parts.still import StillCombo

if TYPE_CHECKING:
    from kpidesk.hub.invitation import Invitation
    from kpidesk.settings import Home

CHECKED = (Tls.VERIFY_FULL, Tls.VERIFY_CA)
SCHEMES = tuple(f"{each}://" for each in addresses.SCHEMES)


class AddressForm(QWidget):
    """``changed`` when something has been typed or chosen. A whole address that is pasted fills all fields."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = page.column(self, spacing=8)
        self.server, self.database, self.user, self.password = (QLineEdit() for _n in range(4))
        self.server.setPlaceholderText(_("db.company.com"))
        self.database.setPlaceholderText("kpidesk")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        for field in (self.server, self.database, self.user):
            required(field)
        column.addWidget(_named(_("Server"), self.server))
        column.addWidget(_named(_("Database"), self.database))
        column.addWidget(_named(_("User name"), self.user))
        column.addWidget(_named(_("Password"), self.password))
        self.remember = Tick(_("Remember it in this machine’s keyring"))
        self.remember.setChecked(True)
        column.addWidget(self.remember)
        self.tls = StillCombo()
        for way, words in ways().items():
            self.tls.addItem(words, way)
        column.addWidget(_named(_("Protection"), self.tls))
        column.addWidget(self._certificate())
        self.warning = page.text("", "risk", wrap=True)
        column.addWidget(self.warning)
        self._typed = 0
        self.server.textEdited.connect(self._on_server)
        self.server.editingFinished.connect(self._take_whole)
        for line in (self.server, self.database, self.user, self.password, self.certificate):
            line.textChanged.connect(self._show)
        self.tls.currentIndexChanged.connect(self._show)
        self._show()

    def _certificate(self) -> QWidget:
        """The certificate that the server is checked by, where it is not one that the system knows."""
        self.certificate = QLineEdit()
        self.certificate.setPlaceholderText(_("The certificates that this machine trusts"))
        self.choose = QPushButton(_("Choose …"))
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.certificate, 1)
        row.addWidget(self.choose)
        self._issuer = QWidget()
        column = page.column(self._issuer, spacing=4)
        label = page.text(_("Certificate of the issuer"), "caption")
        self.choose.setAccessibleName(f"{self.choose.text()}, {label.text()}")
        label.setBuddy(self.certificate)
        column.addWidget(label)
        column.addLayout(row)
        return self._issuer

    def show_address(self, address: Address, *, fixed: bool = False) -> None:
        """Fill in an address; ``fixed`` is one that an invitation gives, of which only the user can be another."""
        port = "" if address.port == PORT else f":{address.port}"
        host = f"[{address.host}]" if ":" in address.host else address.host
        for line, words in ((self.server, host + port), (self.database, address.database), (self.user, address.user)):
            line.setText(words)
            line.setCursorPosition(0)
        self.tls.setCurrentIndex(list(Tls).index(address.tls))
        self.certificate.setText(address.certificate)
        for widget in (self.server, self.database, self.certificate):
            widget.setReadOnly(fixed)
        self.choose.setVisible(not fixed)
        self.tls.setEnabled(not fixed)
        self._show()

    def invite(self, invitation: Invitation, home: Home) -> None:
        """Fill in what an invitation says; user and password are still to be typed. Raises ``StorageFault``."""
        self.show_address(invitation.address(invitation.user or "-", home), fixed=True)
        self.user.setText(invitation.user)
        self.first().setFocus()

    def address(self) -> Address:
        """What is typed; raises ``BadInput``."""
        host, port = _split(self.server.text().strip())
        tls = self.tls.currentData(Qt.ItemDataRole.UserRole)
        certificate = self.certificate.text().strip() if tls in CHECKED else ""
        address = Address(host, self.database.text().strip(), self.user.text().strip(), port, tls, certificate)
        if certificate and not Path(certificate).is_file():
            raise BadInput(msg("There is no certificate at that path. Nothing was changed."))
        return address

    def first(self) -> QWidget:
        """The field that is to be filled in next."""
        lines = (self.server, self.database, self.user, self.password)
        return next((line for line in lines if not line.text() and not line.isReadOnly()), self.password)

    @property
    def complete(self) -> bool:
        """Whether there is enough to try it."""
        return all(line.text().strip() for line in (self.server, self.database, self.user))

    def _on_server(self, words: str) -> None:
        """A whole address that is pasted is taken at once; whoever types one is not interrupted."""
        pasted = len(words) > self._typed + 1
        self._typed = len(words)
        if pasted:
            self._take_whole()

    def _take_whole(self) -> None:
        """Put a whole address into the fields; the password that it may hold goes where passwords go."""
        words = self.server.text()
        if words.strip().startswith(SCHEMES) and not self.server.isReadOnly():
            try:
                address, password = addresses.parse(words)
            except UserError:
                return
            self.show_address(address)
            self.password.setText(password or self.password.text())

    def _show(self) -> None:
        tls = self.tls.currentData(Qt.ItemDataRole.UserRole)
        self._issuer.setVisible(tls in CHECKED and bool(self.certificate.text() or not self.certificate.isReadOnly()))
        try:
            told = addresses.warning(Address(_split(self.server.text().strip())[0] or "-", "-", "-", tls=tls))
        except BadInput:
            told = None
        self.warning.setText(str(told or ""))
        self.warning.setVisible(told is not None)
        self.remember.setEnabled(bool(self.password.text()))
        self.changed.emit()

    def _choose(self) -> None:
        kinds = _("Certificates (*.crt *.pem *.cer);;All files (*)")
        path, _kind = QFileDialog.getOpenFileName(self, _("Certificate of the issuer"), beginning(), kinds)
        if path:
            self.certificate.setText(path)


def ways() -> dict[Tls, str]:
    """How a connection can be protected, the best first."""
    return {
        Tls.VERIFY_FULL: _("Encrypted, certificate and name checked (verify-full)"),
        Tls.VERIFY_CA: _("Encrypted, certificate checked (verify-ca)"),
        Tls.REQUIRE: _("Encrypted, nothing checked (require)"),
        Tls.PREFER: _("Encrypted if the server can (prefer)"),
        Tls.OFF: _("Not encrypted (disable)"),
    }


def _split(words: str) -> tuple[str, int]:
    """Server and port, ``db.firma.no:5433``, ``[::1]:5433``; raises ``BadInput`` for a port that is no number."""
    host, colon, port = words.rpartition(":")
    if words.startswith("/") or not colon or (":" in host and not host.startswith("[")) or words.endswith("]"):
        return words.removeprefix("[").removesuffix("]"), PORT
    try:
        return host.removeprefix("[").removesuffix("]"), int(port)
    except ValueError as error:
        raise BadInput(msg("A port is a number from 1 to 65535. Nothing was changed.")) from error


def _named(name: str, field: QWidget) -> QWidget:
    box = QWidget()
    column = page.column(box, spacing=4)
    label = page.text(name, "caption")
    label.setBuddy(field)
    field.setAccessibleName(name)
    column.addWidget(label)
    column.addWidget(field)
    return box
