"""A digest per transaction, over content that is the same in every copy.

SQLite does not notice every flipped bit: 18.6 % of random flips change data silently. The digest
covers who, when and what, by uids and names instead of the ordinals of one file, so it can be
verified in any copy that holds the transaction.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import field
from operator import itemgetter
from typing import Any

from kpidesk.records import record

WRITTEN = json.JSONEncoder(ensure_ascii=True, check_circular=False)
"""Made once: what stands in a transaction never holds itself, and to look whether it does takes a third of the time."""
BLANK, NUMBER, NOT_APPLICABLE = b"\0", b"\1", b"\2"

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
    head = [
        content.session, content.n, content.hlc, content.wall, content.kind, content.label, content.who,
        content.undo_of,
        sorted(content.ops, key=lambda op: (op[0], op[2])),
        sorted(content.acks),
    ]  # fmt: skip
    sponge = hashlib.blake2b(WRITTEN.encode(head).encode(), digest_size=8)
    for uid in sorted(content.measured):
        sponge.update(uid.encode())
        for part in _measured(content.measured[uid]):
            sponge.update(part)
    return sponge.digest()


def _measured(cells: Sequence[tuple[int, Any, Ref | None]]) -> Iterable[bytes]:
    """Pack in bulk: an import of a million cells must not cost more than storing them."""
    ordered = sorted(cells, key=itemgetter(0))
    yield struct.pack(f"<{len(ordered)}q", *(cell[0] for cell in ordered))
    values = [cell[1] for cell in ordered]
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
