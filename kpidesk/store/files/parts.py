"""Whether a file is one that was sent without what is sensitive: each start asks, and seldom is there more to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk.store.db import schema
from kpidesk.store.db.query import Query

if TYPE_CHECKING:
    from kpidesk.store.db.query import Connected

PARTS = Query(lambda t: t.Txn.select(t.ONE).where(t.Txn.kind.bin_and(schema.REDACTED) != 0).limit(1))


def has_parts(source: Connected) -> bool:
    """Tell whether a file holds only a part of some transaction."""
    return PARTS.one(source) is not None
