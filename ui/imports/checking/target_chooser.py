"""Where a column goes: what is chosen looks like a combo box, and what there is to choose can be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kpidesk.commands.intake import Destination, NewKpi
from kpidesk.exchange.intake.preview import Offer, Row
from kpidesk.text import _
from ui.base.page import literal
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.buttons import spaced_icon
from ui.parts.form import set_look
from ui.parts.painters import cut
from ui.parts.search_field import SearchField, tell_hits

WIDE, POPUP_WIDE, LINE, MOST_LINES, ARROW = 246, 320, 30, 10, 14
MOST = 470
"""Pixels of the button in whatever size of text: the narrowest page has no more."""
ROOM = 40
"""Pixels of the button that its frame and the arrow take."""
NOTE = Qt.ItemDataRole.UserRole + 1
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
Offers = Callable[[], Sequence[Offer]]


class TargetButton(QPushButton):
    """``chosen`` tells another destination. What else there is, ``offers`` tells when it is asked."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._offers = theme, offers
        self._words = ""
        self.popup: TargetChooser | None = None
        self.setProperty("menu", True)
        self.setProperty("target", True)
        self.setFixedWidth(min(px(WIDE), MOST))
        self.clicked.connect(self.choose)

    def tell(self, row: Row) -> None:
        """Show where a column goes."""
        self._words = str(row.goes_to)
        new = isinstance(row.into, NewKpi)
        self.setIcon(spaced_icon(self._theme, "plus", "accent") if new else QIcon())
        room = min(px(WIDE), MOST) - px(ROOM) - (px(22) if new else 0)
        self.setText(literal(cut(QFontMetricsF(self._theme.font("body")), self._words, room)))
        self.setToolTip(self._words)
        self.setAccessibleName(_("{column} goes to {target}").format(column=row.name, target=self._words))
        set_look(self, "skipped", row.into is None)

    def choose(self) -> None:
        """Show what there is to choose."""
        self.popup = popup = TargetChooser(self._theme, self._offers(), self._words, self.window())
        popup.chosen.connect(self.chosen)
        popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the button, and the arrow of a combo box."""
        super().paintEvent(event)
        painter = QPainter(self)
        mark = self._theme.pixmap("chevron-down", "text2", ARROW)
        painter.drawPixmap(QPointF(self.width() - px(ARROW + 8), (self.height() - px(ARROW)) / 2), mark)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: the arrows open it too, as those of a combo box do."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_F4):
            self.choose()
        else:
            super().keyPressEvent(event)


class TargetChooser(QFrame):
    """A field to search in, and below it the destinations that answer."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, offers: Sequence[Offer], current: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("go_to")
        self._theme, self._all, self._found = theme, tuple(offers), tuple(offers)
        self.field = SearchField(theme, _("Search"), "")
        self.field.textChanged.connect(self._search)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.view = QListView()
        self.view.setModel(self._model)
        self.view.setItemDelegate(OfferDelegate(theme, self.view))
        self.view.setUniformItemSizes(True)
        self.view.setMouseTracking(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("Where the column can go"))
        self.view.clicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(8, 8, 8, 8)
        box.setSpacing(6)
        box.addWidget(self.field)
        box.addWidget(self.view)
        self.setFixedWidth(px(POPUP_WIDE))
        self._current = current
        self._search("")

    def open_at(self, corner: QPoint) -> None:
        """Show it there, or above where the screen ends."""
        self.adjustSize()
        screen = self.screen().availableGeometry()
        left = min(corner.x(), screen.right() - self.width())
        top = min(corner.y(), screen.bottom() - self.height())
        self.move(max(screen.left(), left), max(screen.top(), top))
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self, words: str) -> None:
        wanted = words.casefold().split()
        self._found = tuple(each for each in self._all if all(part in str(each.words).casefold() for part in wanted))
        self._model.clear()
        for each in self._found:
            item = QStandardItem(str(each.words))
            item.setEditable(False)
            item.setData(str(each.note) if each.note is not None else "", NOTE)
            item.setData(", ".join(filter(None, (item.text(), item.data(NOTE)))), Qt.ItemDataRole.AccessibleTextRole)
            self._model.appendRow(item)
        tell_hits(self.field, len(self._found))
        self.view.setFixedHeight(px(LINE) * max(1, min(len(self._found), MOST_LINES)))
        self.adjustSize()
        chosen = next((n for n, each in enumerate(self._found) if str(each.words) == self._current), 0)
        self._go(0 if wanted else chosen)

    def _go(self, place: int) -> None:
        if self._found:
            index = self._model.index(max(0, min(place, len(self._found) - 1)), 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
            self.field.setAccessibleDescription(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            into: Destination = self._found[index.row()].into
            self.close()
            self.chosen.emit(into)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: the keyboard stays in the field; arrows move through the answers, Enter takes one."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in MOVES:
                self._go(self.view.currentIndex().row() + MOVES[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take(self.view.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Escape leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class OfferDelegate(QStyledItemDelegate):
    """Paints a destination, and at the right how often it is measured."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]  # noqa: ARG002
        """Qt: every line is as high."""
        return QSize(0, px(LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]
        """Qt: paint one."""
        theme, area = self._theme, QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.color("select"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.color("hover"))
        inner = area.adjusted(px(8), 0, -px(8), 0)
        note = str(index.data(NOTE))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text3"))
        wide = QFontMetricsF(painter.font()).horizontalAdvance(note)
        painter.drawText(inner, RIGHT, note)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        room = inner.adjusted(0, 0, -wide - px(12), 0)
        painter.drawText(room, LEFT, painters.elided(painter, str(index.data()), room.width()))
        painter.restore()
