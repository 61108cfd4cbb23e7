"""What documents are made of, as JSON Schema has it (draft 2020-12)."""

from __future__ import annotations

from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "number"}
COUNT: Shape = {"type": "integer", "minimum": 0}
TRUTH: Shape = {"type": "boolean"}
DAY: Shape = {"type": "string", "format": "date"}
MOMENT: Shape = {"type": "string", "format": "date-time"}
PERIOD: Shape = {"type": "string", "description": "2026-W11, 2026-03, 2026-Q1, 2026-03-16, 2026, 2026-02..2026-04"}
ANYTHING: Shape = {}


def maybe(shape: Shape) -> Shape:
    """That, or ``null``."""
    kind = shape.get("type")
    if isinstance(kind, str):
        return {**shape, "type": [kind, "null"]}
    return {"anyOf": [shape, {"type": "null"}]}


def many(shape: Shape) -> Shape:
    """A list."""
    return {"type": "array", "items": shape}


def by_name(shape: Shape) -> Shape:
    """An object whose names are data."""
    return {"type": "object", "additionalProperties": shape}


def word(*known: str) -> Shape:
    """One of some codes, which are the same in every language."""
    return {"type": "string", "enum": list(known)}


def thing(**fields: Shape) -> Shape:
    """An object with just these fields, ``from_`` for one that Python has a word for."""
    named = {name.rstrip("_"): shape for name, shape in fields.items()}
    return {"type": "object", "properties": named, "required": list(named), "additionalProperties": False}


def either(*shapes: Shape) -> Shape:
    """One or the other."""
    return {"anyOf": list(shapes)}


def within(name: str) -> Shape:
    """A part of the document that can hold itself, described under ``$defs``."""
    return {"$ref": f"#/$defs/{name}"}


def with_(shape: Shape, **more: Shape) -> Shape:
    """An object with more fields."""
    return thing(**shape["properties"], **more)


def said(name: str) -> dict[str, Shape]:
    """A sentence: its code, and its words in the language in force."""
    return {name: maybe(TEXT), f"{name}_text": maybe(TEXT)}
