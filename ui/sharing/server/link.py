"""The open file and its team server, for all windows that show it: trips as long as it belongs to one."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication

from kpidesk.workspace import Workspace
from ui.base.tasks import GivenUp, Wait

AT_ONCE, LET_GO = 0.05, 0.5
"""Seconds that nobody notices, and those in which a line that was cut lets go of the file."""

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.exchanged import Exchanged
    from kpidesk.workspace import Present
    from ui.sharing.server.trips import Carrier, Trips

    MakeCourier = Callable[[Address, str], Carrier]


class ServerLink(QObject):
    """``back`` tells what a trip has brought, once the file has taken note of it; ``failed`` counts those in a row that
    came to nothing, ``others`` are those who have the file open elsewhere. A password that somebody has typed is kept
    here only, for as long as the file is open.
    """

    back = Signal(object)

    def __init__(self, ws: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._ws: Workspace | None = ws
        self._make: MakeCourier = ws.server.courier
        self._password = ""
        self._trips: Trips | None = None
        self.failed = 0
        self.others: tuple[Present, ...] = ()
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._on_application)

    @property
    def address(self) -> Address | None:
        """The server that the file belongs to."""
        return None if self._ws is None else self._ws.server.address

    def begin(self, password: str = "") -> None:
        """Set out, where the file belongs to a server; with a password, or with the one that the keyring has."""
        self._halt()
        address = self.address
        if self._ws is None or address is None or self._ws.read_only:
            return
        from ui.sharing.server.trips import Trips

        self._password, self.failed = password, 0
        self._trips = Trips(partial(_made, self._make, address, password), self)
        self._trips.back.connect(self._on_back)
        self._ws.changed.connect(self._on_changed)
        self._trips.start()

    @property
    def password(self) -> str:
        """What somebody has typed here; nothing where the keyring has it, or nobody has."""
        return self._password

    def again(self) -> None:
        """Somebody wants it now."""
        if self._trips is not None:
            self._trips.wake()

    def leave(self) -> None:
        """Belong to no server any more; raises ``StorageFault`` where that can't be kept."""
        if self._ws is not None:
            self._ws.server.leave()
            self._halt()
            self._password, self.others = "", ()

    def stop(self, wait: Wait | None = None) -> None:
        """The file is being closed: what was changed just now still goes, where there is a line to the server.

        ``wait`` waits where a window is looked at, and may be given up; without it nobody sees that this does.
        """
        trips = self._halt()
        if trips is not None and self._ws is not None:
            if not trips.ended(AT_ONCE) and trips.connected and self._ws.server.state.problem is None:
                _await(trips, wait)
            trips.cut()
            trips.ended(LET_GO)
            for told in trips.unheard():
                self._ws.server.note(told)
        self._ws = None

    def _halt(self) -> Trips | None:
        trips, self._trips = self._trips, None
        if trips is not None and self._ws is not None:
            self._ws.changed.disconnect(self._on_changed)
            trips.back.disconnect(self._on_back)
            trips.end()
        return trips

    def _on_changed(self, _changes: object) -> None:
        self.again()

    def _on_application(self, state: Qt.ApplicationState) -> None:
        """Who opens the lid, or plugs in the network, comes to one of our windows next."""
        if self._trips is not None and state is Qt.ApplicationState.ApplicationActive:
            self._trips.look()

    def _on_back(self, told: Exchanged) -> None:
        if self._ws is None:
            return
        self.failed = 0 if told.problem is None else self.failed + 1
        self.others = told.others
        self._ws.server.note(told)
        self.back.emit(told)


def _await(trips: Trips, wait: Wait | None) -> None:
    """Wait for the last trip, until it is too late or nobody wants to wait."""
    if wait is None:
        trips.ended()
    else:
        with contextlib.suppress(GivenUp):
            wait(lambda _stop: trips.ended())


def _made(make: MakeCourier, address: Address, password: str) -> Carrier:
    """In the thread of the trips: a keyring may wait for somebody to unlock it."""
    from kpidesk.hub import passwords

    return make(address, password or passwords.kept(address))
