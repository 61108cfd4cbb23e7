"""Where the first of a person's programs listens for the others."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator

from kpidesk.settings import Home

LONGEST_PATH = 100
"""Bytes in the path of a socket, on every system."""
NAME, DIGITS = "kpidesk-", 16
"""How every door begins, and how many digits follow."""


def door(home: Home) -> str:
    """Where the socket is: one for each user and private folder, in a folder that only the user can look into.

    That is the user's runtime folder where the system has one, else the program's private folder; where both have
    too long a path for a socket, a private folder among the system's temporary ones.
    """
    import hashlib

    who = f"{_user()}|{home.data.absolute()}"
    name = f"{NAME}{hashlib.sha256(who.encode('utf-8', 'surrogateescape')).hexdigest()[:DIGITS]}"
    folder = "" if os.name == "nt" else _folder(home)
    return f"{folder}/{name}" if folder else name


def may_be_open(home: Home) -> bool:
    """Tell whether somebody may be listening, without working out at which door; on Windows a door is no file.

    Doors of killed programs are swept away: each start from then on would load what speaks at them, for nobody.
    """
    if os.name == "nt":
        return True
    folder = _folder(home) or tempfile.gettempdir()
    try:
        names = os.listdir(folder)
    except OSError:
        return True
    doors = [name for name in names if name.startswith(NAME) and len(name) == len(NAME) + DIGITS]
    answered = [_is_answered(f"{folder}/{name}") for name in doors]
    return any(answered)


def _is_answered(place: str) -> bool:
    """Tell whether somebody may listen at a door; one at which nobody does is swept away.

    A door is put in its place when it is listened at, so that nobody is about to. Should another program have put its
    own there since we knocked, that stays.
    """
    import socket  # where there is a door at all

    try:
        before = os.stat(place)
        with socket.socket(socket.AF_UNIX) as line:
            line.setblocking(False)
            line.connect(place)
    except ConnectionRefusedError:
        with contextlib.suppress(OSError):  # it has gone, or is not ours to take
            after = os.stat(place)
            if stat.S_ISSOCK(after.st_mode) and (before.st_ino, before.st_ctime_ns) == (
                after.st_ino,
                after.st_ctime_ns,
            ):
                os.unlink(place)
        return False
    except OSError as error:
        return not isinstance(error, FileNotFoundError)
    return True


def _folder(home: Home) -> str:
    """The folder of the door; nothing where the system is to choose one."""
    longest = LONGEST_PATH - len(NAME) - DIGITS - 1
    fit = (each for each in _folders(home) if each and is_private(each) and len(os.fsencode(each)) <= longest)
    return next(fit, "")


def _folders(home: Home) -> Iterator[str]:
    yield os.environ.get("XDG_RUNTIME_DIR", "")
    yield str(home.data.absolute())
    with contextlib.suppress(OSError):  # no temporary folder can be written to, or ours can't be made there
        folder = f"{tempfile.gettempdir()}/kpidesk-{os.getuid()}"
        with contextlib.suppress(FileExistsError):  # is_private tells whose it is
            os.mkdir(folder, mode=0o700)
        if not os.path.islink(folder):  # among everybody's files, a link may be a stranger's
            yield folder


def _user() -> str:
    """The user's name; the number of one whom the system has no name for."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def is_private(folder: str) -> bool:
    """Tell whether a folder is the user's own and closed to others."""
    try:
        found = os.stat(folder)
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
