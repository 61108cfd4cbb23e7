"""Entry: the numbers that are due, in a grid that takes less time than a spreadsheet.

A block for each rhythm, the newest periods on the right. Enter goes to the next empty number that is due, across the
blocks. What a cell is about stands beside the grid; nothing pops up over it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Company, Definition, Input, Kpi, Person, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryBlock
from kpidesk.figures.entry import Cell, next_asked, person_called
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui import page
from ui.bridge import Desk
from ui.models.entry_grid import FIRST, EntryGrid
from ui.models.entry_ledger import Ledger
from ui.models.entry_paste import Preview
from ui.page import MARGIN, Page
from ui.widgets.buttons import icon_button
from ui.widgets.empty import Empty
from ui.widgets.entry_delegate import CELL, HEAD, ROW
from ui.widgets.entry_details import WIDTH, EntryDetails
from ui.widgets.entry_strip import EntryStrip
from ui.widgets.entry_view import EntryView
from ui.widgets.segmented import Segmented
from ui.widgets.sparkline import Squares

RAIL, RAIL_NARROW, NARROW_BELOW, FULL_FROM = 184, 56, 1180, 1400
NAME_AND_UNIT, NAME_AND_UNIT_LEAST = 340, 250
SHOWN_AT_LEAST, SHOWN_BELOW_FULL, SHOWN_AT_MOST = 4, 6, 12
MOST_SQUARES = 12
ALL, MINE = "all", "mine"
SHAPING: frozenset[type] = frozenset({Company, Definition, Input, Kpi, Person})
"""Kinds of row that decide which lines there are."""
Rank = tuple[int, int, int]


@dataclass(frozen=True)
class Place:
    """Where the keyboard is in the sheet, and the text that is being typed there."""

    cell: Cell
    focused: bool
    text: str | None


class EntryPage(Page):
    """The sheet and, beside it, what the current cell is about."""

    place = "entry"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._back = 0
        self._count = 7
        self._details_wanted: bool | None = None
        self._width = 0
        self._whose = desk.memory.text("entry/whose", ALL)
        self._wanted: Uid | None = None
        self._leaving = QTimer(self, singleShot=True)
        self.ledger = Ledger(desk)
        self.views: list[EntryView] = []
        self.details = EntryDetails(desk)
        self.details.accepted.connect(self._accept_likely)
        self.details.chosen.connect(self._go_to_cell)
        self.details.confirmed.connect(self._confirm)
        self.details.returned.connect(self._return)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setObjectName("entry_splitter")
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._build_sheet())
        self._splitter.addWidget(self.details)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([900, WIDTH])
        page.column(self).addWidget(self._splitter)

    def _build_sheet(self) -> QWidget:
        left = QWidget()
        column = page.column(left)
        column.addWidget(self._build_head())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self._scroll, 1)
        self.strip = EntryStrip(self.desk.theme)
        self.strip.stored.connect(self._store_block)
        self.strip.dropped.connect(self._drop_block)
        self.strip.used.connect(self._accept_likely)
        self.strip.overview.connect(self._see_overview)
        column.addWidget(self.strip)
        return left

    def _build_head(self) -> QWidget:
        head, row, _label = page.head(_("Entry"))
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._segments = Segmented([(_("All numbers"), ALL), (_("My numbers"), MINE)], self._whose)
        self._segments.chosen.connect(self._choose_whose)
        row.addWidget(self._segments)
        row.addSpacing(4)
        row.addWidget(self._step_button("chevron-left", _("Earlier periods"), self._show_earlier))
        row.addWidget(self._step_button("chevron-right", _("Later periods"), self._show_later))
        row.addStretch()
        self._progress = page.text("", "small")
        self._meter = Squares(self.desk.theme)
        row.addWidget(self._progress)
        row.addWidget(self._meter)
        row.addSpacing(12)
        self._paste_button = icon_button(self.desk.theme, "clipboard-paste", _("Paste from Excel"), self._paste)
        row.addWidget(self._paste_button)
        return head

    def _step_button(self, icon: str, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton()
        button.setIcon(self.desk.theme.icon(icon))
        button.setProperty("quiet", True)
        button.setFixedWidth(30)
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.clicked.connect(slot)
        return button

    # ---- content -------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show what has changed: the rows that a number touches, or the whole sheet."""
        new_day = self.desk.today() != self.ledger.today
        if changes is None or changes.everything or changes.kinds & SHAPING or new_day or not self.views:
            self.ledger.read_all()
            self._rebuild()
        else:
            noted = self.ledger.noted, self.ledger.confirmed
            touched = self.ledger.take(changes)
            for view in self.views:
                if touched:
                    view.grid.follow(touched)
                if noted != (self.ledger.noted, self.ledger.confirmed):
                    view.grid.follow_notes()
        self._show_state()

    def _show_state(self) -> None:
        self._show_progress()
        self._show_details()
        self.details.show_concerns([view.grid for view in self.views])

    def _rebuild(self) -> None:
        place = self._where()
        person = person_called(self.desk.ws, self.desk.ws.author) if self._whose == MINE else None
        nobody = self._whose == MINE and person is None
        blocks = [] if nobody else figures.entry_blocks(self.desk.ws, person)
        self._content = content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        column.setSpacing(20)
        self.views = []
        for block in blocks:
            column.addWidget(self._make_view(block))
        column.addWidget(self._key_line() if blocks else self._make_empty(), 0 if blocks else 1)
        if blocks:
            column.addStretch()
        self._scroll.setWidget(content)
        self._come_back(place)

    def _make_empty(self) -> Empty:
        theme = self.desk.theme
        if self._whose == MINE:
            words = _("These are the numbers of inputs and KPIs that you own or follow.")
            empty = Empty(theme, "table-2", _("None of the numbers are yours"), words, _("Show all numbers"))
            empty.pressed.connect(self._choose_all)
        else:
            words = _("Numbers are entered here once there is a KPI.")
            empty = Empty(theme, "table-2", _("Nothing to enter yet"), words, _("See the KPIs"))
            empty.pressed.connect(self._see_kpis)
        return empty

    def _make_view(self, block: EntryBlock) -> EntryView:
        grid = EntryGrid(self.desk, self.ledger, block.frequency, self)
        folded = set(self.desk.memory.texts("entry/folded"))
        grid.show(block.rows, self._periods(block.frequency), folded)
        for source in block.sources:
            if folded and self.ledger.due(source):
                grid.unfold_to(source.uid)
        view = EntryView(grid, self.desk.theme)
        view.fit_rows()
        view.wanted_next.connect(self._go_next)
        view.current_moved.connect(self._on_moved)
        view.shifted.connect(self._shift)
        view.left.connect(self._leave)
        view.note_wanted.connect(self._write_note)
        view.folded.connect(self._remember_folds)
        view.typing.connect(self._on_typing)
        view.refused.connect(self._on_refused)
        view.cleared.connect(self._clear)
        view.not_applicable.connect(self._mark_not_applicable)
        view.offered.connect(self._on_offered)
        self.views.append(view)
        return view

    def _periods(self, frequency: Frequency) -> list[Period]:
        start = self.desk.ws.company.fiscal_year_start
        now = Period.containing(self.desk.today(), frequency, start)
        last = now.previous(self._back + (1 if frequency in (Frequency.WEEK, Frequency.DAY) else 0))
        return [last.previous(step) for step in range(self._count - 1, -1, -1)]

    def _key_line(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, words in (
            ("Enter", _("next empty number")),
            (_("Arrows"), _("move")),
            ("Ctrl+V", _("pastes a block from Excel")),
            ("Shift+F2", _("note")),
            ("Ctrl+Z", _("undoes")),
        ):
            row.addWidget(page.text(key, "key"))
            row.addWidget(page.text(words, "quiet"))
            row.addSpacing(14)
        row.addStretch()
        return box

    def _show_progress(self) -> None:
        sources = [row.source for view in self.views for row in view.grid.all_rows if row.source is not None]
        progress = self.ledger.progress(sources)
        words = ngettext("{have} of {n} number is in", "{have} of {n} numbers are in", progress.of)
        waiting = progress.of > progress.have
        done = _("Everything is in") if self.views else ""
        self._progress.setText(words.format(have=progress.have, n=progress.of) if waiting else done)
        squares = min(progress.of, MOST_SQUARES)
        self._meter.show_share(round(progress.have * squares / max(1, progress.of)), squares)
        self._meter.setVisible(waiting)
        self.strip.show_done("" if waiting or not self.views else self._done_words(sources))

    def _done_words(self, sources: list[Input]) -> str:
        series = self.ledger.numbers.series_many([source.uid for source in sources])
        coming = next_asked(sources, series, self.ledger.today, self.ledger.fiscal_start)
        if coming is None:
            return _("Everything is in.")
        words = _("Everything is in. The next number is {period}, {day}.")
        name = fmt.period_name(coming, self.ledger.fiscal_start)
        return words.format(period=name, day=fmt.weekday_day(coming.next().first))

    # ---- moving --------------------------------------------------------------------------------

    def initial_focus(self) -> QWidget | None:
        """The first empty number that is due, or the one that was asked for."""
        wanted, self._wanted = self._wanted, None
        waiting = [item for item in self._waiting() if wanted in (None, item[2][0])]
        if waiting:
            _rank, view, cell = min(waiting, key=_first)
            self._bring(view, cell)
            return view
        for view in self.views:
            if wanted is None or view.grid.unfold_to(wanted) is not None:
                return self._newest_cell(view, wanted)
        return self.views[0] if self.views else None

    def _newest_cell(self, view: EntryView, uid: Uid | None) -> EntryView:
        """Put the caret on the newest number of an input, or of the first row."""
        grid = view.grid
        row = next((row for row in grid.rows if row.source is not None and uid in (None, row.source.uid)), None)
        if row is not None and row.source is not None:
            ended = Period.containing(self.ledger.today, grid.frequency, self.ledger.fiscal_start).previous()
            self._bring(view, (row.source.uid, ended))
        return view

    def show_argument(self, argument: object) -> None:
        """Put the caret on an input's first number that is due, when the page has been shown."""
        self._wanted = argument if isinstance(argument, str) else None

    def _waiting(self) -> list[tuple[Rank, EntryView, Cell]]:
        """Every cell that waits for its number, with its place in the order of the sheet; folded ones as well."""
        return [
            ((block, place, period.first.toordinal()), view, (row.source.uid, period))
            for block, view in enumerate(self.views)
            for place, row in enumerate(view.grid.all_rows)
            if row.source is not None
            for period in self.ledger.due(row.source)
        ]

    def _go_next(self, back: bool) -> None:
        """Go to the next (or previous) empty due number after the current cell, round the sheet."""
        view = self.current_view()
        waiting = [item for item in self._waiting() if item[2] not in self.ledger.drafts or item[1] is not view]
        if view is None:
            return
        if not waiting:
            view.step(-1 if back else 1)
            return
        here = self._rank(view)
        if back:
            target = max((item for item in waiting if item[0] < here), key=_first, default=max(waiting, key=_first))
        else:
            target = min((item for item in waiting if item[0] > here), key=_first, default=min(waiting, key=_first))
        _place, to, cell = target
        if to is not view:
            view.clearSelection()
        self._bring(to, cell)
        to.setFocus()

    def _rank(self, view: EntryView) -> Rank:
        index = view.currentIndex()
        if not index.isValid():
            return self.views.index(view), -1, 0
        period = view.grid.period(index)
        place = view.grid.all_rows.index(view.grid.rows[index.row()])
        return self.views.index(view), place, period.first.toordinal() if period is not None else 0

    def _bring(self, view: EntryView, cell: Cell) -> None:
        """Make a cell current, bringing its row and period into view."""
        view.grid.unfold_to(cell[0])
        if cell[1] not in view.grid.periods:
            self._show_back(self._steps_back(view.grid, cell[1]))
        index = view.grid.index_of(cell)
        if index.isValid():
            view.go_to(index)

    def _steps_back(self, grid: EntryGrid, period: Period) -> int:
        """How far to look back so that a period is the last in view."""
        steps, each = 0, grid.periods[-1].next(self._back)
        while each.first > period.first:
            steps, each = steps + 1, each.previous()
        return steps

    def _go_to_cell(self, cell: Cell) -> None:
        for view in self.views:
            if view.grid.unfold_to(cell[0]) is not None:
                self._bring(view, cell)
                view.setFocus()

    def current_view(self) -> EntryView | None:
        """The block that has the keyboard, else the one that had it last, else the first."""
        for view in self.views:
            if view.hasFocus() or view.isAncestorOf(self.focusWidget() or self):
                return view
        return self.views[0] if self.views else None

    def _on_moved(self) -> None:
        if self.strip.isVisible():
            self._on_offered(None)
        self._show_details()
        view = self.current_view()
        if view is not None and view.currentIndex().isValid():
            rect = view.visualRect(view.currentIndex())
            at = view.mapTo(self._content, rect.center())
            self._scroll.ensureVisible(at.x(), at.y() + (HEAD if view.currentIndex().row() else 0), 0, ROW * 3)

    def _show_details(self) -> None:
        view = self.current_view()
        if view is not None:
            self.details.show_cell(view.grid, view.currentIndex())

    def _where(self) -> Place | None:
        view = self.current_view()
        cell = view.current_cell() if view is not None else None
        if view is None or cell is None:
            return None
        editor = view.editor()
        focused = view.hasFocus() or view.isAncestorOf(self.focusWidget() or self)
        return Place(cell, focused, editor.text() if editor is not None else None)

    def _come_back(self, place: Place | None) -> None:
        """After the sheet was made anew: the same cell, with what was being typed."""
        for view in self.views:
            index = QModelIndex() if place is None else view.grid.index_of(place.cell)
            if place is not None and index.isValid():
                view.go_to(index)
                if place.focused:
                    view.setFocus()
                if place.text is not None:
                    view.edit(index)
                    editor = view.editor()
                    if editor is not None:
                        editor.setText(place.text)

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {
            "paste": self._paste,
            "fill_right": self._fill_right,
            "fill_down": self._fill_down,
            "not_applicable": self._not_applicable_here,
            "entry_note": self._write_note,
            "toggle_details": self._toggle_details,
            "earlier": self._show_earlier,
            "later": self._show_later,
        }

    def _on_typing(self, cell: Cell | None, text: str | None) -> None:
        """A number is being typed: what is computed from it follows."""
        if cell is None:
            return
        self.ledger.doubtful.discard(cell)
        if text is not None and entry.doubt(text) is not None:
            self.ledger.doubtful.add(cell)
        for view in self.views:
            view.grid.suppose(cell, text)

    def _on_refused(self, doubt: Doubt | None) -> None:
        self.details.show_doubt(doubt)
        self.strip.show_doubt(doubt if self.details.isHidden() else None)
        self.details.show_concerns([view.grid for view in self.views])

    def _accept_likely(self) -> None:
        view = self.current_view()
        editor = view.editor() if view is not None else None
        if view is not None and editor is not None:
            view.finish(editor, back=False)

    def _confirm(self, cell: Cell) -> None:
        self.desk.perform(entry.confirm, *cell)

    def _paste(self) -> None:
        view = self.current_view()
        if view is not None:
            view.setFocus()
            view.paste()

    def _fill_right(self) -> None:
        view = self.current_view()
        if view is not None:
            view.fill_right()

    def _fill_down(self) -> None:
        view = self.current_view()
        if view is not None:
            view.fill_down()

    def _on_offered(self, preview: Preview | None) -> None:
        for view in self.views:
            if preview is None and view.grid.preview is not None:
                view.grid.show_preview(None)
        self.strip.show_preview(preview)

    def _store_block(self) -> None:
        for view in self.views:
            view.end_preview(store=True, partly=True)

    def _drop_block(self) -> None:
        self._on_offered(None)
        self._return()

    def _clear(self, cells: list[Cell]) -> None:
        for cell in cells:
            self.ledger.keep_draft(cell, "")
        stored = [cell for cell in cells if self.ledger.value(cell) is not None]
        if stored:
            self.desk.perform(entry.clear, stored)
        else:
            for view in self.views:
                view.grid.follow({uid for uid, _period in cells})
            self._show_state()

    def _not_applicable_here(self) -> None:
        view = self.current_view()
        if view is not None:
            view.mark_not_applicable()

    def _mark_not_applicable(self, cells: list[Cell]) -> None:
        if cells:
            self.desk.perform(entry.mark_not_applicable, cells)

    def _write_note(self) -> None:
        self.details.show()
        self.details.note.setFocus()

    def _return(self) -> None:
        view = self.current_view()
        if view is not None:
            view.setFocus()

    def _leave(self, back: bool) -> None:
        """Ctrl+Tab: out of the sheet, to the details or back to the head."""
        forward = self.details.note if self.details.isVisible() else self._paste_button
        (self._paste_button if back else forward).setFocus(Qt.FocusReason.TabFocusReason)

    def _see_overview(self) -> None:
        self.desk.navigate.emit("overview", None)

    def _see_kpis(self) -> None:
        self.desk.navigate.emit("kpis", None)

    # ---- what is shown ---------------------------------------------------------------------------

    def _choose_whose(self, whose: str) -> None:
        self._whose = whose
        self.desk.memory.put("entry/whose", whose)
        self._rebuild()
        self._show_state()

    def _choose_all(self) -> None:
        self._segments.choose(ALL)

    def _remember_folds(self) -> None:
        keys = sorted({key for view in self.views for key in view.grid.folded})
        self.desk.memory.put("entry/folded", keys)

    def _show_earlier(self) -> None:
        self._show_back(self._back + self._count - 1)

    def _show_later(self) -> None:
        self._show_back(self._back - self._count + 1)

    def _shift(self, by: int) -> None:
        self._show_back(self._back - by)

    def _show_back(self, back: int) -> None:
        """Look so many periods back; the current column stays where it is on screen."""
        back = max(0, back)
        if back == self._back:
            return
        self._back = back
        for view in self.views:
            at = view.currentIndex()
            place = at.row(), at.column()
            view.grid.show_periods(self._periods(view.grid.frequency))
            if at.isValid() or place[1] >= FIRST:
                view.go_to(view.grid.index(*place))
        self._show_details()

    def _toggle_details(self) -> None:
        self._details_wanted = self.details.isHidden()
        self.fit(self._width or self.width())

    def fit(self, window_width: int) -> None:
        """Show as many periods as there is room for; the details give way first."""
        self._width = window_width
        wide = window_width >= NARROW_BELOW
        self.details.setVisible(wide if self._details_wanted is None else self._details_wanted)
        count = periods_for(window_width, details=not self.details.isHidden())
        if count != self._count:
            self._count = count
            for view in self.views:
                view.grid.show_periods(self._periods(view.grid.frequency))
                view.fit_rows()


def periods_for(window_width: int, *, details: bool) -> int:
    """How many periods a window of a width shows."""
    if window_width < NARROW_BELOW and not details:
        return max(SHOWN_AT_LEAST, (window_width - NAME_AND_UNIT) // CELL)
    rail = RAIL if window_width >= NARROW_BELOW else RAIL_NARROW
    room = window_width - rail - (WIDTH if details else 0) - 2 * MARGIN
    full = window_width >= FULL_FROM
    most = SHOWN_AT_MOST if full or not details else SHOWN_BELOW_FULL
    count = (room - (NAME_AND_UNIT if full else NAME_AND_UNIT_LEAST)) // CELL
    return max(SHOWN_AT_LEAST, min(most, count))


def _first(item: tuple[Rank, EntryView, Cell]) -> Rank:
    return item[0]
