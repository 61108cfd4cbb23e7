"""An open file that takes in another copy: a preview, the merge with its choices, a record to undo it by."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Self

from kpidesk.store.db import encryption, schema, scratch
from kpidesk.store.files import snapshot, vet
from kpidesk.store.log import merge_record, resolution
from kpidesk.store.log.conflicts import conflicts
from kpidesk.store.log.glance import read as read_glance
from kpidesk.store.log.vector import lacking, vector
from kpidesk.store.merge import merge_report
from kpidesk.store.merge.merge_report import MergeReport
from kpidesk.store.merge.union import Taken
from kpidesk.store.sync.shared_file import other_company, refuse_absurd_clock
from kpidesk.text import msg
from kpidesk.workspace.sharing import Publishing

NO_CHOICES: resolution.Choices = {}


class Merging(Publishing):
    """See the module."""

    def merge(
        self,
        copy_path: Path | str,
        *,
        dry_run: bool = False,
        choices: resolution.Choices = NO_CHOICES,
        prefer: resolution.Side | None = None,
    ) -> MergeReport:
        """Take in the changes of another copy of this workspace, and tell what they are.

        A backup is made first. ``choices`` settle single conflicts and ``prefer`` the others that the
        merge brings; what is left open stays in ``conflicts``. With ``dry_run`` nothing is written.
        """
        if dry_run:
            return self.preview(copy_path)
        if self.read_only:
            raise self._refusal
        shown = Path(copy_path)
        with self._vetted(shown) as copy:
            told, taken = MergeReport(), Taken()
            if self._brings_news(copy):
                self.backup("merge")
                told, taken = self._merged(copy, shown, choices, prefer)
        if taken.transactions:
            self._everything_changed()
            self._stored()
        return told

    def preview(self, copy_path: Path | str) -> MergeReport:
        """What a merge would take in, worked out on a temporary copy."""
        with self.trying(copy_path) as (told, _merged):
            return told

    @contextlib.contextmanager
    def trying(
        self, copy_path: Path | str, choices: resolution.Choices = NO_CHOICES
    ) -> Iterator[tuple[MergeReport, Self]]:
        """The preview together with the merged workspace, to read from until the block ends.

        With ``choices`` the workspace is as it would become; the report still lists every conflict.
        """
        shown = Path(copy_path)
        temporary = scratch.place(self._home.working_copies, "preview")
        with self._vetted(shown) as copy:
            try:
                self._database.copy_to(temporary)
                tried = type(self)(
                    self.path, self._database.copied(temporary), self._home, self._clock, self.author, True
                )
                try:
                    yield tried._merged(copy, shown, choices, None, record=bool(choices))[0], tried
                finally:
                    tried._database.close()
            finally:
                temporary.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _vetted(self, shown: Path) -> Iterator[Path]:
        """A private copy that may be merged; raises ``FileRefused`` with the reason when it may not."""
        with snapshot.private_copy(shown, self._home.working_copies) as copy:
            vetted = vet.vet(copy, shown, self._database.keys, digests=False)
            if vetted.workspace.hex() != self.identity:
                raise other_company(shown)
            refuse_absurd_clock(copy, shown, self._clock(), self._database.keys)
            if self._database.key is None and encryption.encrypted(copy):
                _open_up(copy, self._database.keys)
            yield copy

    def _brings_news(self, copy: Path) -> bool:
        theirs = read_glance(copy, self._database.keys).vector
        return bool(lacking(vector(self._database.connection), theirs))

    def _merged(
        self,
        copy: Path,
        shown: Path,
        choices: resolution.Choices,
        prefer: resolution.Side | None,
        *,
        record: bool = True,
    ) -> tuple[MergeReport, Taken]:
        before = merge_report.Before(self._database, self._book, copy)
        made: list[MergeReport] = []

        def then(taken: Taken) -> None:
            self._book.forget()
            now = self._clock().astimezone(dt.UTC)
            told = merge_report.report(self._database, self._names, self._book, taken, before, now)
            made.append(told)
            if record and merge_record.worth_recording(self._database, taken.transactions):
                with self._writing(msg("merge “{name}”", name=shown.name), schema.MERGE) as change:
                    change.record_merge(taken.transactions)
                    for conflict, choice in resolution.chosen(told.conflicts, choices, prefer):
                        change.settle(conflict, choice)
                made[0] = replace(told, ref=change.ref)

        with self._forgotten_on_failure():
            taken = self._file.take_in(copy, shown, then)
        self._book.forget()
        return (made[0] if made else MergeReport()), taken

    def open_conflicts(self) -> int:
        """So many are left to review."""
        return len(conflicts(self._database, self._names))


def _open_up(copy: Path, keys: encryption.Keyring) -> None:
    """A private copy without its password, to be merged into a file that has none."""
    plain = copy.with_suffix(".plain")
    try:
        encryption.reencode(copy, plain, keys, None)
        plain.replace(copy)
    finally:
        plain.unlink(missing_ok=True)
