"""The one way to change an open file, undo and redo, and the backups made ahead of large changes."""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import platform
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import kpidesk
from kpidesk.clock import Clock
from kpidesk.domain.bounds import signed
from kpidesk.domain.entities import Uid
from kpidesk.domain.period import Period
from kpidesk.errors import RuleBroken, StorageFault
from kpidesk.settings import Home
from kpidesk.signal import Signal
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database, fault_sentence
from kpidesk.store.files import backups, working_copy
from kpidesk.store.files.shelf import Shelf
from kpidesk.store.log import codec, conflicts, history, merge_record, resolution, rewind
from kpidesk.store.log.changes import Changes
from kpidesk.store.log.conflicts import Conflict
from kpidesk.store.log.history import Stacks
from kpidesk.store.log.seen import Seen
from kpidesk.store.log.transaction import Transaction
from kpidesk.store.log.writer import Session, Writer
from kpidesk.text import Message, msg
from kpidesk.workspace.reading import Reading

log = logging.getLogger(__name__)

LISTED = 20
NEWER = msg("This file was made by a newer KPI Desk and can only be read. Nothing was changed.")
SENT_TO_READ = msg("This copy was sent for reading only. Save it as a file of your own to change it.")


@dataclass(frozen=True)
class Reverted:
    """What undo or redo took back; ``skipped`` cells had been changed by somebody else since.

    ``left`` names some of those: a row and one of its fields, or an input and a period, as
    ``Workspace.history_of`` takes them.
    """

    label: Message
    done: int
    skipped: int
    left: tuple[tuple[Uid, str | Period], ...] = ()


class Editing(Reading):
    """An open file that can be changed; what becomes of a change afterwards is told by ``_stored``."""

    def __init__(self, path: Path, database: Database, home: Home, clock: Clock, author: str, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.why_read_only = NEWER
        self._author = signed(author)
        self.changed: Signal[Changes] = Signal()
        super().__init__(database, clock)
        self._home = home
        self._session = Session(
            device=working_copy.device(home), author=self._author, host=platform.node(), app=kpidesk.__version__
        )
        self._data_version = database.data_version()
        self._known_end, self._late = self._newest_here(), False
        self._stacks: Stacks | None = None
        self._open: Transaction | None = None
        self._based_on: Seen | None = None
        self._aside = False
        self._temporary: Path | None = None

    @property
    def author(self) -> str:
        """Whose changes these are."""
        return self._author

    @author.setter
    def author(self, name: str) -> None:
        """From now on somebody else is at work, or under another name: their changes are a session of their own."""
        name = signed(name)
        if name != self._author:
            self._author = name
            own = self._session
            self._session = Session(own.device, name, own.host, own.app)
            self._renamed()

    def _renamed(self) -> None:
        """What follows a change of name."""

    @property
    def _refusal(self) -> StorageFault:
        """The sentence for a file that can only be read."""
        return StorageFault(self.why_read_only)

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return bytes(self._database.one("SELECT val FROM meta WHERE key = 'workspace'")).hex()

    def _stored(self) -> None:
        """What follows each commit, after everybody has heard of it."""

    # ---- the one way to change -------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(self, label: Message, *, kind: int = schema.EDIT) -> Iterator[Transaction]:
        """Everything inside is stored together, with its log, or nothing is.

        Raises ``StorageFault`` with the true reason when the disk refuses; nothing is changed then.
        Listeners of ``changed`` hear of it after the commit. A command inside a transaction that is open
        becomes part of it, label and undo included.
        """
        if self.read_only:
            raise self._refusal
        if self._open is not None:
            if self._open.nameless:
                self._open.name(label)
            yield self._open
            return
        if kind == schema.IMPORT:
            self.backup("import")
        self._notice_others()
        with self._forgotten_on_failure(), self._database.transaction():
            self._forget_if_late()
            with self._writing(label, kind) as change:
                yield change
            end = self._newest_here()
        self._known_end = end
        self._notice_others()
        if not change.empty:
            self._stacks = None
            self._after_commit(change.changes)

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Several commands as one step of undo, called what the last of them is called: all of it or nothing."""
        with self.transaction(msg("several changes")) as change:
            change.nameless = True
            yield

    @contextlib.contextmanager
    def _forgotten_on_failure(self) -> Iterator[None]:
        """What is remembered of a transaction that did not come about is dropped."""
        session = self._session
        entered = session.ord, session.uid, session.n
        try:
            yield
        except BaseException:
            session.ord, session.uid, session.n = entered
            self._names.forget()
            self._book.forget()
            raise

    @contextlib.contextmanager
    def _writing(self, label: Message, kind: int) -> Iterator[Transaction]:
        """One transaction of the log, inside one of the database."""
        now_ms = int(self._clock().timestamp() * 1000)
        writer = Writer(self._database, self._names, self._session, now_ms, kind, label.encode())
        change = Transaction(self._book, writer, Changes(), self._based_on)
        self._open = change
        try:
            yield change
            if not writer.empty:
                writer.finish()
        finally:
            self._open = None

    @contextlib.contextmanager
    def acting_for(self, author: str) -> Iterator[None]:
        """What is changed inside the block is signed by somebody who wrote it elsewhere, as on a reply sheet."""
        own = self._session
        self._session = Session(own.device, signed(author), own.host, own.app)
        try:
            yield
        finally:
            self._session = own

    def seen(self) -> Seen:
        """How far the file is known now; a form that is being filled keeps it, and stores ``based_on`` it."""
        return Seen(self._known_end)

    @contextlib.contextmanager
    def based_on(self, seen: Seen | None) -> Iterator[None]:
        """Commands inside the block store what a form says that showed the file as it was ``seen`` then.

        They begin with what another window on this machine has stored meanwhile.
        """
        self._notice_others()
        before, self._based_on = self._based_on, seen
        try:
            yield
        finally:
            self._based_on = before

    def _forget_if_late(self) -> None:
        """Another window committed just before our write lock: read anew, tell after the commit."""
        if self._newest_here() != self._known_end:
            self._late = True
            self._names.forget()
            self._book.forget()

    def _after_commit(self, changes: Changes) -> None:
        self.changed.emit(changes)
        self._stored()

    def _notice_others(self) -> None:
        """Another connection has written to the log: what is remembered may be old.

        What is written beside the log, as where the file was last published, changes nothing that is shown.
        """
        version = self._database.data_version()
        if version != self._data_version:
            self._data_version = version
            if self._late or self._newest_here() != self._known_end:
                self._everything_changed()

    def _newest_here(self) -> int:
        """The newest transaction of the log, by its local number."""
        return int(self._database.one("SELECT coalesce(max(ord), 0) FROM txn"))

    def _everything_changed(self) -> None:
        self._known_end, self._late = self._newest_here(), False
        self._names.forget()
        self._book.forget()
        self._stacks = None
        self.changed.emit(Changes(everything=True))

    # ---- undo and redo ---------------------------------------------------------------------------

    @property
    def undo_label(self) -> Message | None:
        """What undo would take back, or ``None``."""
        stack = self._read_stacks().undo
        return self._original_label(stack[-1]) if stack else None

    @property
    def undoable(self) -> tuple[int, ...]:
        """The refs of what undo would take back, one after the other, the next one last."""
        return self._read_stacks().undo

    @property
    def redoable(self) -> tuple[int, ...]:
        """The refs of the undos that redo would do again, the next one last."""
        return self._read_stacks().redo

    @property
    def redo_label(self) -> Message | None:
        """What redo would do again, or ``None``."""
        stack = self._read_stacks().redo
        return self._original_label(stack[-1]) if stack else None

    def undo(self, *, ref: int | None = None) -> Reverted | None:
        """Take back the newest change made on this copy that still stands, or just the one that ``ref`` names.

        ``None``: there is nothing to take back, or that one has been taken back already.
        """
        return self._step(self._read_stacks().undo, schema.UNDO, ref)

    def redo(self, *, ref: int | None = None) -> Reverted | None:
        """Do again what undo took back last, or just what the undo ``ref`` took back."""
        return self._step(self._read_stacks().redo, schema.REDO, ref)

    def _step(self, stack: tuple[int, ...], kind: int, ref: int | None) -> Reverted | None:
        wanted = stack[-1] if ref is None and stack else ref
        return self._revert(wanted, kind) if wanted in stack else None

    def revert(self, ref: int) -> Reverted:
        """Take back just one earlier change, as a change of its own; not the one that founded the file."""
        if history.kind_of(self._database, ref) == schema.FOUND:
            raise RuleBroken(msg("This is how the file began, so it can't be taken back. Nothing was changed."))
        return self._revert(ref, schema.EDIT)

    def undo_merge(self, ref: int) -> Reverted:
        """Take back everything that a merge took in, as one change; what was done since stays."""
        return self._revert(ref, schema.UNDO)

    def _revert(self, ref: int, kind: int) -> Reverted:
        label = self._original_label(ref)
        if history.kind_of(self._database, ref) == schema.MERGE:
            return self._go_back(merge_record.undoing(self._database, ref), label, kind, ref)
        with self.transaction(label, kind=kind) as change:
            outcome = change.revert(ref)
        return Reverted(label, outcome.done, outcome.skipped, tuple(self._named(outcome.left[:LISTED])))

    def _named(self, left: list[tuple[int, str | int]]) -> Iterator[tuple[Uid, str | Period]]:
        for row, what in left:
            uid, known = self._names.uid(row), codec.cells_by_name().get(str(what))
            if isinstance(what, int):
                period = history.period_of(what)
                if period is not None:
                    yield uid, period
            elif known is not None or what in codec.LIFE_NAMES:
                yield uid, known[1].fields[0] if known else codec.LIFE

    def _go_back(
        self, never: set[int], label: Message, kind: int, ref: int | None = None,
        difference: rewind.Difference | None = None,
    ) -> Reverted:  # fmt: skip
        """Write what leads to the state without the transactions ``never``; ``difference`` may be known already."""
        if self.read_only:
            raise self._refusal
        self._notice_others()
        stand = self._stand()
        if difference is None:
            difference = rewind.difference(self._database, self._names, self._home.working_copies, never)
        with self.transaction(label, kind=kind) as change:
            if self._stand() != stand:
                raise StorageFault(fault_sentence("locked") or label)
            refused = change.go_back(difference, ref)
            for conflict in conflicts.conflicts(self._database, self._names, never):
                if ref is not None and any(head.theirs for head in conflict.heads):
                    change.acknowledge(conflict)
        return Reverted(label, difference.size - refused, difference.kept + refused)

    def _stand(self) -> tuple[int, int]:
        """Where the log ends: what was worked out before something came holds no more."""
        count, last = self._database.run("SELECT count(*), coalesce(max(ord), 0) FROM txn").fetchone()
        return count, last

    def _original_label(self, ref: int) -> Message:
        return history.label_of(self._database, ref)

    def _read_stacks(self) -> Stacks:
        if self._stacks is None:
            self._stacks = history.stacks(self._database)
        return self._stacks

    def resolve(self, conflict: Conflict, head: int) -> None:
        """Settle a conflict: the chosen head's value holds, and every head is acknowledged."""
        chosen = next(side for side in conflict.heads if side.ref == head)
        self.settle({conflict: chosen})

    def settle(self, choices: resolution.Choices) -> None:
        """Settle several conflicts in one step."""
        with self.transaction(msg("settle a conflict"), kind=schema.RESOLVE) as change:
            for conflict, choice in resolution.chosen(self.conflicts(), choices, None):
                change.settle(conflict, choice)

    # ---- backups ---------------------------------------------------------------------------------

    @property
    def backup_folder(self) -> Path:
        """Where this file's backups are put."""
        return self._shelf.own

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self._home, self.identity, self.path)

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
        """The backups that this file can go back to, newest first."""
        return self._shelf.listed()

    def _daily_backup(self) -> None:
        self._shelf.claim()
        today = self._clock().astimezone(dt.UTC).date()
        if not any(backup.when.date() == today for backup in backups.listed(self.backup_folder)):
            try:
                self.backup("daily")
            except StorageFault as fault:
                log.warning("No daily backup: %s", fault.details)
