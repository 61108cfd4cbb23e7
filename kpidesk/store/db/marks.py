"""What a file says of itself by name: ``meta`` travels with it, ``local`` is of this machine only."""

from __future__ import annotations

from typing import Any

from kpidesk.store.db.query import Connected, Query

META = Query(lambda t, key: t.Meta.select(t.Meta.val).where(t.Meta.key == key))
EVERY_META = Query(lambda t: t.Meta.select(t.Meta.key, t.Meta.val))
PUT_META = Query(lambda t, key, val: t.Meta.insert(key=key, val=val).on_conflict_replace())
DROP_META = Query(lambda t, key: t.Meta.delete().where(t.Meta.key == key))
LOCAL = Query(lambda t, key: t.Local.select(t.Local.val).where(t.Local.key == key))
PUT_LOCAL = Query(lambda t, key, val: t.Local.insert(key=key, val=val).on_conflict_replace())
DROP_LOCAL = Query(lambda t, key: t.Local.delete().where(t.Local.key == key))
DROP_EVERY_LOCAL = Query(lambda t: t.Local.delete())


def meta(source: Connected, key: str) -> Any:
    """A mark that travels; ``None`` where there is none."""
    return META.one(source, key)


def identity(source: Connected) -> str:
    """The workspace's own id, the same in every copy."""
    return bytes(meta(source, "workspace")).hex()
