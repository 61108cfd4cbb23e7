"""Transactions by session and number, which is the same in every copy: how far a log goes, and what another lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpidesk.store.db import schema
from kpidesk.store.db.query import Query
from kpidesk.store.log.statements import NAME

if TYPE_CHECKING:
    from kpidesk.store.db.query import Connected

Vector = dict[bytes, int]
"""For each session its number of transactions."""


def _vector(t: Any) -> Any:
    """For each session one look into the index: a walk through all transactions takes as long as the log is."""
    last = t.Txn.select(t.fn.MAX(t.Txn.n)).where(t.Txn.session == t.Session.ord)
    return t.Session.select(t.Session.uid, last)


def _later(t: Any, ref: Any) -> Any:
    """What has a newer stamp than a transaction."""
    own = t.SignedTxn.alias("own")
    stamp = t.Tuple(t.SignedTxn.hlc, t.SignedTxn.uid) > t.Tuple(own.hlc, own.uid)
    return t.SignedTxn.select(t.SignedTxn.ord).join(own, on=own.ord == ref).where(stamp)


VECTOR = Query(_vector)
STAND = Query(lambda t: t.Txn.select(t.fn.COUNT(t.SQL("*")), t.fn.COALESCE(t.fn.MAX(t.Txn.ord), 0)))
LAST = Query(lambda t: t.Txn.select(t.fn.COALESCE(t.fn.MAX(t.Txn.ord), 0)))
NAMES = Query(lambda t: t.SignedTxn.select(t.SignedTxn.ord, t.SignedTxn.uid, t.SignedTxn.n))
LATER = Query(_later)
AFTER = Query(lambda t, wall: t.Txn.select(t.Txn.ord).where(t.Txn.wall > wall))
FOUNDED = Query(lambda t: t.SignedTxn.select(t.fn.MIN(t.SignedTxn.wall)).where(t.SignedTxn.kind == schema.FOUND))
OWN_MERGES = Query(
    lambda t, wall: t.SignedTxn.select(t.SignedTxn.ord).where(
        t.made_here(), t.SignedTxn.kind == schema.MERGE, t.SignedTxn.wall > wall
    )
)


NAMED = Query(lambda t, uid, n: t.SignedTxn.select(t.SignedTxn.ord).where(t.SignedTxn.uid == uid, t.SignedTxn.n == n))


def vector(source: Connected) -> Vector:
    """How far each session's transactions go in a file."""
    return {uid: n for uid, n in VECTOR.run(source) if n is not None}


def lacking(ours: Vector, theirs: Vector) -> int:
    """How many transactions they have that we lack; each session's are prefix-ordered."""
    return sum(max(0, n - ours.get(uid, 0)) for uid, n in theirs.items())


def last_ordinal(source: Connected) -> int:
    """The newest transaction of the log, by its local number."""
    return int(LAST.one(source))


def stand(source: Connected) -> tuple[int, int]:
    """How many transactions there are, and the newest by its local number."""
    count, last = STAND.rows(source)[0]
    return count, last


def beyond(source: Connected, theirs: Vector) -> set[int]:
    """The transactions that another copy lacks."""
    return {txn for txn, uid, n in NAMES.run(source) if n > theirs.get(uid, 0)}


def later_than(source: Connected, ref: int) -> set[int]:
    """The transactions with a newer stamp than another."""
    return set(LATER.column(source, ref))


def after(source: Connected, wall: int) -> set[int]:
    """The transactions made after a time in ms, by the clocks of those who made them."""
    return set(AFTER.column(source, wall))


def founded(source: Connected) -> int | None:
    """When the workspace was founded, in ms; ``None`` where its log does not tell."""
    found: int | None = FOUNDED.one(source)
    return found


def own_merges_after(source: Connected, wall: int) -> list[int]:
    """The merges that were made in this very copy after a time in ms."""
    return list(OWN_MERGES.column(source, wall))


def name_of(source: Connected, ref: int | None) -> str:
    """A name for a transaction that holds in every copy; empty for none."""
    found = NAME.first(source, ref)
    return "" if found is None else f"{found[0].hex()}:{found[1]}"


def ref_of(source: Connected, name: str) -> int | None:
    """The transaction with such a name, where this copy has it."""
    uid, _colon, n = name.partition(":")
    try:
        found: int | None = NAMED.one(source, bytes.fromhex(uid), int(n))
    except ValueError:
        return None
    return found
