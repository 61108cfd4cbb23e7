"""Which numbers a reply sheet asks for, and for how many periods."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from kpidesk import format as fmt
from kpidesk.domain.entities import Uid
from kpidesk.exchange import reply_sheet
from kpidesk.text import _
from ui.base import page
from ui.base.scale import px
from ui.base.session import Session
from ui.parts.fields.words_tick import WordsTick
from ui.parts.still import StillSpin

UID = Qt.ItemDataRole.UserRole
PERIODS, MOST_PERIODS = 6, 60
ROW_HEIGHT, ROWS_SHOWN = 28, 7


class SheetChoice(QWidget):
    """A list to tick, and a count; ``changed`` when something has been ticked."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._owner: Uid | None = None
        self._touched = False
        column = page.column(self, spacing=6)
        column.addWidget(page.text(_("Numbers to ask for"), "caption"))
        self.list = QListWidget()
        self.list.setItemDelegate(WordsTick(self.list))
        self.list.setProperty("look", "ticks")
        self.list.setFixedHeight(px(ROW_HEIGHT * ROWS_SHOWN + 2))
        self.list.setAccessibleName(_("Numbers to ask for"))
        self.list.itemChanged.connect(self._on_ticked)
        column.addWidget(self.list)
        row = QHBoxLayout()
        row.setSpacing(8)
        label = page.text(_("Periods back"), "small")
        row.addWidget(label)
        self.periods = StillSpin()
        self.periods.setRange(1, MOST_PERIODS)
        self.periods.setValue(PERIODS)
        self.periods.setFixedWidth(px(72))
        self.periods.setAccessibleName(_("Periods back"))
        label.setBuddy(self.periods)
        row.addWidget(self.periods)
        row.addStretch()
        column.addLayout(row)
        self._fill()

    def _fill(self) -> None:
        self.list.blockSignals(True)
        for entity in reply_sheet.askable(self._session.ws):
            words = f"{entity.name or entity.key} · {fmt.every(entity.frequency)}"
            item = QListWidgetItem(words)
            item.setData(UID, entity.uid)
            item.setSizeHint(QSize(0, px(ROW_HEIGHT)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _items(self) -> list[QListWidgetItem]:
        found = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in found if item is not None]

    def show_owner(self, owner: Uid | None) -> None:
        """Tick what somebody is responsible for, unless one has ticked oneself."""
        if self._touched or owner == self._owner:
            return
        self._owner = owner
        theirs = {entity.uid for entity in reply_sheet.askable(self._session.ws, owner)} if owner else set()
        self.list.blockSignals(True)
        for item in self._items():
            item.setCheckState(Qt.CheckState.Checked if item.data(UID) in theirs else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)

    def inputs(self) -> list[Uid]:
        """What is ticked, in the order shown."""
        return [item.data(UID) for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _on_ticked(self, _item: QListWidgetItem) -> None:
        self._touched = True
        self.changed.emit()
