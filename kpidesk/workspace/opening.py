"""Ways to a file that is not open: its password, and what to make a damaged one anew from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk import disk
from kpidesk.clock import Clock, system_clock
from kpidesk.errors import StorageFault
from kpidesk.settings import Home
from kpidesk.store.db import encryption
from kpidesk.store.db.encryption import Keyring
from kpidesk.store.files import recovery, rekey
from kpidesk.store.files import renaming as name_giving
from kpidesk.store.files.renaming import Renaming
from kpidesk.store.log import glance
from kpidesk.workspace.open_file import AtWork
from kpidesk.workspace.workspace import Workspace

if TYPE_CHECKING:
    from kpidesk.store.files.recovery import Lifeline


def needs_password(path: Path | str) -> bool:
    """Tell whether a file looks like one with a password."""
    return encryption.encrypted(Path(path))


def language_of(path: Path | str) -> str | None:
    """The language of a file that can't be opened now, for saying so; ``None`` where it can't be read."""
    return glance.language(disk.resolved(path))


def opens_by(path: Path | str, password: str) -> bool:
    """Tell whether a password opens a file, whose key is made for that: a moment's work, and the file is read."""
    try:
        return Keyring((password,)).key(disk.resolved(path)) is not None
    except encryption.PasswordNeeded:
        return False


def can_have_password() -> bool:
    """Tell whether files with a password can be made and read here."""
    return encryption.available()


def change_password(
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
    with Workspace.open(path, author=author, home=home, clock=clock, passwords=known, go_plain=not new) as workspace:
        workspace.sharing.publish()
        problem = workspace.sharing.why_read_only if workspace.read_only else workspace.sharing.state().problem
        working, folder = workspace._file.database.path, workspace.backups.folder
    if problem is not None:
        raise StorageFault(problem)
    rekey.change(path, working, folder, Keyring((new, *known)), locked=bool(new))


def renaming(path: Path | str, target: Path, *, identity: str, home: Home | None = None) -> Renaming:
    """What it takes to give a file that is not open another name in its folder: what can be undone comes along.

    ``identity`` is that of its workspace (``Sharing.identity``).
    """
    return name_giving.renaming(disk.resolved(path), target, (home or Home.default()).working_copies, identity)


def has_locked(path: Path | str, *, home: Home | None = None) -> bool:
    """Tell whether this machine has a file's working copy, and under a password; told without a key, so at once."""
    working = recovery.working_of(disk.resolved(path), home or Home.default())
    return working is not None and needs_password(working)


def lifeline(path: Path | str, *, home: Home | None = None, passwords: Iterable[str] = ()) -> Lifeline | None:
    """What this machine has to make a damaged file anew from; ``None`` for nothing."""
    return recovery.lifeline(disk.resolved(path), home or Home.default(), Keyring(passwords))


def rescue(
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
    workspace = Workspace(path, database, AtWork(home, clock, author))
    workspace.rescued = recovery.Rescued(aside, sound, found.backup, newest)
    workspace.sharing.publish()
    return workspace
