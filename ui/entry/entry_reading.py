"""Between the sheet and the reading line: what the line says, and what is done with a block from there."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kpidesk.commands.entry import Doubt
from ui.base.page import Margins
from ui.base.session import Session
from ui.entry.entry_line import EntryLine
from ui.entry.entry_line_words import cell_said, way_on
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_paste import Preview
from ui.entry.sheet.entry_sheet import EntrySheet

HALF_A_YEAR = dt.timedelta(days=183)


class Reading(QObject):
    """Keeps ``line`` in step with the sheet. ``returned`` gives the keyboard back to the sheet."""

    returned = Signal()

    def __init__(self, session: Session, ledger: Ledger, sheet: EntrySheet, parent: QObject) -> None:
        super().__init__(parent)
        self._ledger, self._sheet = ledger, sheet
        self._small = False
        self.line = EntryLine(session.theme, ledger)
        self.line.stored.connect(self._store)
        self.line.dropped.connect(self._drop)
        self.line.turned.connect(self._turn)
        self.line.reversed.connect(self._reverse)
        self.line.used.connect(sheet.accept_likely)
        self.row = QWidget()
        row = QHBoxLayout(self.row)
        row.setContentsMargins(0, 0, 0, 8)
        Margins(row, self.row)
        row.addWidget(self.line)
        sheet.reading.connect(self.show)
        sheet.offered.connect(self.show_preview)
        sheet.line_wanted.connect(self.line.take_keyboard)

    # ---- what it says ------------------------------------------------------------------------------

    def show(self) -> None:
        """Tell what the current cell holds, or how what is being typed into it is read and where Enter leads."""
        view = self._sheet.current_view()
        index = QModelIndex() if view is None else view.currentIndex()
        if view is None or not index.isValid():
            self.line.show_cell(None, "")
        else:
            typed, axis, day = self._sheet.typed, self._sheet.caret.axis, self._told_on()
            target, waits = self._sheet.way()
            way = "" if typed is None else way_on(target, axis, day, waits=waits)
            self.line.show_cell(cell_said(view.grid, index, day, typed), way, axis)
        self._show_or_hide()

    def _told_on(self) -> dt.date:
        """The day on which periods are told: those of the year in view need not say which year they are in."""
        year = self._sheet.span.year
        return self._ledger.today if year is None else year.first + HALF_A_YEAR

    def show_preview(self, preview: Preview | None) -> None:
        """Tell what a block would do, or nothing of it any more."""
        self.line.show_preview(preview)
        if self._sheet.keys is not None:
            self._sheet.keys.show_offered(preview is not None)
        self._show_or_hide()

    def show_doubt(self, doubt: Doubt | None) -> None:
        """Tell why a text was not stored."""
        self.line.show_doubt(doubt)
        self._show_or_hide()

    def forget_block(self) -> None:
        """The caret is elsewhere: a block that is offered is not meant any more."""
        blocks = self._sheet.offering()
        if blocks is not None:
            blocks.drop()
            self.show_preview(None)

    # ---- where it stands ---------------------------------------------------------------------------

    def stand(self, column: QVBoxLayout, *, small: bool) -> None:
        """Stand above the sheet; in a small window at the foot, and only while there is something to say."""
        self._small = small
        place = column.count() - 1 if small else 1
        if column.indexOf(self.row) != place:
            column.removeWidget(self.row)
            column.insertWidget(place, self.row)
        self._show_or_hide()

    def _show_or_hide(self) -> None:
        self.row.setVisible(bool(self._sheet.views) and not (self._small and self.line.is_silent()))

    # ---- a block -----------------------------------------------------------------------------------

    def _store(self) -> None:
        blocks = self._sheet.offering()
        if blocks is not None:
            blocks.end_preview(store=True, partly=True)
        self.returned.emit()

    def _drop(self) -> None:
        blocks = self._sheet.offering()
        if blocks is not None:
            blocks.end_preview(store=False)
        self.returned.emit()

    def _turn(self) -> None:
        blocks = self._sheet.offering()
        if blocks is not None:
            blocks.turn()
        self.returned.emit()

    def _reverse(self) -> None:
        blocks = self._sheet.offering()
        if blocks is not None:
            blocks.reverse()
        self.returned.emit()
