"""What a writer writes to the log, and what it asks of it first."""

from __future__ import annotations

from typing import Any

from kpidesk.store.db.query import Query

LAST_STAMP = Query(lambda t: t.Txn.select(t.fn.MAX(t.Txn.hlc)))
BEGIN = Query(
    lambda t, session, n, hlc, wall, kind, label, undo_of, seal: t.Txn.insert(
        session=session, n=n, hlc=hlc, wall=wall, kind=kind, label=label, undo_of=undo_of, sum=seal
    )
)
RENAME = Query(lambda t, label, ref: t.Txn.update(label=label).where(t.Txn.ord == ref))
SEAL = Query(lambda t, seal, ref: t.Txn.update(sum=seal).where(t.Txn.ord == ref))
ENTER_SESSION = Query(
    lambda t, uid, device, author, host, app, wall: t.Session.insert(
        uid=uid, device=device, author=author, host=host, app=app, wall=wall, tz=0
    )
)
ENTER_LOCAL = Query(lambda t, key, val: t.Local.insert(key=key, val=val))
NAME = Query(lambda t, ref: t.SignedTxn.select(t.SignedTxn.uid, t.SignedTxn.n).where(t.SignedTxn.ord == ref))
IS_OWN = Query(lambda t, session, ref: t.Txn.select(t.Txn.session == session).where(t.Txn.ord == ref))
CELL_NAME = Query(lambda t, field: t.CellName.select(t.CellName.name).where(t.CellName.ord == field))
CONTENT = Query(lambda t, ref: t.ops(t.Op.row, t.CellName.name, t.Op.val, t.Op.prev).where(t.Op.txn == ref))
WINNER = Query(
    lambda t, row, field, until: (
        t.Op.select(t.Op.txn, t.Op.val)
        .join(t.SignedTxn, on=t.Op.txn == t.SignedTxn.ord)
        .where(t.Op.row == row, t.Op.field == field, t.Op.txn <= until)
        .order_by(*t.newest_first())
        .limit(1)
    )
)
MEASURED_UNTIL = Query(
    lambda t, row, period, until: t.signed_numbers(
        "txn val", lambda of: (of.input == row) & (of.period == period) & (of.txn <= until)
    ).limit(1)
)


def _touched_since(t: Any, row: Any, last: Any, session: Any) -> Any:
    touched = (
        t.Op.select(t.Op.txn).where(t.Op.row == row) + t.Meas.select(t.Meas.txn).where(t.Meas.input == row)
    ).alias("touched")
    of_others = (touched.c.txn > last) & (t.Txn.session != session)
    return touched.select_from(t.ONE).join(t.Txn, on=t.Txn.ord == touched.c.txn).where(of_others).limit(1)


TOUCHED_SINCE = Query(_touched_since)
WRITE = Query(lambda t, txn, row, field, val, prev: t.Op.insert(txn=txn, row=row, field=field, val=val, prev=prev))
WRITE_AGAIN = Query(
    lambda t, val, txn, row, field: t.Op.update(val=val).where(t.Op.txn == txn, t.Op.row == row, t.Op.field == field)
)
NUMBER = Query(
    lambda t, row, period: t.Meas.select(t.Meas.val, t.Meas.txn, t.Meas.prev).where(
        t.Meas.input == row, t.Meas.period == period
    )
)
NUMBERS = Query(
    lambda t, row, low, high: t.Meas.select(t.Meas.period, t.Meas.val, t.Meas.txn, t.Meas.prev).where(
        t.Meas.input == row, t.Meas.period.between(low, high)
    )
)
MEASURE = Query(
    lambda t, row, period, txn, val: t.Meas.insert(input=row, period=period, txn=txn, val=val, prev=t.SQL("NULL"))
)
"""A number where there was none; a million are imported by it, so that each counts what it binds."""
MEASURE_ANEW = Query(
    lambda t, row, period, txn, val, prev: t.Meas.insert(
        input=row, period=period, txn=txn, val=val, prev=prev
    ).on_conflict_replace()
)
MEASURE_AGAIN = Query(
    lambda t, val, row, period: t.Meas.update(val=val).where(t.Meas.input == row, t.Meas.period == period)
)
KEEP = Query(
    lambda t, row, period, txn, val, prev: t.MeasOld.insert(input=row, period=period, txn=txn, val=val, prev=prev)
)
ACKNOWLEDGE = Query(
    lambda t, txn, row, cell, head: t.Ack.insert(txn=txn, row=row, cell=cell, head=head).on_conflict_ignore()
)
TOUCHING = Query(
    lambda t, row: (
        t.SignedTxn.select(t.SignedTxn.uid, t.fn.MAX(t.SignedTxn.n))
        .where(t.SignedTxn.ord.in_(t.touching(row)))
        .group_by(t.SignedTxn.uid)
    )
)
