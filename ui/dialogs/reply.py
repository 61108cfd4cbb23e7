"""A reply sheet that came back: who has filled it in and what it would change, before anything is stored."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Input
from kpidesk.domain.period import Period
from kpidesk.exchange import reply_sheet
from kpidesk.exchange.reply_sheet import Edit, Reply
from kpidesk.text import _, ngettext
from ui import page
from ui.bridge import Desk
from ui.models.entry_words import in_full
from ui.scale import px
from ui.widgets.dialog_frame import DialogFrame
from ui.widgets.whole import widest

WIDTH, ROW_HEIGHT, MOST_ROWS_SHOWN = 640, 28, 10
LEAST_NUMBER, EDGES = 90, 24
NUMBERS = (2, 3)
"""The columns that are written to the right."""


class ReplyDialog(DialogFrame):
    """Its numbers beside those that stand now, and the one way to take them in."""

    def __init__(self, desk: Desk, reply: Reply, parent: QWidget | None = None) -> None:
        super().__init__(_("Read in a reply sheet"), parent, wide=WIDTH)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._reply = desk, reply
        self._numbers = sum(edit.changed for edit in reply.edits)
        self.body.addWidget(page.text(self._title(), "title", wrap=True))
        self.summary = page.text(self._summary(), "body2", wrap=True)
        self.body.addWidget(self.summary)
        self.table = self._make_table()
        self._fill()
        self.body.addWidget(self.table)
        self.add_cancel()
        words = ngettext("Take in {n} number", "Take in {n} numbers", self._numbers).format(n=self._numbers)
        taking = words if self._numbers or not reply.edits else _("Take in the notes")
        self.take = self.add_button(taking, self.store, primary=True)
        self.take.setEnabled(bool(reply.edits))

    def _title(self) -> str:
        return ngettext(
            "{who} has changed {n} number", "{who} has changed {n} numbers", self._numbers
        ).format(who=self._reply.person, n=self._numbers)  # fmt: skip

    def _summary(self) -> str:
        same = self._reply.unchanged
        told = [_("Nothing is stored before you take it in.")]
        if same:
            words = ngettext("{n} line is as it was sent.", "{n} lines are as they were sent.", same)
            told.append(words.format(n=same))
        ahead = entry.said_of_ahead(self._desk.ws, self._filled())
        if ahead is not None:
            told.append(str(ahead))
        if any(self._is_late(edit) for edit in self._reply.edits):
            told.append(_("Where somebody has changed the number meanwhile, you are asked to choose afterwards."))
        return " ".join(told)

    def _filled(self) -> list[Period]:
        return [edit.period for edit in self._reply.edits if edit.changed and edit.value is not None]

    def _is_late(self, edit: Edit) -> bool:
        return edit.changed and self._desk.ws.series(edit.input).get(edit.period) != edit.was

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(len(self._reply.edits), 5)
        table.setHorizontalHeaderLabels([_("What"), _("Period"), _("Now"), _("After"), _("Note")])
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, 110), (2, 90), (3, 90), (4, 120)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, px(width))
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column in NUMBERS:
            item = table.horizontalHeaderItem(column)
            assert item is not None
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(ROW_HEIGHT))
        table.setShowGrid(False)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        table.setTabKeyNavigation(False)
        table.setFrameShape(QTableWidget.Shape.NoFrame)
        table.setAccessibleName(_("What would change"))
        shown = min(len(self._reply.edits), MOST_ROWS_SHOWN)
        table.setFixedHeight(header.sizeHint().height() + px(ROW_HEIGHT) * shown + 2)
        if not self._reply.edits:
            table.hide()
        return table

    def _fill(self) -> None:
        start = self._desk.ws.company.fiscal_year_start
        for row, edit in enumerate(self._reply.edits):
            entity = self._desk.ws.get(Input, edit.input)
            now = self._desk.ws.series(edit.input).get(edit.period)
            emptied = edit.changed and edit.value is None
            after = _("emptied") if emptied else in_full(edit.value if edit.changed else now, entity.decimals)
            cells = (
                entity.name or entity.key, fmt.period_name(edit.period, start),
                in_full(now, entity.decimals), after, edit.note,
            )  # fmt: skip
            for column, words in enumerate(cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column in NUMBERS:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column == 2:
                    item.setForeground(self._desk.theme.color("risk_text" if self._is_late(edit) else "text2"))
                self.table.setItem(row, column, item)
        for column in NUMBERS:
            places = [self.table.model().index(row, column) for row in range(self.table.rowCount())]
            texts = [str(place.data() or "") for place in places]
            self.table.setColumnWidth(column, max(px(LEAST_NUMBER), widest(self.table.font(), texts) + EDGES))

    def store(self) -> None:
        """Take it in as one change, signed by the one who wrote it."""
        said = partial(_taken_in, self._reply.person)
        if self._desk.attempt(reply_sheet.store, self._reply, said=said, refuse=self.refuse):
            self.accept()


def _taken_in(who: str, count: int) -> str:
    words = ngettext("{n} number from {who} taken in", "{n} numbers from {who} taken in", count)
    return words.format(n=count, who=who)
