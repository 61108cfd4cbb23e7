"""Packing the small runs of a workspace together, by who owns the tables: what was entered edit by edit takes less room
then, and comes down quicker (hub/README: Care).

Nothing is lost by it and nobody has to be away. The newest run of each session stays as it is, so that whoever writes
goes on after it, and so does what is younger than a day, as somebody may be under way with a vector that ends in it.
Runs of several users stay apart: who put something there goes on being told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kpidesk.hub import keys, pull, tables
from kpidesk.hub.exchanged import HubRefused
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.place import Place, vector
from kpidesk.hub.pull import Writer
from kpidesk.hub.spaces import find
from kpidesk.hub.wire import body, payload, runs, seal
from kpidesk.hub.wire.runs import Run
from kpidesk.hub.wire.unreadable import Unreadable
from kpidesk.records import record
from kpidesk.store.db import marks
from kpidesk.store.db.database import Database
from kpidesk.store.db.orm import SQL, fn
from kpidesk.text import msg

SETTLED = "clock_timestamp() - interval '1 day'"
"""What arrived later is left alone."""
FEWEST = 2
"""Fewer runs can't become fewer."""


@record(frozen=True)
class Packed:
    """How many runs a workspace had on the server, and has now."""

    before: int
    after: int


@record(frozen=True)
class _Piece:
    """A run that lies there, and its body."""

    run: Run
    body: bytes


def pack(connection: HubConnection, database: Database, *, only_count: bool = False) -> Packed:
    """Pack the runs of the workspace of an open working copy, all or nothing; or only tell what would come of it.

    Raises ``HubRefused`` for a user that does not own the tables.
    """
    if not connection.server.may_create:
        raise HubRefused(msg("Only the user who owns the team server’s tables can pack them. Nothing was changed."))
    space = bytes(marks.meta(database, "workspace"))
    find(connection, space)
    with connection.told(), connection.transaction():
        place = Place(space, keys.seal_of(connection, space, database))
        ends = vector(connection, space)
        writers = pull.writers(connection, place, sorted(ends))
        before = _do(connection, tables.Run.select(fn.COUNT(SQL("*"))).where(tables.Run.space == space)).fetchone()[0]
        connection.run("SET CONSTRAINTS ALL DEFERRED")
        saved = 0
        for session, last in ends.items():
            writer = writers.get(session.hex())
            for group in _groups(_pieces(connection, place, (session, last), writer)) if writer is not None else ():
                saved += len(group) - 1
                if not only_count:
                    _put_together(connection, place, group)
        return Packed(before, before - saved)


def _pieces(
    connection: HubConnection, place: Place, upto: tuple[bytes, int], writer: Writer
) -> Iterator[_Piece | None]:
    """What a session has there that may be packed, in its order; nothing in the place of what can't be read.

    That stays by itself: in one run with it what lies before could be read no more.
    """
    (session, last), run = upto, tables.Run
    mine = (run.space == place.space) & (run.session == session) & (run.last < last) & (run.arrived < SQL(SETTLED))
    columns = run.first, run.last, run.payload, run.by, run.arrived.cast("text")
    query = run.select(*columns).where(mine).order_by(run.first)
    for first, end, packed, by, arrived in _do(connection, query).fetchall():
        found = Run(session, first, end, bytes(packed), by, arrived)
        try:
            plain = payload.opened(found.payload, place.seal, _where(place, found))
            body.read(plain, session.hex(), range(first, end + 1), writer.who)
            yield _Piece(found, plain)
        except Unreadable:
            yield None


def _groups(pieces: Iterator[_Piece | None]) -> Iterator[list[_Piece]]:
    """Pieces beside each other that fit into one run."""
    group: list[_Piece] = []
    for piece in pieces:
        if piece is not None and group and _fits(group, piece):
            group.append(piece)
            continue
        if len(group) >= FEWEST:
            yield group
        group = [] if piece is None else [piece]
    if len(group) >= FEWEST:
        yield group


def _fits(group: list[_Piece], piece: _Piece) -> bool:
    first, last, more = group[0].run, group[-1].run, piece.run
    beside = last.last + 1 == more.first and last.by == more.by
    weight = sum(len(each.body) for each in group) + len(piece.body)
    return beside and more.last - first.first < runs.MOST and weight <= runs.MOST_BYTES


def _put_together(connection: HubConnection, place: Place, group: list[_Piece]) -> None:
    run, newest = tables.Run, group[-1].run
    whole = Run(newest.session, group[0].run.first, newest.last, b"", newest.by, newest.arrived)
    packed = payload.shut(b"".join(each.body for each in group), place.seal, _where(place, whole))
    mine = (run.space == place.space) & (run.session == whole.session)
    _do(connection, run.delete().where(mine, run.first >= whole.first, run.last <= whole.last))
    entry = {
        run.space: place.space, run.session: whole.session, run.first: whole.first, run.last: whole.last,
        run.payload: packed, run.by: whole.by, run.arrived: whole.arrived,
    }  # fmt: skip
    _do(connection, run.insert(entry))


def _do(connection: HubConnection, query: Any) -> Any:
    return connection.execute(*tables.worded(query))


def _where(place: Place, run: Run) -> bytes:
    return seal.place(place.space, run.session, run.first, run.last)
