"""The table of numbers below a KPI's chart: its columns, its cells, and typing a correction into one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from math import ceil

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kpidesk.domain.period import Frequency, Period
from kpidesk.text import _
from ui.base.clipping import Commands
from ui.base.page import MARGIN
from ui.base.scale import px
from ui.base.theme import Theme
from ui.kpis.numbers import entries_clipboard
from ui.kpis.numbers.entries_table import EntriesTable
from ui.kpis.numbers.entries_words import NUMBERS, Part
from ui.parts import painters
from ui.parts.end_room import room_at_end
from ui.parts.whole import draw_number, widest

ROW = 28
PAD = 8
DATES = 68
"""Where the dates of a week begin, after its name."""
LEAST_NUMBER, LEAST_HEAD = 74, 88
GAP, SIGNAL, AUTHOR = 74, 34, 30 + MARGIN
LEAST_NOTE = 120
STYLES = {Part.PERIOD: "medium", Part.VALUE: "strong"}
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Index = QModelIndex | QPersistentModelIndex


def number_widths(table: EntriesTable, theme: Theme) -> dict[int, int]:
    """What the widest number of each column of numbers takes."""
    columns = [column for column in range(table.columnCount()) if table.part(column) in NUMBERS]
    found = {}
    for column in columns:
        texts = (table.words.text(table.index(row, column)) for row in range(table.rowCount()))
        found[column] = widest(theme.font(STYLES.get(table.part(column), "body")), texts) + 2 * PAD + 1
    return found


def widths(table: EntriesTable, theme: Theme, room: int, least: Mapping[int, int]) -> list[int]:
    """How wide the columns are in a room: numbers as they (``least``) and their heads need, the note has the rest.

    A column of notes in which nothing is written keeps no more room than its own head.
    """
    if table.figures is None:
        return []
    metrics = QFontMetricsF(theme.font("caption"))
    told_more = table.figures.frequency is Frequency.WEEK or table.figures.ahead
    fixed = {Part.PERIOD: MARGIN + (196 if told_more else 130), Part.SIGNAL: SIGNAL, Part.AUTHOR: AUTHOR}
    named = {c: ceil(metrics.horizontalAdvance(table.words.head(c))) + 2 * PAD + 2 for c in range(table.columnCount())}
    note = LEAST_NOTE if table.has_notes else named[table.column_of(Part.NOTE)]
    heads = {c: max(LEAST_HEAD, named[c]) for c in least}
    heads |= {c: GAP for c in least if table.part(c) is Part.GAP}
    own = sum(fixed.get(table.part(c), 0) for c in range(table.columnCount()))
    shared = _shared(heads, {c: max(LEAST_NUMBER, number) for c, number in least.items()}, room - own - note)
    found = [fixed.get(table.part(c)) or shared.get(c, 0) for c in range(table.columnCount())]
    found[table.column_of(Part.NOTE)] = max(note, room - sum(found))
    return found


def _shared(wanted: Mapping[int, int], least: Mapping[int, int], room: int) -> dict[int, int]:
    """What each gets of a room: never less than its least; where it is short the widest heads give way, alike."""
    found = {each: max(wanted[each], least[each]) for each in wanted}
    steps = sorted({*found.values(), *least.values()}, reverse=True)
    for upper, lower in pairwise((*steps, 0)):
        over = sum(found.values()) - room
        above = [each for each in found if found[each] == upper > least[each]]
        if over <= 0:
            break
        for each in above:
            found[each] -= min(upper - lower, ceil(over / len(above)))
    return found


class EntriesHead(QHeaderView):
    """Names of columns over the numbers, with a stronger hairline."""

    def __init__(self, table: EntriesTable, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._table, self._theme = table, theme
        self.setFixedHeight(px(ROW))
        self.setSectionsClickable(False)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: draw one name."""
        theme, area = self._theme, QRectF(rect)
        painter.save()
        painter.fillRect(area, theme.color("page"))
        painters.paint_hairline(painter, theme, area, "line_strong")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        inner = inset(self._table, section, area)
        right = self._table.part(section) in (*NUMBERS, Part.AUTHOR)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        words = painters.elided(painter, self._table.words.head(section), inner.width())
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def inset(table: EntriesTable, column: int, area: QRectF) -> QRectF:
    """The room for words in a cell: the outer columns keep the page's margin."""
    part = table.part(column)
    left = MARGIN if part is Part.PERIOD else PAD
    right = MARGIN if part is Part.AUTHOR else 0 if part in (Part.SIGNAL, Part.NOTE, Part.PERIOD) else PAD
    return area.adjusted(left, 0, -right, 0)


class EntriesDelegate(QStyledItemDelegate):
    """Paints the cells, and gives the editor the cell's own size."""

    def __init__(self, table: EntriesTable, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._table, self._theme, self._view = table, theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw a cell."""
        with painters.enlarged(painter, option.rect) as area:
            self._paint(painter, area, option, index)

    def _paint(self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        theme, table = self._theme, self._table
        part = table.part(index.column())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(area, theme.color("select" if chosen else "page"))
        painters.paint_hairline(painter, theme, area)
        inner = inset(table, index.column(), area)
        if part is Part.SIGNAL:
            if table.points[index.row()].signal:
                painters.paint_signal(painter, theme, inner.left() + 4, area.center().y() - 6.5)
        elif part is Part.AUTHOR:
            letters = table.words.text(index)
            if letters:
                middle = area.center().y() - 10
                painters.paint_avatar(painter, theme, area.right() - MARGIN - 20, middle, letters, raised=chosen)
        elif part is Part.PERIOD:
            self._paint_period(painter, inner, table.points[index.row()].period)
        else:
            self._paint_words(painter, inner, index, part)
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRect(area.adjusted(1, 1, -1, -2))

    def _paint_period(self, painter: QPainter, area: QRectF, period: Period) -> None:
        name, dates = self._table.words.period(period)
        painter.setFont(self._theme.font("medium"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, name)
        if dates:
            after = max(float(DATES), painter.fontMetrics().horizontalAdvance(name) + 12.0)
            painter.setFont(self._theme.font("small"))
            painter.setPen(self._theme.color("text2"))
            painter.drawText(area.adjusted(after, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, dates)

    def _paint_words(self, painter: QPainter, area: QRectF, index: Index, part: Part) -> None:
        point = self._table.points[index.row()]
        words = self._table.words.text(index)
        painter.setFont(self._theme.font(STYLES.get(part, "small" if part is Part.NOTE else "body")))
        ahead = point.period.first > self._table.session.today()
        quiet = part in (Part.INPUT, Part.TARGET, Part.NOTE) or point.value is None or point.provisional or ahead
        painter.setPen(self._theme.color("text3" if point.value is None else "text2" if quiet else "text"))
        side = Qt.AlignmentFlag.AlignRight if part in NUMBERS else Qt.AlignmentFlag.AlignLeft
        if part is Part.NOTE:
            note = self._table.note_of(index.row())
            if note is not None and note.action:
                painter.drawPixmap(QPointF(area.left(), area.center().y() - 7), self._theme.pixmap("flag", "text3", 13))
                area = area.adjusted(18, 0, 0, 0)
        if part in NUMBERS:
            draw_number(painter, area, side | Qt.AlignmentFlag.AlignVCenter, words)
            return
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, painters.elided(painter, words, area.width()))

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a field as large as the cell."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setProperty("cell", True)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt: the number as it stands; what comes in while somebody is typing leaves the field alone."""
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            self._table.begin()
            super().setEditorData(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Qt: Enter is done, here and now."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in ENTER:
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)


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
        self._column = 0
        self._least: dict[int, int] | None = None
        self.setModel(table)
        for changed in (table.modelReset, table.rowsInserted, table.dataChanged):
            changed.connect(self._measure_anew)
        self.setHorizontalHeader(EntriesHead(table, theme, self))
        self.setItemDelegate(EntriesDelegate(table, theme, self))
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

    def _measure_anew(self) -> None:
        self._least = None

    def updateGeometries(self) -> None:
        """Qt: where the table scrolls by itself, its last row can be scrolled clear of what lies over the page."""
        with contextlib.nullcontext() if self.whole else room_at_end(self):
            super().updateGeometries()

    def fit(self) -> None:
        """Give the columns their widths, and in a page that scrolls as a whole the table its full height."""
        if self._least is None:
            self._least = number_widths(self.table, self._theme)
        found = widths(self.table, self._theme, self.viewport().width(), self._least)
        for column, width in enumerate(found):
            self.horizontalHeader().resizeSection(column, width)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self.whole else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        if self.whole:
            bar = self.horizontalScrollBar().sizeHint().height() if sum(found) > self.viewport().width() else 0
            self.setFixedHeight(ROW * (self.table.rowCount() + 1) + 2 + bar)
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
                menu.addAction(f"{words}\t{key}", known[name])
        menu.addAction(_("History of this number") + "\tCtrl+H", self.history_wanted.emit)
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
        index = self.currentIndex()
        doing = self._clip_of(event)
        if doing is not None:
            doing()
            return
        if event.key() in (*ENTER, Qt.Key.Key_F2) and self.state() is not QAbstractItemView.State.EditingState:
            if not self._ask_note(index) and index.isValid():
                self.edit(index)
            return
        super().keyPressEvent(event)

    def _clip_of(self, event: QKeyEvent) -> Callable[[], object] | None:
        keys = QKeySequence.StandardKey
        named = {keys.Copy: "copy", keys.Cut: "cut", keys.Paste: "paste_here", keys.Delete: "clear"}
        name = next((each for key, each in named.items() if event.matches(key)), "")
        return self.clear if name == "clear" else self.clips().get(name)

    def clips(self) -> Commands:
        """What can be cut, copied and pasted: numbers are changed where they are typed into."""
        if not self.currentIndex().isValid():
            return {}
        found: Commands = {"copy": self.copy, "select_all": self.selectAll}
        typed = bool(entries_clipboard.cells_at(self.table, self._chosen())) and not self.table.session.ws.read_only
        if typed:
            found["cut"] = self.cut
        if typed and QGuiApplication.clipboard().text().strip():
            found["paste_here"] = self.paste
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
        entries_clipboard.paste(self.table, self.currentIndex(), QGuiApplication.clipboard().text())

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
