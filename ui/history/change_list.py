"""Every change of the file, newest first, under the day it was made; older ones are read as one scrolls down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from kpidesk import format as fmt
from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Period
from kpidesk.text import _, ngettext
from kpidesk.wording.history import Line, Teller
from kpidesk.workspace import Brief, HistoryEntry, HistoryFilter
from ui.base.session import Session

CHUNK, LOOKED = 200, 500
"""So many changes are read at a time, and so many looked at before the window has its turn."""
ROW = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


@dataclass(frozen=True)
class DayRow:
    """A heading: one day, and how many changes it has; ``None`` while older ones of it are still to be read."""

    day: dt.date
    count: int | None


@dataclass(frozen=True)
class EntryRow:
    """One change."""

    entry: HistoryEntry


Row = DayRow | EntryRow


@dataclass(frozen=True)
class Only:
    """The history of one thing: what the filter is called, and the rows, one field or period, or changes it shows."""

    title: str
    rows: tuple[Uid, ...]
    what: str | Period | None = None
    refs: tuple[int, ...] = ()


class ChangeList(QAbstractListModel):
    """The log as rows. ``read_on`` tells that a part of it has been read."""

    read_on = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rows: list[Row] = []
        self._entries: list[HistoryEntry] = []
        self._filter = HistoryFilter()
        self._trail = session.ws.history.trail(self._filter)
        self._teller = Teller(session.ws)
        self._briefs: dict[int, Mapping[int, Brief]] = {}
        self._lines: dict[int, Line] = {}
        self._go_on = QTimer(self)
        self._go_on.setSingleShot(True)
        self._go_on.setInterval(0)
        self._go_on.timeout.connect(self._read)

    # ---- reading ---------------------------------------------------------------------------------

    @property
    def filter(self) -> HistoryFilter:
        """What is let through."""
        return self._filter

    @property
    def reading(self) -> bool:
        """Tell whether the first screenful is still being looked for."""
        return self._go_on.isActive()

    def set_filter(self, wanted: HistoryFilter) -> None:
        """Show only some changes."""
        if wanted != self._filter:
            self._filter = wanted
            self._start_over()

    def refresh(self, everything: bool = False) -> None:
        """Take in what has been added on top; start over where a merge may have put something in between."""
        self._teller = Teller(self._session.ws)
        self._lines.clear()
        if everything:  # a merge may have put something before what is known
            self._briefs.clear()
        trail = self._session.ws.history.trail(self._filter)
        fresh = trail.more(CHUNK)
        new = self._on_top(fresh)
        if new is None or (everything and len(self._entries) > CHUNK):
            self._begin(trail, fresh)
            return
        self._add(fresh[:new], [])
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def _on_top(self, fresh: list[HistoryEntry]) -> int | None:
        """How many changes came on top of what is known; ``None`` when that is not all that came."""
        refs, known = [entry.ref for entry in fresh], [entry.ref for entry in self._entries]
        if not known or known[0] not in refs:
            return None
        new = refs.index(known[0])
        return new if refs[new:] == known[: len(refs) - new] else None

    def _start_over(self) -> None:
        trail = self._session.ws.history.trail(self._filter, self._trail)
        self._begin(trail, trail.more(CHUNK, LOOKED))

    def _begin(self, trail: Any, fresh: list[HistoryEntry]) -> None:
        self._trail = trail
        self.beginResetModel()
        self._entries = list(fresh)
        self._rows = self._arranged()
        self.endResetModel()
        self._look_further(len(fresh))

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether older changes can be read."""
        return not parent.isValid() and not self._trail.ended

    def fetchMore(self, parent: Index) -> None:
        """Read older changes."""
        if not parent.isValid():
            self._read()

    def _read(self) -> None:
        older = self._trail.more(CHUNK, LOOKED)
        self._add([], older)
        self._look_further(len(older))

    def _look_further(self, found: int) -> None:
        """A rare word: go on when the window has had its turn."""
        if found < CHUNK and not self._trail.ended and len(self._entries) < CHUNK:
            self._go_on.start()
        self.read_on.emit()

    def _add(self, newer: list[HistoryEntry], older: list[HistoryEntry]) -> None:
        self._entries = [*newer, *self._entries, *older]
        self._show(self._arranged())

    def _arranged(self) -> list[Row]:
        rows: list[Row] = []
        days: dict[dt.date, list[HistoryEntry]] = {}
        for entry in self._entries:
            days.setdefault(self.local(entry).date(), []).append(entry)
        last = next(reversed(days), None)
        for day, entries in days.items():
            whole = day != last or self._trail.ended
            rows.append(DayRow(day, len(entries) if whole else None))
            rows.extend(EntryRow(entry) for entry in entries)
        return rows

    def _show(self, rows: list[Row]) -> None:
        """Insert what is new in runs; what was shown stays where it is."""
        known = {_key(row) for row in self._rows}
        place = 0
        while place < len(rows):
            if _key(rows[place]) in known:
                if self._rows[place] != rows[place]:
                    self._rows[place] = rows[place]
                    self.dataChanged.emit(self.index(place), self.index(place))
                place += 1
                continue
            end = place
            while end < len(rows) and _key(rows[end]) not in known:
                end += 1
            self.beginInsertRows(QModelIndex(), place, end - 1)
            self._rows[place:place] = rows[place:end]
            self.endInsertRows()
            place = end

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
            return self._day_spoken(row) if isinstance(row, DayRow) else self.spoken(row.entry)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, EntryRow):
            line = self.line(row.entry)
            undone = _("Undone since") if line.undone else ""
            return "\n".join(part for part in (line.words, change_words(line), undone) if part)
        return None

    def row_of(self, index: Index) -> Row | None:
        """What stands at an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def place_of(self, ref: int) -> int:
        """Where a change stands; −1 when it is not shown."""
        return next((n for n, row in enumerate(self._rows) if isinstance(row, EntryRow) and row.entry.ref == ref), -1)

    # ---- words -----------------------------------------------------------------------------------

    def local(self, entry: HistoryEntry) -> dt.datetime:
        """When it was, by this machine's clock."""
        return entry.when.astimezone(self._session.ws.now().tzinfo)

    def day_words(self, row: DayRow) -> str:
        """The heading of a day."""
        today = self._session.today()
        if row.day == today:
            return _("Today, {day}").format(day=fmt.weekday_day(row.day))
        words = fmt.weekday_day_year(row.day)
        return words if row.day.year != today.year else words.removesuffix(f" {row.day.year}")

    def _day_spoken(self, row: DayRow) -> str:
        """A day with how many changes it has."""
        return ", ".join(each for each in (self.day_words(row), self.count_words(row)) if each)

    def count_words(self, row: DayRow) -> str:
        """How many changes a day has."""
        if row.count is None:
            return ""
        return ngettext("{n} change", "{n} changes", row.count).format(n=row.count)

    def time_words(self, entry: HistoryEntry) -> str:
        """The time of day."""
        return fmt.clock_time(self.local(entry))

    def spoken(self, entry: HistoryEntry) -> str:
        """A change in one sentence."""
        line = self.line(entry)
        undone = _("undone since") if line.undone else ""
        told = ", ".join(part for part in (line.words, change_words(line), undone) if part)
        who = entry.author or _("Unknown")
        return f"{self.time_words(entry)} {who}: {told}"

    def line(self, entry: HistoryEntry) -> Line:
        """A change in words; neighbours are read with it."""
        if entry.ref not in self._lines:
            self._lines[entry.ref] = self._teller.line(entry, self.brief(entry))
        return self._lines[entry.ref]

    def brief(self, entry: HistoryEntry) -> Brief:
        """What a change changed, as far as it can be listed."""
        if entry.ref not in self._briefs:
            place = next((n for n, each in enumerate(self._entries) if each.ref == entry.ref), None)
            near = [entry] if place is None else self._entries[place // CHUNK * CHUNK :][:CHUNK]
            wanted = [each for each in near if each.ref not in self._briefs]
            self._briefs |= dict.fromkeys((each.ref for each in wanted), self._session.ws.history.briefs(wanted))
        return self._briefs[entry.ref][entry.ref]


def change_words(line: Line) -> str:
    """Before and after in one phrase."""
    if line.before and line.after:
        return f"{line.before} → {line.after}"
    return line.after or line.before


def _key(row: Row) -> tuple[str, object]:
    return ("day", row.day) if isinstance(row, DayRow) else ("entry", row.entry.ref)
