"""Taking transactions out of a temporary copy's log, as if they had never happened; the state is not folded here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

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
CLEAR = Query(lambda t: t.Bared.delete())


def _put_back(t: Any) -> Any:
    """The newest that is left of the former numbers, where the one that stood has gone."""
    same = (t.MeasOld.input == t.Bared.input) & (t.MeasOld.period == t.Bared.period)
    place = t.fn.ROW_NUMBER().over(partition_by=[t.MeasOld.input, t.MeasOld.period], order_by=[*t.newest_first()])
    # Cells first: the numbers of a file are many, and SQLite does not know how few have been bared.
    former = (
        t.Bared.select(*t.columns(t.MeasOld), place.alias("place"))
        .join(t.MeasOld, t.JOIN.CROSS)
        .join(t.SignedTxn, on=t.SignedTxn.ord == t.MeasOld.txn)
        .where(same)
        .alias("former")
    )
    newest = former.select_from(*(getattr(former.c, each.name) for each in t.columns(t.MeasOld)))
    return t.Meas.insert_from(newest.where(former.c.place == 1), t.columns(t.Meas))


def _no_longer_former(t: Any) -> Any:
    same = (t.Meas.input == t.Bared.input) & (t.Meas.period == t.Bared.period)
    now = t.Bared.select(t.Meas.input, t.Meas.period, t.Meas.txn).join(t.Meas, t.JOIN.CROSS).where(same)
    return t.MeasOld.delete().where(t.Tuple(t.MeasOld.input, t.MeasOld.period, t.MeasOld.txn).in_(now))


PUT_BACK = Query(_put_back)
NO_LONGER_FORMER = Query(_no_longer_former)


def unhappen(past: Database, never: Iterable[int]) -> None:
    """Take transactions out; the caller holds a transaction in a temporary copy."""
    pick(past, NEVER, never)
    past.make_temporary("Bared")
    CLEAR.run(past)
    DROP.run(past, table="meas_old")
    BARE.run(past)
    DROP.run(past, table="meas")
    PUT_BACK.run(past)
    NO_LONGER_FORMER.run(past)
    DROP.run(past, table="op")
    DROP.run(past, table="ack")
    DROP_TXN.run(past)
