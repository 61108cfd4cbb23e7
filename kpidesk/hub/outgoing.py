"""What the working copy has and the server lacks, in batches cut by stamp: each names what is in it or before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Set
from itertools import chain
from operator import itemgetter

from kpidesk.errors import StorageFault
from kpidesk.hub.wire import body
from kpidesk.hub.wire.runs import Item
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import readback
from kpidesk.store.log.digest import Content, digest
from kpidesk.store.log.vector import Vector
from kpidesk.text import msg

AT_ONCE = 10_000
"""Transactions in a batch."""
BEYOND = Query(
    lambda t, uid, n: (
        t.Txn.select(t.Txn.hlc, t.Session.uid, t.Txn.n, t.Txn.ord, t.Txn.sum)
        .join(t.Session, on=t.Txn.session == t.Session.ord)
        .where(t.Session.uid == uid, t.Txn.n > n)
    )
)
Made = Callable[[int], Collection[readback.Place] | None]
"""Tells of a transaction by its number here where all its numbers are, and nothing where that is not known."""
MOST_PLACES = 10_000
"""For more, a walk through all numbers is no slower."""
WRITERS = Query(
    lambda t, uids: t.Session.select(
        t.Session.uid, t.Session.author, t.Session.device, t.Session.host, t.Session.app, t.Session.wall
    ).where(t.Session.uid.in_(uids))
)


Waiting = tuple[int, bytes, int, int, bytes]
"""A transaction that the server lacks: its stamp, session, number there, number here, and digest.

No more than a tuple: of ten thousand objects with a class Python would look through all of its memory for rubbish.
"""


def unknown(_ref: int) -> None:
    """Nobody knows."""


def waiting(database: Database, ours: Vector, theirs: Vector, without: Collection[bytes]) -> list[Waiting]:
    """What they lack, of every session but ``without``, in the order of stamps."""
    lacking = [uid for uid, n in ours.items() if n > theirs.get(uid, 0) and uid not in without]
    rows = (BEYOND.run(database, uid, theirs.get(uid, 0)) for uid in lacking)
    return sorted(chain.from_iterable(rows))


def batches(found: list[Waiting]) -> Iterator[list[Waiting]]:
    """So many at once."""
    for at in range(0, len(found), AT_ONCE):
        yield found[at : at + AT_ONCE]


def items(database: Database, batch: list[Waiting], made: Made = unknown) -> Iterator[Item]:
    """A batch with its content, in the order of session and number, each as soon as it is read; ``made`` tells where
    some have written numbers.

    Raises ``StorageFault`` where something is not what its digest was made of: on the server it would stop its session
    for everybody.
    """
    packed, seals = dict[int, bytes](), {ref: seal for _hlc, _session, _n, ref, seal in batch}
    contents = _contents(database, seals.keys(), made)
    for _hlc, session, n, wanted, _seal in sorted(batch, key=itemgetter(1, 2)):
        while wanted not in packed:
            ref, content = next(contents)
            if digest(content) != seals[ref]:
                raise _damaged(content)
            packed[ref] = body.packed(content, seals[ref])
        yield session, n, packed.pop(wanted)


def _damaged(content: Content) -> StorageFault:
    return StorageFault(
        msg(
            "A change saved on this machine is damaged, so nothing is sent to the team server. What "
            "others have saved still comes. Check the file with “{how}”.",
            how="kpidesk doctor",
        ),
        details=f"{content.session} {content.n}",
    )


def _contents(database: Database, refs: Set[int], made: Made) -> Iterator[tuple[int, Content]]:
    """What is not known by its places, or by too many, is looked for among all numbers: once for all of it."""
    known = {ref: places for ref in refs if (places := made(ref)) is not None}
    places = {place for each in known.values() for place in each}
    if len(places) > MOST_PLACES:
        known, places = {}, set()
    if known:
        yield from readback.read(database.connection, {*known}, "main", places)
    if len(known) < len(refs):
        yield from readback.read(database.connection, refs - known.keys(), "main")
