"""One JSON document as text, however deep it is: the standard library's writer calls itself at every level.

Where it indents, that writer also takes each name and each number in Python. So what lies lowest, objects of nothing
but scalars and lists of such objects, is most of a long document and is handed to its quick encoder in one piece, with
the line ends as separators: inside of a string a line end is always escaped, so that every other one is ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import NoneType
from typing import Any

PLAIN = frozenset({str, int, float, bool, NoneType})
"""What has nothing under it."""


_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def written(data: Any) -> str:
    """The same text as ``json.dumps`` gives with an indent of 1, without NaN and without a limit to the depth."""
    return "".join(_parts(data))


def _parts(data: Any) -> Iterator[str]:
    open_ones: list[tuple[Iterator[tuple[str, Any]], str]] = []
    value, begun = data, ""
    while True:
        yield begun
        whole = _in_one_piece(value, len(open_ones))
        if whole is None:
            entries, end = _entries(value)
            open_ones.append((entries, end))
            yield "{" if end == "}" else "["
            separator = ""
        else:
            yield whole
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


def _in_one_piece(value: Any, depth: int) -> str | None:
    """The text of a scalar, of an object of scalars, or of a list of those; ``None`` for what goes deeper."""
    if not isinstance(value, dict | list | tuple) or not value:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    line = "\n" + " " * depth
    if _is_flat(value):
        return f"{{{line} {_encoder(depth)(value)[1:-1]}{line}}}"
    if isinstance(value, dict) or not all(map(_is_flat, value)):
        return None
    between = f"{line} }},{line} {{{line}  "
    inside = _encoder(depth + 1)(value)[2:-2].replace(f"}},{line}  {{", between)
    return f"[{line} {{{line}  {inside}{line} }}{line}]"


def _is_flat(value: Any) -> bool:
    return type(value) is dict and bool(value) and PLAIN.issuperset(map(type, value.values()))


@lru_cache(maxsize=64)
def _encoder(depth: int) -> Callable[[Any], str]:
    """Writes what is so deep without a line end before the first entry and after the last."""
    between = ",\n" + " " * (depth + 1)
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(between, ": ")).encode


def _entries(value: dict[str, Any] | list[Any] | tuple[Any, ...]) -> tuple[Iterator[tuple[str, Any]], str]:
    """What stands in an object or a list, each with what is written before it, and how it ends."""
    if isinstance(value, dict):
        return iter([(f"{_encoded(name)}: ", each) for name, each in value.items()]), "}"
    return iter([("", each) for each in value]), "]"
