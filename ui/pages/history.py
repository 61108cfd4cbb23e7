"""History: who changed what and when, with before and after, and a way to take one thing back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kpidesk import format as fmt
from kpidesk.errors import UserError
from kpidesk.text import _
from kpidesk.workspace import Changes, HistoryEntry
from ui.bridge import Desk, Notice
from ui.models.change_list import ROW, ChangeList, DayRow, EntryRow, entry_words
from ui.models.change_words import ChangeWords, describe
from ui.page import MARGIN, Page, column, head, line, text
from ui.widgets import painters
from ui.widgets.empty import Empty
from ui.widgets.form import Choice

SHOWN_CELLS = 60
SILENT_FIELDS = ("life", "order", "position")
"""Cells that say nothing to a reader when others changed with them."""
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class ChangeDelegate(QStyledItemDelegate):
    """Paints days as headings and changes as rows."""

    def __init__(self, desk: Desk, model: ChangeList, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme, self._model = desk.theme, model

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Headings are higher than rows."""
        return QSize(300, 46 if isinstance(index.data(ROW), DayRow) else 34)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one row over its whole width."""
        rect = QRectF(option.rect)
        row = index.data(ROW)
        painter.save()
        if isinstance(row, DayRow):
            self._paint_day(painter, rect, row)
        elif isinstance(row, EntryRow):
            state = option.state
            selected = bool(state & QStyle.StateFlag.State_Selected)
            painter.fillRect(rect, self._theme.color("select" if selected else "page"))
            painters.paint_hairline(painter, self._theme, rect)
            self._paint_entry(painter, rect.adjusted(MARGIN, 0, -MARGIN, -1), row.entry, selected)
        painter.restore()

    def _paint_day(self, painter: QPainter, rect: QRectF, row: DayRow) -> None:
        area = rect.adjusted(MARGIN, 12, -MARGIN, 0)
        words = self._model.day_words(row)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.color("text"))
        painter.drawText(area, MIDDLE, words)
        wide = painter.fontMetrics().horizontalAdvance(words)
        painter.setFont(self._theme.font("small"))
        painter.setPen(self._theme.color("text2"))
        painter.drawText(area.adjusted(wide + 8, 0, 0, 0), MIDDLE, self._model.count_words(row))
        painters.paint_hairline(painter, self._theme, area.adjusted(0, 0, 0, 0), "line_strong")

    def _paint_entry(self, painter: QPainter, rect: QRectF, entry: HistoryEntry, selected: bool) -> None:
        theme, middle = self._theme, rect.center().y()
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text2"))
        painter.drawText(rect, MIDDLE, self._model.time_words(entry))
        name = entry.author
        painters.paint_avatar(painter, theme, rect.left() + 52, middle - 10, fmt.initials(name), raised=selected)
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font("body"))
        first = name.split()[0] if name else _("Unknown")
        painter.drawText(rect.adjusted(80, 0, 0, 0), MIDDLE, painters.elided(painter, first, 84))
        icon = theme.pixmap(self._model.icon(entry), "text3", 14)
        painter.drawPixmap(QPointF(rect.left() + 174, middle - 7), icon)
        single = self._model.single(entry)
        room = rect.width() - 196 - (360 if single and rect.width() > 760 else 0)
        painter.setPen(theme.color("text"))
        painter.drawText(rect.adjusted(196, 0, 0, 0), MIDDLE, painters.elided(painter, entry_words(entry), room))
        if single and rect.width() > 760:
            self._paint_change(painter, rect.adjusted(rect.width() - 350, 0, 0, 0), single)

    def _paint_change(self, painter: QPainter, rect: QRectF, words: ChangeWords) -> None:
        theme = self._theme
        before = QRectF(rect.left(), rect.top(), 150, rect.height())
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        painter.drawText(before, RIGHT, painters.elided(painter, words.before, 150))
        arrow = QPointF(rect.left() + 164, rect.center().y() - 6.5)
        painter.drawPixmap(arrow, theme.pixmap("arrow-right", "text3", 13))
        painter.setFont(theme.font("medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(rect.adjusted(190, 0, 0, 0), MIDDLE, painters.elided(painter, words.after, 160))


class HistoryPage(Page):
    """The list by day, and the change chosen."""

    place = "history"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.model = ChangeList(desk, self)
        self._build()
        self.view.selectionModel().currentChanged.connect(self._show_current)
        self.search.textChanged.connect(self._filter)
        self.who.chosen.connect(self._filter)
        self.refresh(None)

    def _build(self) -> None:
        left = QWidget()
        box = column(left)
        box.addWidget(self._head())
        box.addWidget(line())
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(ChangeDelegate(self.desk, self.model, self.view))
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setAccessibleName(_("Changes"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        sentence = _("Every change comes here, with name and time.")
        self.stack.addWidget(Empty(self.desk.theme, "history", _("Nothing has changed yet"), sentence))
        box.addWidget(self.stack, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setObjectName("history_splitter")
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        self.side = QScrollArea()
        self.side.setObjectName("side")
        self.side.setWidgetResizable(True)
        self.side.setMinimumWidth(280)
        self.side.setMaximumWidth(480)
        splitter.addWidget(self.side)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([880, 376])
        column(self).addWidget(splitter)

    def _head(self) -> QWidget:
        box, row, _label = head(_("History"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search in changes"))
        self.search.setAccessibleName(_("Search in changes"))
        icon = self.desk.theme.icon("search", "text3", 16)
        self.search.addAction(QAction(icon, "", self.search), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(200)
        row.addWidget(self.search)
        self.who = Choice(_("Person"), inplace=False)
        self.who.setFixedWidth(150)
        row.addWidget(self.who)
        row.addStretch()
        undo = _("Undo")
        self.undo = QPushButton(self.desk.theme.icon("undo-2", "text2", 16), f" {undo}")
        self.undo.setToolTip("Ctrl+Z")
        self.undo.clicked.connect(self.desk.undo)
        row.addWidget(self.undo)
        self.redo = QPushButton(self.desk.theme.icon("redo-2", "text2", 16), "")
        self.redo.setToolTip(_("Redo (Ctrl+Y)"))
        self.redo.setAccessibleName(_("Redo"))
        self.redo.clicked.connect(self.desk.redo)
        row.addWidget(self.redo)
        return box

    def refresh(self, changes: Changes | None) -> None:  # noqa: ARG002
        """Take in what has been added."""
        self.model.refresh()
        people: list[tuple[str, object]] = [(_("Everybody"), "")]
        self.who.fill(people + [(name, name) for name in self.model.authors()], self.who.currentData() or "")
        self.stack.setCurrentIndex(0 if self.model.rowCount() else 1)
        self.undo.setEnabled(self.desk.ws.undo_label is not None)
        self.redo.setEnabled(self.desk.ws.redo_label is not None)
        if not self.view.currentIndex().isValid():
            self.view.setCurrentIndex(self.model.index(1))
        self._show_current()

    def initial_focus(self) -> QWidget:
        """The list."""
        return self.view

    def commands(self) -> dict[str, Callable[[], None]]:
        """What the menu bar can do here."""
        return {"search": self.focus_search, "toggle_details": self.toggle_details}

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def toggle_details(self) -> None:
        """Hide the panel, or show it again."""
        self.side.setVisible(not self.side.isVisible())

    def _filter(self, *_what: object) -> None:
        self.model.set_filter(self.search.text(), str(self.who.currentData() or ""))

    # ---- the change chosen -----------------------------------------------------------------------

    def _show_current(self, *_indexes: QModelIndex) -> None:
        row = self.model.row_of(self.view.currentIndex())
        panel = QWidget()
        panel.setObjectName("side")
        box = QVBoxLayout(panel)
        box.setContentsMargins(20, 16, 20, 16)
        box.setSpacing(4)
        if isinstance(row, EntryRow):
            self._fill(box, row.entry)
        else:
            box.addWidget(text(_("Choose a change to see it here."), "quiet", wrap=True))
        box.addStretch()
        self.side.setWidget(panel)

    def _fill(self, box: QVBoxLayout, entry: HistoryEntry) -> None:
        box.addWidget(text(_("Change chosen"), "caption"))
        box.addWidget(text(entry_words(entry), "title", wrap=True))
        when = fmt.moment_short(entry.when.astimezone(self.desk.ws.now().tzinfo), self.desk.today())
        box.addWidget(text(f"{entry.author or _('Unknown')}, {when}", "small"))
        box.addSpacing(10)
        cells = self.model.cells(entry)
        made = {cell.uid for cell in cells if cell.field == "life" and cell.after}
        shown = [cell for cell in cells if cell.field not in SILENT_FIELDS or len(cells) == 1]
        words = [describe(self.desk.ws, cell) for cell in shown[:SHOWN_CELLS]]
        if len(words) == 1:
            self._fill_one(box, words[0])
        else:
            for item in words:
                if item.after != "–" or item.before != "–":
                    box.addWidget(self._cell(item, bool(made)))
        if len(cells) > SHOWN_CELLS:
            box.addWidget(text(_("and {n} more").format(n=len(cells) - SHOWN_CELLS), "quiet"))
        box.addSpacing(10)
        only = _("Undo only this")
        self.only = QPushButton(self.desk.theme.icon("undo-2", "text2", 16), f" {only}")
        self.only.clicked.connect(self._undo_only)
        box.addWidget(self.only, 0, Qt.AlignmentFlag.AlignLeft)
        box.addSpacing(6)
        note = _("Ctrl+Z takes back the newest change of your own. Nothing is lost: what is undone stays in the list.")
        box.addWidget(text(note, "quiet", wrap=True))

    def _fill_one(self, box: QVBoxLayout, words: ChangeWords) -> None:
        box.addWidget(text(" · ".join(part for part in (words.about, words.part) if part), "small", wrap=True))
        for name, value, look in ((_("Before"), words.before, "quiet15"), (_("After"), words.after, "title")):
            box.addSpacing(6)
            box.addWidget(text(name, "caption"))
            box.addWidget(text(value, look, wrap=True))

    def _cell(self, words: ChangeWords, new: bool) -> QLabel:
        change = words.after if new or words.before == "–" else f"{words.before} → {words.after}"
        about = f"{words.part}: " if words.part else ""
        return text(f"{about}{change}", "small", wrap=True)

    def _undo_only(self) -> None:
        row = self.model.row_of(self.view.currentIndex())
        if not isinstance(row, EntryRow):
            return
        try:
            result = self.desk.ws.revert(row.entry.ref)
        except UserError as error:
            self.desk.notice.emit(Notice(str(error), "error", error.details))
            return
        if not result.done:
            self.desk.notice.emit(Notice(_("This has been changed again since, so there was nothing to take back.")))
