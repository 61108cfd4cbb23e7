"""Ordinals to be asked about, in a temporary table: a list of a hundred thousand is too long for a statement."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query

CLEAR = Query(lambda t, *, name: t.picked(name).delete())
PUT = Query(lambda t, ordinal, *, name: t.picked(name).insert(ord=ordinal))


def pick(database: Database, name: str, ordinals: Iterable[int]) -> None:
    """Put ordinals where ``tables.among`` finds them under ``name``, in place of those that were there."""
    database.make_picked(name)
    CLEAR.run(database, name=name)
    PUT.many(database, ((ordinal,) for ordinal in ordinals), name=name)
