"""Entry: the numbers that are due, in a grid that takes less time than a spreadsheet.

The sheet has a block for each rhythm, the newest periods on the right. Enter goes to the next empty number that is
due, across the blocks. What a cell is about stands beside the sheet; nothing pops up over it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSplitter, QWidget

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.commands import entry, people
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Input, Uid
from kpidesk.figures.entry import Cell, next_asked
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui.base import page
from ui.base.breakpoints import NARROW, SMALL
from ui.base.choose_file import choose_numbers, take_table
from ui.base.clipping import copied_text
from ui.base.page import Page
from ui.base.scale import px
from ui.base.session import Session
from ui.entry.entry_details import WIDTH, EntryDetails
from ui.entry.entry_on_paper import entry_paper
from ui.entry.entry_reading import Reading
from ui.entry.entry_room import room_for
from ui.entry.entry_times import Times
from ui.entry.sheet.entry_ledger import Ledger, shapes
from ui.entry.sheet.entry_sheet import EntrySheet
from ui.entry.sheet.entry_view import EntryView
from ui.history.own_history import only_kpi
from ui.history.value_history import ValueHistory
from ui.paper import papers
from ui.paper.printed_paper import print_paper
from ui.paper.saved_paper import paper_size
from ui.parts.buttons import icon_button
from ui.parts.drawer import Drawer
from ui.parts.empty import Empty
from ui.parts.head_room import HeadRoom, hides, words_or_icons
from ui.parts.segmented import Segmented
from ui.parts.sparkline import Squares

MANY = 200
"""So many numbers are looked over before the sheet is painted; more of them after it."""
MOST_SQUARES = 12
ALL, MINE = "all", "mine"


class EntryPage(Page):
    """The sheet and, beside it, what the current cell is about."""

    place = "entry"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._details_wanted: dict[bool, bool] = {}
        self._width = 0
        self._waits = self._shows_year = False
        self._whose = session.memory.text("entry/whose", ALL)
        self._wanted: Uid | None = None
        self._empty: Empty | None = None
        self.ledger = Ledger(session)
        # Each part is given its parent at once: adopted later, all that it holds is given its style anew.
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._left = QWidget(self._splitter)
        self.sheet = EntrySheet(session, self.ledger, self._left)
        self.times = Times(session, self.ledger, self.sheet, self)
        self.times.chosen.connect(self._on_times)
        self.sheet.moved.connect(self._on_moved)
        self.sheet.tabled.connect(partial(take_table, self.session))
        self.sheet.refused.connect(self._on_refused)
        self.sheet.left.connect(self._leave)
        self.sheet.note_wanted.connect(self._write_note)
        self.sheet.history_wanted.connect(self.show_history)
        self.reading = Reading(session, self.ledger, self.sheet, self)
        self.reading.returned.connect(self._return)
        self.line = self.reading.line
        self.line.overview.connect(self._see_overview)
        self.details = EntryDetails(session, self._splitter)
        self.details.accepted.connect(self.sheet.accept_likely)
        self.details.chosen.connect(self.sheet.caret.go_to_cell)
        self.details.confirmed.connect(self._confirm)
        self.details.returned.connect(self._return)
        self._build()
        page.column(self).addWidget(self._splitter)

    def _build(self) -> None:
        self._column = page.column(self._left)
        self._column.addWidget(self._build_head())
        self._column.addWidget(self.reading.row)
        self._column.addWidget(self.sheet, 1)
        splitter = self._splitter
        splitter.setObjectName("entry_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        self.drawer = Drawer(self.session, self, self.details, splitter.addWidget, _("Details"))
        self.drawer.add_opener(self._head_row)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([900, WIDTH])

    def _build_head(self) -> QWidget:
        head, row, title = page.head(_("Entry"), less=0, parent=self._left)
        self._head_row = row
        whose = [(_("All numbers"), ALL), (_("My numbers"), MINE)]
        self._segments = Segmented(whose, self._whose, _("Which numbers are shown"))
        self._segments.chosen.connect(self._choose_whose)
        row.addWidget(self._segments)
        row.addSpacing(4)
        self.chooser = self.times.chooser
        row.addWidget(self.chooser)
        row.addStretch()
        self.progress = page.text("", "small")
        self._meter = Squares(self.session.theme)
        row.addWidget(self.progress)
        row.addWidget(self._meter)
        row.addSpacing(12)
        self._paste_button = icon_button(self.session.theme, "clipboard-paste", _("Paste from Excel"), self._paste)
        row.addWidget(self._paste_button)
        fetch = icon_button(self.session.theme, "upload", _("From file …"), self._choose_file)
        row.addWidget(fetch)
        meter = hides(self._meter, lambda: self._waits and not self.times.is_year)
        progress = hides(self.progress, lambda: not self.times.is_year)
        steps = map(hides, reversed(self.chooser.steps))  # there is a way back for as long as can be
        words = words_or_icons(self._paste_button, fetch)
        ways = (meter, *words, progress, hides(title), hides(fetch), *steps, self._give_a_choice)
        self._head_room = HeadRoom(head, ways)
        return head

    def _give_a_choice(self, gives: bool) -> None:
        """The last to give way: whose numbers, while everybody's are shown, else the stretch of time."""
        self._segments.setVisible(not (gives and self._whose == ALL))
        self.chooser.setVisible(not (gives and self._whose == MINE))

    # ---- content -------------------------------------------------------------------------------

    def refresh(self, changes: Changes | None) -> None:
        """Show what has changed: the rows that a number touches, or the whole sheet."""
        new_day = self.session.today() != self.ledger.today
        anew = changes is None or shapes(changes) or new_day
        if anew or changes is None:
            if not self._width and self.window() is not self:
                self.fit(round(self.window().width() / self.session.theme.scale))  # else all is measured twice
            self.ledger.read_all()
            self.times.follow()
            self._rebuild()
        else:
            noted = self.ledger.noted, self.ledger.confirmed
            touched = self.ledger.take(changes)
            self.sheet.follow(touched, noted=noted != (self.ledger.noted, self.ledger.confirmed))
        self._show_state(anew=anew)

    def _rebuild(self) -> None:
        person = people.me(self.session.ws) if self._whose == MINE else None
        nobody = self._whose == MINE and person is None
        self.reading.show_preview(None)  # what was offered goes with the cells it was painted in
        blocks = [] if nobody else figures.entry_blocks(self.session.ws, person)
        self._empty = None if blocks else self._make_empty()
        self.sheet.show_blocks(blocks, self._empty)

    def _make_empty(self) -> Empty:
        theme = self.session.theme
        if self._whose == MINE:
            words = _("These are the numbers you own or follow up.")
            empty = Empty(theme, "table-2", _("You own no numbers"), words, _("Show all numbers"))
            empty.pressed.connect(self._choose_all)
        else:
            words = _("Numbers are entered here once there is a KPI.")
            empty = Empty(theme, "table-2", _("Nothing to enter yet"), words, _("See the KPIs"), _("From file …"))
            empty.pressed.connect(self._see_kpis)
            empty.pressed_second.connect(self._choose_file)
        return empty

    def _show_state(self, *, anew: bool = False) -> None:
        """Show what stands around the sheet; where many rows are shown ``anew`` they are looked over afterwards."""
        self.times.show()
        self._show_progress()
        self.reading.show()
        self._show_details()
        if anew and len(self.sheet.sources) > MANY:
            QTimer.singleShot(0, self, self._show_concerns)
        else:
            self._show_concerns()

    def _show_concerns(self) -> None:
        self.details.show_concerns(self.sheet.grids)

    def _show_progress(self) -> None:
        sources = self.sheet.sources
        progress = self.ledger.progress(sources)
        words = ngettext("{have} of {n} number is in", "{have} of {n} numbers are in", progress.of)
        waiting = progress.of > progress.have
        done = _("Everything is in") if sources else ""
        self.progress.setText(words.format(have=progress.have, n=progress.of) if waiting else done)
        squares = min(progress.of, MOST_SQUARES)
        self._meter.show_share(progress.have * squares // max(1, progress.of), squares)
        if (waiting, self.times.is_year) != (self._waits, self._shows_year):  # other words alone it hears of itself
            self._waits, self._shows_year = waiting, self.times.is_year
            self._head_room.fit()
        quiet = waiting or not sources or self.times.is_year
        self.line.show_done("" if quiet else self._done_words(sources))

    def _done_words(self, sources: list[Input]) -> str:
        series = self.ledger.numbers.series_many([source.uid for source in sources])
        ledger = self.ledger
        coming = next_asked(sources, series, ledger.today, ledger.fiscal_start, ledger.asking)
        if coming is None:
            return _("Everything is in.")
        period, day = coming
        words = _("Everything is in. The next number is {period}, due {day}.")
        return words.format(period=fmt.period_name(period, ledger.fiscal_start), day=fmt.weekday_day(day))

    def _show_details(self) -> None:
        view = self.current_view()
        if view is None:
            self.details.show_nothing()
        else:
            self.details.show_cell(view.grid, view.currentIndex())

    # ---- the keyboard ----------------------------------------------------------------------------

    @property
    def views(self) -> list[EntryView]:
        """The blocks of the sheet."""
        return self.sheet.views

    def current_view(self) -> EntryView | None:
        """The block with the caret."""
        return self.sheet.current_view()

    def foot(self) -> QWidget | None:
        """In a small window the reading line, which tells what becomes of a block."""
        return self.reading.row if self.drawer.used else None

    def initial_focus(self) -> QWidget | None:
        """The first empty number that is due, or the one that was asked for; without any the way to the KPIs."""
        wanted, self._wanted = self._wanted, None
        view = self.sheet.caret.start(wanted)
        self._on_moved()  # to the cell that was its block's already, of which the block says nothing
        return view or (self._empty.button if self._empty is not None else None)

    def show_argument(self, argument: object) -> None:
        """Put the caret on an input's first number that is due, when the page has been shown."""
        self._wanted = argument if isinstance(argument, str) else None

    def _on_moved(self) -> None:
        self.reading.forget_block()
        self._show_details()
        self.reading.show()

    def _return(self) -> None:
        view = self.current_view()
        if view is not None:
            view.setFocus()

    def _leave(self, back: bool) -> None:
        """Ctrl+Tab: out of the sheet, to the details or back to the head."""
        forward = self.details.note if self.details.isVisible() else self._paste_button
        (self._paste_button if back else forward).setFocus(Qt.FocusReason.TabFocusReason)

    def _write_note(self) -> None:
        self.drawer.reveal()
        self.details.note.setFocus()

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        found: dict[str, Callable[[], None]] = {
            "toggle_details": self._toggle_details,
            "earlier": self.sheet.earlier,
            "later": self.sheet.later,
            "history_of": self.show_history,
            "paste": self._paste,
        }
        if self.sheet.grids:
            found["print"] = self._print
        view = self.current_view()
        if view is not None:
            found |= {
                "fill_right": view.blocks.fill_right,
                "fill_down": view.blocks.fill_down,
                "not_applicable": view.blocks.mark_not_applicable,
                "entry_note": self._write_note,
            }
        return found

    def show_history(self) -> None:
        """What the current cell has held; of a calculated one the history of its KPI."""
        view = self.current_view()
        index = view.currentIndex() if view is not None else QModelIndex()
        if view is None or not index.isValid():
            return
        cell, kpi = view.grid.cell(index), view.grid.rows[index.row()].kpi
        if cell is not None:
            ValueHistory(self.session, Input, *cell, self).open()
        elif kpi is not None and (only := only_kpi(self.session.ws, kpi.uid)) is not None:
            self.session.navigate.emit("history", only)

    def _paste(self) -> None:
        """Into the cells, or where there are none yet as a table that says of itself what it is."""
        view = self.current_view()
        if view is not None:
            view.setFocus()
            view.blocks.paste()
        elif text := copied_text(self.session).strip("\r\n"):
            take_table(self.session, text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Ctrl+V works before there is a cell, too."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        else:
            super().keyPressEvent(event)

    def _choose_file(self) -> None:
        choose_numbers(self.session, self.window())

    def _on_refused(self, doubt: Doubt | None) -> None:
        self.details.show_doubt(doubt)
        self.reading.show_doubt(doubt if not self.details.isVisible() else None)
        self.details.show_concerns(self.sheet.grids)

    def _confirm(self, cell: Cell) -> None:
        self.session.perform(entry.confirm, *cell)

    def _see_overview(self) -> None:
        self.session.navigate.emit("overview", None)

    def _see_kpis(self) -> None:
        self.session.navigate.emit("kpis", None)

    # ---- what is shown ---------------------------------------------------------------------------

    def _choose_whose(self, whose: str) -> None:
        self._whose = whose
        self.session.memory.put("entry/whose", whose)
        self._rebuild()
        self.sheet.caret.start()
        self._show_state()

    def _on_times(self) -> None:
        self._rebuild()
        self.fit(self._width or self.width())
        self._show_state()
        view = self.sheet.caret.start()
        if view is not None:
            view.setFocus()

    def _choose_all(self) -> None:
        self._segments.choose(ALL)

    def typed(self) -> object:
        """Where the keyboard is in the sheet, what is being typed there, texts that are no numbers; other fields."""
        return self.sheet.caret.place(self.sheet.focusWidget()), dict(self.ledger.drafts), super().typed()

    def type_again(self, typed: Any) -> None:
        """As the sheet was."""
        place, drafts, fields = typed
        self.ledger.drafts.update(drafts)
        super().type_again(fields)
        self._rebuild()
        self.sheet.caret.come_back(place)

    def _print(self) -> None:
        """Print the table as it is in view."""
        paper = entry_paper(self.session, self.sheet.grids)
        build = partial(papers.entry_table, paper, paper_size(self.session))
        print_paper(self.session, build, paper.title, self.window())

    def _toggle_details(self) -> None:
        if self.drawer.used:
            self.drawer.toggle()
            return
        self._details_wanted[self.times.is_year] = self.details.isHidden()
        self.fit(self._width or self.width())

    def fit(self, window_width: int) -> None:
        """Show as many periods as there is room for; the details give way first, and to a year at once."""
        self._width = window_width
        wide = window_width >= NARROW and not self.times.is_year
        self.drawer.use(window_width < SMALL)
        if not self.drawer.used:
            self.details.setVisible(self._details_wanted.get(self.times.is_year, wide))
        beside = not self.drawer.used and not self.details.isHidden()
        room, most = room_for(window_width, details=beside, year=self.times.is_year)
        self.sheet.show_room(px(room), most)
        self.reading.stand(self._column, small=self.drawer.used)
