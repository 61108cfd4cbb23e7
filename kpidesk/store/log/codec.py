"""Between an entity's fields and the cells of the log.

A cell is one field, or a register of fields that change together (``entities.REGISTERS``). In the
log a single field is a plain SQLite value and a register is a JSON list. What can't be read, because
a newer program wrote it or a file was tampered with, is set aside: it becomes the field's default and
stays untouched in the log. What is too large, too deep or too long for ``domain.bounds`` is no value either.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields
from enum import Enum
from typing import Any

from kpidesk.domain import bounds
from kpidesk.domain.entities import KINDS, NODES, REGISTERS, Entity, field_names
from kpidesk.records import record

Plain = str | int | float | None
LARGEST_INTEGER = 2**63 - 1
"""What SQLite holds."""
UNREADABLE = (ValueError, TypeError, KeyError, OverflowError, RecursionError)
"""What reading a value that nobody of us wrote can raise."""
LIFE = "life"
POSITION = "position"


@record(frozen=True)
class Cell:
    """One unit of change: its name in the log and the fields that it covers."""

    name: str
    fields: tuple[str, ...]
    register: bool


@record(frozen=True)
class FieldCodec:
    """How one field is written and read, what it is when nothing was written, and whether it is one of a few words."""

    default: Any
    encode: Callable[[Any], Plain]
    decode: Callable[[Plain], Any]
    choice: bool = False


def prefix(kind: type[Entity]) -> str:
    """The first part of a kind's field names: ``kpi`` in ``kpi.target``."""
    return kind.__name__.lower()


def cells(kind: type[Entity]) -> tuple[Cell, ...]:
    """Every cell of a kind, registers first."""
    return _cells(kind)  # type: ignore[arg-type]  # mypy takes the hash of its instances for that of the class


@functools.cache
def _cells(kind: Any) -> tuple[Cell, ...]:
    registers = REGISTERS.get(kind, {})
    taken = {name for names in registers.values() for name in names}
    found = [Cell(f"{prefix(kind)}.{name}", names, True) for name, names in registers.items()]
    for name in field_names(kind):
        if name != "uid" and name not in taken:
            found.append(Cell(f"{prefix(kind)}.{name}", (name,), False))
    return tuple(found)


def cell_of(kind: type[Entity], field: str) -> Cell:
    """The cell that holds ``field``; raises ``KeyError`` for a field that the kind lacks."""
    for cell in cells(kind):
        if field in cell.fields:
            return cell
    raise KeyError(f"{kind.__name__} has no field {field}")


@functools.cache
def cells_by_name() -> dict[str, tuple[type[Entity], Cell]]:
    """Every cell of every kind by its name in the log."""
    return {cell.name: (kind, cell) for kind in KINDS for cell in cells(kind)}


def life_of(kind: type[Entity]) -> str:
    """The name of the cell that tells whether a row lives: ``""``, or what its delete had seen."""
    return f"{prefix(kind)}.{LIFE}"


LIFE_NAMES = frozenset(life_of(kind) for kind in KINDS)
POSITION_NAMES = frozenset(f"{prefix(kind)}.{POSITION}" for kind in NODES)


def codecs(kind: type[Entity]) -> dict[str, FieldCodec]:
    """The codec of every field of a kind but ``uid``."""
    return _codecs(kind)  # type: ignore[arg-type]  # mypy takes the hash of its instances for that of the class


@functools.cache
def _codecs(kind: Any) -> dict[str, FieldCodec]:
    made = {}
    for field in fields(kind):
        if field.name == "uid":
            continue
        if field.default is MISSING:
            raise TypeError(f"{kind.__name__}.{field.name} needs a default")
        made[field.name] = _codec(bounds.meant(kind, field), field.default)
    return made


def encode_cell(kind: type[Entity], cell: Cell, values: dict[str, Any]) -> Plain:
    """The log's value of a cell; raises ``ValueError`` for what the field can't hold (``domain.bounds``)."""
    plain = [codecs(kind)[name].encode(values[name]) for name in cell.fields]
    for name, part in zip(cell.fields, plain, strict=True):
        if not _could_be_ours(kind, name, part):
            raise ValueError(f"{prefix(kind)}.{name} is out of bounds")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")) if cell.register else plain[0]


def split_cell(kind: type[Entity], cell: Cell, value: Plain) -> list[Plain]:
    """The encoded fields of a cell, in the order of ``cell.fields``; defaults for what is unreadable."""
    defaults = [codecs(kind)[name].encode(codecs(kind)[name].default) for name in cell.fields]
    parts: list[Any] | None = [value]
    if cell.register:
        parts = None if value is None else read_list(value)
    if parts is None or value is None:
        return defaults
    kept = [part if _is_plain(part) else default for part, default in zip(parts, defaults, strict=False)]
    return kept + defaults[len(kept) :]


def read_list(value: Plain) -> list[Any] | None:
    """The members of a register as the log keeps it; ``None`` for anything else, however it is built."""
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def read_life(value: Plain) -> dict[str, int] | None:
    """What a delete had seen of its row, from the life cell: for each session its last transaction.

    Empty for a row that lives; ``None`` for what can't be read.
    """
    try:
        found = json.loads(value) if value else {}  # type: ignore[arg-type]
        seen = {str(uid): int(n) for uid, n in found.items()}
    except (*UNREADABLE, AttributeError):
        return None
    return seen if all(0 <= n <= LARGEST_INTEGER for n in seen.values()) else None


def decode_field(kind: type[Entity], name: str, value: Plain) -> Any:
    """The entity's value of one field from its encoded form; the default for what can't be its value."""
    codec = codecs(kind)[name]
    if value is None:
        return None if codec.default is None else codec.default
    try:
        found = codec.decode(value)
    except UNREADABLE:
        return codec.default
    return found if found is not None and bounds.fits(kind, name, found) else codec.default


def set_aside(kind: type[Entity], cell: Cell, value: Plain) -> tuple[str, ...]:
    """The fields of a cell of the log that no program of ours could have written, and that are read as defaults.

    A choice that is not known here is none of them: a newer program may have made it.
    """
    if value is None:
        return ()
    parts = read_list(value) if cell.register else [value]
    if parts is None:
        return cell.fields
    return tuple(name for name, part in zip(cell.fields, parts, strict=False) if not _could_be_ours(kind, name, part))


def _could_be_ours(kind: type[Entity], name: str, plain: Any) -> bool:
    if plain is None:
        return True
    codec = codecs(kind)[name]
    if not _is_plain(plain):
        return False
    if codec.choice or (kind, name) in bounds.CODES:
        return isinstance(plain, str) and len(plain) <= bounds.LONGEST_WORD
    try:
        found = codec.decode(plain)
        return found is not None and bounds.fits(kind, name, found)
    except UNREADABLE:
        return False


def _is_plain(value: Any) -> bool:
    """Tell whether SQLite can hold a value, and give it back the same."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, int):
        return abs(value) <= LARGEST_INTEGER
    return value is None or (isinstance(value, str) and storable(value) == value)


def _codec(hint: Any, default: Any) -> FieldCodec:
    base = _without_none(hint)
    if isinstance(base, type) and issubclass(base, Enum):
        return FieldCodec(default, _optional(lambda value: value.value), lambda plain: base(plain), choice=True)
    if base is dt.date:
        return FieldCodec(default, _optional(lambda value: value.isoformat()), _date)
    if base is bool:
        return FieldCodec(default, _optional(int), lambda plain: bool(int(typing.cast(int, plain))))
    if base is float:
        return FieldCodec(default, _optional(float), _finite)
    if base is int:
        return FieldCodec(default, _optional(int), lambda plain: int(typing.cast(int, plain)))
    if base is str:
        return FieldCodec(default, _optional(storable), _only_text)
    if typing.get_origin(base) is tuple:
        return FieldCodec(default, _optional(_dump), _load)
    raise TypeError(f"the store can't keep a field of type {hint}")


def _without_none(hint: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(part for part in typing.get_args(hint) if part is not type(None))
    return hint


def _optional(encode: Callable[[Any], Plain]) -> Callable[[Any], Plain]:
    return lambda value: None if value is None else encode(value)


def storable(value: Any) -> str:
    """A text that can be written as UTF-8: a lone surrogate would break the file for others."""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _only_text(plain: Plain) -> str:
    if not isinstance(plain, str):
        raise TypeError("not a text")
    return plain


def _date(plain: Plain) -> dt.date:
    return dt.date.fromisoformat(_only_text(plain))


def _finite(plain: Plain) -> float:
    value = float(plain)  # type: ignore[arg-type]
    if not math.isfinite(value):
        raise ValueError("not a finite number")
    return value


def _dump(value: Any) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _load(plain: Plain) -> Any:
    return _frozen(json.loads(_only_text(plain)))


def _frozen(value: Any) -> Any:
    return tuple(_frozen(part) for part in value) if isinstance(value, list) else value
