"""One JSON document as text, however deep it is: the standard library's writer calls itself at every level."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any


def written(data: Any) -> str:
    """The same text as ``json.dumps`` gives with an indent of 1, without NaN and without a limit to the depth."""
    return "".join(_parts(data))


def _parts(data: Any) -> Iterator[str]:
    open_ones: list[tuple[Iterator[tuple[str, Any]], str]] = []
    value, begun = data, ""
    while True:
        yield begun
        if isinstance(value, dict | list | tuple) and value:
            entries, end = _entries(value)
            open_ones.append((entries, end))
            yield "{" if end == "}" else "["
            separator = ""
        else:
            yield json.dumps(value, ensure_ascii=False, allow_nan=False)
            separator = ","
        while open_ones:
            entries, end = open_ones[-1]
            following = next(entries, None)
            if following is not None:
                break
            open_ones.pop()
            yield f"\n{' ' * len(open_ones)}{end}"
            separator = ","
        else:
            return
        name, value = following
        begun = f"{separator}\n{' ' * len(open_ones)}{name}"


def _entries(value: dict[str, Any] | list[Any] | tuple[Any, ...]) -> tuple[Iterator[tuple[str, Any]], str]:
    """What stands in an object or a list, each with what is written before it, and how it ends."""
    if isinstance(value, dict):
        return iter([(f"{json.dumps(name, ensure_ascii=False)}: ", each) for name, each in value.items()]), "}"
    return iter([("", each) for each in value]), "]"
