"""The tables as peewee's models: the one place that knows their columns, loaded with the first file and not before.

``SignedTxn`` is a transaction with its session and without the mask in its kind, a view that each connection makes for
itself: nothing of it is in a file (store/README: Tables).
"""

from __future__ import annotations

import functools
from typing import Any

from kpidesk.domain.entities import Entity, field_names
from kpidesk.store.db import schema
from kpidesk.store.db.orm import BlobField, CompositeKey, Field, IntegerField, Model, TextField


class AnyField(Field):
    """A column that keeps each value's own type, also in a STRICT table."""

    field_type = "ANY"


class OrdinalField(Field):
    """An integer primary key, which SQLite counts up by itself."""

    field_type = "INTEGER"


class Table(Model):
    """A table of a workspace."""

    class Meta:
        strict_tables = True


class Meta(Table):
    """What is true of the file as a whole."""

    key = TextField(primary_key=True)
    val = AnyField(null=True)

    class Meta:
        table_name = "meta"
        without_rowid = True


class Local(Table):
    """What is of this machine only."""

    key = TextField(primary_key=True)
    val = AnyField(null=True)

    class Meta:
        table_name = "local"
        without_rowid = True


class Session(Table):
    """One writer from opening to closing."""

    ord = OrdinalField(primary_key=True)
    uid = BlobField(unique=True)
    device = TextField()
    author = TextField()
    host = TextField()
    app = TextField()
    wall = IntegerField()
    tz = IntegerField()

    class Meta:
        table_name = "session"


class Txn(Table):
    """One change."""

    ord = OrdinalField(primary_key=True)
    session = IntegerField()
    n = IntegerField()
    hlc = IntegerField()
    wall = IntegerField()
    kind = IntegerField()
    label = TextField()
    undo_of = IntegerField(null=True)
    sum = BlobField()

    class Meta:
        table_name = "txn"
        indexes = ((("session", "n"), True), (("hlc",), False))


class CellName(Table):
    """The name of a cell."""

    ord = OrdinalField(primary_key=True)
    name = TextField()

    class Meta:
        table_name = "field"


CellName.add_index(CellName.index(CellName.name, unique=True, name="field_name"))


class Row(Table):
    """Whatever has cells."""

    ord = OrdinalField(primary_key=True)
    uid = BlobField(unique=True)
    tab = IntegerField()

    class Meta:
        table_name = "row"


class Op(Table):
    """A transaction has set a cell of a row."""

    txn = IntegerField()
    row = IntegerField()
    field = IntegerField()
    val = AnyField(null=True)
    prev = IntegerField(null=True)

    class Meta:
        table_name = "op"
        primary_key = CompositeKey("txn", "row", "field")
        indexes = ((("row", "field"), False),)
        without_rowid = True


class Meas(Table):
    """The number of an input for a period as it stands."""

    input = IntegerField()
    period = IntegerField()
    txn = IntegerField()
    val = AnyField(null=True)
    prev = IntegerField(null=True)

    class Meta:
        table_name = "meas"
        primary_key = CompositeKey("input", "period")
        without_rowid = True


class MeasOld(Table):
    """A number that has been replaced."""

    input = IntegerField()
    period = IntegerField()
    txn = IntegerField()
    val = AnyField(null=True)
    prev = IntegerField(null=True)

    class Meta:
        table_name = "meas_old"
        primary_key = CompositeKey("input", "period", "txn")
        without_rowid = True


class Ack(Table):
    """A side of a conflict has been seen."""

    txn = IntegerField()
    row = IntegerField()
    cell = IntegerField()
    head = IntegerField()

    class Meta:
        table_name = "ack"
        primary_key = CompositeKey("txn", "row", "cell", "head")
        without_rowid = True


ENVELOPE: tuple[type[Table], ...] = (Meta, Local, Session, Txn, CellName, Row, Op, Meas, MeasOld, Ack)
"""The tables that travel, in the order in which they are made."""
NUMBERS: tuple[type[Table], ...] = (Meas, MeasOld)


def state(kind: type[Entity]) -> Any:
    """The derived table of one kind, with a column for each field."""
    return _state(kind)  # type: ignore[arg-type]  # mypy takes the hash of its instances for that of the class


@functools.cache
def _state(kind: Any) -> Any:
    columns: dict[str, Any] = {"row": OrdinalField(primary_key=True), "alive": IntegerField()}
    columns |= {f"f_{name}": AnyField(null=True) for name in field_names(kind) if name != "uid"}
    columns["Meta"] = type("Meta", (), {"table_name": schema.state_table(kind)})
    return type(kind.__name__, (Table,), columns)


def column(kind: type[Entity], name: str) -> Any:
    """The column of one field in the derived table of its kind."""
    return state(kind)._meta.fields[f"f_{name}"]


@functools.cache
def attached(model: type[Table], file: str) -> Any:
    """The same table in a file of the connection: ``main``, or ``other`` where one is attached."""
    meta = type("Meta", (), {"table_name": model._meta.table_name, "schema": file})
    return type(model.__name__, (model,), {"Meta": meta})


def table(name: str) -> Any:
    """A table that travels, by its name in the file."""
    return next(model for model in ENVELOPE if model._meta.table_name == name)


def columns(model: Any) -> list[Any]:
    """Every column of a table, in their order."""
    return list(model._meta.sorted_fields)


# ---- a transaction with its session --------------------------------------------------------------------


class SignedTxn(Model):
    """A transaction with who made it; ``kind`` without the mask, ``part`` not 0 where this copy has only a part."""

    ord = OrdinalField(primary_key=True)
    session = IntegerField()
    n = IntegerField()
    hlc = IntegerField()
    wall = IntegerField()
    kind = IntegerField()
    part = IntegerField()
    label = TextField()
    undo_of = IntegerField(null=True)
    uid = BlobField()
    author = TextField()
    device = TextField()
    host = TextField()
    app = TextField()

    class Meta:
        table_name = "signed_txn"


def signed(file: str = "main") -> Any:
    """What the view holds, as a question to a file of any connection."""
    txn, session = attached(Txn, file), attached(Session, file)
    return txn.select(
        txn.ord, txn.session, txn.n, txn.hlc, txn.wall, txn.kind.bin_and(~schema.REDACTED).alias("kind"),
        txn.kind.bin_and(schema.REDACTED).alias("part"), txn.label, txn.undo_of,
        session.uid, session.author, session.device, session.host, session.app,
    ).join(session, on=txn.session == session.ord)  # fmt: skip
