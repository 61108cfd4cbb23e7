"""First run: make a file, open one, or try the sample."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kpidesk import disk, library
from kpidesk import text as language
from kpidesk.clock import Clock
from kpidesk.disk import WORKSPACE
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import _
from kpidesk.workspace import Workspace
from ui.app.template_list import Start, TemplateList
from ui.app.ways import Logo, RecentFile, Way
from ui.base.breakpoints import NARROW
from ui.base.folders import beginning
from ui.base.page import text
from ui.base.scale import px
from ui.base.tasks import GivenUp, Stop, unless_stopped
from ui.base.theme import Theme
from ui.base.waiting import Patient
from ui.parts.segmented import Segmented

log = logging.getLogger(__name__)

LEFT = 460
FORM = 420
HEAD = 24
MARGIN, NARROW_MARGIN = 88, 36
FIRST = ("retail_store", "tradesperson", "online_store", "manufacturer")
"""The templates that are offered at once, the first one chosen."""
ICONS = {
    "general": "chart-line", "online_store": "shopping-cart", "cafe_restaurant": "croissant", "tradesperson": "wrench",
    "consultancy": "users", "saas": "monitor", "retail_store": "store", "accounting_firm": "wallet",
    "hair_salon": "store", "gym": "users", "marketing_agency": "megaphone", "manufacturer": "factory",
    "car_workshop": "wrench", "clinic": "shield-check", "it_support": "headset", "small_hotel": "key-round",
    "wholesaler": "archive",
}  # fmt: skip


class WelcomePage(QWidget):
    """What stands in the window while no file is open. ``made`` names a new file, ``opened`` one that was there."""

    made = Signal(str)
    opened = Signal(str)
    language_chosen = Signal(str)

    def __init__(
        self, theme: Theme, settings: QSettings, home: Home | None, clock: Clock, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._theme, self._settings, self._home, self._clock = theme, settings, home, clock
        self._path_typed = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        QTimer.singleShot(0, self, self._focus_first)

    def _focus_first(self) -> None:
        self.company.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- the left side ---------------------------------------------------------------------------

    def _left(self) -> QWidget:
        side = QWidget()
        side.setObjectName("chrome")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setMinimumWidth(px(360))
        side.setMaximumWidth(px(LEFT))
        side.setFixedWidth(px(LEFT))
        box = QVBoxLayout(side)
        box.setContentsMargins(52, 72, 44, 32)
        box.setSpacing(0)
        inner = QVBoxLayout()
        inner.setContentsMargins(12, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(Logo(self._theme))
        inner.addSpacing(22)
        inner.addWidget(text(_("Welcome to\nKPI Desk"), "display"))
        inner.addSpacing(10)
        words = _("Set goals for the quarter, enter the numbers each week, and see whether you are getting there.")
        lead = text(words, "body2", wrap=True)
        lead.setMaximumWidth(px(320))
        inner.addWidget(lead)
        box.addLayout(inner)
        box.addSpacing(24)
        named = {
            "new": ("file-plus-2", _("Make a new file"), _("One file for the company, on this machine")),
            "open": ("folder-open", _("Open a file"), _("You were given a file, or use a shared folder")),
            "sample": ("croissant", _("Try the example"), _("Fjordbrød bakeri, filled in. Can't be broken")),
        }
        self.ways = {key: Way(self._theme, *parts) for key, parts in named.items()}
        for way in self.ways.values():
            box.addWidget(way)
            box.addSpacing(4)
        self.ways["new"].show_chosen(True)
        self.ways["new"].pressed.connect(self._focus_first)
        self.ways["open"].pressed.connect(self.choose_file)
        self.ways["sample"].pressed.connect(self.open_sample)
        box.addStretch()
        box.addLayout(self._promise())
        return side

    def _promise(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(8)
        lock = QLabel()
        lock.setPixmap(self._theme.pixmap("lock", "text3", 14))
        row.addWidget(lock)
        row.addWidget(text(_("Everything is in your file. Nothing is sent anywhere."), "small"), 1)
        return row

    # ---- the form --------------------------------------------------------------------------------

    def _right(self) -> QWidget:
        area, side = QScrollArea(), QWidget()
        area.setWidget(side)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setObjectName("page")
        outer = self._form = QVBoxLayout(side)
        outer.setContentsMargins(MARGIN, 24, 24, 24)
        outer.setSpacing(0)
        languages = QHBoxLayout()
        languages.addStretch()
        self.languages = Segmented([("Norsk", "nb"), ("English", "en")], language.language())
        self.languages.chosen.connect(self.language_chosen)
        languages.addWidget(self.languages)
        outer.addLayout(languages)
        outer.addSpacing(22)
        outer.addWidget(text(_("Make a new file"), "page"))
        outer.addSpacing(16)
        self.company = self._field(outer, _("The company is called"), "")
        self.person = self._field(outer, _("Your name is"), str(self._settings.value("author", "")))
        outer.addWidget(text(_("Used in the history, so that you all see who did what."), "quiet"))
        outer.addSpacing(16)
        outer.addWidget(self._starts_head())
        outer.addSpacing(6)
        outer.addWidget(self.starts)
        outer.addSpacing(16)
        outer.addWidget(text(_("Stored here"), "label"))
        outer.addSpacing(6)
        outer.addLayout(self._path_row())
        self.problem = text("", "off", wrap=True)
        self.problem.setMaximumWidth(px(FORM + 110))
        self.problem.hide()
        outer.addSpacing(6)
        outer.addWidget(self.problem)
        outer.addSpacing(16)
        outer.addLayout(self._button_row())
        outer.addSpacing(28)
        outer.addWidget(self._recent())
        outer.addStretch()
        self.company.textChanged.connect(self._suggest_path)
        self.company.returnPressed.connect(self.make)
        self.person.returnPressed.connect(self.make)
        self._suggest_path()
        self._area = area
        self.starts.moved.connect(self._keep_in_sight)
        return area

    def _starts_head(self) -> QWidget:
        templates = library.templates()
        starts = [Start(each.id, ICONS[each.id], each.name, _contents(each), len(each.kpis)) for each in templates]
        starts.sort(key=_place)
        nothing = _("You choose everything yourself from the library of {n} KPIs").format(n=len(library.examples()))
        starts.insert(len(FIRST), Start("", "square-dashed", _("Empty file"), nothing, 0))
        self.starts = TemplateList(self._theme, starts, (*FIRST, ""))
        self.starts.asked.connect(self.make)
        self._all = QPushButton(_("All {n} templates").format(n=len(templates)))
        self._all.setProperty("link", True)
        self._all.clicked.connect(self._show_all_starts)
        head = QWidget()
        head.setFixedHeight(px(HEAD))
        head.setMaximumWidth(self.starts.maximumWidth())
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(text(_("Start with"), "label"))
        row.addStretch()
        row.addWidget(self._all)
        return head

    def _keep_in_sight(self, row: QWidget) -> None:
        self._area.ensureWidgetVisible(row, 0, 0)

    def _show_all_starts(self) -> None:
        self.starts.show_all(True)
        self._all.hide()

    def _field(self, box: QVBoxLayout, name: str, words: str) -> QLineEdit:
        box.addWidget(text(name, "label"))
        box.addSpacing(6)
        field = QLineEdit(words)
        field.setMaximumWidth(px(FORM))
        field.setAccessibleName(name)
        box.addWidget(field)
        box.addSpacing(14 if not words and not box.count() > 8 else 6)
        return field

    def _path_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.path = QLineEdit()
        self.path.setMinimumWidth(px(240))
        self.path.setMaximumWidth(px(FORM))
        self.path.setAccessibleName(_("Stored here"))
        self.path.textEdited.connect(self._note_typed)
        row.addWidget(self.path, 1)
        choose = QPushButton(_("Choose …"))
        choose.clicked.connect(self._choose_path)
        row.addWidget(choose)
        row.addStretch(0)
        return row

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.button = QPushButton(_("Make the file"))
        self.button.setProperty("primary", True)
        self.button.clicked.connect(self.make)
        row.addWidget(self.button)
        row.addWidget(text(_("You can change everything later."), "small"))
        row.addStretch()
        return row

    def _recent(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        stored = self._settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        names = [str(name) for name in names if Path(str(name)).exists()][:5]
        if names:
            column.addWidget(text(_("Recent files"), "label"))
        for name in names:
            button = RecentFile(name)
            button.asked.connect(self.opened)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    # ---- what is done ----------------------------------------------------------------------------

    def _note_typed(self) -> None:
        self._path_typed = True

    def _suggest_path(self) -> None:
        self.button.setEnabled(bool(self.company.text().strip()))
        if self._path_typed:
            return
        name = "".join(c for c in self.company.text().strip() if c not in '<>:"/\\|?*') or _("New file")
        self.path.setText(str(disk.free_path(Path(beginning()), f"{name}{WORKSPACE}")))

    def _choose_path(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(
            self, _("Choose a place"), self.path.text(), _("KPI Desk files (*.kpidesk)")
        )
        if path:
            self._path_typed = True
            self.path.setText(path if path.endswith(WORKSPACE) else path + WORKSPACE)

    def choose_file(self) -> None:
        """Ask for a file to open."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a file"), beginning(), _("KPI Desk files (*.kpidesk);;All files (*)")
        )
        if path:
            self.opened.emit(path)

    def make(self) -> None:
        """Make the file and open it, or say why not."""
        company, person = self.company.text().strip(), self.person.text().strip()
        if not company:
            self._focus_first()
            return
        path = Path(self.path.text().strip()).expanduser()
        template = self.starts.chosen
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._wait_for(path, partial(self._write, path, company, person, template))
        except GivenUp:
            return
        except (UserError, OSError) as error:
            log.info("Not made: %s", error)
            self._say(str(error) if isinstance(error, UserError) else self._folder_refused(path))
            return
        self._settings.setValue("author", person)
        self.made.emit(str(path))

    def _wait_for(self, path: Path, write: Callable[[], None]) -> None:
        """Have a file written while the window goes on being drawn; one that nobody waits for any more is removed."""

        def written(stop: Stop) -> None:
            write()
            if stop.is_set():
                path.unlink(missing_ok=True)
            unless_stopped(stop)

        words = _("Writing “{name}”.").format(name=path.name)
        Patient(self.window(), _("New file"), words, reassurance=_("No other file is touched.")).wait(written)

    def _write(self, path: Path, company: str, person: str, template: str) -> None:
        """Make the file, with the person who makes it and the KPIs and goals of the template."""
        from kpidesk.commands import library as shelf
        from kpidesk.commands import people

        spoken = language.language()
        with (
            Workspace.create(
                path, company=company, author=person, language=spoken, home=self._home, clock=self._clock
            ) as made,
            made.sharing.holding(),
        ):
            if person:
                people.ensure_person(made, person)
            if template:
                shelf.apply_template(made, template)

    def _folder_refused(self, path: Path) -> str:
        sentence = _("The folder “{folder}” can't be used. Choose another place; nothing was made.")
        return sentence.format(folder=path.parent)

    def open_sample(self) -> None:
        """Write the sample company to the private folder and open it."""
        from kpidesk.sample import write_sample

        home = self._home or Home.default()
        folder = home.data / "sample"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = disk.free_path(folder, f"Fjordbrød bakeri{WORKSPACE}")
            self._wait_for(path, partial(write_sample, path, language.language(), home))
        except GivenUp:
            return
        except (UserError, OSError) as error:
            log.info("No sample: %s", error)
            self._say(str(error) if isinstance(error, UserError) else self._folder_refused(folder / "x"))
            return
        self.opened.emit(str(path))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window leaves less beside the form."""
        super().resizeEvent(event)
        self._form.setContentsMargins(MARGIN if self.width() >= NARROW else NARROW_MARGIN, 24, 24, 24)

    def sizeHint(self) -> QSize:
        """The window decides."""
        return QSize(1024, 600)


def _contents(template: library.Template) -> str:
    return ", ".join(each.kpi.short_name for each in template.kpis)


def _place(start: Start) -> tuple[int, str]:
    """The first few in their order, the others by their names."""
    return (FIRST.index(start.key), "") if start.key in FIRST else (len(FIRST), start.name.casefold())
