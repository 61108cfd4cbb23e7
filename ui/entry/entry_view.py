"""One block of the entry sheet on screen: typing, and the keys that move, copy, paste, fill and fold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.period import Period
from kpidesk.figures.entry import Cell
from kpidesk.text import Message, _, ngettext
from kpidesk.wording.entry import bare, exact
from kpidesk.workspace import Seen
from ui.base.scale import px
from ui.base.theme import Theme
from ui.entry.entry_delegate import EntryDelegate, frame_editor
from ui.entry.entry_grid import FIRST, NAME, UNIT, EntryGrid, Index
from ui.entry.entry_painter import AFTER, BEFORE, CELL, HEAD, ROW, UNIT_WIDTH, EntryHeader, SheetPainter
from ui.entry.entry_paste import Preview, fill, read_block
from ui.parts.whole import widest

LEAST_NAME = 190
"""Pixels that a row's name keeps."""
Key = Qt.Key
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class EntryView(QTableView):
    """A block of the sheet.

    ``wanted_next`` asks the page for the next empty due cell, ``shifted`` for earlier (−1) or later (1) periods,
    ``crossed`` for the block above (−1) or below (1),
    ``left`` to take the keyboard out of the sheet, ``note_wanted`` for the note's field,
    ``history_wanted`` for what the cell has held. ``typing`` tells what is
    being typed into a cell, ``refused`` that a text was not stored, with the number it probably was, ``outgrown``
    that a number has no room in its column.
    """

    wanted_next = Signal(bool)
    current_moved = Signal()
    shifted = Signal(int)
    crossed = Signal(int)
    left = Signal(bool)
    note_wanted = Signal()
    history_wanted = Signal()
    folded = Signal()
    typing = Signal(object, object)
    refused = Signal(object)
    cleared = Signal(list)
    not_applicable = Signal(list)
    offered = Signal(object)
    outgrown = Signal()

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._theme = theme
        self._likely: float | None = None
        self._offered_at: Seen | None = None
        self._reading: QLabel | None = None
        self._hidden_above = 0
        self._painter = SheetPainter(grid, theme)
        self._head = EntryHeader(grid, theme, self)
        self.setModel(grid)
        self.setItemDelegate(EntryDelegate(grid, theme, self, self))
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

    def wanted_widths(self, periods: Sequence[Period]) -> list[int]:
        """The pixels that the columns of some periods want: as the widest number needs, and the head over it."""
        font = self._theme.font("medium")
        heads = [self._head.wanted_width(period) for period in periods]
        numbers = [widest(font, texts) + px(BEFORE + AFTER) + 1 for texts in self.grid.texts(periods)]
        return [max(px(CELL), head, number) for head, number in zip(heads, numbers, strict=True)]

    def fit_columns(self, widths: Sequence[int]) -> None:
        """Give the periods their widths and the names the rest; what has no room is scrolled to."""
        self._head.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((px(UNIT_WIDTH), *widths), UNIT):
            self._head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self._head.resizeSection(column, width)
        self.setMinimumWidth(px(LEAST_NAME + UNIT_WIDTH) + sum(widths))

    def _measure(self, first: Index, last: Index) -> None:
        """Numbers have changed: tell when one has outgrown its column."""
        font = self._theme.font("medium")
        for column in range(max(FIRST, first.column()), last.column() + 1):
            texts = (self.grid.look_at(row, column).text for row in range(first.row(), last.row() + 1))
            if widest(font, texts) + BEFORE + AFTER > self.columnWidth(column):
                self.outgrown.emit()
                return

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the cells, all in one go."""
        self._painter.paint(QPainter(self.viewport()), event.rect(), self)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: another cell is current."""
        super().currentChanged(current, previous)
        self.current_moved.emit()

    def current_cell(self) -> Cell | None:
        """The input and period of the current cell, where it can be typed into."""
        index = self.currentIndex()
        return self.grid.cell(index) if index.isValid() else None

    # ---- keys and mouse --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys of the sheet outside an editor."""
        back = bool(event.modifiers() & SHIFT)
        if self.grid.preview is not None and event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Escape):
            self.end_preview(store=event.key() != Key.Key_Escape)
        elif event.key() in (Key.Key_Tab, Key.Key_Backtab) and event.modifiers() & CONTROL:
            self.leave_sheet(back=back or event.key() == Key.Key_Backtab)
        elif event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab):
            self.wanted_next.emit(back or event.key() == Key.Key_Backtab)
        elif event.key() in (Key.Key_Delete, Key.Key_Backspace):
            self.clear_selected()
        elif (done := self._command(event)) is not None:
            done()
        elif not self._shift(event):
            super().keyPressEvent(event)
            return
        event.accept()

    def _command(self, event: QKeyEvent) -> Callable[[], object] | None:
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        held = event.modifiers() & (CONTROL | SHIFT | ALT)
        return {
            (CONTROL, Key.Key_R): self.fill_right,
            (CONTROL, Key.Key_D): self.fill_down,
            (ALT, Key.Key_Down): self.fold,
            (SHIFT, Key.Key_F2): self.note_wanted.emit,
        }.get((held, Key(event.key())))

    def _shift(self, event: QKeyEvent) -> bool:
        """At the edge of what is shown the arrows bring earlier and later periods, and lead to the next block."""
        at, key = self.currentIndex(), event.key()
        edge = {
            Key.Key_Left: at.column() == FIRST,
            Key.Key_Right: at.column() == self.grid.columnCount() - 1,
            Key.Key_Up: at.row() == 0,
            Key.Key_Down: at.row() == self.grid.rowCount() - 1,
        }
        if event.modifiers() & (CONTROL | SHIFT | ALT) or not edge.get(Key(key)):
            return False
        beyond = self.shifted if key in (Key.Key_Left, Key.Key_Right) else self.crossed
        beyond.emit(-1 if key in (Key.Key_Left, Key.Key_Up) else 1)
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on a name folds the rows under it; elsewhere it chooses a cell."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or index.column() >= FIRST:
            super().mousePressEvent(event)
        elif self.grid.can_fold(index.row()):
            self.toggle_fold(index.row())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: what can be done with the selected cells."""
        self.menu().exec(event.globalPos())

    def menu(self) -> QMenu:
        """What can be done with the selected cells, with the keys that do it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, key, slot in (
            (_("Copy"), "Ctrl+C", self.copy),
            (_("Paste from Excel"), "Ctrl+V", self.paste),
            (_("Fill to the right"), "Ctrl+R", self.fill_right),
            (_("Fill down"), "Ctrl+D", self.fill_down),
            (_("Clear"), "Del", self.clear_selected),
            (_("Not applicable"), "-", self.mark_not_applicable),
            (_("Note"), "Shift+F2", self.note_wanted.emit),
            (_("History of this number"), "Ctrl+H", self.history_wanted.emit),
        ):
            menu.addAction(f"{words}\t{key}").triggered.connect(slot)
        return menu

    def event(self, event: QEvent) -> bool:
        """Qt: Ctrl+D and Ctrl+R are the sheet's while it has the keyboard."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            held = event.modifiers() & (CONTROL | SHIFT | ALT)
            if held == CONTROL and event.key() in (Key.Key_D, Key.Key_R):
                event.accept()
                return True
        return super().event(event)

    def leave_sheet(self, *, back: bool) -> None:
        """Take the keyboard out of the sheet."""
        self.left.emit(back)

    # ---- folding ---------------------------------------------------------------------------------

    def fold(self) -> None:
        """Fold the rows that the current one stands with."""
        if self.currentIndex().isValid():
            self.toggle_fold(self.grid.parent_place(self.currentIndex().row()))

    def toggle_fold(self, place: int) -> None:
        """Fold the rows under a row away, or out again; the current cell stays in sight."""
        column = max(FIRST, self.currentIndex().column())
        inside = self.grid.parent_place(max(0, self.currentIndex().row())) == place
        self.grid.toggle_fold(place)
        if inside and self.grid.can_fold(place):
            self.setCurrentIndex(self.grid.index(place, column))
        self.folded.emit()

    # ---- blocks of cells -------------------------------------------------------------------------

    def selected_cells(self) -> list[Cell]:
        """The selected cells that can be typed into."""
        return [cell for index in self.selectedIndexes() if (cell := self.grid.cell(index)) is not None]

    def clear_selected(self) -> None:
        """Make the selected cells blank."""
        self.cleared.emit(self.selected_cells())

    def mark_not_applicable(self) -> None:
        """Say that there is nothing to enter in the selected cells."""
        today = self.grid.ledger.today
        self.not_applicable.emit([cell for cell in self.selected_cells() if cell[1].first <= today])

    def copy(self) -> None:
        """Put the selected cells on the clipboard, tab-separated, as a spreadsheet takes them."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def selected_text(self) -> str:
        """The selected cells with every decimal and without grouping."""
        rows: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            value = self.grid.value(index)
            text = bare(value) if isinstance(value, (int, float)) else exact(value)
            rows.setdefault(index.row(), {})[index.column()] = text
        return "\n".join("\t".join(cells[column] for column in sorted(cells)) for _row, cells in sorted(rows.items()))

    def paste(self) -> None:
        """Show what the clipboard would fill, from the current cell on."""
        text, period = QGuiApplication.clipboard().text(), self.grid.period(self.currentIndex())
        if not text.strip() or period is None:
            return
        targets = [row for row in self.grid.rows[self.currentIndex().row() :] if row.source is not None]
        self._offer(read_block(self.grid.ledger, targets, period, text))

    def fill_right(self) -> None:
        """Give the selected cells of each row what its first cell holds."""
        rows = self._selected_rows(0, 1)
        self._offer(fill(self.grid.ledger, rows), at_once=True)

    def fill_down(self) -> None:
        """Give the selected cells of each column what its first cell holds."""
        columns = zip(*self._selected_rows(1, 0), strict=False)
        self._offer(fill(self.grid.ledger, columns), at_once=True)

    def _selected_rows(self, above: int, before: int) -> list[list[Cell]]:
        """The selected cells by row; of a single cell, together with its neighbour above or before it."""
        cells: dict[int, list[Cell]] = {}
        chosen = self.selectedIndexes()
        if len(chosen) == 1:
            alone = chosen[0]
            place = self._place_above(alone.row()) if above else alone.row()
            chosen = [self.grid.index(place, alone.column() - before), alone] if place >= 0 else []
        for index in sorted(chosen, key=_by_place):
            cell = self.grid.cell(index)
            if cell is not None:
                cells.setdefault(index.row(), []).append(cell)
        return list(cells.values())

    def _place_above(self, place: int) -> int:
        return next((n for n in range(place - 1, -1, -1) if self.grid.rows[n].source is not None), -1)

    def _offer(self, preview: Preview, *, at_once: bool = False) -> None:
        """Paint what would be stored; a fill that replaces nothing is stored at once."""
        self.grid.show_preview(preview)
        self._offered_at = self.grid.session.seen()
        if at_once and not preview.overwrites:
            self.end_preview(store=True)
        else:
            self.offered.emit(preview)

    def end_preview(self, *, store: bool, partly: bool = False) -> None:
        """Store the painted block, or let it go; one that can't be stored whole only when ``partly``."""
        preview = self.grid.preview
        if preview is None or (store and not partly and not preview.clean):
            return
        self.grid.show_preview(None)
        self.offered.emit(None)
        if store:
            cells = [(uid, period, value) for (uid, period), value in preview.cells.items()]
            for cell in preview.cells:
                self.grid.ledger.drop_draft(cell)
            self.grid.session.perform(entry.paste, cells, based_on=self._offered_at, said=_stored_words)

    # ---- the editor ------------------------------------------------------------------------------

    def typed(self, text: str) -> None:
        """The text in the editor has changed: what was said of the old one no longer holds."""
        if self._likely is not None or self._is_refused():
            self._likely = None
            self.refused.emit(None)
        cell = self.current_cell()
        if cell is not None:
            found = self.grid.ledger.read(cell, text)
            self._say_reading(entry.reading_told(text, found))
            self.typing.emit(cell, found)

    def _is_refused(self) -> bool:
        editor = self.editor()
        return editor is not None and bool(editor.property("error"))

    def editor(self) -> QLineEdit | None:
        """The field that is open, if one is."""
        found = [each for each in self.viewport().findChildren(QLineEdit) if not each.isHidden()]
        return found[-1] if found and self.state() is QAbstractItemView.State.EditingState else None

    def finish(self, editor: QLineEdit, *, back: bool) -> None:
        """Enter: take the likely reading if one was offered, store, and go to the next number."""
        if self._likely is not None:
            editor.setText(exact(self._likely))
        if self.leave(editor):
            self.wanted_next.emit(back)

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close an editor; ``False`` where the text is no number and it stays."""
        cell, text = self.current_cell(), editor.text()
        doubt = None if cell is None else entry.doubt(text, self.grid.ledger.read(cell, text))
        if doubt is not None:
            self._likely = doubt.likely
            self.grid.setData(self.currentIndex(), text)
            frame_editor(editor, self._theme, error=True)
            self.refused.emit(doubt)
            return False
        self.keep(editor, self.currentIndex())
        self._close(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        return True

    def keep(self, editor: QLineEdit, index: Index) -> None:
        """Store a number; keep what is none as it was typed."""
        self._end_typing(index)
        self.grid.setData(index, editor.text())
        self.refused.emit(None)

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""
        cell = self.current_cell()
        if cell is not None:
            self.grid.ledger.drop_draft(cell)
        self._end_typing(self.currentIndex())
        self.refused.emit(None)
        self._close(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)

    def _end_typing(self, index: Index) -> None:
        self._likely = None
        self._say_reading(None)
        self.typing.emit(self.grid.cell(index), None)

    def _close(self, editor: QLineEdit, hint: QAbstractItemDelegate.EndEditHint) -> None:
        self.closeEditor(editor, hint)
        self.setFocus()

    def _say_reading(self, told: Message | None) -> None:
        """Under the cell: how a number is read that could be read in two ways, or what a calculation gives."""
        words = "" if told is None else str(told)
        sheet = self.parentWidget() or self
        if self._reading is None:
            self._reading = QLabel("", sheet)
            self._reading.setProperty("look", "reading")
        self._reading.setText(words)
        self._reading.adjustSize()
        below = self.visualRect(self.currentIndex()).bottomRight() + QPoint(1 - self._reading.width(), 3)
        self._reading.move(self.viewport().mapTo(sheet, below))
        self._reading.setVisible(bool(words))
        self._reading.raise_()

    def step(self, rows: int) -> None:
        """Move up or down in the column."""
        index = self.currentIndex()
        target = index.siblingAtRow(index.row() + rows)
        if target.isValid():
            self.go_to(target)
        else:
            self.crossed.emit(rows)

    def go_to(self, index: Index) -> None:
        """Make a cell the current and only selected one."""
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def _stored_words(n: int) -> str:
    return ngettext("{n} number is stored.", "{n} numbers are stored.", n).format(n=fmt.number(n))


def _by_place(index: Index) -> tuple[int, int]:
    return index.row(), index.column()
