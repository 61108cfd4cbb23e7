"""Sending the file: a copy of its own for a colleague, or a sheet in Excel for one without the program."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from kpidesk import disk
from kpidesk import text as language
from kpidesk.commands import people
from kpidesk.domain.entities import Uid
from kpidesk.errors import UserError
from kpidesk.exchange import reply_sheet, send
from kpidesk.text import _, ngettext
from kpidesk.workspace import Workspace
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.session import Session
from ui.base.tasks import GivenUp, Stop
from ui.base.waiting import Patient
from ui.parts.elided import ElidedLabel
from ui.parts.fields.tick import Tick
from ui.parts.segmented import Segmented
from ui.parts.still import StillCombo
from ui.sharing.people_choice import receivers
from ui.sharing.sheet_choice import SheetChoice

WIDTH = 520
FOLDER, RECEIVER = "send/folder", "send/receiver"
COPY, SHEET = "copy", "sheet"


class SendDialog(DialogFrame):
    """``sent`` is the file, for whom it is, and how many sensitive KPIs it leaves out."""

    sent = Signal(object, str, int)

    def __init__(self, session: Session, parent: QWidget | None = None, way: str = COPY) -> None:
        super().__init__(_("Send a copy"), parent, wide=WIDTH, spacing=10)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self.folder = first_folder(session)
        box = self.body
        box.addWidget(page.heading(_("Send a copy to a colleague")))
        self.ways = Segmented([(_("The file"), COPY), (_("A form in Excel"), SHEET)], way, _("What is sent"))
        box.addWidget(self.ways, 0, Qt.AlignmentFlag.AlignLeft)
        self.receiver = self._receivers()
        box.addWidget(_named(_("To"), self.receiver))
        self.pages = QStackedWidget()
        self.sheet = SheetChoice(session)
        self.pages.addWidget(self._copy_choices())
        self.pages.addWidget(self.sheet)
        box.addWidget(self.pages)
        box.addWidget(self._place())
        self.hint = page.text("", "small", wrap=True)
        box.addWidget(self.hint)
        self.add_cancel()
        self.save = self.add_button("", self.store, primary=True)
        self.ways.chosen.connect(self._show_way)
        self.receiver.editTextChanged.connect(self._show_receiver)
        self.sheet.changed.connect(self._show_state)
        self._show_receiver()
        self._show_way()

    # ---- building ----------------------------------------------------------------------------------

    def _receivers(self) -> QComboBox:
        combo = StillCombo()
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.setAccessibleName(_("To"))
        combo.addItems(receivers(self._session.ws))
        combo.setEditText(self._session.memory.text(f"{RECEIVER}/{self._session.ws.sharing.identity}"))
        line = combo.lineEdit()
        assert line is not None
        line.setPlaceholderText(_("Receiver’s name"))
        return combo

    def _copy_choices(self) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=6)
        hidden = send.sensitive(self._session.ws)
        words = ngettext("Without the {n} sensitive KPI", "Without the {n} sensitive KPIs", len(hidden))
        self.without = Tick(words.format(n=len(hidden)))
        column.addWidget(self.without)
        named = ElidedLabel(", ".join(kpi.short_name or kpi.name for kpi in hidden), "small")
        named.setContentsMargins(26, 0, 0, 0)
        column.addWidget(named)
        for widget in (self.without, named):
            widget.setVisible(bool(hidden))
        self.read_only = Tick(_("For reading only"))
        column.addWidget(self.read_only)
        column.addStretch()
        return box

    def _place(self) -> QWidget:
        box = QFrame()
        box.setProperty("look", "outlined")
        column = page.column(box, spacing=0)
        column.setContentsMargins(12, 8, 4, 4)
        self.name = ElidedLabel("", "medium")
        column.addWidget(self.name)
        row = QHBoxLayout()
        self.where = ElidedLabel("", "small")
        row.addWidget(self.where, 1)
        self.choose = QPushButton(_("Other folder …"))
        self.choose.setProperty("link", True)
        self.choose.setAutoDefault(False)
        self.choose.clicked.connect(self._choose_folder)
        row.addWidget(self.choose)
        column.addLayout(row)
        return box

    # ---- what it shows -----------------------------------------------------------------------------

    def _show_way(self, _way: str = "") -> None:
        sheet = self.ways.value() == SHEET
        self.pages.setCurrentIndex(int(sheet))
        current = self.pages.currentWidget()
        assert current is not None
        self.pages.setFixedHeight(current.sizeHint().height())
        self.save.setText(_("Save the form") if sheet else _("Save the copy"))
        self._show_state()

    def _hint(self, sheet: bool) -> str:
        """What becomes of the file now."""
        if sheet:
            return _("For a colleague without KPI Desk. When the form comes back, drop it on the window.")
        words = _("Attach it to an e-mail, or put it on a USB stick. You merge the receiver’s changes afterwards.")
        if self._session.ws.lock.is_set:
            return words + " " + _("The receiver must have the password of the file to open it.")
        return words

    def _show_receiver(self, _words: str = "") -> None:
        self.sheet.show_owner(people.known_as(self._session.ws, self._who()))
        self._show_state()

    def _show_state(self) -> None:
        """Name and place of the file, and whether it can be made."""
        sheet = self.ways.value() == SHEET
        name = send.sheet_name if sheet else send.copy_name
        self.name.show_words(disk.free_path(self.folder, name(self._session.ws, self._who())).name)
        self.where.show_words(str(self.folder))
        self.choose.setAccessibleDescription(str(self.folder))
        problem = ""
        if sheet and not self._who():
            problem = _("The form must have the name of the person who is to fill it in.")
        elif sheet and not self.sheet.inputs():
            problem = _("Choose at least one number to ask for.")
        self.refuse("")
        self.hint.setText(problem or self._hint(sheet))  # nobody has done anything wrong yet
        self.save.setEnabled(not problem)

    def _who(self) -> str:
        return self.receiver.currentText().strip()

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Where do you want to save the copy?"), str(self.folder))
        if chosen:
            self.folder = Path(chosen)
            self._show_state()

    # ---- doing it ----------------------------------------------------------------------------------

    def store(self) -> None:
        """Write the file; what a disk refuses is said here, and what was chosen stays."""
        try:
            path, left_out = self._write()
        except GivenUp:
            return
        except UserError as error:
            self.refuse(str(error))
            return
        self._session.memory.put(FOLDER, str(self.folder))
        self._session.memory.put(f"{RECEIVER}/{self._session.ws.sharing.identity}", self._who())
        self.accept()
        self.sent.emit(path, self._who(), left_out)

    def _write(self) -> tuple[Path, int]:
        ws, who = self._session.ws, self._who()
        if self.ways.value() == SHEET:
            path = disk.free_path(self.folder, send.sheet_name(ws, who))
            write = partial(_write_sheet, path, who, self.sheet.inputs(), self.sheet.periods.value())
        else:
            without, read_only = self.without.isChecked(), self.read_only.isChecked()
            write = partial(_write_copy, self.folder, who, without, read_only)
        waiting = Patient(self, self.windowTitle(), _("Writing “{name}”.").format(name=self.name.words()))
        written: tuple[Path, int] = waiting.wait(partial(_beside, ws, write))
        return written


Write = Callable[[Workspace], tuple[Path, int]]


def _beside(ws: Workspace, write: Write, stop: Stop) -> tuple[Path, int]:
    with contextlib.closing(ws.handles.beside(stop.is_set)) as handle:
        return write(handle)


def _write_sheet(path: Path, who: str, asked: list[Uid], periods: int, handle: Workspace) -> tuple[Path, int]:
    with language.using(handle.company.language):
        reply_sheet.write(handle, path, who, asked, periods)
    return path, 0


def _write_copy(folder: Path, who: str, without: bool, read_only: bool, handle: Workspace) -> tuple[Path, int]:
    sent = send.send(handle, folder, who, without_sensitive=without, read_only=read_only)
    return sent.path, sent.left_out


def _named(name: str, field: QWidget) -> QWidget:
    box = QWidget()
    column = page.column(box, spacing=4)
    label = page.text(name, "caption")
    label.setBuddy(field)
    column.addWidget(label)
    column.addWidget(field)
    return box


def first_folder(session: Session) -> Path:
    """Where the last copy was put, else among one's documents: not among the files that others open."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    for place in (session.memory.text(FOLDER), documents):
        if place and Path(place).is_dir():
            return Path(place)
    return session.ws.path.parent
