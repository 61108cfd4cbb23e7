"""Settings: what holds on this machine, and what holds for the company's file."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.commands import people
from kpidesk.commands.checks import typed_number
from kpidesk.domain.entities import Person, Uid
from kpidesk.domain.period import Frequency
from kpidesk.domain.signals import RuleSet
from kpidesk.errors import UserError
from kpidesk.figures.advice import Kind, is_silent
from kpidesk.text import _
from ui.app.logo_row import LogoRow
from ui.app.year_preview import YearPreview
from ui.base import scale
from ui.base.page import column, heading, text
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.tick import Tick
from ui.parts.form import Choice, changed
from ui.parts.typing_dialog import Form
from ui.reminders import day_notice

WIDE = 520


class SettingsDialog(Form):
    """Name, language, look and paper; with a file open also the company's name and fiscal year."""

    def __init__(self, settings: QSettings, session: Session | None, parent: QWidget | None = None) -> None:
        super().__init__(_("Settings"), parent, wide=WIDE, spacing=12)
        self._settings, self._session = settings, session
        self._seen = session.seen() if session is not None else None
        box = self.body
        box.addWidget(heading(_("On this machine")))
        box.addLayout(self._machine())
        if session is not None:
            box.addSpacing(8)
            box.addWidget(heading(_("In the file, for everybody")))
            box.addLayout(self._company(session))
            self._opened = self._fields()
        self.add_cancel()
        self.add_button(_("Save"), self.accept, primary=True)
        self.person.setFocus()

    def _machine(self) -> QFormLayout:
        form = _form()
        known = "" if self._session is None else self._session.ws.author
        self.person = QLineEdit(str(self._settings.value("author", "")) or known)
        tongues: list[tuple[str, object]] = [("Norsk bokmål", "nb"), ("English", "en")]
        self.language = _choice(_("Language"), tongues, language.language())
        looks: list[tuple[str, object]] = [(_("As the system"), "system"), (_("Light"), "light"), (_("Dark"), "dark")]
        self.look = _choice(_("Appearance"), looks, str(self._settings.value("theme", "system")))
        contrasts: list[tuple[str, object]] = [
            (_("As the system"), "system"), (_("Ordinary"), "ordinary"), (_("High"), "high"),
        ]  # fmt: skip
        self.contrast = _choice(_("Contrast"), contrasts, str(self._settings.value("contrast", "system")))
        sizes: list[tuple[str, object]] = [
            (fmt.percent(each / scale.ORDINARY), each) for each in range(scale.LEAST, scale.MOST + 1, scale.STEP)
        ]
        self.text_size = _choice(_("Text size"), sizes, scale.percent())
        papers: list[tuple[str, object]] = [("A4", "A4"), ("Letter", "Letter")]
        self.paper = _choice(_("Paper"), papers, str(self._settings.value("paper", "A4")))
        used = _("Used in the history, so that you all see who did what.")
        _add_explained(form, _("Your name"), self.person, used)
        self.same = Tick("")
        self.same.setChecked(True)
        form.addRow("", self.same)
        self._signed = self.person.text()
        self.person.textChanged.connect(self._ask_who)
        self._ask_who()
        form.addRow(_("Language"), self.language)
        form.addRow(_("Appearance"), self.look)
        form.addRow(_("Contrast"), self.contrast)
        form.addRow(_("Text size"), self.text_size)
        form.addRow(_("Paper"), self.paper)
        starts: list[tuple[str, object]] = [(_("Open the last file"), "last"), (_("Ask which file"), "welcome")]
        self.start = _choice(_("At the start"), starts, str(self._settings.value("start", "last")))
        form.addRow(_("At the start"), self.start)
        self.morning = Tick(_("Tell me in the morning what is waiting, next to the clock"))
        self.morning.setChecked(day_notice.is_chosen(self._settings))
        if not day_notice.can_be_told():
            self.morning.setEnabled(False)
            self.morning.setToolTip(_("This desktop can’t show notifications."))
        form.addRow(_("Reminder"), self.morning)
        return form

    def _company(self, session: Session) -> QFormLayout:
        form = _form()
        company = session.ws.company
        self.company = QLineEdit(company.name)
        months: list[tuple[str, object]] = [
            (name, number) for number, name in enumerate(fmt.MONTHS[language.language()], 1)
        ]
        self.fiscal = _choice(_("Fiscal year starts in"), months, company.fiscal_year_start)
        form.addRow(_("The company is called"), self.company)
        form.addRow(_("Fiscal year starts in"), self.fiscal)
        self.touches = YearPreview(session.ws)
        self.touches.add_year(form)
        self.logo = LogoRow(company)
        self.logo.refused.connect(self.refuse)
        form.addRow(_("Logo"), self.logo)
        self.people = QLineEdit("" if company.people is None else str(company.people))
        used = _("Sensitive numbers are shown from five employees up, and are hidden while this is empty.")
        _add_explained(form, _("Employees"), self.people, used)
        self.cycle = _choice(_("Goals run for"), cycle_lengths(), company.cycle_length)
        form.addRow(_("Goals run for"), self.cycle)
        self.touches.add_length(form)
        for choice in (self.fiscal, self.cycle):
            choice.currentIndexChanged.connect(self._say_what_is_touched)
        rhythms: list[tuple[str, object]] = [
            (_("every week"), 7), (_("every second week"), 14), (_("every month"), 31),
        ]  # fmt: skip
        self.rhythm = _choice(_("Check-in"), rhythms, company.check_in_days)
        form.addRow(_("Check-in"), self.rhythm)
        self.track, self.risk = (
            QLineEdit(fmt.exact(each)) for each in (company.on_track_points, company.at_risk_points)
        )
        form.addRow(_("On track up to"), _points(self.track, _("On track up to")))
        form.addRow(_("At risk up to"), _points(self.risk, _("At risk up to")))
        rules: list[tuple[str, object]] = [
            (_("Wheeler: few, quiet rules"), RuleSet.WHEELER), (_("NHS “Making Data Count”"), RuleSet.NHS),
        ]  # fmt: skip
        self.rules = _choice(_("Signals by"), rules, company.signal_rules)
        form.addRow(_("Signals by"), self.rules)
        self.advice = Tick(_("Show the advice of the method"))
        self.advice.setChecked(not is_silent(company))
        form.addRow(_("Advice"), self.advice)
        return form

    def _ask_who(self) -> None:
        """Whoever owns things in the file by the old name keeps them by the new one, unless it is somebody else."""
        uid = self._renamed()
        self.same.setVisible(uid is not None)
        if uid is not None and self._session is not None:
            name = self._session.ws.get(Person, uid).name
            self.same.setText(_("“{name}” in the file is me, and gets this name too").format(name=name))

    def _renamed(self) -> Uid | None:
        """The person in the file who bears the old name, where nobody bears the new one."""
        name = self.person.text().strip()
        if self._session is None or not name or people.known_as(self._session.ws, name) is not None:
            return None
        return people.known_as(self._session.ws, self._signed)

    def _store_person(self, session: Session) -> bool:
        uid, name = self._renamed(), self.person.text().strip()
        if uid is None or not self.same.isChecked():
            return True
        return session.attempt(people.rename_person, name, uid=uid, refuse=self.refuse)

    def accept(self) -> None:
        """Remember the choices; what concerns the file goes through commands."""
        session = self._session
        if session is not None and not (self._store_company(session) and self._store_person(session)):
            return
        self._settings.setValue("author", self.person.text().strip())
        self._settings.setValue("language", self.language.currentData())
        self._settings.setValue("theme", self.look.currentData())
        self._settings.setValue("contrast", self.contrast.currentData())
        self._settings.setValue("text_size", self.text_size.currentData())
        self._settings.setValue("paper", self.paper.currentData())
        self._settings.setValue("start", self.start.currentData())
        self._settings.setValue(day_notice.CHOSEN, "on" if self.morning.isChecked() else "")
        super().accept()

    def _store_company(self, session: Session) -> bool:
        if not self.company.text().strip():
            self.company.setFocus()
            self.refuse(_("The company must have a name. Nothing was changed."))
            return False
        try:
            changes = changed(self._opened, self._fields())
        except UserError as error:
            self.refuse(str(error))
            return False
        said = _("The company’s settings are saved.")
        return not changes or session.attempt(
            people.set_company, move_numbers=self.touches.agreed.isChecked(), based_on=self._seen, said=said,
            refuse=self.refuse, **changes,
        )  # fmt: skip

    def _say_what_is_touched(self) -> None:
        self.touches.show_choice(int(self.fiscal.currentData()), self.cycle.currentData())

    def _fields(self) -> dict[str, Any]:
        """The company, and how it works with its goals and numbers. Raises ``BadInput`` for what is no number."""
        heads = typed_number(self.people.text())
        kinds = tuple(sorted(kind.value for kind in Kind))
        return {
            "name": self.company.text().strip(),
            "fiscal_year_start": int(self.fiscal.currentData()),
            "logo": self.logo.packed(),
            "people": None if heads is None else int(heads),
            "cycle_length": self.cycle.currentData(),
            "check_in_days": self.rhythm.currentData(),
            "on_track_points": typed_number(self.track.text()) or 0.0,
            "at_risk_points": typed_number(self.risk.text()) or 0.0,
            "signal_rules": self.rules.currentData(),
            "silenced": () if self.advice.isChecked() else kinds,
        }


def cycle_lengths() -> list[tuple[str, object]]:
    """How long goals can run, in words."""
    return [
        (_("a quarter"), Frequency.QUARTER), (_("a tertial (four months)"), Frequency.TERTIAL),
        (_("a half-year"), Frequency.HALF_YEAR), (_("a year"), Frequency.YEAR),
    ]  # fmt: skip


def _points(field: QLineEdit, name: str) -> QWidget:
    """A field for how many percentage points a goal may be behind."""
    behind = _("percentage points behind")
    box = accessible.group(QWidget(), name)
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    field.setFixedWidth(px(64))
    field.setAccessibleName(f"{name}, {behind}")
    row.addWidget(field)
    row.addWidget(text(behind, "quiet"))
    row.addStretch()
    return box


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def _add_explained(form: QFormLayout, name: str, field: QLineEdit, words: str) -> None:
    """A field on a row of its own, and below it, and with it, what it is used for."""
    box, label = QWidget(), QLabel(name)
    below = column(box, spacing=2)
    below.addWidget(field)
    below.addWidget(text(words, "quiet", wrap=True))
    label.setBuddy(field)
    form.addRow(label, box)
    field.setAccessibleName(name)
    field.setAccessibleDescription(words)


def _choice(name: str, items: list[tuple[str, object]], current: object) -> Choice:
    choice = Choice(name, inplace=False)
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    choice.fill(items, current)
    return choice
