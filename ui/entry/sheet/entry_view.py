"""One block of the entry sheet on screen: typing, and the keys that move, copy, paste, fill and fold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.domain.period import Period
from kpidesk.figures.entry import Cell
from kpidesk.text import _
from ui.base.actions import named_key
from ui.base.clipping import Commands
from ui.base.keys.menu_key import asked_for
from ui.base.keys.pressed import meaning
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.theme import Theme
from ui.entry.sheet.entry_blocks import Blocks
from ui.entry.sheet.entry_delegate import EntryDelegate
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import FIRST, NAME, UNIT, Index
from ui.entry.sheet.entry_moves import Axis, Move, arrow, done
from ui.entry.sheet.entry_painter import AFTER, BEFORE, CELL, HEAD, ROW, UNIT_WIDTH, EntryHeader, SheetPainter
from ui.entry.sheet.entry_table import NumberTable
from ui.entry.sheet.entry_typing import Typing
from ui.parts.whole import widest

LEAST_NAME = 190
"""Pixels that a row's name keeps."""
ENDS = {"store": (True, False), "store_partly": (True, True), "drop": (False, False)}
"""How a block that is offered ends: whether it is stored, and whether that which can be read of it is enough."""
Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
TABBED = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
NOTHING = Qt.KeyboardModifier.NoModifier


class EntryView(NumberTable):
    """A block of the sheet.

    ``moved`` asks to go on from the current cell, with whether it waits for its number, ``scrolled`` for earlier (−1)
    or later (1) periods; ``aimed`` tells along which axis the caret was moved. ``left`` asks to take the keyboard out
    of the sheet, ``line_wanted`` to what can be done with a block that is offered, ``note_wanted`` to the note's field;
    ``history_wanted`` asks what the cell has held. ``outgrown`` tells that a number has no room in its column. What is
    typed is the matter of ``typing``, what is done with the selected cells that of ``blocks``.
    """

    moved = Signal(object, bool)
    current_moved = Signal()
    aimed = Signal(object)
    scrolled = Signal(int)
    line_wanted = Signal()
    left = Signal(bool)
    note_wanted = Signal()
    history_wanted = Signal()
    folded = Signal()
    outgrown = Signal()

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._theme = theme
        self.typing, self.blocks = Typing(self, grid, theme), Blocks(self, grid)
        self._hidden_above = 0
        self._tabbed: tuple[int, Period | None] | None = None
        self.aim: QPersistentModelIndex | None = None
        self._painter = SheetPainter(grid, theme)
        self._head = EntryHeader(grid, theme, self)
        self.setModel(grid)
        follow_choice(self)
        self.setItemDelegate(EntryDelegate(grid, theme, self.typing, self))
        self.setHorizontalHeader(self._head)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.verticalHeader().setMinimumSectionSize(px(ROW))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAccessibleName(fmt.every(grid.frequency))
        grid.rowsInserted.connect(self.fit_rows)
        grid.rowsRemoved.connect(self.fit_rows)
        grid.dataChanged.connect(self._measure)
        grid.headed.connect(self._head.viewport().update)
        self.typing.moved.connect(self.moved)
        self.typing.left.connect(self.left)

    def fit_rows(self) -> None:
        """Be as high as the rows are: the page scrolls, not the block."""
        self.setFixedHeight(px(HEAD) + px(ROW) * self.grid.rowCount() + 1)

    def keep_head(self, hidden: int) -> None:
        """Let the heads stay in sight while so many pixels of the block have scrolled away above."""
        self._hidden_above = hidden
        lowest = self.height() - self._head.height() - px(ROW)
        top = max(0, min(hidden, lowest))
        if self._head.y() != top:
            self._head.move(self._head.x(), top)
            self._head.raise_()

    def updateGeometries(self) -> None:
        """Qt: puts the heads at the top of the block again."""
        super().updateGeometries()
        self.keep_head(self._hidden_above)

    def wanted_widths(self, periods: Sequence[Period], least: int = CELL) -> list[int]:
        """The pixels that the columns of some periods want: as the widest number needs, and the head over it."""
        heads = [self._head.wanted_width(period) for period in periods]
        numbers = [self._needed(texts) for texts in self.grid.looks.texts(periods)]
        return [max(px(least), head, number) for head, number in zip(heads, numbers, strict=True)]

    def fit_columns(self, unit: int, widths: Sequence[int]) -> None:
        """Give the units and the periods their widths and the names the rest; what has no room is scrolled to."""
        self._resize_as(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((unit, *widths), UNIT):
            self._resize_as(column, QHeaderView.ResizeMode.Fixed)
            self._head.resizeSection(column, width)
        self.setMinimumWidth(px(LEAST_NAME + UNIT_WIDTH) + sum(widths))

    def _resize_as(self, column: int, mode: QHeaderView.ResizeMode) -> None:
        """Say how a column is resized, where that is not so: Qt lays the sheet out anew each time."""
        if self._head.sectionResizeMode(column) != mode:
            self._head.setSectionResizeMode(column, mode)

    def _measure(self, first: Index, last: Index) -> None:
        """Numbers have changed: tell when one has outgrown its column."""
        for column in range(max(FIRST, first.column()), last.column() + 1):
            texts = (self.grid.looks.at(row, column).text for row in range(first.row(), last.row() + 1))
            if self._needed(texts) > self.columnWidth(column):
                self.outgrown.emit()
                return

    def _needed(self, texts: Iterable[str]) -> int:
        """The pixels of a column in which each of some numbers is whole."""
        return widest(self._theme.font("medium"), texts) + px(BEFORE + AFTER) + 1

    def edit(self, index: Index, *asked: Any) -> Any:
        """Qt: open the field: what is typed replaces the number, F2 and a double-click edit it."""
        opened = super().edit(index, *asked)
        editor = self.typing.editor()
        if editor is not None and opened is not False:
            self.typing.over = asked[:1] == (QAbstractItemView.EditTrigger.AnyKeyPressed,)
            if not self.typing.over:
                editor.end(False)
        return opened

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the cells, all in one go."""
        self._painter.paint(QPainter(self.viewport()), event.region(), self, self.aim)
        if self.grid.looks.outgrown():
            QTimer.singleShot(0, self, self.outgrown.emit)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: another cell is current."""
        super().currentChanged(current, previous)
        self._head.viewport().update()
        self.current_moved.emit()

    def aim_at(self, index: Index | None) -> None:
        """Mark the cell that Enter leads to while a number is being typed; ``None`` for none."""
        before, self.aim = self.aim, None if index is None else QPersistentModelIndex(index)
        for marked in filter(None, (before, self.aim)):
            self.repaint_at(marked)

    def current_cell(self) -> Cell | None:
        """The input and period of the current cell, where it can be typed into."""
        index = self.currentIndex()
        return self.grid.cell(index) if index.isValid() else None

    # ---- keys and mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys of the sheet outside an editor."""
        offered = meaning("block", event) if self.blocks.preview is not None else ""
        if offered:
            store, partly = ENDS[offered]
            self.blocks.end_preview(store=store, partly=partly)
        elif (name := meaning("entry", event)) in ("on", "back"):
            move = done(event.key(), back=name == "back")
            self.moved.emit(move, self.currentIndex().isValid() and self.grid.looks.waits(self.currentIndex()))
        elif name:
            self._commands()[name]()
        elif not self._beyond(event):
            super().keyPressEvent(event)
            return
        event.accept()

    def _commands(self) -> dict[str, Callable[[], object]]:
        """What is done by the gestures that don't lead on."""
        blocks = self.blocks
        return {
            "copy": blocks.copy, "cut": blocks.cut, "paste": blocks.paste, "clear": blocks.clear,
            "fill_right": blocks.fill_right, "fill_down": blocks.fill_down, "fold": self.fold,
            "note": self.note_wanted.emit, "first": partial(self._go_along, FIRST),
            "last": partial(self._go_along, self.grid.columnCount() - 1), "leave": partial(self.left.emit, False),
            "leave_back": partial(self.left.emit, True),
        }  # fmt: skip

    def _go_along(self, column: int) -> None:
        """Go to the first or the last period of the row."""
        self.aimed.emit(Axis.ALONG)
        self.go_to(self.currentIndex().siblingAtColumn(column))

    def _beyond(self, event: QKeyEvent) -> bool:
        """At the edge of what is shown the arrows bring earlier and later periods, and lead to the next block."""
        at, move = self.currentIndex(), arrow(event.key())
        if move is None or event.modifiers() & (CONTROL | SHIFT | ALT) or at.column() < FIRST:
            return False
        self.aimed.emit(move.axis)
        place, count = (
            (at.column() - FIRST, len(self.grid.periods))
            if move.axis is Axis.ALONG
            else (at.row(), len(self.grid.rows))
        )
        if 0 <= place + move.by < count:
            return False
        self.moved.emit(move, False)
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: with Shift the wheel brings earlier and later periods."""
        turned = event.angleDelta().y() or event.angleDelta().x()
        if event.modifiers() & SHIFT and turned:
            self.scrolled.emit(-1 if turned > 0 else 1)
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on a name folds the rows under it; elsewhere it chooses a cell."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.column() >= FIRST:
            super().mousePressEvent(event)
        elif self.grid.folding.can_fold(index.row()):
            self.toggle_fold(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: what can be done with the selected cells."""
        self.menu().popup(asked_for(self, event)[1])

    def clips(self) -> Commands:
        """What can be cut, copied and pasted."""
        if not self.currentIndex().isValid():
            return {}
        found: Commands = {"copy": self.blocks.copy, "select_all": self.selectAll}
        if self.grid.session.ws.read_only:
            return found
        if self.blocks.cells():
            found["cut"] = self.blocks.cut
        if QGuiApplication.clipboard().text().strip() and self.grid.period(self.currentIndex()) is not None:
            found["paste_here"] = self.blocks.paste
        return found

    def menu(self) -> QMenu:
        """What can be done with the selected cells, with the keys that do it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, key, slot in (
            (_("Cut"), "Ctrl+X", self.blocks.cut),
            (_("Copy"), "Ctrl+C", self.blocks.copy),
            (_("Paste from Excel"), "Ctrl+V", self.blocks.paste),
            (_("Fill to the right"), "Ctrl+R", self.blocks.fill_right),
            (_("Fill down"), "Ctrl+D", self.blocks.fill_down),
            (_("Clear"), "Del", self.blocks.clear),
            (_("Not applicable"), "-", self.blocks.mark_not_applicable),
            (_("Note"), "Shift+F2", self.note_wanted.emit),
            (_("History of this number"), "Ctrl+Shift+H", self.history_wanted.emit),
        ):
            menu.addAction(f"{words}\t{named_key(key)}").triggered.connect(slot)
        return menu

    def event(self, event: QEvent) -> bool:
        """Qt: Ctrl+D and Ctrl+R are the sheet's; Tab leads from a block that is offered to what can be done with it."""
        if isinstance(event, QKeyEvent) and self._takes(event):
            event.accept()
            return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() in TABBED:
            self._tabbed = None  # whoever has gone on by Tab comes back to pass through
        return super().event(event)

    def _takes(self, event: QKeyEvent) -> bool:
        held, key = event.modifiers() & (CONTROL | SHIFT | ALT), event.key()
        if event.type() is QEvent.Type.ShortcutOverride:
            return meaning("entry", event) in ("fill_right", "fill_down")
        if event.type() is not QEvent.Type.KeyPress or key not in (Key.Key_Tab, Key.Key_Backtab) or held & ~SHIFT:
            return False
        if self.blocks.preview is not None and not held:
            self.line_wanted.emit()
            return True
        return self._tabs_on(1 if key == Key.Key_Tab and not held else -1)

    def led_to(self, *, tab: bool) -> None:
        """Keep where a move has led: from where it was Tab, Tab leads on, so that one number can be left out."""
        self._tabbed = self._spot() if tab else None

    def _tabs_on(self, by: int) -> bool:
        """Go on along the row from where Tab has led; ``False`` from elsewhere and at its end, where Tab leaves."""
        here = self._spot()
        if here != self._tabbed:
            return False
        self.moved.emit(Move(Axis.ALONG, by, tab=True), False)
        return self._spot() != here

    def _spot(self) -> tuple[int, Period | None]:
        index = self.currentIndex()
        return index.row(), self.grid.period(index) if index.isValid() else None

    # ---- folding ---------------------------------------------------------------------------------

    def fold(self) -> None:
        """Fold the rows that the current one stands with."""
        if self.currentIndex().isValid():
            self.toggle_fold(self.grid.folding.parent(self.currentIndex().row()))

    def toggle_fold(self, place: int) -> None:
        """Fold the rows under a row away, or out again; the current cell stays in sight."""
        column = max(FIRST, self.currentIndex().column())
        inside = self.grid.folding.parent(max(0, self.currentIndex().row())) == place
        self.grid.toggle_fold(place)
        if inside and self.grid.folding.can_fold(place):
            self.setCurrentIndex(self.grid.index(place, column))
        self.folded.emit()
