"""Go to anything: one field, and below it the places, KPIs, goals and commands that answer to what is typed."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kpidesk.text import _
from ui.app.go_list import Destination, GoList, Index, destinations
from ui.base import memory
from ui.base.reach.announcing import announce_when_still
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.session import Session
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.search_field import lead_with_icon

WIDE, ROW = 480, 32
FROM_TOP = 96
TOO_LOW = 60
"""What the field and the edges take; the answers have the rest of the screen."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class GoTo(QDialog):
    """The field and its answers. ``chosen`` names a command; places are gone to by the session."""

    chosen = Signal(str)

    def __init__(self, session: Session, available: Collection[str], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Go to"))
        self.setObjectName("go_to")
        self._left = QTimer(self, interval=0, singleShot=True)  # its own: a call that waits for a dialog gone keeps it
        self._left.timeout.connect(self._close_if_left)
        self._session = session
        self.found = GoList(destinations(session, available), self)
        self.field = QLineEdit()
        self.field.setPlaceholderText(_("Go to a place, a KPI or a goal, or do something"))
        self.field.setAccessibleName(_("Go to"))
        lead_with_icon(self.field, session.theme)
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self.view = QListView()
        self.view.setModel(self.found)
        follow_choice(self.view)
        self.view.setItemDelegate(GoDelegate(self.found, session.theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("Results"))
        self.view.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addWidget(self.view)
        self.nothing = QLabel(_("No results"))
        self.nothing.setIndent(px(8))  # where the icons of the answers begin
        column.addWidget(self.nothing)
        self._search("")
        self._place(window)

    def _place(self, window: QWidget) -> None:
        """Stand in the middle of the window, near its top."""
        self.setFixedWidth(min(px(WIDE), window.width() - 48))
        corner = window.mapToGlobal(window.rect().topLeft())
        above = min(FROM_TOP, max(0, (window.height() - self.height()) // 2))
        self.move(corner.x() + (window.width() - self.width()) // 2, corner.y() + above)

    def _search(self, words: str) -> None:
        self.found.search(words)
        self.view.setCurrentIndex(self.found.index(0))
        self.view.setVisible(self.found.rowCount() > 0)
        self.nothing.setVisible(self.found.rowCount() == 0)
        rows, room = max(1, self.found.rowCount()), memory.room_within_frame(self.screen()).height() - px(TOO_LOW)
        self.view.setFixedHeight(max(1, min(rows, room // px(ROW))) * px(ROW))
        self.adjustSize()
        self._tell()

    def _tell(self) -> None:
        """Let the field say which answer Enter takes: the keyboard never leaves it."""
        index = self.view.currentIndex()
        said = index.data(Qt.ItemDataRole.AccessibleTextRole) if index.isValid() else _("No results")
        self.field.setAccessibleDescription(said)
        announce_when_still("" if index.isValid() else said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the arrows of the field move through the answers, Enter takes one."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in MOVES:
                self._move(MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        rows = self.found.rowCount()
        if rows:
            self.view.setCurrentIndex(self.found.index((self.view.currentIndex().row() + by) % rows))
            self._tell()

    def _take(self, index: Index) -> None:
        if not index.isValid():
            return
        each = self.found.found[index.row()]
        self.accept()
        if each.command:
            self.chosen.emit(each.command)
        else:
            self._session.navigate.emit(each.place, each.argument)

    def changeEvent(self, event: QEvent) -> None:
        """Qt: a click beside it closes it, once it is known that it is not closing already.

        Hiding it tells of this too, in the middle of ``accept``: closing it again from here would leave the window
        waiting for a dialog that is gone.
        """
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self._left.start()

    def _close_if_left(self) -> None:
        if self.isVisible() and not self.isActiveWindow():
            self.reject()


class GoDelegate(QStyledItemDelegate):
    """Paints an answer: icon, words, and on the right what kind of thing it is."""

    def __init__(self, found: GoList, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._found, self._theme = found, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: every answer is as high."""
        return QSize(0, px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one answer."""
        with painters.enlarged(painter, option.rect) as rect:
            self._paint(painter, rect, option, self._found.found[index.row()])

    def _paint(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, each: Destination) -> None:
        theme = self._theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("select"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("hover"))
        painter.drawPixmap(QPointF(rect.left() + 10, rect.center().y() - 8), theme.pixmap(each.icon, "text3", 16))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(each.kind)
        painter.drawText(rect.adjusted(0, 0, -12, 0), RIGHT, each.kind)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        area = rect.adjusted(36, 0, -wide - 28, 0)
        painter.drawText(area, LEFT, painters.elided(painter, each.words, area.width()))
