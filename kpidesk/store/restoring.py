"""An open file that can go back: to a backup, or to any moment of its log, as one change that can be undone."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from kpidesk.errors import BadInput
from kpidesk.store import forks, merged, past, schema
from kpidesk.store.backups import Backup
from kpidesk.store.editing import Reverted
from kpidesk.store.history import CellChange
from kpidesk.store.merging import Merging
from kpidesk.text import msg

When = Backup | dt.datetime


@dataclass(frozen=True)
class RestorePreview:
    """What going back would change: ``before`` is what is there now, ``after`` what there was.

    ``later`` counts the changes made since; they stay in the history. ``kept`` counts rows that would
    stay, because something that is not taken back has touched them. ``lost_here`` counts transactions
    that only the backup holds; they are merged first.
    """

    moment: dt.datetime
    changes: tuple[CellChange, ...] = ()
    later: int = 0
    kept: int = 0
    lost_here: int = 0


class Restoring(Merging):
    """See the module."""

    def restore_preview(self, when: When) -> RestorePreview:
        """What ``restore`` would change; nothing is written."""
        never, lacking = self._since(when)
        difference = past.difference(self._database, self._names, self._home.working_copies, never)
        changes = tuple(past.told(self._names, difference))
        return RestorePreview(_moment(when), changes, len(never), difference.kept, lacking)

    def as_it_was(self, when: When) -> tuple[CellChange, ...]:
        """Every cell that was different then: ``before`` is now, ``after`` was then."""
        return self.restore_preview(when).changes

    @contextlib.contextmanager
    def looking_back(self, when: When) -> Iterator[Self]:
        """The whole file as it was then, to read from until the block ends."""
        never, _lacking = self._since(when)
        with past.without(self._database, self._home.working_copies, never) as database:
            yield type(self)(self.path, database, self._home, self._clock, "", True)

    def restore(self, when: When, initiator: object | None = None) -> Reverted:
        """Bring the file back to a backup or a moment, as one change; what is there now is backed up first.

        Nothing leaves the log: undo brings everything forth again.
        """
        if self.read_only:
            raise self._refusal
        _never, lacking = self._since(when)
        self.backup("restore")
        if lacking and isinstance(when, Backup):
            self.merge(when.path)
        never, _lacking = self._since(when)
        label = msg("restore the file as it was {when}", when=f"{_moment(when):%Y-%m-%d %H:%M}")
        return self._go_back(never, label, schema.RESTORE, initiator)

    def _since(self, when: When) -> tuple[set[int], int]:
        """The transactions that were not in the file then, and how many only the backup holds."""
        if isinstance(when, dt.datetime):
            return self._after(when), 0
        with self._vetted(when.path) as copy:
            theirs = forks.read(copy).vector
        query = "SELECT t.ord, s.uid, t.n FROM txn t JOIN session s ON s.ord = t.session"
        never = {txn for txn, uid, n in self._database.run(query) if n > theirs.get(uid, 0)}
        return never, forks.lacking(forks.vector(self._database.connection), theirs)

    def _after(self, moment: dt.datetime) -> set[int]:
        """By the time that the history shows; what a merge brought here later was not here then either."""
        wall = int(moment.timestamp() * 1000)
        founded = self._database.one("SELECT min(wall) FROM txn WHERE kind & ? = ?", (~schema.REDACTED, schema.FOUND))
        if founded is not None and wall < founded:
            raise BadInput(msg("The file did not exist at that time. Nothing was changed."))
        later = {txn for (txn,) in self._database.run("SELECT ord FROM txn WHERE wall > ?", (wall,))}
        query = """SELECT t.ord FROM txn t JOIN session s ON s.ord = t.session
            JOIN local l ON l.key = 'session:' || lower(hex(s.uid)) WHERE t.kind = ? AND t.wall > ?"""
        for (ref,) in self._database.run(query, (schema.MERGE, wall)).fetchall():
            later |= merged.taken_by(self._database, ref)
        return later


def _moment(when: When) -> dt.datetime:
    return when.when if isinstance(when, Backup) else when
