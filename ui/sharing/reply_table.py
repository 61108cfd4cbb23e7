"""The lines of a reply sheet: those that can be taken, each with a tick, and those that can't, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Input
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.reply_sheet import Edit, LeftOut, Reply
from kpidesk.text import _
from kpidesk.wording.entry import in_full
from ui.base.reach.cells import HEARD, name_rows
from ui.base.scale import px
from ui.base.session import Session
from ui.parts import preview_table
from ui.parts.fields.words_tick import WordsTick
from ui.parts.whole import widest

MOST_HEIGHT = 290
LEAST_NUMBER, LEAST_NAME, EDGES = 90, 64, 24
WHAT, PERIOD, NOW, AFTER, NOTE = range(5)
WIDTHS = {PERIOD: 126, NOW: 90, AFTER: 90, NOTE: 90}
NUMBERS = (NOW, AFTER)
"""The columns that are written to the right."""
BREAKS = re.compile(r"(?<=[ –])")
"""A line may end here."""
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ReplyTable(QTableWidget):
    """What the sheet would change; a line whose tick is taken away is left as it is in the file, and where nothing is
    ``offered`` no line has one.
    """

    def __init__(self, session: Session, reply: Reply, parent: QWidget | None = None, *, offered: bool = True) -> None:
        super().__init__(len(reply.edits) + len(reply.left_out), 5, parent)
        self._session, self._reply, self._offered = session, reply, offered
        self._odd = reply_sheet.unusual(session.ws, reply)
        heads = (_("What"), _("Period"), _("Now"), _("After"), _("Note"))
        preview_table.set_up(self, heads, (WHAT,), WIDTHS)
        self.setItemDelegateForColumn(WHAT, WordsTick(self))
        for column in NUMBERS:
            item = self.horizontalHeaderItem(column)
            assert item is not None
            item.setTextAlignment(RIGHT)
        for row, edit in enumerate(reply.edits):
            self._show_edit(row, edit)
        for row, line in enumerate(reply.left_out, len(reply.edits)):
            self._show_left_out(row, line)
        name_rows(self, WHAT, PERIOD)
        for column in NUMBERS:
            self.setColumnWidth(column, max(px(LEAST_NUMBER), self._widest(column)))
        self._longest = self._widest(NOTE)
        if self.rowCount():
            self.setCurrentCell(0, WHAT)

    def _widest(self, column: int) -> int:
        """What the longest word of a column takes; a number is one, with the spaces within it."""
        places = [self.model().index(row, column) for row in range(self.rowCount())]
        words = [word for place in places for word in BREAKS.split(str(place.data() or ""))]
        return widest(self.font(), words) + EDGES

    def _numbers(self) -> int:
        """What the periods and the numbers take."""
        return sum(self.columnWidth(column) for column in (PERIOD, *NUMBERS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what is noted has half of what the numbers leave, and more where a number of it asks for that."""
        super().resizeEvent(event)
        free = self.viewport().width() - self._numbers()
        self.setColumnWidth(NOTE, min(max(free // 2, self._longest), max(free - px(LEAST_NAME), px(LEAST_NAME))))

    def resize_to_rows(self) -> None:
        """As high as the lines ask for, with their reasons whole, up to where the rest scrolls."""
        self.resizeRowsToContents()
        for row in range(self.rowCount()):
            self.setRowHeight(row, max(px(preview_table.ROW), self.rowHeight(row)))
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + min(rows, px(MOST_HEIGHT)) + 2)

    # ---- lines -------------------------------------------------------------------------------------

    def _show_edit(self, row: int, edit: Edit) -> None:
        ws, entity = self._session.ws, self._session.ws.get(Input, edit.input)
        now = ws.series(edit.input).get(edit.period)
        emptied = edit.changed and edit.value is None
        after = _("emptied") if emptied else in_full(edit.value if edit.changed else now, entity)
        period = fmt.period_told(edit.period, ws.company.fiscal_year_start)
        odd = self._odd.get((edit.input, edit.period))
        note = " · ".join(filter(None, (edit.note, "" if odd is None else str(odd))))
        items = self._put(row, (entity.name or entity.key, period, in_full(now, entity), after, note))
        if odd is not None:
            items[NOTE].setForeground(self._session.theme.color("risk_text"))
        if self._offered:
            ticked = Qt.ItemFlag.ItemIsUserCheckable
            items[WHAT].setFlags(Qt.ItemFlag.ItemIsEnabled | ticked | Qt.ItemFlag.ItemIsSelectable)
            items[WHAT].setCheckState(Qt.CheckState.Checked)
        late = self.is_late(edit)
        items[NOW].setForeground(self._session.theme.color("risk_text" if late else "text2"))
        if late:
            told = items[NOW].text() or _("blank"), _("changed since the form was sent")
            items[NOW].setData(HEARD, ", ".join(told))
            items[NOW].setToolTip(", ".join(told))

    def _show_left_out(self, row: int, line: LeftOut) -> None:
        what = line.what or _("Line {n}").format(n=line.line)
        for item in self._put(row, (what, line.period, "", line.typed, str(line.why))):
            item.setForeground(self._session.theme.color("text2"))
        reason = self.item(row, NOTE)
        assert reason is not None
        reason.setForeground(self._session.theme.color("off_text"))

    def _put(self, row: int, cells: Sequence[str]) -> list[QTableWidgetItem]:
        items = []
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(words)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            if column in NUMBERS:
                item.setTextAlignment(RIGHT)
            self.setItem(row, column, item)
            items.append(item)
        return items

    def is_late(self, edit: Edit) -> bool:
        """Tell whether somebody has changed the number since the form was sent, to another than stands in it."""
        return edit.changed and self._session.ws.series(edit.input).get(edit.period) not in (edit.was, edit.value)

    def chosen(self) -> tuple[Edit, ...]:
        """The lines that are ticked."""
        return tuple(edit for row, edit in enumerate(self._reply.edits) if self._is_ticked(row))

    def _is_ticked(self, row: int) -> bool:
        item = self.item(row, WHAT)
        return item is not None and item.checkState() is Qt.CheckState.Checked
