"""What is done at a team server in another thread: a workspace found there, and all of it brought."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kpidesk.hub import meeting
from kpidesk.hub.joining import NewFile, join
from kpidesk.hub.line.attempt import Attempt
from kpidesk.hub.line.connection import connect
from kpidesk.settings import Home
from ui.base.tasks import Stop
from ui.sharing.server.join_dialog import Progress, Way

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.joining import Space


def find(address: Address, password: str, wanted: str) -> Space:
    """The workspace of that id, or the only one there; raises ``HubRefused``, ``HubUnreachable``."""
    with connect(address, password) as connection:
        return meeting.workspace(connection, wanted)


def fetch(home: Home, way: Way, path: Path, progress: Progress, stop: Stop) -> Path:
    """Bring all that can be read of a workspace into a new file; the first trip tells of the rest.

    Given up, it leaves nothing.
    """
    with Attempt(partial(connect, way.address, way.password)).unless(stop.is_set) as connection:
        new = NewFile(path, home, way.passwords)
        return join(connection, way.space.uid, new, progress, stop.is_set).path
