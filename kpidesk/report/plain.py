"""Frozen values as plain JSON values and back, by their type hints.

Back again everything is checked: a text where a number belongs raises ``ValueError``, so that a file
that was tampered with yields no half-made review. A field that is missing gets its default.
"""

from __future__ import annotations

import base64
import datetime as dt
import functools
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeVar

from kpidesk.domain.period import Period

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """A dataclass as an object, a tuple as a list; days and periods as text, bytes in base64."""
    if isinstance(value, Period):
        return value.code()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, dict):
        return {key: to_plain(part) for key, part in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value


def from_plain(kind: type[T], value: Any) -> T:
    """The value of a type from its plain form; raises ``ValueError`` where it is none."""
    return typing.cast(T, _read(kind, value))


def _read(hint: Any, value: Any) -> Any:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(hint) if part is not type(None))
        return None if value is None else _read(inner, value)
    if typing.get_origin(hint) is tuple:
        return _tuple(typing.get_args(hint), value)
    if hint is Period:
        return Period.from_code(_typed(int, value))
    if is_dataclass(hint):
        return _object(typing.cast(type, hint), _typed(dict, value))
    if hint is dt.date:
        return dt.date.fromisoformat(_typed(str, value))
    if hint is bytes:
        return base64.b64decode(_typed(str, value), validate=True)
    if hint is float and type(value) is int:
        return float(value)
    return _typed(hint, value)


def _typed(kind: type[T], value: Any) -> T:
    if type(value) is not kind:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return value


def _tuple(parts: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    found = _typed(list, value)
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_read(parts[0], each) for each in found)
    if len(found) != len(parts):
        raise ValueError("a tuple of another length")
    return tuple(_read(part, each) for part, each in zip(parts, found, strict=True))


def _object(kind: type, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    given = {}
    for field in fields(kind):
        if field.name in value:
            given[field.name] = _read(hints[field.name], value[field.name])
        elif field.default is MISSING:
            raise ValueError(f"{kind.__name__} lacks {field.name}")
    return kind(**given)


@functools.cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)
