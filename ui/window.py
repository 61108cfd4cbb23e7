"""The window: menu bar, rail, one page at a time, status bar.

It owns the open workspace through a ``Desk``. Pages are made when they are first shown. A change of language or
theme makes them anew, at the same place. A page that is hidden while something changes is refreshed when shown.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QGuiApplication, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMenu,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

import kpidesk
from kpidesk import format as fmt
from kpidesk import text as language
from kpidesk.errors import UserError
from kpidesk.figures.entry import due_cells
from kpidesk.settings import Home
from kpidesk.text import _
from kpidesk.workspace import Changes, Clock, PublishState, Workspace, system_clock
from ui import actions
from ui.bridge import Desk, Notice
from ui.page import Page
from ui.theme import Theme
from ui.widgets.notices import NoticeBar, Toast
from ui.widgets.rail import Rail

log = logging.getLogger(__name__)

PAGES = {
    "overview": ("ui.pages.overview", "OverviewPage"),
    "goals": ("ui.pages.goals", "GoalsPage"),
    "kpis": ("ui.pages.kpis", "KpisPage"),
    "kpi": ("ui.pages.kpi", "KpiPage"),
    "entry": ("ui.pages.entry", "EntryPage"),
    "review": ("ui.pages.review", "ReviewPage"),
    "history": ("ui.pages.history", "HistoryPage"),
}
"""Where each place is made; imported when first shown, so that the window paints before charts are loaded."""
SMALLEST = (1024, 640)
FIRST_SIZE = (1440, 900)
NARROW_BELOW = 1180
RECENT = 8
LOOK_AGAIN_MS = 5000


class Window(QMainWindow):
    """The one window of one file."""

    def __init__(
        self, theme: Theme, settings: QSettings, *, home: Home | None = None, clock: Clock = system_clock
    ) -> None:
        super().__init__()
        self.theme, self.settings, self.home, self.clock = theme, settings, home, clock
        self.desk: Desk | None = None
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, bool] = {}
        self._actions: dict[str, QAction] = {}
        self._trail: list[tuple[str, object]] = []
        self._painted = False
        self._rail_chosen: bool | None = None
        self.setMinimumSize(*SMALLEST)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        theme.changed.connect(self.rebuild)
        self._look_again = QTimer(self)
        self._look_again.setInterval(LOOK_AGAIN_MS)
        self._look_again.timeout.connect(self._refresh_file)
        self._restore_geometry()
        self.rebuild()

    # ---- building ----------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Make everything visible anew, in the language and theme in force, at the same place."""
        place, argument = self._trail[-1] if self._trail else (self._first_place(), None)
        self._drop_pages()
        self._build_menus()
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.rail: Rail | None = None
        if self.desk is not None:
            self.rail = Rail(self.desk, self.author())
            self.rail.chosen.connect(self.go)
            self.rail.who.connect(self._open_settings)
            row.addWidget(self.rail)
        row.addWidget(self._build_body(), 1)
        self.setCentralWidget(central)
        self._build_status_bar()
        if self.desk is None:
            self._show_welcome()
        else:
            self._trail = self._trail[:-1]
            self.go(place, argument)
            self._count_missing()
        self._fit()
        self._show_title()

    def _build_body(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.notices = NoticeBar(self.theme)
        column.addWidget(self.notices)
        self._stack = QStackedWidget()
        column.addWidget(self._stack, 1)
        self.toast = Toast(self.desk, body) if self.desk is not None else None
        return body

    def _build_menus(self) -> None:
        bar = self.menuBar()
        bar.clear()
        self._actions.clear()
        groups: dict[str, QActionGroup] = {}
        for title, commands in actions.menus():
            menu = bar.addMenu(title)
            menu.aboutToShow.connect(self._enable_actions)
            for command in commands:
                self._add_command(menu, command, groups)

    def _add_command(self, menu: QMenu, command: actions.Command, groups: dict[str, QActionGroup]) -> None:
        if not command.name:
            menu.addSeparator()
            return
        if command.name == "recent":
            recent = menu.addMenu(command.text)
            recent.aboutToShow.connect(self._fill_recent)
            recent.triggered.connect(self._open_recent)
            self._recent = recent
            return
        action = QAction(command.text, self)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        if command.icon:
            action.setIcon(self.theme.icon(command.icon))
            action.setIconVisibleInMenu(True)
        if command.choice:
            action.setCheckable(True)
            action.setChecked(command.name == f"{command.choice}_{self._choice(command.choice)}")
            groups.setdefault(command.choice, QActionGroup(self)).addAction(action)
        action.triggered.connect(self._triggered)
        menu.addAction(action)
        self._actions[command.name] = action

    def _choice(self, kind: str) -> str:
        return str(self.settings.value(kind, "system")) if kind == "theme" else language.language()

    def _build_status_bar(self) -> None:
        bar = self.statusBar()
        for old in bar.findChildren(QLabel):
            bar.removeWidget(old)
            old.deleteLater()
        bar.setSizeGripEnabled(False)
        bar.setFixedHeight(24)
        self._file_label, self._saved_label = QLabel(), QLabel()
        bar.addWidget(self._file_label)
        bar.addWidget(self._saved_label)
        if self.desk is None:
            self._file_label.setText(_("No file is open"))
        else:
            self._file_label.setText(self.desk.ws.path.name)
            self._show_published(self.desk.ws.published_state())

    # ---- commands ----------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the window itself does, whatever the page."""
        always: dict[str, Callable[[], None]] = {
            "new_file": self._show_new,
            "open_file": self._choose_file,
            "settings": self._open_settings,
            "quit": self._quit,
            "full_screen": self._toggle_full_screen,
            "about": self._about,
            "shortcuts": self._shortcuts,
            "theme_light": self._theme_light,
            "theme_dark": self._theme_dark,
            "theme_system": self._theme_system,
            "language_nb": self._language_nb,
            "language_en": self._language_en,
        }
        if self.desk is None:
            return always
        return {
            **always,
            **{f"go_{place}": self._go_from_menu for place in actions.PLACES},
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "reload": self._refresh_file,
            "save_now": self._save_now,
            "save_pdf": self._save_pdf,
            "back": self.back,
            "previous_cycle": self._previous_cycle,
            "next_cycle": self._next_cycle,
            "toggle_rail": self._toggle_rail,
            "check_file": self._check_file,
        }

    def _available(self) -> dict[str, Callable[[], None]]:
        page = self.page()
        return {**self.commands(), **(page.commands() if page else {})}

    def _triggered(self) -> None:
        action = self.sender()
        slot = self._available().get(action.objectName()) if action is not None else None
        if slot is not None:
            slot()
            self._enable_actions()

    def _enable_actions(self) -> None:
        """Grey what can't be done here. Keys stay live: what is possible is looked up when pressed."""
        available = self._available()
        ws = self.desk.ws if self.desk else None
        for name, action in self._actions.items():
            action.setEnabled(name in available)
        undo, redo = (ws.undo_label, ws.redo_label) if ws else (None, None)
        self._name_step("undo", _("Undo"), _("Undo: {what}"), undo)
        self._name_step("redo", _("Redo"), _("Redo: {what}"), redo)

    def _name_step(self, name: str, plain: str, pattern: str, label: object | None) -> None:
        action = self._actions[name]
        action.setText(plain if label is None else pattern.format(what=str(label)))
        action.setEnabled(label is not None)

    # ---- places ------------------------------------------------------------------------------------

    def page(self) -> Page | None:
        """The page in view."""
        widget = self._stack.currentWidget()
        return widget if isinstance(widget, Page) else None

    @property
    def place(self) -> str:
        """The place in view."""
        return self._trail[-1][0] if self._trail else ""

    def go(self, place: str, argument: object = None) -> None:
        """Show a place."""
        if self.desk is None or place not in PAGES:
            return
        page = self._pages.get(place)
        if page is None:
            page = self._make_page(place)
        if not self._trail or self._trail[-1] != (place, argument):
            self._trail = [*self._trail[-20:], (place, argument)]
        self._stack.setCurrentWidget(page)
        if argument is not None:
            page.show_argument(argument)
        if self._stale.pop(place, False):
            page.refresh(None)
        if self.rail is not None:
            self.rail.show_place(place)
        focus = page.initial_focus()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)
        if place in actions.PLACES:
            self.settings.setValue("place", place)
        self._fit()
        self._enable_actions()

    def _make_page(self, place: str) -> Page:
        module, name = PAGES[place]
        page: Page = getattr(importlib.import_module(module), name)(self.desk)
        self._pages[place] = page
        self._stack.addWidget(page)
        QTimer.singleShot(0, self, self._restore_splitters)
        self._stale[place] = True
        return page

    def _restore_splitters(self) -> None:
        """Give the splitters of the page in view their remembered places, once it has been laid out."""
        page = self.page()
        for splitter in page.findChildren(QSplitter) if page is not None else ():
            stored = self.settings.value(f"splitters/{splitter.objectName()}")
            if splitter.objectName() and isinstance(stored, QByteArray):
                splitter.restoreState(stored)

    def back(self) -> None:
        """Go where we came from; from a KPI page to the KPIs."""
        if len(self._trail) > 1:
            self._trail = self._trail[:-1]
            self.go(*self._trail[-1])
        elif self.place == "kpi":
            self.go("kpis")

    def _go_from_menu(self) -> None:
        action = self.sender()
        if action is not None:
            self.go(action.objectName().removeprefix("go_"))

    def _first_place(self) -> str:
        place = str(self.settings.value("place", "goals"))
        return place if place in actions.PLACES else "goals"

    def _drop_pages(self) -> None:
        for page in self._pages.values():
            for splitter in page.findChildren(QSplitter):
                if splitter.objectName():
                    self.settings.setValue(f"splitters/{splitter.objectName()}", splitter.saveState())
            page.setParent(None)
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()

    def _show_welcome(self) -> None:
        from ui.pages.welcome import WelcomePage

        welcome = WelcomePage(self.theme, self.settings, self.home, self.clock)
        welcome.opened.connect(self.open_file)
        welcome.language_chosen.connect(self._speak)
        self._stack.addWidget(welcome)
        self._stack.setCurrentWidget(welcome)
        self._enable_actions()

    def _show_new(self) -> None:
        self.close_file()

    # ---- the file ----------------------------------------------------------------------------------

    def open_file(self, path: str) -> bool:
        """Open a file; says why if it can't be opened, and leaves the open one as it is."""
        try:
            workspace = Workspace.open(Path(path), author=self.author(), home=self.home, clock=self.clock)
        except UserError as error:
            log.info("Not opened: %s %s", error, error.details)
            self.notices.say(Notice(str(error), "error", error.details))
            return False
        self._take(workspace)
        return True

    def _take(self, workspace: Workspace) -> None:
        self._let_go()
        self.desk = Desk(workspace, self.theme, self)
        self.desk.paper = str(self.settings.value("paper", "A4"))
        self.desk.changed.connect(self._on_changed)
        self.desk.published.connect(self._show_published)
        self.desk.cycle_changed.connect(self._on_cycle_changed)
        self.desk.notice.connect(self._on_notice)
        self.desk.done.connect(self._on_done)
        self.desk.navigate.connect(self.go)
        if self.settings.value("language") is None:
            language.use(workspace.company.language)
        self._remember_recent(workspace.path)
        self._trail = []
        self._look_again.start()
        self.rebuild()

    def close_file(self) -> None:
        """Let go of the file and show the welcome page."""
        self._let_go()
        self._trail = []
        self.rebuild()

    def _let_go(self) -> None:
        self._look_again.stop()
        if self.desk is not None:
            self._drop_pages()
            self.desk.close()
            self.desk.deleteLater()
            self.desk = None

    def _choose_file(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(
            self, _("Open a file"), "", _("KPI Desk files (*.kpidesk);;All files (*)")
        )
        if path:
            self.open_file(path)

    def _refresh_file(self) -> None:
        if self.desk is None:
            return
        try:
            self.desk.ws.refresh()
        except UserError as error:
            self.notices.say(Notice(str(error), "error", error.details))

    def _save_now(self) -> None:
        if self.desk is not None:
            focus = QGuiApplication.focusObject()
            if isinstance(focus, QWidget):
                focus.clearFocus()
                focus.setFocus()
            self.desk.ws.publish()

    def _save_pdf(self) -> None:
        self.go("review")
        page = self.page()
        slot = page.commands().get("save_pdf") if page else None
        if slot is not None:
            slot()

    def _check_file(self) -> None:
        if self.desk is None:
            return
        problems = self.desk.ws.check()
        if problems:
            self.notices.say(Notice(" ".join(str(problem) for problem in problems), "error"))
        else:
            self.notices.say(Notice(_("The file is in order: every change matches its log.")))

    # ---- what happens ------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        page = self.page()
        for place, each in self._pages.items():
            if each is page:
                each.refresh(changes)
            else:
                self._stale[place] = True
        self._count_missing()
        if self.rail is not None:
            self.rail.show_quarter()
        self._show_title()
        self._enable_actions()

    def _on_cycle_changed(self) -> None:
        for place in self._pages:
            self._stale[place] = True
        page = self.page()
        if page is not None and self._stale.pop(page.place, False):
            page.refresh(None)
        if self.rail is not None:
            self.rail.show_quarter()

    def _on_notice(self, notice: Notice) -> None:
        self.notices.say(notice)

    def _on_done(self, words: str) -> None:
        if self.toast is not None:
            self.toast.say(words)

    def _count_missing(self) -> None:
        if self.desk is not None and self.rail is not None:
            today = self.desk.today()
            self.rail.show_missing(len(due_cells(self.desk.ws, today)))

    def _show_published(self, state: PublishState) -> None:
        if state.problem is not None:
            self._saved_label.setText(str(state.problem))
        elif state.at is not None:
            self._saved_label.setText(_("Stored {time}").format(time=fmt.clock_time(state.at)))
        else:
            self._saved_label.setText(_("Everything is stored"))

    def _show_title(self) -> None:
        name = self.desk.ws.company.name if self.desk else ""
        self.setWindowTitle(f"{name} – KPI Desk" if name else "KPI Desk")

    # ---- settings ----------------------------------------------------------------------------------

    def author(self) -> str:
        """Whose changes these are."""
        return str(self.settings.value("author", ""))

    def _open_settings(self) -> None:
        from ui.dialogs.settings import SettingsDialog

        dialog = SettingsDialog(self.settings, self.desk, self)
        if dialog.exec():
            self._apply_settings()

    def _apply_settings(self) -> None:
        if self.desk is not None:
            self.desk.ws.author = self.author()
            self.desk.paper = str(self.settings.value("paper", "A4"))
        language.use(str(self.settings.value("language", language.language())))
        before = self.theme.name
        self.theme.apply(str(self.settings.value("theme", "system")))
        if self.theme.name == before:
            self.rebuild()

    def _theme_light(self) -> None:
        self._look("light")

    def _theme_dark(self) -> None:
        self._look("dark")

    def _theme_system(self) -> None:
        self._look("system")

    def _look(self, name: str) -> None:
        self.settings.setValue("theme", name)
        self.theme.apply(name)

    def _language_nb(self) -> None:
        self._speak("nb")

    def _language_en(self) -> None:
        self._speak("en")

    def _speak(self, name: str) -> None:
        self.settings.setValue("language", name)
        language.use(name)
        self.rebuild()

    def _previous_cycle(self) -> None:
        if self.desk is not None:
            self.desk.show_period(self.desk.period.previous())

    def _next_cycle(self) -> None:
        if self.desk is not None:
            self.desk.show_period(self.desk.period.next())

    # ---- recent files ------------------------------------------------------------------------------

    def recent(self) -> list[str]:
        """Files opened lately that are still there, newest first."""
        stored = self.settings.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [name for name in names if Path(name).exists()]

    def _remember_recent(self, path: Path) -> None:
        names = [str(path), *[name for name in self.recent() if name != str(path)]]
        self.settings.setValue("recent", names[:RECENT])

    def _fill_recent(self) -> None:
        self._recent.clear()
        for name in self.recent():
            self._recent.addAction(Path(name).name).setData(name)
        if self._recent.isEmpty():
            self._recent.addAction(_("None yet")).setEnabled(False)

    def _open_recent(self, action: QAction) -> None:
        if action.data():
            self.open_file(str(action.data()))

    # ---- the frame ---------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give the rail and the page the width that they have."""
        narrow = self.width() < NARROW_BELOW if self._rail_chosen is None else self._rail_chosen
        if self.rail is not None and self.rail.narrow != narrow:
            self.rail.set_narrow(narrow)
        page = self.page()
        if page is not None and hasattr(page, "fit"):
            page.fit(self.width())

    def _toggle_rail(self) -> None:
        if self.rail is not None:
            self._rail_chosen = not self.rail.narrow
            self._fit()

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the width."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: after the first paint, load what is slow in the background."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, _load_charts)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: on losing focus, what is pending is published."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow() and self.desk is not None:
            self._refresh_file()

    def _restore_geometry(self) -> None:
        stored = self.settings.value("geometry")
        if isinstance(stored, QByteArray) and self.restoreGeometry(stored):
            return
        screen = QGuiApplication.primaryScreen().availableGeometry()
        width = FIRST_SIZE[0] if screen.width() >= FIRST_SIZE[0] else int(screen.width() * 0.9)
        height = FIRST_SIZE[1] if screen.height() >= FIRST_SIZE[1] else int(screen.height() * 0.9)
        self.resize(max(width, SMALLEST[0]), max(height, SMALLEST[1]))

    def _quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember the geometry and let go of the file."""
        self.settings.setValue("geometry", self.saveGeometry())
        self._let_go()
        super().closeEvent(event)

    def _about(self) -> None:
        words = _("KPI Desk {version}\n\nYour file stays on your machine. Nothing is sent anywhere.")
        QMessageBox.about(self, _("About KPI Desk"), words.format(version=kpidesk.__version__))

    def _shortcuts(self) -> None:
        lines = []
        for _title, commands in actions.menus():
            lines += [f"{command.keys[0]}\t{command.text}" for command in commands if command.keys]
        box = QMessageBox(self)
        box.setWindowTitle(_("Keyboard shortcuts"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("\n".join(lines))
        box.exec()


def _load_charts() -> None:
    """Import the charts in a thread: 300 ms that would otherwise hold up the first KPI page."""
    import threading

    def load() -> None:
        importlib.import_module("pyqtgraph")

    threading.Thread(target=load, daemon=True).start()
