"""What is done with the open file as a whole: another name, the trash, its numbers cleared, all begun anew."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QFile, QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kpidesk import format as fmt
from kpidesk.commands.whole import anew
from kpidesk.disk import WORKSPACE
from kpidesk.errors import UserError
from kpidesk.file_names import can_be_called, fits
from kpidesk.text import _, ngettext
from kpidesk.workspace import opening
from ui.base.dialog_frame import DialogFrame
from ui.base.page import heading, text
from ui.base.reach import accessible
from ui.base.session import Notice
from ui.base.waiting import Patient, whole_or_not
from ui.parts.typing_dialog import Form

if TYPE_CHECKING:
    from kpidesk.workspace import Renaming
    from ui.base.memory import Memory
    from ui.sharing.files import Files

log = logging.getLogger(__name__)


class FileCare(QObject):
    """``said`` is a notice; ``over`` tells that all of it begins anew."""

    said = Signal(object)
    over = Signal()

    def __init__(self, files: Files, memory: Memory, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._memory, self._window = files, memory, window
        self.dialog: DialogFrame | None = None

    def _open(self, dialog: DialogFrame) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog = dialog
        dialog.open()

    # ---- the file by its name ----------------------------------------------------------------------

    def ask_name(self) -> None:
        """Ask what the file is to be called."""
        if self._files.session is not None:
            ws = self._files.session.ws
            dialog = RenameFile(ws.path, self._window, shared=bool(ws.sharing.others()))
            dialog.named.connect(self.rename)
            self._open(dialog)

    def rename(self, target: Path) -> None:
        """Give the file another name where it lies, and go on working in it."""
        session, passwords = self._files.session, self._files.passwords
        if session is None:
            return
        others = self._files.gather()
        if others is None:
            return
        path = session.ws.path
        way = opening.renaming(path, target, identity=session.ws.sharing.identity, home=self._files.home)
        problem = _renamed(way, whole=self._files.close())
        if not problem:
            self._memory.forget_recent(str(path), str(target))
        if not self._files.open(str(path if problem else target), passwords=passwords):
            self._files.gone.emit()
        self._files.bring(others)
        if problem:
            self.said.emit(Notice(problem, "error"))

    def ask_delete(self) -> None:
        """Ask whether the file is to go."""
        session = self._files.session
        if session is None:
            return
        name = session.ws.path.name
        dialog = Sure(_("Delete the file"), _("Move “{name}” to the trash?").format(name=name), self._window)
        dialog.tell(_("You can restore it from there. The backups on this machine stay."))
        if session.ws.sharing.others():
            dialog.tell(_("Others have the file open. They keep what they have, and their next change recreates it."))
        dialog.offer(_("Move to the trash"), self.delete)
        self._open(dialog)

    def delete(self) -> None:
        """Put the file into the trash; where that can't be done it stays, and that is said."""
        session, passwords = self._files.session, self._files.passwords
        if session is None:
            return
        others = self._files.gather()
        if others is None:
            return
        path = session.ws.path
        self._files.close()
        if not _to_trash(path):
            log.info("Not moved to the trash: %s", path)
            if not self._files.open(str(path), passwords=passwords):
                self._files.gone.emit()
            self._files.bring(others)
            words = _(
                "“{name}” could not be moved to the trash. Nothing was deleted. You can delete it among your files."
            ).format(name=path.name)
            self.said.emit(Notice(words, "error"))
            return
        self._memory.forget_recent(str(path))
        self._files.gone.emit()
        self._files.bring(others)
        self.said.emit(Notice(_("“{name}” is in the trash.").format(name=path.name), "done"))

    # ---- what is in it -----------------------------------------------------------------------------

    def ask_clear(self) -> None:
        """Ask whether the numbers are to go."""
        held = self._held()
        if held is None:
            return
        if not held.numbers:
            self.said.emit(Notice(_("There are no numbers to clear.")))
            return
        question = ngettext("Clear {n} number?", "Clear all {n} numbers?", held.numbers)
        dialog = Sure(_("Clear numbers"), question.format(n=fmt.number(held.numbers)), self._window)
        dialog.tell(_("KPIs, targets, goals and check-ins stay. A backup is made first, and all of it can be undone."))
        dialog.offer(_("Clear the numbers"), self.clear)
        self._open(dialog)

    def clear(self) -> None:
        """Make every number blank."""
        self._do(anew.clear_numbers, _("Clear numbers"), _("All numbers are cleared."))

    def ask_start_over(self) -> None:
        """Ask whether all is to be begun anew."""
        held = self._held()
        if held is None:
            return
        dialog = Sure(_("Start over"), _("Start over with an empty file?"), self._window)
        dialog.tell(_holding_words(held))
        dialog.tell(_("The company, its people and departments stay. A backup is made first, and it can be undone."))
        dialog.offer(_("Start over"), self.start_over)
        self._open(dialog)

    def start_over(self) -> None:
        """Take away all but the company and its people."""
        if self._do(anew.start_over, _("Start over"), _("The file is empty. Everything can be brought back.")):
            self.over.emit()

    def _held(self) -> anew.Holding | None:
        return None if self._files.session is None else anew.holding(self._files.session.ws)

    def _do(self, command: Callable[..., object], title: str, done: str) -> bool:
        """Tell whether it was done, neither refused nor given up."""
        session = self._files.session
        if session is None:
            return False
        waiting = Patient(self._window, title, _("Making a backup first."), reassurance=whole_or_not())
        return session.perform_beside(waiting.wait, command, said=done) is not None


def _holding_words(held: anew.Holding) -> str:
    counted = (
        (held.kpis, ngettext("{n} KPI", "{n} KPIs", held.kpis)),
        (held.objectives, ngettext("{n} objective", "{n} objectives", held.objectives)),
        (held.numbers, ngettext("{n} number", "{n} numbers", held.numbers)),
    )
    listed = fmt.listed([words.format(n=fmt.number(n)) for n, words in counted if n], len(counted))
    if not listed:
        return _("There isn’t much in it yet.")
    # Translators: “12 numbers and 3 goals”
    return _("{what} are removed from the file.").format(what=fmt.capital(listed))


def _renamed(way: Renaming, *, whole: bool) -> str:
    """Give a file another name; why it was not done, or nothing.

    What is stored but not shared yet lies in the working copy: a file that is not ``whole`` is renamed only with that.
    """
    path, target = way.path, way.target
    try:
        if os.path.lexists(target) and not _is_other_spelling(path, target):
            return _("There is already a file named “{name}”. Nothing was changed.").format(name=target.name)
        if not whole and not way.takes_along:
            words = _(
                "What was saved last could not be written to “{name}” yet, so it keeps its name. Try again later."
            )
            return words.format(name=path.name)
        way.do()
    except UserError as error:
        return str(error)
    except OSError as error:
        log.info("Not renamed: %s", error)
        return _("“{name}” could not be renamed. It keeps its name.").format(name=path.name)
    return ""


def _to_trash(path: Path) -> bool:
    """Put a file into the trash; the folder that the system has it in is made first, as Qt makes only the trash."""
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    QDir().mkpath(data)
    return bool(QFile.moveToTrash(str(path)))


def _is_other_spelling(path: Path, target: Path) -> bool:
    """Tell whether two names are one file, as “Bakeri” and “bakeri” are where letters are not told apart."""
    return path.name.casefold() == target.name.casefold() and path.samefile(target)


class RenameFile(Form):
    """``named`` tells the file’s new place."""

    named = Signal(Path)

    def __init__(self, path: Path, parent: QWidget, *, shared: bool = False) -> None:
        super().__init__(_("Rename the file"), parent)
        self._path = path
        label = text(_("Name"), "label")
        self.name = QLineEdit(path.stem)
        self.name.setAccessibleName(_("Name"))
        accessible.required(self.name)
        self.name.selectAll()
        self.body.addWidget(label)
        self.body.addWidget(self.name)
        self.body.addWidget(
            text(_("It stays in the folder “{name}”.").format(name=path.parent.name), "small", wrap=True)
        )
        if shared:
            words = _("Others have the file open. Tell them the new name: under the old one, the file is recreated.")
            self.body.addWidget(text(words, "small", wrap=True))
        self.add_cancel()
        self.add_button(_("Rename"), self._take, primary=True)
        self.name.setFocus()

    def _take(self) -> None:
        stem = self.name.text().strip().removesuffix(WORKSPACE).strip(" .")
        if not fits(stem):
            self.refuse(_("The name is too long for a file. Make it shorter."))
            return
        if not can_be_called(stem):
            self.refuse(_("A name needs letters or digits, and none of {marks}").format(marks='< > : " / \\ | ? *'))
            return
        target = self._path.with_name(f"{stem}{self._path.suffix}")
        self.accept()
        if target != self._path:
            self.named.emit(target)


class Sure(DialogFrame):
    """Asks before something that takes much away; Enter means no."""

    def __init__(self, title: str, question: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.body.addWidget(heading(question, wrap=True))

    def tell(self, words: str) -> None:
        """One more sentence about what happens."""
        self.body.addWidget(text(words, "body2", wrap=True))

    def offer(self, words: str, done: Callable[[], object]) -> None:
        """The button that does it."""
        button = self.add_button(words, partial(self._do, done), look="destructive", aside=True)
        button.setObjectName("do")
        self.add_cancel().setDefault(True)

    def _do(self, done: Callable[[], object]) -> None:
        self.accept()
        done()
