"""Asking what is to go out, in what kind of file and shape, with its first rows, and writing it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from kpidesk.disk import free_path
from kpidesk.domain.entities import Kpi, Uid
from kpidesk.errors import UserError
from kpidesk.exchange.export import preview, write
from kpidesk.exchange.export.asked import As, Asked, FileType
from kpidesk.exchange.export.gathered import Numbers, gathered, sensitive_words
from kpidesk.exchange.export.goals import Goals, goals
from kpidesk.exchange.send import fit_for_a_name, sensitive
from kpidesk.exchange.tables.understood import Shape
from kpidesk.text import _, ngettext
from kpidesk.workspace import Workspace
from ui.base import page
from ui.base.dialog_frame import DialogFrame
from ui.base.session import Session
from ui.base.tasks import Aside, GivenUp, Stop, unless_stopped
from ui.base.waiting import Patient
from ui.imports.export.export_words import about, counted, grouped
from ui.imports.export.kept import FOLDER, KIND, SHAPE, first_folder, remembered
from ui.imports.export.preview_box import PreviewBox
from ui.imports.export.times import Time, times
from ui.imports.export.what_rows import WhatRows
from ui.imports.keyed_button import KeyedButton
from ui.parts.fields.tick import Tick
from ui.parts.segmented import Segmented
from ui.parts.still import StillCombo

WIDTH = 560
ALL, OWN, GOALS = "all", "own", "goals"


@dataclass(frozen=True)
class Found:
    """What there is to export in a stretch of time."""

    all: Numbers
    own: Numbers | None
    goals: Goals


def find(asked: Asked, kpi: Uid | None, ws: Workspace) -> Found:
    """Read it all; called in another thread, with a handle of its own."""
    own = gathered(ws, replace(asked, kpi=kpi)) if kpi is not None else None
    return Found(gathered(ws, asked), own, goals(ws, asked))


class ExportDialog(DialogFrame):
    """``saved`` is the file. With ``kpi`` its numbers can be chosen, and are with ``only``."""

    saved = Signal(object)

    def __init__(
        self, session: Session, parent: QWidget | None = None, kpi: Uid | None = None, *, only: bool = False
    ) -> None:
        super().__init__(_("Export"), parent, wide=WIDTH, spacing=12)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._kpi = session.ws.find(Kpi, kpi)
        self._found: Found | None = None
        self._times: list[Time] = []
        self._to_replace: Path | None = None
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_found)
        self._aside.failed.connect(lambda error: self.refuse(str(error)))
        self._build(OWN if only and self._kpi is not None else ALL)
        self._fill_times()
        self._ask()

    # ---- building ----------------------------------------------------------------------------------

    def _build(self, current: str) -> None:
        self.what = WhatRows(self._choices(), current)
        self.without = self._without_sensitive()
        self.period, self.kind = StillCombo(), StillCombo()
        self.shape = Segmented(
            [(_("Periods across"), Shape.WIDE.value), (_("One row per number"), Shape.LONG.value)],
            self._session.memory.text(SHAPE, Shape.WIDE.value),
            _("How the numbers are laid out"),
        )
        self.preview = PreviewBox(self._session.theme)
        for kind in FileType:
            self.kind.addItem(str(kind.words), kind)
        self.kind.setCurrentIndex(max(0, self.kind.findData(remembered(self._session))))
        self.body.addWidget(_named(_("What"), self.what))
        self.body.addWidget(self.without)
        self.sensitive = page.text("", "small", wrap=True)
        self.body.addWidget(self.sensitive)
        self.without.setVisible(bool(sensitive(self._session.ws)))
        self.body.addLayout(_beside(_named(_("Period"), self.period), _named(_("File type"), self.kind)))
        self.body.addWidget(self._first_rows())
        self.body.addWidget(self._place())
        self.promise = page.text(_("Can be imported again, number by number."), "small")
        self.put_in_foot(self.promise, aside=True)
        self.add_cancel()
        self.save = KeyedButton(self._session.theme, "Enter", primary=True)
        self.take_button(self.save)
        self.save.setDefault(True)
        self.save.clicked.connect(self.store)
        self._connect()

    def _connect(self) -> None:
        self.what.chosen.connect(self._on_what)
        self.without.toggled.connect(self._ask)
        self.period.currentIndexChanged.connect(self._ask)
        self.kind.currentIndexChanged.connect(self._on_kind)
        self.shape.chosen.connect(self._show)
        self.path.textEdited.connect(self._show_state)

    def _choices(self) -> dict[str, tuple[str, str]]:
        found = {ALL: (_("All numbers"), "")}
        if self._kpi is not None:
            name = _("Only {kpi}").format(kpi=self._kpi.name)
            found[OWN] = (name, _("The one you have chosen"))
        found[GOALS] = (_("Goals and check-ins"), _("Goals, key results, initiatives and scores"))
        return found

    def _without_sensitive(self) -> Tick:
        count = len(sensitive(self._session.ws))
        words = ngettext("Without the {n} sensitive KPI", "Without the {n} sensitive KPIs", count)
        return Tick(words.format(n=count))

    def _first_rows(self) -> QWidget:
        box = QWidget()
        column = page.column(box, spacing=6)
        column.addWidget(page.wrapped(page.heading(_("What the file will look like"), "label"), self.shape))
        column.addWidget(self.preview)
        return box

    def _place(self) -> QWidget:
        self.path = QLineEdit()
        self.choose = QPushButton(_("Choose …"))
        self.choose.setAutoDefault(False)
        self.choose.setAccessibleDescription(_("Saved here"))
        self.choose.clicked.connect(self._choose_path)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        named = _named(_("Saved here"), box, self.path)
        self._suggest_path()
        return named

    # ---- what is there -----------------------------------------------------------------------------

    def _fill_times(self) -> None:
        """The stretches of time, by what is in the file once that is known."""
        lines = self._found.all.lines if self._found else ()
        self._times = times(self._session.ws, self._session.period, [each for line in lines for each in line.values])
        at = max(0, self.period.currentIndex())
        self.period.blockSignals(True)
        self.period.clear()
        self.period.addItems([each.words for each in self._times])
        self.period.setCurrentIndex(at)
        self.period.blockSignals(False)

    def asked(self) -> Asked:
        """What is asked for, whichever row is chosen."""
        time = self._times[max(0, self.period.currentIndex())]
        return Asked(None, time.first, time.last, self.without.isChecked())

    def _ask(self, *_change: object) -> None:
        self.save.setEnabled(False)
        self._aside.start(partial(find, self.asked(), self._kpi.uid if self._kpi else None))

    def _on_found(self, found: object) -> None:
        assert isinstance(found, Found)
        first = self._found is None
        self._found = found
        if first:
            self._fill_times()
        self.what.tell(ALL, about(found.all), counted(found.all.count))
        if found.own is not None:
            self.what.tell(OWN, _("The one you have chosen"), counted(found.own.count))
        lines = ngettext("{n} line", "{n} lines", found.goals.count).format(n=found.goals.count)
        self.what.tell(GOALS, _("Goals, key results, initiatives and scores"), lines)
        self._show()

    # ---- what it shows -----------------------------------------------------------------------------

    def how(self) -> As:
        """The kind of file and the shape."""
        kind = self.kind.currentData()
        return As(FileType(kind), Shape(self.shape.value()))

    def _on_what(self, _what: str) -> None:
        self._suggest_path()
        self._show()

    def _on_kind(self, _index: int) -> None:
        if self.path.text().strip():
            self.path.setText(str(Path(self.path.text().strip()).with_suffix(self.how().kind.ending)))
        self._show()

    def _show(self, _shape: str = "") -> None:
        self.shape.setVisible(self.what.value() != GOALS and self.how().kind is not FileType.JSON)
        self.promise.setVisible(self.what.value() != GOALS)
        numbers = self._numbers()
        self.sensitive.setText("" if numbers is None else sensitive_words(numbers))
        self.sensitive.setVisible(bool(self.sensitive.text()))
        if numbers is not None:
            self.preview.show_preview(preview.of_numbers(numbers, self.how()))
        elif self._found is not None:
            self.preview.show_preview(preview.of_goals(self._found.goals))
        self._show_state()
        self.fit()

    def _numbers(self) -> Numbers | None:
        """The numbers that are chosen; ``None`` while they are read, and for goals."""
        if self._found is None or self.what.value() == GOALS:
            return None
        return self._found.own if self.what.value() == OWN else self._found.all

    def _show_state(self, _words: str = "") -> None:
        self._to_replace = None
        self.refuse("")
        numbers, count = self._numbers(), 0
        if numbers is not None:
            count = numbers.count
            self.save.say(ngettext("Save {n} number", "Save {n} numbers", count).format(n=grouped(count)))
        elif self._found is not None:
            count = self._found.goals.count
            self.save.say(ngettext("Save {n} line", "Save {n} lines", count).format(n=grouped(count)))
        self.save.setEnabled(count > 0 and bool(self.path.text().strip()))

    # ---- where -------------------------------------------------------------------------------------

    def _suggest_path(self) -> None:
        company = fit_for_a_name(self._session.ws.company.name) or self._session.ws.path.stem
        what = _("goals") if self.what.value() == GOALS else _("numbers")
        if self.what.value() == OWN and self._kpi is not None:
            what = fit_for_a_name(self._kpi.short_name or self._kpi.name) or what
        name = f"{company} – {what}{self.how().kind.ending}"
        self.path.setText(str(free_path(first_folder(self._session), name)))

    def _choose_path(self) -> None:
        ending = self.how().kind.ending
        kinds = f"{self.kind.currentText()} (*{ending})"
        path, _kind = QFileDialog.getSaveFileName(self, _("Export"), self.path.text(), kinds)
        if path:
            self.path.setText(path if Path(path).suffix else f"{path}{ending}")
            self._show_state()
            self._to_replace = Path(path)  # that dialog has asked already, of the name without an ending that is added

    # ---- doing it ----------------------------------------------------------------------------------

    def store(self) -> None:
        """Write the file; what a disk refuses is said here, and what was chosen stays."""
        path = Path(self.path.text().strip()).expanduser()
        if path.is_file() and self._to_replace != path:
            self.refuse(_("“{name}” already exists. Save once more to replace it.").format(name=path.name))
            self._to_replace = path
            self.save.say(_("Replace the file"))
            return
        try:
            self._write(path)
        except GivenUp:
            return
        except UserError as error:
            self.refuse(str(error))
            return
        self._remember(path)
        self.accept()
        self.saved.emit(path)

    def _write(self, path: Path) -> None:
        assert self._found is not None, "there is nothing to save before it is read"
        what = self._numbers() or self._found.goals
        job = partial(_written, what, self.how(), path, self._session.ws.path)
        waiting = Patient(self, self.windowTitle(), _("Writing “{name}”.").format(name=path.name))
        waiting.wait(job)

    def _remember(self, path: Path) -> None:
        self._session.memory.put(FOLDER, str(path.parent))
        self._session.memory.put(KIND, self.how().kind.value)
        self._session.memory.put(SHAPE, self.shape.value())

    def done(self, result: int) -> None:
        """Qt: the dialog goes; nothing is read any more."""
        self._aside.stop()
        super().done(result)


def _written(what: Numbers | Goals, how: As, path: Path, workspace: Path, stop: Stop) -> None:
    data = write.numbers_as(what, how) if isinstance(what, Numbers) else write.goals_as(what, how.kind)
    unless_stopped(stop)
    write.save(data, path, workspace)


def _named(name: str, placed: QWidget, field: QWidget | None = None) -> QWidget:
    """A label above what is placed below it: the field that it names, or what holds that."""
    field = field or placed
    box = QWidget()
    column = page.column(box, spacing=4)
    label = page.text(name, "label")
    label.setBuddy(field)
    column.addWidget(label)
    column.addWidget(placed)
    field.setAccessibleName(name)
    return box


def _beside(*fields: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    for field in fields:
        row.addWidget(field, 1)
    return row
