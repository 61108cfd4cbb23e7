"""An open file that takes in another copy: a preview, the merge with its choices, a record to undo it by."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.store.db import encryption, schema, scratch
from kpidesk.store.files import snapshot, vet
from kpidesk.store.log import conflicts, glance, merge_record, resolution
from kpidesk.store.log.vector import lacking, vector
from kpidesk.store.merge import merge_report
from kpidesk.store.merge.taken import Taken
from kpidesk.store.sync.shared_file import other_company, refuse_absurd_clock
from kpidesk.text import Message, msg
from kpidesk.workspace.open_file import Aside

if TYPE_CHECKING:
    from kpidesk.store.log.conflicts import Conflict
    from kpidesk.workspace.backing_up import Backups
    from kpidesk.workspace.editing import Editing
    from kpidesk.workspace.open_file import OpenFile
    from kpidesk.workspace.sharing import Sharing
    from kpidesk.workspace.workspace import Again, Workspace

    Counted = Callable[[merge_report.MergeReport], int]

NO_CHOICES: resolution.Choices = {}


def _called(shown: Path, counted: Counted | None, told: merge_report.MergeReport) -> Message:
    """What a merge is called in the history, with how many changes it was said to bring."""
    said = {} if counted is None else {"changes": counted(told)}
    return msg("merge “{name}”", name=shown.name, **said)


class Merging:
    """See the module."""

    def __init__(self, file: OpenFile, editing: Editing, backups: Backups, sharing: Sharing, again: Again) -> None:
        self._file, self._editing, self._backups, self._sharing = file, editing, backups, sharing
        self._again = again

    def merge(
        self,
        copy_path: Path | str,
        *,
        dry_run: bool = False,
        choices: resolution.Choices = NO_CHOICES,
        prefer: resolution.Side | None = None,
        counted: Counted | None = None,
    ) -> merge_report.MergeReport:
        """Take in the changes of another copy of this workspace, and tell what they are.

        A backup is made first. ``choices`` settle single conflicts and ``prefer`` the others that the
        merge brings; the report lists them all. With ``dry_run`` nothing is written. ``counted`` tells how many
        changes a reader sees in the report: the history says so many.
        """
        if dry_run:
            return self.preview(copy_path)
        if self._file.read_only:
            raise self._file.refusal
        shown = Path(copy_path)
        with self.vetted(shown) as copy:
            told, taken = merge_report.MergeReport(), Taken()
            if self._brings_news(copy):
                self._backups.make("merge")
                told, taken = self._merged(copy, shown, choices, prefer, called=partial(_called, shown, counted))
        if taken.transactions:
            self._file.everything_changed()
            self._sharing.stored()
        return told

    def preview(self, copy_path: Path | str) -> merge_report.MergeReport:
        """What a merge would take in, worked out on a temporary copy."""
        with self.trying(copy_path) as (told, _merged):
            return told

    @contextlib.contextmanager
    def trying(
        self, copy_path: Path | str, choices: resolution.Choices = NO_CHOICES
    ) -> Iterator[tuple[merge_report.MergeReport, Workspace]]:
        """The preview together with the merged workspace, to read from until the block ends.

        With ``choices`` the workspace is as it would become; the report still lists every conflict.
        """
        shown = Path(copy_path)
        temporary = scratch.place(self._file.home.working_copies, "preview")
        with self.vetted(shown) as copy:
            try:
                self._file.database.copy_to(temporary)
                tried = self._again(self._file.database.copied(temporary), self._file.at, Aside())
                try:
                    yield (
                        tried.merging._merged(
                            copy, shown, choices, None, called=partial(_called, shown, None) if choices else None
                        )[0],
                        tried,
                    )
                finally:
                    tried.close()
            finally:
                temporary.unlink(missing_ok=True)

    @contextlib.contextmanager
    def vetted(self, shown: Path) -> Iterator[Path]:
        """A private copy that may be merged; raises ``FileRefused`` with the reason when it may not."""
        with snapshot.private_copy(shown, self._file.home.working_copies) as copy:
            vetted = vet.vet(copy, shown, self._file.database.keys, digests=False)
            if vetted.workspace.hex() != self._file.identity:
                raise other_company(shown)
            refuse_absurd_clock(copy, shown, self._file.now(), self._file.database.keys)
            if self._file.database.key is None and encryption.encrypted(copy):
                _open_up(copy, self._file.database.keys)
            yield copy

    def _brings_news(self, copy: Path) -> bool:
        theirs = glance.read(copy, self._file.database.keys).vector
        return bool(lacking(vector(self._file.database.connection), theirs))

    def _merged(
        self,
        copy: Path,
        shown: Path,
        choices: resolution.Choices,
        prefer: resolution.Side | None,
        *,
        called: Callable[[merge_report.MergeReport], Message] | None,
    ) -> tuple[merge_report.MergeReport, Taken]:
        before = merge_report.Before(self._file.database, self._file.book, copy)
        made: list[merge_report.MergeReport] = []

        def then(taken: Taken) -> None:
            self._file.book.forget()
            now = self._file.now().astimezone(dt.UTC)
            told = merge_report.report(self._file.names, self._file.book, taken, before, now)
            made.append(told)
            if called is not None and merge_record.worth_recording(self._file.database, taken.transactions):
                with self._editing.writing(called(told), schema.MERGE) as change:
                    change.record_merge(taken.transactions)
                    for conflict, choice in resolution.chosen(told.conflicts, choices, prefer):
                        change.settle(conflict, choice)
                made[0] = replace(told, ref=change.ref)

        with self._file.forgotten_on_failure():
            taken = self._sharing.shared.take_in(copy, shown, then)
        self._file.forget()
        return (made[0] if made else merge_report.of_nothing(before)), taken

    def open_conflicts(self) -> int:
        """So many are left to review."""
        return len(conflicts.conflicts(self._file.database, self._file.names))

    def conflicts(self) -> list[Conflict]:
        """Cells that two people have set differently without seeing each other."""
        return conflicts.conflicts(self._file.database, self._file.names)

    def resolve(self, conflict: Conflict, head: int) -> None:
        """Settle a conflict: the chosen head's value holds, and every head is acknowledged."""
        chosen = next(side for side in conflict.heads if side.ref == head)
        self.settle({conflict: chosen})

    def settle(self, choices: resolution.Choices) -> None:
        """Settle several conflicts in one step."""
        with self._editing.transaction(msg("settle a conflict"), kind=schema.RESOLVE) as change:
            for conflict, choice in resolution.chosen(self.conflicts(), choices, None):
                change.settle(conflict, choice)


def _open_up(copy: Path, keys: encryption.Keyring) -> None:
    """A private copy without its password, to be merged into a file that has none."""
    plain = copy.with_suffix(".plain")
    try:
        encryption.reencode(copy, plain, keys, None)
        plain.replace(copy)
    finally:
        plain.unlink(missing_ok=True)
