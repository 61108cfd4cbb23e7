"""Entry: the numbers that are due, in a grid that takes less time than a spreadsheet.

A block for each rhythm, the newest periods on the right. Enter goes to the next empty number that is due, across the
blocks. What a cell is about stands beside the grid; nothing pops up over it.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kpidesk import figures
from kpidesk import format as fmt
from kpidesk.commands import entry, notes
from kpidesk.domain.entities import Input, Person
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryBlock
from kpidesk.text import _, ngettext
from kpidesk.workspace import Changes
from ui import page
from ui.bridge import Desk
from ui.models.entry_grid import FIRST, EntryGrid, Preview
from ui.page import MARGIN, Page
from ui.widgets.empty import Empty
from ui.widgets.entry_view import CELL, EntryView
from ui.widgets.sparkline import Sparkline, Squares

DETAILS, NAME_AND_UNIT = 292, 340
SHOWN_AT_LEAST, SHOWN_AT_MOST = 4, 12


class EntryPage(Page):
    """The sheet and, beside it, what the current cell is about."""

    place = "entry"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._back = 0
        self._count = 7
        self._details_wanted = True
        self.views: list[EntryView] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._build_sheet(), 1)
        self.details = Details(desk)
        self.details.accept_likely.connect(self._accept_likely)
        row.addWidget(self.details)

    def _build_sheet(self) -> QWidget:
        left = QWidget()
        column = page.column(left)
        head, row, _label = page.head(_("Entry"))
        self._earlier = self._step_button("chevron-left", _("Earlier periods"), self._show_earlier)
        self._later = self._step_button("chevron-right", _("Later periods"), self._show_later)
        row.addWidget(self._earlier)
        row.addWidget(self._later)
        row.addStretch()
        self._progress = page.text("", "small")
        self._meter = Squares(self.desk.theme)
        paste = QPushButton(_("Paste from Excel"))
        paste.setIcon(self.desk.theme.icon("clipboard-paste"))
        paste.clicked.connect(self._paste)
        for widget in (self._progress, self._meter, paste):
            row.addWidget(widget)
        column.addWidget(head)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        column.addWidget(self._scroll, 1)
        return left

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
        """Show what has changed: the numbers alone, or the whole sheet."""
        numbers_only = changes is not None and not changes.entities and not changes.everything
        if numbers_only and changes is not None and self.views:
            for view in self.views:
                view.grid.follow(changes)
        else:
            self._rebuild()
        self._show_progress()
        self._show_details()

    def _rebuild(self) -> None:
        blocks = figures.entry_blocks(self.desk.ws)
        content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        column.setSpacing(24)
        self.views = []
        for block in blocks:
            column.addWidget(self._make_view(block))
        if not blocks:
            column.addStretch()
            words = _("Numbers are entered here once there is a KPI.")
            column.addWidget(Empty(self.desk.theme, "table-2", _("Nothing to enter yet"), words))
        else:
            column.addWidget(self._key_line())
        column.addStretch()
        self._scroll.setWidget(content)

    def _make_view(self, block: EntryBlock) -> EntryView:
        grid = EntryGrid(self.desk, block.frequency, self)
        grid.show(block, self._periods(block.frequency))
        view = EntryView(grid, self.desk.theme)
        view.fit_rows()
        view.wanted_next.connect(self._go_next)
        view.current_moved.connect(self._on_moved)
        view.refused.connect(self.details.show_refusal)
        view.cleared.connect(self._clear)
        view.pasted.connect(self._on_pasted)
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
            ("Del", _("clears")),
            ("Ctrl+Z", _("undoes")),
        ):
            row.addWidget(page.text(key, "caption"))
            row.addWidget(page.text(words, "quiet"))
            row.addSpacing(10)
        row.addStretch()
        return box

    def _show_progress(self) -> None:
        waiting = len(figures.due_cells(self.desk.ws, self.desk.today()))
        fresh = sum(len(view.grid.fresh) for view in self.views)
        total = waiting + fresh
        if total == 0:
            self._progress.setText(_("Everything is in") if self.views else "")
        else:
            words = ngettext("{have} of {n} number is in", "{have} of {n} numbers are in", total)
            self._progress.setText(words.format(have=fresh, n=total))
        self._meter.show_share(fresh, min(total, 12))

    # ---- moving --------------------------------------------------------------------------------

    def initial_focus(self) -> QWidget | None:
        """The first empty number that is due."""
        for view, index in self._due():
            view.setCurrentIndex(index)
            return view
        return self.views[0] if self.views else None

    def _due(self) -> Iterator[tuple[EntryView, QModelIndex]]:
        for view in self.views:
            grid = view.grid
            for row in range(grid.rowCount()):
                for column in range(FIRST, grid.columnCount()):
                    index = grid.index(row, column)
                    if grid.is_due(index):
                        yield view, index

    def _go_next(self, back: bool) -> None:
        """Go to the next (or previous) empty due number after the current cell, round the sheet."""
        view = self.current_view()
        if view is None:
            return
        here = self._rank(view, view.currentIndex())
        waiting = [(self._rank(each, index), each, index) for each, index in self._due()]
        if not waiting:
            self._move_on(view, back)
            return
        if back:
            target = max((item for item in waiting if item[0] < here), key=_first, default=max(waiting, key=_first))
        else:
            target = min((item for item in waiting if item[0] > here), key=_first, default=min(waiting, key=_first))
        _place, to, index = target
        if to is not view:
            view.clearSelection()
        to.setCurrentIndex(index)
        to.setFocus()
        self._scroll.ensureWidgetVisible(to, 0, 40)

    def _move_on(self, view: EntryView, back: bool) -> None:
        view.step(-1 if back else 1)

    def _rank(self, view: EntryView, index: QModelIndex) -> tuple[int, int, int]:
        return self.views.index(view), index.row(), index.column()

    def current_view(self) -> EntryView | None:
        """The block that has the keyboard, else the first."""
        for view in self.views:
            if view.hasFocus() or view.isAncestorOf(self.focusWidget() or self):
                return view
        return self.views[0] if self.views else None

    def _on_moved(self) -> None:
        self._show_details()

    def _show_details(self) -> None:
        view = self.current_view()
        if view is not None:
            self.details.show_cell(view.grid, view.currentIndex())

    # ---- doing ---------------------------------------------------------------------------------

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {
            "paste": self._paste,
            "toggle_details": self._toggle_details,
            "earlier": self._show_earlier,
            "later": self._show_later,
        }

    def _paste(self) -> None:
        view = self.current_view()
        if view is not None:
            view.setFocus()
            view.paste()

    def _on_pasted(self, preview: Preview | None) -> None:
        self.details.show_preview(preview)

    def _clear(self, indexes: list[QModelIndex]) -> None:
        view = self.current_view()
        if view is None:
            return
        cells = []
        for index in indexes:
            source, period = view.grid.source(index), view.grid.period(index)
            if source is not None and period is not None:
                cells.append((source, period))
        if cells:
            self.desk.perform(entry.clear, cells)

    def _accept_likely(self) -> None:
        view = self.current_view()
        if view is not None:
            for editor in view.viewport().findChildren(QLineEdit):
                view.finish(editor, back=False)

    def _show_earlier(self) -> None:
        self._back += self._count - 1
        self._rebuild()

    def _show_later(self) -> None:
        self._back = max(0, self._back - self._count + 1)
        self._rebuild()

    def _toggle_details(self) -> None:
        self._details_wanted = not self.details.isVisible()
        self.details.setVisible(self._details_wanted)

    def fit(self, window_width: int) -> None:
        """Show as many periods as there is room for; the details give way first."""
        wide = window_width >= 1180
        self.details.setVisible(self._details_wanted and wide)
        rail = 184 if wide else 56
        room = window_width - rail - (DETAILS if self.details.isVisibleTo(self) else 0) - 2 * MARGIN
        count = max(SHOWN_AT_LEAST, min(SHOWN_AT_MOST, (room - NAME_AND_UNIT) // CELL))
        if count != self._count:
            self._count = count
            if self.views:
                self._rebuild()


def _first(item: tuple[tuple[int, int, int], EntryView, QModelIndex]) -> tuple[int, int, int]:
    return item[0]


class Details(QFrame):
    """What the current cell is about: its KPI, its last numbers, where to find it, and a note."""

    accept_likely = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._cell: tuple[EntryGrid, QModelIndex] | None = None
        self.setObjectName("side")
        self.setFixedWidth(DETAILS)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        self._caption = page.text("", "caption")
        self._title = page.text("", "title", wrap=True)
        self._about = page.text("", "small", wrap=True)
        self._refusal = self._build_refusal()
        self._spark_head = page.text(_("Latest numbers"), "caption")
        self._spark = Sparkline(desk.theme)
        self._spark.setFixedHeight(40)
        self._usual = page.text("", "quiet", wrap=True)
        self._where_head = page.text(_("Where to find the number"), "caption")
        self._where = page.text("", "small", wrap=True)
        self._note_head = page.text(_("Note"), "caption")
        self._note = QPlainTextEdit()
        self._note.setPlaceholderText(_("What explains the number?"))
        self._note.setFixedHeight(56)
        self._note.setTabChangesFocus(True)
        self._note.setAccessibleName(_("Note"))
        self._save_note = QPushButton(_("Store the note"))
        self._save_note.clicked.connect(self._store_note)
        self._owner = page.text("", "small")
        for widget in (
            self._caption, self._title, self._about, self._refusal, self._spark_head, self._spark, self._usual,
            self._where_head, self._where, self._note_head, self._note, self._save_note, self._owner,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        self.show_refusal("", None)

    def _build_refusal(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("look", "notice_error")
        column = QVBoxLayout(frame)
        column.setContentsMargins(12, 8, 12, 8)
        self._refusal_text = page.text("", "medium", wrap=True)
        self._use = QPushButton()
        self._use.setProperty("link", True)
        self._use.clicked.connect(self._accept)
        column.addWidget(self._refusal_text)
        column.addWidget(self._use)
        return frame

    def _accept(self) -> None:
        self.accept_likely.emit()

    def show_refusal(self, sentence: str, likely: float | None) -> None:
        """Say why a text was not stored, and offer what it probably means."""
        self._refusal.setVisible(bool(sentence))
        self._refusal_text.setText(sentence)
        self._use.setVisible(likely is not None)
        if likely is not None:
            number = fmt.number(likely, fmt.fitting_decimals(likely))
            self._use.setText(_("Use {number}   Enter").format(number=number))

    def show_preview(self, preview: Preview | None) -> None:
        """Say what a pasted block would do."""
        if preview is None:
            self.show_refusal("", None)
            return
        n = len(preview.cells)
        parts = [ngettext("{n} number to paste.", "{n} numbers to paste.", n).format(n=n)]
        if preview.unreadable:
            parts.append(_("Not numbers: {texts}.").format(texts=", ".join(preview.unreadable[:5])))
        if preview.outside:
            outside = preview.outside
            parts.append(ngettext("{n} cell falls outside.", "{n} cells fall outside.", outside).format(n=outside))
        parts.append(_("Enter stores them, Esc leaves it."))
        self.show_refusal(" ".join(parts), None)

    def show_cell(self, grid: EntryGrid, index: QModelIndex) -> None:
        """Show what a cell is about."""
        period = grid.period(index) if index.isValid() else None
        if period is None:
            return
        self._cell = (grid, index)
        row = grid.rows[index.row()]
        name = row.kpi.name if row.source is None else row.source.name
        self._caption.setText(f"{name} · {fmt.period_name(period)}")
        self._title.setText(name)
        about = row.kpi.definition if row.source is None or not row.indented else ""
        if row.indented:
            about = _("Counts in {kpi}").format(kpi=row.kpi.name)
        self._about.setText(about)
        self._about.setVisible(bool(about))
        where = (row.source.source if row.source is not None else "") or row.kpi.source
        self._where.setText(where)
        self._where.setVisible(bool(where))
        self._where_head.setVisible(bool(where))
        self._show_numbers(grid, index)
        self._show_note(grid, index, period)
        owner = self.desk.ws.find(Person, row.kpi.owner)
        self._owner.setText(_("Entered by {name}").format(name=owner.name) if owner else "")

    def _show_numbers(self, grid: EntryGrid, index: QModelIndex) -> None:
        source = grid.source(index)
        series = grid.latest_series(source) if source is not None else {}
        numbers = [value for value in series.values() if isinstance(value, (int, float))]
        self._spark.show_values(numbers[-6:])
        for widget in (self._spark, self._spark_head, self._usual):
            widget.setVisible(len(numbers) > 1)
        if len(numbers) > 5 and source is not None:
            found = self.desk.ws.get(Input, source)
            cuts = statistics.quantiles(numbers[-26:], n=10)
            low, high = fmt.number(cuts[0], found.decimals), fmt.number(cuts[-1], found.decimals)
            self._usual.setText(_("Usually {low}–{high}").format(low=low, high=high))
        else:
            self._usual.setText("")

    def _show_note(self, grid: EntryGrid, index: QModelIndex, period: Period) -> None:
        about = grid.rows[index.row()].key
        note = notes.note_on(self.desk.ws, about, period)
        if not self._note.hasFocus():
            self._note.setPlainText(note.text if note else "")

    def _store_note(self) -> None:
        if self._cell is None:
            return
        grid, index = self._cell
        period = grid.period(index)
        if period is not None:
            self.desk.perform(notes.annotate, grid.rows[index.row()].key, period, self._note.toPlainText())
