"""What is done at a team server in another thread: a workspace found there, and all of it brought."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.errors import UserError
from kpidesk.hub import meeting
from kpidesk.hub.joining import Cancelled, NewFile, join
from kpidesk.hub.line.attempt import Attempt
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from ui.base.tasks import Stop
from ui.sharing.server.join_dialog import Progress, Way

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.joining import Space
    from kpidesk.hub.line.connection import HubConnection


def find(address: Address, password: str, wanted: str) -> Space:
    """The workspace of that id, or the only one there; raises ``HubRefused``, ``HubUnreachable``."""
    with connect(address, password) as connection:
        return meeting.workspace(connection, wanted)


def fetch(home: Home, way: Way, path: Path, progress: Progress, stop: Stop) -> Path:
    """Bring all that can be read of a workspace into a new file; the first trip tells of the rest.

    Given up, at whatever moment, it leaves nothing and raises ``Cancelled``.
    """
    with _line(way, stop) as connection:
        new = NewFile(path, home, way.passwords)
        return join(connection, way.space.uid, new, progress, stop.is_set).path


def _line(way: Way, stop: Stop) -> HubConnection:
    try:
        return Attempt(partial(connect, way.address, way.password)).unless(stop.is_set)
    except UserError as error:
        if stop.is_set():  # whatever it was, nobody waits for it
            raise Cancelled from error
        raise
