"""What two programs of one person say to each other: the second names its file, the first takes it.

The first listens on a local socket that only the same user can reach. What a crashed program has left behind is
swept away; a program that does not answer is not waited for – two of them on one file lose nothing either.
"""

from __future__ import annotations

import json
import logging
import os
import socket as sockets
import struct
import time

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kpidesk.settings import Home
from ui.app.frame.doors import door

log = logging.getLogger(__name__)

CONNECT_MS = 500
ANSWER_MS = 3_000
"""So long nobody sees anything where a program listens that no longer answers."""
MOST_BYTES = 10_000
TAKEN = b"taken\n"
CREDENTIALS = struct.Struct("3i")
"""Process, user and group of the other end."""


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


class Listener(QObject):
    """Hears of later starts: ``asked`` names the file that is wanted, or nothing for a new window."""

    asked = Signal(str)

    def __init__(self, home: Home, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.server = QLocalServer(self)
        self.server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.server.newConnection.connect(self._meet)
        name = door(home)
        QLocalServer.removeServer(name)
        if not self.server.listen(name):
            log.warning("A second start will not be noticed: %s", self.server.errorString())

    def close(self) -> None:
        """Hear of nobody any more."""
        self.server.close()

    def _meet(self) -> None:
        while (socket := self.server.nextPendingConnection()) is not None:
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
