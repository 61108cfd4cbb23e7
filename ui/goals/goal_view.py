"""The goal tree on screen: its keys, clicks and drags, and the line for a new node."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import partial
from itertools import dropwhile
from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QRectF, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyleOptionViewItem, QWidget

from kpidesk.domain.entities import Initiative
from kpidesk.domain.stage import is_over, is_planned
from kpidesk.text import _
from kpidesk.wording.goals import Column
from ui.base.breakpoints import NARROW, WIDE
from ui.base.keys.menu_key import asked_for
from ui.base.keys.pressed import meaning
from ui.base.reach.beside import opened_in
from ui.base.reach.cells import SpannedTree, follow_choice, hide_columns
from ui.base.scale import factor, ordinary, px
from ui.goals.goal_delegate import AFTER, BESIDE, CHEVRON, INDENT, LEFT, ROW, GoalDelegate, TitleLine
from ui.goals.goal_drag import dragged, may_stand, move
from ui.goals.goal_lines import handed_back
from ui.goals.goal_rows import DRAFT, Index
from ui.parts import painters
from ui.parts.columns import Widths, give_rest
from ui.parts.end_room import bring_clear, keep_clear, room_at_end
from ui.parts.painters import elided, paint_hairline
from ui.parts.whole import widest

if TYPE_CHECKING:
    from kpidesk.domain.entities import Uid
    from kpidesk.reading import goals as goal_sentences
    from ui.base.session import Session
    from ui.base.theme import Theme
    from ui.goals.goal_tree import GoalTree
    from ui.goals.quick.line import QuickLine

WIDTHS = {
    Column.NOW: 98,
    Column.TARGET: 98,
    Column.PROGRESS: 159,
    Column.STATUS: 98,
    Column.CONFIDENCE: 68,
    Column.SMART: 78,
    Column.SCORE: 44,
    Column.OWNER: 44,
}
WIDE_WIDTHS = {**WIDTHS, Column.STATUS: 156}
NARROW_WIDTHS = {**WIDTHS, Column.NOW: 72, Column.TARGET: 72, Column.STATUS: 34}
GOOD_TITLE, FAIR_TITLE = 400, 320
"""Pixels that most titles take: where they have less, the status takes what its words need and no more, and below the
second the confidence stands in the details only."""
LEAST_TITLE = 240
"""Pixels that a title keeps; below that numbers are told in larger units, and then the tree scrolls sideways."""
ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible
FOLDED = "goals/folded"
MOST_FOLDED = 200
INSETS = {Column.TITLE: (44, 0), Column.PROGRESS: (12, 0), Column.STATUS: (10, 0), Column.CONFIDENCE: (0, 14),
          Column.SMART: (0, 14)}  # fmt: skip
RIGHT_NAMES = (Column.NOW, Column.TARGET, Column.CONFIDENCE, Column.SMART, Column.SCORE)
Key = Qt.Key


class GoalHeader(QHeaderView):
    """Names of columns where their contents stand."""

    def __init__(self, theme: Theme, tree: GoalTree, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._tree = theme, tree

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw one name over a hairline."""
        with painters.enlarged(painter, rect) as area:
            self._paint_section(painter, area, Column(section))

    def _paint_section(self, painter: QPainter, rect: QRectF, column: Column) -> None:
        theme = self._theme
        painter.fillRect(rect, theme.color("page"))
        paint_hairline(painter, theme, rect, "line_strong")
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text2"))
        left, right = INSETS.get(column, (0, 6))
        side = Qt.AlignmentFlag.AlignRight if column in RIGHT_NAMES else Qt.AlignmentFlag.AlignLeft
        if column is Column.STATUS and rect.width() < 60:
            return
        area = rect.adjusted(left, 0, -right, -1)
        words = elided(painter, self._name(column), area.width() + 2)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, words)

    def _name(self, section: int) -> str:
        return self._tree.head(Column(section))  # also of a column that is hidden, and whose head is not heard

    def wide_enough(self, widths: Mapping[Column, int]) -> dict[Column, int]:
        """The widths, wider where the name of a column needs it in the language in force."""
        with ordinary():
            metrics = QFontMetricsF(self._theme.font("caption"))
        found = dict(widths)
        for column in (Column.NOW, Column.TARGET, Column.PROGRESS, Column.CONFIDENCE, Column.SMART, Column.SCORE):
            left, right = INSETS.get(column, (0, 6))
            found[column] = max(
                found[column], ceil(metrics.horizontalAdvance(self._name(column))) + px(left + right + 4)
            )
        return found


class SolidTree(SpannedTree):
    """A tree of which only the rows that come into view are drawn when it scrolls: the others are moved.

    Where the keyboard is something is chosen.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """The viewport is made in Python: one of Qt's own has PySide look through all kinds of widgets for its kind.

        That takes a fortieth of a start, to which the goals belong. What a style sheet paints is never solid to Qt, and
        then it draws all of it anew wherever some of it is moved.
        """
        super().__init__(parent)
        self._ground = theme
        made = QWidget(self)
        made.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setViewport(made)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: move what is in view. It takes pixels for rows, and would draw all of them anew for a few."""
        if dx or abs(dy) >= self.viewport().height():
            super().scrollContentsBy(dx, dy)
            return
        super().scrollContentsBy(0, 0)  # what is to be brought into view after a click is left where it is now
        self.viewport().scroll(0, dy)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: puts the keyboard on the first row of a new page and chooses none: nothing could be done to it."""
        stood = self.currentIndex().isValid()
        super().focusInEvent(event)
        if not stood and self.currentIndex().isValid() and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.setCurrentIndex(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: a row that the keyboard comes to is not left under a notice."""
        super().keyPressEvent(event)
        keep_clear(self, self.currentIndex())

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint = ENSURE_VISIBLE) -> None:
        """Qt: it tells the bar how high all rows are here, and nothing of the room after them."""
        most = self.verticalScrollBar().maximum()
        super().scrollTo(index, hint)
        if self.verticalScrollBar().maximum() < most:
            self.updateGeometries()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows on solid ground."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._ground.color("page"))
        painter.end()
        super().paintEvent(event)


class WholeRows(SolidTree):
    """A tree of goals whose rows are painted whole, and ask whether the pointer is over them."""

    painter_of_rows: GoalDelegate

    def __init__(self, theme: Theme, tree: GoalTree, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.tree = tree
        self.hovered: Uid | None = None
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)

    def _hover(self, index: QModelIndex | None = None) -> None:
        """Another row is under the pointer, or none; Qt has it drawn anew, and the one before."""
        self.hovered = None if index is None else self.tree.uid_of(index)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: no row is under the pointer."""
        self._hover()
        super().leaveEvent(event)

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw one row."""
        self.painter_of_rows.paint_row(painter, option.rect.top(), option.rect.height(), index)


class GoalView(WholeRows):
    """The tree. What a key or a click means is announced; the page runs the command."""

    typed = Signal(str)
    shifted = Signal(int, str)
    left = Signal()
    read = Signal(object)
    asked = Signal(str)
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self, session: Session, tree: GoalTree, parent: QWidget | None = None) -> None:
        super().__init__(session.theme, tree, parent)
        self._session = session
        self.quick: QuickLine | None = None
        self._mark: tuple[int, int] | None = None
        self._folded_in_search: set[Uid] = set()
        self.painter_of_rows = GoalDelegate(session, self, tree)
        self.setModel(tree)
        follow_choice(self)
        self.setItemDelegate(self.painter_of_rows)
        self._set_look()
        self._set_behaviour()
        self._window_width = 1440
        self.collapsed.connect(self._keep_folded)
        self.expanded.connect(self._keep_unfolded)
        tree.gained.connect(self._unfold)
        self._at: Uid | None = None
        self._near: list[Uid] = []
        tree.layoutAboutToBeChanged.connect(self._remember_place)
        tree.layoutChanged.connect(self._find_place)
        self.fit(1440)

    def _set_look(self) -> None:
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setFrameShape(SpannedTree.Shape.NoFrame)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Objectives and key results"))
        header = GoalHeader(self._session.theme, self.tree, self)
        self.setHeader(header)
        header.setFixedHeight(px(28))
        header.setSectionsMovable(False)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        self._head = header
        self._widths = Widths(header, self._session.memory, "goals")

    def updateGeometries(self) -> None:
        """Qt: the last row can be scrolled clear of what lies over the page."""
        with room_at_end(self):
            super().updateGeometries()

    def _set_behaviour(self) -> None:
        self.setExpandsOnDoubleClick(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(700)
        self.setTabKeyNavigation(False)

    def fit(self, window_width: int) -> None:
        """Show the columns that a window of this width has room for."""
        self._window_width = window_width
        self._make_room_for(self.quick)
        self.fit_numbers()

    def fit_numbers(self) -> None:
        """Give the numbers the room that the widest needs: in full, or in larger units where titles need it."""
        window_width = self._window_width
        narrow = window_width < NARROW
        self.painter_of_rows.narrow = narrow
        hidden = self._pointless()
        if window_width < WIDE:
            hidden |= {Column.SCORE}
        if narrow:
            hidden |= {Column.CONFIDENCE, Column.SMART}
        chosen = NARROW_WIDTHS if narrow else WIDE_WIDTHS if window_width >= WIDE else WIDTHS
        columns = {column: px(width) for column, width in chosen.items()}
        widths = self._head.wide_enough(columns)
        if not narrow:
            widths[Column.STATUS] = max(widths[Column.STATUS], self._status_width())
        for column in (Column.TARGET, Column.NOW):
            widths[column] = self._number_width(column, widths, hidden)
        if not narrow and self._room_for_title(widths, hidden) < px(FAIR_TITLE):
            hidden |= {Column.CONFIDENCE}  # the details beside the tree tell it
        if not narrow and self._room_for_title(widths, hidden) < px(GOOD_TITLE):
            widths[Column.STATUS] = max(px(WIDTHS[Column.STATUS]), self._status_width())
        for column in (Column.NOW, Column.TARGET):
            if narrow and self._room_for_title(widths, hidden) < px(LEAST_TITLE):
                hidden = hidden | {column}
        hide_columns(self, self.tree, hidden, widths)
        shape = "narrow" if narrow else "planned" if Column.PROGRESS in hidden else "wide"
        self._widths.apply(shape, widths)
        give_rest(self._head, Column.TITLE, px(LEAST_TITLE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the columns follow the width."""
        super().resizeEvent(event)
        self.fit_numbers()

    def _status_width(self) -> int:
        """What the longest status in the tree takes, with its mark."""
        with ordinary():
            metrics = QFontMetricsF(self._session.theme.font("small_medium"))
        longest = max((metrics.horizontalAdvance(words) for words in self._states()), default=0)
        return px(28 + 10) + ceil(longest * factor())

    def _states(self) -> set[str]:
        """How the goals stand, in words."""
        return self.tree.outline.states

    def _number_width(self, column: Column, widths: Mapping[Column, int], hidden: Collection[Column]) -> int:
        """What the widest number of a column takes, in full if the titles keep their room."""
        if column in hidden:
            return widths[column]
        told = self.tree.outline.told if column is Column.NOW else self.tree.outline.aims
        with ordinary():
            font = self._session.theme.font("body")
        room = self._room_for_title(widths, {*hidden, column}) - px(LEAST_TITLE)
        full, short = (px(widest(font, (each[form] for each in told)) + BESIDE + AFTER + 1) for form in (0, -1))
        return max(widths[column], full if full <= room else short)

    def _room_for_title(self, widths: Mapping[Column, int], hidden: Collection[Column]) -> int:
        """What the columns that are shown leave for the titles."""
        return self.viewport().width() - sum(width for column, width in widths.items() if column not in hidden)

    def _pointless(self) -> set[Column]:
        """Columns that have nothing to say yet: before a cycle begins, and before its end.

        Without a cycle the first goal will make the running one.
        """
        cycle, today = self._session.cycle, self._session.today()
        if cycle is not None and is_over(cycle, today):
            return {Column.TARGET, Column.SMART}
        if cycle is not None and is_planned(cycle, today):
            return {Column.PROGRESS, Column.CONFIDENCE, Column.SCORE}
        return {Column.TARGET, Column.SMART, Column.SCORE}

    # ---- what is folded --------------------------------------------------------------------------

    def show_folds(self) -> None:
        """Unfold everything but what was folded by hand; while a search is on, all of it."""
        self._unfold(self.tree.foldable())

    def refold(self) -> None:
        """A search has changed: see to what was folded by hand, before it or in it; the rest unfolds as it comes."""
        by_hand, self._folded_in_search = {*self._session.memory.texts(FOLDED), *self._folded_in_search}, set()
        self._unfold(uid for uid in by_hand if self.tree.is_shown(uid))

    def _unfold(self, uids: Iterable[Uid]) -> None:
        """Unfold some nodes, unless they were folded by hand, in one go."""
        folded = set() if self.tree.filtered else set(self._session.memory.texts(FOLDED))
        found = [uid for uid in uids if self.tree.is_shown(uid)]
        pairs = zip(self.tree.indexes_of(found), (uid not in folded for uid in found), strict=True)
        others = dropwhile(lambda pair: self.isExpanded(pair[0]) is pair[1], pairs)
        with QSignalBlocker(self):  # it is not done by hand
            for n, (index, unfold) in enumerate(others):
                if not n:
                    self.scheduleDelayedItemsLayout()
                self.setExpanded(index, unfold)

    def _keep_folded(self, index: QModelIndex) -> None:
        uid = self.tree.uid_of(index)
        if uid is not None and self.tree.filtered:
            self._folded_in_search.add(uid)
        if uid is not None and not self.tree.filtered:
            others = [each for each in self._session.memory.texts(FOLDED) if each != uid]
            self._session.memory.put(FOLDED, [*others, uid][-MOST_FOLDED:])

    def _keep_unfolded(self, index: QModelIndex) -> None:
        if not self.tree.filtered:
            uid = self.tree.uid_of(index)
            self._session.memory.put(FOLDED, [each for each in self._session.memory.texts(FOLDED) if each != uid])

    # ---- what is chosen --------------------------------------------------------------------------

    def current_uid(self) -> Uid | None:
        """The node that the keyboard is on."""
        uid = self.tree.uid_of(self.currentIndex())
        return None if uid == DRAFT else uid

    def _remember_place(self) -> None:
        """The rows are about to change: where the keyboard is, and what stands around it."""
        uid = self.current_uid()
        if uid is not None:
            self._at, self._near = uid, self.tree.neighbours(uid)
            self._hand_back_title(uid)

    def _hand_back_title(self, uid: Uid) -> None:
        """The title that is being typed of a goal that somebody has deleted is handed back, and not lost unsaid."""
        line = next((each for each in opened_in(self) if isinstance(each, TitleLine)), None)
        if line is None or self._session.ws.find_node(uid) is not None:
            return
        typed, line.shown = line.text() != line.shown, line.text()
        if typed:
            self._session.notice.emit(handed_back(self._session.ws, uid, line.text()))

    def _find_place(self) -> None:
        """A goal that is gone leaves the keyboard to its neighbour; one that a search has hidden gets it back."""
        if self._at is None or self.currentIndex().isValid() or self.tree.draft is not None:
            return
        if self.tree.is_shown(self._at):
            self.choose(self._at)
        elif self.tree.figures_by_uid(self._at) is None:
            self.choose(next((uid for uid in self._near if self.tree.is_shown(uid)), None))

    def chosen(self) -> list[Uid]:
        """Every selected node, from the top."""
        rows = self.selectionModel().selectedRows()
        return [uid for index in rows if (uid := self.tree.uid_of(index)) not in (None, DRAFT)]

    def choose(self, uid: Uid | None) -> None:
        """Put the keyboard on a node and show it."""
        index = self.tree.index_of(uid)
        if index.isValid():
            above = index.parent()
            while above.isValid():
                self.expand(above)
                above = above.parent()
            self.setCurrentIndex(index)
            self.scrollTo(index)

    # ---- the line for a new node -----------------------------------------------------------------

    def open_line(self, words: str = "", ground: goal_sentences.Ground | None = None) -> None:
        """Put the keyboard into the line that the model holds; on a ``ground`` it shows what it reads."""
        from ui.base.reach.beside import house
        from ui.goals.quick.line import QuickLine  # with all that reads a sentence

        index = self.tree.index_of(DRAFT)
        if not index.isValid() or self.tree.draft is None:
            return
        self.expand(index.parent())
        self.setFirstColumnSpanned(index.row(), index.parent(), True)
        self.quick = QuickLine(self._session.theme, self.tree.draft.kind, self.tree.depth(index), words, ground)
        self.quick.entered.connect(self._line_entered)
        self.quick.shifted.connect(self._line_shifted)
        self.quick.left.connect(self.left)
        self.quick.read.connect(self.read)
        self.read.emit(self.quick.reading)
        self._make_room_for(self.quick)
        self.setIndexWidget(index, self.quick)
        house(self, self.quick).show()
        self.updateEditorGeometries()
        self.horizontalScrollBar().setValue(0)
        self.clearSelection()
        self.scrollTo(index)
        bring_clear(self, index)
        self.quick.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        """Take the line away; the keyboard goes back to the tree."""
        if self.quick is not None:
            self.quick.hide()  # Qt deletes it in the next turn: till then it would lie over the row that comes here
        self.quick = None
        self._make_room_for(None)
        self.setIndexWidget(self.tree.index_of(DRAFT), None)  # type: ignore[arg-type]  # Qt: none is none
        self.tree.end_draft()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_room_for(self, line: QuickLine | None) -> None:
        """A row that is higher than the others; without one, Qt need not measure each."""
        if line is not None:
            line.fit_to(self.viewport().width())
        high = line.sizeHint().height() if line is not None else 0
        self.painter_of_rows.measure(high if high > px(ROW) else None)
        self.setUniformRowHeights(high <= px(ROW))
        self.scheduleDelayedItemsLayout()

    def _line_entered(self) -> None:
        if self.quick is not None:
            self.typed.emit(self.quick.line.text())

    def _line_shifted(self, by: int) -> None:
        if self.quick is not None:
            self.shifted.emit(by, self.quick.line.text())

    # ---- keys and clicks -------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep the tree's keys from the menu bar, where Alt+Left means back."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and meaning("goals", event):
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the row under the pointer, or of the one that the keyboard is on."""
        self.menu_asked.emit(*asked_for(self, event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Announce the keys of the tree; the rest is the view's own.

        What the line of a title leaves unused comes by here, too, Enter among it: that is no key of the tree. Keys with
        Ctrl mean the tree even then, once the title is stored.
        """
        name = meaning("goals", event)
        if not name:
            super().keyPressEvent(event)
            return
        event.accept()
        if self.state() is not QAbstractItemView.State.EditingState:
            self.asked.emit(name)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            QTimer.singleShot(0, self, partial(self._ask_after_editing, name))

    def _ask_after_editing(self, name: str) -> None:
        """Store the title that is being typed, and announce a key."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.asked.emit(name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Fold at the chevron, tick at the box."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.TITLE and event.button() == Qt.MouseButton.LeftButton:
            left = LEFT + self.tree.depth(index) * INDENT
            x = event.position().x() / factor()  # painted as at the ordinary size, and enlarged
            if left - 5 <= x < left + CHEVRON - 3 and self.tree.rowCount(index):
                self.setExpanded(index, not self.isExpanded(index))
                return
            if left + CHEVRON - 3 <= x < left + CHEVRON + 18 and self._is_initiative(index):
                self.setCurrentIndex(index)
                self.asked.emit("tick")
                return
        super().mousePressEvent(event)

    def _is_initiative(self, index: QModelIndex) -> bool:
        figures = self.tree.figures_of(index)
        return figures is not None and isinstance(figures.node, Initiative)

    # ---- dragging --------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take only what comes from the tree itself."""
        if dragged(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show a line where the node would stand; nothing where it may not."""
        super().dragMoveEvent(event)
        place = self._place(event.position().toPoint())
        if place is None or not may_stand(self._session, self.tree, dragged(event.mimeData()), place[0]):
            self._mark = None
            event.ignore()
        else:
            self._mark = (place[2], self._depth_under(place[0]))
            event.acceptProposedAction()
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Take the line away."""
        self._mark = None
        self.viewport().update()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Move by a command; nothing is left for the view to remove."""
        place, uid = self._place(event.position().toPoint()), dragged(event.mimeData())
        self._mark = None
        if place is not None and uid is not None and may_stand(self._session, self.tree, uid, place[0]):
            move(self._session, self.tree, uid, place[0], place[1])
            self.choose(uid)
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.viewport().update()

    def _place(self, point: QPoint) -> tuple[Uid | None, int, int] | None:
        """Under which node and at which row a drop at a point lands, and how far down to show it."""
        index = self.indexAt(point).siblingAtColumn(0)
        if not index.isValid():
            last = self.tree.rowCount() - 1
            bottom = self.visualRect(self.indexAt(QPoint(5, 5))).bottom() if last < 0 else self._bottom()
            return None, -1, bottom
        rect: QRect = self.visualRect(index)
        uid, row = self.tree.uid_of(index), index.row()
        if point.y() < rect.top() + rect.height() // 4:
            return self.tree.uid_of(index.parent()), row, rect.top()
        if point.y() > rect.bottom() - rect.height() // 4 and not self.isExpanded(index):
            return self.tree.uid_of(index.parent()), row + 1, rect.bottom()
        return uid, -1, rect.bottom()

    def _bottom(self) -> int:
        index = self.tree.index(self.tree.rowCount() - 1, 0)
        while self.isExpanded(index) and self.tree.rowCount(index):
            index = self.tree.index(self.tree.rowCount(index) - 1, 0, index)
        return self.visualRect(index).bottom()

    def _depth_under(self, uid: Uid | None) -> int:
        return 0 if uid is None else self.tree.depth(self.tree.index_of(uid)) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the drop line over the rows."""
        self.painter_of_rows.begin()
        super().paintEvent(event)
        if self._mark is not None:
            self._paint_mark(*self._mark)

    def _paint_mark(self, y: int, depth: int) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color: QColor = self._session.theme.color("accent")
        x = px(LEFT + depth * INDENT + 3)
        painter.setPen(QPen(color, 2))
        painter.drawEllipse(QPoint(x, y), 3, 3)
        painter.drawLine(x + 4, y, self.viewport().width() - 16, y)
        painter.end()
