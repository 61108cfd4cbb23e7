"""What the company does: a field that finds the templates while somebody types, and the list of them below it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kpidesk import library, library_trades
from kpidesk.library import Template
from kpidesk.text import _, ngettext
from ui.base.page import column
from ui.base.reach.announcing import announce, announce_when_still
from ui.base.scale import px
from ui.base.theme import Theme
from ui.parts import painters
from ui.parts.search_field import lead_with_icon

ROW, MOST_ROWS = 36, 6.5
"""Pixels of a row, and so many in sight; the half one tells that there are more."""
EDGE, GAP, SIGN = 14, 12, 40
KEY = Qt.ItemDataRole.UserRole
TOLD = Qt.ItemDataRole.UserRole + 1
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Index = QModelIndex | QPersistentModelIndex


class _Typed(QLineEdit):
    """Where the trade is typed; how many templates there are stands on its right. The arrows move in the list."""

    entered = Signal()
    left = Signal()
    stepped = Signal(int)

    def __init__(self, theme: Theme, hint: str) -> None:
        super().__init__()
        self._theme, self._hint = theme, hint
        lead_with_icon(self, theme)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: somebody has come to choose."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: and has chosen, unless a menu or another window is only in between."""
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: up and down choose."""
        by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if by is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(by)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the field, and the number of templates in it."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text3"))
        said = self.fontMetrics().horizontalAdvance(self.text() or self.placeholderText()) + px(SIGN)
        if said + painter.fontMetrics().horizontalAdvance(self._hint) + 10 <= self.width():
            painter.drawText(self.rect().adjusted(0, 0, -10, 0), RIGHT, self._hint)


class _Rows(QStyledItemDelegate):
    """A row: the name with what was typed marked in it, and on the right what is in the template."""

    def __init__(self, theme: Theme, typed: Callable[[], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._typed = theme, typed

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Qt: the list decides the width."""
        return QSize(px(200), px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: draw the row."""
        theme, rect = self._theme, QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.fillRect(rect, theme.color("select" if chosen else "hover" if hovered else "page"))
        painters.paint_hairline(painter, theme, rect)
        area = rect.adjusted(px(EDGE), 0, -px(EDGE), 0)
        name, told = str(index.data()), str(index.data(TOLD))
        painter.setFont(theme.font("small"))
        room = painter.fontMetrics().horizontalAdvance(told) + px(GAP)
        fits = painter.fontMetrics().horizontalAdvance(name) * 1.2 + room <= area.width()
        if fits:
            painter.setPen(theme.color("text3"))
            painter.drawText(area, RIGHT, told)
        self._paint_name(painter, area.adjusted(0, 0, -room if fits else 0, 0), name, chosen)

    def _paint_name(self, painter: QPainter, area: QRectF, name: str, chosen: bool) -> None:
        theme = self._theme
        painter.setFont(theme.font("strong" if chosen else "body"))
        name = painters.elided(painter, name, area.width())
        first, last = library_trades.beginning(name, self._typed()) or (0, 0)
        for token, part in (("text", name[:first]), ("accent", name[first:last]), ("text", name[last:])):
            painter.setPen(theme.color(token))
            painter.drawText(area, LEFT, part)
            area = area.adjusted(painter.fontMetrics().horizontalAdvance(part), 0, 0, 0)


class TradeField(QWidget):
    """``chosen`` is the id of a template, or nothing for an empty file; ``asked`` (Enter) makes the file, ``shown``
    tells that the list has come or changed its length.
    """

    asked = Signal()
    shown = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen = ""
        count = len(library.templates())
        self.line = _Typed(theme, ngettext("{n} template", "{n} templates", count).format(n=count))
        self.line.setAccessibleName(_("What is your trade?"))
        self.line.setPlaceholderText(_("Hair salon, for example"))
        self.setFocusProxy(self.line)
        self._model = QStandardItemModel(self)
        self.list = self._list(theme)
        box: QVBoxLayout = column(self, spacing=4)
        box.addWidget(self.line)
        box.addWidget(self.list)
        self.line.textEdited.connect(self._look)
        self.line.entered.connect(self._open)
        self.line.left.connect(self._close)
        self.line.stepped.connect(self._step)
        self.line.returnPressed.connect(self.asked)
        self._fill("")

    def _list(self, theme: Theme) -> QListView:
        made = QListView()
        made.setProperty("look", "choices")
        made.setAccessibleName(_("Templates"))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setMouseTracking(True)
        made.setUniformItemSizes(True)
        made.setModel(self._model)
        made.setItemDelegate(_Rows(theme, self.line.text, made))
        made.clicked.connect(self._take)
        made.hide()
        return made

    # ---- what is offered ---------------------------------------------------------------------------

    def keys(self) -> list[str]:
        """The templates on offer, by their ids, and the empty file."""
        return [str(self._model.index(row, 0).data(KEY)) for row in range(self._model.rowCount())]

    def choose(self, key: str) -> None:
        """Choose a template, or with nothing the empty file, as if its row had been pressed."""
        self._fill("")
        self._take(self._model.index(self.keys().index(key), 0))

    def _fill(self, typed: str) -> None:
        self._model.clear()
        for each in library_trades.found(typed):
            self._model.appendRow(_row(each.id, each.name, _contents(each)))
        self._model.appendRow(_row("", _("Empty file"), _("you choose everything yourself")))
        rows = min(self._model.rowCount(), MOST_ROWS)
        self.list.setFixedHeight(round(px(ROW) * rows) + 2)

    def _look(self, typed: str) -> None:
        """The likeliest template is chosen while somebody types; nothing typed is an empty file."""
        self._fill(typed)
        last = self._model.rowCount() - 1
        self._mark(last if _names_empty(typed) else 0 if typed.strip() else -1)
        announce_when_still(self._heard())
        self._open()

    def _mark(self, row: int) -> None:
        index = self._model.index(row, 0)
        self.list.setCurrentIndex(index)
        self.chosen = str(index.data(KEY)) if index.isValid() else ""
        said = str(index.data()) if index.isValid() else ""
        self.line.setAccessibleDescription(said)

    def _step(self, by: int) -> None:
        if self.list.isHidden():
            self._open()
        row = self.list.currentIndex().row()
        self._mark(max(0, min(self._model.rowCount() - 1, row + by)))
        announce(self._heard())

    def _heard(self) -> str:
        return str(self.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole) or "")

    def _open(self) -> None:
        if self.list.isHidden():
            self._fill(self.line.text() if self.line.isModified() else "")
            keys = self.keys()
            self._mark(keys.index(self.chosen) if self.line.text().strip() and self.chosen in keys else -1)
        self.list.show()
        self.shown.emit()

    def _close(self) -> None:
        """What is chosen stands in the field by its name; words that name no trade stay as they were typed."""
        index = self.list.currentIndex()
        if index.isValid():
            self.line.setText(str(index.data()))
            self.line.setModified(False)
        self.list.hide()

    def _take(self, index: Index) -> None:
        self._mark(index.row())
        self._close()

    def changeEvent(self, event: QEvent) -> None:
        """Qt: rows are as high as the text asks for."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "list"):
            self._fill(self.line.text() if self.line.isModified() else "")


def _names_empty(typed: str) -> bool:
    """Tell whether the empty file is typed, its first word at least: a trade may be called alike (tømrer)."""
    said, name = typed.strip().casefold(), _("Empty file").casefold()
    return name.startswith(said) and len(said) >= len(name.split()[0])


def _row(key: str, name: str, told: str) -> QStandardItem:
    item = QStandardItem(name)
    item.setData(key, KEY)
    item.setData(told, TOLD)
    item.setData(f"{name}, {told}", Qt.ItemDataRole.AccessibleTextRole)
    return item


def _contents(template: Template) -> str:
    kpis, goals = len(template.kpis), len(template.objectives)
    # Translators: “6 KPIs” and “3 goals” of a template
    return _("{kpis}, {goals} suggested").format(
        kpis=ngettext("{n} KPI", "{n} KPIs", kpis).format(n=kpis),
        goals=ngettext("{n} goal", "{n} goals", goals).format(n=goals),
    )
