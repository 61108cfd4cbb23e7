"""The places of an open file: which page is in view, how we came there, and which pages are out of date.

Pages are made when they are first shown. A page that is hidden while something changes is refreshed when shown.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QStackedWidget, QWidget

from kpidesk.domain.entities import Kpi, Objective
from kpidesk.errors import UserError
from kpidesk.records import record
from kpidesk.workspace import Changes
from ui.base import actions
from ui.base.keys import order
from ui.base.page import Page
from ui.base.reach.order import read_as_it_stands
from ui.base.replacing import discard
from ui.base.typed import silence

if TYPE_CHECKING:
    from ui.base.memory import Memory
    from ui.base.session import Session

log = logging.getLogger(__name__)

PAGES = {
    "overview": ("ui.overview.overview_page", "OverviewPage"),
    "goals": ("ui.goals.goals_page", "GoalsPage"),
    "kpis": ("ui.kpis.kpis_page", "KpisPage"),
    "kpi": ("ui.kpis.kpi_page", "KpiPage"),
    "entry": ("ui.entry.entry_page", "EntryPage"),
    "review": ("ui.review.review_page", "ReviewPage"),
    "history": ("ui.history.history_page", "HistoryPage"),
    "guide": ("ui.kpis.guide_page", "GuidePage"),
    "merge": ("ui.sharing.merge_page", "MergePage"),
    "import": ("ui.imports.import_page", "ImportPage"),
    "accounts": ("ui.imports.accounts.accounts_page", "AccountsPage"),
    "round": ("ui.round.round_page", "RoundPage"),
    "sources": ("ui.imports.sources.sources_page", "SourcesPage"),
}
"""Where each place is made; imported when first shown, so that the window paints before charts are loaded."""
DEEPER = {
    "kpi": "kpis", "guide": "kpis", "merge": "overview", "import": "entry", "accounts": "entry", "sources": "entry",
    "round": "overview",
}  # fmt: skip
"""Where one goes back to from a place that was the first."""
RETURNED_TO = (*actions.PLACES, "kpi")
"""Where a file can be left, and is found again."""
BEGUN = frozenset({"import", "accounts"})
"""Where something is begun, and ended: one thing stands on the way back once."""
WIDEST = 1600
"""Pixels at which a page stops growing: lines that are too long are hard to follow."""
TRAIL = 20
"""So many steps lead back."""
Step = tuple[str, object]


@record(frozen=True)
class Begun:
    """What is begun on a page and stored nowhere yet: of which file, at which place, and what."""

    session: Session | None = None
    place: str = ""
    draft: object = None


class Places(QStackedWidget):
    """One page at a time. ``shown`` tells of a new place; without a file there are none."""

    shown = Signal(str)

    def __init__(
        self, session: Session | None, memory: Memory, trail: list[Step], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._memory = session, memory
        self.trail = trail
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._stood: dict[str, Step] = {}
        self._typed: object = None
        self._had_keyboard = False

    def page(self) -> Page | None:
        """The page in view."""
        widget = self.currentWidget()
        return widget if isinstance(widget, Page) else None

    def minimumSizeHint(self) -> QSize:
        """Qt: what the page in view needs, whatever the others do."""
        page = self.currentWidget()
        return QSize() if page is None else page.minimumSizeHint()

    @property
    def place(self) -> str:
        """The place in view."""
        return self.trail[-1][0] if self.trail else ""

    def go(self, place: str, argument: object = None) -> None:
        """Show a place."""
        if self._session is None or place not in PAGES:
            return
        if place == "import" and holds_accounts(argument):
            place = "accounts"
        page = self._pages.get(place) or self._make(self._session, place)
        argument = self._step_on(page, place, argument)
        self._show(page, place, argument)

    def _step_on(self, page: Page, place: str, argument: object) -> object:
        """Remember where we were and where we go; what was begun on a page before goes on as it was left."""
        self._keep_place()
        here = self.trail[-1] if self.trail else None
        if here is not None and here[0] == place and (argument is None or page.about(here[1]) == page.about(argument)):
            return argument
        if place in BEGUN:
            before = [step for step in self.trail if step[0] == place and page.about(step[1]) == page.about(argument)]
            argument = before[-1][1] if before else argument
            self.trail = [step for step in self.trail if step not in before]
        self.trail = [*self.trail[-TRAIL:], (place, argument)]
        return argument

    def _keep_place(self) -> None:
        """What has been said on the page in view, and what is chosen there, is known when we come back to it."""
        page = self.page()
        if page is None or not self.trail or page.place != self.place:
            return
        again = page.again()
        again = (page.selected() or None) if again is None else again
        if again is not None:
            self.trail[-1] = (self.place, again)
        self._stood[self.place] = self.trail[-1]

    def _show(self, page: Page, place: str, argument: object) -> None:
        self.setCurrentWidget(page)
        if argument is not None:
            page.show_argument(argument)
        self._freshen(place, page)
        if place in actions.PLACES:
            self._memory.put("place", place)
        self.shown.emit(place)
        self._enter(page)

    def arrange(self, *, again: bool = False) -> None:
        """Have the page in view read as it stands.

        ``again`` is asked for when it has another width: where that has put panes beside one another, the line between
        them is a new one.
        """
        page = self.page()
        grips = [] if page is None else page.findChildren(QSplitterHandle)
        if page is None or (again and all(grip.accessibleName() for grip in grips)):
            return
        read_as_it_stands(page)
        if grips:
            from ui.base.reach.grips import ready_grips  # the overview, which is in view first, has none

            ready_grips(grips)

    def leave_keyboard(self) -> None:
        """Another window has it now: remember whether the page had."""
        page = self.page()
        self._had_keyboard = page is not None and self._has_keyboard(page)

    def keep_keyboard(self) -> None:
        """Give it to the page again that had it, where what had it there has gone meanwhile."""
        page = self.page()
        if page is not None and self._had_keyboard:
            self._keep_keyboard(page)

    @staticmethod
    def _enter(page: Page) -> None:
        """Give the page the keyboard: where the page wants it, else at the first thing in it that takes it."""
        wanted = page.initial_focus()
        focus = wanted if wanted is not None and wanted.isVisibleTo(page) else next(order.stops(page), None)
        if focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, session: Session, place: str) -> Page:
        module, name = PAGES[place]
        # With a parent at once: adopted later, all that the page holds is given its style anew.
        page: Page = getattr(importlib.import_module(module), name)(session, self)
        page.setMaximumWidth(WIDEST)
        self._pages[place] = page
        self.addWidget(page)
        QTimer.singleShot(0, self, self._restore_splitters)
        if not page.fills_itself:
            self._stale.add(place)
        return page

    def _restore_splitters(self) -> None:
        page = self.page()
        if page is not None:
            self._memory.restore_splitters(page)

    def back(self) -> None:
        """Go where we came from; from a KPI page to the KPIs."""
        self._stood.pop(self.place, None)
        if len(self.trail) > 1:
            self.trail = self.trail[:-1]
            place, argument = self.trail[-1]
            if self._session is not None:
                page = self._pages.get(place) or self._make(self._session, place)
                self._show(page, place, None if self._is_as_left(place) else argument)
        elif self.place in DEEPER:
            above, here = DEEPER[self.place], self.page()
            self.trail = []
            self.go(above, None if here is None else here.selected() or None)

    def _is_as_left(self, place: str) -> bool:
        """Tell whether a page still shows what it showed at this step: then all on it stays where it was."""
        return place not in BEGUN and self._stood.get(place) is self.trail[-1]

    def first(self) -> Step:
        """Where to begin: where we are, or were when the window was closed."""
        if self.trail:
            return self.trail[-1]
        usual = self._usual()
        place, selected = [*self._memory.texts(self._left), "", ""][:2]
        if place not in RETURNED_TO or (place == "kpi" and not self._is_kpi(selected)):
            place, selected = self._memory.text("place", usual), ""
        return (place if place in RETURNED_TO else usual), selected or None

    @property
    def _left(self) -> str:
        """The name under which it is remembered where this file was left."""
        return f"left/{self._session.ws.company.uid}" if self._session is not None else "left/none"

    def _is_kpi(self, uid: str) -> bool:
        return self._session is not None and self._session.ws.find(Kpi, uid) is not None

    def _remember_left(self) -> None:
        page = self.page()
        if page is not None and self._session is not None and self.place in RETURNED_TO:
            self._memory.put(self._left, [self.place, page.selected()])

    def _usual(self) -> str:
        """Where a file begins that was never open here: at its goals; with KPIs alone where those are gathered."""
        ws = None if self._session is None else self._session.ws
        return "overview" if ws is not None and ws.all(Kpi) and not ws.all(Objective) else "goals"

    # ---- what changes ----------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        """Let the page in view take in what changed, and remember that the others have to."""
        page = self.page()
        self._stale |= {place for place, each in self._pages.items() if each is not page}
        if page is not None:
            here = self._has_keyboard(page)
            page.refresh(changes)  # last: the page may go elsewhere, and make another, when what it shows has gone
            if here and page is self.page():
                self._keep_keyboard(page)

    def begin_day(self) -> None:
        """On another day what is due, late or expected is other than it was, though nobody has changed anything."""
        self.refresh(Changes(everything=True))

    def _has_keyboard(self, page: Page) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and _inside(page, focus) and focus.isVisibleTo(page)

    def _keep_keyboard(self, page: Page) -> None:
        """What had the keyboard may have gone from the page: it stays there all the same."""
        if not self._has_keyboard(page):
            self._enter(page)

    def refresh_all(self) -> None:
        """Have every page show everything anew, the hidden ones when they are shown."""
        self._stale |= set(self._pages)
        page = self.page()
        if page is not None:
            self._freshen(page.place, page)

    def _freshen(self, place: str, page: Page) -> None:
        if place in self._stale:
            self._stale.discard(place)
            page.refresh(None)

    def begun(self) -> Begun:
        """What is begun on the page in view and stored nowhere yet."""
        page = self.page()
        return Begun(page.session, page.place, page.draft()) if page is not None else Begun()

    def go_on(self, begun: Begun) -> None:
        """Go on with that on the page that has taken the other's place, for the same file."""
        page = self.page()
        if page is not None and (page.session, page.place) == (begun.session, begun.place):
            page.go_on(begun.draft)

    def drop(self) -> None:
        """Let go of every page, remembering where its splitters stand, and what the one in view goes on with."""
        self._keep_place()
        self._remember_left()
        for page in sorted(self._pages.values(), key=self._is_in_view):
            self._memory.keep_splitters(page)
            page.leave()
            self.removeWidget(page)  # and stays our child until it is deleted: an orphan is given its style anew
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._stood.clear()

    def _is_in_view(self, page: Page) -> bool:
        return page is self.page()

    def hold(self) -> None:
        """Take down what is being typed on a page that has failed; from now on it stores nothing any more."""
        page = self.page()
        if page is not None and self._typed is None:
            self._typed = _asked(page.typed, None)
            silence(page)

    def make_anew(self) -> None:
        """After a fault on it, replace the page in view by a new one, with what was being typed."""
        page = self.page()
        if page is None:
            return
        self.hold()
        typed, self._typed = self._typed, None
        _asked(self._keep_place, None)
        step = self.trail[-1]
        self._lose(page)
        self.go(*step)
        made = self.page()
        if made is not None and typed is not None:
            made.type_again(typed)

    def leave_page(self) -> None:
        """The page fails whenever it is shown: show another one."""
        page, place = self.page(), self.place
        if page is not None:
            self._lose(page)
        self.trail, self._typed = [], None
        self.go(next(other for other in actions.PLACES if other != place))

    def _lose(self, page: Page) -> None:
        self._pages = {place: each for place, each in self._pages.items() if each is not page}
        self._stood.pop(page.place, None)
        _asked(page.leave, None)
        self.removeWidget(page)
        discard(page)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a table that is pasted where the page has no use for it is taken in as a file is."""
        from ui.base.choose_file import holds_table, take_table

        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if self._session is not None and holds_table(text):
            take_table(self._session, text)
        else:
            super().keyPressEvent(event)

    # ---- panes -----------------------------------------------------------------------------------

    def panes(self) -> list[QWidget]:
        """The parts of the page in view that F6 visits: the sides of its splitter, or all of it."""
        page = self.page()
        if page is None:
            return []
        for splitter in page.findChildren(QSplitter):
            if splitter.orientation() is Qt.Orientation.Horizontal and splitter.isVisible():
                sides = (splitter.widget(n) for n in range(splitter.count()))
                return [side for side in sides if side is not None and side.isVisible() and side.width() > 0]
        return [page]


def holds_accounts(argument: object) -> bool:
    """Tell whether what is to be imported are accounts, which have a page of their own."""
    from kpidesk.exchange.sheets import FileKind, what_is  # their readers are loaded when a file comes

    paths = argument if isinstance(argument, tuple) else (argument,)
    try:
        return all(isinstance(path, Path) and what_is(path) is FileKind.ACCOUNTS for path in paths)
    except (OSError, UserError):
        return False


def _asked(question: Callable[[], Any], otherwise: Any) -> Any:
    """What a page that has failed says, which may fail again."""
    try:
        return question()
    except Exception:
        log.exception("A page that failed could not be asked")
        return otherwise


def enter_pane(panes: list[QWidget], focus: QWidget | None, by: int) -> None:
    """Put the keyboard into the next pane (``by`` 1) or the previous one (−1), counted from where it is."""
    if not panes:
        return
    at = next((n for n, pane in enumerate(panes) if focus is not None and _inside(pane, focus)), -1 if by > 0 else 0)
    for step in range(1, len(panes) + 1):
        target = _stop(panes[(at + by * step) % len(panes)])
        if target is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return


def _inside(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _stop(pane: QWidget) -> QWidget | None:
    """Where the keyboard goes in a pane: where it was last, else its main view, else its first field."""
    last = pane.focusWidget()
    if last is not None and _stops_at(last):
        return last
    page = pane if isinstance(pane, Page) else _page_of(pane)
    main = page.initial_focus() if page is not None else None
    if main is not None and _inside(pane, main) and _stops_at(main):
        return main
    return next(order.stops(pane), None)


def _stops_at(widget: QWidget) -> bool:
    return order.is_stop(widget) and widget.isVisible()


def _page_of(widget: QWidget) -> Page | None:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    return above
