"""The team server of an open file: which one it is, how the file stands against it, and who carries changes there.

A file that belongs to none costs nothing here: what speaks to a server is loaded when there is one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from typing import TYPE_CHECKING

from kpidesk.errors import StorageFault, UserError
from kpidesk.observable import Observable
from kpidesk.records import record
from kpidesk.text import msg
from kpidesk.workspace.open_file import OpenFile
from kpidesk.workspace.sharing import Sharing

if TYPE_CHECKING:
    from kpidesk.hub.address import Address
    from kpidesk.hub.courier import Courier
    from kpidesk.hub.exchanged import Exchanged, Stuck
    from kpidesk.hub.here import Somebody
    from kpidesk.hub.meeting import Met
    from kpidesk.hub.membership import Place
    from kpidesk.hub.packing import Packed

log = logging.getLogger(__name__)


@record(frozen=True)
class ServerState:
    """When all was last shared by the server; since when and why it is not; whose changes wait (``Exchanged``)."""

    at: dt.datetime | None = None
    problem: UserError | None = None
    since: dt.datetime | None = None
    contested: tuple[Stuck, ...] = ()
    unreadable: tuple[Stuck, ...] = ()


class TeamServer:
    """See the module. ``told`` tells of each new state, and of a server that has come or gone."""

    def __init__(self, file: OpenFile, sharing: Sharing) -> None:
        self._file, self._sharing = file, sharing
        self._address: Address | None = None
        self._looked = False
        self.told: Observable[ServerState] = Observable()
        self.state = ServerState()

    @property
    def address(self) -> Address | None:
        """Which server the file belongs to on this machine; ``None`` for none."""
        if not self._looked:
            self._looked = True
            if any(self._file.home.working_copies.glob(f"{self._file.identity}-*.hub")):
                from kpidesk.hub import membership

                self._address = membership.find(self._place())
        return self._address

    def _place(self) -> Place:
        from kpidesk.hub.membership import Place

        return Place(self._file.home, self._file.identity, self._file.path)

    def belong(self, address: Address) -> None:
        """Share by a server from now on; raises ``StorageFault`` where that can't be kept."""
        from kpidesk.hub import membership

        try:
            membership.keep(self._place(), address)
        except OSError as error:
            raise StorageFault(
                msg("Which team server the file belongs to could not be saved. Nothing was changed."),
                details=str(error),
            ) from error
        self._address, self._looked = address, True
        self._say(ServerState())

    def meet(self, address: Address, password: str) -> Met:
        """Look for this workspace on a server; may take long. Raises ``HubUnreachable``, ``HubRefused``."""
        from kpidesk.hub import meeting
        from kpidesk.hub.line.connection import connect

        with connect(address, password) as connection:
            return meeting.meet(connection, self._file.identity)

    def put_there(self, address: Address, password: str, members: tuple[str, ...] = ()) -> Met:
        """Put this workspace on a server where it is not there yet, for some roles of it; from any thread.

        Raises ``HubUnreachable``, ``HubRefused``; then nothing is changed.
        """
        from kpidesk.hub import joining, meeting
        from kpidesk.hub.line.connection import connect

        with connect(address, password) as connection:
            met = meeting.meet(connection, self._file.identity)
            meeting.refuse_unless_possible(met)
            if not met.there:
                with contextlib.closing(self._file.database.again()) as database:
                    joining.create_space(connection, database, members)
            return met

    def admit(self, address: Address, password: str, user: str) -> None:
        """Let another user of the server take part in this workspace; from any thread. Raises ``HubRefused``."""
        from kpidesk.hub import joining
        from kpidesk.hub.line.connection import connect

        with connect(address, password) as connection:
            joining.admit(connection, bytes.fromhex(self._file.identity), (user,))

    def pack(self, address: Address, password: str, *, only_count: bool = False) -> Packed:
        """Pack this workspace closer together on a server, or only tell what would come of it; from any thread.

        For the user who owns the tables. Raises ``HubUnreachable``, ``HubRefused``.
        """
        from kpidesk.hub import packing
        from kpidesk.hub.line.connection import connect

        with connect(address, password) as connection, contextlib.closing(self._file.database.again()) as database:
            return packing.pack(connection, database, only_count=only_count)

    def leave(self) -> None:
        """Share by no server any more; everything that has come from there stays, and what is there stays there."""
        from kpidesk.hub import membership

        place = self._place()
        try:
            membership.forget(place)
        except OSError as error:
            raise StorageFault(
                msg("The team server could not be left. Nothing was changed."), details=str(error)
            ) from error
        self._address, self._looked = None, True
        self._say(ServerState())

    def forget_password(self, address: Address) -> None:
        """Let the keyring forget the password of a server that was left, unless another file on this machine needs it.

        It may wait for somebody to unlock it; from any thread.
        """
        from kpidesk.hub import membership, passwords

        if not membership.any_other(self._place(), address):
            passwords.forget(address)

    def courier(self, address: Address, password: str) -> Courier:
        """Somebody who carries changes to the server and back; make, use and close it in one other thread."""
        from kpidesk.hub.courier import Courier

        made = Courier(self._file.database.again(), self._file.home, self._file.clock, address, password)
        made.made, made.who = self._file.made.of, self._somebody
        return made

    def _somebody(self) -> Somebody:
        from kpidesk.hub.here import Somebody

        own = self._file.session
        return Somebody(self._file.author, own.host, own.device)

    def note(self, told: Exchanged) -> None:
        """Take note of a trip, in the thread that the file was opened in: what came is shown, and goes to the file."""
        end = self._file.known_end
        self._file.notice_others()
        if self._file.known_end != end and not self._file.read_only:
            self._sharing.pending = True
        if told.problem is None:
            self._say(ServerState(told.at or self.state.at, None, None, told.contested, told.unreadable))
        else:
            log.info("Not shared by the server: %s %s", told.problem, told.problem.details)
            since = self.state.since or self._file.now()
            stuck = told.contested or self.state.contested, told.unreadable or self.state.unreadable
            self._say(ServerState(self.state.at, told.problem, since, *stuck))

    def _say(self, state: ServerState) -> None:
        if state != self.state:
            self.state = state
            self.told.emit(state)
