"""An open file that can go back: to a backup, or to any moment of its log, as one change that can be undone."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kpidesk.errors import BadInput, StorageFault
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.files import backups
from kpidesk.store.files.backups import Backup
from kpidesk.store.log import merge_record, restore_record, rewind, verify
from kpidesk.store.log.glance import read as read_glance
from kpidesk.store.log.history import CellChange, HistoryEntry
from kpidesk.store.log.vector import lacking, vector
from kpidesk.text import Message, msg
from kpidesk.workspace.editing import Reverted
from kpidesk.workspace.merging import Merging

When = Backup | dt.datetime


@dataclass(frozen=True)
class Plan:
    """How to go back, worked out while the log ended at ``stand``."""

    never: set[int]
    difference: rewind.Difference
    stand: tuple[int, int]


@dataclass(frozen=True)
class RestorePreview:
    """What going back would change: ``before`` is what is there now, ``after`` what there was.

    ``later`` counts the changes made since; they stay in the history. ``kept`` counts rows that would
    stay, because something that is not taken back has touched them. ``lost_here`` counts transactions
    that only the backup holds; they are merged first. ``plan`` spares ``restore`` working it out again.
    """

    moment: dt.datetime
    changes: tuple[CellChange, ...] = ()
    later: int = 0
    kept: int = 0
    lost_here: int = 0
    plan: Plan | None = field(default=None, repr=False, compare=False)


class Restoring(Merging):
    """See the module."""

    _live: Database | None = None

    # ---- reading from another thread -------------------------------------------------------------

    def apart(self) -> Self:
        """A snapshot to read from: make, use and close it in one other thread, while this one goes on writing.

        ``interrupt`` may be called from anywhere, and ends what runs on it with an error.
        """
        live = self._database.again()
        try:
            temporary = rewind.snapshot(live, self._home.working_copies)
        finally:
            live.close()
        other = type(self)(self.path, self._database.copied(temporary), self._home, self._clock, self.author, True)
        other._aside, other._temporary, other._live = True, temporary, self._database
        return other

    def beside(self, stop: Callable[[], bool]) -> Self:
        """A second handle that may write: make, use and close it in one other thread, while nobody uses this one to.

        What it stores is there for everybody; ``take_over`` tells this one of it. Once ``stop`` says so, what runs
        on it ends with an error, and of the change that was being made nothing is stored.
        """
        again = self._database.again()
        again.stop_when(stop)
        other = type(self)(self.path, again, self._home, self._clock, self.author, self.read_only)
        other._aside, other.why_read_only = True, self.why_read_only
        other.publisher = _nobody
        return other

    def close(self) -> None:
        """Let go of a handle that was made aside; a look at the past leaves nothing behind."""
        self._database.close()
        if self._temporary is not None:
            self._temporary.unlink(missing_ok=True)

    def interrupt(self) -> None:
        """Stop what runs on a handle that was made by ``apart``."""
        self._database.interrupt()

    def check_apart(self) -> list[Message]:
        """As ``Workspace.check``, on a handle that was made by ``apart``: nobody has to wait meanwhile."""
        live = (self._live or self._database).again()
        try:
            return verify.structure(live) + verify.contradictions(self._database, self._names)
        finally:
            live.close()

    @staticmethod
    def copy_backup(backup: Backup, folder: Path) -> Path:
        """Store a backup in a folder of its own on another disk as well; older ones there are thinned out.

        Raises ``StorageFault`` when the disk is not there or is full.
        """
        try:
            return backups.copy_to(backup, folder)
        except OSError as error:
            raise StorageFault(
                msg("The backups could not be copied to “{folder}”.", folder=str(folder.parent)), details=str(error)
            ) from error

    # ---- looking back ----------------------------------------------------------------------------

    def restore_preview(self, when: When) -> RestorePreview:
        """What ``restore`` would change; nothing is written."""
        stand = self._stand()
        never, lacking = self._since(when)
        difference = rewind.difference(self._database, self._names, self._home.working_copies, never)
        changes = tuple(rewind.told(self._names, difference))
        plan = None if lacking else Plan(never, difference, stand)
        return RestorePreview(_moment(when), changes, len(never), difference.kept, lacking, plan)

    def as_it_was(self, when: When) -> tuple[CellChange, ...]:
        """Every cell that was different then: ``before`` is now, ``after`` was then."""
        return self.restore_preview(when).changes

    @contextlib.contextmanager
    def looking_back(self, when: When) -> Iterator[Self]:
        """The whole file as it was then, to read from until the block ends."""
        with contextlib.closing(self.open_past(self.copy_past(when), when)) as then:
            yield then

    def copy_past(self, when: When) -> Path:
        """A private copy of the file as it was then, for ``open_past``."""
        never, _lacking = self._since(when)
        return rewind.copied(self._database, self._home.working_copies, never)

    def open_past(self, copy: Path, when: When) -> Self:
        """Such a copy, to be read only; its clock stands still at that moment. Closing it removes the copy."""
        moment = self._local(when)
        then = type(self)(self.path, self._database.copied(copy), self._home, lambda: moment, "", True)
        then._aside, then._temporary = True, copy
        then.why_read_only = msg("This is how the file was. Go back to now to change something; nothing was changed.")
        return then

    @contextlib.contextmanager
    def around(self, entry: HistoryEntry) -> Iterator[tuple[Self, Self]]:
        """The file right before a change and right after it, both to be read only."""
        scratch = self._home.working_copies
        query = """SELECT t.ord FROM txn t JOIN session s ON s.ord = t.session, txn own
            JOIN session o ON o.ord = own.session WHERE own.ord = ? AND (t.hlc, s.uid) > (own.hlc, o.uid)"""
        later = {txn for (txn,) in self._database.run(query, (entry.ref,))}
        own = {entry.ref} | (merge_record.taken_by(self._database, entry.ref) if entry.kind == schema.MERGE else set())
        with (
            contextlib.closing(
                self.open_past(rewind.copied(self._database, scratch, later | own), entry.when)
            ) as before,
            contextlib.closing(self.open_past(rewind.copied(self._database, scratch, later), entry.when)) as after,
        ):
            yield before, after

    # ---- going back ------------------------------------------------------------------------------

    def restore(self, when: When, *, preview: RestorePreview | None = None) -> Reverted:
        """Bring the file back to a backup or a moment, as one change; what is there now is backed up first.

        Nothing leaves the log: undo brings everything forth again. What ``preview`` has worked out is used
        when nothing has changed since.
        """
        if self.read_only:
            raise self._refusal
        plan = preview.plan if preview is not None and preview.moment == _moment(when) else None
        lacking = 0 if plan is not None else self._since(when)[1]
        self.backup("restore")
        if lacking and isinstance(when, Backup):
            self.merge(when.path)
        self._notice_others()
        known = plan if plan is not None and plan.stand == self._stand() else None
        never = self._since(when)[0] if known is None else known.never
        label = restore_record.label(self._local(when), restore_record.authors(self._database, never))
        difference = None if known is None else known.difference
        return self._go_back(never, label, schema.RESTORE, difference=difference)

    def plan_undoing(self, ref: int) -> Plan:
        """How to take a merge back, worked out ahead of ``revert``; a handle of another thread will do."""
        stand, never = self._stand(), merge_record.undoing(self._database, ref)
        return Plan(never, rewind.difference(self._database, self._names, self._home.working_copies, never), stand)

    def revert(self, ref: int, *, plan: Plan | None = None) -> Reverted:
        """Take back just one earlier change, as a change of its own; a ``plan`` is used while it holds."""
        self._notice_others()
        if plan is None or plan.stand != self._stand():
            return super().revert(ref)
        label = self._original_label(ref)
        return self._go_back(plan.never, label, schema.EDIT, ref, difference=plan.difference)

    def _local(self, when: When) -> dt.datetime:
        return _moment(when).astimezone(self._clock().tzinfo)

    def _since(self, when: When) -> tuple[set[int], int]:
        """The transactions that were not in the file then, and how many only the backup holds."""
        if isinstance(when, dt.datetime):
            return self._after(when), 0
        with self._vetted(when.path) as copy:
            theirs = read_glance(copy, self._database.keys).vector
        query = "SELECT t.ord, s.uid, t.n FROM txn t JOIN session s ON s.ord = t.session"
        never = {txn for txn, uid, n in self._database.run(query) if n > theirs.get(uid, 0)}
        return never, lacking(vector(self._database.connection), theirs)

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
            later |= merge_record.taken_by(self._database, ref)
        return later


def _nobody() -> None:
    """Another handle publishes what is stored by one made ``beside`` it."""


def _moment(when: When) -> dt.datetime:
    return when.when if isinstance(when, Backup) else when
