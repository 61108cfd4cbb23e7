"""Settings: what holds on this machine, and what holds for the company's file."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.commands import people
from kpidesk.text import _
from ui.bridge import Desk
from ui.page import text
from ui.widgets.form import Choice


class SettingsDialog(QDialog):
    """Name, language, look and paper; with a file open also the company's name and fiscal year."""

    def __init__(self, settings: QSettings, desk: Desk | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._desk = settings, desk
        self.setWindowTitle(_("Settings"))
        self.setMinimumWidth(460)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 16)
        box.setSpacing(12)
        box.addWidget(text(_("On this machine"), "title"))
        box.addLayout(self._machine())
        if desk is not None:
            box.addSpacing(8)
            box.addWidget(text(_("In the file, for everybody"), "title"))
            box.addLayout(self._company(desk))
        box.addSpacing(8)
        box.addWidget(self._buttons())

    def _machine(self) -> QFormLayout:
        form = _form()
        self.person = QLineEdit(str(self._settings.value("author", "")))
        self.person.setPlaceholderText(_("Used in the history, so that you all see who did what."))
        tongues: list[tuple[str, object]] = [("Norsk bokmål", "nb"), ("English", "en")]
        self.language = _choice(_("Language"), tongues, language.language())
        looks: list[tuple[str, object]] = [(_("As the system"), "system"), (_("Light"), "light"), (_("Dark"), "dark")]
        self.look = _choice(_("Look"), looks, str(self._settings.value("theme", "system")))
        papers: list[tuple[str, object]] = [("A4", "A4"), ("Letter", "Letter")]
        self.paper = _choice(_("Paper"), papers, str(self._settings.value("paper", "A4")))
        form.addRow(_("Your name"), self.person)
        form.addRow(_("Language"), self.language)
        form.addRow(_("Look"), self.look)
        form.addRow(_("Paper"), self.paper)
        return form

    def _company(self, desk: Desk) -> QFormLayout:
        form = _form()
        company = desk.ws.company
        self.company = QLineEdit(company.name)
        months: list[tuple[str, object]] = [
            (name, number) for number, name in enumerate(fmt.MONTHS[language.language()], 1)
        ]
        self.fiscal = _choice(_("Fiscal year starts in"), months, company.fiscal_year_start)
        form.addRow(_("The company is called"), self.company)
        form.addRow(_("Fiscal year starts in"), self.fiscal)
        return form

    def _buttons(self) -> QDialogButtonBox:
        box = QDialogButtonBox()
        store = box.addButton(_("Store"), QDialogButtonBox.ButtonRole.AcceptRole)
        store.setProperty("primary", True)
        store.setDefault(True)
        box.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        return box

    def accept(self) -> None:
        """Remember the choices; what concerns the company goes through a command."""
        if self._desk is not None and not self._store_company(self._desk):
            return
        self._settings.setValue("author", self.person.text().strip())
        self._settings.setValue("language", self.language.currentData())
        self._settings.setValue("theme", self.look.currentData())
        self._settings.setValue("paper", self.paper.currentData())
        super().accept()

    def _store_company(self, desk: Desk) -> bool:
        name, start = self.company.text().strip(), int(self.fiscal.currentData())
        company = desk.ws.company
        if not name:
            self.company.setFocus()
            return False
        if (name, start) != (company.name, company.fiscal_year_start):
            desk.perform(people.set_company, name=name, fiscal_year_start=start)
        return True


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(8)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    return form


def _choice(name: str, items: list[tuple[str, object]], current: object) -> Choice:
    choice = Choice(name, inplace=False)
    choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    choice.fill(items, current)
    return choice
