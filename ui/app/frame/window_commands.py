"""What a window does when it is asked by name: from a menu, by a key, from the rail or from “Go to”."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from kpidesk.text import _
from kpidesk.wording.labels import label_words
from ui.app.places import enter_pane
from ui.base import actions
from ui.base.clipping import LastFocus

if TYPE_CHECKING:
    from ui.app.menu_bar import Menus
    from ui.app.window import Window
    from ui.base.session import Session

Slots = dict[str, Callable[[], object]]
"""What is done, by the names of ``ui.base.actions``."""


class WindowCommands(QObject):
    """Works for one window: runs what its menus ask for, and keeps them to what can be done now.

    ``instead`` says what a window of another kind does by a name, or that it does not offer it.
    """

    def __init__(self, window: Window, menus: Menus) -> None:
        super().__init__(window)
        self._window, self._menus = window, menus
        self.instead: dict[str, Callable[[], object] | None] = {}
        self._focused = LastFocus(window)
        menus.asked.connect(self.run)
        menus.opening.connect(self.enable)

    def run(self, name: str) -> None:
        """Do what is asked, if it can be done now."""
        slot = self.available().get(name)
        if slot is not None:
            slot()
            self.enable()

    def enable(self) -> None:
        """Let the menus offer what can be done now, and say what undo and redo would change."""
        if not self._menus.filled:
            return  # that asks for it
        ws = self._window.session.ws if self._window.session else None
        labels = (ws.undoing.label, ws.undoing.redo_label) if ws else (None, None)
        start = ws.company.fiscal_year_start if ws else 1
        undo, redo = (None if each is None else label_words(each, start) for each in labels)
        self._menus.enable(self.available(), undo, redo)

    def available(self) -> Slots:
        """What can be done now: by what has the keyboard, by the window, and by the page, which has the last word."""
        page = self._window.page()
        return {**self._focused.commands(), **self.own(), **(page.commands() if page else {})}

    def export(self, kpi: str = "", only: bool = False) -> None:
        """Ask what is to go out as tables; with a KPI, of that first, or of that ``only``."""
        if self._window.session is not None:
            self._window.rarely.exporting.ask(self._window.session, kpi, only=only)

    def own(self) -> Slots:
        """What the window itself does, whatever the page."""
        window, session = self._window, self._window.session
        found = {
            "new_file": window.close_file,
            "open_file": window.files.choose,
            "team_server": window.server.choose,
            "settings": self._open_settings,
            "new_window": window.another.emit,
            "close_window": window.close,
            "quit": QApplication.closeAllWindows,
            "full_screen": self._toggle_full_screen,
            **window.help.commands(),
            **window.looks.commands(),
            **({} if session is None else self._with_a_file(session)),
        }
        return {name: act for name, act in {**found, **self.instead}.items() if act is not None}

    def _with_a_file(self, session: Session) -> Slots:
        window = self._window
        return {
            **{f"go_{place}": partial(window.go, place) for place in actions.PLACES},
            "undo": session.undo,
            "redo": session.redo,
            "reload": window.files.sharing.look,
            "save_now": window.files.store_now,
            "save_pdf": partial(self.do_on, "review", "save_pdf"),
            "print": partial(self.do_on, "review", "print"),
            "present": partial(self.do_on, "review", "present"),
            "back": window.back,
            "next_pane": partial(self._change_pane, 1),
            "previous_pane": partial(self._change_pane, -1),
            "move_border": partial(self._move_border, session),
            "go_to": partial(self._go_to, session),
            "previous_cycle": partial(session.show_neighbour, -1),
            "next_cycle": partial(session.show_neighbour, 1),
            "toggle_rail": window.toggle_rail,
            "show_table": partial(window.show_numbers, window.page()),
            "check_file": window.files.check,
            "sources": partial(window.go, "sources"),
            **window.rarely.commands(),
            "second_window": window.beside.emit,
            "export": self.export,
            "backups": partial(self.do_on, "history", "backups"),
            "first_steps": partial(self.do_on, "overview", "first_steps"),
            "as_it_was": partial(window.looking.ask, window.files.session),
            **(self._as_of_now(session) if window.looking.session is None else {"back_to_now": window.looking.stop}),
        }

    def _as_of_now(self, session: Session) -> Slots:
        """What changes the file or reads another into it: not offered while it is shown as it was."""
        made = {"add_objective": "goals", "go_guide": "goals", "add_kpi": "kpis", "own_kpi": "kpis"}
        return {
            "import_numbers": partial(self._choose_numbers, session),
            "weekly_round": partial(self._window.go, "round"),
            "calendar": partial(self._ask_for_calendar, session),
            "merge_copy": self._window.merges.choose,
            "password": self._window.locking.choose,
            **self._window.rarely.changing(),
            **{command: partial(self.do_on, place, command) for command, place in made.items()},
        }

    def do_on(self, place: str, command: str) -> None:
        """Go to a place, and do there what it does by that name."""
        self._window.go(place)
        page = self._window.page()
        slot = page.commands().get(command) if page else None
        if slot is not None:
            slot()

    def _open_settings(self) -> None:
        from ui.app.settings_dialog import SettingsDialog

        dialog = SettingsDialog(self._window.settings, self._window.session, self._window)
        if dialog.exec():
            self.apply_settings()

    def apply_settings(self) -> None:
        """Put in force what has been set."""
        self._window.lookout.watch_mornings()
        self._window.looks.apply()

    def _move_border(self, session: Session) -> None:
        """Take hold of what the mouse drags, or say that the page has no borders."""
        from ui.app import borders
        from ui.base.session import Told

        page = self._window.page()
        if page is not None and not borders.grip_next(page, self._window.theme):
            session.done.emit(Told(_("There is no border to move here.")))

    def _change_pane(self, by: int) -> None:
        window = self._window
        panes = [window.rail, *window.places.panes()] if window.rail is not None else []
        if window.notices.isVisible():
            panes.append(window.notices)
        enter_pane(panes, QApplication.focusWidget(), by)

    def _toggle_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _go_to(self, session: Session) -> None:
        from ui.app.go_to import GoTo

        palette = GoTo(session, self.available(), self._window)
        palette.chosen.connect(self.run)
        palette.open()

    def _ask_for_calendar(self, session: Session) -> None:
        from ui.reminders.handing import ask_for_calendar

        ask_for_calendar(session, self._window)

    def _choose_numbers(self, session: Session) -> None:
        from ui.base.choose_file import choose_numbers

        choose_numbers(session, self._window)
