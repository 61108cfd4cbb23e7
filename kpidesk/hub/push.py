"""Putting on the server what it lacks: a batch is one transaction, and is acknowledged when all of it was entered.

Another may carry the same sessions at the same time. Whoever comes second waits for the first at the unique key, then
passes over what is there already: fewer rows than were given say so, and the vector is asked again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Set

from kpidesk.hub import outgoing, statements
from kpidesk.hub.line.connection import HubConnection
from kpidesk.hub.place import Place
from kpidesk.hub.wire import payload, runs, seal
from kpidesk.hub.wire.runs import Item, Run
from kpidesk.store.db.database import Database
from kpidesk.store.log.vector import Vector

MOST_NEWS = 200
"""Sessions told of in one notification, which the server limits to 8000 bytes; of more nothing is told but that."""
RAN_AHEAD = ("23503", "23505")
"""Another has entered a part of the same session: a run that begins inside theirs finds no end before it."""


def push(
    connection: HubConnection, place: Place, database: Database, items: Iterable[Item], known: Set[bytes] = frozenset()
) -> bool:
    """Enter one batch; ``False`` where another was there first and the vector is to be asked again.

    ``known`` are sessions that the server has heard of.
    """
    found = runs.cut(items, place.space, place.seal)
    sessions = _infos(place, database, {each.session for each in found} - known)
    columns = [[getattr(each, name) for each in found] for name in ("session", "first", "last", "payload")]
    infos = [uid for uid, _info in sessions], [info for _uid, info in sessions]
    given = place.space, *infos, place.space, *columns, place.channel, news_of(found)
    driver_error = connection.driver.IntegrityError
    try:
        entered = connection.execute(statements.SEND, given).fetchone()[0]
    except driver_error as error:
        if error.sqlstate in RAN_AHEAD:
            return False
        raise
    return bool(entered == len(found))


def _infos(place: Place, database: Database, sessions: Collection[bytes]) -> list[tuple[bytes, bytes]]:
    """What the sessions say of themselves, in one order for all: two who enter the same ones don't wait in a circle."""
    found = outgoing.WRITERS.rows(database, sorted(sessions))
    return [
        (uid, payload.info((author, device, host, app), wall, place.seal, seal.place(place.space, uid, 0, 0)))
        for uid, author, device, host, app, wall in sorted(found)
    ]


def news_of(found: list[Run]) -> str:
    """What is told on the channel: up to which number each session goes, or nothing where they are many."""
    last = {run.session: run.last for run in found}
    return ",".join(f"{session.hex()}:{n}" for session, n in last.items()) if len(last) <= MOST_NEWS else ""


def told_of(news: str) -> Vector | None:
    """How far sessions go by what was told; ``None`` where that does not tell."""
    try:
        parts = [each.partition(":") for each in news.split(",")]
        return {bytes.fromhex(session): int(n) for session, _colon, n in parts}
    except ValueError:
        return None
