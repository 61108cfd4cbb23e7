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
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar

import kpidesk
from kpidesk.domain.entities import KINDS, Company, Entity, Input, Node, Uid, Value
from kpidesk.domain.order import is_key, key_between
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, FileRefused, NotFound, StorageFault, UserError
from kpidesk.settings import Home
from kpidesk.signal import Signal
from kpidesk.store import backups, codec, conflicts, contents, fold, history, publish, schema, undo, vet
from kpidesk.store.book import Book, position
from kpidesk.store.conflicts import Conflict
from kpidesk.store.database import Database
from kpidesk.store.history import CellChange, HistoryEntry, Stacks
from kpidesk.store.log import UNSEEN, Names, Session, Writer, cells_by_code, encode_value
from kpidesk.store.merge import Taken, take_in
from kpidesk.text import Message, msg

log = logging.getLogger(__name__)

Clock = Callable[[], dt.datetime]
E = TypeVar("E", bound=Entity)
Rows = dict[type[Entity], dict[Uid, Entity]]
PUBLISH_AT_ONCE = 5 * 1024 * 1024
"""Bytes; a larger file is published when idle and on closing, not after each commit."""
ABSURD_CLOCK = dt.timedelta(days=3650)
LISTED_MEASUREMENTS = 200
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


@dataclass
class Changes:
    """What a transaction changed. ``everything`` when it can't be told, as after a merge."""

    initiator: object | None = None
    added: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    changed: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    removed: set[tuple[type[Entity], Uid]] = field(default_factory=set)
    fields: dict[Uid, set[str]] = field(default_factory=dict)
    measurements: dict[Uid, set[Period]] = field(default_factory=dict)
    everything: bool = False

    @property
    def entities(self) -> set[tuple[type[Entity], Uid]]:
        """Every row added, changed or removed."""
        return self.added | self.changed | self.removed

    @property
    def kinds(self) -> set[type[Entity]]:
        """The kinds of row concerned."""
        return {kind for kind, _uid in self.entities}

    def touch(self, kind: type[Entity], uid: Uid, before: Entity | None, after: Entity | None) -> None:
        """Note how one row differs."""
        if before is None and after is None:
            return
        if before is None or after is None:
            (self.added if before is None else self.removed).add((kind, uid))
            return
        names = {item.name for item in fields(kind) if getattr(before, item.name) != getattr(after, item.name)}
        if names:
            self.changed.add((kind, uid))
            self.fields.setdefault(uid, set()).update(names)


@dataclass(frozen=True)
class PublishState:
    """When the user's file was last brought up to date, and why it could not be since."""

    at: dt.datetime | None = None
    problem: Message | None = None


@dataclass(frozen=True)
class Reverted:
    """What undo or redo took back; ``skipped`` cells had been changed by somebody else since."""

    label: Message
    done: int
    skipped: int


@dataclass(frozen=True)
class MergeReport:
    """What a merge took in, or would take in."""

    authors: tuple[str, ...] = ()
    since: dt.datetime | None = None
    transactions: int = 0
    operations: int = 0
    measurements: int = 0
    changes: tuple[CellChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    revived: tuple[tuple[type[Entity], Uid], ...] = ()
    skipped_moves: tuple[Uid, ...] = ()
    clock_ahead: dt.timedelta | None = None


class Workspace:
    """One open file. Make one with ``create`` or ``open``; it is a context manager."""

    def __init__(self, path: Path, database: Database, home: Home, clock: Clock, author: str, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.author = author
        self.changed: Signal[Changes] = Signal()
        self.published: Signal[PublishState] = Signal()
        self._home, self._clock, self._database = home, clock, database
        self._names = Names(database)
        self._book = Book(database)
        self._session = Session(device=_device(home), author=author, host=platform.node(), app=kpidesk.__version__)
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
        path, home = Path(path).absolute(), home or Home.default()
        if path.exists():
            raise FileRefused(
                msg("“{name}” is there already. Choose another name; nothing was changed.", name=path.name)
            )
        if not path.parent.is_dir():
            raise FileRefused(msg("The folder “{name}” is not there. Nothing was changed.", name=str(path.parent)))
        if not company.strip():
            raise BadInput(msg("The company needs a name. Nothing was changed."))
        identity = secrets.token_bytes(16)
        working = publish.working_path(home.working_copies, identity, path)
        working.parent.mkdir(parents=True, exist_ok=True)
        database = Database(working)
        database.create_tables()
        with database.transaction():
            database.run_many(
                "INSERT INTO meta(key, val) VALUES(?, ?)",
                [("workspace", identity), ("min_reader", 1), ("state", schema.fingerprint())],
            )
        workspace = cls(path, database, home, clock, author, False)
        row = Company(new_uid(), company.strip(), language, fiscal_year_start)
        with workspace.transaction(msg("create “{name}”", name=company.strip())) as change:
            change.add(row)
        if workspace.published_state().problem is not None:
            problem = workspace.published_state().problem
            workspace._database.close()
            _remove_working_copy(working)
            assert problem is not None
            raise StorageFault(problem)
        return workspace

    @classmethod
    def open(
        cls, path: Path | str, *, author: str = "", home: Home | None = None, clock: Clock = system_clock
    ) -> Workspace:
        """Open a file; raises ``FileRefused`` when it is damaged, foreign or from a newer program."""
        path, home = Path(path).absolute(), home or Home.default()
        with publish.private_copy(path, home.working_copies) as copy:
            seen = publish.signature(path)
            vetted = vet.vet(copy, path, digests=False)
            working = publish.working_path(home.working_copies, vetted.workspace, path)
            with publish.locked(working):
                fresh = not working.exists()
                if fresh:
                    vet.vet(copy, path)
                    _adopt(copy, working)
                database = _open_working(working, copy, path)
            read_only = vetted.min_reader > schema.ENVELOPE_VERSION
            workspace = cls(path, database, home, clock, author, read_only)
            workspace._settle(fresh)
            if not fresh:
                workspace._take_version(copy, vetted.publish, seen)
            elif not read_only:
                publish.remember(database, vetted.publish, path)
        workspace._data_version = database.data_version()
        if not read_only:
            workspace._daily_backup()
        return workspace

    def _settle(self, fresh: bool) -> None:
        """Derive the state anew where another program, or nobody we know, has derived it."""
        stored = self._database.one("SELECT val FROM meta WHERE key = 'state'")
        if fresh or stored != schema.fingerprint():
            with self._database.transaction():
                fold.rebuild(self._database, self._names)

    def close(self) -> None:
        """Publish what is pending and let go of the file."""
        if self._pending:
            self.publish()
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # ---- reads -----------------------------------------------------------------------------------

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        return next(iter(self._book.of(Company).values()), Company(""))

    @property
    def identity(self) -> str:
        """The workspace's own id, the same in every copy."""
        return bytes(self._database.one("SELECT val FROM meta WHERE key = 'workspace'")).hex()

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        return self._clock()

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self._clock().date()

    def find(self, kind: type[E], uid: Uid | None) -> E | None:
        """A living row, or ``None``."""
        return None if uid is None else self._book.of(kind).get(uid)

    def get(self, kind: type[E], uid: Uid) -> E:
        """A living row; raises ``NotFound``."""
        found = self.find(kind, uid)
        if found is None:
            raise NotFound(msg("What you chose is no longer there. Nothing was changed."))
        return found

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind, in its order where it has one."""
        found = list(self._book.of(kind).values())
        if any(item.name == "order" for item in fields(kind)):
            return sorted(found, key=position)
        return sorted(found, key=lambda entity: entity.uid)

    def node(self, uid: Uid) -> Node:
        """A living node of the goal tree; raises ``NotFound``."""
        found = self._book.node(uid)
        if found is None:
            raise NotFound(msg("What you chose is no longer there. Nothing was changed."))
        return found

    def find_node(self, uid: Uid | None) -> Node | None:
        """A living node of the goal tree, or ``None``."""
        return None if uid is None else self._book.node(uid)

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; the roots under ``None``."""
        return self._book.children(parent)

    def series(self, input_uid: Uid) -> dict[Period, Value]:
        """The measurements of an input by period, in order; blanks are absent."""
        return self.series_many([input_uid]).get(input_uid, {})

    def series_many(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The measurements of several inputs, read in one go."""
        wanted = list(dict.fromkeys(input_uids))
        rows = {row: uid for uid in wanted if (row := self._names.row(uid)) is not None}
        found = history.series(self._database, rows)
        return {uid: found.get(uid, {}) for uid in wanted}

    def measurement(self, input_uid: Uid, period: Period) -> Value | None:
        """One measurement, or ``None`` for a blank."""
        return self.series(input_uid).get(period)

    def history(self, limit: int = 200, before: int | None = None) -> list[HistoryEntry]:
        """The newest transactions first; ``before`` is the ref after which to go on."""
        return history.entries(self._database, limit, before)

    def changes_of(self, ref: int) -> list[CellChange]:
        """Every cell that a transaction changed, before and after."""
        return history.changes_of(self._database, self._names, ref)

    def conflicts(self) -> list[Conflict]:
        """Cells that two people have set differently without seeing each other."""
        return conflicts.conflicts(self._database, self._names)

    def published_state(self) -> PublishState:
        """How the user's file stands against the working copy."""
        return self._state

    def cell_version(self, kind: type[Entity], uid: Uid, name: str) -> int | None:
        """The transaction behind a field now; a form keeps it and passes it to ``set`` as ``base``."""
        row = self._names.row(uid)
        cell = codec.cell_of(kind, name).name
        return None if row is None else history.newest(self._database, row, cell)

    # ---- the one way to change -------------------------------------------------------------------

    @contextlib.contextmanager
    def transaction(
        self, label: Message, initiator: object | None = None, *, kind: int = schema.EDIT
    ) -> Iterator[Transaction]:
        """Everything inside is stored together, with its log, or nothing is.

        Raises ``StorageFault`` with the true reason when the disk refuses; nothing is changed then.
        Listeners of ``changed`` hear of it after the commit.
        """
        if self.read_only:
            raise StorageFault(msg("This file was made by a newer KPI Desk and can only be read. Nothing was changed."))
        if self._open is not None:
            raise RuntimeError("a transaction is open already")
        self._notice_others()
        now_ms = int(self._clock().timestamp() * 1000)
        entered = self._session.ord
        writer = Writer(self._database, self._names, self._session, now_ms, kind, label.encode())
        change = Transaction(self, writer, Changes(initiator))
        try:
            with self._database.transaction():
                self._open = change
                yield change
                if not writer.empty:
                    writer.finish()
        except BaseException:
            self._session.ord = entered
            self._names.forget()
            self._book.forget()
            raise
        finally:
            self._open = None
        if not writer.empty:
            self._stacks = None
            self._after_commit(change.changes)

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
        """Bring the user's file up to date; a version that appeared there meanwhile is merged first."""
        if self.read_only:
            return
        try:
            with publish.locked(self._database.path):
                self._pull()
                version = publish.write_snapshot(self._database, self.path)
                publish.remember(self._database, version, self.path)
        except (OSError, sqlite3.Error, UserError) as error:
            log.warning("Not published: %s", error)
            self._pending = True
            problem = (
                error.message
                if isinstance(error, FileRefused)
                else msg("Not shared yet: the file's folder can't be written to. Your work is safe on this machine.")
            )
            self._state = PublishState(self._state.at, problem)
        else:
            self._pending = False
            self._state = PublishState(self._clock(), None)
        self._data_version = self._database.data_version()
        self.published.emit(self._state)

    def refresh(self) -> None:
        """Take in what another window, the command line or a colleague has stored since."""
        self._notice_others()
        if not self.read_only:
            with publish.locked(self._database.path):
                self._pull()
        if self._pending and not self._holding:
            self.publish()

    def _pull(self) -> None:
        if not self.path.exists():
            return
        known = publish.known(self._database)
        seen = publish.signature(self.path)
        if known is not None and known.signature == seen:
            return
        with publish.private_copy(self.path, self._home.working_copies) as copy:
            vetted = vet.vet(copy, self.path, digests=False)
            if vetted.workspace.hex() != self.identity:
                raise _other_company(self.path)
            self._take_version(copy, vetted.publish, seen)

    def _take_version(self, copy: Path, version: bytes, seen: str) -> None:
        known = publish.known(self._database)
        if known is None or known.publish != version:
            taken = self._take_in(copy, self.path)
            if taken.transactions:
                self._everything_changed()
        with self._database.transaction():
            values = [("publish", version), ("signature", seen)]
            self._database.run_many("INSERT OR REPLACE INTO local(key, val) VALUES(?, ?)", values)
        self._data_version = self._database.data_version()

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

    def _take_in(self, copy: Path, shown: Path) -> Taken:
        try:
            return take_in(self._database, self._names, copy)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            raise vet.damaged(shown, str(error)) from error

    def merge(self, copy_path: Path | str, *, dry_run: bool = False) -> MergeReport:
        """Take in the changes of another copy of this workspace, and tell what they are.

        A backup is made first. With ``dry_run`` the same report is made on a temporary copy and
        nothing is written.
        """
        shown = Path(copy_path)
        with publish.private_copy(shown, self._home.working_copies) as copy:
            vetted = vet.vet(copy, shown)
            if vetted.workspace.hex() != self.identity:
                raise _other_company(shown)
            self._refuse_absurd_clock(copy, shown)
            if dry_run:
                return self._merged_elsewhere(copy, shown)
            self.backup("merge")
            before = self._snapshot_of_rows()
            measured = _Measured(self)
            taken = self._take_in(copy, shown)
            self._book.forget()
            report = self._report(taken, before, measured)
        if taken.transactions:
            self._pending = True
            self._everything_changed()
            self.publish()
        return report

    def _merged_elsewhere(self, copy: Path, shown: Path) -> MergeReport:
        temporary = self._home.working_copies / f"preview-{secrets.token_hex(8)}.tmp"
        try:
            self._database.run("VACUUM INTO ?", (str(temporary),))
            preview = Workspace(self.path, Database(temporary, durable=False), self._home, self._clock, "", True)
            try:
                before, measured = preview._snapshot_of_rows(), _Measured(preview)
                taken = preview._take_in(copy, shown)
                preview._book.forget()
                return preview._report(taken, before, measured)
            finally:
                preview._database.close()
        finally:
            temporary.unlink(missing_ok=True)

    def _snapshot_of_rows(self) -> Rows:
        return {kind: dict(self._book.of(kind)) for kind in KINDS}

    def _report(self, taken: Taken, before: Rows, measured: _Measured) -> MergeReport:
        if not taken.transactions:
            return MergeReport()
        changes = [*self._row_changes(taken, before), *measured.changes(taken.measured)]
        marks = ", ".join(map(str, taken.transactions))
        authors = self._database.run(
            "SELECT DISTINCT s.author FROM txn t JOIN session s ON s.ord = t.session"
            f" WHERE t.ord IN ({marks}) ORDER BY 1"
        ).fetchall()
        first, last = self._database.run(f"SELECT min(wall), max(wall) FROM txn WHERE ord IN ({marks})").fetchone()
        ahead = dt.timedelta(milliseconds=last) - dt.timedelta(seconds=self._clock().timestamp())
        return MergeReport(
            authors=tuple(author for (author,) in authors),
            since=dt.datetime.fromtimestamp(first / 1000, dt.UTC),
            transactions=len(taken.transactions),
            operations=taken.operations,
            measurements=taken.measurements,
            changes=tuple(changes),
            conflicts=tuple(self.conflicts()),
            revived=tuple(self._revived(taken)),
            skipped_moves=tuple(self._names.uid(row) for _txn, row in taken.skipped_moves),
            clock_ahead=ahead if ahead > dt.timedelta(minutes=10) else None,
        )

    def _row_changes(self, taken: Taken, before: Rows) -> Iterator[CellChange]:
        for row in sorted(taken.rows):
            kind, uid = self._names.kind(row), self._names.uid(row)
            if kind is None:
                continue
            old, new = before[kind].get(uid), self._book.of(kind).get(uid)
            if old is None or new is None:
                if old is not new:
                    yield CellChange(kind, uid, codec.LIFE, old is not None, new is not None)
                continue
            for item in fields(kind):
                if getattr(old, item.name) != getattr(new, item.name):
                    yield CellChange(kind, uid, item.name, getattr(old, item.name), getattr(new, item.name))

    def _revived(self, taken: Taken) -> Iterator[tuple[type[Entity], Uid]]:
        """Rows that somebody deleted and that live on, because another had edited them."""
        for row in sorted(taken.rows | taken.measured):
            kind, uid = self._names.kind(row), self._names.uid(row)
            if kind is None or uid not in self._book.of(kind):
                continue
            name = self._names.field(codec.life_of(kind))
            newest = self._database.run(
                "SELECT o.val FROM op o JOIN txn t ON t.ord = o.txn JOIN session s ON s.ord = t.session"
                " WHERE o.row = ? AND o.field = ? ORDER BY t.hlc DESC, s.uid DESC LIMIT 1",
                (row, name),
            ).fetchone()
            if newest and newest[0]:
                yield kind, uid

    def _refuse_absurd_clock(self, copy: Path, shown: Path) -> None:
        connection = sqlite3.connect(f"{copy.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            newest = connection.execute("SELECT max(hlc) FROM txn").fetchone()[0] or 0
        finally:
            connection.close()
        if newest >> 16 > (self._clock() + ABSURD_CLOCK).timestamp() * 1000:
            raise FileRefused(
                msg(
                    "“{name}” comes from a machine whose clock is more than ten years ahead. Nothing was changed.",
                    name=shown.name,
                )
            )

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
        problems = []
        result = self._database.one("PRAGMA quick_check(1)")
        if result != "ok":
            problems.append(msg("The file's structure is damaged: {reason}", reason=str(result)))
        wrong = list(contents.mismatches(self._database.connection))
        if wrong:
            problems.append(msg("{count} changes do not match their digest.", count=len(wrong)))
        if self._state_differs():
            problems.append(msg("The current values do not follow from the change log."))
        return problems

    def _state_differs(self) -> bool:
        before = self._all_state()
        try:
            with self._database.transaction():
                fold.rebuild(self._database, self._names)
                after = self._all_state()
                raise _RolledBackError
        except _RolledBackError:
            self._names.forget()
        return before != after

    def _all_state(self) -> dict[str, list[Any]]:
        tables = [schema.state_table(kind) for kind in KINDS]
        return {table: self._database.run(f"SELECT * FROM {table} ORDER BY row").fetchall() for table in tables}


class _RolledBackError(Exception):
    """Leaves a transaction on purpose, so that a check changes nothing."""


class _Measured:
    """Measurements before a merge, for before → after."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.before = {uid: workspace.series(uid) for uid in workspace._book.of(Input)}

    def changes(self, rows: set[int]) -> list[CellChange]:
        """The cells that differ now, at most some hundred for each input."""
        found: list[CellChange] = []
        for row in sorted(rows):
            uid = self.workspace._names.uid(row)
            old, new = self.before.get(uid, {}), self.workspace.series(uid)
            differing = [period for period in sorted({*old, *new}) if old.get(period) != new.get(period)]
            for period in differing[:LISTED_MEASUREMENTS]:
                found.append(CellChange(Input, uid, "", old.get(period), new.get(period), period))
        return found


class Transaction:
    """The open transaction: what a command may do."""

    def __init__(self, workspace: Workspace, writer: Writer, changes: Changes) -> None:
        self.workspace = workspace
        self.changes = changes
        self._writer = writer
        self._book = workspace._book

    def add(self, entity: Entity) -> Uid:
        """Enter a row with all its fields; a buried row of that uid comes back to life."""
        kind = type(entity)
        before = self._book.of(kind).get(entity.uid)
        row = self._writer.create(kind, entity.uid)
        values = {item.name: getattr(entity, item.name) for item in fields(kind)}
        for cell in codec.cells(kind):
            defaults = {name: codec.codecs(kind)[name].default for name in cell.fields}
            if any(values[name] != defaults[name] for name in cell.fields):
                self._write(kind, row, cell, values, UNSEEN)
        self._noted(kind, entity.uid, before)
        return entity.uid

    def set(self, kind: type[Entity], uid: Uid, *, base: Any = UNSEEN, **values: Any) -> None:
        """Change fields of a living row; what stays the same writes nothing.

        ``base`` is the transaction that a form had seen (``Workspace.cell_version``).
        """
        before = self._living(kind, uid)
        current = {item.name: getattr(before, item.name) for item in fields(kind)}
        wanted = {**current, **values}
        row = self._row(uid)
        for cell in dict.fromkeys(codec.cell_of(kind, name) for name in values):
            if any(wanted[name] != current[name] for name in cell.fields):
                self._write(kind, row, cell, wanted, base)
        self._noted(kind, uid, before)

    def move(self, uid: Uid, parent: Uid | None, order: str) -> None:
        """Put a node under another, or to the roots; raises ``RuleBroken`` for a circle."""
        node = self.workspace.node(uid)
        self.set(type(node), uid, parent=parent, order=order)

    def delete(self, kind: type[Entity], uid: Uid) -> None:
        """Bury a living row."""
        before = self._living(kind, uid)
        self._writer.delete(kind, self._row(uid))
        self._noted(kind, uid, before)

    def restore(self, kind: type[Entity], uid: Uid) -> None:
        """Bring a buried row back."""
        before = self._book.of(kind).get(uid)
        self._writer.write(self._row(uid), codec.life_of(kind), "")
        self._noted(kind, uid, before)

    def measure(self, input_uid: Uid, period: Period, value: Value | None, *, base: Any = UNSEEN) -> None:
        """Store one measurement; ``None`` makes it blank. Raises ``BadInput`` for NaN and infinity."""
        encoded = encode_value(value)
        if self._writer.measure(self._input_row(input_uid), period.code(), encoded, base):
            self.changes.measurements.setdefault(input_uid, set()).add(period)

    def measure_many(self, input_uid: Uid, cells: Iterable[tuple[Period, Value | None]]) -> int:
        """Store many measurements of one input; give how many differ from what was there."""
        coded = cells_by_code(cells)
        if not coded:
            return 0
        changed = self._writer.measure_many(self._input_row(input_uid), coded)
        if changed:
            periods = self.changes.measurements.setdefault(input_uid, set())
            periods.update(Period.from_code(code) for code in changed)
        return len(changed)

    def order_between(self, before: str | None, after: str | None) -> str:
        """An order key between two others; keys that are no longer usable count as open ends."""
        low = before if before is not None and is_key(before) else None
        high = after if after is not None and is_key(after) else None
        if low is not None and high is not None and low >= high:
            high = None
        return key_between(low, high)

    def revert(self, ref: int) -> undo.Outcome:
        """Take back an earlier transaction where it still stands."""
        self._writer.undo_of = ref
        query = "SELECT DISTINCT row FROM op WHERE txn = ?"
        rows = [row for (row,) in self._writer.database.run(query, (ref,)).fetchall()]
        known = [(kind, self._writer.names.uid(row)) for row in rows if (kind := self._writer.names.kind(row))]
        before = {uid: self._book.of(kind).get(uid) for kind, uid in known}
        outcome = undo.revert(self._writer, ref)
        for kind, uid in known:
            self._noted(kind, uid, before[uid])
        for row, cells in self._writer.measured.items():
            periods = self.changes.measurements.setdefault(self._writer.names.uid(row), set())
            periods.update(Period.from_code(code) for code in cells)
        return outcome

    def settle(self, conflict: Conflict, chosen: conflicts.Head) -> None:
        """Write the chosen side of a conflict and acknowledge every side."""
        row = self._row(conflict.uid)
        if conflict.period is not None:
            self.measure(conflict.uid, conflict.period, chosen.value)
            cell = conflict.period.code()
        else:
            before = self._book.of(conflict.kind).get(conflict.uid) if conflict.kind else None
            self._writer.write(row, conflict.cell, chosen.value)
            if conflict.kind:
                self._noted(conflict.kind, conflict.uid, before)
            cell = -self._writer.names.field(conflict.cell)
        for head in conflict.heads:
            self._writer.acknowledge(row, cell, head.ref)

    # ---- inside ----------------------------------------------------------------------------------

    def _write(self, kind: type[Entity], row: int, cell: codec.Cell, values: dict[str, Any], base: Any) -> None:
        try:
            encoded = codec.encode_cell(kind, cell, values)
        except (ValueError, OverflowError) as error:
            raise BadInput(msg("This is not a number that can be stored. Nothing was changed.")) from error
        self._writer.write(row, cell.name, encoded, base)

    def _noted(self, kind: type[Entity], uid: Uid, before: Entity | None) -> None:
        self._book.reload(kind, uid)
        self.changes.touch(kind, uid, before, self._book.of(kind).get(uid))

    def _living(self, kind: type[E], uid: Uid) -> E:
        return self.workspace.get(kind, uid)

    def _row(self, uid: Uid) -> int:
        row = self._writer.names.row(uid)
        if row is None:
            raise NotFound(msg("What you chose is no longer there. Nothing was changed."))
        return row

    def _input_row(self, uid: Uid) -> int:
        self._living(Input, uid)
        return self._row(uid)


# ---- files ---------------------------------------------------------------------------------------


def _adopt(copy: Path, working: Path) -> None:
    """Make a working copy from a vetted file."""
    working.parent.mkdir(parents=True, exist_ok=True)
    temporary = working.with_suffix(".adopting")
    shutil.copyfile(copy, temporary)
    publish.strip(temporary, None)
    publish.sync(temporary)
    temporary.replace(working)


def _open_working(working: Path, copy: Path, shown: Path) -> Database:
    """Open a working copy; a damaged one is kept aside and made anew from the file."""
    try:
        database = Database(working)
        if database.one("PRAGMA quick_check(1)") == "ok":
            return database
        database.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
    aside = working.with_suffix(f".damaged-{secrets.token_hex(4)}")
    working.replace(aside)
    log.error("The working copy was damaged and is kept as %s", aside.name)
    vet.vet(copy, shown)
    _adopt(copy, working)
    database = Database(working)
    with database.transaction():
        fold.rebuild(database, Names(database))
    return database


def _remove_working_copy(working: Path) -> None:
    for path in working.parent.glob(f"{working.name}*"):
        path.unlink(missing_ok=True)


def _other_company(shown: Path) -> FileRefused:
    return FileRefused(
        msg(
            "“{name}” belongs to another workspace and can't be merged into this one. Nothing was changed.",
            name=shown.name,
        )
    )


def _device(home: Home) -> str:
    """A name for this machine's part of the history; shown, never used as an identity."""
    place = home.data / "device"
    try:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(secrets.token_hex(8))
        return place.read_text().strip()[:32]
    except OSError:
        return "unknown"
