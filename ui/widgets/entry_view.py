"""One block of the entry sheet on screen: painting, typing, and the keys that move from number to number."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.errors import BadInput
from kpidesk.text import _
from ui.models.entry_grid import FIRST, NAME, UNIT, EntryGrid, Index, State
from ui.theme import Theme
from ui.widgets import painters

ROW, HEAD, CELL, UNIT_WIDTH = 28, 46, 80, 58
GROUND = {
    State.FILLED: "page",
    State.DUE: "page",
    State.FRESH: "accent_soft",
    State.COMPUTED: "sunken",
    State.FUTURE: "sunken",
    State.PENDING: "accent_soft",
    State.LABEL: "page",
}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Key = Qt.Key


class EntryHeader(QHeaderView):
    """Heads of two lines: the period, and its days or deadline."""

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid, self._theme = grid, theme
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(40)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Qt: paint one head."""
        painter.save()
        painter.fillRect(rect, self._theme.color("page"))
        area = QRectF(rect)
        painters.paint_hairline(painter, self._theme, area, "line_strong")
        words = str(self._grid.headerData(section, Qt.Orientation.Horizontal) or "")
        if section == NAME:
            painter.setFont(self._theme.font("strong"))
            painter.setPen(self._theme.color("text"))
            painter.drawText(area.adjusted(0, 20, 0, -2), LEFT, words)
        elif section >= FIRST:
            caption, token = self._grid.caption(section)
            painter.setFont(self._theme.font("small_medium"))
            painter.setPen(self._theme.color("accent" if token != "text3" else "text"))  # noqa: S105
            painter.drawText(area.adjusted(0, 6, -8, -20), RIGHT, words)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color(token))
            painter.drawText(area.adjusted(-20, 23, -8, -3), RIGHT, caption)
        painter.restore()


class EntryDelegate(QStyledItemDelegate):
    """Paints the cells and makes the editor, which keeps what is no number instead of storing it."""

    def __init__(self, grid: EntryGrid, theme: Theme, view: EntryView) -> None:
        super().__init__(view)
        self._grid, self._theme, self._view = grid, theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: rows are 28 px high."""
        return QSize(CELL, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell."""
        rect, state = QRectF(option.rect), self._grid.state(index)
        painter.save()
        painter.fillRect(rect, self._theme.color(GROUND[state]))
        painters.paint_hairline(painter, self._theme, rect)
        if state is State.LABEL:
            self._paint_label(painter, rect, index)
        else:
            self._paint_cell(painter, rect, index, state)
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect.adjusted(1, 0, 0, -1), self._theme.color("select", 0.6))
            if option.state & QStyle.StateFlag.State_HasFocus:
                painter.setPen(QPen(self._theme.color("accent"), 1.5))
                painter.drawRect(rect.adjusted(1.5, 1, -1, -2))
        painter.restore()

    def _paint_label(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        row = self._grid.rows[index.row()]
        if index.column() == UNIT:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color("text3"))
            painter.drawText(rect, LEFT, painters.elided(painter, self._grid.text_of(index), rect.width() - 6))
            return
        painter.setFont(self._theme.font("body" if row.indented else "medium"))
        painter.setPen(self._theme.color("text2" if row.indented else "text"))
        area = rect.adjusted(38 if row.indented else 19, 0, -8, 0)
        computed = row.source is None
        words = painters.elided(painter, self._grid.text_of(index), area.width() - (62 if computed else 0))
        painter.drawText(area, LEFT, words)
        if computed:
            used = painter.fontMetrics().horizontalAdvance(words)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color("text3"))
            painter.drawText(area.adjusted(used + 7, 0, 0, 0), LEFT, _("calculated"))
            at = QPointF(rect.left(), rect.center().y() - 7)
            painter.drawPixmap(at, self._theme.pixmap("chevron-down", "text3", 14))

    def _paint_cell(self, painter: QPainter, rect: QRectF, index: Index, state: State) -> None:
        painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), self._theme.color("line"))
        if state is State.DUE:
            painter.setPen(QPen(self._theme.color("field"), 1))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -1.5))
        strong = state in (State.FRESH, State.PENDING)
        painter.setFont(self._theme.font("medium" if strong else "body"))
        painter.setPen(self._theme.color("text2" if state is State.COMPUTED else "text"))
        text = self._grid.text_of(index)
        if not text and state is State.COMPUTED:
            text = "–"
        painter.drawText(rect.adjusted(2, 0, -8, -1), RIGHT, text)

    # ---- typing ----------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a line to type a number into."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(self._grid.spoken(index))
        editor.textChanged.connect(self._view.forget_refusal)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        """Qt: the editor fills the cell."""
        editor.setStyleSheet("border-radius: 0; padding: 0 5px; min-height: 0; max-height: 100px;")
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: store what was typed; what is no number stays in the editor."""
        if isinstance(editor, QLineEdit):
            self._view.store(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter and Tab store and go on; Escape leaves the cell as it was."""
        if not isinstance(watched, QLineEdit) or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab):
            self._view.finish(watched, back=back or event.key() == Key.Key_Backtab)
            return True
        if event.key() in (Key.Key_Up, Key.Key_Down) and self._view.leave(watched):
            step = -1 if event.key() == Key.Key_Up else 1
            self._view.step(step)
            return True
        if event.key() == Key.Key_Escape:
            self._view.give_up(watched)
            return True
        return super().eventFilter(watched, event)


class EntryView(QTableView):
    """A block of the sheet. ``wanted_next`` asks the page for the next empty due cell."""

    wanted_next = Signal(bool)
    current_moved = Signal()
    refused = Signal(str, object)
    cleared = Signal(list)
    pasted = Signal(object)

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._likely: float | None = None
        self._refused = False
        self.setModel(grid)
        self.setItemDelegate(EntryDelegate(grid, theme, self))
        self.setHorizontalHeader(EntryHeader(grid, theme, self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setMinimumSectionSize(ROW)
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.AnyKeyPressed | trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setAccessibleName(fmt.every(grid.frequency))

    def fit_rows(self) -> None:
        """Be as high as the rows are: the page scrolls, not the block."""
        self.setFixedHeight(HEAD + ROW * self.grid.rowCount() + 1)
        header = self.horizontalHeader()
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for column in range(UNIT, self.grid.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, UNIT_WIDTH if column == UNIT else CELL)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: another cell is current."""
        super().currentChanged(current, previous)
        self.current_moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys of the sheet outside an editor."""
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self.grid.preview is not None and event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Escape):
            self._end_preview(store=event.key() != Key.Key_Escape)
        elif event.key() in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab):
            self.wanted_next.emit(back or event.key() == Key.Key_Backtab)
        elif event.key() in (Key.Key_Delete, Key.Key_Backspace):
            self.cleared.emit([index for index in self.selectedIndexes() if self.grid.source(index)])
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def selected_text(self) -> str:
        """The selected cells, tab-separated, as a spreadsheet takes them."""
        rows: dict[int, dict[int, str]] = {}
        for index in self.selectedIndexes():
            rows.setdefault(index.row(), {})[index.column()] = self.grid.text_of(index)
        return "\n".join("\t".join(cells[column] for column in sorted(cells)) for _row, cells in sorted(rows.items()))

    def paste(self) -> None:
        """Show what the clipboard would fill, from the current cell on."""
        text = QGuiApplication.clipboard().text()
        if text.strip() and self.grid.period(self.currentIndex()) is not None:
            preview = self.grid.read_block(text, self.currentIndex())
            self.grid.show_preview(preview)
            self.pasted.emit(preview)

    def _end_preview(self, *, store: bool) -> None:
        preview = self.grid.preview
        self.grid.show_preview(None)
        if store and preview is not None and preview.cells:
            cells = [(uid, period, value) for (uid, period), value in preview.cells.items()]
            self.grid.fresh.update((uid, period) for uid, period, _value in cells)
            self.grid.desk.perform(entry.paste, cells)
        self.pasted.emit(None)

    # ---- the editor ------------------------------------------------------------------------------

    def store(self, editor: QLineEdit, index: Index) -> bool:
        """Store what an editor holds; tell whether it is a number."""
        try:
            entry.read_value(editor.text())
        except BadInput as error:
            self._refuse(editor, str(error))
            return False
        self.grid.setData(index, editor.text())
        return True

    def _refuse(self, editor: QLineEdit, sentence: str) -> None:
        self._refused = True
        self._likely = fmt.parse_number(editor.text()).suggestion
        editor.setStyleSheet(
            f"border: 2px solid {self._off()}; border-radius: 0; padding: 0 4px; min-height: 0; max-height: 100px;"
        )
        editor.setProperty("error", True)
        self.refused.emit(sentence, self._likely)

    def _off(self) -> str:
        return self.grid.desk.theme.hex("off")

    def forget_refusal(self) -> None:
        """The text has changed: what was said of the old one no longer holds."""
        if self._refused:
            self._refused, self._likely = False, None
            self.refused.emit("", None)

    def finish(self, editor: QLineEdit, *, back: bool) -> None:
        """Enter: take the likely reading if one was offered, store, and go to the next number."""
        if self._refused and self._likely is not None:
            editor.setText(fmt.number(self._likely, fmt.fitting_decimals(self._likely)))
        if self.leave(editor):
            self.wanted_next.emit(back)

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close an editor; ``False`` where the text is no number and it stays."""
        if not self.store(editor, self.currentIndex()):
            return False
        self.forget_refusal()
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.setFocus()
        return True

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""
        self._refused, self._likely = False, None
        self.refused.emit("", None)
        self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
        self.setFocus()

    def step(self, rows: int) -> None:
        """Move up or down in the column."""
        index = self.currentIndex()
        target = index.siblingAtRow(index.row() + rows)
        if target.isValid():
            self.setCurrentIndex(target)
