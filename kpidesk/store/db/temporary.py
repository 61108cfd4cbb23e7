"""Temporary tables as peewee's models: they are of one connection, and nothing of them is in a file.

Each is made when it is first needed (``Database.make_temporary``) and holds what came last until it is cleared.
"""

from __future__ import annotations

import functools
from typing import Any

from kpidesk.store.db.orm import BlobField, IntegerField, Model, TextField
from kpidesk.store.db.tables import AnyField, OrdinalField


@functools.cache
def picked(name: str) -> Any:
    """A temporary table of ordinals (``picked.pick``)."""
    options = {"table_name": name, "temporary": True}
    return type(name.title(), (Model,), {"ord": OrdinalField(primary_key=True), "Meta": type("Meta", (), options)})


class Temporary(Model):
    """A temporary table; strict, so that a value keeps its own type."""

    class Meta:
        strict_tables = True
        temporary = True
        primary_key = False


class Bared(Temporary):
    """Cells whose number has been taken out."""

    input = IntegerField()
    period = IntegerField()

    class Meta:
        table_name = "bared"


class NewTxn(Temporary):
    """A transaction of the other file that this one lacks, under the session as it is called here."""

    theirs = IntegerField()
    session = IntegerField()
    n = IntegerField()
    hlc = IntegerField()
    wall = IntegerField()
    kind = IntegerField()
    label = TextField()
    sum = BlobField()

    class Meta:
        table_name = "new_txn"


class TxnMap(Temporary):
    """A transaction in the other file and here; ``fresh`` where it has just been taken in."""

    theirs = OrdinalField(primary_key=True)
    ours = IntegerField()
    fresh = IntegerField()

    class Meta:
        table_name = "txn_map"


class RowMap(Temporary):
    """A row in the other file and here."""

    theirs = OrdinalField(primary_key=True)
    ours = IntegerField()

    class Meta:
        table_name = "row_map"


class FieldMap(Temporary):
    """A cell's name in the other file and here."""

    theirs = OrdinalField(primary_key=True)
    ours = IntegerField()

    class Meta:
        table_name = "field_map"


class Incoming(Temporary):
    """A number of the other file, in terms of this one."""

    input = IntegerField()
    period = IntegerField()
    txn = IntegerField()
    val = AnyField(null=True)
    prev = IntegerField(null=True)

    class Meta:
        table_name = "incoming"


class CellBefore(Temporary):
    """A cell for which numbers come in, and its number until then."""

    input = IntegerField()
    period = IntegerField()
    val = AnyField(null=True)

    class Meta:
        table_name = "cell_before"
