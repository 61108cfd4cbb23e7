"""Taking transactions out of a temporary copy's log, as if they had never happened; the state is not folded here."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.store.db.database import Database
from kpidesk.store.db.picked import pick
from kpidesk.store.db.query import Query

NEVER = "never"
"""Under which name the transactions are picked."""

DROP = Query(lambda t, *, table: t.table(table).delete().where(t.among(t.table(table).txn, NEVER)))
DROP_TXN = Query(lambda t: t.Txn.delete().where(t.among(t.Txn.ord, NEVER)))
BARE = Query(
    lambda t: t.Bared.insert_from(
        t.Meas.select(t.Meas.input, t.Meas.period).where(t.among(t.Meas.txn, NEVER)),
        [t.Bared.input, t.Bared.period],
    )
)


PUT_BACK = Query(lambda t: t.Meas.insert_from(t.newest_former(t.Bared), t.columns(t.Meas)))
"""The newest that is left of the former numbers, where the one that stood has gone."""
NO_LONGER_FORMER = Query(lambda t: t.no_longer_former(t.Bared))


def unhappen(past: Database, never: Iterable[int]) -> None:
    """Take transactions out; the caller holds a transaction in a temporary copy."""
    pick(past, NEVER, never)
    past.make_temporary("Bared")
    DROP.run(past, table="meas_old")
    BARE.run(past)
    DROP.run(past, table="meas")
    PUT_BACK.run(past)
    NO_LONGER_FORMER.run(past)
    DROP.run(past, table="op")
    DROP.run(past, table="ack")
    DROP_TXN.run(past)
