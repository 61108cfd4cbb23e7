"""One program for each person on a machine: a second start hands its file over to the first, and ends.

The first listens on a local socket that only the same user can reach. What a crashed program has left behind is
swept away; a program that does not answer is not waited for – two of them on one file lose nothing either.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import logging

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from kpidesk import disk
from kpidesk.settings import Home

log = logging.getLogger(__name__)

CONNECT_MS = 500
ANSWER_MS = 8_000
LOCK_MS = 3_000
MOST_BYTES = 10_000
TAKEN = b"taken\n"


def door(home: Home) -> str:
    """The name of the socket: one for each user and private folder."""
    who = f"{getpass.getuser()}|{home.data.absolute()}"
    return f"kpidesk-{hashlib.sha256(who.encode()).hexdigest()[:16]}"


def hand_over(home: Home, path: str | None) -> bool:
    """Ask a program that runs already to show a file, or a new window; tell whether it does."""
    socket = QLocalSocket()
    socket.connectToServer(door(home))
    if not socket.waitForConnected(CONNECT_MS):
        return False
    socket.write(json.dumps({"open": path or ""}).encode() + b"\n")
    socket.flush()
    answer = b""
    while TAKEN not in answer and socket.waitForReadyRead(ANSWER_MS):
        answer += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return TAKEN in answer


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
    except ValueError:
        return None
    wanted = told.get("open") if isinstance(told, dict) else None
    return wanted if isinstance(wanted, str) else None
