"""What questions are made of: the tables, and parts that recur. ``Query`` hands this module to whoever words one."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any

from kpidesk.store.db.orm import JOIN, SQL, Case, Tuple, Value, fn
from kpidesk.store.db.tables import (
    ENVELOPE,
    NUMBERS,
    Ack,
    CellName,
    Local,
    Meas,
    MeasOld,
    Meta,
    Op,
    Row,
    Session,
    SignedTxn,
    Txn,
    attached,
    column,
    columns,
    signed,
    state,
    table,
)
from kpidesk.store.db.temporary import (
    Bared,
    CellBefore,
    FieldMap,
    Incoming,
    NewTxn,
    RowMap,
    TxnMap,
    picked,
)

__all__ = [
    "ENVELOPE",
    "JOIN",
    "NUMBERS",
    "SQL",
    "Ack",
    "Bared",
    "Case",
    "CellBefore",
    "CellName",
    "FieldMap",
    "Incoming",
    "Local",
    "Meas",
    "MeasOld",
    "Meta",
    "NewTxn",
    "Op",
    "Row",
    "RowMap",
    "Session",
    "SignedTxn",
    "Tuple",
    "Txn",
    "TxnMap",
    "attached",
    "column",
    "columns",
    "fn",
    "picked",
    "signed",
    "state",
    "table",
]

ONE = SQL("1")


def newest_first(of: Any = SignedTxn) -> tuple[Any, Any]:
    """The order of stamps, from the newest."""
    return of.hlc.desc(), of.uid.desc()


def oldest_first(of: Any = SignedTxn) -> tuple[Any, Any]:
    """The order of stamps, from the oldest."""
    return of.hlc, of.uid


def session_key(uid: Any) -> Any:
    """Under which key a session that wrote here stands in ``local``."""
    return Value("session:").concat(fn.LOWER(fn.HEX(uid)))


def made_here() -> Any:
    """Whether this very copy made a transaction."""
    return fn.EXISTS(Local.select(ONE).where(Local.key == session_key(SignedTxn.uid)))


def entries(*more: Any) -> Any:
    """Transactions as ``history.entry_of`` reads them, newest first."""
    txn = SignedTxn
    cells = Op.select(fn.COUNT(SQL("*"))).where(Op.txn == txn.ord)
    return txn.select(txn.ord, txn.wall, txn.author, txn.label, txn.kind, cells, txn.undo_of, *more).order_by(
        *newest_first()
    )


def among(column: Any, name: str) -> Any:
    """Whether an ordinal has been picked under a name."""
    return column.in_(picked(name).select(picked(name).ord))


def ops(*columns: Any) -> Any:
    """Operations, with the names of their cells."""
    return Op.select(*columns).join(CellName, on=Op.field == CellName.ord)


def signed_ops(*columns: Any) -> Any:
    """Operations, with the names of their cells and who made them."""
    return ops(*columns).join(SignedTxn, on=Op.txn == SignedTxn.ord)


def signed_ops_of(cells: Iterable[str], *columns: Any) -> Any:
    """Operations on cells of these names, told by their numbers before anything else is looked up."""
    named = CellName.select(CellName.ord).where(CellName.name.in_(sorted(cells)))
    return Op.select(*columns).join(SignedTxn, on=Op.txn == SignedTxn.ord).where(Op.field.in_(named))


def newest_ops() -> Any:
    """Which transaction has set each cell last, read from the index of cells alone."""
    place = fn.ROW_NUMBER().over(order_by=[*oldest_first()])
    placed = SignedTxn.select(SignedTxn.ord, place.alias("place")).alias("placed")
    newest = Op.select(Op.row, Op.field, Op.txn, fn.MAX(placed.c.place)).join(placed, JOIN.CROSS)
    return newest.where(placed.c.ord == Op.txn).group_by(Op.row, Op.field)


def replaced() -> Any:
    """Beside an operation: the value that it replaced."""
    former = Op.alias("former")
    return former.select(former.val).where(
        (former.txn == Op.prev) & (former.row == Op.row) & (former.field == Op.field)
    )


def replaced_number(of: Any) -> Any:
    """Beside a number: the one that it replaced."""
    former = MeasOld.alias("former")
    return former.select(former.val).where(
        (former.input == of.input) & (former.period == of.period) & (former.txn == of.prev)
    )


def numbers(names: str, test: Callable[[Any], Any], *, once: bool = False) -> Any:
    """Columns of the numbers that pass, those that stand and those that were replaced; ``once`` tells each once."""
    return united(
        (table.select(*(getattr(table, name) for name in names.split())).where(test(table)) for table in NUMBERS),
        once=once,
    )


def touching(row: Any) -> Any:
    """The transactions that have changed a row, or a number of it."""
    return Op.select(Op.txn).where(Op.row == row) | numbers("txn", lambda of: of.input == row, once=True)


def signed_numbers(names: str, test: Callable[[Any], Any], *signed: str) -> Any:
    """Numbers that pass, with something of who made each, newest first."""
    number = numbers(names, test).alias("number")
    columns = [*(getattr(number.c, name) for name in names.split()), *(getattr(SignedTxn, name) for name in signed)]
    return number.select_from(*columns).join(SignedTxn, on=number.c.txn == SignedTxn.ord).order_by(*newest_first())


def with_replaced(of: Any, *names: str) -> Any:
    """Columns of some numbers with what each replaced, by input and period."""
    number = of.alias("number")
    return number.select_from(*(getattr(number.c, name) for name in names), replaced_number(number.c)).order_by(
        number.c.input, number.c.period
    )


def counted(of: Any, by: Callable[[Any], Any]) -> Any:
    """How many there are of each."""
    return of.select_from(by(of), fn.COUNT(SQL("*"))).group_by(by(of))


def united(parts: Iterable[Any], *, once: bool = False) -> Any:
    """Several questions as one."""
    return functools.reduce(lambda one, other: one | other if once else one + other, parts)


# ---- where numbers come and go -------------------------------------------------------------------------
# Cells first, by a cross join: a file has a million numbers, and SQLite does not know how few cells are meant.


def numbers_in(cells: Any, table: Any) -> Any:
    """The numbers of some cells."""
    same = (table.input == cells.input) & (table.period == cells.period)
    return cells.select(*columns(table)).join(table, JOIN.CROSS).where(same)


def newest_former(cells: Any) -> Any:
    """The newest of the former numbers of each of some cells."""
    place = fn.ROW_NUMBER().over(partition_by=[MeasOld.input, MeasOld.period], order_by=[*newest_first()])
    former = (
        cells.select(*columns(MeasOld), place.alias("place"))
        .join(MeasOld, JOIN.CROSS)
        .join(SignedTxn, on=SignedTxn.ord == MeasOld.txn)
        .where((MeasOld.input == cells.input) & (MeasOld.period == cells.period))
        .alias("former")
    )
    return former.select_from(*(getattr(former.c, each.name) for each in columns(MeasOld))).where(former.c.place == 1)


def no_longer_former(cells: Any) -> Any:
    """Take those of the former numbers out that stand now."""
    same = (Meas.input == cells.input) & (Meas.period == cells.period)
    now = cells.select(Meas.input, Meas.period, Meas.txn).join(Meas, JOIN.CROSS).where(same)
    return MeasOld.delete().where(Tuple(MeasOld.input, MeasOld.period, MeasOld.txn).in_(now))
