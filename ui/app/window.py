"""The window: menu bar, rail, one page at a time, status bar.

It owns the open workspace through a ``Session``. A change of language or theme makes everything visible anew, at the
same place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QCursor, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QVBoxLayout, QWidget

from kpidesk import text as language
from kpidesk.clock import system_clock
from kpidesk.text import _
from ui.app.frame.later import Later
from ui.app.frame.standing import Standing
from ui.app.frame.window_frame import AT_THE_LATEST_MS, WindowFrame
from ui.base.breakpoints import NARROW, SMALL
from ui.base.garbage import keep_loaded

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.settings import Home
    from kpidesk.workspace import Changes, Restored
    from ui.app.frame import parts
    from ui.app.frame.rail_frame import Look
    from ui.app.left import Left
    from ui.app.places import Step
    from ui.app.rail import Rail
    from ui.app.welcome.new_file_form import Typed
    from ui.app.welcome.welcome_page import WelcomePage
    from ui.base.page import Page
    from ui.base.session import Notice, Session, Told
    from ui.base.theme import Theme
    from ui.parts.notices import Toast
else:
    parts = Later("ui.app.frame.parts")

LOW = 480
"""A window lower than this has no status bar; its title tells of what is not shared."""


class Given(Enum):
    """What comes to a window whose maker opens its file: no question which one."""

    AT_ONCE = "at once"


class Window(WindowFrame):
    """A window of one file; ``another`` asks for one on another file, ``beside`` for a further one on this, ``example``
    for one with the example company; ``shown`` names the file that has come.

    With a file that is ``coming`` its frame is shown first; otherwise everything is there at once: the question which
    file to open, unless whoever makes it says that it is ``Given`` one.
    """

    another = Signal()
    beside = Signal()
    shown = Signal(str)
    painted = Signal()
    """What is in it has been seen for the first time."""
    _came_in = Signal()
    example = Signal()

    def __init__(
        self,
        theme: Theme,
        settings: QSettings,
        *,
        home: Home | None = None,
        clock: Clock = system_clock,
        coming: str | Given | None = None,
    ) -> None:
        super().__init__(theme, settings, home, clock)
        self._equipped = self._warm = False
        self.standing = Standing(self, self._named)
        self._left: Left | None = None
        self._coming_in: list[Changes] = []
        self._came_in.connect(self._take_in, Qt.ConnectionType.QueuedConnection)
        self.toast: Toast | None = None
        self.rail: Rail | None = None
        self.elsewhere: Callable[[Path], bool] | None = None
        self._afterwards: list[Callable[[], None]] = []
        self._rail_chosen: bool | None = None
        self.crash = ""  # what the last process has left, to be told once
        self._welcome: WelcomePage | None = None
        self._anew = [change.connect(self.rebuild) for change in (theme.changed, theme.language_changed)]
        if isinstance(coming, str):
            self.wait_for(coming)
            return
        self._equip()
        if coming is Given.AT_ONCE:
            self.show_frame()
            self._fill_body([])
        else:
            self.rebuild()

    def begin(self, path: str) -> None:
        """Load what the window works with, and open the file; without one, or where it is refused, ask for one."""
        if not self._equipped:
            self._equip()
            keep_loaded()
            self._fill_body([])
        if not (path and self.open_file(path)) and self.session is None:
            self._ask_for_file()
        QTimer.singleShot(AT_THE_LATEST_MS, self, self._go_on)  # should nobody see it

    def _equip(self) -> None:
        """Make what the window works with."""
        self.commands = parts.WindowCommands(self, self._menus)
        self.files = parts.Files(self.theme, self.memory, self.home, self.clock, self)
        self.files.elsewhere = self._is_elsewhere
        self.files.opened.connect(self._on_opened)
        self.files.closing.connect(self._on_closing)
        self.files.gone.connect(self.rebuild)
        self.files.sharing.present.connect(self.standing.show_present)
        self.files.sharing.news_asked.connect(partial(self.go, "history"))
        self.files.sharing.lost_asked.connect(self._show_lost)
        self.looking = parts.LookingBack(self.theme, self.memory, self)
        self.looking.changed.connect(self._on_other_time)
        self._equip_for_copies()
        self.rarely = parts.Rarely(self.files, self.memory, self)
        self.rarely.over.connect(partial(self.go, "overview"))
        self.looks = parts.Looks(self.theme, self.settings, self)
        self.lookout = parts.Lookout(self.settings, self.clock, self)
        self.lookout.pressed.connect(self._answer_morning)
        self.help = parts.Help(self, self.theme, lambda: self.place, self.memory)
        self.help.asked.connect(self.commands.run)
        self.show_help = self.help.open_here  # for dialogs in front
        self.show_numbers = partial(_show_numbers, self)
        for part in (
            self.files, self.looking, self.merges, self.locking, self.server, self.rarely, self.lookout,
        ):  # fmt: skip
            part.said.connect(self._on_notice)
        for part in (self.files, self.merges, self.server, self.lookout):
            part.unsaid.connect(self._on_unsaid)
        self.places = parts.Places(None, self.memory, [])
        self._menus.reopen.connect(self.open_file)
        self._second_clicks = parts.SecondClicks(self)
        self.day = parts.NewDay(lambda: self.clock().date(), self)
        self.day.begun.connect(self._on_new_day)
        self._equipped = True

    def _equip_for_copies(self) -> None:
        self.locking = parts.Locking(self.files, self.home, self.clock, self)
        self.server = parts.ServerDoor(self.files, self.memory, self)
        self.merges = parts.Merges(self, self.theme)
        self.merges.wanted.connect(partial(self.go, "merge"))
        self.merges.opened.connect(self.open_file, Qt.ConnectionType.QueuedConnection)  # a drop is to end first
        self.merges.to_review.connect(self.standing.show_conflicts)
        self.merges.numbers.connect(partial(self.go, "import"), Qt.ConnectionType.QueuedConnection)
        self.merges.read_sheet.connect(self._read_sheet, Qt.ConnectionType.QueuedConnection)

    def _read_sheet(self, path: str) -> None:
        self.rarely.sending.read(path)

    # ---- building ----------------------------------------------------------------------------------

    def rebuild(self) -> None:
        """Make everything visible anew, in the language and theme in force, at the same place."""
        if not self._equipped:
            self.show_frame()
            return
        begun, typed = self.places.begun(), self._typed()
        self.places.drop()
        self._build_menus()
        if self.files.session is not None:
            self.files.session.ws.author = self._author()
        self._share_author()
        self.rail = self._build_rail()
        self.lay_out(self.rail)
        self._fill_body(self.places.trail if self.session is not None else [])
        self._build_status()
        if self.session is None:
            self._show_welcome(typed)
        else:
            self.go(*self.places.first())
            self.places.go_on(begun)
            self._when_painted(self._fill_in)
        self._fit()
        self.standing.show_title()
        self.files.sharing.tell_again()
        self.server.tell_again()

    def show_frame(self) -> None:
        """The window as it is before it has its file."""
        super().show_frame()
        self._fit()

    def _ask_for_file(self) -> None:
        """No file has come: what was said of it stays, beside the question which one to open."""
        self._build_menus()
        self._build_status()
        if self.side is not None:
            self.side.hide()
        self._show_welcome()
        self.standing.show_title()
        self._tell_of_crash()

    def _build_menus(self) -> None:
        chosen = {"theme": self.memory.text("theme", "system"), "language": language.language()}
        if self.coming is not None and self.session is not None:
            self._menus.put_off(chosen)
            self._when_painted(self._menus.fill)
        else:
            self._menus.build(chosen)

    def _build_status(self) -> None:
        line = parts.StatusLine(self.statusBar(), self.session)
        line.again.connect(self.files.store_now)
        line.review.connect(self.merges.review)
        line.show_conflicts(self.merges.left)
        self.standing.begin(line)

    def _build_rail(self) -> Rail | None:
        if self.session is None:
            return None
        rail = parts.Rail(self.session, self._author(), look=self._rail_look())
        rail.chosen.connect(self.go)
        rail.asked.connect(self.commands.run)
        rail.who.connect(partial(self.commands.run, "settings"))
        return rail

    def _fill_body(self, trail: list[Step]) -> None:
        """Put the places into the empty page, and the notices over them."""
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in self._bars():
            column.addWidget(bar)
        self.places = parts.Places(self.session, self.memory, trail)
        self.places.shown.connect(self._on_place)
        column.addWidget(parts.roomy(self.places), 1)
        self.notices = parts.NoticePile(self.theme, self.body, self.session)
        self.notices.left.connect(self._enter_page)
        said = self.toast.standing(self.session) if self.toast is not None else None
        self.toast = self.notices.toast
        if self.toast is not None and said is not None:
            self.toast.say(said)

    def _bars(self) -> list[QWidget]:
        """What stands over every page."""
        past = self.looking.bar()
        return [] if past is None else [past]

    # ---- places ------------------------------------------------------------------------------------

    def page(self) -> Page | None:
        """The page in view."""
        return self.places.page() if self._equipped else None

    @property
    def place(self) -> str:
        """The place in view."""
        return self.places.place

    def go(self, place: str, argument: object = None) -> None:
        """Show a place."""
        self.places.go(place, argument)

    def back(self) -> None:
        """Go where we came from."""
        self.places.back()

    def _on_place(self, place: str) -> None:
        if self.rail is not None:
            self.rail.show_place(place)
        self._fit()
        self.commands.enable()
        self.notices.stand_on(self.page())
        self.merges.stand_on(place)
        self._when_painted(self.places.arrange)

    def mend(self) -> None:
        """After a fault: the page in view is made anew, or the window where it has none; the file stays open."""
        if self.page() is None:
            self.rebuild()
        else:
            self.places.make_anew()

    def hold(self) -> None:
        """After a fault: what is being typed stores nothing any more."""
        if self._equipped:
            self.places.hold()

    def _enter_page(self) -> None:
        """Give the keyboard back to the page, where it was."""
        parts.enter_pane(self.places.panes(), None, 1)

    def _typed(self) -> Typed | None:
        """What has been typed on the welcome page, where that is in view."""
        welcome = self._welcome
        return welcome.form.typed() if welcome is not None and welcome is self.places.currentWidget() else None

    def _show_welcome(self, typed: Typed | None = None) -> None:
        from ui.app.welcome.welcome_page import WelcomePage

        welcome = self._welcome = WelcomePage(self.theme, self.settings, self.home, self.clock)
        if typed is not None:
            welcome.form.take_up(typed)
        welcome.made.connect(self._open_made)
        welcome.opened.connect(self.open_file)
        welcome.sample.connect(self.example)
        welcome.language_chosen.connect(self.looks.speak)
        self.places.addWidget(welcome)
        self.places.setCurrentWidget(welcome)
        self.commands.enable()

    # ---- the file ----------------------------------------------------------------------------------

    @property
    def session(self) -> Session | None:
        """What is shown: the open file, or what it was; ``None`` without a file."""
        return (self.looking.session or self.files.session) if self._equipped else None

    @property
    def _number(self) -> int:
        """Which window of its file it is, the oldest first; 1 without a file."""
        return 1 if not self._equipped or self.files.held is None else self.files.held.number(self.files)

    def _named(self) -> str:
        """The name of the company, and which window of it this is, if not the first."""
        name = self.session.ws.company.name if self.session else ""
        return f"{name} – {self._number}" if name and self._number > 1 else name

    def paths(self) -> list[Path]:
        """The file that is open here, and the one that is coming."""
        coming = [Path(self.coming)] if self.coming else []
        if not self._equipped:
            return coming
        own = [] if self.files.session is None else [self.files.session.ws.path]
        return [*own, *coming, *([] if self.files.opening is None else [self.files.opening])]

    def _is_elsewhere(self, path: Path) -> bool:
        """Bring another window to the front that has the file; tell whether there is one."""
        return self.elsewhere is not None and self.elsewhere(path)

    def open_file(self, path: str) -> bool:
        """Open a file; says why if it can't be opened, and leaves the open one as it is.

        An invitation to a team server asks for what else is needed to join it.
        """
        from kpidesk.disk import INVITATION

        if path.lower().endswith(INVITATION):
            self.server.open_invitation(path)
            return False
        return self.files.open(path)

    def _open_made(self, path: str, template: str) -> None:
        """Open a file just made, at its first steps."""
        from ui.overview.steps.remembered import Remembered

        if self.open_file(path) and self.session is not None:
            Remembered.of(self.session).begin(template)
            self.places.refresh_all()  # the page in view was made before the file was known to be new
            self.go("overview")

    def close_file(self) -> None:
        """Let go of the file and show the welcome page."""
        self.files.close()
        self.rebuild()

    def _on_closing(self) -> None:
        self._coming_in = []
        self.standing.forget()
        self._left = self._where(self)
        self.lookout.end()
        self.merges.watch(None)
        self.places.drop()
        self.looking.drop()
        self.places.trail = []

    def _on_opened(self) -> None:
        session = self.files.session
        assert session is not None
        session.changed.connect(self._on_changed)
        session.published.connect(self.standing.show_published)
        session.served.connect(self.standing.show_served)
        if self.files.held is not None:
            self.files.held.changed.connect(self._on_windows)
        session.crowded.connect(self._on_crowded)
        self._listen(session)
        left, self._left = self._left, None
        if left is not None and self._number > 1:
            self.places.trail = left.take_up(session)
        if self.settings.value("language") is None and language.demanded() is None:
            language.use(session.ws.company.language)
            self.memory.put("spoken", language.language())  # so that the next start begins in it
        self.rebuild()
        self._when_painted(self._look_around)

    def _fill_in(self) -> None:
        """What the page does not wait for: how many numbers are due, the newest backup, the last merge."""
        self._count_missing()
        self.standing.line.show_changes()

    def _look_around(self) -> None:
        """See what others have left: changes to review, numbers without a place, new files."""
        session = self.files.session
        assert session is not None
        self.merges.watch(session)
        self._take_the_lead()
        self._tell_of_crash()
        session.figured.look_ahead()
        self.shown.emit(str(session.ws.path))

    def _take_the_lead(self) -> None:
        """What one window is to see to for all of this file, the oldest does; when that goes, the next one."""
        if self._number == 1 and self.files.session is not None and not self.lookout.begun:
            self.lookout.begin(self.files.session)

    def _on_windows(self) -> None:
        """Another window shows this file too, or no longer."""
        self.standing.show_title()
        self._take_the_lead()

    def twin(self) -> Window:
        """A window of the same kind, without a file yet."""
        return Window(self.theme, self.settings, home=self.home, clock=self.clock, coming=Given.AT_ONCE)

    def join(self, other: Window) -> None:
        """Show the file that another window shows, at the page where that is, and go on from there on one's own."""
        if other.files.held is not None and other.files.session is not None:
            self._left = self._where(other)
            self.files.join(other.files.held)
            QTimer.singleShot(0, self, self._enter_page)  # a window that is just being shown puts the keyboard first

    @staticmethod
    def _where(window: Window) -> Left | None:
        """Where a window is now, if it has a file."""
        from ui.app.left import Left

        session = window.files.session
        return None if session is None else Left.of(session, window.places)

    def _tell_of_crash(self) -> None:
        if self.crash:
            from ui.app.faults.fault import crash_notice

            details, self.crash = self.crash, ""
            self._on_notice(crash_notice(details, self))

    def _answer_morning(self) -> None:
        """From the tray to the weekly round."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.commands.run("weekly_round")

    def _listen(self, session: Session) -> None:
        session.cycle_changed.connect(self._on_cycle_changed)
        session.notice.connect(self._on_notice)
        session.done.connect(self._on_done)
        session.navigate.connect(self.go)
        session.leave.connect(self.back)
        session.look_back.connect(self._look_back)
        session.export.connect(self.commands.export)
        session.example.connect(self.example)
        session.explain.connect(self.help.open)
        session.asked.connect(self.commands.run)

    def _look_back(self, when: object) -> None:
        if self.files.session is not None and isinstance(when, parts.Backup | dt.datetime):
            self.looking.start(self.files.session, when)

    def _on_other_time(self) -> None:
        if self.looking.session is not None:
            self._listen(self.looking.session)
        self.rebuild()

    def _show_lost(self, restored: Restored) -> None:
        from ui.sharing.lost_dialog import LostDialog

        if self.files.session is not None:
            LostDialog(self.files.session, restored, self).open()

    # ---- what happens ------------------------------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        """What changes is shown at once; numbers that are typed in another window, when that has shown them."""
        if self.files.acts_elsewhere and not (changes.everything or changes.entities):
            self._coming_in.append(changes)
            self._came_in.emit()
        else:
            self._take_in()
            self._show_changed(changes)

    def _take_in(self) -> None:
        """Show what another window has changed, in its order."""
        coming, self._coming_in = self._coming_in, []
        for changes in coming:
            self._show_changed(changes)

    def _show_changed(self, changes: Changes) -> None:
        if self.looking.session is not None or self.files.session is None:
            return
        self.standing.line.show_changed(changes)
        self.places.refresh(changes)
        self._count_missing()
        if self.rail is not None:
            self.rail.show_quarter()
        self.standing.show_title()
        self.commands.enable()

    def _on_new_day(self) -> None:
        """Say what holds today, unless what is shown is as of another day."""
        if self.files.session is not None and self.looking.session is None:
            self.places.begin_day()
            self._count_missing()
            if self.rail is not None:
                self.rail.show_quarter()

    def _on_cycle_changed(self) -> None:
        self.places.refresh_all()
        if self.rail is not None:
            self.rail.show_quarter()

    def _on_crowded(self, count: int) -> None:
        """One KPI too many, told where it was added: the KPI page asks which to park; a notice leads there."""
        from kpidesk.figures.advice import MOST_KPIS

        if self.place != "kpis" and not self.files.acts_elsewhere:
            pattern = _("{n} KPIs are more than the {most} that anybody can keep up with.")
            words = pattern.format(n=count, most=MOST_KPIS)
            self.notices.say(parts.Notice(words, action=_("Choose which to park"), callback=self._go_kpis))

    def _go_kpis(self) -> None:
        self.notices.clear()
        self.go("kpis")
        page = self.page()
        if page is not None:
            page.show_argument("which")

    def _on_notice(self, notice: Notice) -> None:
        self.notices.say(notice)

    def _on_unsaid(self, words: str) -> None:
        self.notices.withdraw(words)

    def _on_done(self, told: Told) -> None:
        if self.toast is not None:
            self.toast.say(told)

    def _count_missing(self) -> None:
        from kpidesk.figures import due_cells

        if self.session is not None and self.rail is not None:
            today = self.session.today()
            self.rail.show_missing(len(due_cells(self.session.ws, today)))

    # ---- settings ----------------------------------------------------------------------------------

    def _author(self) -> str:
        """Whose changes these are: the name given here, else the one that the command line knows."""
        return str(self.settings.value("author", "")) or (self.home.author if self.home is not None else "")

    def _share_author(self) -> None:
        """Let the command line sign changes with this name too."""
        if self.home is not None:
            self.home.remember_author(self._author())

    # ---- the frame ---------------------------------------------------------------------------------

    def _fit(self) -> None:
        """Give the rail and the page the width that they have, counted in text of the ordinary size."""
        width, low = self._ordinary_width(), self.height() < LOW * self.theme.scale
        if self.side is not None:
            self.side.fit(self._rail_look(), low=low)
        self.statusBar().setVisible(not low)
        self.standing.show_title()
        page = self.page()
        if page is not None and hasattr(page, "fit"):
            page.fit(width)

    def _ordinary_width(self) -> int:
        return round(self.width() / self.theme.scale)

    def _rail_look(self) -> Look:
        """What the rail looks like: by the window's width, or as it was chosen."""
        width = self._ordinary_width()
        return width < NARROW if self._rail_chosen is None else self._rail_chosen, width < SMALL

    def toggle_rail(self) -> None:
        """Show the names of the places or their icons only, whatever the width."""
        if self.rail is not None:
            self._rail_chosen = not self.rail.narrow
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: follow the width."""
        super().resizeEvent(event)
        self._fit()
        if self.coming is None and self.page() is not None:
            self.places.arrange(again=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: after the page has been painted, load what is slow in the background."""
        super().paintEvent(event)
        if self._equipped and self.coming is None and not self._warm:
            self._warm = True
            QTimer.singleShot(0, self, self._go_on)
            QTimer.singleShot(0, self, self._warm_up)
            QTimer.singleShot(0, self, self.painted.emit)

    def _warm_up(self) -> None:
        from ui.chart.warming import Warming  # of use to the pages after the first

        Warming(self)

    def _when_painted(self, act: Callable[[], None]) -> None:
        """Do something once a file that is coming has been painted, and otherwise now."""
        if self.coming is None:
            act()
        else:
            self._afterwards.append(act)

    def _go_on(self) -> None:
        acts, self._afterwards = self._afterwards, []
        for act in acts if self.files.session is not None else []:
            act()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: on losing focus, what is pending is published."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow() and self.session is not None:
            self.places.leave_keyboard()
            self.files.sharing.share_pending()
        elif event.type() is QEvent.Type.ActivationChange and self._equipped and self.files.session is not None:
            self.places.keep_keyboard()
            self.lookout.look()
            self.day.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember the geometry and let go of the file. The window stays in sight while a last share is waited for:
        nobody switches a machine off that seems to have done with it.

        What is being waited for has its own way out.
        """
        if self._equipped and parts.waits(self):
            event.ignore()
            return
        self.memory.keep_window(self)
        for connection in self._anew:
            QObject.disconnect(connection)  # it deletes itself in a later turn, and must not be made anew before
        if self._equipped:
            self.help.close()
            self.files.close(leaving=True)
        self.hide()
        super().closeEvent(event)


def _show_numbers(window: Window, shown: QWidget | None) -> None:
    from ui.base.reach.announcing import announce
    from ui.base.reach.numbers_dialog import show_numbers
    from ui.base.session import Told

    if show_numbers(window, shown):
        return
    words = _("There are no numbers to show as a table here.")
    if window.session is not None and shown is window.page():
        window.session.done.emit(Told(words))
    else:
        announce(words, at_once=True)
        QToolTip.showText(QCursor.pos(), words)
