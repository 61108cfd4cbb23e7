"""The steps of a merge, each over all that comes in at once: ``union`` takes them in their order.

The other file is attached as ``other``. What it calls its transactions, rows and cells is put into maps first, then
everything is entered by them.
"""

from __future__ import annotations

from typing import Any

from kpidesk.store.db import schema
from kpidesk.store.db.query import Query

OTHER = "other"


def _new_sessions(t: Any) -> Any:
    theirs = t.attached(t.Session, OTHER)
    known = t.fn.EXISTS(t.Session.select(t.ONE).where(t.Session.uid == theirs.uid))
    names = [each for each in t.columns(t.Session) if each.name != "ord"]
    return t.Session.insert_from(theirs.select(*(getattr(theirs, each.name) for each in names)).where(~known), names)


def _new_txns(t: Any) -> Any:
    """Each session's transactions are prefix-ordered: what we lack is a suffix."""
    txn, session, own = t.attached(t.Txn, OTHER), t.attached(t.Session, OTHER), t.Txn.alias("own")
    have = t.fn.COALESCE(own.select(t.fn.MAX(own.n)).where(own.session == t.Session.ord), 0)
    new = (
        txn.select(txn.ord, t.Session.ord, txn.n, txn.hlc, txn.wall, txn.kind, txn.label, txn.sum)
        .join(session, on=txn.session == session.ord)
        .join(t.Session, on=t.Session.uid == session.uid)
        .where(txn.n > have)
    )
    return t.NewTxn.insert_from(new, t.columns(t.NewTxn))


def _enter_txns(t: Any) -> Any:
    names = [each for each in t.columns(t.NewTxn) if each.name != "theirs"]
    return t.Txn.insert_from(
        t.NewTxn.select(*names).order_by(t.NewTxn.hlc), [getattr(t.Txn, each.name) for each in names]
    )


NEW_SESSIONS, NEW_TXNS, ENTER_TXNS = Query(_new_sessions), Query(_new_txns), Query(_enter_txns)
COUNT_NEW = Query(lambda t: t.NewTxn.select(t.fn.COUNT(t.SQL("*"))))
NEW = Query(lambda t: t.NewTxn.select(t.NewTxn.theirs))


# ---- maps ----------------------------------------------------------------------------------------------


def _map_txns(t: Any) -> Any:
    txn, session = t.attached(t.Txn, OTHER), t.attached(t.Session, OTHER)
    same = (t.Txn.session == t.Session.ord) & (t.Txn.n == txn.n)
    both = (
        txn.select(txn.ord, t.Txn.ord, 0)
        .join(session, on=txn.session == session.ord)
        .join(t.Session, on=t.Session.uid == session.uid)
        .join(t.Txn, on=same)
    )
    return t.TxnMap.insert_from(both, t.columns(t.TxnMap))


def _undone(t: Any) -> Any:
    """What the fresh transactions took back, as it is called here."""
    txn, what = t.attached(t.Txn, OTHER), t.TxnMap.alias("what")
    undone = (
        t.TxnMap.select(what.ours)
        .join(txn, on=txn.ord == t.TxnMap.theirs)
        .join(what, on=what.theirs == txn.undo_of)
        .where(t.TxnMap.ours == t.Txn.ord)
    )
    fresh = t.TxnMap.alias("of")
    return t.Txn.update(undo_of=undone).where(t.Txn.ord.in_(fresh.select(fresh.ours).where(fresh.fresh)))


def _enter(t: Any, table: Any, key: str, *more: str) -> Any:
    """Enter those of the other file's rows that are not known here, by their key."""
    theirs = t.attached(table, OTHER)
    known = t.fn.EXISTS(table.select(t.ONE).where(getattr(table, key) == getattr(theirs, key)))
    new = theirs.select(*(getattr(theirs, name) for name in (key, *more))).where(~known)
    return table.insert_from(new, [getattr(table, name) for name in (key, *more)])


def _map(t: Any, table: Any, into: Any, key: str) -> Any:
    theirs = t.attached(table, OTHER)
    both = theirs.select(theirs.ord, table.ord).join(table, on=getattr(table, key) == getattr(theirs, key))
    return into.insert_from(both, t.columns(into))


MAPS = (
    Query(_map_txns),
    Query(lambda t: t.TxnMap.update(fresh=1).where(t.TxnMap.theirs.in_(t.NewTxn.select(t.NewTxn.theirs)))),
    Query(_undone),
    Query(lambda t: _enter(t, t.Row, "uid", "tab")),
    Query(lambda t: _enter(t, t.CellName, "name")),
    Query(lambda t: _map(t, t.Row, t.RowMap, "uid")),
    Query(lambda t: _map(t, t.CellName, t.FieldMap, "name")),
)


# ---- what the fresh transactions did -------------------------------------------------------------------


def _values(t: Any) -> Any:
    """Every value that is about to come in, with its row and the name of its cell."""
    op, row, field = t.attached(t.Op, OTHER), t.attached(t.Row, OTHER), t.attached(t.CellName, OTHER)
    return (
        t.NewTxn.select(row.uid, field.name, op.val)
        .join(op, on=op.txn == t.NewTxn.theirs)
        .join(row, on=row.ord == op.row)
        .join(field, on=field.ord == op.field)
        .where(op.val.is_null(False))
    )


def _ops(t: Any) -> Any:
    op, was = t.attached(t.Op, OTHER), t.TxnMap.alias("was")
    new = (
        t.NewTxn.select(t.TxnMap.ours, t.RowMap.ours, t.FieldMap.ours, op.val, was.ours)
        .join(t.TxnMap, on=t.TxnMap.theirs == t.NewTxn.theirs)
        .join(op, on=op.txn == t.NewTxn.theirs)
        .join(t.RowMap, on=t.RowMap.theirs == op.row)
        .join(t.FieldMap, on=t.FieldMap.theirs == op.field)
        .join(was, t.JOIN.LEFT_OUTER, on=was.theirs == op.prev)
    )
    return t.Op.insert_from(new, t.columns(t.Op))


def _acks(t: Any) -> Any:
    """A cell of a row is named by its negative ordinal, which is local; a number's period is the same everywhere."""
    ack, head = t.attached(t.Ack, OTHER), t.TxnMap.alias("head")
    field = t.SQL("-1") * t.FieldMap.select(t.FieldMap.ours).where(t.FieldMap.theirs == ack.cell * -1)
    new = (
        ack.select(t.TxnMap.ours, t.RowMap.ours, t.Case(None, [(ack.cell < 0, field)], ack.cell), head.ours)
        .join(t.TxnMap, on=(t.TxnMap.theirs == ack.txn) & t.TxnMap.fresh)
        .join(t.RowMap, on=t.RowMap.theirs == ack.row)
        .join(head, on=head.theirs == ack.head)
    )
    return t.Ack.insert_from(new, t.columns(t.Ack)).on_conflict_ignore()


def _incoming(t: Any, table: Any) -> Any:
    number, was = t.attached(table, OTHER), t.TxnMap.alias("was")
    new = (
        number.select(t.RowMap.ours, number.period, t.TxnMap.ours, number.val, was.ours)
        .join(t.TxnMap, on=(t.TxnMap.theirs == number.txn) & t.TxnMap.fresh)
        .join(t.RowMap, on=t.RowMap.theirs == number.input)
        .join(was, t.JOIN.LEFT_OUTER, on=was.theirs == number.prev)
    )
    return t.Incoming.insert_from(new, t.columns(t.Incoming))


VALUES = Query(_values)
OPS, ACKS = Query(_ops), Query(_acks)
NUMBERS, FORMER_NUMBERS = Query(lambda t: _incoming(t, t.Meas)), Query(lambda t: _incoming(t, t.MeasOld))
ENTRIES = (OPS, ACKS, NUMBERS, FORMER_NUMBERS)


# ---- which numbers stand -------------------------------------------------------------------------------


def _cells_before(t: Any) -> Any:
    cell = t.Incoming.select(t.Incoming.input, t.Incoming.period).distinct().alias("cell")
    same = (t.Meas.input == cell.c.input) & (t.Meas.period == cell.c.period)
    before = cell.select_from(cell.c.input, cell.c.period, t.Meas.val).join(t.Meas, t.JOIN.LEFT_OUTER, on=same)
    return t.CellBefore.insert_from(before, t.columns(t.CellBefore))


def _changed(t: Any) -> Any:
    before = t.CellBefore
    same = (t.Meas.input == before.input) & (t.Meas.period == before.period)
    return (
        before.select(before.input, before.period, before.val, t.Meas.val, t.Meas.txn)
        .join(t.Meas, on=same)
        .where(~(t.Meas.val >> before.val))
        .order_by(before.input, before.period)
    )


MEASURED = (
    Query(_cells_before),
    Query(lambda t: t.MeasOld.insert_from(t.numbers_in(t.CellBefore, t.Meas), t.columns(t.MeasOld))),
    Query(lambda t: t.MeasOld.insert_from(t.Incoming.select(), t.columns(t.MeasOld))),
    Query(lambda t: t.Meas.insert_from(t.newest_former(t.CellBefore), t.columns(t.Meas)).on_conflict_replace()),
    Query(lambda t: t.no_longer_former(t.CellBefore)),
)
"""Every number that comes in is put with the former ones, and so is the one that stands; then the newest stands."""
CHANGED = Query(_changed)


# ---- what was taken in ---------------------------------------------------------------------------------

FRESH = Query(lambda t: t.TxnMap.select(t.TxnMap.ours).where(t.TxnMap.fresh).order_by(t.TxnMap.ours))
COUNT_NUMBERS = Query(lambda t: t.Incoming.select(t.fn.COUNT(t.SQL("*"))))
INPUTS = Query(lambda t: t.Incoming.select(t.Incoming.input).distinct())


def _fresh_ops(t: Any, *columns: Any) -> Any:
    return t.Op.select(*columns).where(t.Op.txn.in_(t.TxnMap.select(t.TxnMap.ours).where(t.TxnMap.fresh)))


COUNT_OPS = Query(lambda t: _fresh_ops(t, t.fn.COUNT(t.SQL("*"))))
ROWS = Query(lambda t: _fresh_ops(t, t.Op.row).distinct())


# ---- parts and wholes ----------------------------------------------------------------------------------


def _fuller(t: Any) -> Any:
    """What is here only in part, and whole in the other file."""
    txn, session = t.attached(t.Txn, OTHER), t.attached(t.Session, OTHER)
    return (
        t.SignedTxn.select(t.ONE)
        .join(session, on=session.uid == t.SignedTxn.uid)
        .join(txn, on=(txn.session == session.ord) & (txn.n == t.SignedTxn.n))
        .where(t.SignedTxn.part != 0, txn.kind.bin_and(schema.REDACTED) == 0)
        .limit(1)
    )


OWN_PARTS = Query(lambda t: t.SignedTxn.select(t.ONE).where(t.SignedTxn.part != 0).limit(1))
NEW_PARTS = Query(lambda t: t.NewTxn.select(t.ONE).where(t.NewTxn.kind.bin_and(schema.REDACTED) != 0).limit(1))
FULLER = Query(_fuller)
