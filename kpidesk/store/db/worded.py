"""peewee's part: from questions and tables to SQL. It opens no file; connections are ours (store/README: peewee).

SQL by hand here is one line: peewee knows no views.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kpidesk.store.db.orm import SQL, Value, peewee
from kpidesk.store.db.tables import SignedTxn, signed

DIALECT = peewee.SqliteDatabase(None)
"""What words the queries; it opens nothing."""


@dataclass(frozen=True)
class Slot:
    """Where a value stands that comes with each question: its place, or for one of a list the list's and its own."""

    where: int | tuple[int, int]


def slot(place: int) -> Any:
    """Such a place in a query."""
    return Value(Slot(place), converter=False)


def listed(place: int, values: Sequence[Any] | int) -> Any:
    """Several values to be among, or room for so many of the list that comes at a place.

    Whole numbers are worded as they are, since SQLite takes only so many values.
    """
    if isinstance(values, int):
        return SQL(f"({', '.join('?' * values)})", [Slot((place, at)) for at in range(values)])
    if all(isinstance(value, int) for value in values):
        return SQL(f"({', '.join(map(str, values))})")
    return Value(list(values), converter=False)


def worded(query: Any) -> tuple[str, list[Any]]:
    """A query's text, and what stands in its places: values, and a ``Slot`` for each that is still to come."""
    text, values = DIALECT.get_sql_context().sql(query).query()  # type: ignore[no-untyped-call]
    return text, values


@functools.cache
def view() -> str:
    """What makes the view; it is gone with the connection."""
    text, values = worded(signed())
    for value in values:
        text = text.replace("?", str(value), 1)
    return f'CREATE TEMP VIEW "{SignedTxn._meta.table_name}" AS {text}'


class _Written(peewee.SqliteDatabase):
    """A database that only keeps what it is asked to do."""

    def __init__(self) -> None:
        super().__init__(None)
        self.made: list[str] = []

    def execute(self, query: Any, **_options: Any) -> Any:
        """Keep it."""
        self.made.append(query.query()[0])


@functools.cache
def statements(model: Any) -> tuple[str, ...]:
    """What makes a table and its indexes, worked out once: it takes longer than to run it."""
    written = _Written()
    temporary = bool(model._meta.temporary)
    peewee.SchemaManager(model, database=written).create_all(safe=temporary, temporary=temporary)
    return tuple(written.made)
