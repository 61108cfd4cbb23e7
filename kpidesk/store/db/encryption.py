"""Passwords: one door through which every file of SQLite is opened, whether it is encrypted or not.

An encrypted file begins with sixteen random bytes, the salt; SQLCipher derives its key from the
password and that salt, 256 000 rounds of PBKDF2-HMAC-SHA512, which takes a tenth of a second. A
``Keyring`` derives each key once and keeps it in memory only. Snapshots, backups and the working copy
of one workspace share its salt. A file without a password is always opened by Python's own SQLite and
one with a password always by SQLCipher: two libraries on one file would drop each other's locks. SQL by hand here is
about files as such, ahead of any table of ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import sqlite3
import unicodedata
import weakref
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpidesk import disk
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.text import msg

if TYPE_CHECKING:
    from kpidesk.text import Message

MAGIC = b"SQLite format 3\x00"
SALT_BYTES, KEY_BYTES, ROUNDS = 16, 32, 256_000
PAGE = 4096
WORKING = ".work"
"""How a working copy's name ends; a power cut may leave a part of a page at its end, which SQLite mends."""
HELD: weakref.WeakSet[Any] = weakref.WeakSet()
"""Every open ``Database``. Its file is not looked at by hand: closing it would drop the locks of SQLite."""
MISSING = msg(
    "This file has a password, and the part of the program that reads such files is not installed. Nothing was "
    "changed. Install KPI Desk with “password”, or open the file on another machine."
)
DISTINCT = 230
"""An encrypted page holds nearly all of the 256 bytes; a page of a damaged plain file far fewer."""


class PasswordNeeded(FileRefused):
    """An encrypted file for which no password has been given, or none that fits."""

    def __init__(self, name: str, *, tried: bool) -> None:
        super().__init__(_wrong(name) if tried else _has_one(name))
        self.tried = tried


class EarlierPasswordNeeded(FileRefused):
    """The working copy on this machine is under an earlier password than the file; it may hold unshared changes.

    The file may have no password at all now: then whoever types the earlier one opens everything up.
    """

    def __init__(self, name: str, *, taken_away: bool = False) -> None:
        self.taken_away = taken_away
        super().__init__(
            msg(
                "“{name}” has no password any more: somebody has taken it away, or has put an older version there. "
                "Type the earlier password to go on without one. If it should stay encrypted, cancel, and ask whoever "
                "shares the file.",
                name=name,
            )
            if taken_away
            else msg(
                "The password of “{name}” has been changed. What was changed on this machine before that is "
                "kept under the earlier password. Type it to include that.",
                name=name,
            )
        )


def _has_one(name: str) -> Message:
    return msg("“{name}” has a password, or it is damaged. Nothing was changed.", name=name)


def _wrong(name: str) -> Message:
    return msg(
        "“{name}” could not be opened: the password is wrong, or the file is damaged. Nothing was changed. Your "
        "backups and the copy on this machine are untouched.",
        name=name,
    )


def available() -> bool:
    """Tell whether files with a password can be read here: an optional part of the installation."""
    return importlib.util.find_spec("sqlcipher3") is not None


def encrypted(path: Path) -> bool:
    """Tell whether a file looks like an encrypted one: whole pages, the first of them nothing but noise."""
    held = _held(path)
    if held is not None:
        return held.key is not None
    try:
        page = disk.head(path, PAGE)
        size = path.stat().st_size
    except (OSError, FileRefused):
        return False
    noise = len(page) == PAGE and len(set(page)) >= DISTINCT
    whole = size % PAGE == 0 or path.suffix == WORKING
    return whole and noise and not page.startswith(MAGIC)


def _held(path: Path) -> Any:
    """The open database on this file in this process, if there is one."""
    return next((each for each in tuple(HELD) if each.path == path), None)


def salt_of(path: Path) -> bytes:
    """The salt of an encrypted file."""
    held = _held(path)
    if held is not None:
        return bytes.fromhex(held.key[-2 * SALT_BYTES - 1 : -1])
    return disk.head(path, SALT_BYTES)


def fits(path: Path, key: str | None) -> bool:
    """Tell whether a file is under this key, or under none where there is none; derives nothing."""
    if key is None or not encrypted(path):
        return key is None and not encrypted(path)
    return key.endswith(f"{salt_of(path).hex()}'")


def new_salt() -> bytes:
    """A salt for a workspace that gets a password."""
    return os.urandom(SALT_BYTES)


class Keyring:
    """The passwords that have been typed, and the keys made from them; in memory only, and never shown."""

    def __init__(self, passwords: Iterable[str] = ()) -> None:
        self._passwords = tuple(dict.fromkeys(password for password in passwords if password))
        self._keys: dict[bytes, str] = {}

    def __repr__(self) -> str:
        return f"<Keyring of {len(self._passwords)}>"

    def __bool__(self) -> bool:
        return bool(self._passwords)

    def learn(self, password: str) -> None:
        """One more password, for every handle that shares this ring; it is tried last."""
        if password:
            self._passwords = tuple(dict.fromkeys((*self._passwords, password)))

    def made(self, salt: bytes) -> str:
        """The key for a new file with this salt, by the first password."""
        self._keys[salt] = _derived(self._passwords[0], salt)
        return self._keys[salt]

    @property
    def passwords(self) -> tuple[str, ...]:
        """Those that have been typed, the first one first."""
        return self._passwords

    def each(self, salt: bytes) -> Iterator[str]:
        """The key for a salt by each password, the first one first."""
        return (_derived(password, salt) for password in self._passwords)

    def key(self, path: Path, shown: str = "") -> str | None:
        """The key that opens a file, ``None`` for a file without a password; raises ``PasswordNeeded``."""
        if not encrypted(path):
            return None
        if not available():
            raise FileRefused(MISSING)
        salt = salt_of(path)
        if salt not in self._keys:
            self._keys[salt] = self._found(path, salt, shown or path.name)
        return self._keys[salt]

    def knows(self, path: Path) -> bool:
        """Tell whether a file has the salt of a key that is already known; derives nothing."""
        return encrypted(path) and salt_of(path) in self._keys

    def _found(self, path: Path, salt: bytes, name: str) -> str:
        for password in self._passwords:
            key = _derived(password, salt)
            try:
                if _opens(path, key):
                    return key
            except sqlite3.OperationalError as error:  # the machine's fault, and none of the password
                raise StorageFault(
                    msg("“{name}” could not be read just now. Nothing was changed. Try again.", name=name),
                    details=str(error),
                ) from error
        raise PasswordNeeded(name, tried=bool(self._passwords))


NO_KEYS = Keyring()


def made_from(password: str, key: str) -> bool:
    """Tell whether a password is the one behind a key."""
    return _derived(password, bytes.fromhex(key[-2 * SALT_BYTES - 1 : -1])) == key


def _derived(password: str, salt: bytes) -> str:
    # Systems differ in how they write one and the same “å”; the environment may hold bytes of another encoding.
    typed = unicodedata.normalize("NFC", password).encode("utf-8", "surrogateescape")
    raw = hashlib.pbkdf2_hmac("sha512", typed, salt, ROUNDS, KEY_BYTES)
    return f"x'{raw.hex()}{salt.hex()}'"


def _opens(path: Path, key: str) -> bool:
    """Tell whether a key fits; raises ``sqlite3.OperationalError`` where the machine can't read the file now."""
    try:
        with contextlib.closing(_keyed(f"{path.resolve().as_uri()}?mode=ro&immutable=1", key)) as connection:
            read_schema(connection)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False
    return True


def read_schema(connection: sqlite3.Connection) -> None:
    """Read what tables there are: raises where the key does not fit, and folds in what a crash has left."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


# ---- from one key to another ---------------------------------------------------------------------------


def reencode(source: Path, target: Path, keys: Keyring, key: str | None) -> None:
    """Write a file anew under another key, or none; ``source`` is read whole, its log of changes with it."""
    target.unlink(missing_ok=True)
    disk.private_file(target)
    from kpidesk.store.db import sqlcipher

    with contextlib.closing(sqlcipher.connect(source.resolve().as_uri(), keys.key(source))) as connection:
        connection.execute("ATTACH DATABASE ? AS other KEY ?", (target.resolve().as_uri(), key or ""))
        connection.execute("SELECT sqlcipher_export('other')").fetchall()
        for name in ("application_id", "user_version"):
            value = int(connection.execute(f"PRAGMA main.{name}").fetchone()[0])
            connection.execute(f"PRAGMA other.{name} = {value}")
        connection.execute("DETACH DATABASE other")


# ---- connections -------------------------------------------------------------------------------------


def connect(path: Path, keys: Keyring = NO_KEYS, **arguments: Any) -> sqlite3.Connection:
    """Open a file for reading and writing, outside any transaction."""
    key = keys.key(path)
    if key is None:
        plain: sqlite3.Connection = sqlite3.connect(path, isolation_level=None, **arguments)
        return plain
    return _keyed(path.resolve().as_uri(), key, **arguments)


def reader(path: Path, keys: Keyring = NO_KEYS) -> sqlite3.Connection:
    """Open a file that nobody changes, only for reading; no lock and no log is made beside it."""
    key = keys.key(path)
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    if key is None:
        return sqlite3.connect(uri, uri=True)
    return _keyed(uri, key)


def at(uri: str, key: str | None, **arguments: Any) -> sqlite3.Connection:
    """Open what a URI names under a key that is known, or without one, outside any transaction."""
    if key is None:
        plain: sqlite3.Connection = sqlite3.connect(uri, uri=True, isolation_level=None, **arguments)
        return plain
    return _keyed(uri, key, **arguments)


def _keyed(uri: str, key: str | None, **arguments: Any) -> sqlite3.Connection:
    from kpidesk.store.db import sqlcipher

    connection: sqlite3.Connection = sqlcipher.connect(uri, key, **arguments)
    return connection
