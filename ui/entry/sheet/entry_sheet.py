"""The sheet itself: a block for each rhythm under one another, one caret that goes from number to number.

Every block shows the same number of periods and looks equally many periods back.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.commands.entry import Doubt
from kpidesk.domain.entities import Input, Uid, Value
from kpidesk.figures import EntryBlock
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result
from ui.base.page import MARGIN, Margins
from ui.base.replacing import show_inside
from ui.base.scale import px
from ui.base.session import Session
from ui.entry.sheet.entry_blocks import Blocks
from ui.entry.sheet.entry_caret import Caret, Target
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_keys import KeyLine
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_looks import FIRST
from ui.entry.sheet.entry_moves import Axis, Move
from ui.entry.sheet.entry_painter import CELL, HEAD, UNIT_WIDTH
from ui.entry.sheet.entry_span import Span
from ui.entry.sheet.entry_view import EntryView
from ui.parts.end_room import end_with_room
from ui.parts.whole import widest

LEAST_PERIODS = 2
"""Fewer than these tell nothing of a course; a window too narrow for them scrolls sideways."""
YEAR_CELL = 76
"""Pixels that a period keeps where as many as can be are to stand side by side."""
AIR, UNIT_EDGE = 4, 8
"""Pixels between the heads and the cell where the keyboard is, and around a unit."""
ROOMY_NAME = 240
"""Pixels that names keep before units are given more: of the two these are needed less."""


class EntrySheet(QScrollArea):
    """The blocks. ``moved`` tells of another current cell, ``turned`` of other periods in view,
    ``reading`` of what is being ``typed``.

    ``offered`` tells of a block to store, ``tabled`` of a pasted table with headings, ``refused`` of a text that is no
    number; ``left``, ``line_wanted`` and ``note_wanted`` ask for the keyboard elsewhere.
    """

    moved = Signal()
    turned = Signal()
    reading = Signal()
    offered = Signal(object)
    tabled = Signal(str)
    refused = Signal(object)
    left = Signal(bool)
    line_wanted = Signal()
    note_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, session: Session, ledger: Ledger, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.ledger = session, ledger
        self.views: list[EntryView] = []
        self.span = Span(ledger)
        self.caret = Caret(ledger, self.span, self._turn)
        self._room, self._most, self._unit = 7 * CELL, 7, px(UNIT_WIDTH)
        self.typed: str | None = None
        self.keys: KeyLine | None = None
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
        place = self.caret.place(self.focusWidget())
        self._content = content = QWidget(self.viewport())
        content.setObjectName("page")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, MARGIN)
        Margins(column, content)
        column.setSpacing(20)
        self.views = [self._make_view(block, content) for block in blocks]
        self.caret.views = self.views
        self._count_periods()
        for view in self.views:
            column.addWidget(view)
        self.keys = None  # the old one goes with its content
        if instead is not None:
            column.addWidget(instead, 1)
        else:
            self.keys = KeyLine(year=self.span.year is not None, parent=content)
            column.addWidget(self.keys)
            column.addStretch()
        end_with_room(content)
        show_inside(self, content)
        self.caret.come_back(place)
        current = self.current_view()
        editor = current.typing.editor() if current is not None else None
        self.typed = editor.text() if editor is not None else None

    def _make_view(self, block: EntryBlock, content: QWidget) -> EntryView:
        grid = EntryGrid(self.session, self.ledger, block.frequency, self)
        folded = set(self.session.memory.texts("entry/folded"))
        grid.show(block.rows, self.span.periods(block.frequency), folded)
        for source in block.sources if folded else ():
            if self.ledger.due(source):
                grid.unfold_to(source.uid)
        view = EntryView(grid, self.session.theme, content)
        view.fit_rows()
        view.moved.connect(self._go_on)
        view.current_moved.connect(self._on_moved)
        view.aimed.connect(self._aim)
        view.scrolled.connect(self._scroll)
        view.line_wanted.connect(self.line_wanted)
        view.left.connect(self.left)
        view.note_wanted.connect(self.note_wanted)
        view.history_wanted.connect(self.history_wanted)
        view.folded.connect(self._remember_folds)
        view.typing.read.connect(self._on_typing)
        view.grid.unstored.connect(self._on_unstored)
        view.typing.refused.connect(self._on_refused)
        view.blocks.cleared.connect(self._clear)
        view.blocks.not_applicable.connect(self._mark_not_applicable)
        view.blocks.offered.connect(self.offered)
        view.blocks.offered.connect(self._on_offered)
        view.blocks.tabled.connect(self.tabled)
        view.outgrown.connect(self._make_room)
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

    def show_room(self, room: int, most: int) -> None:
        """Show as many periods as the pixels beside the names hold, ``most`` of them and two at the least."""
        if (room, most) != (self._room, self._most):
            self._room, self._most = room, most
            self._count_periods()

    def _count_periods(self) -> None:
        """Show as many periods as there is room for, the newest first."""
        taken = itertools.accumulate(reversed(self._widths(self._most)))
        count = max(LEAST_PERIODS, sum(each <= self._room for each in taken)) if self.views else self.span.count
        if count != self.span.count:
            self._recount(count)
        self._fit_columns()

    def _make_room(self) -> None:
        """A number has outgrown its column. Under a block that is looked at no period goes: it would go with it."""
        if any(view.blocks.preview is not None for view in self.views):
            self._fit_columns()
        else:
            self._count_periods()

    def _on_offered(self, preview: object) -> None:
        """Once a block is stored or let go, there are as many periods again as there is room for."""
        if preview is None:
            QTimer.singleShot(0, self, self._count_periods)

    def _recount(self, count: int) -> None:
        """Show so many periods: the carets stay on theirs, or as near as can be; what is being typed stays in view."""
        place, carets, by = self.caret.place(self.focusWidget()), self._carets(), count - self.span.count
        view = self.current_view()
        self.span.count = count
        if view is not None and place is not None and place.text is not None:
            self.span.keep(view.grid.frequency, place.cell[1])
        self._show_span()
        self._put_back(carets, by)
        self.caret.come_back(place)

    def _widths(self, count: int) -> list[int]:
        """The pixels that each place of so many periods wants; one width in all blocks, so that columns line up."""
        least = CELL if self.span.year is None else YEAR_CELL
        wanted = [view.wanted_widths(self.span.periods(view.grid.frequency, count), least) for view in self.views]
        return [max(each) for each in zip(*wanted, strict=True)]

    def _fit_columns(self) -> None:
        """Give every column the width of its widest number; where that is too much, the sheet scrolls sideways."""
        widths = self._widths(self.span.count)
        self._unit = self._unit_width(sum(widths))
        for view in self.views:
            view.fit_columns(self._unit, widths)

    def _unit_width(self, periods: int) -> int:
        """The pixels of the units, in all blocks: as the widest needs, where the names keep enough beside them."""
        units = {row.unit for grid in self.grids for row in grid.folding.every}
        words = map(fmt.unit_word, units)
        wanted = max(px(UNIT_WIDTH), widest(self.session.theme.font("caption"), words) + px(UNIT_EDGE))
        names = self.viewport().width() - 2 * MARGIN - periods - wanted
        return wanted if names >= px(ROOMY_NAME) else px(UNIT_WIDTH)

    def _show_span(self) -> None:
        """Show the periods that are to be in view; a block that shows them already stays as it is."""
        for view in self.views:
            periods = self.span.periods(view.grid.frequency)
            if tuple(periods) != view.grid.periods:
                view.grid.show_periods(periods)

    def _turn(self) -> None:
        """Look at other periods; the carets stay where they are on screen."""
        carets = self._carets()
        self._show_span()
        self._fit_columns()
        self._put_back(carets)
        self.turned.emit()

    def _carets(self) -> list[tuple[EntryView, QModelIndex, bool]]:
        """The current cell of each block, and whether it is chosen."""
        return [(view, view.currentIndex(), view.selectionModel().hasSelection()) for view in self.views]

    def _put_back(self, carets: Sequence[tuple[EntryView, QModelIndex, bool]], by: int = 0) -> None:
        """Put the carets that went with their columns where they were, so many columns on."""
        for view, at, chosen in carets:
            if at.row() >= 0 and at.column() >= FIRST and not view.currentIndex().isValid():
                column = min(max(FIRST, at.column() + by), view.grid.columnCount() - 1)
                view.go_to(view.grid.index(at.row(), column), selected=chosen)

    def earlier(self) -> None:
        """Look back by what is in view, or by a year."""
        self.span.turn(-1)
        self._turn()

    def later(self) -> None:
        """Look forward by what is in view, or by a year."""
        self.span.turn(1)
        self._turn()

    def _scroll(self, by: int) -> None:
        view = self.sender()
        if isinstance(view, EntryView):
            self.span.scroll(view.grid.frequency, by)
            self._turn()

    def _remember_folds(self) -> None:
        self.session.memory.put("entry/folded", sorted({key for grid in self.grids for key in grid.folding.folded}))

    # ---- the caret -------------------------------------------------------------------------------

    def current_view(self) -> EntryView | None:
        """The block that has the keyboard, else the one with the caret, else the first."""
        return self.caret.view(self.focusWidget())

    def _go_on(self, move: Move, waited: bool) -> None:
        view = self.current_view()
        if view is not None:
            self.caret.go_on(view, move, waited=waited)

    def _aim(self, axis: Axis) -> None:
        self.caret.axis = axis

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what comes in beside the sheet does not cover the cell that the keyboard is on."""
        super().resizeEvent(event)
        for view in self.views[:1]:
            periods = sum(view.columnWidth(column) for column in range(FIRST, view.grid.columnCount()))
            if self._unit_width(periods) != self._unit:
                self._fit_columns()
        self._keep_in_sight()

    def _on_moved(self) -> None:
        self.moved.emit()
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        view = self.current_view()
        if view is not None and view.currentIndex().isValid():
            rect = view.visualRect(view.currentIndex())
            at = view.viewport().mapTo(self._content, rect.center())
            below_head = px(HEAD) + rect.height() // 2 + AIR
            self.ensureVisible(at.x(), at.y(), rect.width() // 2, below_head)

    # ---- what is typed and stored ----------------------------------------------------------------

    def _on_typing(self, cell: Cell | None, typed: Result[Value | None] | None, text: str) -> None:
        """A number is being typed: what is computed from it follows, and where Enter leads is marked."""
        if cell is None:
            return
        self.ledger.doubtful.discard(cell)
        if isinstance(typed, NotUnderstood):
            self.ledger.doubtful.add(cell)
        for grid in self.grids:
            grid.suppose(cell, typed)
        self.typed = None if typed is None else text
        self._mark_aim()
        self.reading.emit()

    def way(self) -> tuple[Target | None, bool]:
        """Where Enter leads from the number being typed, and whether to the next one that is missing."""
        view = self.current_view()
        if view is None or self.typed is None:
            return None, False
        return self.caret.ahead(view, self.caret.axis, 1), view.grid.looks.waits(view.currentIndex())

    def _mark_aim(self) -> None:
        target, waits = self.way()
        for view in self.views:
            view.aim_at(target.index if target is not None and not waits and target.view is view else None)

    def _on_unstored(self, cell: Cell) -> None:
        """A text is no number, so that nothing can be computed from it, in whichever block."""
        for grid in self.grids:
            grid.suppose(cell, None)

    def _on_refused(self, doubt: Doubt | None) -> None:
        self.refused.emit(doubt)

    def accept_likely(self) -> None:
        """Take the number that a text probably was, as Enter does."""
        view = self.current_view()
        editor = view.typing.editor() if view is not None else None
        if view is not None and editor is not None:
            view.typing.finish(editor, Move(None, 1, waiting=True))

    def offering(self) -> Blocks | None:
        """The selection over which a block is offered."""
        return next((view.blocks for view in self.views if view.blocks.preview is not None), None)

    def _clear(self, cells: list[Cell]) -> None:
        """Make cells blank."""
        self._forget_texts(cells)
        stored = [cell for cell in cells if self.ledger.value(cell) is not None]
        if stored:
            self.session.perform(entry.clear, stored)
        self.refused.emit(None)

    def _forget_texts(self, cells: list[Cell]) -> None:
        """Show again what is stored in cells with a text that was not."""
        for cell in cells:
            self.ledger.drop_draft(cell)
        self.follow({uid for uid, _period in cells}, noted=False)

    def _mark_not_applicable(self, cells: list[Cell]) -> None:
        self._forget_texts(cells)
        if cells:
            self.session.perform(entry.mark_not_applicable, cells)
