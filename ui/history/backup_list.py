"""The backups of a file, newest first, and why each was made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kpidesk import format as fmt
from kpidesk.text import _
from kpidesk.wording.backups import reason_words, size_words
from kpidesk.wording.history import genitive
from kpidesk.workspace import Backup
from ui.base.session import Session

BACKUP = int(Qt.ItemDataRole.UserRole) + 1
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class BackupList(QAbstractListModel):
    """One row for each backup; what is still there is kept when a new one comes."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._backups: list[Backup] = []
        self._reasons: dict[Backup, str] = {}

    def refresh(self) -> None:
        """Look for new ones."""
        found = self._session.ws.backups.listed()
        if found != self._backups:
            self.beginResetModel()
            self._backups, self._reasons = found, {}
            self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """So many backups."""
        return 0 if parent.isValid() else len(self._backups)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The backup for the delegate, a sentence for the rest."""
        if not index.isValid():
            return None
        backup = self._backups[index.row()]
        if role == BACKUP:
            return backup
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.when(backup)}, {self.reason(backup)}, {size_words(backup.size)}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{self.when(backup)}, {self.reason(backup)}"
        return None

    def row_of(self, backup: Backup) -> int:
        """Where a backup stands; −1 when it is gone."""
        return self._backups.index(backup) if backup in self._backups else -1

    # ---- words -----------------------------------------------------------------------------------

    def local(self, backup: Backup) -> dt.datetime:
        """When it was made, by this machine's clock."""
        return backup.when.astimezone(self._session.ws.now().tzinfo)

    def when(self, backup: Backup) -> str:
        """The day and the time."""
        words = fmt.moment_short(self.local(backup), self._session.today())
        return fmt.capital(words)

    def longest(self, words: Callable[[Backup], str]) -> str:
        """The longest that is said of one of them, for the width of a column: a backup of another year says which."""
        return max(map(words, self._backups), key=len, default="")

    def reason(self, backup: Backup) -> str:
        """Why it was made."""
        if backup not in self._reasons:
            self._reasons[backup] = self._reason(backup)
        return self._reasons[backup]

    def _reason(self, backup: Backup) -> str:
        if backup.reason == "merge":
            return self._before_merge(backup)
        if backup.reason == "daily":
            return _("last of the month") if self._is_last_of_month(backup) else reason_words(backup.reason)
        return reason_words(backup.reason)

    def _before_merge(self, backup: Backup) -> str:
        merged = self._session.ws.history.merge_after(backup.when)
        names = [name.split()[0] for name in merged.authors if name.split()] if merged is not None else []
        if len(names) != 1:
            return _("before a merge")
        return _("before merging {whose} copy").format(whose=genitive(names[0]))

    def _is_last_of_month(self, backup: Backup) -> bool:
        day, today = self.local(backup).date(), self._session.today()
        if (day.year, day.month) == (today.year, today.month):
            return False
        later = [self.local(other).date() for other in self._backups if other.when > backup.when]
        return not any((other.year, other.month) == (day.year, day.month) for other in later)
