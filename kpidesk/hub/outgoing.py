"""What the working copy has and the server lacks, in batches cut by stamp: each names what is in it or before it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kpidesk.hub.wire import body
from kpidesk.hub.wire.runs import Item
from kpidesk.records import record
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import readback
from kpidesk.store.log.vector import Vector

AT_ONCE = 5000
"""Transactions in a batch."""
BEYOND = Query(
    lambda t, uid, n: (
        t.Txn.select(t.Txn.hlc, t.Session.uid, t.Txn.n, t.Txn.ord, t.Txn.sum)
        .join(t.Session, on=t.Txn.session == t.Session.ord)
        .where(t.Session.uid == uid, t.Txn.n > n)
    )
)
WRITERS = Query(
    lambda t, uids: t.Session.select(
        t.Session.uid, t.Session.author, t.Session.device, t.Session.host, t.Session.app, t.Session.wall
    ).where(t.Session.uid.in_(uids))
)


@record(frozen=True)
class Waiting:
    """A transaction that the server lacks: its stamp, name, number here and digest, ordered by the stamp."""

    hlc: int
    session: bytes
    n: int
    ref: int
    seal: bytes


def waiting(database: Database, ours: Vector, theirs: Vector, without: Collection[bytes]) -> list[Waiting]:
    """What they lack, of every session but ``without``, in the order of stamps."""
    lacking = [uid for uid, n in ours.items() if n > theirs.get(uid, 0) and uid not in without]
    found = [Waiting(*row) for uid in lacking for row in BEYOND.run(database, uid, theirs.get(uid, 0))]
    return sorted(found, key=lambda each: (each.hlc, each.session))


def batches(found: list[Waiting]) -> Iterator[list[Waiting]]:
    """So many at once."""
    for at in range(0, len(found), AT_ONCE):
        yield found[at : at + AT_ONCE]


def items(database: Database, batch: list[Waiting]) -> list[Item]:
    """A batch with its content, in the order of session and number."""
    contents = dict(readback.read(database.connection, {each.ref for each in batch}, "main"))
    return [
        Item(each.session, each.n, body.packed(contents[each.ref], each.seal))
        for each in sorted(batch, key=lambda each: (each.session, each.n))
    ]
