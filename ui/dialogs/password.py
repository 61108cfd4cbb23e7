"""Typing a password to open a file, and setting one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kpidesk.domain.passphrase import is_weak
from kpidesk.text import _
from ui import page
from ui.scale import px

WIDE = 460


def _field(name: str) -> QLineEdit:
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setAccessibleName(name)
    return field


class AskPassword(QDialog):
    """``given`` is what was typed. ``other`` is the way for somebody who can't type it, where there is one."""

    given = Signal(str)
    other = Signal()

    def __init__(self, title: str, sentence: str, other: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Password"))
        self.setFixedWidth(px(WIDE))
        box = page.column(self, spacing=8)
        box.setContentsMargins(20, 18, 20, 16)
        box.addWidget(page.text(title, "title", wrap=True))
        box.addWidget(page.text(sentence, "body2", wrap=True))
        self.field = _field(_("Password"))
        self.field.textChanged.connect(self._show_state)
        box.addWidget(self.field)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        self.way_out = QPushButton(other)
        self.way_out.setProperty("quiet", True)
        self.way_out.setAutoDefault(False)
        if not other:
            self.way_out.hide()
        self.way_out.clicked.connect(self._leave)
        self.cancel, self.open_button = QPushButton(_("Cancel")), QPushButton(_("Open"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.open_button.setProperty("primary", True)
        self.open_button.setDefault(True)
        self.open_button.clicked.connect(self._give)
        row.addWidget(self.way_out)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.open_button)
        box.addLayout(row)
        self._show_state()
        page.fit_height(self)
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


class SetPassword(QDialog):
    """``chosen`` is the new password; an empty one takes it away. Both ask for the present one, where there is one.

    ``right`` tells whether what is typed is the present password; a file without one has none to ask for.
    """

    chosen = Signal(str)

    def __init__(self, name: str, right: Callable[[str], bool] | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._right = right
        self.setWindowTitle(_("Password"))
        self.setFixedWidth(px(WIDE))
        box = page.column(self, spacing=8)
        box.setContentsMargins(20, 18, 20, 16)
        box.addWidget(page.text(_("Password for “{name}”").format(name=name), "title", wrap=True))
        box.addWidget(page.text(
            _("The file, its copy on this machine and the backups are encrypted. Whoever shares the file needs the "
              "password. Copies sent before, and backups on another disk, stay as they are."), "body2", wrap=True,
        ))  # fmt: skip
        box.addWidget(page.text(_("Nobody can open the file without the password, not even we."), "medium", wrap=True))
        self.now, self.first, self.again = (
            _field(words) for words in (_("Present password"), _("New password"), _("Once more"))
        )
        fields = ((_("Present password"), self.now), (_("New password"), self.first), (_("Once more"), self.again))
        for words, field in fields if right is not None else fields[1:]:
            box.addWidget(page.text(words, "caption"))
            box.addWidget(field)
            field.textChanged.connect(self._show_state)
        self.hint = page.text("", "risk")
        box.addWidget(self.hint)
        box.addLayout(self._buttons(right is not None))
        self._show_state()
        page.fit_height(self)
        (self.first if right is None else self.now).setFocus()

    def _buttons(self, has_one: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        self.remove = QPushButton(_("Remove the password"))
        self.remove.setProperty("quiet", True)
        self.remove.setAutoDefault(False)
        if not has_one:
            self.remove.hide()
        self.remove.clicked.connect(self._remove)
        self.cancel = QPushButton(_("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self.do = QPushButton(_("Change the password") if has_one else _("Set the password"))
        self.do.setProperty("primary", True)
        self.do.setDefault(True)
        self.do.clicked.connect(self._choose)
        row.addWidget(self.remove)
        row.addStretch()
        row.addWidget(self.cancel)
        row.addWidget(self.do)
        return row

    def _show_state(self) -> None:
        first, again = self.first.text(), self.again.text()
        differ = bool(again) and not first.startswith(again)
        weak = bool(first) and is_weak(first)
        told = _("It is easy to guess: ten characters or more, or four words, are safer.") if weak else ""
        self.hint.setText(_("The two are not the same.") if differ else told)
        known = self._right is None or bool(self.now.text())
        self.do.setEnabled(known and bool(first) and first == again)
        self.remove.setEnabled(known)

    def _choose(self) -> None:
        self._take(self.first.text())

    def _remove(self) -> None:
        self._take("")

    def _take(self, new: str) -> None:
        if self._right is not None and not self._right(self.now.text()):
            self.hint.setText(_("The present password is another one. Nothing was changed."))
            self.now.setFocus()
            self.now.selectAll()
            return
        self.accept()
        self.chosen.emit(new)


class Rewriting(QDialog):
    """What is being done while files are written anew; it can't be left halfway."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Password"))
        self.setFixedWidth(px(WIDE))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 20)
        box.setSpacing(10)
        box.addWidget(page.text(_("The file and its backups are written anew. This takes a moment."), wrap=True))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        box.addWidget(bar)

    def reject(self) -> None:
        """Qt: Escape does nothing here."""
