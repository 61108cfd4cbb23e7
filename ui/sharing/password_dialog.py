"""Typing a password to open a file, and setting one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from kpidesk.domain.passphrase import is_weak
from kpidesk.text import _
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.reach import accessible
from ui.base.reach.announcing import announce, announce_when_still


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


class AskPassword(DialogFrame):
    """``given`` is what was typed. ``other`` is the way for somebody who can't type it, where there is one."""

    given = Signal(str)
    other = Signal()

    def __init__(self, title: str, sentence: str, other: str = "", parent: QWidget | None = None) -> None:
        super().__init__(_("Password"), parent)
        self.body.addWidget(page.heading(title, wrap=True))
        self.body.addWidget(page.text(sentence, "body2", wrap=True))
        self.field = _field(_("Password"))
        self.field.textChanged.connect(self._show_state)
        self.body.addWidget(self.field)
        self.way_out = self.add_button(other, self._leave, look="quiet", aside=True)
        self.way_out.setVisible(bool(other))
        self.cancel = self.add_cancel()
        self.open_button = self.add_button(_("Open"), self._give, primary=True)
        self._show_state()
        self.field.setFocus()

    def _show_state(self) -> None:
        self.open_button.setEnabled(bool(self.field.text()))

    def _give(self) -> None:
        typed = self.field.text()
        self.accept()
        self.given.emit(typed)

    def _leave(self) -> None:
        self.reject()
        self.other.emit()


class SetPassword(DialogFrame):
    """``chosen`` is the new password; an empty one takes it away. Both ask for the present one, where there is one.

    ``right`` tells whether what is typed is the present password; a file without one has none to ask for.
    """

    chosen = Signal(str)

    def __init__(self, name: str, right: Callable[[str], bool] | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Password"), parent)
        self._right = right
        box = self.body
        box.addWidget(page.heading(_("Password for “{name}”").format(name=name), wrap=True))
        box.addWidget(page.text(
            _("The file, its copy on this machine and the backups are encrypted. Whoever shares the file needs the "
              "password. Copies sent before, and backups on another disk, stay as they are."), "body2", wrap=True,
        ))  # fmt: skip
        box.addWidget(page.text(_("Nobody can open the file without the password, not even us."), "medium", wrap=True))
        self.now, self.first, self.again = (
            _field(words) for words in (_("Current password"), _("New password"), _("Once more"))
        )
        fields = ((_("Current password"), self.now), (_("New password"), self.first), (_("Once more"), self.again))
        for words, field in fields if right is not None else fields[1:]:
            box.addWidget(page.text(words, "caption"))
            box.addWidget(accessible.required(field))
            field.textChanged.connect(self._show_state)
        self.hint = page.text("", "risk", wrap=True)
        box.addWidget(self.hint)
        self._add_buttons(right is not None)
        self._show_state()
        (self.first if right is None else self.now).setFocus()

    def _add_buttons(self, has_one: bool) -> None:
        self.remove = self.add_button(_("Remove the password"), self._remove, look="quiet", aside=True)
        self.remove.setVisible(has_one)
        self.cancel = self.add_cancel()
        words = _("Change the password") if has_one else _("Set the password")
        self.do = self.add_button(words, self._choose, primary=True)

    def _show_state(self) -> None:
        first, again = self.first.text(), self.again.text()
        differ = bool(again) and not first.startswith(again)
        weak = bool(first) and is_weak(first)
        told = _("It is easy to guess: ten characters or more, or four words, are safer.") if weak else ""
        self.hint.setText(_("The two are not identical.") if differ else told)
        announce_when_still(self.hint.text())
        known = self._right is None or bool(self.now.text())
        self.do.setEnabled(known and bool(first) and first == again)
        self.remove.setEnabled(known)

    def _choose(self) -> None:
        self._take(self.first.text())

    def _remove(self) -> None:
        self._take("")

    def _take(self, new: str) -> None:
        if self._right is not None and not self._right(self.now.text()):
            self.hint.setText(_("The current password is not right. Nothing was changed."))
            announce(self.hint.text(), at_once=True)
            self.now.setFocus()
            self.now.selectAll()
            return
        self.accept()
        self.chosen.emit(new)


class Rewriting(DialogFrame):
    """What is being done while files are written anew; it can't be left halfway."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Password"), parent, spacing=10)
        box = self.body
        box.setContentsMargins(20, 18, 20, 20)
        box.addWidget(page.text(_("The file and its backups are rewritten. This takes a moment."), wrap=True))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        box.addWidget(bar)

    def reject(self) -> None:
        """Qt: Escape does nothing here."""
