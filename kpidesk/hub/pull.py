"""What the server has: fetched up to one vector, which is closed, read, and held against what stands here.

Of a session that goes further there than is agreed, what both hold is compared by digest. One that differs is
*contested*: somebody has written something else under the same number.
"""

from __future__ import annotations

import bisect
import contextlib
from collections.abc import Iterator
from dataclasses import field, replace

from kpidesk.hub import statements
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.outgoing import WRITERS
from kpidesk.hub.place import Place
from kpidesk.hub.stops import Stop, Why
from kpidesk.hub.wire import body, payload, seal
from kpidesk.hub.wire.body import Signed, Who
from kpidesk.hub.wire.runs import Run
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import vector as log_vector
from kpidesk.store.log.vector import Vector
from kpidesk.text import msg

ROWS_AT_ONCE = 50
FEW = 2000
"""Transactions that are asked for at once; more come bit by bit."""
MOST_BYTES = 1 << 30
"""What may come down in one trip, unpacked; a whole workspace of the largest size takes a third of it."""
HELD = Query(
    lambda t, uid, n: (
        t.Txn.select(t.Txn.hlc, t.Txn.wall, t.Txn.sum)
        .join(t.Session, on=t.Txn.session == t.Session.ord)
        .where(t.Session.uid == uid, t.Txn.n == n)
    )
)


@record(frozen=True)
class Writer:
    """A session by what it says of itself."""

    who: Who
    wall: int


@record
class Fetched:
    """What came down, in the order of sessions; ``agreed`` is how far each holds the same here and there.

    ``stops`` are the sessions that come no further than they did, ``runs`` where each number came from, ``ours`` how
    far each went here before.
    """

    ours: Vector = field(default_factory=dict)
    contents: list[Signed] = field(default_factory=list)
    writers: dict[str, Writer] = field(default_factory=dict)
    agreed: Vector = field(default_factory=dict)
    stops: dict[bytes, Stop] = field(default_factory=dict)
    runs: dict[bytes, list[Run]] = field(default_factory=dict)

    def stop(self, why: Why, session: bytes, n: int) -> Stop:
        """A session stops ahead of a number that was fetched."""
        runs, writer = self.runs.get(session, []), self.writers.get(session.hex())
        at = bisect.bisect_left(runs, n, key=lambda run: run.last)
        run = runs[at] if at < len(runs) else None
        return Stop(
            why, n, *(("", "") if run is None else (run.by, run.arrived)), None if writer is None else writer.who
        )


def fetch(
    connection: HubConnection,
    place: Place,
    database: Database,
    span: tuple[Vector, Vector],
) -> Fetched:
    """Everything in a span of vectors, beyond the first and up to the second."""
    since, upto = span
    wanted = sorted(uid for uid, n in upto.items() if n > since.get(uid, 0))
    found = Fetched()
    if not wanted:
        return found
    found.ours = log_vector.vector(database)
    _learn_writers(found, connection, place, (database, wanted))
    reader = Reader(found, place, database, since)
    for run in runs(connection, place, wanted, span):
        reader.take(run)
    return found


def runs(connection: HubConnection, place: Place, wanted: list[bytes], span: tuple[Vector, Vector]) -> Iterator[Run]:
    """The runs of some sessions in a span, session by session and in their order."""
    firsts, lasts = [span[0].get(uid, 0) for uid in wanted], [span[1][uid] for uid in wanted]
    given, few = (wanted, firsts, lasts, place.space), sum(lasts) - sum(firsts) <= FEW
    for session, first, last, by, arrived, packed in (
        connection.execute(statements.RUNS, given) if few else connection.streamed(statements.RUNS, given, ROWS_AT_ONCE)
    ):
        yield Run(bytes(session), first, last, bytes(packed), by, arrived)


def _learn_writers(
    found: Fetched, connection: HubConnection, place: Place, wanted: tuple[Database, list[bytes]]
) -> None:
    """Who writes in each session: as it is known here, or else as the server tells it; one that can't be read stops."""
    database, sessions = wanted
    for uid, author, device, host, app, wall in WRITERS.run(database, sessions):
        found.writers[uid.hex()] = Writer((author, device, host, app), wall)
    found.writers |= writers(connection, place, [uid for uid in sessions if uid.hex() not in found.writers])


def writers(connection: HubConnection, place: Place, sessions: list[bytes]) -> dict[str, Writer]:
    """Who writes in some sessions, as the server tells it and as far as that can be read."""
    found = dict[str, Writer]()
    for told, info in connection.execute(statements.INFOS, (place.space, sessions)).fetchall() if sessions else ():
        uid = bytes(told)
        with contextlib.suppress(Unreadable):
            who, wall = payload.read_info(bytes(info), place.seal, seal.place(place.space, uid, 0, 0))
            found[uid.hex()] = Writer(who, wall)
    return found


def refuse_beyond(weight: int) -> None:
    """Raise ``HubRefused`` where more bytes have come than any workspace holds: a server could send on for ever."""
    if weight > MOST_BYTES:
        raise HubRefused(msg("The team server sends more than any workspace holds. Nothing was changed."))


class Reader:
    """Reads runs as they come, session by session."""

    def __init__(self, found: Fetched, place: Place, database: Database, since: Vector) -> None:
        self._found, self._place, self._database = found, place, database
        self._ends = dict(since)
        self._bytes = 0

    def take(self, run: Run) -> None:
        """Read one run; a session that has stopped stays where it is."""
        found, end = self._found, self._ends.get(run.session, 0)
        if run.session in found.stops:
            return
        found.runs.setdefault(run.session, []).append(replace(run, payload=b""))
        try:
            self._compare(run, self._read(run, end))
        except Unreadable:
            found.stops[run.session] = found.stop(Why.UNREADABLE, run.session, end + 1)

    def _read(self, run: Run, end: int) -> list[Signed]:
        writer = self._found.writers.get(run.session.hex())
        if not run.first <= end + 1 <= run.last or writer is None:
            raise Unreadable("a gap")
        plain = payload.opened(run.payload, self._place.seal, where(self._place.space, run))
        self._bytes += len(plain)
        refuse_beyond(self._bytes)
        self._ends[run.session] = run.last
        found = body.read(plain, run.session.hex(), range(run.first, run.last + 1), writer.who)
        return [each for each in found if each[0].n > end]

    def _compare(self, run: Run, contents: list[Signed]) -> None:
        found = self._found
        end = found.ours.get(run.session, 0)
        for content, total in contents:
            here = HELD.first(self._database, run.session, content.n) if content.n <= end else None
            if here is None:
                found.contents.append((content, total))
            elif here[2] != total:
                found.stops[run.session] = found.stop(Why.CONTESTED, run.session, content.n)
                return
            else:
                found.agreed[run.session] = content.n


def where(space: bytes, run: Run) -> bytes:
    """The place of a run, which its seal is for."""
    return seal.place(space, run.session, run.first, run.last)
