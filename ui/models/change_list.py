"""Every change of the file, newest first, under the day it was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.text import _, ngettext
from kpidesk.workspace import CellChange, HistoryEntry
from ui.bridge import Desk
from ui.models.change_words import ICONS, ChangeWords, describe

CHUNK = 200
ROW = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class DayRow:
    """A heading: one day."""

    day: dt.date
    count: int


@dataclass(frozen=True)
class EntryRow:
    """One change."""

    entry: HistoryEntry


Row = DayRow | EntryRow


class ChangeList(QAbstractListModel):
    """The log as rows; more are read as one scrolls down."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[Row] = []
        self._entries: list[HistoryEntry] = []
        self._ended = False
        self._search = ""
        self._who = ""
        self._cells: dict[int, list[CellChange]] = {}

    # ---- reading ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Take in what has been added on top."""
        wanted = max(CHUNK, len(self._entries))
        self._entries = self._desk.ws.history(wanted)
        self._ended = len(self._entries) < wanted
        self._show(self._filtered())

    def set_filter(self, search: str, who: str) -> None:
        """Show only changes with these words, by this person."""
        self._search, self._who = search.casefold().strip(), who
        self._show(self._filtered())

    def authors(self) -> list[str]:
        """Everybody whose changes have been read."""
        return sorted({entry.author for entry in self._entries if entry.author})

    def _filtered(self) -> list[Row]:
        rows: list[Row] = []
        passing = [entry for entry in self._entries if self._passes(entry)]
        days: dict[dt.date, list[HistoryEntry]] = {}
        for entry in passing:
            days.setdefault(self._local(entry).date(), []).append(entry)
        for day, entries in days.items():
            rows.append(DayRow(day, len(entries)))
            rows.extend(EntryRow(entry) for entry in entries)
        return rows

    def _passes(self, entry: HistoryEntry) -> bool:
        return (not self._who or entry.author == self._who) and self._search in str(entry.label).casefold()

    def _local(self, entry: HistoryEntry) -> dt.datetime:
        return entry.when.astimezone(self._desk.ws.now().tzinfo)

    def _show(self, rows: list[Row]) -> None:
        """Insert what is new; start over only when something shown is gone."""
        wanted = [_key(row) for row in rows]
        kept = set(wanted)
        if any(_key(row) not in kept for row in self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        for place, row in enumerate(rows):
            if place < len(self._rows) and _key(self._rows[place]) == wanted[place]:
                if self._rows[place] != row:
                    self._rows[place] = row
                    self.dataChanged.emit(self.index(place), self.index(place))
                continue
            self.beginInsertRows(QModelIndex(), place, place)
            self._rows.insert(place, row)
            self.endInsertRows()

    def canFetchMore(self, _parent: Index) -> bool:
        """Tell whether older changes can be read."""
        return not self._ended

    def fetchMore(self, _parent: Index) -> None:
        """Read older changes."""
        last = self._entries[-1].ref if self._entries else None
        older = self._desk.ws.history(CHUNK, last)
        self._ended = len(older) < CHUNK
        self._entries += older
        self._show(self._filtered())

    # ---- the model's own part --------------------------------------------------------------------

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Days and changes."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only changes can be chosen."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._rows[index.row()], DayRow):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The row itself for the delegate, a sentence for the rest."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, DayRow):
                return self.day_words(row)
            return f"{self.time_words(row.entry)} {row.entry.author} {entry_words(row.entry)}"
        return None

    def row_of(self, index: Index) -> Row | None:
        """What stands at an index."""
        return self._rows[index.row()] if index.isValid() else None

    def day_words(self, row: DayRow) -> str:
        """The heading of a day."""
        words = fmt.weekday_day_year(row.day)
        if row.day == self._desk.today():
            words = _("Today, {day}").format(day=fmt.weekday_day(row.day))
        return words

    def count_words(self, row: DayRow) -> str:
        """How many changes a day has."""
        return ngettext("{n} change", "{n} changes", row.count).format(n=row.count)

    def time_words(self, entry: HistoryEntry) -> str:
        """The time of day."""
        return fmt.clock_time(self._local(entry))

    def cells(self, entry: HistoryEntry) -> list[CellChange]:
        """What a change changed, read once."""
        if entry.ref not in self._cells:
            self._cells[entry.ref] = self._desk.ws.changes_of(entry.ref)
        return self._cells[entry.ref]

    def icon(self, entry: HistoryEntry) -> str:
        """The icon of what was changed."""
        cells = self.cells(entry) if entry.cells + entry.measurements <= 50 else []
        return ICONS.get(cells[0].kind if cells else None, "pencil")

    def single(self, entry: HistoryEntry) -> ChangeWords | None:
        """Before and after, where only one cell was changed."""
        if entry.cells + entry.measurements != 1:
            return None
        cells = self.cells(entry)
        return describe(self._desk.ws, cells[0]) if len(cells) == 1 else None


def _key(row: Row) -> tuple[str, object]:
    return ("day", row.day) if isinstance(row, DayRow) else ("entry", row.entry.ref)


def entry_words(entry: HistoryEntry) -> str:
    """What was done, beginning with a capital."""
    words = str(entry.label)
    return words[:1].upper() + words[1:]
