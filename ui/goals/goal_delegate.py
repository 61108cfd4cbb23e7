"""How a row of the goal tree is painted, and where its title is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Initiative, KeyResult, Objective
from kpidesk.domain.stage import is_planned
from kpidesk.text import _
from kpidesk.wording.goals import (
    Column,
    date_words,
    held_to,
    now_forms,
    owner_name,
    progress_text,
    state_word,
    tags,
    target_forms,
)
from ui.base.scale import factor, px
from ui.goals.goal_rows import DRAFT
from ui.parts import painters
from ui.parts.whole import draw_number

if TYPE_CHECKING:
    from kpidesk.domain.entities import Node
    from kpidesk.figures import NodeFigures
    from kpidesk.workspace import Seen
    from ui.base.session import Session
    from ui.goals.goal_tree import GoalTree
    from ui.goals.goal_view import GoalView

ROW = 32
INDENT = 20
LEFT = 24
BESIDE, AFTER = 8, 6
"""Pixels between a number and the edges of its column."""
CHEVRON = 20
TITLE = 41
"""From the left edge of a row at the top of the tree to its title."""
ICONS: dict[type[Node], str] = {Objective: "target", KeyResult: "key-round", Initiative: "square-check"}
Index = QModelIndex | QPersistentModelIndex
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
ENTER, TABS = (Qt.Key.Key_Return, Qt.Key.Key_Enter), (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class TitleLine(QLineEdit):
    """The line in which a title is edited: the words that stood there, and how far the file was known then."""

    shown = ""
    seen: Seen | None = None


class GoalDelegate(QStyledItemDelegate):
    """Paints the rows of the tree and makes the editor of a title."""

    def __init__(self, session: Session, view: GoalView, tree: GoalTree) -> None:
        super().__init__(view)
        self.session, self.theme, self.view, self.tree = session, session.theme, view, tree
        self.narrow = False
        self._row = 0, 0
        self._cells: list[tuple[Column, float, float]] = []
        self._focused = QModelIndex()
        self.measure()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: rows are 32 px high, but for the line with a reading below it. Asked for each cell while there is one."""
        ordinary, line = self._sizes
        return ordinary if ordinary is line or index.column() or self.tree.uid_of(index) != DRAFT else line

    def measure(self, line: int | None = None) -> None:
        """How high rows are at the size of text in force, and the line that is being typed, where it is higher."""
        ordinary = QSize(0, px(ROW))
        self._sizes = ordinary, ordinary if line is None else QSize(0, line)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell, for the picture of what is dragged; the view paints whole rows."""
        with painters.enlarged(painter, option.rect) as rect:
            ground = self._paint_ground(painter, rect, index)
            figures, column = self.tree.figures_of(index), Column(index.column())
            if figures is not None:
                self._paint_cell(painter, rect, index, column, figures, ground)
            if index.sibling(index.row(), 0) == self._focused:
                first, last = self._cells[0][0], self._cells[-1][0]
                painters.paint_focus(painter, self.theme, rect, first=column is first, last=column is last)

    def begin(self) -> None:
        """See where the columns are and the keyboard, before rows are painted."""
        header, by = self.view.header(), factor()
        left = header.sectionViewportPosition(0)
        self._row = left, header.length()
        self._cells = [
            (column, (header.sectionViewportPosition(column) - left) / by, header.sectionSize(column) / by)
            for column in Column
            if not header.isSectionHidden(column)
        ]
        self._focused = self.view.currentIndex().siblingAtColumn(0) if self.view.hasFocus() else QModelIndex()

    def paint_row(self, painter: QPainter, top: int, height: int, index: Index) -> None:
        """Paint a whole row in one go: its ground and hairline once, then what stands in its columns.

        Qt would paint cell by cell, and make a style for each that nothing here makes use of.
        """
        left, width = self._row
        with painters.enlarged(painter, QRect(left, top, width, height)) as rect:
            ground = self._paint_ground(painter, rect, index)
            figures = self.tree.figures_of(index)
            if figures is not None:
                for column, x, wide in self._cells:
                    cell = QRectF(rect.left() + x, rect.top(), wide, rect.height())
                    self._paint_cell(painter, cell, index, column, figures, ground)
            if index == self._focused:
                painters.paint_focus(painter, self.theme, rect)

    def _paint_ground(self, painter: QPainter, rect: QRectF, index: Index) -> str:
        """Draw what stands behind a row, and its hairline; gives the name of its colour."""
        chosen = self.view.selectionModel().isSelected(index)
        ground = "select" if chosen else "hover" if self.tree.uid_of(index) == self.view.hovered else "page"
        painter.fillRect(rect, self.theme.color(ground))
        painters.paint_hairline(painter, self.theme, rect)
        return ground

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, index: Index, column: Column, figures: NodeFigures, ground: str
    ) -> None:
        match column:
            case Column.TITLE:
                self._paint_title(painter, rect, index, figures, selected=ground == "select")
            case Column.PROGRESS:
                self._paint_progress(painter, rect, figures, self.theme.color(ground))
            case Column.STATUS:
                self._paint_status(painter, rect, figures, "page" if ground == "hover" else ground)
            case Column.CONFIDENCE:
                self._paint_confidence(painter, rect, figures)
            case Column.OWNER:
                self._paint_owner(painter, rect, figures, raised=ground == "select")
            case _:
                self._paint_number(painter, rect, index, column, figures)

    def title_left(self, index: Index) -> float:
        """Where the title of a row begins, from the left edge of its cell."""
        return LEFT + self.tree.depth(index) * INDENT + CHEVRON + 20

    def _paint_title(
        self, painter: QPainter, rect: QRectF, index: Index, figures: NodeFigures, *, selected: bool
    ) -> None:
        node, middle = figures.node, rect.center().y()
        beside = LEFT + self.tree.depth(index) * INDENT
        left = rect.left() + beside
        if selected:
            painter.drawPixmap(QPointF(rect.left() + 6, middle - 7), self.theme.pixmap("grip-vertical", "text3", 14))
        first = index.sibling(index.row(), 0)
        if self.tree.rowCount(first):
            name = "chevron-down" if self.view.isExpanded(first) else "chevron-right"
            painter.drawPixmap(QPointF(left, middle - 7), self.theme.pixmap(name, "text3", 14))
        if isinstance(node, Initiative):
            self._paint_check(painter, left + CHEVRON, middle, bool(node.done_on))
        else:
            painter.drawPixmap(QPointF(left + CHEVRON, middle - 7), self.theme.pixmap(ICONS[type(node)], "text3", 14))
        style = self._title_style(node)
        painter.setFont(self.theme.font(style))
        quiet = isinstance(node, Initiative) or figures.dropped or figures.parked
        painter.setPen(self.theme.color("text2" if quiet else "text"))
        self._paint_name(painter, rect.adjusted(beside + CHEVRON + 20, 0, -6, -1), figures)

    def _paint_name(self, painter: QPainter, area: QRectF, figures: NodeFigures) -> None:
        node = figures.node
        linked = isinstance(node, KeyResult) and node.kpi is not None
        room = area.width() - (22 if linked else 0)
        text = painters.elided(painter, node.title, room)
        painter.drawText(area, MIDDLE, text)
        used = QFontMetricsF(painter.font()).horizontalAdvance(text)
        if linked:
            at = QPointF(area.left() + used + 8, area.center().y() - 6.5)
            painter.drawPixmap(at, self.theme.pixmap("chart-line", "text3", 13))
            used += 22
        if area.width() - used > 60:
            self._paint_tags(painter, area.adjusted(used + 8, 0, 0, 0), figures)

    def _paint_tags(self, painter: QPainter, rest: QRectF, figures: NodeFigures) -> None:
        """What stands small beside the title."""
        told = tags(self.session.ws, figures)
        painter.setFont(self.theme.font("small"))
        if not isinstance(figures.node, Objective):  # of a key result the columns tell as much, and no half word does
            width = QFontMetricsF(painter.font()).horizontalAdvance
            told = next((told[:n] for n in range(len(told), 0, -1) if width("  ".join(told[:n])) <= rest.width()), [])
        if told:
            painter.setPen(self.theme.color("text3"))
            painter.drawText(rest, MIDDLE, painters.elided(painter, "  ".join(told), rest.width()))

    def _title_style(self, node: Node) -> str:
        if isinstance(node, Objective):
            return "strong" if node.department is None else "medium"
        return "body"

    def _paint_check(self, painter: QPainter, x: float, middle: float, checked: bool) -> None:
        box = QRectF(x + 0.5, middle - 6.5, 13, 13)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.color("accent" if checked else "field"), 1))
        painter.setBrush(self.theme.color("accent" if checked else "page"))
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.drawPixmap(QPointF(x + 1.5, middle - 5.5), self.theme.pixmap("check", "on_accent", 11))
        painter.restore()

    def _paint_progress(self, painter: QPainter, rect: QRectF, figures: NodeFigures, ground: QColor) -> None:
        if isinstance(figures.node, Initiative) or figures.progress.score is None or figures.dropped or figures.parked:
            return
        narrow = self.narrow
        bar = QRectF(rect.left() + (4 if narrow else 12), rect.center().y() - 3, 60 if narrow else 92, 6)
        painters.paint_progress(
            painter, self.theme, bar, figures.progress.score, figures.status, held_to(figures), ground
        )
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        painter.drawText(rect.adjusted(0, 0, -6, -1), RIGHT, progress_text(figures))

    def _paint_status(self, painter: QPainter, rect: QRectF, figures: NodeFigures, ground: str) -> None:
        if isinstance(figures.node, Initiative):
            return
        if figures.dropped or figures.parked:
            painter.setFont(self.theme.font("small"))
            painter.setPen(self.theme.color("text3"))
            painter.drawText(rect.adjusted(10, 0, 0, -1), MIDDLE, "" if self.narrow else state_word(figures))
            return
        left = rect.left() + (16 if self.narrow else 10)
        painters.paint_status(painter, self.theme, figures.status, left, rect.center().y() - 6, ground)
        if not self.narrow:
            painter.setFont(self.theme.font("small_medium"))
            painter.setPen(painters.status_text_color(self.theme, figures.status))
            area = rect.adjusted(28, 0, 0, -1)
            painter.drawText(area, MIDDLE, painters.elided(painter, state_word(figures), area.width()))

    def _paint_confidence(self, painter: QPainter, rect: QRectF, figures: NodeFigures) -> None:
        if isinstance(figures.node, Initiative):
            self._paint_date(painter, rect.adjusted(-90, 0, -16, -1), figures.node)
            return
        if figures.confidence is None:
            return
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        painter.drawText(rect.adjusted(0, 0, -24, -1), RIGHT, str(figures.confidence))
        if figures.confidence_change:
            name = "arrow-up" if figures.confidence_change > 0 else "arrow-down"
            at = QPointF(rect.right() - 22, rect.center().y() - 6.5)
            painter.drawPixmap(at, self.theme.pixmap(name, "text2", 13))

    def _paint_date(self, painter: QPainter, area: QRectF, node: Initiative) -> None:
        """When an initiative was done, or is due."""
        today = self.session.today()
        words = date_words(node, today)
        if not words:
            return
        painter.setFont(self.theme.font("small"))
        begun = (cycle := self.session.cycle) is None or not is_planned(cycle, today)
        late = begun and node.done_on is None and node.due is not None and node.due < today
        painter.setPen(self.theme.color("off_text" if late else "text3"))
        painter.drawText(area, RIGHT, words)

    def _paint_owner(self, painter: QPainter, rect: QRectF, figures: NodeFigures, *, raised: bool) -> None:
        name = owner_name(self.session.ws, figures.node)
        if name:
            letters = fmt.initials(name)
            x, y = rect.right() - 34, rect.center().y() - 10
            painters.paint_avatar(painter, self.theme, x, y, letters, raised=raised)

    def _paint_number(
        self, painter: QPainter, rect: QRectF, index: Index, column: Column, figures: NodeFigures
    ) -> None:
        quiet = isinstance(figures.node, Initiative)
        painter.setFont(self.theme.font("small" if quiet else "body"))
        painter.setPen(self.theme.color("text3" if quiet else "text"))
        area = rect.adjusted(BESIDE, 0, -AFTER, -1)
        if column in (Column.NOW, Column.TARGET):
            told = now_forms(figures) if column is Column.NOW else target_forms(figures)
            draw_number(painter, area, RIGHT, *told)
            return
        painter.setPen(self.theme.color("text2"))
        if column is Column.SMART:
            area.adjust(0, 0, -8, 0)
        painter.drawText(area, RIGHT, index.sibling(index.row(), column).data() or "")

    # ---- editing ---------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget | None:  # type: ignore[override]  # noqa: ARG002
        """Qt: a plain line in the title's place; nothing else is typed in the tree."""
        from ui.base.reach.beside import house

        if index.column() != Column.TITLE or self.tree.figures_of(index) is None:
            return None
        line = house(self.view, TitleLine(parent))
        line.setAccessibleName(_("Title"))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Qt: the title as it stands; what comes in while somebody is typing leaves the line alone."""
        if isinstance(editor, TitleLine) and editor.seen is None:
            super().setEditorData(editor, index)
            editor.shown, editor.seen = editor.text(), self.session.seen()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the editor begins where the title does; the typed line takes the whole row."""
        rect: QRect = option.rect
        if not isinstance(editor, QLineEdit):
            editor.setGeometry(rect)
            return
        editor.setGeometry(rect.adjusted(px(self.title_left(index)) - 8, 1, -4, -2))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Qt: Enter stores the title here and now; with Ctrl it goes on to the tree, where it means something.

        So does Tab, for which Qt would open the next cell, where nothing is typed.
        """
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in (*ENTER, *TABS):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        return super().eventFilter(editor, event)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: the model renames by a command."""
        if isinstance(editor, TitleLine) and editor.text() != editor.shown:
            self.tree.rename(index, editor.text(), editor.seen)
