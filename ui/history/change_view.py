"""The list of changes: days as headings, a change in a line, the whole of a merge undone from its line."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kpidesk import format as fmt
from kpidesk.text import _
from kpidesk.wording.history import Line
from kpidesk.workspace import HistoryEntry
from ui.base import scale
from ui.base.keys.pressed import meaning
from ui.base.page import MARGIN
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.theme import Theme
from ui.history.change_list import ROW, ChangeList, DayRow, EntryRow
from ui.parts import painters
from ui.parts.end_room import keep_clear, room_at_end
from ui.parts.whole import draw_value

DAY, ENTRY, SECOND = 46, 34, 16
"""Heights: of a day, of a change, and of the second line that a change has where there is hardly any room."""
WHO, NAME = 52, 80
ICON, WORDS = (174, 84), (196, 106, WHO, 0)
"""Where the parts of a line begin; the second where there is little room: then the name is left to the disc.

With hardly any room disc and icon are left out, and the value before: the panel beside has them all. At last the time
stands in a second line, with the name.
"""
ROOMY, TIGHT, TIGHTEST = 700, 380, 280
"""From the first width everything has all its room; below the second hardly anything has."""
AFTER, BEFORE, ARROW = (172, 118, 92, 92), (150, 84, 0, 0), 42
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
Index = QModelIndex | QPersistentModelIndex
ScrollHint = QAbstractItemView.ScrollHint


HARDLY = 2
"""So little room that a row has what was changed, and its value now."""


def _little(rect: QRectF) -> int:
    """How little room a row has: all, little, hardly any, or not even that."""
    return sum(rect.width() < each for each in (ROOMY, TIGHT, TIGHTEST))


class ChangeDelegate(QStyledItemDelegate):
    """Paints days as headings and changes as rows."""

    def __init__(self, theme: Theme, model: ChangeList, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._model, self._view = theme, model, view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """Headings are higher than rows."""
        entry = ENTRY + SECOND if self.tightest() else ENTRY
        return QSize(300, px(DAY if isinstance(self._model.row_of(index), DayRow) else entry))

    def tightest(self) -> bool:
        """Tell whether changes have a second line."""
        return self._view.viewport().width() / scale.factor() - 2 * MARGIN < TIGHTEST

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row over its whole width."""
        with painters.enlarged(painter, option.rect) as rect:
            self._paint(painter, rect, option, index)

    def _paint(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        if isinstance(row, DayRow):
            self._paint_day(painter, rect.adjusted(MARGIN, 12, -MARGIN, 0), row)
        elif isinstance(row, EntryRow):
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
            painter.fillRect(rect, self._theme.color("select" if selected else "hover" if hover else "page"))
            painters.paint_hairline(painter, self._theme, rect)
            self._paint_entry(painter, rect.adjusted(MARGIN, 0, -MARGIN, -1), row.entry, selected)
            if self._view.hasFocus() and index == self._view.currentIndex():
                painter.setPen(QPen(self._theme.color("accent"), 1.5))
                painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _paint_day(self, painter: QPainter, area: QRectF, row: DayRow) -> None:
        words = self._model.day_words(row)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, MIDDLE, words)
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text2"))
        count = self._model.count_words(row)
        if wide + 8 + painter.fontMetrics().horizontalAdvance(count) <= area.width():
            painter.drawText(area.adjusted(wide + 8, 0, 0, 0), MIDDLE, count)
        painters.paint_hairline(painter, self._theme, area, "line_strong")

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: HistoryEntry, selected: bool) -> None:
        theme, middle, line = self._theme, rect.center().y(), self._model.line(entry)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text2"))
        name, little = entry.author, _little(rect)
        if little > HARDLY:
            rect = self._paint_second(painter, rect, entry)
        else:
            painter.drawText(rect, MIDDLE, self._model.time_words(entry))
        if little < HARDLY:
            painters.paint_avatar(painter, theme, rect.left() + WHO, middle - 10, fmt.initials(name), raised=selected)
            painter.drawPixmap(QPointF(rect.left() + ICON[little], middle - 7), theme.pixmap(line.icon, "text3", 14))
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text2"))
        if not little:
            first = name.split()[0] if name.split() else _("Unknown")
            painter.drawText(rect.adjusted(NAME, 0, 0, 0), MIDDLE, painters.elided(painter, first, 84))
        painter.setPen(theme.color("text3" if line.undone else "text"))
        words = QRectF(rect.left() + WORDS[little], rect.top(), self._room(rect, line), rect.height())
        shorten = painters.cut_name if line.after else painters.cut
        painter.drawText(words, MIDDLE, shorten(QFontMetricsF(painter.font()), line.words, words.width()))
        self._paint_change(painter, rect, line)

    def _paint_second(self, painter: QPainter, rect: QRectF, entry: HistoryEntry) -> QRectF:
        """When, and by whom, under the rest of the line; tells what room that has."""
        painter.setFont(self._theme.font("small"))
        told = painters.cut(
            QFontMetricsF(painter.font()), f"{self._model.time_words(entry)} {entry.author}", rect.width()
        )
        painter.drawText(QRectF(rect.left(), rect.bottom() - SECOND - 4, rect.width(), SECOND), MIDDLE, told)
        return rect.adjusted(0, 0, 0, -SECOND)

    def _room(self, rect: QRectF, line: Line) -> float:
        """How much of the row the words may take."""
        little = _little(rect)
        taken = 0
        if line.before and little < HARDLY:
            before = QFontMetricsF(self._theme.font("small")).horizontalAdvance(line.before) + 2
            taken = self._wide(line, little) + ARROW + round(min(BEFORE[little], before)) + 12
        elif line.after or line.link:
            taken = self._wide(line, little) + 16
        return rect.width() - WORDS[little] - taken

    def _wide(self, line: Line, little: int) -> int:
        """How wide the column of the value after is in a row; with hardly any room no wider than the value.

        A link stands whole while there is more: what it does is in its last word.
        """
        if line.link and little < HARDLY:
            return max(AFTER[little], ceil(QFontMetricsF(self._theme.font("medium")).horizontalAdvance(line.link)) + 2)
        if little < HARDLY or line.link:
            return AFTER[little]
        wide = QFontMetricsF(self._theme.font("medium")).horizontalAdvance(line.after) + 2
        return min(AFTER[little], ceil(wide))

    def _paint_change(self, painter: QPainter, rect: QRectF, line: Line) -> None:
        theme = self._theme
        after = self.after_area(rect, line)
        width = BEFORE[_little(rect)]
        was, now = self._told(line, width, after.width())
        if line.before and width:
            area = QRectF(after.left() - ARROW - width, rect.top(), width, rect.height())
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("text2"))
            draw_value(painter, area, RIGHT, was)
            if line.after:
                at = QPointF(after.left() - ARROW / 2 - 6, rect.center().y() - 6)
                painter.drawPixmap(at, theme.pixmap("arrow-right", "text3", 13))
        painter.setFont(theme.font("body" if line.undone else "medium"))
        painter.setPen(theme.color("accent" if line.link else "text3" if line.undone else "text"))
        draw_value(painter, after, MIDDLE, line.link or now)

    def _told(self, line: Line, before: float, after: float) -> tuple[str, str]:
        """The values as they are told: where one has no room for its words, both from where they differ."""
        small, medium = (QFontMetricsF(self._theme.font(each)) for each in ("small", "medium"))
        fit = small.horizontalAdvance(line.before) <= before and medium.horizontalAdvance(line.after) <= after
        if fit or not line.before or not line.after or not before:
            return line.before, line.after
        was, now = painters.differing([line.before, line.after])
        return was, now

    def after_area(self, rect: QRectF, line: Line) -> QRectF:
        """Where the value after stands: in its column, or further to the left where that has no room for it and the
        words before leave some."""
        area = QRectF(rect)
        area.setLeft(area.right() - self._wide(line, _little(rect)))
        if line.before or line.link:
            return area
        wide = QFontMetricsF(self._theme.font("medium")).horizontalAdvance(line.after) + 2
        words = QFontMetricsF(self._theme.font("body")).horizontalAdvance(line.words)
        free = rect.left() + WORDS[_little(rect)] + min(words, self._room(rect, line)) + 16
        area.setLeft(min(area.left(), max(free, area.right() - wide)))
        return area


class ChangeView(QListView):
    """``undo_whole`` asks to undo a merge, ``opened`` to go to what a change is about, ``menu_asked`` for a menu."""

    undo_whole = Signal(object)
    opened = Signal()
    menu_asked = Signal(object)

    def __init__(self, theme: Theme, model: ChangeList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._model, self._second = theme, model, False
        self.setModel(model)
        follow_choice(self)
        self._delegate = ChangeDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Changes"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rows are higher where they have a second line."""
        super().resizeEvent(event)
        if self._delegate.tightest() is not self._second:
            self.scheduleDelayedItemsLayout()

    def doItemsLayout(self) -> None:
        """Qt: before it is first shown a view is laid out for a width that it never has."""
        self._second = self._delegate.tightest()  # while rows are laid out a scroll bar may come, which changes nothing
        super().doItemsLayout()  # gives the viewport its size first
        self._second = self._delegate.tightest()

    def scrollTo(self, index: Index, hint: ScrollHint = ScrollHint.EnsureVisible) -> None:
        """Qt: the newest change of a day comes with its heading, which the keyboard never is on."""
        super().scrollTo(index, hint)
        heading = self._model.index(index.row() - 1)
        if isinstance(self._model.row_of(heading), DayRow):
            super().scrollTo(heading, hint)

    def updateGeometries(self) -> None:
        """Qt: the last row can be scrolled clear of what lies over the page."""
        with room_at_end(self):
            super().updateGeometries()

    def chosen(self) -> HistoryEntry | None:
        """The change chosen."""
        row = self._model.row_of(self.currentIndex())
        return row.entry if isinstance(row, EntryRow) else None

    def choose(self, ref: int) -> bool:
        """Choose a change; tells whether it is shown."""
        place = self._model.place_of(ref)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        return place >= 0

    def link_at(self, x: float, y: float) -> HistoryEntry | None:
        """The change whose link is at a place."""
        index = self.indexAt(QPointF(x, y).toPoint())
        row = self._model.row_of(index)
        if not isinstance(row, EntryRow) or not (line := self._model.line(row.entry)).link:
            return None
        whole = self.visualRect(index)
        with scale.ordinary():
            wide = QFontMetricsF(self._theme.font("medium")).horizontalAdvance(line.link)
            across = QRectF(0, 0, whole.width() / scale.factor(), 1).adjusted(MARGIN, 0, -MARGIN, 0)
            area = self._delegate.after_area(across, line)
        at = (x - whole.left()) / scale.factor()
        return row.entry if area.left() <= at <= area.left() + min(wide, area.width()) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a hand over a link."""
        over = self.link_at(event.position().x(), event.position().y()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on a link."""
        super().mouseReleaseEvent(event)
        entry = self.link_at(event.position().x(), event.position().y())
        if entry is not None and event.button() == Qt.MouseButton.LeftButton:
            self.undo_whole.emit(entry)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: a double-click goes there."""
        if isinstance(self._model.row_of(self.indexAt(event.position().toPoint())), EntryRow):
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter goes there; the arrows step over headings."""
        if meaning("history", event) == "open":
            self.opened.emit()
            return
        super().keyPressEvent(event)
        keep_clear(self, self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the change under the pointer, or of the chosen one."""
        if self.chosen() is not None:
            self.menu_asked.emit(event.globalPos())

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: never to a heading."""
        found = super().moveCursor(action, modifiers)
        by = -1 if action in (QAbstractItemView.CursorAction.MoveUp, QAbstractItemView.CursorAction.MovePageUp) else 1
        row = found.row()
        while isinstance(self._model.row_of(self._model.index(row)), DayRow):
            row += by
        return self._model.index(row) if 0 <= row < self._model.rowCount() else self.currentIndex()
