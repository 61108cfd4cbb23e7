"""The values of a file, beside its structure: what no program of ours could have written.

A digest only says that a value is the one that was written. What a tampered program wrote, with digests in
order, is refused by name before it is merged; what is in a workspace already is read as if it had not been
written (``codec.decode_field``) and listed by the check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kpidesk.domain.entities import Entity
from kpidesk.errors import FileRefused
from kpidesk.store.db.database import Database
from kpidesk.store.db.query import Query
from kpidesk.store.log import codec
from kpidesk.text import Message, msg, msgn

OURS = Query(
    lambda t: (
        t.ops(t.Row.uid, t.CellName.name, t.Op.val).join(t.Row, on=t.Op.row == t.Row.ord).where(t.Op.val.is_null(False))
    )
)
LIFE_LENGTH = 1_000_000
"""Letters in what a delete had seen: some thousand writers at most."""


def refuse_unusable(rows: Iterable[tuple[bytes, str, Any]], shown: Path) -> None:
    """Raise ``FileRefused`` where the values about to be taken in hold one that can't be used."""
    for uid, name in unusable(rows):
        raise FileRefused(
            msg(
                "“{name}” contains a value that can’t be used: {field}. It was not merged, and nothing was "
                "changed. Ask the sender for a new copy.",
                name=shown.name,
                field=name,
            ),
            details=f"{name} of {uid}",
        )


def unusable(rows: Iterable[tuple[bytes, str, Any]]) -> Iterator[tuple[str, str]]:
    """The row and the field of each value that can't be used, as ``(uid, "kind.field")``."""
    for uid, name, value in rows:
        for field in _fields_set_aside(name, value):
            yield uid.hex(), field


def _fields_set_aside(name: str, value: Any) -> tuple[str, ...]:
    if name in codec.LIFE_NAMES:
        fine = isinstance(value, str) and len(value) <= LIFE_LENGTH and codec.read_life(value) is not None
        return () if fine else (name,)
    known: tuple[type[Entity], codec.Cell] | None = codec.cells_by_name().get(name)
    if known is None:
        return ()
    kind, cell = known
    return tuple(f"{codec.prefix(kind)}.{field}" for field in codec.set_aside(kind, cell, value))


def problems(database: Database) -> list[Message]:
    """One sentence for each field in which values are set aside, with how many."""
    found: dict[str, int] = {}
    for _uid, name in unusable(OURS.run(database)):
        found[name] = found.get(name, 0) + 1
    return [
        msgn(
            "A value that can’t be used is set aside: {field}, {n} time in the change log.",
            "A value that can’t be used is set aside: {field}, {n} times in the change log.",
            count,
            field=name,
        ).coded("value_set_aside")
        for name, count in sorted(found.items())
    ]
