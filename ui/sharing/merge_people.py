"""What is taken in by itself: each person's changes under a heading that folds, a line each."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QListView,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.number_forms import is_number
from kpidesk.text import _, ngettext
from kpidesk.wording.merges import Line, PersonLines
from ui.base.reach import accessible
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.whole import draw_value, widest

ROW, HEAD = 30, 34
FIRST_LINES = 5
"""So many of a person's changes are shown at first."""
WHEN, AFTER, AFTER_SHARE = 104, 232, 0.3
"""Widths of the last columns; the value takes at most its share of a narrow page."""
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
LINE = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class LineList(QAbstractListModel):
    """One person's changes."""

    def __init__(self, lines: tuple[Line, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all = False
        self._take(lines)

    def _take(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self.shown = len(lines) if self._all or len(lines) <= FIRST_LINES + 1 else FIRST_LINES

    def tell(self, lines: tuple[Line, ...]) -> None:
        """Hold other changes; all of them are shown once that has been asked for."""
        if lines != self._lines:
            self.beginResetModel()
            self._take(lines)
            self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Qt: as many as are shown."""
        return 0 if parent.isValid() else self.shown

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: the line; its words for the ear."""
        if not index.isValid():
            return None
        each = self._lines[index.row()]
        if role == LINE:
            return each
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.DisplayRole):
            became = " → ".join(part for part in (each.before, each.after) if part)
            return ", ".join(part for part in (each.words, became, each.when) if part)
        return None

    @property
    def hidden(self) -> int:
        """How many are not shown yet."""
        return len(self._lines) - self.shown

    def show_all(self) -> None:
        """Show every change."""
        self._all = True
        self.beginInsertRows(NOWHERE, self.shown, len(self._lines) - 1)
        self.shown = len(self._lines)
        self.endInsertRows()


class LineDelegate(QStyledItemDelegate):
    """Icon, words, before → after, when."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are alike."""
        return QSize(px(300), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one line over its whole width."""
        with painters.enlarged(painter, option.rect) as rect:
            self._paint(painter, rect, index.data(LINE))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painters.paint_focus(painter, self._theme, QRectF(option.rect))

    def _paint(self, painter: QPainter, rect: QRectF, each: Line) -> None:
        theme = self._theme
        painters.paint_hairline(painter, theme, rect)
        middle = rect.center().y()
        painter.drawPixmap(QPointF(rect.left() + 22, middle - 7), theme.pixmap(each.icon, "text3", 14))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        painter.drawText(rect, RIGHT, each.when)
        wide = min(AFTER, rect.width() * AFTER_SHARE)
        if is_number(each.after):
            wide = max(wide, widest(theme.font("medium"), [each.after]) + 12.0)
        after = QRectF(rect.right() - WHEN - wide + 4, rect.top(), wide - 12, rect.height())
        before = 0.0
        if each.before:
            area = QRectF(after.left() - 192, rect.top(), 150, rect.height())
            before = 42.0 + draw_value(painter, area, RIGHT, each.before)
            painter.drawPixmap(QPointF(after.left() - 29, middle - 6.5), theme.pixmap("arrow-right", "text3", 13))
        painter.setFont(theme.font("medium"))
        painter.setPen(theme.color("text"))
        draw_value(painter, after, MIDDLE, each.after)
        painter.setFont(theme.font("body"))
        room = after.left() - before - rect.left() - 42 - 16
        painter.drawText(rect.adjusted(42, 0, 0, 0), MIDDLE, painters.elided(painter, each.words, room))


class PersonHead(QToolButton):
    """Who, how many changes, and an arrow that folds them."""

    def __init__(self, theme: Theme, person: PersonLines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setCheckable(True)
        self.setChecked(True)
        self.setFixedHeight(px(HEAD))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tell(person)

    def tell(self, person: PersonLines) -> None:
        """Stand over these changes."""
        self._name, count = person.author or _("Unknown"), len(person.lines)
        told = ngettext("{n} change", "{n} changes", count).format(n=fmt.number(count))
        self._count = ", ".join(part for part in (told, person.note) if part)
        self.setAccessibleName(f"{self._name}, {self._count}")
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the page."""
        return QSize(px(400), px(HEAD))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: arrow, initials, name, count."""
        painter = QPainter(self)
        with painters.enlarged(painter, self.rect()) as rect:
            self._paint(painter, rect)
        painter.end()

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        theme, middle = self._theme, rect.center().y()
        if self.underMouse() or self.hasFocus():
            painter.fillRect(rect, theme.color("hover"))
        icon: QPixmap = theme.pixmap("chevron-down" if self.isChecked() else "chevron-right", "text3", 14)
        painter.drawPixmap(QPointF(0, middle - 7), icon)
        painters.paint_avatar(painter, theme, 22, middle - 10, fmt.initials(self._name))
        area = rect.adjusted(50, 0, 0, 0)
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.color("text"))
        name = painters.elided(painter, self._name, area.width() * 0.6)
        painter.drawText(area, MIDDLE, name)
        wide = painter.fontMetrics().horizontalAdvance(name)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        painter.drawText(area.adjusted(wide + 10, 0, 0, 0), MIDDLE, self._count)
        painters.paint_hairline(painter, theme, rect)


class LineView(QListView):
    """A person's changes, walked by the arrows; the page scrolls along."""

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: the keyboard has come to another line."""
        super().currentChanged(current, previous)
        if self.hasFocus():
            self._bring(current)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: the keyboard has come to the line where it was last."""
        super().focusInEvent(event)
        self._bring(self.currentIndex())

    def _bring(self, index: Index) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inside = above.widget() if above is not None else None
        if above is not None and inside is not None and index.isValid():
            line = self.visualRect(index)
            middle = self.viewport().mapTo(inside, line.center())
            above.ensureVisible(middle.x(), middle.y(), 0, line.height())


class PersonBlock(QWidget):
    """One person's changes; the first few, and the rest on demand."""

    def __init__(self, theme: Theme, person: PersonLines, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)  # a list wants all there is
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        self.head = PersonHead(theme, person)
        self.head.toggled.connect(self._fold)
        accessible.folds(self.head)
        box.addWidget(self.head)
        self.model = LineList(person.lines, self)
        self.view = LineView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(LineDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        box.addWidget(self.view)
        self.more = QPushButton()
        self.more.setProperty("smalllink", "true")
        self.more.clicked.connect(self._show_all)
        box.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.tell(person)

    def tell(self, person: PersonLines) -> None:
        """Show these changes, folded and shown as far as they are."""
        self.head.tell(person)
        self.model.tell(person.lines)
        self.view.setAccessibleName(self.head.accessibleName())
        self._fit()

    def _fit(self) -> None:
        self.more.setText(_("Show {n} more").format(n=fmt.number(self.model.hidden)))
        self.view.setFixedHeight(px(ROW * self.model.shown))
        self.view.setVisible(self.head.isChecked())
        self.more.setVisible(self.head.isChecked() and self.model.hidden > 0)

    def _fold(self, _open: bool) -> None:
        self._fit()

    def _show_all(self) -> None:
        self.model.show_all()
        self._fit()
