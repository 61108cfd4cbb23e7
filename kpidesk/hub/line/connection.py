"""A connection to a team server: made, looked over, cut, and what it says turned into sentences.

psycopg is loaded with the first connection and not before.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Any

from kpidesk.hub import statements
from kpidesk.hub.address import Address
from kpidesk.hub.exchanged import HubRefused, HubUnreachable
from kpidesk.hub.extra import needed
from kpidesk.records import record
from kpidesk.store.db import orm
from kpidesk.text import Message, msg

log = logging.getLogger(__name__)

SILENT_SECONDS, LOOK_SECONDS = 90, 5
"""A server that has said nothing for so long is not there: behind a proxy that acknowledges no timeout else helps."""
LOCAL_FAULTS = ("08", "57", "53", "58", "XX", "40", "55", "25")
"""Classes of faults of the server, or of the moment, that another try may mend."""
WRONG_PASSWORD = ("28P01", "28000")
NOT_KNOWN = ("password authentication failed", "no password supplied", "password retrieved from file")
TURNED_AWAY = ("no pg_hba.conf entry", "pg_hba.conf rejects", "permission denied", "is not permitted to log in")
NOT_PROVEN = ("certificate", "SSL", "authentication method requirement")
CROWDED = "too many"
"""Servers' own words; those of one that speaks another language are not known."""
NO_DATABASE, NO_RIGHT, NO_TABLE, NO_SCHEMA, NO_ROOM = "3D000", "42501", "42P01", "3F000", "53100"


@record(frozen=True)
class Server:
    """What a server says of itself: ``ready`` where the tables are there, ``may_create`` for who owns them."""

    version: str
    tls: bool
    user: str
    ready: bool
    may_create: bool


class HubConnection:
    """One connection, used in one thread; ``shut`` may be called from any."""

    def __init__(self, driver: Any, connection: Any, address: Address) -> None:
        self.driver, self._connection, self.address = driver, connection, address
        self._due: float | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="team server watch", daemon=True).start()
        try:
            with self.told():
                self.execute(statements.SETTINGS)
                version, user, ready, owner = self.execute(statements.SERVER).fetchone()
        except BaseException:
            self.close()
            raise
        self.server = Server(version.split()[0], _encrypted(connection), user, ready, owner)

    def execute(self, text: str, values: Sequence[Any] = ()) -> Any:
        """Execute one statement; rows come in the binary form, so that bytes are not doubled on the line."""
        with self._watched():
            return self._connection.execute(text, values or None, binary=True)

    def run(self, text: str) -> None:
        """Run several statements."""
        with self.told(), self._watched():
            self._connection.execute(text)

    def transaction(self) -> contextlib.AbstractContextManager[Any]:
        """Everything inside happens, or nothing does."""
        found: contextlib.AbstractContextManager[Any] = self._connection.transaction()
        return found

    def streamed(self, text: str, values: Sequence[Any], at_once: int) -> Iterator[tuple[Any, ...]]:
        """Rows, so many at once, inside a transaction of their own."""
        with self.told(), self._connection.transaction(), self._connection.cursor("stream", binary=True) as cursor:
            with self._watched():
                cursor.execute(text, values)
            while True:
                with self._watched():
                    rows = cursor.fetchmany(at_once)
                if not rows:
                    return
                yield from rows

    def listen(self, channel: str) -> bool:
        """Hear of what others put on a channel from now on; ``False`` where the server tells no news."""
        try:
            self.execute(f'LISTEN "{channel}"')
        except (self.driver.NotSupportedError, self.driver.ProgrammingError):
            return False
        return True

    def heard(self) -> list[str]:
        """What other processes have put on a channel since it was last asked; nobody waits for more."""
        with self.told():
            found = self._connection.notifies(timeout=0)
            return [each.payload for each in found if each.pid != self._connection.info.backend_pid]

    @property
    def socket(self) -> int:
        """The socket, to wait for news at."""
        return int(self._connection.pgconn.socket)

    @property
    def closed(self) -> bool:
        """Whether the line is cut."""
        return bool(self._connection.closed)

    def shut(self) -> None:
        """Cut the line, from any thread: whoever waits for the server is told so at once."""
        with contextlib.suppress(OSError, self.driver.Error):  # it is closed already
            line = socket.socket(fileno=self._connection.pgconn.socket)
            try:
                line.shutdown(socket.SHUT_RDWR)
            finally:
                line.detach()

    def close(self) -> None:
        """Let go of the server."""
        self._ended.set()
        with contextlib.suppress(self.driver.Error):
            self._connection.close()

    def __enter__(self) -> HubConnection:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    @contextlib.contextmanager
    def told(self) -> Iterator[None]:
        """Turn what the server or the line says into ``HubUnreachable`` or ``HubRefused``."""
        try:
            yield
        except self.driver.Error as error:
            raise sentence(error) from error

    @contextlib.contextmanager
    def _watched(self) -> Iterator[None]:
        self._due = time.monotonic() + SILENT_SECONDS
        try:
            yield
        finally:
            self._due = None

    def _watch(self) -> None:
        """Cut a line on which somebody has waited too long; in a thread of its own, until the line is closed."""
        while not self._ended.wait(LOOK_SECONDS):
            due = self._due
            if due is not None and time.monotonic() > due:
                log.warning("The team server has been silent for %s seconds", SILENT_SECONDS)
                self.shut()


def connect(address: Address, password: str | None) -> HubConnection:
    """Connect; raises ``ExtraMissing``, ``HubUnreachable`` or ``HubRefused``."""
    assert orm.peewee  # it hides drivers while it is loaded, so it comes first
    driver = needed("psycopg")
    try:
        made = driver.connect(**address.connection_arguments(password or ""), autocommit=True, prepare_threshold=None)
    except driver.Error as error:
        raise _not_connected(error, address) from error
    return HubConnection(driver, made, address)


def _encrypted(connection: Any) -> bool:
    return bool(connection.pgconn.ssl_in_use)


def sentence(error: Exception) -> HubUnreachable | HubRefused:
    """What to say of a fault of the driver's."""
    code = getattr(error, "sqlstate", None) or ""
    log.info("The team server: %s %s", code, error)
    if code == NO_ROOM:
        return HubUnreachable(
            msg(
                "The team server’s disk is full. Your work is safe on this machine, and is shared when there is room "
                "again. Tell whoever runs the server."
            ),
            details=str(error),
        )
    if not code or code.startswith(LOCAL_FAULTS):
        return HubUnreachable(_away(), details=str(error))
    if code in (NO_TABLE, NO_SCHEMA):
        return HubRefused(
            msg("The database is not set up as a team server yet. Ask its owner to run “{how}”.", how=HOW_TO_INIT),
            details=str(error),
        )
    if code == NO_RIGHT:
        return HubRefused(
            msg("The team server does not let this user do that. Nothing was changed. Ask its owner."),
            details=str(error),
        )
    return HubRefused(msg("The team server refuses what was sent. Nothing was changed."), details=str(error))


HOW_TO_INIT = "kpidesk hub init"


def _away() -> Message:
    return msg("The team server does not answer. Your work is safe on this machine.")


def _not_connected(error: Exception, address: Address) -> HubUnreachable | HubRefused:
    """libpq gives no code for what is wrong before a session begins, and the server says it in a language of its own.

    What can't be told apart by its words is a refusal where the server has had the password.
    """
    code, words = getattr(error, "sqlstate", None) or "", str(error)
    has = words.__contains__
    if code == NO_DATABASE or has(f'database "{address.database}" does not exist'):
        return HubRefused(
            msg("There is no database “{name}” on the team server. Nothing was changed.", name=address.database),
            details=words,
        )
    if code in WRONG_PASSWORD or any(map(has, (*NOT_KNOWN, f'role "{address.user}" does not exist'))):
        return HubRefused(
            msg("The team server does not know this user with this password. Nothing was changed."),
            details=words, password=True,
        )  # fmt: skip
    if any(map(has, TURNED_AWAY)):
        return HubRefused(_not_let_in(), details=words)
    if any(map(has, NOT_PROVEN)):
        return HubRefused(
            msg(
                "The team server could not prove that it is {name}, so nothing was sent. Ask who runs it for its "
                "certificate.",
                name=address.host,
            ),
            details=words,
        )
    if getattr(getattr(error, "pgconn", None), "used_password", False) and not has(CROWDED):
        return HubRefused(_not_let_in(), details=words, password=True)
    return HubUnreachable(_away(), details=words)


def _not_let_in() -> Message:
    return msg("The team server does not let this user in. Nothing was changed. Ask who runs it.")
