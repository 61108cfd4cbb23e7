"""The backups: the list, what a restore would do, and a second disk for them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kpidesk.errors import UserError
from kpidesk.text import _
from kpidesk.wording.backups import size_words
from kpidesk.workspace import Backup, RestorePreview, Workspace
from ui.base.page import column, heading, line, text
from ui.base.reach.cells import follow_choice
from ui.base.scale import factor, ordinary, px
from ui.base.session import Session
from ui.base.tasks import Aside
from ui.base.theme import Theme
from ui.history.backup_list import BACKUP, BackupList
from ui.history.backup_words import at_words, what_happens
from ui.parts import painters
from ui.parts.buttons import icon_button
from ui.parts.elided import ElidedLabel
from ui.parts.flow import Flow

ROW, TWO_LINES = 32, 50
WHEN, SIZE, EDGE = 116, 58, 20
GAP = 10
"""After the day and after the reason; where these and the size have no room, the reason stands below the others."""
SHOWN = 7
"""So many are in view at once."""
Index = QModelIndex | QPersistentModelIndex
MIDDLE = Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class BackupDelegate(QStyledItemDelegate):
    """When, why, how large."""

    def __init__(self, theme: Theme, model: BackupList, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._model, self._view = theme, model, view

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Every row is as high."""
        return QSize(px(200), self.high())

    def high(self) -> int:
        """How high each row is in the width that there is."""
        with ordinary():
            when, why = self._widths()
        return px(ROW if when + why + SIZE <= self._view.viewport().width() / factor() - 2 * EDGE else TWO_LINES)

    def _widths(self) -> tuple[float, float]:
        """Of the longest day and the longest reason."""
        fonts = (QFontMetricsF(self._theme.font(style)) for style in ("medium", "small"))
        when, why = map(self._model.longest, (self._model.when, self._model.reason))
        day, reason = (font.horizontalAdvance(words) + GAP for font, words in zip(fonts, (when, why), strict=True))
        return max(WHEN, day), reason

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one backup."""
        with painters.enlarged(painter, option.rect) as rect:
            self._paint(painter, rect, option, index)

    def _paint(self, painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, index: Index) -> None:
        theme, backup = self._theme, index.data(BACKUP)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hover:
            painter.fillRect(rect, theme.color("select" if selected else "hover"))
        painters.paint_hairline(painter, theme, rect.adjusted(EDGE, 0, -EDGE, 0))
        area = rect.adjusted(EDGE, 0, -EDGE, -1)
        first, why = self._lines(area)
        painter.setFont(theme.font("medium"))
        painter.setPen(theme.color("text"))
        painter.drawText(first, MIDDLE, painters.elided(painter, self._model.when(backup), first.width() - SIZE))
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text2"))
        painter.drawText(why, MIDDLE, painters.elided(painter, self._model.reason(backup), why.width()))
        painter.drawText(first, RIGHT, size_words(backup.size))
        if self._view.hasFocus() and index == self._view.currentIndex():
            painter.setPen(QPen(theme.color("accent"), 1.5))
            painter.drawRect(rect.adjusted(1, 1, -1, -2))

    def _lines(self, area: QRectF) -> tuple[QRectF, QRectF]:
        """Where the day and the size stand, and where the reason does."""
        if area.height() < ROW:
            return area, area.adjusted(self._widths()[0], 0, -SIZE, 0)
        middle = area.height() / 2
        return area.adjusted(0, 4, 0, -middle), area.adjusted(0, middle, 0, -4)


class BackupView(QListView):
    """``opened`` by Enter."""

    opened = Signal()

    def fit(self) -> None:
        """Be as high as its rows, up to a number of ordinary ones."""
        rows = self.model().rowCount() * max(0, self.sizeHintForRow(0))
        self.setFixedHeight(max(px(ROW), min(px(ROW) * SHOWN, rows)))
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rows are higher where they have a second line."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter restores."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


class BackupPane(QWidget):
    """``restore_asked`` with a backup and what is known of it, ``look_asked`` for what it contains."""

    restore_asked = Signal(object, object)
    look_asked = Signal(object)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._previews: dict[Backup, RestorePreview] = {}
        self.setObjectName("side")
        self.model = BackupList(session, self)
        box = column(self)
        box.addWidget(self._head())
        self.view = BackupView(self)
        self.view.setModel(self.model)
        follow_choice(self.view)
        self.view.setItemDelegate(BackupDelegate(session.theme, self.model, self.view))
        self.view.setFrameShape(QListView.Shape.NoFrame)
        self.view.setObjectName("side")
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setAccessibleName(_("Backups"))
        self.view.selectionModel().currentChanged.connect(self._on_chosen)
        self.view.opened.connect(self._restore)
        box.addWidget(self.view)
        box.addWidget(self._about())
        box.addStretch(1)
        box.addWidget(self._second())
        self._aside = Aside(session.ws, self)
        self._aside.finished.connect(self._on_known)
        self._aside.failed.connect(self._on_unknown)
        session.second.told.connect(self._show_second)
        self._show_second()

    def _head(self) -> QWidget:
        box = QWidget(self)
        rows = column(box)
        rows.setContentsMargins(20, 12, 20, 0)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 7)
        row.setSpacing(8)
        row.addWidget(heading(_("Backups"), "strong"))
        row.addWidget(text(_("made automatically"), "small"))
        row.addStretch()
        rows.addLayout(row)
        rows.addWidget(line("rule"))
        return box

    def _about(self) -> QWidget:
        box = QWidget(self)
        rows = column(box, spacing=10)
        rows.setContentsMargins(20, 14, 20, 12)
        self.words = text("", "small", wrap=True)
        rows.addWidget(self.words)
        row = Flow(gap=8, line_gap=4)
        self.restore = icon_button(self._session.theme, "archive-restore", _("Restore …"), self._restore)
        row.addWidget(self.restore)
        self.look = QPushButton(_("See what it contains"))
        self.look.setProperty("quiet", True)
        self.look.clicked.connect(self._look)
        row.addWidget(self.look)
        rows.addLayout(row)
        self._buttons = [self.restore, self.look]
        return box

    # ---- the backup chosen -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Look for new backups; what is known of them may no longer hold."""
        self._previews.clear()
        chosen = self.chosen()
        self.model.refresh()
        self.view.fit()
        row = self.model.row_of(chosen) if chosen is not None else -1
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))
        self._on_chosen()

    def chosen(self) -> Backup | None:
        """The backup chosen."""
        index = self.view.currentIndex()
        return index.data(BACKUP) if index.isValid() else None

    def _on_chosen(self, *_indexes: QModelIndex) -> None:
        backup = self.chosen()
        for button in self._buttons:
            button.setVisible(backup is not None)
        self.restore.setEnabled(not self._session.ws.read_only)
        self.look.setEnabled(True)
        if backup is None:
            count = self.model.rowCount()
            self.words.setText(
                _("Choose one to see what it would bring back.") if count else _("None has been made yet.")
            )
            return
        self._tell(backup)
        if backup not in self._previews and not self._session.ws.read_only:
            self._aside.start(_Look(backup))

    def _tell(self, backup: Backup) -> None:
        preview = self._previews.get(backup)
        words = _("Restores the file as it was {when}.").format(when=at_words(self._session, backup.when))
        self.words.setText(f"{words} {what_happens(preview.later if preview is not None else None)}")

    def _on_known(self, result: tuple[Backup, RestorePreview]) -> None:
        backup, preview = result
        self._previews[backup] = preview
        if backup == self.chosen():
            self._tell(backup)

    def _on_unknown(self, error: object) -> None:
        words = _("This backup can’t be read: it is damaged. Choose another one. Nothing was changed.")
        self.words.setText(str(error) if isinstance(error, UserError) else words)
        for button in self._buttons:
            button.setEnabled(False)

    def stop(self) -> None:
        """Let go of what is being looked for."""
        self._aside.stop()

    def _restore(self) -> None:
        backup = self.chosen()
        if backup is not None and not self._session.ws.read_only:
            self.restore_asked.emit(backup, self._previews.get(backup))

    def _look(self) -> None:
        backup = self.chosen()
        if backup is not None:
            self.look_asked.emit(backup)

    # ---- a second disk -----------------------------------------------------------------------------

    def _second(self) -> QWidget:
        box = QWidget(self)
        rows = column(box)
        rows.setContentsMargins(20, 0, 20, 12)
        rows.addWidget(line())
        self.second = ElidedLabel("", "small")
        self.no_more = QPushButton(_("Stop"))
        self.no_more.setProperty("link", True)
        self.no_more.setAccessibleName(_("Stop copying backups to another disk"))
        self.no_more.clicked.connect(self._stop_copying)
        self.folder = QPushButton(_("Choose folder …"))
        self.folder.setProperty("link", True)
        self.folder.clicked.connect(self._choose_folder)
        rows.addSpacing(10)
        rows.addWidget(self.second)
        links = Flow(gap=8, line_gap=4)
        links.addWidget(self.folder)
        links.addWidget(self.no_more)
        rows.addLayout(links)
        self.trouble = text("", "small", wrap=True)
        self.trouble.hide()
        rows.addWidget(self.trouble)
        return box

    def _show_second(self) -> None:
        second = self._session.second
        folder = second.folder
        self.no_more.setVisible(folder is not None)
        self.folder.setText(_("Choose folder …") if folder is None else _("Change …"))
        if folder is None:
            self.second.show_words(_("Copy to another disk as well?"))
        else:
            self.second.show_words(_("Also copied to {folder}").format(folder=folder.name or str(folder)))
            self.second.setToolTip(str(folder))
        safe = _("The backups on this machine are safe. The next one will be tried again.")
        self.trouble.setText(f"{second.problem} {safe}" if second.problem else "")
        self.trouble.setVisible(bool(second.problem))

    def _choose_folder(self) -> None:
        start = str(self._session.second.folder or "")
        chosen = QFileDialog.getExistingDirectory(self, _("Where should backups be copied to as well?"), start)
        if chosen:
            self._session.second.choose(Path(chosen))

    def _stop_copying(self) -> None:
        self._session.second.choose(None)


class _Look:
    """The job of looking what a backup would bring back."""

    def __init__(self, backup: Backup) -> None:
        self._backup = backup

    def __call__(self, reader: Workspace) -> tuple[Backup, RestorePreview]:
        return self._backup, reader.time.preview(self._backup)
