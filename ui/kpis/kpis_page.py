"""The KPIs: a few well-chosen ones by department, with trend, target, status and signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from kpidesk import library
from kpidesk.domain.entities import Department, Kpi, Uid
from kpidesk.figures.advice import MOST_KPIS
from kpidesk.figures.kpi_rows import UNSORTED, Column, Filter, Sorting, Told, kpi_of
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.breakpoints import WIDE
from ui.base.page import Page
from ui.base.session import Session
from ui.kpis.focus_ask import FocusAsk
from ui.kpis.kpi_actions import KpiActions
from ui.kpis.kpi_filters import FocusMeter, KpiFilters
from ui.kpis.kpi_table import KpiTable, column_name
from ui.kpis.kpi_view import KpiView
from ui.parts.buttons import icon_button
from ui.parts.empty import Empty
from ui.parts.end_room import bring_clear
from ui.parts.head_room import HeadRoom, drops_words, hides

ASK, LIBRARY = "which", "library"
"""What the page is asked to show: which of too many KPIs is to rest, or more of them."""
SORTED_BY = "kpis/sorted"
LONGEST = 24
"""So many letters of a search without hits are repeated on a button."""


class KpisPage(Page):
    """The table, its filters and the focus meter."""

    place = "kpis"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._known: dict[Uid, Told] = {}
        self._waits = False
        self._metered: tuple[int, bool, bool, bool] | None = None
        self._width = 1440
        self.table = KpiTable(session, self)
        self.table.sorting = Sorting.read(session.memory.texts(SORTED_BY))
        self.doing = KpiActions(session, self)
        self._build()
        self._connect()

    def _make_empty(self) -> Empty:
        words = _("The library has {n} KPIs for six departments. Five to seven will do.")
        return Empty(
            self.session.theme, "chart-line", _("Choose few, and choose well"), words.format(n=len(library.examples())),
            _("Open the library"), button_icon="library", primary=True,
        )  # fmt: skip

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, row, title = page.head(_("KPIs"), parent=self)
        self.filters, self.meter = KpiFilters(self.session.theme, head), FocusMeter(self.session.theme, head)
        row.addWidget(self.filters)
        row.addStretch()
        row.addWidget(self.meter)
        row.addSpacing(8)
        self.add = icon_button(self.session.theme, "plus", _("Add KPI"), kind="primary")
        row.addWidget(self.add)
        self._head = HeadRoom(
            head,
            (
                hides(self.meter.squares, lambda: self.meter.roomy), drops_words(self.add),
                hides(self.filters.statuses, self.filters.wants_statuses),
                hides(self.meter, lambda: self._metered is None or self._metered[-1]), hides(self.filters.departments),
                hides(title),
            ),
        )  # fmt: skip
        self._ask_box, self.ask = QWidget(), FocusAsk(self.session.theme)
        around = QVBoxLayout(self._ask_box)
        around.setContentsMargins(0, 10, 0, 10)
        page.Margins(around, self._ask_box)
        around.addWidget(self.ask)
        self._ask_box.hide()
        column.addWidget(head)
        column.addWidget(page.line("rule"))
        column.addWidget(self._ask_box)
        column.addWidget(self._build_stack(), 1)

    def _build_stack(self) -> QStackedWidget:
        """The table, or why there is none."""
        stack = self._stack = QStackedWidget(self)
        self.view = KpiView(self.table, self.session.theme, stack)
        self._empty = self._make_empty()
        self._nothing = Empty(self.session.theme, "search-x", "", "", button_icon="plus")
        for each in (self.view, self._empty, self._nothing):
            stack.addWidget(each)
        return stack

    def _connect(self) -> None:
        self.add.clicked.connect(self.doing.add)
        self.doing.added.connect(self._show_added)
        self.filters.changed.connect(self._show)
        self.view.opened.connect(self._open)
        self.view.folded.connect(self._fold)
        self.view.asked.connect(self._run)
        self.view.sorted_by.connect(self._sort)
        self.view.menu_asked.connect(self._show_menu)
        self._empty.pressed.connect(self.doing.add)
        self._nothing.pressed.connect(self._make_searched)
        self._nothing.pressed_second.connect(self.filters.clear)
        self.meter.asked.connect(self.ask_which)
        self.session.crowded.connect(self.ask_which)
        self.session.figured.complete.connect(self._on_complete)
        self.ask.parked.connect(self.doing.park_named)
        self.ask.kept.connect(self._keep_all)

    # ---- content -------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Show what differs; the chosen KPI stays chosen, and what takes a while comes by and by."""
        figured = self.session.figured
        self._waits = not figured.ready()
        known = figured.book.known()
        self._known = {kpi.uid: known.get(kpi.uid, kpi) for kpi in self.session.ws.all(Kpi)}
        self.filters.offer(self.session.ws.all(Department))
        chosen = self.view.current_uid()
        self._show()
        if chosen is not None and self.view.current_uid() != chosen:
            self.view.choose(chosen)

    def _on_complete(self) -> None:
        if self._waits:
            self.refresh(None)

    def _show(self) -> None:
        chosen = self.filters.filter()
        wanted = self._admitted(chosen)
        active = [each for each in self._known.values() if not kpi_of(each).parked]
        shown = [each for each in wanted if not kpi_of(each).parked]
        self.table.show(shown, [each for each in wanted if kpi_of(each).parked])
        signals = None if self._waits else sum(not isinstance(each, Kpi) and each.flagged for each in active)
        self.filters.show_counts(len(shown), len(active), signals)
        if not self._ask_box.isHidden():
            self._offer([kpi_of(each) for each in active])
        self._show_meter()
        if not self._known:
            self._stack.setCurrentWidget(self._empty)
        elif not self.table.rows:
            self._say_nothing(chosen)
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self.view)

    def _admitted(self, chosen: Filter) -> list[Told]:
        """The KPIs asked for; those of the library are found by all its names for them, in both languages."""
        answers: frozenset[str] = frozenset()
        if chosen.text and any(kpi_of(each).library_id for each in self._known.values()):
            answers = frozenset(kpi.id for example in library.search(chosen.text) for kpi in example.kpis)
        return [each for each in self._known.values() if chosen.admits(each, answers)]

    def _say_nothing(self, chosen: Filter) -> None:
        """No hits: say so, and offer to make what was looked for."""
        if not chosen.text:
            self._nothing.say(_("No KPI matches"), "", "", _("Clear the filter"))
            return
        words = chosen.text if len(chosen.text) <= LONGEST else f"{chosen.text[:LONGEST]}…"
        n = len(library.search(chosen.text))
        found = ngettext("The library has {n} matching KPI.", "The library has {n} matching KPIs.", n).format(n=n)
        self._nothing.say(
            _("No results for “{words}”").format(words=words),
            found if n else _("The library has no KPI of that name."),
            _("Create the KPI “{words}”").format(words=words),
            _("Clear search"),
        )

    def _fold(self) -> None:
        self.table.unfolded = not self.table.unfolded
        self._show()

    def _sort(self, column: int) -> None:
        """Order by a column, the other way round, and in the KPIs' own order again."""
        chosen = self.view.current_uid()
        self.table.sorting = self.table.sorting.clicked(Column(column))
        self.session.memory.put(SORTED_BY, self.table.sorting.texts())
        self._show()
        self.view.horizontalHeader().viewport().update()
        if chosen is not None:
            self.view.choose(chosen)

    def initial_focus(self) -> QWidget | None:
        """The table, on its first KPI; without one what leads to the first."""
        shown = self._stack.currentWidget()
        if shown is not self.view:
            return shown.button if isinstance(shown, Empty) else None
        if self.view.current_uid() is None:
            places = range(self.table.rowCount())
            first = next((n for n in places if self.table.kpi(self.table.index(n, 0)) is not None), None)
            if first is not None:
                self.view.setCurrentIndex(self.table.index(first, 0))
        return self.view

    def selected(self) -> str:
        """The KPI that the keyboard is on."""
        return self.view.current_uid() or ""

    def show_argument(self, argument: object) -> None:
        """Put the keyboard on one KPI, ask which of too many is to rest, or open the library."""
        if argument == ASK:
            self.ask_which()
        elif argument == LIBRARY:
            self.commands()["add_kpi"]()
        elif isinstance(argument, str):
            self.refresh(None)
            self.view.choose(argument)
            bring_clear(self.view, self.view.currentIndex())

    def fit(self, window_width: int) -> None:
        """Follow the width of the window."""
        self.view.fit(window_width)
        self.filters.give_way(window_width)
        self._width = window_width
        self._show_meter()

    # ---- one too many ----------------------------------------------------------------------------

    def ask_which(self) -> None:
        """Ask which of too many KPIs is to rest; nothing waits for the answer."""
        active = [kpi for kpi in self.session.ws.all(Kpi) if not kpi.parked]
        if len(active) > MOST_KPIS:
            self._ask_box.show()
            self._offer(active)
            self._show_meter()

    def _keep_all(self) -> None:
        self._ask_box.hide()
        self._show_meter()

    def _show_meter(self) -> None:
        active = sum(not kpi_of(each).parked for each in self._known.values())
        asking, filtered = not self._ask_box.isHidden(), self.filters.filter() != Filter()
        roomy = self._width >= (WIDE if filtered or active > MOST_KPIS else 1280)
        wanted = self._width >= 1280 or not filtered
        if (active, asking, roomy, wanted) == self._metered:
            return  # the head finds room anew by itself where its other parts need more or less of it
        self._metered = active, asking, roomy, wanted
        self.meter.show_count(active, asking=asking, roomy=roomy)
        self.meter.setVisible(wanted)
        self._head.fit()

    def _offer(self, active: list[Kpi]) -> None:
        self._ask_box.setVisible(len(active) > MOST_KPIS)
        self.ask.offer(active)

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        self.doing.choose(self.view.current_uid())
        found = self.doing.available()
        found |= {"new_here": self.doing.add, "search": self._search, "sort_kpis": self._ask_order}
        if "open_kpi" in found:
            found["kpi_department"] = self._ask_department
        if self.table.sorting.column is not None:  # there is no order of their own in view
            found = {name: slot for name, slot in found.items() if name not in ("kpi_up", "kpi_down")}
        return found

    def _run(self, name: str) -> None:
        slot = self.commands().get(name)
        if slot is not None:
            slot()

    def _search(self) -> None:
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def _open(self, uid: Uid) -> None:
        self.session.navigate.emit("kpi", uid)

    def _make_searched(self) -> None:
        self.doing.make_own(self.filters.filter().text)

    def _show_added(self, uid: Uid) -> None:
        """Show a KPI that has come, whatever was filtered for."""
        if self.table.row_of(uid) < 0:
            self.filters.clear()
        self.view.choose(uid)
        bring_clear(self.view, self.view.currentIndex())
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_menu(self, index: QModelIndex, at: QPoint) -> None:
        if self.table.kpi(index) is not None:
            self.view.setCurrentIndex(index)
        self.doing.menu(self.commands()).popup(at)

    def _ask_department(self) -> None:
        corner = self.view.visualRect(self.view.currentIndex()).bottomLeft() + QPoint(46, 0)
        self.doing.department_menu().popup(self.view.viewport().mapToGlobal(corner))

    def _ask_order(self) -> None:
        header = self.view.horizontalHeader()
        self.order_menu().popup(header.mapToGlobal(header.rect().bottomLeft()))

    def order_menu(self) -> QMenu:
        """The columns that can order the table, as its heads do."""
        menu = QMenu(_("Sort by"), self)
        for column in Column:
            if column not in UNSORTED:
                action = menu.addAction(column_name(column))
                action.setData(int(column))
                action.setCheckable(True)
                action.setChecked(self.table.sorting.column is column)
        menu.triggered.connect(self._order_chosen)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _order_chosen(self, action: QAction) -> None:
        self._sort(action.data())
