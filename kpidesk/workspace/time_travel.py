"""An open file that can go back: to a backup, or to any moment of its log, as one change that can be undone."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.errors import BadInput
from kpidesk.records import record
from kpidesk.store.db import schema
from kpidesk.store.files.backups import Backup
from kpidesk.store.log import glance, merge_record, restore_record, rewind
from kpidesk.store.log.vector import after, beyond, founded, lacking, later_than, own_merges_after, vector
from kpidesk.text import msg
from kpidesk.workspace.open_file import Aside, AtWork
from kpidesk.workspace.undoing import Plan

if TYPE_CHECKING:
    from kpidesk.store.log.history import CellChange, HistoryEntry
    from kpidesk.workspace.backing_up import Backups
    from kpidesk.workspace.merging import Merging
    from kpidesk.workspace.open_file import OpenFile
    from kpidesk.workspace.undoing import Reverted, Undoing
    from kpidesk.workspace.workspace import Again, Workspace

When = Backup | dt.datetime


@record(frozen=True)
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


class TimeTravel:
    """See the module."""

    def __init__(self, file: OpenFile, undoing: Undoing, backups: Backups, merging: Merging, again: Again) -> None:
        self._file, self._undoing, self._backups, self._merging = file, undoing, backups, merging
        self._again = again

    # ---- looking back ----------------------------------------------------------------------------

    def preview(self, when: When) -> RestorePreview:
        """What ``restore`` would change; nothing is written."""
        stand = self._file.stand()
        never, lacking = self._since(when)
        difference = rewind.difference(self._file.database, self._file.names, self._file.home.working_copies, never)
        changes = tuple(rewind.told(self._file.names, difference))
        plan = None if lacking else Plan(never, difference, stand)
        return RestorePreview(_moment(when), changes, len(never), difference.kept, lacking, plan)

    def as_it_was(self, when: When) -> tuple[CellChange, ...]:
        """Every cell that was different then: ``before`` is now, ``after`` was then."""
        return self.preview(when).changes

    @contextlib.contextmanager
    def looking_back(self, when: When) -> Iterator[Workspace]:
        """The whole file as it was then, to read from until the block ends."""
        with contextlib.closing(self.open_past(self.copy_past(when), when)) as then:
            yield then

    def copy_past(self, when: When) -> Path:
        """A private copy of the file as it was then, for ``open_past``."""
        never, _lacking = self._since(when)
        return rewind.copied(self._file.database, self._file.home.working_copies, never)

    def open_past(self, copy: Path, when: When) -> Workspace:
        """Such a copy, to be read only; its clock stands still at that moment. Closing it removes the copy."""
        moment = self._local(when)
        why = msg("This is how the file was. Go back to now to change something. Nothing was changed.")
        at = AtWork(self._file.home, lambda: moment)
        return self._again(self._file.database.copied(copy), at, Aside(why, copy))

    @contextlib.contextmanager
    def around(self, entry: HistoryEntry) -> Iterator[tuple[Workspace, Workspace]]:
        """The file right before a change and right after it, both to be read only."""
        scratch = self._file.home.working_copies
        later = later_than(self._file.database, entry.ref)
        own = {entry.ref} | (
            merge_record.taken_by(self._file.database, entry.ref) if entry.kind == schema.MERGE else set()
        )
        with (
            contextlib.closing(
                self.open_past(rewind.copied(self._file.database, scratch, later | own), entry.when)
            ) as before,
            contextlib.closing(self.open_past(rewind.copied(self._file.database, scratch, later), entry.when)) as after,
        ):
            yield before, after

    # ---- going back ------------------------------------------------------------------------------

    def restore(self, when: When, *, preview: RestorePreview | None = None) -> Reverted:
        """Bring the file back to a backup or a moment, as one change; what is there now is backed up first.

        Nothing leaves the log: undo brings everything forth again. What ``preview`` has worked out is used
        when nothing has changed since.
        """
        if self._file.read_only:
            raise self._file.refusal
        plan = preview.plan if preview is not None and preview.moment == _moment(when) else None
        lacking = 0 if plan is not None else self._since(when)[1]
        self._backups.make("restore")
        if lacking and isinstance(when, Backup):
            self._merging.merge(when.path)
        self._file.notice_others()
        known = plan if plan is not None and plan.stand == self._file.stand() else None
        never = self._since(when)[0] if known is None else known.never
        label = restore_record.label(self._local(when), restore_record.authors(self._file.database, never))
        difference = None if known is None else known.difference
        return self._undoing.go_back(never, label, schema.RESTORE, difference=difference)

    def _local(self, when: When) -> dt.datetime:
        return _moment(when).astimezone(self._file.now().tzinfo)

    def _since(self, when: When) -> tuple[set[int], int]:
        """The transactions that were not in the file then, and how many only the backup holds."""
        if isinstance(when, dt.datetime):
            return self._after(when), 0
        with self._merging.vetted(when.path) as copy:
            theirs = glance.read(copy, self._file.database.keys).vector
        return beyond(self._file.database, theirs), lacking(vector(self._file.database), theirs)

    def _after(self, moment: dt.datetime) -> set[int]:
        """By the time that the history shows; what a merge brought here later was not here then either."""
        wall = int(moment.timestamp() * 1000)
        began = founded(self._file.database)
        if began is not None and wall < began:
            raise BadInput(msg("The file did not exist at that time. Nothing was changed."))
        later = after(self._file.database, wall)
        for ref in own_merges_after(self._file.database, wall):
            later |= merge_record.taken_by(self._file.database, ref)
        return later


def _moment(when: When) -> dt.datetime:
    return when.when if isinstance(when, Backup) else when
