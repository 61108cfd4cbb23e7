"""A digest per transaction, over content that is the same in every copy.

SQLite does not notice every flipped bit: 18.6 % of random flips change data silently. The digest
covers who, when and what, by uids and names instead of the ordinals of one file, so it can be
verified in any copy that holds the transaction.
"""

from __future__ import annotations

import functools
import hashlib
import json
import math
import struct
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from json.encoder import encode_basestring_ascii as quoted
from operator import itemgetter
from typing import Any

from kpidesk.records import record

BLANK, NUMBER, NOT_APPLICABLE = b"\0", b"\1", b"\2"
IN_ORDER = itemgetter(0, 2)
FIRST, SECOND = itemgetter(0), itemgetter(1)
FEW = 64

Ref = tuple[str, int]
"""A transaction by its session's uid in hexadecimal and its number there."""


@record
class Content:
    """What one transaction holds, in terms that travel."""

    session: str
    n: int
    hlc: int
    wall: int
    kind: int
    label: str
    who: tuple[str, str, str, str] = ("", "", "", "")
    """Author, device, host and program of the session."""
    undo_of: Ref | None = None
    ops: list[tuple[str, int, str, Any, Ref | None]] = field(default_factory=list)
    """Row uid, place of its kind, name of the cell, value, transaction replaced."""
    acks: list[tuple[str, str, Ref]] = field(default_factory=list)
    """Row uid, name of the cell or period code as text, transaction acknowledged."""
    measured: dict[str, list[tuple[int, Any, Ref | None]]] = field(default_factory=dict)
    """For each input's uid: period code, value, transaction replaced."""


def digest(content: Content) -> bytes:
    """Eight bytes over everything in ``content``; the order of its lists does not matter."""
    sponge = hashlib.blake2b(_head(content).encode(), digest_size=8)
    if content.measured:
        for uid in sorted(content.measured):
            sponge.update(uid.encode())
            for part in _measured(content.measured[uid]):
                sponge.update(part)
    return sponge.digest()


def _head(content: Content) -> str:
    """All but the numbers, exactly as ``json.dumps`` writes a list of it; to set that up takes half of its time."""
    ops, written = content.ops, list[str]()
    for uid, kind, name, value, prev in sorted(ops, key=IN_ORDER) if len(ops) > 1 else ops:
        told = quoted(value) if type(value) is str else bare(value, json.dumps)
        written.append(f"[{quoted(uid)}, {kind}, {quoted(name)}, {told}, {'null' if prev is None else _ref(prev)}]")
    return (
        f"[{quoted(content.session)}, {content.n}, {content.hlc}, {content.wall}, {content.kind}, "
        f"{quoted(content.label)}, [{_who(content.who)}], "
        f"{'null' if content.undo_of is None else _ref(content.undo_of)}, "
        f"[{', '.join(written)}], {json.dumps(sorted(content.acks)) if content.acks else '[]'}]"
    )


@functools.lru_cache(FEW)
def _who(who: tuple[str, str, str, str]) -> str:
    """It is the same for thousands of transactions."""
    return ", ".join(map(quoted, who))


@functools.lru_cache(FEW)
def _ref(ref: Ref) -> str:
    """What thousands of operations replace was mostly written by the same few transactions."""
    return f"[{quoted(ref[0])}, {ref[1]}]"


def bare(value: Any, otherwise: Callable[[Any], str]) -> str:
    """A value that is no text, as JSON has it; what is neither blank nor a finite number is written by another."""
    if value is None:
        return "null"
    return repr(value) if type(value) is int or (type(value) is float and math.isfinite(value)) else otherwise(value)


def _measured(cells: Sequence[tuple[int, Any, Ref | None]]) -> Iterable[bytes]:
    """Pack in bulk: an import of a million cells must not cost more than storing them."""
    ordered = sorted(cells, key=FIRST)
    yield struct.pack(f"<{len(ordered)}q", *map(FIRST, ordered))
    values = [*map(SECOND, ordered)]
    try:
        yield NUMBER + struct.pack(f"<{len(values)}d", *values)
    except struct.error:
        yield b"".join(_value(value) for value in values)
    replaced = [(cell[0], cell[2]) for cell in ordered if cell[2] is not None]
    if replaced:
        yield json.dumps(replaced).encode()


def _value(value: Any) -> bytes:
    if value is None:
        return BLANK
    if isinstance(value, (int, float)):
        return NUMBER + struct.pack("<d", value)
    return NOT_APPLICABLE + str(value).encode()
