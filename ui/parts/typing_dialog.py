"""What the dialogs have in common that somebody types in: what Enter and Esc mean there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPlainTextEdit, QPushButton, QTextEdit, QWidget

from kpidesk.text import _
from ui.base.dialog_frame import DialogFrame
from ui.base.reach.accessible import REQUIRED
from ui.base.reach.order import read_as_it_stands
from ui.parts.form import mark_refused


class Form(DialogFrame):
    """Enter in a field means the button that is marked, never another; Esc asks before it throws away what is typed.

    "Cancel" says clearly enough what it does, and does it.
    """

    _opened_with: dict[QWidget, str] | None = None
    question: QMessageBox | None = None

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: remember what stood in the fields, and let Enter mean one button."""
        if self._opened_with is None:
            self._remember()
            self._settle_enter()
            QTimer.singleShot(0, self, self._remember)  # once fields that were replaced while it was filled have gone
        super().showEvent(event)

    def _remember(self) -> None:
        self._opened_with = self._typed()

    def take_in(self, part: QWidget) -> None:
        """Fields that come after the others, as if they had been there from the beginning."""
        _pass_by(part)
        read_as_it_stands(part)
        if self._opened_with is not None:
            inside = {field: words for field, words in self._typed().items() if part.isAncestorOf(field)}
            self._opened_with |= inside

    def _settle_enter(self) -> None:
        """A button takes itself for the one that Enter means where it stands first and nothing else is said."""
        marked = next((each for each in self.findChildren(QPushButton) if each.property("primary")), None)
        _pass_by(self)
        if marked is not None:
            marked.setDefault(False)  # it was marked before it stood in the dialog, which has not heard of it
            marked.setDefault(True)

    def refuse(self, problem: str) -> None:
        """Say why nothing is done, and frame what must be filled in and is empty; the keyboard goes to the first."""
        super().refuse(problem)
        empty = [each for each in self._required() if not each.text().strip()] if problem else []
        for each in empty:
            mark_refused(each, problem)
            each.textEdited.connect(self._take_back, Qt.ConnectionType.SingleShotConnection)
        if empty:
            empty[0].setFocus()

    def _take_back(self) -> None:
        for each in self._required():
            mark_refused(each, "")

    def _required(self) -> list[QLineEdit]:
        return [each for each in self.findChildren(QLineEdit) if each.property(REQUIRED) and each.isVisible()]

    def _typed(self) -> dict[QWidget, str]:
        """What stands in every field that can be typed in."""
        areas: list[QPlainTextEdit | QTextEdit] = [*self.findChildren(QPlainTextEdit), *self.findChildren(QTextEdit)]
        found: dict[QWidget, str] = {
            each: each.text() for each in self.findChildren(QLineEdit) if not each.isReadOnly()
        }
        return found | {each: each.toPlainText() for each in areas if not each.isReadOnly()}

    @property
    def holds_typed(self) -> bool:
        """Whether there is something typed that closing would lose."""
        return self._opened_with is not None and self._typed() != self._opened_with

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes, or asks first."""
        if event.key() == Qt.Key.Key_Escape and self.holds_typed:
            self._ask()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: as Esc."""
        if self.isVisible() and self.holds_typed:
            event.ignore()
            self._ask()
            return
        super().closeEvent(event)

    def _ask(self) -> None:
        box = self.question = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(_("Discard what you have typed?"))
        stay = box.addButton(_("Keep typing"), QMessageBox.ButtonRole.RejectRole)
        throw = box.addButton(_("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        throw.clicked.connect(self.reject)
        box.open()


def _pass_by(part: QWidget) -> None:
    """Enter means none of the buttons by itself."""
    for each in part.findChildren(QPushButton):
        each.setAutoDefault(False)
