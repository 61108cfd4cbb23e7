"""One block of the entry sheet as a Qt model: rows are inputs and computed lines, columns are periods.

A value goes into the workspace through ``commands.entry``; what is no number is kept as a draft and not stored.
Rows fold under the computed line that they belong to. What its cells show is told by ``looks``, its heads by ``heads``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal

from kpidesk import format as fmt
from kpidesk.commands import entry
from kpidesk.domain.entities import Uid, Value
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures import EntryRow
from kpidesk.figures.entry import Cell
from kpidesk.reading import NotUnderstood, Result, likeliest
from kpidesk.text import _
from kpidesk.workspace import Seen
from ui.base.session import Session
from ui.entry.sheet import entry_words
from ui.entry.sheet.entry_heads import Heads
from ui.entry.sheet.entry_ledger import Ledger
from ui.entry.sheet.entry_looks import FIRST, NAME, UNIT, Index, Looks
from ui.entry.sheet.entry_paste import Preview
from ui.entry.sheet.entry_rows import Rows

Role = Qt.ItemDataRole
LOOKED_AT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
TYPED_INTO = LOOKED_AT | Qt.ItemFlag.ItemIsEditable


class EntryGrid(QAbstractTableModel):
    """The cells of one rhythm. ``rows`` are those not folded away; ``begun`` is the cell being typed into.

    With it stands how far the file was known when its field was filled. ``headed`` tells that the heads of the periods
    say something else: Qt would lay all of a view out anew for that, and paint it. ``unstored`` names a
    cell in which a text is kept.
    """

    headed = Signal()
    unstored = Signal(object)

    def __init__(self, session: Session, ledger: Ledger, frequency: Frequency, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session, self.ledger, self.frequency = session, ledger, frequency
        self.folding = Rows()
        self.rows: tuple[EntryRow, ...] = ()
        self.periods: tuple[Period, ...] = ()
        self.looks, self.heads = Looks(ledger, frequency), Heads(ledger)
        self.begun: tuple[Cell | None, Seen | None] = (None, None)

    # ---- content -------------------------------------------------------------------------------

    def show(self, rows: Sequence[EntryRow], periods: Sequence[Period], folded: set[Uid]) -> None:
        """Show other rows or periods; the rows under ``folded`` ones are put away."""
        self.beginResetModel()
        self.folding, self.periods = Rows(rows, folded), tuple(periods)
        self.rows = self.folding.shown
        self.heads.show(self.folding)
        self.looks.show(self.folding, self.periods)
        self.endResetModel()

    def show_periods(self, periods: Sequence[Period]) -> None:
        """Show other periods of the same rows."""
        self.beginResetModel()
        self.periods = tuple(periods)
        self.looks.show_periods(self.periods)
        self.endResetModel()

    def follow(self, touched: set[Uid]) -> None:
        """Repaint the rows that changed numbers touch: their own and what is computed from them."""
        differs = self.heads.follow(touched)
        self._repaint(self.looks.touch(touched))
        if self.periods and differs:
            self.headed.emit()

    def follow_notes(self) -> None:
        """Repaint what notes and confirmed numbers may have changed."""
        self.looks.repaint()
        self._repaint_all()

    def suppose(self, cell: Cell, typed: Result[Value | None] | None) -> None:
        """Show what would be computed with the number being typed; ``None`` when typing has ended."""
        self._repaint(self.looks.suppose(cell, typed))

    def show_preview(self, preview: Preview | None) -> None:
        """Paint a block before it is stored, or take the paint away."""
        self.looks.show_preview(preview)
        self._repaint_all()

    def _repaint(self, places: Iterable[int]) -> None:
        for place in places:
            self.dataChanged.emit(self.index(place, FIRST), self.index(place, self.columnCount() - 1))

    def _repaint_all(self) -> None:
        if self.rows and self.periods:
            self.dataChanged.emit(self.index(0, FIRST), self.index(len(self.rows) - 1, self.columnCount() - 1))

    # ---- folding ---------------------------------------------------------------------------------

    def toggle_fold(self, place: int) -> None:
        """Fold the rows under a row away, or out again."""
        if not self.folding.can_fold(place):
            return
        folding = self.folding.toggled(place)
        change = len(folding.shown) - len(self.rows)
        if change > 0:
            self.beginInsertRows(QModelIndex(), place + 1, place + change)
            self._refold(folding)
            self.endInsertRows()
        elif change < 0:
            self.beginRemoveRows(QModelIndex(), place + 1, place - change)
            self._refold(folding)
            self.endRemoveRows()
        self.dataChanged.emit(self.index(place, NAME), self.index(place, NAME))

    def _refold(self, folding: Rows) -> None:
        self.folding, self.rows = folding, folding.shown
        self.looks.refold(folding)

    def unfold_to(self, uid: Uid) -> int | None:
        """Fold out whatever hides an input; gives its row, or ``None`` when the block has none."""
        hiding = self.folding.hiding(uid)
        if hiding is None:
            return None
        for key in hiding:
            self.toggle_fold(next(n for n, row in enumerate(self.rows) if row.key == key))
        return next(n for n, row in enumerate(self.rows) if row.source and row.source.uid == uid)

    # ---- cells ---------------------------------------------------------------------------------

    def source(self, index: Index) -> Uid | None:
        """The input of a row; ``None`` for a computed row."""
        if not index.isValid():
            return None
        found = self.rows[index.row()].source
        return None if found is None else found.uid

    def period(self, index: Index) -> Period | None:
        """The period of a column."""
        place = index.column() - FIRST
        return self.periods[place] if index.isValid() and 0 <= place < len(self.periods) else None

    def cell(self, index: Index) -> Cell | None:
        """The input and period of a cell that can be typed into."""
        source, period = self.source(index), self.period(index)
        return None if source is None or period is None else (source, period)

    def typed_from(self, row: int, column: int, by: int) -> QModelIndex:
        """The first cell of a column that can be typed into, from a row on, down or up; invalid where there is none."""
        rows = range(row, self.rowCount() if by > 0 else -1, by)
        found = (index for each in rows if self.cell(index := self.index(each, column)) is not None)
        return next(found, QModelIndex())

    def index_of(self, cell: Cell) -> QModelIndex:
        """Where a cell is shown; invalid where it is folded away or another period is in view."""
        if cell[1] not in self.periods:
            return QModelIndex()
        column = FIRST + self.periods.index(cell[1])
        place = next((n for n, row in enumerate(self.rows) if row.source and row.source.uid == cell[0]), None)
        return QModelIndex() if place is None else self.index(place, column)

    # ---- Qt's questions --------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: how many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt: name, unit and the periods."""
        return 0 if parent.isValid() else FIRST + len(self.periods)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """Qt: the heads, whose second line the header paints by itself; a screen reader hears both, and the names."""
        if role == Role.AccessibleTextRole:
            return self._head_heard(section, orientation)
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        if section == NAME:
            return fmt.every(self.frequency)
        if section < FIRST or section - FIRST >= len(self.periods):
            return ""
        return self.heads.name(self.periods[section - FIRST])

    def _head_heard(self, section: int, orientation: Qt.Orientation) -> str | None:
        if orientation is Qt.Orientation.Vertical:
            return self.rows[section].name if 0 <= section < len(self.rows) else None
        if section < FIRST or section - FIRST >= len(self.periods):
            return _("Unit") if section == UNIT else None
        period = self.periods[section - FIRST]
        name, caption = fmt.period_name(period, self.ledger.fiscal_start), self.heads.caption(period)[0]
        return name if caption in name else f"{name}, {caption}"

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """Qt: what a cell holds."""
        if not index.isValid():
            return None
        if role == Role.DisplayRole:
            return self.looks.text(index)
        if role == Role.EditRole:
            return entry_words.typed_text(self, index)
        if role == Role.ToolTipRole:
            return entry_words.tip(self, index)
        if role == Role.AccessibleTextRole:
            return entry_words.heard(self, index)
        if role == Role.TextAlignmentRole and index.column() >= FIRST:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: inputs can be typed into, the rest only looked at."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.period(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return LOOKED_AT if self.source(index) is None else TYPED_INTO

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Qt: something was typed. What is no number becomes a draft; nothing of it is stored."""
        cell = self.cell(index)
        if role != Role.EditRole or cell is None:
            return False
        stored = self._take(cell, str(value))
        self.looks.forget_row(index.row())
        if not stored:
            self.dataChanged.emit(index, index)
            self.unstored.emit(cell)
        return stored

    def forget_text(self, index: Index) -> None:
        """Show again what is stored in a cell; its field may be open still, and so is not told."""
        cell = self.cell(index)
        if cell is not None:
            self.ledger.drop_draft(cell)
            self.looks.forget_row(index.row())

    def _take(self, cell: Cell, text: str) -> bool:
        """Store what a text says; what is no number, or what the disk refuses, stays a draft."""
        typed = self.ledger.read(cell, text)
        if isinstance(typed, NotUnderstood):
            self.ledger.keep_draft(cell, text)
            return False
        self.ledger.drop_draft(cell)
        read = likeliest(typed, None)
        if read == self.ledger.value(cell):
            return True
        ahead = None if read is None else entry.said_of_ahead(self.session.ws, [cell[1]])
        said = "" if ahead is None else str(ahead)
        begun, seen = self.begun
        based_on = seen if begun == cell else None
        if not self.session.attempt(entry.set_value, *cell, read, typed=text, said=said, based_on=based_on):
            self.ledger.keep_unstored(cell, text)
            return False
        return True
