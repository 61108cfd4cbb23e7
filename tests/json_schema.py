"""As much of JSON Schema as the documents of the command line use: where a document does not fit, it is said where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

KINDS: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,),
    "boolean": (bool,), "null": (type(None),),
}  # fmt: skip
FORMATS = {"date": dt.date.fromisoformat, "date-time": dt.datetime.fromisoformat}
KNOWN = {
    "$schema", "title", "description", "$defs", "$ref", "anyOf", "const", "enum", "type", "minimum", "format", "items",
    "properties", "required", "additionalProperties",
}  # fmt: skip


def faults(data: Any, schema: dict[str, Any], root: dict[str, Any] | None = None, at: str = "") -> list[str]:
    """Where a document does not fit its schema."""
    root = schema if root is None else root
    assert set(schema) <= KNOWN, f"the schema says what is not understood here: {set(schema) - KNOWN}"
    if "$ref" in schema:
        return faults(data, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
    if "anyOf" in schema:
        tried = [faults(data, each, root, at) for each in schema["anyOf"]]
        return [] if [] in tried else min(tried, key=len)
    return list(_own(data, schema, root, at))


def _own(data: Any, schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    if "const" in schema and data != schema["const"]:
        yield f"{at}: {data!r} is not {schema['const']!r}"
    if not _is_of(data, schema.get("type", list(KINDS))):
        yield f"{at}: {data!r} is no {schema['type']}"
        return
    if "enum" in schema and data is not None and data not in schema["enum"]:
        yield f"{at}: {data!r} is none of {schema['enum']}"
    if "minimum" in schema and data is not None and data < schema["minimum"]:
        yield f"{at}: {data} is below {schema['minimum']}"
    if "format" in schema and data is not None:
        FORMATS[schema["format"]](data)
    if isinstance(data, list):
        for place, each in enumerate(data):
            yield from faults(each, schema.get("items", {}), root, f"{at}[{place}]")
    if isinstance(data, dict):
        yield from _fields(data, schema, root, at)


def _fields(data: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> Iterator[str]:
    known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    yield from (f"{at}.{name} is missing" for name in schema.get("required", ()) if name not in data)
    for name, value in data.items():
        if name in known:
            yield from faults(value, known[name], root, f"{at}.{name}")
        elif others is False:
            yield f"{at}.{name} is not described"
        else:
            yield from faults(value, others, root, f"{at}.{name}")


def _is_of(data: Any, kinds: str | list[str]) -> bool:
    wanted = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(data, bool):
        return "boolean" in wanted
    return any(isinstance(data, KINDS[kind]) for kind in wanted)
