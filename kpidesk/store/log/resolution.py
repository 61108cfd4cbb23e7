"""Choosing in conflicts: this file's side, the copy's side, the newest, one head, or a value of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any

from kpidesk.domain.entities import Entity, Value
from kpidesk.errors import BadInput
from kpidesk.records import record
from kpidesk.store.log import codec
from kpidesk.store.log.conflicts import Conflict, Head, Key
from kpidesk.text import msg


class Side(Enum):
    """Which value holds."""

    NEWEST = "newest"
    MINE = "mine"
    THEIRS = "theirs"


@record(frozen=True)
class Own:
    """A value that neither side has: ``value`` for a measurement, ``fields`` by name for a row's cell."""

    value: Value | None = None
    fields: tuple[tuple[str, Any], ...] = ()


Choice = Side | Head | Own
Choices = Mapping[Conflict | Key, Choice]


def chosen(found: Iterable[Conflict], choices: Choices, prefer: Side | None) -> Iterator[tuple[Conflict, Choice]]:
    """Each conflict for which there is a choice, by itself or by what is preferred."""
    by_key = {getattr(key, "key", key): choice for key, choice in choices.items()}
    for conflict in found:
        choice = by_key.get(conflict.key, prefer)
        if choice is not None:
            yield conflict, choice


def value_of(conflict: Conflict, choice: Choice, entity: Entity | None) -> Any:
    """What is to be written: a measured value, or the encoded value of a row's cell."""
    if isinstance(choice, Head):
        return choice.value
    if isinstance(choice, Own):
        return choice.value if conflict.period is not None else _own(conflict, choice, entity)
    if choice is Side.NEWEST:
        return conflict.heads[0].value
    wanted = choice is Side.THEIRS
    return next((head.value for head in conflict.heads if head.theirs == wanted), conflict.heads[0].value)


def _own(conflict: Conflict, choice: Own, entity: Entity | None) -> codec.Plain:
    kind, cell = codec.cells_by_name()[conflict.cell]
    values = {name: getattr(entity, name) for name in cell.fields} | dict(choice.fields)
    try:
        return codec.encode_cell(kind, cell, values)
    except (ValueError, OverflowError) as error:
        raise BadInput(msg("This can’t be saved here. Nothing was changed."), details=str(error)) from error
