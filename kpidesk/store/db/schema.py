"""The tables: an envelope that travels between copies, and a state that is derived from it.

Envelope (store/README: Tables): who wrote (``session``), when (``txn``), and what (``op`` for
cells of rows, ``meas`` and ``meas_old`` for measurements, ``ack`` for reviewed conflicts). Ordinals
are local to a file; sessions and rows carry uids that are the same everywhere.

State: one table per kind of row, made from the dataclasses of ``kpidesk.domain.entities``. It can be
rebuilt from the envelope at any time, which is also how a file meets a program whose classes have
changed: the fingerprint differs and the state is built anew.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from dataclasses import fields
from typing import Any

from peewee import BlobField, CompositeKey, Field, IntegerField, Model, SqliteDatabase, TextField

from kpidesk.domain.entities import KINDS, REGISTERS, Entity

APPLICATION_ID = 0x4B504944
"""'KPID', in the header of every workspace file."""
ENVELOPE_VERSION = 1
"""The form of the envelope; ``min_reader`` in ``meta`` tells who may write."""

EDIT, IMPORT, UNDO, REDO, RESOLVE, FOUND, MERGE, RESTORE = range(8)
"""Kinds of transaction; the one that founds the workspace can't be undone."""
REDACTED = 64
"""Added to the kind of a transaction of which this copy was given only a part."""


class AnyField(Field):
    """A column that keeps each value's own type, also in a STRICT table."""

    field_type = "ANY"


class OrdinalField(Field):
    """An integer primary key, which SQLite counts up by itself."""

    field_type = "INTEGER"


def envelope(database: SqliteDatabase) -> list[type[Model]]:
    """The tables that travel, bound to one database."""

    class Base(Model):
        class Meta:
            pass

    Base._meta.database = database
    strict = {"strict_tables": True}

    def table(name: str, columns: dict[str, Any], **meta: Any) -> type[Model]:
        options = type("Meta", (), {"table_name": name, "database": database, **strict, **meta})
        return type(name.title(), (Base,), {**columns, "Meta": options})

    keyed = {"without_rowid": True}
    return [
        table("meta", {"key": TextField(primary_key=True), "val": AnyField(null=True)}, **keyed),
        table("local", {"key": TextField(primary_key=True), "val": AnyField(null=True)}, **keyed),
        table(
            "session",
            {
                "ord": OrdinalField(primary_key=True),
                "uid": BlobField(unique=True),
                "device": TextField(),
                "author": TextField(),
                "host": TextField(),
                "app": TextField(),
                "wall": IntegerField(),
                "tz": IntegerField(),
            },
        ),
        table(
            "txn",
            {
                "ord": OrdinalField(primary_key=True),
                "session": IntegerField(),
                "n": IntegerField(),
                "hlc": IntegerField(),
                "wall": IntegerField(),
                "kind": IntegerField(),
                "label": TextField(),
                "undo_of": IntegerField(null=True),
                "sum": BlobField(),
            },
            indexes=((("session", "n"), True), (("hlc",), False)),
        ),
        table("field", {"ord": OrdinalField(primary_key=True), "name": TextField(unique=True)}),
        table("row", {"ord": OrdinalField(primary_key=True), "uid": BlobField(unique=True), "tab": IntegerField()}),
        table(
            "op",
            {
                "txn": IntegerField(),
                "row": IntegerField(),
                "field": IntegerField(),
                "val": AnyField(null=True),
                "prev": IntegerField(null=True),
            },
            primary_key=CompositeKey("txn", "row", "field"),
            indexes=((("row", "field"), False),),
            **keyed,
        ),
        table("meas", _measured(), primary_key=CompositeKey("input", "period"), **keyed),
        table("meas_old", _measured(), primary_key=CompositeKey("input", "period", "txn"), **keyed),
        table(
            "ack",
            {"txn": IntegerField(), "row": IntegerField(), "cell": IntegerField(), "head": IntegerField()},
            primary_key=CompositeKey("txn", "row", "cell", "head"),
            **keyed,
        ),
    ]


def _measured() -> dict[str, Field]:
    return {
        "input": IntegerField(),
        "period": IntegerField(),
        "txn": IntegerField(),
        "val": AnyField(null=True),
        "prev": IntegerField(null=True),
    }


def state_table(kind: type[Entity]) -> str:
    """The name of the table that holds the state of one kind."""
    return f"s_{kind.__name__.lower()}"


def state(database: SqliteDatabase) -> list[type[Model]]:
    """The derived tables, one for each kind, with a column for each field."""
    models = []
    for kind in KINDS:
        columns: dict[str, Any] = {"row": OrdinalField(primary_key=True), "alive": IntegerField()}
        columns |= {f"f_{field.name}": AnyField(null=True) for field in fields(kind) if field.name != "uid"}
        options = {"table_name": state_table(kind), "database": database, "strict_tables": True}
        columns["Meta"] = type("Meta", (), options)
        models.append(type(kind.__name__, (Model,), columns))
    return models


@functools.cache
def statements(tables: Callable[[SqliteDatabase], list[type[Model]]]) -> tuple[str, ...]:
    """What makes ``envelope`` or ``state`` in a database, worked out once: it takes longer than to run it."""
    database = SqliteDatabase(":memory:")
    database.connect()
    try:
        for model in tables(database):
            model.create_table(safe=False)
        query = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        made = database.execute_sql(query)  # type: ignore[no-untyped-call]
        return tuple(sql for (sql,) in made)
    finally:
        database.close()


def fingerprint() -> str:
    """What the state tables were made from; another value means that they must be rebuilt."""
    described = [(kind.__name__, [field.name for field in fields(kind)], REGISTERS.get(kind)) for kind in KINDS]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]
