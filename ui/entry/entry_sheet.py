"""The sheet itself: a block for each rhythm under one another, one caret that goes from number to number.

Every block shows the same number of periods and looks equally many periods back.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kpidesk.commands import entry
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Input, Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.stretch import Stretch
from kpidesk.figures import EntryBlock
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base import page
from ui.base.page import MARGIN, Margins
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.session import Session
from ui.entry.entry_grid import EntryGrid
from ui.entry.entry_ledger import Ledger
from ui.entry.entry_looks import FIRST
from ui.entry.entry_painter import CELL, HEAD
from ui.entry.entry_paste import Preview
from ui.entry.entry_view import EntryView
from ui.parts.end_room import end_with_room
from ui.parts.flow import Flow

LEAST_PERIODS = 2
"""Fewer than these tell nothing of a course; a window too narrow for them scrolls sideways."""
AIR = 4
"""Pixels between the heads and the cell where the keyboard is."""
Rank = tuple[int, int, int]
"""Where a cell stands in the order of the sheet: block, row, period."""


@dataclass(frozen=True)
class Place:
    """Where the keyboard is in the sheet, and the text that is being typed there."""

    cell: Cell
    focused: bool
    text: str | None
    seen: Seen | None = None


class EntrySheet(QScrollArea):
    """The blocks. ``moved`` tells of another current cell, ``offered`` of a block to store, ``refused`` of a text
    that is no number; ``left`` and ``note_wanted`` ask for the keyboard elsewhere.
    """

    moved = Signal()
    offered = Signal(object)
    refused = Signal(object)
    left = Signal(bool)
    note_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, session: Session, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.ledger = session, ledger
        self.views: list[EntryView] = []
        self._back, self._count = 0, 7
        self._room, self._most = 7 * CELL, 7
        self._content = QWidget()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._keep_heads)
        self.verticalScrollBar().rangeChanged.connect(self._keep_heads)

    def _keep_heads(self) -> None:
        """A number is entered under its period, however far down the block it stands."""
        for view in filter(self.viewport().isAncestorOf, self.views):
            view.keep_head(-view.mapTo(self.viewport(), QPoint()).y())

    # ---- content -------------------------------------------------------------------------------

    def show_blocks(self, blocks: Sequence[EntryBlock], instead: QWidget | None) -> None:
        """Show these rows, or what stands instead of them; the caret and what is being typed stay."""
        place = self.place()
        self._content = content = QWidget()
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        Margins(column, content)
        column.setSpacing(20)
        self.views = [self._make_view(block) for block in blocks]
        self._count_periods()
        for view in self.views:
            column.addWidget(view)
        if instead is not None:
            column.addWidget(instead, 1)
        else:
            column.addWidget(_key_line())
            column.addStretch()
        end_with_room(content)
        show_inside(self, content)
        self.come_back(place)

    def _make_view(self, block: EntryBlock) -> EntryView:
        grid = EntryGrid(self.session, self.ledger, block.frequency, self)
        folded = set(self.session.memory.texts("entry/folded"))
        grid.show(block.rows, self._periods(block.frequency), folded)
        for source in block.sources if folded else ():
            if self.ledger.due(source):
                grid.unfold_to(source.uid)
        view = EntryView(grid, self.session.theme)
        view.fit_rows()
        view.wanted_next.connect(self._go_next)
        view.current_moved.connect(self._on_moved)
        view.shifted.connect(self._shift)
        view.crossed.connect(self._cross)
        view.left.connect(self.left)
        view.note_wanted.connect(self.note_wanted)
        view.history_wanted.connect(self.history_wanted)
        view.folded.connect(self._remember_folds)
        view.typing.read.connect(self._on_typing)
        view.typing.refused.connect(self._on_refused)
        view.blocks.cleared.connect(self._clear)
        view.blocks.not_applicable.connect(self._mark_not_applicable)
        view.blocks.offered.connect(self.offered)
        view.outgrown.connect(self._fit_columns)
        return view

    def follow(self, touched: set[Uid], *, noted: bool) -> None:
        """Repaint the rows that changed numbers touch, or every mark when notes have changed."""
        for grid in self.grids:
            if touched:
                grid.follow(touched)
            if noted:
                grid.follow_notes()

    @property
    def grids(self) -> list[EntryGrid]:
        """The models of the blocks."""
        return [view.grid for view in self.views]

    @property
    def sources(self) -> list[Input]:
        """Every input of the sheet, in order."""
        return [row.source for grid in self.grids for row in grid.folding.every if row.source is not None]

    # ---- periods ---------------------------------------------------------------------------------

    def _periods(self, frequency: Frequency, count: int = 0) -> list[Period]:
        now = Period.containing(self.ledger.today, frequency, self.ledger.fiscal_start)
        last = now.previous(self._back + (1 if frequency in (Frequency.WEEK, Frequency.DAY) else 0))
        return [last.previous(step) for step in range((count or self._count) - 1, -1, -1)]

    def show_room(self, room: int, most: int) -> None:
        """Show as many periods as the pixels beside the names hold, ``most`` of them and two at the least."""
        if (room, most) != (self._room, self._most):
            self._room, self._most = room, most
            self._count_periods()

    def _count_periods(self) -> None:
        """Show as many periods as there is room for, the newest first."""
        taken = itertools.accumulate(reversed(self._widths(self._most)))
        count = max(LEAST_PERIODS, sum(each <= self._room for each in taken)) if self.views else self._count
        if count != self._count:
            self._count = count
            for view in self.views:
                view.grid.show_periods(self._periods(view.grid.frequency))
        self._fit_columns()

    def _widths(self, count: int) -> list[int]:
        """The pixels that each place of so many periods wants; one width in all blocks, so that columns line up."""
        wanted = [view.wanted_widths(self._periods(view.grid.frequency, count)) for view in self.views]
        return [max(each) for each in zip(*wanted, strict=True)]

    def _fit_columns(self) -> None:
        """Give every column the width of its widest number; where that is too much, the sheet scrolls sideways."""
        widths = self._widths(self._count)
        for view in self.views:
            view.fit_columns(widths)

    def earlier(self) -> None:
        """Look back by what is in view."""
        self._look_back(self._back + self._count - 1)

    def later(self) -> None:
        """Look forward by what is in view."""
        self._look_back(self._back - self._count + 1)

    def _shift(self, by: int) -> None:
        self._look_back(self._back - by)

    def _look_back(self, back: int) -> None:
        """Look so many periods back; the caret stays where it is on screen."""
        if max(0, back) == self._back:
            return
        self._back = max(0, back)
        places = [(view.currentIndex().row(), view.currentIndex().column()) for view in self.views]
        for view in self.views:
            view.grid.show_periods(self._periods(view.grid.frequency))
        self._fit_columns()
        for view, (row, column) in zip(self.views, places, strict=True):
            if row >= 0 and column >= FIRST:
                view.go_to(view.grid.index(row, column))

    def _remember_folds(self) -> None:
        self.session.memory.put("entry/folded", sorted({key for grid in self.grids for key in grid.folding.folded}))

    # ---- the caret -------------------------------------------------------------------------------

    def current_view(self) -> EntryView | None:
        """The block that has the keyboard, else the one with the caret, else the first."""
        for view in self.views:
            if view.hasFocus() or view.isAncestorOf(self.focusWidget() or self):
                return view
        placed = (view for view in self.views if view.selectionModel().hasSelection())
        return next(placed, self.views[0] if self.views else None)

    def start(self, wanted: Uid | None = None) -> EntryView | None:
        """Put the caret on the first empty number that is due, of one input if one is ``wanted``."""
        waiting = [item for item in self._waiting() if wanted in (None, item[2][0])]
        if waiting:
            _rank, view, cell = min(waiting, key=_first)
            self._bring(view, cell)
            return view
        for view in self.views:
            if wanted is None or view.grid.unfold_to(wanted) is not None:
                self._bring_newest(view, wanted)
                return view
        return self.views[0] if self.views else None

    def _bring_newest(self, view: EntryView, uid: Uid | None) -> None:
        """Put the caret on the period that ended last, of one input or of the first row."""
        sources = (row.source for row in view.grid.rows if row.source is not None)
        source = next((source for source in sources if uid in (None, source.uid)), None)
        if source is not None:
            now = Period.containing(self.ledger.today, source.frequency, self.ledger.fiscal_start)
            self._bring(view, (source.uid, now.previous()))

    def go_to_cell(self, cell: Cell) -> None:
        """Put the caret and the keyboard on a cell."""
        for view in self.views:
            if view.grid.unfold_to(cell[0]) is not None:
                self._leave_others(view)
                self._bring(view, cell)
                view.setFocus()

    def _waiting(self) -> list[tuple[Rank, EntryView, Cell]]:
        """Every cell that waits for its number, with its place in the order of the sheet; folded ones as well."""
        return [
            ((block, place, period.first.toordinal()), view, (row.source.uid, period))
            for block, view in enumerate(self.views)
            for place, row in enumerate(view.grid.folding.every)
            if row.source is not None
            for period in self.ledger.due(row.source)
        ]

    def _go_next(self, back: bool) -> None:
        """Go to the next (or previous) empty due number after the current cell, round the sheet."""
        view, waiting = self.current_view(), self._waiting()
        if view is None:
            return
        if not waiting:
            self._go_on(view, -1 if back else 1)
            return
        here = self._rank(view)
        if back:
            target = max((item for item in waiting if item[0] < here), key=_first, default=max(waiting, key=_first))
        else:
            target = min((item for item in waiting if item[0] > here), key=_first, default=min(waiting, key=_first))
        _rank, to, cell = target
        self._leave_others(to)
        self._bring(to, cell)
        to.setFocus()

    def _go_on(self, view: EntryView, by: int) -> None:
        """Nothing waits: go to the next number of the column, through the blocks; what is computed is passed over."""
        place, column, row = self.views.index(view), view.currentIndex().column(), view.currentIndex().row() + by
        for to in self.views[place:] if by > 0 else self.views[place::-1]:
            begin = row if to is view else 0 if by > 0 else to.grid.rowCount() - 1
            target = to.grid.typed_from(begin, min(column, to.grid.columnCount() - 1), by)
            if target.isValid():
                self._leave_others(to)
                to.go_to(target)
                to.setFocus()
                return

    def _cross(self, by: int) -> None:
        """Go on in the block above or below, in the same column."""
        view = self.current_view()
        if view is None:
            return
        place = self.views.index(view) + by
        if 0 <= place < len(self.views):
            to, column = self.views[place], view.currentIndex().column()
            self._leave_others(to)
            to.go_to(to.grid.index(0 if by > 0 else to.grid.rowCount() - 1, column))
            to.setFocus()

    def _leave_others(self, view: EntryView) -> None:
        for other in self.views:
            if other is not view:
                other.clearSelection()

    def _rank(self, view: EntryView) -> Rank:
        index = view.currentIndex()
        block, period = self.views.index(view), view.grid.period(index)
        if not index.isValid() or period is None:
            return block, -1, 0
        return block, view.grid.folding.every.index(view.grid.rows[index.row()]), period.first.toordinal()

    def _bring(self, view: EntryView, cell: Cell) -> None:
        """Make a cell current, bringing its row and period into view."""
        view.grid.unfold_to(cell[0])
        if cell[1] not in view.grid.periods:
            self._look_back(self._steps_back(view.grid, cell[1]))
        index = view.grid.index_of(cell)
        if index.isValid():
            view.go_to(index)

    def _steps_back(self, grid: EntryGrid, period: Period) -> int:
        """How far to look back so that a period is the last in view."""
        return max(0, len(Stretch.between(period, grid.periods[-1].next(self._back))) - 1)

    def _on_moved(self) -> None:
        self.moved.emit()
        view = self.current_view()
        if view is not None and view.currentIndex().isValid():
            rect = view.visualRect(view.currentIndex())
            at = view.viewport().mapTo(self._content, rect.center())
            below_head = px(HEAD) + rect.height() // 2 + AIR
            self.ensureVisible(at.x(), at.y(), rect.width() // 2, below_head)

    def place(self) -> Place | None:
        """Where the keyboard is, for ``come_back``."""
        view = self.current_view()
        cell = view.current_cell() if view is not None else None
        if view is None or cell is None:
            return None
        editor = view.typing.editor()
        focused = view.hasFocus() or view.isAncestorOf(self.focusWidget() or self)
        return Place(cell, focused, editor.text() if editor is not None else None, _seen_in(view.grid, cell))

    def come_back(self, place: Place | None) -> None:
        """After the sheet was made anew: the same cell, with what was being typed."""
        for view in self.views:
            index = QModelIndex() if place is None else view.grid.index_of(place.cell)
            if place is None or not index.isValid():
                continue
            view.go_to(index)
            if place.focused:
                view.setFocus()
            if place.text is not None:
                view.edit(index)
                editor = view.typing.editor()
                if editor is not None:
                    editor.setText(place.text)
                    view.typing.begin(index, place.seen)

    # ---- what is typed and stored ----------------------------------------------------------------

    def _on_typing(self, cell: Cell | None, typed: Result[Value | None] | None) -> None:
        """A number is being typed: what is computed from it follows."""
        if cell is None:
            return
        self.ledger.doubtful.discard(cell)
        if isinstance(typed, NotUnderstood):
            self.ledger.doubtful.add(cell)
        for grid in self.grids:
            grid.suppose(cell, typed)

    def _on_refused(self, doubt: Doubt | None) -> None:
        self.refused.emit(doubt)

    def accept_likely(self) -> None:
        """Take the number that a text probably was, as Enter does."""
        view = self.current_view()
        editor = view.typing.editor() if view is not None else None
        if view is not None and editor is not None:
            view.typing.finish(editor, back=False)

    def show_preview(self, preview: Preview | None) -> None:
        """Take the paint of a block away that is no longer offered."""
        for grid in self.grids:
            if preview is None and grid.looks.preview is not None:
                grid.show_preview(None)

    def store_preview(self) -> None:
        """Store what can be stored of the block that is offered."""
        for view in self.views:
            view.blocks.end_preview(store=True, partly=True)

    def _clear(self, cells: list[Cell]) -> None:
        """Make cells blank; a text that was not stored is forgotten."""
        for cell in cells:
            self.ledger.drop_draft(cell)
        self.follow({uid for uid, _period in cells}, noted=False)
        stored = [cell for cell in cells if self.ledger.value(cell) is not None]
        if stored:
            self.session.perform(entry.clear, stored)
        self.refused.emit(None)

    def _mark_not_applicable(self, cells: list[Cell]) -> None:
        for cell in cells:
            self.ledger.drop_draft(cell)
        if cells:
            self.session.perform(entry.mark_not_applicable, cells)


def _key_line() -> QWidget:
    """The keys that do the work, under the sheet."""
    box = QWidget()
    flow = Flow(box, gap=20, line_gap=6)
    for key, words in (
        ("Enter", _("next empty number")),
        (_("Arrows"), _("move")),
        ("Ctrl+V", _("pastes a block from Excel")),
        ("Shift+F2", _("note")),
        ("Ctrl+Z", _("undoes")),
    ):
        pair = QWidget()
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(page.text(key, "key"))
        row.addWidget(page.text(words, "quiet"))
        flow.addWidget(pair)
    return box


def _first(item: tuple[Rank, EntryView, Cell]) -> Rank:
    return item[0]


def _seen_in(grid: EntryGrid, cell: Cell) -> Seen | None:
    """How far the file was known when the field of a cell was filled."""
    begun, seen = grid.begun
    return seen if begun == cell else None
