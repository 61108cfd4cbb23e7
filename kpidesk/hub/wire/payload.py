"""What stands in a row of the server: a byte for the format, one for flags, and the rest packed, and sealed maybe."""

from __future__ import annotations

import json
import zlib
from typing import Any

from kpidesk.hub.tables import LARGEST
from kpidesk.hub.wire.body import Who
from kpidesk.hub.wire.seal import Seal
from kpidesk.hub.wire.unreadable import READING, Unreadable
from kpidesk.store.files.vet import LAST_WALL

FORMAT = 1
PACKED, SEALED = 1, 2
WORDS = (
    b'["checkin.key_result","checkin.day","checkin.value","checkin.confidence","checkin.note","annotation.about"'
    b',"annotation.text","annotation.period","kpi.name","kpi.definition","kpi.source","kpi.unit","input.name",null,'
    b'"enter numbers","check in","note",[],[[0,0,0,1,null]]],0,64,null,[[0,0,"2026-01-'
)
"""What is likely to occur; part of the format: with other words it is another."""
LEVEL = 5
MOST_LETTERS = 300
"""Of a name in what a session says of itself."""
PADDING = 16
"""A payload has so many bytes at least."""


def shut(body: bytes, seal: Seal | None, where: bytes) -> bytes:
    """Pack, where that makes it smaller, and seal."""
    maker = zlib.compressobj(LEVEL, zdict=WORDS)
    small = maker.compress(body) + maker.flush()
    flags, content = (PACKED, small) if len(small) < len(body) else (0, body)
    if seal is not None:
        flags, content = flags | SEALED, seal.shut(bytes((FORMAT, flags)) + content, where)
    return bytes((FORMAT, flags)) + content


def opened(data: bytes, seal: Seal | None, where: bytes, most: int = LARGEST) -> bytes:
    """The body of a payload; raises ``Unreadable`` for what is not exactly ours at this place, or too much."""
    try:
        flags, content = _known(data)
        if bool(flags & SEALED) != (seal is not None):
            raise Unreadable("in the clear in a sealed workspace, or the reverse")
        if seal is not None:
            inner, content = _known(seal.open(content, where))
            if inner != flags & ~SEALED:
                raise Unreadable("the flags do not fit")
        return _unpacked(content, most) if flags & PACKED else content
    except READING as error:
        raise Unreadable(repr(error)) from error


def _known(data: bytes) -> tuple[int, bytes]:
    if data[0] != FORMAT or data[1] & ~(PACKED | SEALED):
        raise Unreadable("another format", newer=True)
    return data[1], data[2:]


def _unpacked(content: bytes, most: int) -> bytes:
    maker = zlib.decompressobj(zdict=WORDS)
    body = maker.decompress(content, most)
    if maker.unconsumed_tail or not maker.eof or maker.unused_data:
        raise Unreadable("too large, or cut off")
    return body


# ---- what a session says of itself -----------------------------------------------------------------------


def info(who: Who, wall: int, seal: Seal | None, where: bytes) -> bytes:
    """Author, device, host and program of a session, and the time of its first write."""
    told = json.dumps([*who, wall], ensure_ascii=False, separators=(",", ":")).encode()
    return shut(told.ljust(PADDING), seal, where)


def read_info(data: bytes, seal: Seal | None, where: bytes) -> tuple[Who, int]:
    """The same again; raises ``Unreadable``."""
    try:
        told: Any = json.loads(opened(data, seal, where))
        *who, wall = told
        if len(who) != 4 or any(type(each) is not str or len(each.encode()) > MOST_LETTERS * 4 for each in who):
            raise ValueError("no proper names")
        if type(wall) is not int or not 0 <= wall <= LAST_WALL:
            raise ValueError("no proper time")
    except READING as error:
        raise Unreadable(repr(error)) from error
    return (who[0], who[1], who[2], who[3]), wall
