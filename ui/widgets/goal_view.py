"""The goal tree on screen: its own painting, the line for a new node, and the keys of the tree."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.domain.entities import Department, Initiative, KeyResult, Node, Objective
from kpidesk.figures import NodeFigures
from kpidesk.text import _
from ui.bridge import Desk
from ui.models.goal_tree import Column, GoalTree, icon_of
from ui.widgets import painters

ROW = 32
INDENT = 20
LEFT = 24
CHEVRON = 20
WIDTHS = {
    Column.NOW: 96,
    Column.PROGRESS: 152,
    Column.STATUS: 106,
    Column.CONFIDENCE: 62,
    Column.SCORE: 44,
    Column.OWNER: 44,
}
NARROW_WIDTHS = {**WIDTHS, Column.PROGRESS: 122, Column.STATUS: 44}
Index = QModelIndex | QPersistentModelIndex
Key = Qt.Key
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class GoalDelegate(QStyledItemDelegate):
    """Paints every cell of the tree and makes the editor of a title."""

    def __init__(self, desk: Desk, view: GoalView) -> None:
        super().__init__(view)
        self.desk, self.theme, self.view = desk, desk.theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: rows are 32 px high."""
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one cell."""
        model = self.view.tree
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        ground = self.theme.color("select" if selected else "hover" if hovered else "page")
        painter.save()
        painter.fillRect(rect, ground)
        painters.paint_hairline(painter, self.theme, rect)
        if model.is_draft(index):
            self._paint_draft(painter, rect, index)
        else:
            figures = model.figures(index)
            if figures is not None:
                self._paint_cell(painter, rect, index, figures, ground, selected)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, rect: QRectF, index: Index, figures: NodeFigures, ground: QColor, selected: bool
    ) -> None:
        column = Column(index.column())
        if column is Column.TITLE:
            self._paint_title(painter, rect, index, figures, selected)
        elif column is Column.PROGRESS:
            self._paint_progress(painter, rect, figures, ground)
        elif column is Column.STATUS:
            self._paint_status(painter, rect, figures, ground)
        elif column is Column.CONFIDENCE:
            self._paint_confidence(painter, rect, figures)
        elif column is Column.OWNER:
            self._paint_owner(painter, rect, figures, selected)
        else:
            self._paint_number(painter, rect, index, figures)

    def title_left(self, index: Index) -> float:
        """Where the title of a row begins, from the left edge of its cell."""
        return LEFT + self.view.tree.depth(index) * INDENT + CHEVRON + 20

    def _paint_title(self, painter: QPainter, rect: QRectF, index: Index, figures: NodeFigures, selected: bool) -> None:
        node, middle = figures.node, rect.center().y()
        left = rect.left() + LEFT + self.view.tree.depth(index) * INDENT
        if selected:
            painter.drawPixmap(QPointF(rect.left() + 6, middle - 7), self.theme.pixmap("grip-vertical", "text3", 14))
        if self.view.tree.rowCount(index.siblingAtColumn(0)):
            name = "chevron-down" if self.view.isExpanded(index.siblingAtColumn(0)) else "chevron-right"  # type: ignore[arg-type]
            painter.drawPixmap(QPointF(left, middle - 7), self.theme.pixmap(name, "text3", 14))
        if isinstance(node, Initiative):
            self._paint_check(painter, left + CHEVRON, middle, bool(node.done_on))
        else:
            painter.drawPixmap(QPointF(left + CHEVRON, middle - 7), self.theme.pixmap(icon_of(node), "text3", 14))
        style = self._title_style(node)
        painter.setFont(self.theme.font(style))
        painter.setPen(self.theme.color("text2" if isinstance(node, Initiative) or figures.dropped else "text"))
        self._paint_name(painter, rect.adjusted(self.title_left(index), 0, -12, -1), node)

    def _paint_name(self, painter: QPainter, area: QRectF, node: Node) -> None:
        linked = isinstance(node, KeyResult) and node.kpi is not None
        room = area.width() - (22 if linked else 0)
        department = self.desk.ws.find(Department, node.department) if isinstance(node, Objective) else None
        text = painters.elided(painter, node.title, room)
        painter.drawText(area, MIDDLE, text)
        used = QFontMetricsF(painter.font()).horizontalAdvance(text)
        if linked:
            at = QPointF(area.left() + used + 8, area.center().y() - 6.5)
            painter.drawPixmap(at, self.theme.pixmap("chart-line", "text3", 13))
        elif department is not None and area.width() - used > 60:
            painter.setFont(self.theme.font("small"))
            painter.setPen(self.theme.color("text3"))
            rest = area.adjusted(used + 8, 0, 0, 0)
            painter.drawText(rest, MIDDLE, painters.elided(painter, department.name, rest.width()))

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
        if isinstance(figures.node, Initiative) or figures.progress.score is None:
            return
        narrow = self.view.narrow
        bar = QRectF(rect.left() + (4 if narrow else 12), rect.center().y() - 3, 60 if narrow else 92, 6)
        painters.paint_progress(
            painter, self.theme, bar, figures.progress.score, figures.status, figures.expected, ground
        )
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        painter.drawText(rect.adjusted(0, 0, -6, -1), RIGHT, fmt.percent(figures.progress.score))

    def _paint_status(self, painter: QPainter, rect: QRectF, figures: NodeFigures, ground: QColor) -> None:
        if isinstance(figures.node, Initiative):
            return
        token = "select" if ground == self.theme.color("select") else "page"
        left = rect.left() + (16 if self.view.narrow else 10)
        painters.paint_status(painter, self.theme, figures.status, left, rect.center().y() - 6, token)
        if not self.view.narrow:
            painter.setFont(self.theme.font("small_medium"))
            painter.setPen(painters.status_text_color(self.theme, figures.status))
            painter.drawText(rect.adjusted(28, 0, 0, -1), MIDDLE, painters.status_word(figures.status))

    def _paint_confidence(self, painter: QPainter, rect: QRectF, figures: NodeFigures) -> None:
        if figures.confidence is None:
            return
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.color("text"))
        painter.drawText(rect.adjusted(0, 0, -20, -1), RIGHT, str(figures.confidence))
        if figures.confidence_change:
            name = "arrow-up" if figures.confidence_change > 0 else "arrow-down"
            at = QPointF(rect.right() - 18, rect.center().y() - 6.5)
            painter.drawPixmap(at, self.theme.pixmap(name, "text2", 13))

    def _paint_owner(self, painter: QPainter, rect: QRectF, figures: NodeFigures, selected: bool) -> None:
        name = self.view.tree.owner_name(figures.node)
        if name:
            letters = fmt.initials(name)
            x, y = rect.right() - 34, rect.center().y() - 10
            painters.paint_avatar(painter, self.theme, x, y, letters, raised=selected)

    def _paint_number(self, painter: QPainter, rect: QRectF, index: Index, figures: NodeFigures) -> None:
        quiet = isinstance(figures.node, Initiative)
        painter.setFont(self.theme.font("small" if quiet else "body"))
        painter.setPen(self.theme.color("text3" if quiet else "text"))
        text = index.data(Qt.ItemDataRole.DisplayRole) or ""
        if index.column() == Column.SCORE:
            painter.setPen(self.theme.color("text2"))
        painter.drawText(rect.adjusted(0, 0, -6, -1), RIGHT, text)

    def _paint_draft(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        draft = self.view.tree.draft
        if draft is None or index.column() != Column.TITLE:
            return
        left = rect.left() + LEFT + self.view.tree.depth(index) * INDENT + CHEVRON
        painter.drawPixmap(QPointF(left, rect.center().y() - 7), self.theme.pixmap(icon_of(draft.kind), "text3", 14))

    # ---- editing ---------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        """Qt: a plain line; the line for a new node has keys of its own."""
        editor = QLineEdit(parent)
        if self.view.tree.is_draft(index):
            editor.setPlaceholderText(_("Type a name, then Enter"))
            editor.installEventFilter(self.view)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: the editor begins where the title does."""
        rect: QRect = option.rect  # type: ignore[attr-defined]
        editor.setGeometry(rect.adjusted(int(self.title_left(index)) - 8, 1, -4, -2))

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: ARG002
        """Qt: a title is done; the line for a new node is handled by its keys."""
        if isinstance(editor, QLineEdit) and not self.view.tree.is_draft(index):
            self.view.tree.setData(index, editor.text())


class GoalView(QTreeView):
    """The tree. What a key or a click means is announced; the page runs the command."""

    draft_entered = Signal(str)
    draft_shifted = Signal(int, str)
    draft_left = Signal()
    key_command = Signal(str)

    def __init__(self, desk: Desk, tree: GoalTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tree, self.narrow = tree, False
        self.setModel(tree)
        self.setItemDelegate(GoalDelegate(desk, self))
        self.setIndentation(0)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setExpandsOnDoubleClick(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Objectives and key results"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(30)
        header.setFixedHeight(28)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(MIDDLE)
        self.fit(1440)

    def fit(self, window_width: int) -> None:
        """Show the columns that a window of this width has room for."""
        self.narrow = window_width < 1180
        widths = NARROW_WIDTHS if self.narrow else WIDTHS
        hidden = {Column.NOW, Column.CONFIDENCE, Column.SCORE} if self.narrow else set()
        if window_width < 1400:
            hidden = hidden | {Column.SCORE}
        for column, width in widths.items():
            self.header().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.header().resizeSection(column, width)
            self.setColumnHidden(column, column in hidden)

    # ---- keys and clicks -------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the keys of the tree; the rest is the view's own."""
        name = _key_command(event)
        if name:
            self.key_command.emit(name)
            event.accept()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on the chevron folds, a click on a box ticks."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == Column.TITLE and event.button() is Qt.MouseButton.LeftButton:
            left = LEFT + self.tree.depth(index) * INDENT - self.horizontalOffset()
            x = event.position().x()
            if left - 4 <= x < left + CHEVRON - 2 and self.tree.rowCount(index):
                self.setExpanded(index, not self.isExpanded(index))
                return
            if left + CHEVRON - 3 <= x < left + CHEVRON + 17:
                figures = self.tree.figures(index)
                if figures is not None and isinstance(figures.node, Initiative):
                    self.setCurrentIndex(index)
                    self.key_command.emit("tick")
                    return
        super().mousePressEvent(event)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Qt: the keys inside the line for a new node."""
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            text = watched.text()
            if event.key() in (Key.Key_Return, Key.Key_Enter):
                self.draft_entered.emit(text)
                return True
            if event.key() in (Key.Key_Tab, Key.Key_Backtab):
                self.draft_shifted.emit(1 if event.key() == Key.Key_Tab else -1, text)
                return True
            if event.key() == Key.Key_Escape:
                self.draft_left.emit()
                return True
        return super().eventFilter(watched, event)  # type: ignore[arg-type]

    def open_draft(self, text: str = "") -> None:
        """Put the keyboard into the line for a new node."""
        index = self.tree.index_of("draft")
        self.expand(index.parent())
        self.scrollTo(index)
        self.setCurrentIndex(index)
        self.edit(index)
        editor = self.indexWidget(index) or self.viewport().findChild(QLineEdit)
        if isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.setFocus()

    def close_draft_editor(self) -> None:
        """Let go of the editor before its row goes."""
        for editor in self.viewport().findChildren(QLineEdit):
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _key_command(event: QKeyEvent) -> str:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    table = {
        (Key.Key_Return, none): "inspect",
        (Key.Key_Enter, none): "inspect",
        (Key.Key_Return, control): "add_sibling",
        (Key.Key_Return, control | shift): "add_child",
        (Key.Key_Up, alt): "move_up",
        (Key.Key_Down, alt): "move_down",
        (Key.Key_Right, alt): "indent",
        (Key.Key_Left, alt): "outdent",
        (Key.Key_Tab, none): "indent",
        (Key.Key_Backtab, shift): "outdent",
        (Key.Key_Space, none): "tick",
        (Key.Key_Delete, none): "delete",
    }
    return table.get((Key(event.key()), modifiers), "")
