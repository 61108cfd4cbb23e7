"""The open file itself: made, opened, closed, and what everybody asks of it."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from kpidesk import disk
from kpidesk.clock import system_clock
from kpidesk.domain.bounds import line
from kpidesk.domain.entities import Company, Entity
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store.db import kept, schema, scratch
from kpidesk.store.db.database import Database
from kpidesk.store.db.encryption import Keyring
from kpidesk.store.files import rekey, snapshot, working_copy
from kpidesk.store.sync.shared_file import Unshared, refuse_absurd_clock
from kpidesk.text import msg
from kpidesk.workspace.backing_up import Backups
from kpidesk.workspace.checking import Checking
from kpidesk.workspace.editing import Editing
from kpidesk.workspace.handles import Handles
from kpidesk.workspace.history import History
from kpidesk.workspace.lock import Lock
from kpidesk.workspace.merging import Merging
from kpidesk.workspace.open_file import NEWER, SENT_TO_READ, Aside, AtWork, OpenFile
from kpidesk.workspace.recent import Recent
from kpidesk.workspace.rows import Rows
from kpidesk.workspace.sharing import Sharing
from kpidesk.workspace.team_server import TeamServer
from kpidesk.workspace.time_travel import TimeTravel
from kpidesk.workspace.undoing import Undoing

if TYPE_CHECKING:
    from kpidesk.clock import Clock
    from kpidesk.domain.entities import Node, Uid, Value
    from kpidesk.domain.period import Period
    from kpidesk.store.files.recovery import Rescued
    from kpidesk.store.log.transaction import Transaction
    from kpidesk.text import Message
    from kpidesk.workspace.undoing import Reverted

E = TypeVar("E", bound=Entity)
Again = Callable[[Database, AtWork, Aside], "Workspace"]
"""Makes a handle beside a workspace, on a database of its own."""
IMPORT = schema.IMPORT
"""The kind of a transaction that brings many numbers at once; a backup is made ahead of it."""
EDIT, UNDO, REDO, RESOLVE, FOUND, MERGE, RESTORE = (
    schema.EDIT, schema.UNDO, schema.REDO, schema.RESOLVE, schema.FOUND, schema.MERGE, schema.RESTORE,
)  # fmt: skip
"""The other kinds, as ``HistoryEntry.kind`` tells them."""
NAMESPACE = "006b7069-6465-736b-0000-000000000001"


def new_uid() -> Uid:
    """A fresh name for a row."""
    import uuid  # which asks what machine this is; reading makes no rows

    return uuid.uuid4().hex


def library_uid(name: str) -> Uid:
    """The name of a row that is the same for everybody who adds it (store/README: Shared names)."""
    import uuid

    return uuid.uuid5(uuid.UUID(NAMESPACE), name).hex


class Workspace:
    """One open file. Make one with ``create`` or ``open``; it is a context manager.

    What everybody needs is here; the rest stands behind ``history``, ``undoing``, ``editing``, ``backups``,
    ``sharing``, ``server``, ``merging``, ``time``, ``handles``, ``checking``, ``lock`` and ``recent``, which know the
    file and, of each other, only those that they are given. ``keeping`` holds what the rooms above keep of the file,
    and ``rescued`` tells what ``opening.rescue`` has made it from.
    """

    rescued: Rescued | None = None

    def __init__(
        self,
        path: Path,
        database: Database,
        at: AtWork,
        why_read_only: Message | None = None,
        aside: Aside | None = None,
    ) -> None:
        self._file = file = OpenFile(path, database, at, why_read_only)
        self._rows = Rows(file)
        self.changed, self.keeping = file.changed, file.keeping
        self.columns = file.columns.of
        self.recent = Recent(file)
        self.history = History(file)
        self.lock = Lock(file)
        self.backups = Backups(file)
        self.editing = Editing(file, self.backups)
        self.undoing = Undoing(file, self.editing)
        self.sharing = Sharing(file, self.editing, self.backups)
        self.server = TeamServer(file, self.sharing)
        self.merging = Merging(file, self.editing, self.backups, self.sharing, self._again)
        self.time = TimeTravel(file, self.undoing, self.backups, self.merging, self._again)
        self.handles = Handles(file, self._again)
        self.checking = Checking(file, self._rows, aside.live if aside else None)
        self._aside = aside

    def _again(self, database: Database, at: AtWork, aside: Aside) -> Workspace:
        return type(self)(self._file.path, database, at, aside.why_read_only, aside)

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
        passwords: Iterable[str] = (),
    ) -> Workspace:
        """Make a new file for a company, with a password if there is one; refuses to replace an existing file."""
        path, home = disk.resolved(path), home or Home.default()
        kept.keep_in(home.texts)
        company = line(company)
        with snapshot.usable(home.data):
            database = working_copy.found(path, home, company, Keyring(passwords))
        workspace = cls(path, database, AtWork(home, clock, author))
        row = Company(new_uid(), company, language, fiscal_year_start)
        with workspace.transaction(msg("create “{name}”", name=company), kind=schema.FOUND) as change:
            change.add(row)
        state = workspace.sharing.state()
        if state.problem is not None:
            database.close()
            working_copy.remove(database.path)
            raise StorageFault(snapshot.not_made(path, full=state.why is Unshared.FULL), details=state.details)
        return workspace

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        author: str = "",
        home: Home | None = None,
        clock: Clock = system_clock,
        passwords: Iterable[str] = (),
        leave_earlier: bool = False,
        go_plain: bool = False,
    ) -> Workspace:
        """Open a file; raises ``FileRefused`` when it is damaged, foreign or from a newer program.

        Of ``passwords`` the one that fits is used; ``PasswordNeeded`` tells that none does, and
        ``EarlierPasswordNeeded`` that the working copy here is still under another one than the file. Whoever does
        not know that one any more sets ``leave_earlier``: what had not been shared stays behind, unread. A file
        without a password, where the working copy has one, opens only with ``go_plain``: it may be an older version.
        """
        path, home = disk.resolved(path), home or Home.default()
        kept.keep_in(home.texts)
        keys = Keyring(passwords)
        with snapshot.usable(home.data):
            scratch.sweep(home.working_copies)
        seen = snapshot.signature(path)
        with snapshot.usable(home.data), snapshot.private_copy(path, home.working_copies) as copy:
            by = working_copy.Admission(keys, leave_earlier, go_plain)
            found = working_copy.opened(path, home, working_copy.PrivateCopy(copy, seen), by, clock())
            newer = found.vetted.min_reader > schema.ENVELOPE_VERSION
            why = NEWER if newer else SENT_TO_READ if found.vetted.read_only else None
            workspace = cls(path, found.database, AtWork(home, clock, author), why)
            try:
                workspace._meet(found)
            except BaseException:
                found.database.close()
                raise
        if why is None:
            workspace.backups.make_daily()
            rekey.lock_up_backups(workspace.backups.folder, keys, found.database.key)
        return workspace

    def _meet(self, found: working_copy.Opened) -> None:
        """Bring the working copy and the file together; what only one of them holds is kept."""
        refuse_absurd_clock(found.copy, self.path, self.now(), self._file.database.keys)
        if found.fresh:
            snapshot.remember(self._file.database, found.vetted.publish, found.seen)
            self.checking.unseen = True
            return
        self.sharing.meet(found.copy, found.vetted.publish, found.seen)
        self._file.meet()
        self.sharing.pending = not self.read_only and self.sharing.shared.lacks(found.copy)

    def close(self) -> None:
        """Publish what is pending and let go of the file; a handle that was put aside leaves nothing behind."""
        if self._aside is None:
            self.sharing.leave()
            self._file.keep_numbers()
        self._file.database.close()
        if self._aside is not None and self._aside.temporary is not None:
            self._aside.temporary.unlink(missing_ok=True)

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    # ---- what it is ------------------------------------------------------------------------------

    @property
    def path(self) -> Path:
        """The user's file."""
        return self._file.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self._file.read_only

    @property
    def author(self) -> str:
        """Whose changes these are."""
        return self._file.author

    @author.setter
    def author(self, name: str) -> None:
        self._file.author = name

    def now(self) -> dt.datetime:
        """The time by the workspace's clock."""
        return self._file.now()

    def today(self) -> dt.date:
        """The date by the workspace's clock."""
        return self._file.now().date()

    # ---- what stands in it -----------------------------------------------------------------------

    @property
    def company(self) -> Company:
        """The business that the file belongs to."""
        return self._rows.company

    def find(self, kind: type[E], uid: Uid | None) -> E | None:
        """A living row, or ``None``."""
        return self._rows.find(kind, uid)

    def get(self, kind: type[E], uid: Uid) -> E:
        """A living row; raises ``NotFound``."""
        return self._rows.get(kind, uid)

    def all(self, kind: type[E]) -> list[E]:
        """Every living row of a kind, in its order where it has one."""
        return self._rows.all(kind)

    def node(self, uid: Uid) -> Node:
        """A living node of the goal tree; raises ``NotFound``."""
        return self._rows.node(uid)

    def find_node(self, uid: Uid | None) -> Node | None:
        """A living node of the goal tree, or ``None``."""
        return self._rows.find_node(uid)

    def children(self, parent: Uid | None) -> list[Node]:
        """Living nodes under a node, in order; the roots under ``None``."""
        return self._rows.children(parent)

    def series(self, input_uid: Uid) -> dict[Period, Value]:
        """The measurements of an input by period, in order; blanks are absent."""
        return self._rows.series(input_uid)

    def series_many(self, input_uids: Iterable[Uid]) -> dict[Uid, dict[Period, Value]]:
        """The measurements of several inputs, read in one go."""
        return self._rows.series_many(input_uids)

    # ---- changing it -----------------------------------------------------------------------------

    def transaction(self, label: Message, *, kind: int = schema.EDIT) -> contextlib.AbstractContextManager[Transaction]:
        """Everything inside is stored together, with its log, or nothing is.

        Raises ``StorageFault`` with the true reason when the disk refuses; nothing is changed then.
        Listeners of ``changed`` hear of it after the commit. A command inside a transaction that is open
        becomes part of it, label and undo included.
        """
        return self.editing.transaction(label, kind=kind)

    def undo(self, *, ref: int | None = None) -> Reverted | None:
        """Take back the newest change made on this copy that still stands, or just the one that ``ref`` names.

        ``None``: there is nothing to take back, or that one has been taken back already.
        """
        return self.undoing.undo(ref=ref)

    def redo(self, *, ref: int | None = None) -> Reverted | None:
        """Do again what undo took back last, or just what the undo ``ref`` took back."""
        return self.undoing.redo(ref=ref)
