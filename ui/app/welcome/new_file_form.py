"""A new file: what the company is called, what it does, who sits here, and Enter."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kpidesk import disk, login
from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.clock import Clock
from kpidesk.disk import WORKSPACE
from kpidesk.errors import UserError
from kpidesk.file_names import called_after
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.text import _
from kpidesk.workspace import Workspace
from ui.app.welcome.trade_field import TradeField
from ui.base.enter_key import ENTER
from ui.base.folders import beginning
from ui.base.memory import Memory
from ui.base.page import column, heading, line, text
from ui.base.reach import accessible
from ui.base.reach.announcing import announce
from ui.base.scale import px
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.theme import Theme
from ui.base.waiting import Patient
from ui.parts.elided import ElidedLabel
from ui.parts.form import Choice

log = logging.getLogger(__name__)

FORM, WIDE, NAME = 460, 640, 168
"""Pixels of a field, of the lines below them, and of what stands before those."""
NARROW_NAME, NO_HINTS = 0.32, 300
"""What that takes of the width where there is less room, and the pixels below which the button stands alone."""
NAMED = "named"


@record(frozen=True)
class Typed:
    """What somebody has said of a new file that is not made yet; ``trade`` is ``None`` where none was asked for."""

    company: str
    trade: str | None
    person: str
    month: int
    place: Path | None


class NewFileForm(QWidget):
    """``made`` names a new file and the template that it was begun with, if any; ``moved`` that the form has grown."""

    made = Signal(str, str)
    moved = Signal(QWidget)

    def __init__(
        self, theme: Theme, settings: QSettings, home: Home | None, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings, self._home, self._clock = settings, home, clock
        self._chosen_path: Path | None = None
        box = column(self)
        box.addWidget(heading(_("Create a new file"), "page"))
        box.addSpacing(16)
        self.company = accessible.required(_field(box, _("The company is called")))
        self.trade = TradeField(theme)
        self.trade.setMaximumWidth(px(FORM))
        _put(box, _("What is your trade?"), self.trade, self.trade.line)
        box.addSpacing(14)
        self._ask_name(box)
        box.addSpacing(16)
        box.addWidget(self._lines())
        self.problem = text("", "off", wrap=True)
        self.problem.setMaximumWidth(px(WIDE))
        self.problem.hide()
        box.addSpacing(8)
        box.addWidget(self.problem)
        box.addSpacing(12)
        box.addLayout(self._button_row())
        self._connect()
        self._suggest_path()

    def fit(self, room: int) -> None:
        """With few pixels the names of the lines give way, both as much, to what holds, and the button stands alone."""
        wide = min(px(NAME), round(room * NARROW_NAME))
        for label in self.findChildren(QLabel, NAMED):
            label.setFixedWidth(wide)
        for hint in self._hints:
            hint.setHidden(room < px(NO_HINTS))

    def _ask_name(self, box: QVBoxLayout) -> None:
        known = str(self._settings.value("author", "")) or (self._home or Home.default()).author
        name = known or login.full_name()
        self.person = _field(box, _("Your name is"), name)
        from_here = _("From this machine. Used in the history, so that you all see who did what.")
        hint = from_here if name and not known else _("Used in the history, so that you all see who did what.")
        box.addWidget(text(hint, "quiet", wrap=True))

    def _lines(self) -> QWidget:
        """The fiscal year and the place of the file: said, and changed when somebody wants to."""
        frame = QWidget()
        frame.setMaximumWidth(px(WIDE))
        rows = column(frame)
        months: list[tuple[str, object]] = [
            (_("in {month}").format(month=month), n) for n, month in enumerate(fmt.MONTHS[language.language()], 1)
        ]
        self.year = Choice(_("The fiscal year starts"), inplace=False)
        self.year.fill(months, 1)
        self.year.hide()
        self._january = text(_("in {month}").format(month=fmt.MONTHS[language.language()][0]))
        self.change_year = _link(_("Change"), self._ask_year)
        self.change_year.setAccessibleDescription(self._january.text())
        self._path_words = ElidedLabel("")
        self.choose = _link(_("Choose …"), self._choose_path)
        rows.addWidget(line())
        rows.addWidget(_line(_("The fiscal year starts"), self._january, self.year, self.change_year))
        rows.addWidget(line())
        rows.addWidget(_line(_("Saved in"), self._path_words, self.choose))
        rows.addWidget(line())
        return frame

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.button = QPushButton(_("Create file"))
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.make)
        row.addWidget(self.button)
        self._hints = text("Enter", "key"), text(_("You can change everything later."), "small", wrap=True)
        for hint, share in zip(self._hints, (0, 1), strict=True):
            row.addWidget(hint, share)
        row.addStretch()
        return row

    def _connect(self) -> None:
        self.company.textChanged.connect(self._suggest_path)
        self.company.returnPressed.connect(self._go_on)
        self.person.returnPressed.connect(self.make)
        self.trade.asked.connect(self._go_on)
        self.trade.shown.connect(partial(self.moved.emit, self.trade))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter in the list of months, which knows nothing to do with it, is Enter as in the fields."""
        if event.key() in ENTER and self.year.hasFocus():
            self._go_on()
        else:
            super().keyPressEvent(event)

    def typed(self) -> Typed:
        """What has been typed and chosen."""
        trade = self.trade.chosen if self.trade.line.text().strip() else None
        month = int(self.year.currentData())
        return Typed(self.company.text(), trade, self.person.text(), month, self._chosen_path)

    def take_up(self, typed: Typed) -> None:
        """Go on with that in another look or language."""
        self.company.setText(typed.company)
        self.person.setText(typed.person)
        if typed.trade is not None:
            self.trade.choose(typed.trade)
        if typed.month != 1:
            self._ask_year()
            self.year.setCurrentIndex(self.year.findData(typed.month))
        self._chosen_path = typed.place
        self._suggest_path()

    # ---- where it is stored ------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """Where the file is made: the place chosen, else one named after the company where files are kept."""
        if self._chosen_path is not None:
            return self._chosen_path
        name = called_after(self.company.text()) or _("New file")
        return disk.free_path(Path(beginning(memory=Memory(self._settings))), f"{name}{WORKSPACE}")

    def place(self, path: Path) -> None:
        """Have it made there."""
        self._chosen_path = path
        self._suggest_path()

    def _suggest_path(self) -> None:
        self.button.setEnabled(bool(self.company.text().strip()))
        path = self.path
        self._path_words.show_words(f"{path.parent.name or path.parent} › {path.name}")
        self._path_words.setToolTip(str(path))
        self.choose.setAccessibleDescription(str(path))

    def _choose_path(self) -> None:
        kinds = _("KPI Desk files (*.kpidesk)")
        path, _kind = QFileDialog.getSaveFileName(self, _("Choose a place"), str(self.path), kinds)
        if path:
            self.place(Path(path if path.endswith(WORKSPACE) else path + WORKSPACE))

    def _ask_year(self) -> None:
        """Let the month be chosen where it was said."""
        self._january.hide()
        self.change_year.hide()
        self.year.show()
        self.year.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- making it ---------------------------------------------------------------------------------

    def begin(self) -> None:
        """Put the keyboard where the form begins."""
        self.company.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        """Enter makes the file; where the machine knows no name it asks for one first, and takes none for an answer."""
        if self.company.text().strip() and not self.person.text().strip():
            self.person.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.make()

    def make(self) -> None:
        """Make the file, or say why not."""
        company, person, template = self.company.text().strip(), self.person.text().strip(), self.trade.chosen
        if not company:
            self.begin()
            return
        path = self.path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write = partial(self._write, path, company, person, template, int(self.year.currentData()))
            wait_for(self, path, write)
        except GivenUp:
            return
        except (UserError, OSError) as error:
            log.info("Not made: %s", error)
            self.say(str(error) if isinstance(error, UserError) else folder_refused(path.parent))
            return
        self._settings.setValue("author", person)
        self.made.emit(str(path), template)

    def _write(self, path: Path, company: str, person: str, template: str, first_month: int) -> None:
        """Make the file, with the person who makes it and the KPIs of the template; its goals are only suggested."""
        from kpidesk.commands import library as shelf
        from kpidesk.commands import people

        with (
            Workspace.create(
                path, company=company, author=person, language=language.language(), home=self._home,
                clock=self._clock, fiscal_year_start=first_month,
            ) as made,
            made.sharing.holding(),
        ):  # fmt: skip
            if person:
                people.ensure_person(made, person)
            if template:
                shelf.apply_template(made, template, goals=False)

    def say(self, sentence: str) -> None:
        """Say why something was refused."""
        self.problem.setText(sentence)
        self.problem.show()
        announce(sentence, at_once=True)


def wait_for(asking: QWidget, path: Path, write: Callable[[], None]) -> None:
    """Have a file written while the window goes on being drawn; one that nobody waits for any more is removed."""

    def written(stop: Stop) -> None:
        write()
        if stop.is_set():
            path.unlink(missing_ok=True)
        unless_stopped(stop)

    words = _("Writing “{name}”.").format(name=path.name)
    Patient(asking.window(), _("New file"), words, reassurance=_("No other file is touched.")).wait(written)


def folder_refused(folder: Path) -> str:
    """Why nothing could be made in a folder."""
    sentence = _("The folder “{folder}” can’t be used. Choose another place. Nothing was created.")
    return sentence.format(folder=folder)


def _field(box: QVBoxLayout, name: str, words: str = "") -> QLineEdit:
    field = QLineEdit(words)
    field.setMaximumWidth(px(FORM))
    field.setAccessibleName(name)
    _put(box, name, field)
    box.addSpacing(6 if words else 14)
    return field


def _put(box: QVBoxLayout, name: str, field: QWidget, line: QWidget | None = None) -> None:
    """A name and a field below it; ``line`` is where one types in a field of several parts."""
    label = text(name, "label")
    label.setBuddy(line or field)
    box.addWidget(label)
    box.addSpacing(6)
    box.addWidget(field)


def _line(name: str, *fields: QWidget) -> QWidget:
    """A name, what holds, and how to change it."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 3, 0, 3)
    row.setSpacing(8)
    label = text(name, "small", wrap=True)
    label.setObjectName(NAMED)
    row.addWidget(label)
    for field in fields[:-1]:
        row.addWidget(field, 1)
    link = fields[-1]
    if isinstance(link, QPushButton):
        link.setAccessibleName(f"{link.text()}, {name}")  # the word on it says too little where only it is heard
        for field in fields[:-1]:
            if isinstance(field, Choice):
                label.setBuddy(field)
    row.addWidget(link)
    return made


def _link(words: str, pressed: Callable[[], None]) -> QPushButton:
    link = QPushButton(words)
    link.setProperty("link", True)
    link.clicked.connect(pressed)
    return link
