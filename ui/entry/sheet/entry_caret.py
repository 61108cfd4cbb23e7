"""The caret of the sheet: one for all its blocks, that goes from number to number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from kpidesk.domain.entities import Input, Uid
from kpidesk.domain.period import Period
from kpidesk.figures.entry import Cell
from kpidesk.workspace import Seen
from ui.base.reach.beside import holds
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_looks import FIRST
from ui.entry.sheet.entry_moves import Axis, Move
from ui.entry.sheet.entry_span import Span
from ui.entry.sheet.entry_view import EntryView

Rank = tuple[int, int, int]
"""Where a cell stands in the order of the sheet: block, row, period."""
Source = tuple[int, int, EntryView, Input]
"""A row that is typed into: its block and place there, the view, and the input."""
Waiting = tuple[Rank, EntryView, Cell]
"""A cell that waits for its number."""


@dataclass(frozen=True)
class Place:
    """Where the keyboard is in the sheet, and the text that is being typed there, over the old one or into it."""

    cell: Cell
    focused: bool
    text: str | None
    seen: Seen | None = None
    over: bool = False


@dataclass(frozen=True)
class Target:
    """Where a move leads: a block, a row of it, and a period that may have to be brought into view."""

    view: EntryView
    row: int
    period: Period

    @property
    def index(self) -> QModelIndex:
        """The cell; invalid while its period is not in view."""
        grid = self.view.grid
        shown = self.period in grid.periods
        return grid.index(self.row, FIRST + grid.periods.index(self.period)) if shown else QModelIndex()


class Caret:
    """Moves through the ``views`` of a sheet.

    ``turned`` shows what ``span`` holds once that has changed. ``axis`` is the way that was moved last.
    """

    def __init__(self, ledger: Ledger, span: Span, turned: Callable[[], None]) -> None:
        self._ledger, self._span, self._turned = ledger, span, turned
        self.views: Sequence[EntryView] = ()
        self.axis = Axis.DOWN

    def view(self, focused: QWidget | None) -> EntryView | None:
        """The block with the caret, of several that of the keyboard; else that of the keyboard, or the first.

        The keyboard may still be where it was when the page was left, and come to the caret in a moment.
        """
        marked = [view for view in self.views if view.selectionModel().hasSelection()]
        held = next((view for view in self.views if holds(view, focused)), None)
        if held is not None and (held in marked or not marked):
            return held
        return next(iter([*marked, *self.views]), None)

    # ---- to a cell -------------------------------------------------------------------------------

    def start(self, wanted: Uid | None = None) -> EntryView | None:
        """Put the caret on the first empty number that is due, of one input if one is ``wanted``."""
        waiting = [item for item in self._waiting() if wanted in (None, item[2][0])]
        if waiting and (wanted is not None or self._span.year is None or self._shows(waiting)):
            _rank, view, cell = min(waiting, key=_first)
            self._leave_others(view)
            self.bring(view, cell)
            return view
        for view in self.views:
            if wanted is None or view.grid.unfold_to(wanted) is not None:
                self._leave_others(view)
                self._bring_newest(view, wanted)
                return view
        return self.views[0] if self.views else None

    def _shows(self, waiting: Sequence[Waiting]) -> bool:
        """Tell whether the first number that waits is in view: nobody is led out of the year that was chosen."""
        _rank, view, cell = min(waiting, key=_first)
        return cell[1] in view.grid.periods

    def _bring_newest(self, view: EntryView, uid: Uid | None) -> None:
        """Put the caret on the period that ended last, of one input or of the first row; of a year on its first."""
        sources = (row.source for row in view.grid.rows if row.source is not None)
        source = next((source for source in sources if uid in (None, source.uid)), None)
        if source is None:
            return
        now = Period.containing(self._ledger.today, source.frequency, self._ledger.fiscal_start)
        year = self._span.year
        kept = uid is None and year is not None and now.previous() not in view.grid.periods
        self.bring(view, (source.uid, view.grid.periods[0] if kept else now.previous()))

    def go_to_cell(self, cell: Cell) -> None:
        """Put the caret and the keyboard on a cell."""
        for view in self.views:
            if view.grid.unfold_to(cell[0]) is not None:
                self._leave_others(view)
                self.bring(view, cell)
                view.setFocus()

    def bring(self, view: EntryView, cell: Cell) -> None:
        """Make a cell current, bringing its row and period into view."""
        view.grid.unfold_to(cell[0])
        if cell[1] not in view.grid.periods:
            self._span.bring(view.grid.frequency, cell[1])
            self._turned()
        index = view.grid.index_of(cell)
        if index.isValid():
            view.go_to(index)

    def _leave_others(self, view: EntryView) -> None:
        for other in self.views:
            if other is not view:
                other.clearSelection()

    # ---- on from a cell --------------------------------------------------------------------------

    def go_on(self, view: EntryView, move: Move, *, waited: bool) -> None:
        """Go on from the current cell of a block; from one that ``waited`` for its number to the next that does."""
        target = self._next_waiting(view, move.by) if move.waiting and waited else None
        if target is None:
            self.axis = move.axis or self.axis
            if move.axis is Axis.DOWN:
                self._step(view, move.by)
                return
            target = self.ahead(view, self.axis, move.by)
        if target is not None:
            self._put(target)
            target.view.led_to(tab=move.tab)

    def _step(self, view: EntryView, by: int) -> None:
        """Go to the next row, be it computed, or on into the next block."""
        target = view.currentIndex().siblingAtRow(view.currentIndex().row() + by)
        if target.isValid():
            view.go_to(target)
        else:
            self._cross(view, by)

    def _cross(self, view: EntryView, by: int) -> None:
        """Go on in the block above or below, in the same column."""
        place = self.views.index(view) + by
        if 0 <= place < len(self.views):
            to, column = self.views[place], view.currentIndex().column()
            self._leave_others(to)
            to.go_to(to.grid.index(0 if by > 0 else to.grid.rowCount() - 1, column))
            to.setFocus()

    def ahead(self, view: EntryView, axis: Axis, by: int) -> Target | None:
        """Where an axis leads from the current cell; ``None`` at its end."""
        index = view.currentIndex()
        if not index.isValid() or index.column() < FIRST:
            return None
        return self._along(view, index, by) if axis is Axis.ALONG else self._down(view, index, by)

    def _along(self, view: EntryView, index: QModelIndex, by: int) -> Target | None:
        place, periods = index.column() - FIRST + by, view.grid.periods
        if 0 <= place < len(periods):
            return Target(view, index.row(), periods[place])
        beyond = self._span.beyond(view.grid.frequency, by)
        return None if beyond is None else Target(view, index.row(), beyond)

    def _down(self, view: EntryView, index: QModelIndex, by: int) -> Target | None:
        """The next number of the column, through the blocks; what is computed is passed over."""
        place, row = self.views.index(view), index.row() + by
        for to in self.views[place:] if by > 0 else self.views[place::-1]:
            begin = row if to is view else 0 if by > 0 else to.grid.rowCount() - 1
            found = to.grid.typed_from(begin, min(index.column(), to.grid.columnCount() - 1), by)
            period = to.grid.period(found)
            if period is not None:
                return Target(to, found.row(), period)
        return None

    def _put(self, target: Target) -> None:
        self._leave_others(target.view)
        if target.period not in target.view.grid.periods:
            self._span.bring(target.view.grid.frequency, target.period)
            self._turned()
        target.view.go_to(target.index)
        target.view.setFocus()

    # ---- numbers that wait -----------------------------------------------------------------------

    def _sources(self) -> list[Source]:
        """Every row that is typed into, in the order of the sheet; folded ones as well."""
        return [(block, place, view, row.source) for block, view in enumerate(self.views)
                for place, row in enumerate(view.grid.folding.every) if row.source is not None]  # fmt: skip

    def _waiting(self) -> list[Waiting]:
        """Every cell that waits for its number, in the order of the sheet."""
        sources = self._sources()
        self._ledger.waiting(source for *_place, source in sources)  # read together
        return list(self._waits(sources, 1))

    def _waits(self, sources: Iterable[Source], by: int) -> Iterator[Waiting]:
        """The cells of some rows that wait for their number, oldest first or last."""
        for block, place, view, source in sources:
            for period in self._ledger.due(source)[::by]:
                yield (block, place, period.first.toordinal()), view, (source.uid, period)

    def _next_waiting(self, view: EntryView, by: int) -> Target | None:
        """The next (or previous) number that waits after the current cell, round the sheet."""
        here, sources = self._rank(view), self._sources()[::by]
        ahead = [each for each in sources if (each[:2] >= here[:2] if by > 0 else each[:2] <= here[:2])]
        beyond = (item for item in self._waits(ahead, by) if (item[0] > here if by > 0 else item[0] < here))
        found = next(beyond, None) or next(self._waits(sources, by), None)
        if found is None:
            return None
        _rank, to, cell = found
        row = to.grid.unfold_to(cell[0])
        return None if row is None else Target(to, row, cell[1])

    def _rank(self, view: EntryView) -> Rank:
        index = view.currentIndex()
        block, period = self.views.index(view), view.grid.period(index)
        if not index.isValid() or period is None:
            return block, -1, 0
        return block, view.grid.folding.place(view.grid.rows[index.row()]), period.first.toordinal()

    # ---- away and back ---------------------------------------------------------------------------

    def place(self, focused: QWidget | None) -> Place | None:
        """Where the keyboard is, for ``come_back``."""
        view = self.view(focused)
        cell = view.current_cell() if view is not None else None
        if view is None or cell is None:
            return None
        editor = view.typing.editor()
        has_it = holds(view, focused)
        text = editor.text() if editor is not None else None
        return Place(cell, has_it, text, _seen_in(view.grid, cell), view.typing.over)

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
                    view.typing.over = place.over


def _seen_in(grid: EntryGrid, cell: Cell) -> Seen | None:
    """How far the file was known when the field of a cell was filled."""
    begun, seen = grid.begun
    return seen if begun == cell else None


def _first(item: Waiting) -> Rank:
    return item[0]
