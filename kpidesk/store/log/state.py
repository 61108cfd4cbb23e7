"""The derived tables, one for each kind: which rows there are, which live, and what their fields hold now."""

from __future__ import annotations

from typing import Any

from kpidesk.domain.entities import Entity
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log.row_ids import RowIds

ALIVE = Query(lambda t, row, *, kind: t.state(kind).select(t.state(kind).alive).where(t.state(kind).row == row))
ENTER = Query(lambda t, row, *, kind: t.state(kind).insert(row=row, alive=0).on_conflict_ignore())
SET_ALIVE = Query(lambda t, alive, row, *, kind: t.state(kind).update(alive=alive).where(t.state(kind).row == row))
EVERYTHING = Query(lambda t, *, kind: t.state(kind).select().order_by(t.state(kind).row))


def _set(t: Any, *plain: Any, kind: type[Entity], names: tuple[str, ...]) -> Any:
    *values, row = plain
    table = t.state(kind)
    named = {t.column(kind, name): value for name, value in zip(names, values, strict=True)}
    return table.update(named).where(table.row == row)


def _held(t: Any, kind: type[Entity], names: tuple[str, ...]) -> Any:
    return t.state(kind).select(t.state(kind).row, *(t.column(kind, name) for name in names))


SET = Query(_set)
"""Values of the fields ``names``, then the row."""
HELD = Query(lambda t, *, kind, names: _held(t, kind, names))
"""Every row with some of its fields, buried ones too."""
HELD_BY = Query(lambda t, row, *, kind, names: _held(t, kind, names).where(t.state(kind).row == row))
"""One row with some of its fields."""


def alive(database: Database, names: RowIds, row: int) -> bool | None:
    """Tell whether a row lives; ``None`` for a kind of a newer program, of which there is no state."""
    kind = names.kind(row)
    return None if kind is None else bool(ALIVE.one(database, row, kind=kind))
