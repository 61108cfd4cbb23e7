"""The open file itself: made, opened, closed, and what everybody asks of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kpidesk import disk
from kpidesk.clock import Clock, system_clock
from kpidesk.domain.entities import Annotation, Company, Input, Target, Uid
from kpidesk.domain.period import Period
from kpidesk.domain.regrid import row_is_off
from kpidesk.domain.wording import period_words
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store.db import encryption, schema, scratch
from kpidesk.store.db.encryption import Keyring
from kpidesk.store.files import recovery, snapshot, working_copy
from kpidesk.store.files import rekey as store_passwords
from kpidesk.store.files.recovery import Lifeline, Rescued
from kpidesk.store.log import verify
from kpidesk.store.sync.shared_file import Unshared, refuse_absurd_clock
from kpidesk.text import Message, msg, msgn
from kpidesk.workspace.editing import NEWER, SENT_TO_READ
from kpidesk.workspace.restoring import Restoring

IMPORT = schema.IMPORT
"""The kind of a transaction that brings many numbers at once; a backup is made ahead of it."""
EDIT, UNDO, REDO, RESOLVE, FOUND, MERGE, RESTORE = (
    schema.EDIT, schema.UNDO, schema.REDO, schema.RESOLVE, schema.FOUND, schema.MERGE, schema.RESTORE,
)  # fmt: skip
"""The other kinds, as ``HistoryEntry.kind`` tells them."""
NAMESPACE = uuid.UUID("006b7069-6465-736b-0000-000000000001")


def new_uid() -> Uid:
    """A fresh name for a row."""
    return uuid.uuid4().hex


def library_uid(name: str) -> Uid:
    """The name of a row that is the same for everybody who adds it (store/README: Shared names)."""
    return uuid.uuid5(NAMESPACE, name).hex


def _not_made(path: Path, why: Unshared | None) -> Message:
    if why is Unshared.FULL:
        return msg("“{name}” could not be made: the disk of its folder is full. Nothing was changed.", name=path.name)
    return msg("“{name}” could not be made: the folder can't be written to. Nothing was changed.", name=path.name)


class Workspace(Restoring):
    """One open file. Make one with ``create`` or ``open``; it is a context manager.

    ``rescued`` tells what ``rescue`` has made it from.
    """

    rescued: Rescued | None = None

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
        database = working_copy.found(path, home, company, Keyring(passwords))
        workspace = cls(path, database, home, clock, author, False)
        row = Company(new_uid(), company.strip(), language, fiscal_year_start)
        with workspace.transaction(msg("create “{name}”", name=company.strip()), kind=schema.FOUND) as change:
            change.add(row)
        state = workspace.published_state()
        if state.problem is not None:
            database.close()
            working_copy.remove(database.path)
            raise StorageFault(_not_made(path, state.why), details=state.details)
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
        keys = Keyring(passwords)
        scratch.sweep(home.working_copies)
        seen = snapshot.signature(path)
        with snapshot.private_copy(path, home.working_copies) as copy:
            found = working_copy.opened(
                path, home, copy, seen, clock(), keys, leave_earlier=leave_earlier, go_plain=go_plain
            )
            newer = found.vetted.min_reader > schema.ENVELOPE_VERSION
            read_only = newer or found.vetted.read_only
            workspace = cls(path, found.database, home, clock, author, read_only)
            workspace.why_read_only = NEWER if newer else SENT_TO_READ
            try:
                workspace._meet(found)
            except BaseException:
                found.database.close()
                raise
        if not read_only:
            workspace._daily_backup()
            store_passwords.lock_up_backups(workspace.backup_folder, keys, workspace._database.key)
        return workspace

    @staticmethod
    def needs_password(path: Path | str) -> bool:
        """Tell whether a file looks like one with a password."""
        return encryption.encrypted(Path(path))

    @staticmethod
    def can_have_password() -> bool:
        """Tell whether files with a password can be made and read here."""
        return encryption.available()

    @property
    def has_password(self) -> bool:
        """Whether the file is encrypted."""
        return self._database.key is not None

    def opens_by(self, password: str) -> bool:
        """Tell whether a password is the file's own; a file without one opens by any."""
        return self._database.key is None or encryption.made_from(password, self._database.key)

    def learn_password(self, password: str) -> None:
        """Another password to try on copies that are merged or restored."""
        self._database.keys.learn(password)

    @classmethod
    def change_password(
        cls,
        path: Path | str,
        new: str,
        *,
        passwords: Iterable[str] = (),
        author: str = "",
        home: Home | None = None,
        clock: Clock = system_clock,
    ) -> None:
        """Set or change the password of a file that is not open, or take it away with an empty ``new``.

        The working copy and the backups on this machine follow. Raises ``StorageFault`` when the file can't be
        brought up to date first; then nothing is changed.
        """
        path, home, known = disk.resolved(path), home or Home.default(), tuple(passwords)
        with cls.open(path, author=author, home=home, clock=clock, passwords=known, go_plain=not new) as workspace:
            workspace.publish()
            problem = workspace.why_read_only if workspace.read_only else workspace.published_state().problem
            working, folder = workspace._database.path, workspace.backup_folder
        if problem is not None:
            raise StorageFault(problem)
        store_passwords.change(path, working, folder, Keyring((new, *known)), locked=bool(new))

    @staticmethod
    def can_rescue(path: Path | str, *, home: Home | None = None, passwords: Iterable[str] = ()) -> bool:
        """Tell whether this machine has what it takes to make a damaged file anew."""
        return Workspace.lifeline(path, home=home, passwords=passwords) is not None

    @staticmethod
    def lifeline(path: Path | str, *, home: Home | None = None, passwords: Iterable[str] = ()) -> Lifeline | None:
        """What this machine has to make a damaged file anew from; ``None`` for nothing."""
        return recovery.lifeline(disk.resolved(path), home or Home.default(), Keyring(passwords))

    @classmethod
    def rescue(
        cls,
        path: Path | str,
        *,
        author: str = "",
        home: Home | None = None,
        clock: Clock = system_clock,
        passwords: Iterable[str] = (),
        ready: Callable[[], None] | None = None,
    ) -> Workspace:
        """Make a damaged file anew from the working copy and the newest backup.

        The damaged file is kept aside under another name. Raises ``FileRefused`` when this machine has
        nothing to make it from; then nothing is changed. ``ready`` is called right before the file itself is
        touched; what it raises leaves the file as it is.
        """
        path, home = disk.resolved(path), home or Home.default()
        keys = Keyring(passwords)
        found = recovery.lifeline(path, home, keys)
        if found is None:
            raise recovery.nothing_left()
        database, sound = recovery.united(found, home.working_copies, keys)
        try:
            newest = recovery.newest_change(database)
            if ready is not None:
                ready()
            aside = recovery.keep_aside(path, clock())
        except BaseException:
            database.close()
            raise
        workspace = cls(path, database, home, clock, author, False)
        workspace.rescued = Rescued(aside, sound, found.backup, newest)
        workspace.publish()
        return workspace

    def _meet(self, found: working_copy.Opened) -> None:
        """Bring the working copy and the file together; what only one of them holds is kept."""
        refuse_absurd_clock(found.copy, self.path, self._clock(), self._database.keys)
        if found.fresh:
            snapshot.remember(self._database, found.vetted.publish, found.seen)
            return
        self._file.take_version(found.copy, found.vetted.publish, found.seen)
        self._known_end = self._newest_here()
        self._pending = not self.read_only and self._file.lacks(found.copy)

    def close(self) -> None:
        """Publish what is pending and let go of the file."""
        if self._aside:
            super().close()
            return
        if self._pending:
            self.publish()
        self._presence.leave()
        self._database.close()

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def check(self) -> list[Message]:
        """Verify the file: SQLite's own check, every digest, the state against the log, and the periods of numbers."""
        found = verify.problems(self._database, self._names)
        self._book.forget()
        found += [self._off_grid_words(uid, periods) for uid, periods in self.off_grid().items()]
        return found + list(self._off_rows_words())

    def _off_rows_words(self) -> Iterator[Message]:
        rows: list[Annotation | Input | Target] = [*self.all(Annotation), *self.all(Input), *self.all(Target)]
        off = sum(row_is_off(row, self.company.fiscal_year_start) for row in rows)
        if off:
            yield msgn(
                "{n} note, opening balance or season lies on a period that the company has not. Nothing is lost. "
                "“kpidesk company {file} --move-numbers” moves it to the nearest.",
                "{n} notes, opening balances or seasons lie on periods that the company has not. Nothing is lost. "
                "“kpidesk company {file} --move-numbers” moves them to the nearest.",
                off,
                file=self.path.name,
            )

    def _off_grid_words(self, uid: Uid, periods: list[Period]) -> Message:
        """Which numbers of an input lie where nobody sees them, and what to do."""
        source, first = self.get(Input, uid), periods[0]
        return msgn(
            "“{name}” has {n} number on a period that is not its own: {period}. Nothing is lost. "
            "“kpidesk company {file} --move-numbers” moves it to the nearest; "
            '“kpidesk set {file} {key} {code} ""” takes it away.',
            "“{name}” has {n} numbers on periods that are not its own, the first is {period}. Nothing is lost. "
            "“kpidesk company {file} --move-numbers” moves them to the nearest; "
            '“kpidesk set {file} {key} {code} ""” takes one away.',
            len(periods),
            name=source.name,
            period=period_words(first, self.company.fiscal_year_start),
            file=self.path.name,
            key=source.key,
            code=first.key(self.company.fiscal_year_start),
        )
