"""The left and the middle of the library: departments with their counts, and the examples on offer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kpidesk.text import _
from ui.base.keys.roving import RovingGroup
from ui.base.reach import accessible
from ui.base.reach.cells import follow_choice
from ui.base.scale import px
from ui.base.theme import Theme
from ui.library.library_model import Index, LibraryList, Offer
from ui.parts import painters

ROW = 34
NAME_AT, COUNT = 32, 22
"""Pixels to the name of a department, and for its count."""
GAP = 10
ROOMY = 250
"""In a row of less than this a name has all the room, and how it is measured stands beside the list."""
MEASURE, MARK = 88, 56
"""Pixels for how an example is measured, and for the mark that it is in use."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
Key = Qt.Key


class DepartmentButton(QAbstractButton):
    """A department with its icon, its name and how many examples it has; without a count, a plain command."""

    def __init__(self, theme: Theme, icon: str, name: str, count: int | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._icon, self._count = theme, icon, count
        self.setText(name)
        self.setAccessibleName(name if count is None else f"{name}, {count}")
        self.setCheckable(count is not None)
        self.setAutoExclusive(count is not None)  # a reader hears one of several, not a box to tick
        self.setFixedHeight(px(32))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """Qt: as wide as its name and its count."""
        name = QFontMetricsF(self._theme.font("strong")).horizontalAdvance(self.text())
        return QSize(round(name + px(NAME_AT + 8 + (COUNT if self._count is not None else 0))), px(32))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt: draw it like a place of the rail."""
        with painters.smoothly(self) as (painter, rect):
            self._paint(painter, rect)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        theme, chosen = self._theme, self.isChecked()
        ground = "select_rail" if chosen else "hover" if self.underMouse() or self.isDown() else ""
        if ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(ground))
            painter.drawRoundedRect(rect, 6, 6)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        painter.drawPixmap(QPointF(8, 8), theme.pixmap(self._icon, "accent" if chosen else "text2", 16))
        area = rect.adjusted(NAME_AT, 0, -8, 0)
        room = 0 if self._count is None else COUNT
        painter.setFont(theme.font("strong" if chosen else "medium"))
        painter.setPen(theme.color("text" if chosen else "text2"))
        painter.drawText(area, LEFT, painters.elided(painter, self.text(), area.width() - room))
        if self._count is not None:
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("text3"))
            painter.drawText(area, RIGHT, str(self._count))


class Departments(QWidget):
    """The departments under one another; ``chosen`` names one, empty for all of them."""

    chosen = Signal(str)
    own_asked = Signal()

    def __init__(self, theme: Theme, places: list[tuple[str, str, str, int]], parent: QWidget | None = None) -> None:
        """``places`` are (key, icon, name, count)."""
        super().__init__(parent)
        self.setObjectName("chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        accessible.group(self, _("Departments"))
        self._group = RovingGroup(self)
        self._keys = [key for key, *_rest in places]
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 12)
        column.setSpacing(2)
        for number, (_key, icon, name, count) in enumerate(places):
            button = DepartmentButton(theme, icon, name, count)
            self._group.addButton(button, number)
            column.addWidget(button)
        column.addStretch()
        self.own = DepartmentButton(theme, "plus", _("Create your own KPI"), None)
        self.own.clicked.connect(self.own_asked)
        column.addWidget(self.own)
        self._group.idClicked.connect(self._announce)
        self.show_chosen("")

    def button(self, key: str) -> QAbstractButton:
        """The button of a department."""
        return self._group.button(self._keys.index(key))

    def show_chosen(self, key: str) -> None:
        """Mark a department without announcing it."""
        self.button(key).setChecked(True)

    def _announce(self, number: int) -> None:
        self.chosen.emit(self._keys[number])


class OfferDelegate(QStyledItemDelegate):
    """Paints the rows of the list."""

    def __init__(self, model: LibraryList, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._model, self._theme, self._view = model, theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """Qt: every row is as high as the others."""
        return QSize(0, px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: paint one row."""
        offer = self._model.offer(index)
        if offer is None:
            return
        with painters.enlarged(painter, option.rect) as rect:
            self._paint_row(painter, rect, option.state, offer)

    def _paint_row(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, offer: Offer) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        ground = "select" if selected else "hover" if state & QStyle.StateFlag.State_MouseOver else "raised"
        painter.fillRect(rect, self._theme.color(ground))
        painters.paint_hairline(painter, self._theme, rect)
        if selected and self._view.hasFocus():
            painter.setPen(self._theme.color("accent"))
            painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -1.5))
        self._paint_words(painter, rect.adjusted(16, 0, -12, -1), offer)

    def _paint_words(self, painter: QPainter, area: QRectF, offer: Offer) -> None:
        small = self._theme.font("small")
        roomy = area.width() >= ROOMY
        needed = QFontMetricsF(small).horizontalAdvance(offer.measure) + GAP if roomy else 0.0
        room = area.width() - ((MEASURE if roomy else 0) + MARK if offer.mark else needed)
        painter.setFont(self._theme.font("body"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, LEFT, painters.elided(painter, offer.name, room))
        painter.setFont(small)
        painter.setPen(self._theme.color("text3"))
        if roomy:
            painter.drawText(area, RIGHT, offer.measure)
        if offer.mark:
            painter.drawText(area.adjusted(room + GAP, 0, -MEASURE if roomy else 0, 0), LEFT, offer.mark)


class OfferView(QListView):
    """The list. ``stepped`` says that another row is current; letters go to the search."""

    stepped = Signal()
    taken = Signal()

    def __init__(self, model: LibraryList, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        follow_choice(self)
        self.setItemDelegate(OfferDelegate(model, theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("KPIs on offer"))
        self.doubleClicked.connect(self._take)

    def choose(self, row: int) -> None:
        """Make a row the current one."""
        self.setCurrentIndex(self.model().index(row, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: tell those who show the current row."""
        super().currentChanged(current, previous)
        self.stepped.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: follow the look."""
        super().changeEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows move; everything else is for the dialog."""
        if event.key() in (Key.Key_Up, Key.Key_Down, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Home, Key.Key_End):
            super().keyPressEvent(event)
            return
        event.ignore()

    def _take(self, _index: Index) -> None:
        self.taken.emit()
