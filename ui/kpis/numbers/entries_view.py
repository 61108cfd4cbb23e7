"""The table of numbers below a KPI's chart: choosing a row, correcting a number, and the clipboard."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QMenu,
    QTableView,
    QWidget,
)

from kpidesk.domain.period import Period
from kpidesk.text import _
from ui.base.actions import named_key
from ui.base.clipping import Commands, copied_text
from ui.base.keys.pressed import meaning
from ui.base.reach.beside import holds
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.theme import Theme
from ui.base.typed_over import TypedOver
from ui.kpis.numbers import entries_clipboard
from ui.kpis.numbers.entries_painter import ROW, EntriesDelegate, EntriesHead, EntriesPainter
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_widths import number_widths, widths
from ui.kpis.numbers.entries_words import Index, Part
from ui.parts.end_room import room_at_end


class EntriesView(QTableView):
    """``picked`` names the period of the row chosen, ``chosen`` asks to write a note on it.

    ``history_wanted`` asks what the current cell has held.
    """

    picked = Signal(object)
    chosen = Signal(object)
    history_wanted = Signal()

    def __init__(self, table: EntriesTable, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table, self._theme = table, theme
        self.whole = False
        self._typed_over = TypedOver(self)
        self._column = 0
        self._least: dict[int, int] | None = None
        self.setModel(table)
        follow_choice(self)
        for changed in (table.modelReset, table.rowsInserted, table.dataChanged):
            changed.connect(self._measure_anew)
        self.setHorizontalHeader(EntriesHead(table, theme, self))
        self.setItemDelegate(EntriesDelegate(table, self))
        self._painter = EntriesPainter(table, theme, self)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(px(ROW))
        self.horizontalHeader().setMinimumSectionSize(px(24))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setAccessibleName(_("Numbers"))
        self.selectionModel().currentChanged.connect(self._on_row)

    def edit(self, index: Index, *asked: Any) -> Any:
        """Qt: open the field: what is typed replaces the number, F2 and a double-click edit it."""
        opened = super().edit(index, *asked)
        if opened is not False:
            self._typed_over.opened(asked)
        return opened

    def keyboardSearch(self, words: str) -> None:
        """Qt: what is typed where nothing can be typed leads to no other number, which the next digit would replace."""

    def reset(self) -> None:
        """Qt: the rows are read anew after each number; the keyboard of a field that goes with them stays here."""
        held = holds(self, self.window().focusWidget())
        super().reset()
        if held:
            self.selectionModel().blockSignals(True)  # a table without a current row takes its first: nobody chose it
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.selectionModel().blockSignals(False)

    def _measure_anew(self) -> None:
        self._least = None

    def updateGeometries(self) -> None:
        """Qt: where the table scrolls by itself, its last row can be scrolled clear of what lies over the page."""
        with contextlib.nullcontext() if self.whole else room_at_end(self):
            super().updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paint the rows."""
        painter = QPainter(self.viewport())
        self._painter.paint(painter, event.region())
        painter.end()

    def has_room(self, column: int) -> bool:
        """Tell whether a column of numbers is as wide as the widest of them, which it is until somebody narrows it."""
        return self._least is not None and self.columnWidth(column) >= self._least.get(column, 0)

    def fit(self) -> None:
        """Give the columns their widths, and in a page that scrolls as a whole the table its full height."""
        if self._least is None:
            self._least = number_widths(self.table, self._theme)
        found = widths(self.table, self._theme, self.viewport().width(), self._least)
        for column, width in enumerate(found):
            self.horizontalHeader().resizeSection(column, width)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self.whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        if self.verticalScrollBarPolicy() != policy:
            self.setVerticalScrollBarPolicy(policy)
        if self.whole:
            bar = self.horizontalScrollBar().sizeHint().height() if sum(found) > self.viewport().width() else 0
            self.setFixedHeight(px(ROW) * (self.table.rowCount() + 1) + 2 + bar)
        else:
            self.setMinimumHeight(px(4 * ROW))
            self.setMaximumHeight(16_777_215)

    def choose(self, period: Period | None) -> None:
        """Choose the row of a period without announcing it."""
        row = self.table.row_of(period)
        self.selectionModel().blockSignals(True)
        if row < 0:
            self.selectionModel().clear()
        else:
            index = self.table.index(row, min(self._column, self.table.columnCount() - 1))
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def _on_row(self, current: QModelIndex) -> None:
        self.viewport().update()
        if current.isValid():
            self._column = current.column()
            self.picked.emit(self.table.points[current.row()].period)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: what can be done with the number under the pointer."""
        index = self.currentIndex()
        if not index.isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, key, name in (
            (_("Cut"), "Ctrl+X", "cut"),
            (_("Copy"), "Ctrl+C", "copy"),
            (_("Paste"), "Ctrl+V", "paste_here"),
            (_("Select all"), "Ctrl+A", "select_all"),
        ):
            if name in (known := self.clips()):
                menu.addAction(f"{words}\t{named_key(key)}", known[name])
        menu.addAction(_("History of this number") + f"\t{named_key('Ctrl+Shift+H')}", self.history_wanted.emit)
        menu.addAction(_("Write a note …"), self._write_note)
        menu.popup(event.globalPos())

    def _write_note(self) -> None:
        if self.currentIndex().isValid():
            self.chosen.emit(self.table.points[self.currentIndex().row()].period)

    def _ask_note(self, index: QModelIndex) -> bool:
        if not index.isValid() or self.table.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        self.chosen.emit(self.table.points[index.row()].period)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter corrects the number, or writes a note where there is none to correct."""
        index, name = self.currentIndex(), meaning("numbers", event)
        doing = self.clear if name == "clear" else self.clips().get(name)
        if doing is not None:
            doing()
            return
        if name == "correct" and self.state() is not QAbstractItemView.State.EditingState:
            if not self._ask_note(index) and index.isValid():
                self.edit(index)
            return
        super().keyPressEvent(event)

    def clips(self) -> Commands:
        """What can be cut, copied and pasted: numbers are changed where they are typed into."""
        if not self.currentIndex().isValid():
            return {}
        found: Commands = {"copy": self.copy, "select_all": self.selectAll}
        typed = bool(entries_clipboard.cells_at(self.table, self._chosen())) and not self.table.session.ws.read_only
        if typed:
            found |= {"cut": self.cut, "paste_here": self.paste}
        return found

    def _chosen(self) -> list[QModelIndex]:
        """The cells of the selected rows; of a single row the current cell."""
        several = len(self.selectionModel().selectedRows()) > 1
        return self.selectionModel().selectedIndexes() if several else [self.currentIndex()]

    def cut(self) -> None:
        """Copy, and make the numbers blank."""
        self.copy()
        self.clear()

    def clear(self) -> None:
        """Make the selected numbers blank, as one change."""
        if not self.table.session.ws.read_only:
            entries_clipboard.clear(self.table, self._chosen())

    def paste(self) -> None:
        """Put in what the clipboard holds, from the current cell on."""
        if text := copied_text(self.table.session):
            entries_clipboard.paste(self.table, self.currentIndex(), text)

    def copy(self) -> None:
        """Put the current number on the clipboard; of several rows every column under its head."""
        QGuiApplication.clipboard().setText(self.selected_text())

    def selected_text(self) -> str:
        """What ``copy`` takes: cells side by side, rows in the order of the table, each number whole."""
        table = self.table
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        if len(rows) < 2:
            return table.words.copied(self.currentIndex()) if self.currentIndex().isValid() else ""
        return self._text_of(rows)

    def whole_text(self) -> str:
        """All rows of the table under their heads, as a spreadsheet takes them."""
        return self._text_of(range(self.table.rowCount()))

    def _text_of(self, rows: Iterable[int]) -> str:
        table = self.table
        columns = [column for column in range(table.columnCount()) if table.part(column) is not Part.SIGNAL]
        heads = [table.words.head(column) for column in columns]
        return "\n".join("\t".join(each) for each in [heads, *(self._copied(row, columns) for row in rows)])

    def _copied(self, row: int, columns: Sequence[int]) -> list[str]:
        texts = (self.table.words.copied(self.table.index(row, column)) for column in columns)
        return [" ".join(text.split()) for text in texts]

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: a double-click on a note writes it."""
        if not self._ask_note(self.indexAt(event.position().toPoint())):
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the columns follow the width."""
        super().resizeEvent(event)
        self.fit()
