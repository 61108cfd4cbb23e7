"""The open file: reads, the one way to change it, undo and redo, and what has changed.

A workspace is a private working copy on this machine and the user's file, which is a published
snapshot of it (``kpidesk.store.publish``). Commands change it in a ``transaction``; pages, paper and the
command line read it; everybody listens to ``changed``.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import platform
import secrets
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kpidesk
from kpidesk.domain.entities import Company, Uid
from kpidesk.errors import StorageFault, UserError
from kpidesk.settings import Home
from kpidesk.signal import Signal
from kpidesk.store import backups, files, history, publish, report, schema, verify, vet
from kpidesk.store.change import Transaction
from kpidesk.store.changes import Changes
from kpidesk.store.conflicts import Conflict
from kpidesk.store.database import Database
from kpidesk.store.history import CellChange, HistoryEntry, Stacks
from kpidesk.store.log import Session, Writer
from kpidesk.store.merge import Taken
from kpidesk.store.reading import Clock, Reading
from kpidesk.store.report import MergeReport
from kpidesk.store.sharing import PublishState, SharedFile, other_company, refuse_absurd_clock
from kpidesk.text import Message, msg

log = logging.getLogger(__name__)

PUBLISH_AT_ONCE = 5 * 1024 * 1024
"""Bytes; a larger file is published when idle and on closing, not after each commit."""
NAMESPACE = uuid.UUID("006b7069-6465-736b-0000-000000000001")

__all__ = [
    "CellChange", "Changes", "Clock", "Conflict", "HistoryEntry", "MergeReport", "PublishState", "Reverted",
    "Transaction", "Workspace", "library_uid", "new_uid",
]  # fmt: skip


def new_uid() -> Uid:
    """A fresh name for a row."""
    return uuid.uuid4().hex


def library_uid(name: str) -> Uid:
    """The name of a row that is the same for everybody who adds it (store design, idea 12)."""
    return uuid.uuid5(NAMESPACE, name).hex


def system_clock() -> dt.datetime:
    """The machine's time, with its zone."""
    return dt.datetime.now().astimezone()


@dataclass(frozen=True)
class Reverted:
    """What undo or redo took back; ``skipped`` cells had been changed by somebody else since."""

    label: Message
    done: int
    skipped: int


class Workspace(Reading):
    """One open file. Make one with ``create`` or ``open``; it is a context manager."""

    def __init__(self, path: Path, database: Database, home: Home, clock: Clock, author: str, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.author = author
        self.changed: Signal[Changes] = Signal()
        self.published: Signal[PublishState] = Signal()
        super().__init__(database, clock)
        self._home = home
        self._file = SharedFile(path, database, self._names, home.working_copies)
        self._session = Session(device=files.device(home), author=author, host=platform.node(), app=kpidesk.__version__)
        self._data_version = database.data_version()
        self._stacks: Stacks | None = None
        self._open: Transaction | None = None
        self._pending = False
        self._holding = 0
        self._state = PublishState()

    # ---- opening and closing ---------------------------------------------------------------------

    @classmethod
    def create(
        cls,
        path: Path | str,
        *,
        company: str,
        author: str = "",
        language: str = "nb",
        fiscal_year_start: int = 1,
        home: Home | None = None,
        clock: Clock = system_clock,
    ) -> Workspace:
        """Make a new file for a company; refuses to replace an existing one."""
        path, home = Path(path).resolve(), home or Home.default()
        database = files.found(path, home, company)
        workspace = cls(path, database, home, clock, author, False)
        row = Company(new_uid(), company.strip(), language, fiscal_year_start)
        with workspace.transaction(msg("create “{name}”", name=company.strip()), kind=schema.FOUND) as change:
            change.add(row)
        problem = workspace.published_state().problem
        if problem is not None:
            database.close()
            files.remove(database.path)
            raise StorageFault(problem)
        return workspace

    @classmethod
    def open(
        cls, path: Path | str, *, author: str = "", home: Home | None = None, clock: Clock = system_clock
    ) -> Workspace:
        """Open a file; raises ``FileRefused`` when it is damaged, foreign or from a newer program."""
        path, home = Path(path).resolve(), home or Home.default()
        seen = publish.signature(path)
        with publish.private_copy(path, home.working_copies) as copy:
            found = files.opened(path, home, copy, seen)
            read_only = found.vetted.min_reader > schema.ENVELOPE_VERSION
            workspace = cls(path, found.database, home, clock, author, read_only)
            try:
                workspace._meet(found)
            except BaseException:
                found.database.close()
                raise
        if not read_only:
            workspace._daily_backup()
        return workspace

    def _meet(self, found: files.Opened) -> None:
        """Bring the working copy and the file together; what only one of them holds is kept."""
        refuse_absurd_clock(found.copy, self.path, self._clock())
        if found.fresh:
            publish.remember(self._database, found.vetted.publish, found.seen)
            return
        self._file.take_version(found.copy, found.vetted.publish, found.seen)
        self._pending = not self.read_only and self._file.lacks(found.copy)

    def close(self) -> None:
        """Publish what is pending and let go of the file."""
        if self._pending:
            self.publish()
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return self._file.identity

    def published_state(self) -> PublishState:
        """How the user's file stands against the working copy."""
        return self._state

    # ---- the one way to change -------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(
        self, label: Message, initiator: object | None = None, *, kind: int = schema.EDIT
    ) -> Iterator[Transaction]:
        """Everything inside is stored together, with its log, or nothing is.

        Raises ``StorageFault`` with the true reason when the disk refuses; nothing is changed then.
        Listeners of ``changed`` hear of it after the commit. A command inside a transaction that is open
        becomes part of it, label and undo included.
        """
        if self.read_only:
            raise _newer()
        if self._open is not None:
            yield self._open
            return
        self._notice_others()
        now_ms = int(self._clock().timestamp() * 1000)
        session = self._session
        entered = session.ord, session.uid, session.n
        writer = Writer(self._database, self._names, session, now_ms, kind, label.encode())
        change = Transaction(self._book, writer, Changes(initiator))
        try:
            with self._database.transaction():
                self._forget_if_late()
                self._open = change
                yield change
                if not writer.empty:
                    writer.finish()
        except BaseException:
            session.ord, session.uid, session.n = entered
            self._names.forget()
            self._book.forget()
            raise
        finally:
            self._open = None
        self._notice_others()
        if not writer.empty:
            self._stacks = None
            self._after_commit(change.changes)

    def _forget_if_late(self) -> None:
        """Another window committed just before our write lock: read anew, tell after the commit."""
        if self._database.data_version() != self._data_version:
            self._names.forget()
            self._book.forget()

    def _after_commit(self, changes: Changes) -> None:
        self._pending = True
        self.changed.emit(changes)
        if not self._holding and self._size() < PUBLISH_AT_ONCE:
            self.publish()

    def _size(self) -> int:
        pages = int(self._database.one("PRAGMA page_count"))
        return pages * int(self._database.one("PRAGMA page_size"))

    @contextlib.contextmanager
    def holding_publication(self) -> Iterator[None]:
        """Many transactions, one publication at the end."""
        self._holding += 1
        try:
            yield
        finally:
            self._holding -= 1
        if not self._holding and self._pending:
            self.publish()

    # ---- undo and redo ---------------------------------------------------------------------------

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back, or ``None``."""
        stack = self._read_stacks().undo
        return self._original_label(stack[-1]) if stack else None

    @property
    def redo_label(self) -> Message | None:
        """What redo would do again, or ``None``."""
        stack = self._read_stacks().redo
        return self._original_label(stack[-1]) if stack else None

    def undo(self, initiator: object | None = None) -> Reverted | None:
        """Take back the newest change made on this copy that still stands."""
        stack = self._read_stacks().undo
        return self._revert(stack[-1], schema.UNDO, initiator) if stack else None

    def redo(self, initiator: object | None = None) -> Reverted | None:
        """Do again what undo took back last."""
        stack = self._read_stacks().redo
        return self._revert(stack[-1], schema.REDO, initiator) if stack else None

    def revert(self, ref: int, initiator: object | None = None) -> Reverted:
        """Take back just one earlier change, as a change of its own."""
        return self._revert(ref, schema.EDIT, initiator)

    def _revert(self, ref: int, kind: int, initiator: object | None) -> Reverted:
        label = self._original_label(ref)
        with self.transaction(label, initiator, kind=kind) as change:
            outcome = change.revert(ref)
        return Reverted(label, outcome.done, outcome.skipped)

    def _original_label(self, ref: int) -> Message:
        return history.label_of(self._database, ref)

    def _read_stacks(self) -> Stacks:
        if self._stacks is None:
            self._stacks = history.stacks(self._database)
        return self._stacks

    # ---- copies ----------------------------------------------------------------------------------

    def publish(self) -> None:
        """Bring the user's file up to date; a version that appeared there meanwhile is merged first.

        Never raises for what the disk or the folder does: the edit is safe in the working copy, and
        ``published_state`` tells why it is not shared yet.
        """
        if self.read_only:
            return
        taken = Taken()
        try:
            taken = self._file.replace()
        except (OSError, sqlite3.Error, UserError) as error:
            self._not_shared(error)
        else:
            self._pending = False
            self._say(PublishState(self._clock(), None))
        if taken.transactions:
            self._everything_changed()

    def refresh(self) -> None:
        """Take in what another window, the command line or a colleague has stored since."""
        self._notice_others()
        shared = not self.read_only and self._pull()
        if shared and self._pending and not self._holding:
            self.publish()

    def _pull(self) -> bool:
        try:
            with publish.locked(self._database.path):
                taken = self._file.pull()
        except (OSError, sqlite3.Error, UserError) as error:
            self._not_shared(error)
            return False
        if taken.transactions:
            self._everything_changed()
        return True

    def _not_shared(self, error: Exception) -> None:
        self._pending = True
        problem = msg("Not shared yet: the file's folder can't be written to. Your work is safe on this machine.")
        if isinstance(error, UserError):
            problem = error.message
        if problem != self._state.problem:
            log.warning("Not shared: %s", error)
        self._say(PublishState(self._state.at, problem))

    def _say(self, state: PublishState) -> None:
        if state != self._state:
            self._state = state
            self.published.emit(state)

    def save_copy(self, target: Path | str) -> None:
        """Write the workspace to another place, to send or keep; refuses an existing file."""
        self._file.save_copy(Path(target).resolve())

    def _notice_others(self) -> None:
        """Another connection has written to the working copy: what is remembered may be old."""
        version = self._database.data_version()
        if version != self._data_version:
            self._data_version = version
            self._everything_changed()

    def _everything_changed(self) -> None:
        self._names.forget()
        self._book.forget()
        self._stacks = None
        self.changed.emit(Changes(everything=True))

    def merge(self, copy_path: Path | str, *, dry_run: bool = False) -> MergeReport:
        """Take in the changes of another copy of this workspace, and tell what they are.

        A backup is made first. With ``dry_run`` the same report is made on a temporary copy and
        nothing is written.
        """
        shown = Path(copy_path)
        if self.read_only and not dry_run:
            raise _newer()
        with publish.private_copy(shown, self._home.working_copies) as copy:
            vetted = vet.vet(copy, shown, digests=False)
            if vetted.workspace.hex() != self.identity:
                raise other_company(shown)
            refuse_absurd_clock(copy, shown, self._clock())
            if dry_run:
                return self._merged_elsewhere(copy, shown)
            self.backup("merge")
            told, taken = self._merged(copy, shown)
        if taken.transactions:
            self._pending = True
            self._everything_changed()
            self.publish()
        return told

    def _merged(self, copy: Path, shown: Path) -> tuple[MergeReport, Taken]:
        before = report.rows_now(self._book)
        taken = self._file.take_in(copy, shown)
        self._book.forget()
        told = report.report(self._database, self._names, self._book, taken, before, self._clock().astimezone(dt.UTC))
        return told, taken

    def _merged_elsewhere(self, copy: Path, shown: Path) -> MergeReport:
        temporary = self._home.working_copies / f"preview-{secrets.token_hex(8)}.tmp"
        try:
            self._database.run("VACUUM INTO ?", (str(temporary),))
            preview = Workspace(self.path, Database(temporary, durable=False), self._home, self._clock, "", True)
            try:
                return preview._merged(copy, shown)[0]
            finally:
                preview._database.close()
        finally:
            temporary.unlink(missing_ok=True)

    def resolve(self, conflict: Conflict, head: int, initiator: object | None = None) -> None:
        """Settle a conflict: the chosen head's value holds, and every head is acknowledged."""
        chosen = next(side for side in conflict.heads if side.ref == head)
        with self.transaction(msg("settle a conflict"), initiator, kind=schema.RESOLVE) as change:
            change.settle(conflict, chosen)

    # ---- backups and checks ----------------------------------------------------------------------

    @property
    def backup_folder(self) -> Path:
        """Where this workspace's backups lie."""
        return self._home.backups / self.identity

    def backup(self, reason: str) -> Path:
        """Store a snapshot in the private backup folder."""
        try:
            return backups.make(self._database, self.backup_folder, self._clock(), reason)
        except (OSError, sqlite3.Error) as error:
            raise StorageFault(
                msg("Could not make a backup, so nothing was changed. Check that there is room on the disk."),
                details=str(error),
            ) from error

    def backups(self) -> list[backups.Backup]:
        """The backups of this workspace, newest first."""
        return backups.listed(self.backup_folder)

    def _daily_backup(self) -> None:
        today = self._clock().astimezone(dt.UTC).date()
        if not any(backup.when.date() == today for backup in self.backups()):
            try:
                self.backup("daily")
            except StorageFault as fault:
                log.warning("No daily backup: %s", fault.details)

    def check(self) -> list[Message]:
        """Verify the file: SQLite's own check, every digest, and the state against the log."""
        found = verify.problems(self._database, self._names)
        self._book.forget()
        return found


def _newer() -> StorageFault:
    return StorageFault(msg("This file was made by a newer KPI Desk and can only be read. Nothing was changed."))
