"""One program for each person on a machine: a second start hands its file over to the first, and ends.

The first listens on a local socket that only the same user can reach. What a crashed program has left behind is
swept away; a program that does not answer is not waited for – two of them on one file lose nothing either.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import json
import logging
import os
import socket as sockets
import stat
import struct
import tempfile
import time
from collections.abc import Iterator

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kpidesk import disk
from kpidesk.settings import Home

log = logging.getLogger(__name__)

CONNECT_MS = 500
ANSWER_MS = 8_000
LOCK_MS = 3_000
MOST_BYTES = 10_000
TAKEN = b"taken\n"
LONGEST_PATH = 100
"""Bytes in the path of a socket, on every system."""
CREDENTIALS = struct.Struct("3i")
"""Process, user and group of the other end."""


def door(home: Home) -> str:
    """Where the socket is: one for each user and private folder, in a folder that only the user can look into.

    That is the user's runtime folder where the system has one, else the program's private folder; where both have
    too long a path for a socket, a private folder among the system's temporary ones.
    """
    who = f"{_user()}|{home.data.absolute()}"
    name = f"kpidesk-{hashlib.sha256(who.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    if os.name == "nt":
        return name
    for folder in _folders(home):
        place = f"{folder}/{name}"
        if folder and is_private(folder) and len(os.fsencode(place)) <= LONGEST_PATH:
            return place
    return name


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


def is_same_user(socket: QLocalSocket) -> bool:
    """Tell whether the one at the other end runs as the same user; believed where the system can't tell."""
    if not hasattr(sockets, "SO_PEERCRED"):
        return True
    try:
        with sockets.socket(fileno=os.dup(int(socket.socketDescriptor()))) as line:
            told = line.getsockopt(sockets.SOL_SOCKET, sockets.SO_PEERCRED, CREDENTIALS.size)
    except OSError:
        return False
    return bool(CREDENTIALS.unpack(told)[1] == os.getuid())


def hand_over(home: Home, path: str | None) -> bool:
    """Ask a program that runs already to show a file, or a new window; tell whether it does.

    Whoever answers anything else, too late, or as another user is not believed.
    """
    socket = QLocalSocket()
    socket.connectToServer(door(home))
    if not socket.waitForConnected(CONNECT_MS) or not is_same_user(socket):
        return False
    socket.write(json.dumps({"open": path or ""}).encode() + b"\n")
    socket.flush()
    answer, end = b"", time.monotonic() + ANSWER_MS / 1000
    while TAKEN.startswith(answer) and answer != TAKEN and (left := end - time.monotonic()) > 0:
        if not socket.bytesAvailable() and not socket.waitForReadyRead(int(left * 1000)):
            break
        answer += bytes(socket.read(len(TAKEN)).data())
    socket.abort()
    return answer == TAKEN


class Reception(QObject):
    """Hears of later starts: ``asked`` names the file that is wanted, or nothing for a new window."""

    asked = Signal(str)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._home = home
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)

    def open(self, path: str | None) -> bool:
        """Become the first program, unless there is one that takes the file; ``False`` when it did.

        Two that start in the same moment take turns.
        """
        disk.private_folder(self._home.data)
        turn = QLockFile(str(self._home.data / "start.lock"))
        turn.tryLock(LOCK_MS)
        try:
            if hand_over(self._home, path):
                return False
            self._listen()
            return True
        finally:
            turn.unlock()

    def _listen(self) -> None:
        name = door(self._home)
        QLocalServer.removeServer(name)
        if not self._server.listen(name):
            log.warning("A second start will not be noticed: %s", self._server.errorString())

    def close(self) -> None:
        """Hear of nobody any more."""
        self._server.close()

    def _meet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(socket.deleteLater)
            if not is_same_user(socket):
                socket.abort()
                continue
            QTimer.singleShot(ANSWER_MS, socket, socket.abort)
            if socket.canReadLine():
                self._take(socket)

    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            wanted = _wanted(bytes(socket.readLine().data()))
            if wanted is None:
                socket.abort()
                return
            socket.write(TAKEN)
            socket.flush()
            self.asked.emit(wanted)


def _wanted(line: bytes) -> str | None:
    """The file that is asked for; ``None`` for what no program of ours says."""
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    wanted = told.get("open") if isinstance(told, dict) else None
    if not isinstance(wanted, str) or "\0" in wanted:
        return None
    try:
        os.fsencode(wanted)
    except UnicodeEncodeError:
        return None
    return wanted
