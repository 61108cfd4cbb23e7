"""Painting the cells and heads of the entry sheet, and the field that a number is typed into.

A sheet may show hundreds of rows, and Python paints each cell: colours, fonts and places are worked out once, and
what a cell shows is remembered by the model.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QPolygon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kpidesk.text import _
from ui.models.entry_grid import FIRST, NAME, UNIT, EntryGrid, Index, State
from ui.theme import Theme
from ui.widgets import painters

ROW, HEAD, CELL, UNIT_WIDTH = 28, 46, 80, 52
CORNER, CHEVRON, INDENT = 10, 14, 19
GROUND = {
    State.FILLED: "page",
    State.DUE: "page",
    State.FRESH: "accent_soft",
    State.COMPUTED: "sunken",
    State.FUTURE: "sunken",
    State.PENDING: "accent_soft",
    State.UNUSUAL: "risk_soft",
    State.ERROR: "page",
    State.LABEL: "page",
}
STRONG = frozenset({State.FRESH, State.PENDING, State.UNUSUAL})
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
Key = Qt.Key


class EntryHeader(QHeaderView):
    """Heads of two lines: the period, and its days or deadline."""

    def __init__(self, grid: EntryGrid, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._grid, self._theme = grid, theme
        self.setFixedHeight(HEAD)
        self.setMinimumSectionSize(40)
        self.setSectionsClickable(False)

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
            painter.drawText(area.adjusted(0, 18, 0, -2), LEFT, words)
        elif section >= FIRST:
            caption, token = self._grid.caption(section)
            painter.setFont(self._theme.font("small_medium"))
            painter.setPen(self._theme.color("accent" if token != "text3" else "text"))  # noqa: S105
            painter.drawText(area.adjusted(0, 6, -8, -20), RIGHT, words)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.color(token))
            painter.drawText(area.adjusted(-20, 23, -8, -3), RIGHT, caption)
        painter.restore()


class Typist(Protocol):
    """What the field asks of the sheet while a number is typed."""

    def typed(self, text: str) -> None:
        """The text has changed."""

    def finish(self, editor: QLineEdit, *, back: bool) -> None:
        """Enter: store and go to the next number."""

    def leave(self, editor: QLineEdit) -> bool:
        """Store and close; ``False`` where the text is no number."""

    def give_up(self, editor: QLineEdit) -> None:
        """Escape: the cell keeps what it had."""

    def keep(self, editor: QLineEdit, index: Index) -> None:
        """Somebody went elsewhere: store the number, keep what is none."""

    def step(self, rows: int) -> None:
        """Move up or down in the column."""

    def leave_sheet(self, *, back: bool) -> None:
        """Ctrl+Tab: the keyboard goes on to what is beside the sheet."""


class EntryDelegate(QStyledItemDelegate):
    """Paints the cells and makes the field to type into."""

    def __init__(self, grid: EntryGrid, theme: Theme, typist: Typist, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._grid, self._theme, self._typist = grid, theme, typist
        self._ground = {state: theme.color(token) for state, token in GROUND.items()}
        self._line, self._select = theme.color("line"), theme.color("select", 0.6)
        self._text, self._text2, self._text3 = (theme.color(token) for token in ("text", "text2", "text3"))
        self._body, self._medium, self._caption = (theme.font(style) for style in ("body", "medium", "caption"))
        self._frame = QPen(theme.color("field"), 1)
        self._error = QPen(theme.color("off"), 2)
        self._focus = QPen(theme.color("accent"), 1.5)
        self._amber, self._note = theme.color("risk"), theme.color("limit")
        self._names: dict[tuple[str, int, int], tuple[str, int]] = {}
        self._chevrons = {fold: theme.pixmap(name, "text3", CHEVRON) for fold, name in _CHEVRONS.items()}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: rows are 28 px high."""
        return QSize(CELL, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell."""
        rect: QRect = option.rect
        state, text, noted = self._grid.look(index)
        x, y, width, height = rect.x(), rect.y(), rect.width(), rect.height()
        painter.fillRect(x, y, width, height, self._ground[state])
        painter.fillRect(x, y + height - 1, width, 1, self._line)
        if state is State.LABEL:
            self._paint_label(painter, rect, index, text)
            return
        painter.fillRect(x, y, 1, height, self._line)
        if state is State.DUE:
            painter.setPen(self._frame)
            painter.drawRect(x + 1, y, width - 2, height - 2)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(x + 1, y, width - 1, height - 1, self._select)
        if text:
            painter.setFont(self._medium if state in STRONG else self._body)
            painter.setPen(self._text2 if state is State.COMPUTED else self._text)
            painter.drawText(x + 2, y, width - 10, height - 1, RIGHT, text)
        if noted or state is State.UNUSUAL or state is State.ERROR:
            self._paint_marks(painter, rect, state, noted)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._focus)
            painter.drawRect(QRectF(x + 1.5, y + 1, width - 2.5, height - 3))

    def _paint_marks(self, painter: QPainter, rect: QRect, state: State, noted: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        left, right, top = rect.left() + 1, rect.right() + 1, rect.top()
        if noted:
            painter.setBrush(self._note)
            painter.drawPolygon(QPolygon([QPoint(left, top), QPoint(left + 6, top), QPoint(left, top + 6)]))
        if state is State.UNUSUAL:
            painter.setBrush(self._amber)
            corner = [QPoint(right - CORNER, top), QPoint(right, top), QPoint(right, top + CORNER)]
            painter.drawPolygon(QPolygon(corner))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if state is State.ERROR:
            painter.setPen(self._error)
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_label(self, painter: QPainter, rect: QRect, index: Index, text: str) -> None:
        if index.column() == UNIT:
            painter.setFont(self._caption)
            painter.setPen(self._text3)
            painter.drawText(rect, LEFT, painters.elided(painter, text, rect.width() - 2))
            return
        row = self._grid.rows[index.row()]
        painter.setFont(self._body if row.depth else self._medium)
        painter.setPen(self._text2 if row.depth else self._text)
        area = rect.adjusted(INDENT * (1 + row.depth), 0, -4, 0)
        aside = _aside(row.source is None, row.source is not None and row.source.ratio)
        words, used = self._fitted(painter, text, area.width() - self._room(aside))
        painter.drawText(area, LEFT, words)
        if aside:
            painter.setFont(self._caption)
            painter.setPen(self._text3)
            painter.drawText(area.adjusted(used + 7, 0, 0, 0), LEFT, aside)
        if self._grid.can_fold(index.row()):
            x = rect.left() + INDENT * row.depth
            painter.drawPixmap(x, rect.center().y() - 7, self._chevrons[row.key in self._grid.folded])

    def _fitted(self, painter: QPainter, text: str, width: int) -> tuple[str, int]:
        """A name cut to fit, and its width; remembered, since cutting is slow."""
        place = text, width, painter.font().weight()
        if place not in self._names:
            words = painters.elided(painter, text, width)
            self._names[place] = words, painter.fontMetrics().horizontalAdvance(words)
        return self._names[place]

    def _room(self, aside: str) -> int:
        """The width that the word after a name takes."""
        return QFontMetrics(self._caption).horizontalAdvance(aside) + 9 if aside else 0

    # ---- typing ----------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a line to type a number into."""
        editor = QLineEdit(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight)
        editor.setAccessibleName(self._grid.spoken(index))
        editor.textEdited.connect(self._typist.typed)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the editor fills the cell."""
        frame_editor(editor, self._theme, error=self._grid.state(index) is State.ERROR)
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: the field loses the keyboard; a number is stored, what is none is kept as it was typed."""
        if isinstance(editor, QLineEdit):
            self._typist.keep(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Enter and Tab store and go on; Escape leaves the cell as it was."""
        if (
            not isinstance(watched, QLineEdit)
            or not isinstance(event, QKeyEvent)
            or event.type() is not QEvent.Type.KeyPress
        ):
            return super().eventFilter(watched, event)
        return self._pressed(watched, event) or super().eventFilter(watched, event)

    def _pressed(self, editor: QLineEdit, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        back = bool(held & Qt.KeyboardModifier.ShiftModifier)
        if held & Qt.KeyboardModifier.ControlModifier and key in (Key.Key_Tab, Key.Key_Backtab):
            if self._typist.leave(editor):
                self._typist.leave_sheet(back=back)
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Tab, Key.Key_Backtab):
            self._typist.finish(editor, back=back or key == Key.Key_Backtab)
        elif key in (Key.Key_Up, Key.Key_Down):
            if self._typist.leave(editor):
                self._typist.step(-1 if key == Key.Key_Up else 1)
        elif key == Key.Key_Escape:
            self._typist.give_up(editor)
        else:
            return False
        return True


_CHEVRONS = {False: "chevron-down", True: "chevron-right"}


def _aside(computed: bool, ratio: bool) -> str:
    """The quiet word after a name."""
    if computed:
        return _("calculated")
    return _("finished ratio") if ratio else ""


def frame_editor(editor: QWidget, theme: Theme, *, error: bool) -> None:
    """Give the field its frame: red for what is no number."""
    border = f"border: 2px solid {theme.hex('off')}; padding: 0 4px;" if error else "padding: 0 5px;"
    editor.setStyleSheet(f"{border} border-radius: 0; min-height: 0; max-height: 100px;")
    editor.setProperty("error", error)
