"""Transactions as bytes and back: a head in JSON, then the numbers of its measurements in columns (hub/README: Body).

What comes back is exactly what a program of ours could have written at this place, or it is ``Unreadable``: its digest
is inside, so that whoever sees only the sealed payload can't confirm a guess by it.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable, Iterable
from itertools import accumulate
from json.encoder import encode_basestring as quoted
from operator import itemgetter
from typing import Any

from kpidesk.domain.entities import Mark
from kpidesk.hub.wire.unreadable import READING, Unreadable
from kpidesk.store.db import schema
from kpidesk.store.files import vet
from kpidesk.store.log import values
from kpidesk.store.log.codec import LARGEST_INTEGER, storable
from kpidesk.store.log.digest import Content, Ref, bare, digest

SESSION, ROW = re.compile(r"[0-9a-f]{16}"), re.compile(r"[0-9a-f]{32}")
FIRST_PERIOD, LAST_PERIOD = 5_000_000, 6_500_000
MOST_KINDS = 2**31 - 1
written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False).encode
"""For what is rare: to set it up takes longer than to write a head, which is put together by hand."""
SIZE = struct.Struct("<I")
Signed = tuple[Content, bytes]
"""A transaction, and the digest that it carries."""
Cells = list[tuple[int, Any, Ref | None]]


def packed(content: Content, seal: bytes) -> bytes:
    """One transaction with its digest, as it stands in a payload; what recurs in it is told once, by its place."""
    if len(content.ops) == 1 and not (content.acks or content.measured or content.undo_of):
        return _of_one_cell(content, seal)
    refs: dict[str, int] = {}
    rows: dict[tuple[str, int], int] = {}
    names: dict[str, int] = {}
    ops = [
        f"[{rows.setdefault((uid, kind), len(rows))},{names.setdefault(name, len(names))},"
        f"{quoted(value) if type(value) is str else bare(value, written)},{_told(refs, prev)}]"
        for uid, kind, name, value, prev in content.ops
    ]
    acks = [
        f"[{rows.setdefault((uid, -1), len(rows))},{quoted(cell)},{_told(refs, head)}]"
        for uid, cell, head in content.acks
    ]
    columns: list[str] = []
    numbers: list[bytes] = []
    for uid, cells in content.measured.items():
        column, packed_numbers = _column(refs, sorted(cells, key=itemgetter(0)))
        columns.append(written((rows.setdefault((uid, -1), len(rows)), *column)))
        numbers.append(packed_numbers)
    undone = _told(refs, content.undo_of)
    places = [f"[{quoted(uid)},{kind}]" for uid, kind in rows]
    head = (
        f"[{content.hlc},{content.wall},{content.kind},{quoted(content.label)},{undone},{quoted(seal.hex())},"
        f"[{','.join(ops)}],[{','.join(acks)}],[{','.join(columns)}],"
        f"[{','.join(map(quoted, refs))}],[{','.join(places)}],[{','.join(map(quoted, names))}]]"
    ).encode()
    return b"".join((SIZE.pack(len(head)), head, *numbers))


def _of_one_cell(content: Content, seal: bytes) -> bytes:
    """The same for what nearly every edit is, in less than half of the time: nothing recurs in it."""
    ((uid, kind, name, value, prev),) = content.ops
    told = quoted(value) if type(value) is str else bare(value, written)
    named, ref = ("", "null") if prev is None else (quoted(prev[0]), f"[0,{prev[1]}]")
    head = (
        f"[{content.hlc},{content.wall},{content.kind},{quoted(content.label)},null,{quoted(seal.hex())},"
        f"[[0,0,{told},{ref}]],[],[],[{named}],[[{quoted(uid)},{kind}]],[{quoted(name)}]]"
    ).encode()
    return SIZE.pack(len(head)) + head


def _told(refs: dict[str, int], ref: Ref | None) -> str:
    """A transaction that is named, by the place of its session."""
    return "null" if ref is None else f"[{refs.setdefault(ref[0], len(refs))},{ref[1]}]"


def _column(refs: dict[str, int], cells: Cells) -> tuple[Any, bytes]:
    """The numbers of one input: what stands in the head, and periods and values as they follow it."""
    periods, found = [cell[0] for cell in cells], [cell[1] for cell in cells]
    odd = [(at, value) for at, value in enumerate(found) if not isinstance(value, float)]
    replaced = [
        (at, (refs.setdefault(prev[0], len(refs)), prev[1]))
        for at, (_period, _value, prev) in enumerate(cells)
        if prev is not None
    ]
    steps = [periods[0], *map(int.__sub__, periods[1:], periods[:-1])]
    plain = [value if isinstance(value, float) else 0.0 for value in found]
    many = len(cells)
    return (many, odd, replaced), struct.pack(f"<{many}i", *steps) + struct.pack(f"<{many}d", *plain)


Who = tuple[str, str, str, str]


def read(body: bytes, session: str, numbers: Iterable[int], who: Who) -> list[Signed]:
    """The transactions of a session with these numbers, one after the other; raises ``Unreadable``."""
    at, found = 0, list[Signed]()
    try:
        for n in numbers:
            content, seal, at = _one(body, at, (session, n), who)
            check(content, seal)
            found.append((content, seal))
    except READING as error:
        raise Unreadable(f"{session} {n}: {error!r}") from error
    if at != len(body):
        raise Unreadable(f"{session}: something is left over")
    return found


def _one(body: bytes, at: int, place: Ref, who: Who) -> tuple[Content, bytes, int]:
    (size,) = SIZE.unpack_from(body, at)
    begin = at + 4
    if begin + size > len(body):
        raise ValueError("cut off")
    told = json.loads(body[begin : begin + size], parse_constant=_no_number)
    hlc, wall, kind, label, undone, seal, ops, acks, columns, refs, rows, names = told
    at = begin + size

    def ref(told: Any) -> Ref | None:
        return None if told is None else (_listed(refs, told[0]), told[1])

    content = Content(place[0], place[1], hlc, wall, kind, label, who, ref(undone))
    content.ops = [
        (*_row(rows, row), _listed(names, name), value, ref(prev)) for row, name, value, prev in ops
    ]  # fmt: skip
    content.acks = [(_row(rows, row)[0], cell, _sure(ref(head))) for row, cell, head in acks]
    for row, many, odd, replaced in columns:
        cells, at = _cells(body, at, many, odd, [(each, ref(was)) for each, was in replaced])
        uid = _row(rows, row)[0]
        if uid in content.measured:
            raise ValueError("an input is told twice")
        content.measured[uid] = cells
    return content, bytes.fromhex(seal), at


def _cells(body: bytes, at: int, many: int, odd: Any, replaced: Any) -> tuple[Cells, int]:
    if type(many) is not int or not 0 < many <= len(body):
        raise ValueError("no proper count")
    periods = list(accumulate(struct.unpack_from(f"<{many}i", body, at)))
    at += 4 * many
    found: list[Any] = list(struct.unpack_from(f"<{many}d", body, at))
    at += 8 * many
    prev: list[Ref | None] = [None] * many
    for each, value in odd:
        if type(each) is not int or not 0 <= each < many or value not in (None, Mark.NOT_APPLICABLE.value):
            raise ValueError("no proper mark")
        found[each] = value
    for each, was in replaced:
        if type(each) is not int or not 0 <= each < many:
            raise ValueError("no such number")
        prev[each] = was
    return list(zip(periods, found, prev, strict=True)), at


def _no_number(words: str) -> Any:
    raise ValueError(f"{words} is no number")


def _listed(table: Any, at: Any) -> Any:
    if type(at) is not int or at < 0:
        raise ValueError("no such place")
    return table[at]


def _row(rows: Any, at: Any) -> tuple[str, int]:
    uid, kind = _listed(rows, at)
    return uid, kind


def _sure(ref: Ref | None) -> Ref:
    if ref is None:
        raise ValueError("an acknowledgement of nothing")
    return ref


# ---- what a program of ours could have written -----------------------------------------------------------


def check(content: Content, seal: bytes) -> None:
    """Raise ``ValueError`` unless a file with this transaction would pass (store/README: Limits)."""
    _head(content)
    for uid, kind, name, value, prev in content.ops:
        _is(ROW.fullmatch(uid) and type(kind) is int and 0 <= kind <= MOST_KINDS and _text(name), "an operation")
        _is(_plain(value) and _ref(prev), f"the value of {name}")
    _is(len({(op[0], op[2]) for op in content.ops}) == len(content.ops), "two values for one cell")
    for uid, cell, head in content.acks:
        _is(ROW.fullmatch(uid) and _text(cell) and _ref(head), "an acknowledgement")
        _is(not cell.isdigit() or _is_period(int(cell)), "an acknowledgement of a period")
    for uid, cells in content.measured.items():
        _is(ROW.fullmatch(uid), "an input")
        _numbers(cells)
    _is(digest(content) == seal, "the digest")
    bad = next(values.unusable((bytes.fromhex(op[0]), op[2], op[3]) for op in content.ops if op[3] is not None), None)
    _is(bad is None, f"the value of {bad}")


def _head(content: Content) -> None:
    _is(type(content.hlc) is int and 0 <= content.hlc <= vet.LAST_HLC, "the stamp")
    _is(type(content.wall) is int and 0 <= content.wall <= vet.LAST_WALL, "the time")
    _is(type(content.kind) is int and 0 <= content.kind < schema.REDACTED, "the kind")
    _is(_text(content.label) and _ref(content.undo_of), "the heading")


def _numbers(cells: Cells) -> None:
    periods = [cell[0] for cell in cells]
    _is(_is_period(periods[0]) and _is_period(periods[-1]), "a period")
    _is(all(map(int.__lt__, periods, periods[1:])), "the order of periods")
    _is(all(math.isfinite(cell[1]) for cell in cells if type(cell[1]) is float), "a number")
    _is(all(_ref(cell[2]) for cell in cells if cell[2] is not None), "what a number replaces")


def _is(fine: Any, what: str) -> None:
    if not fine:
        raise ValueError(what)


def _is_period(code: int) -> bool:
    return FIRST_PERIOD <= code <= LAST_PERIOD


def _ref(ref: Ref | None) -> bool:
    if ref is None:
        return True
    return SESSION.fullmatch(ref[0]) is not None and type(ref[1]) is int and 0 < ref[1] <= MOST_KINDS


def _text(value: Any) -> bool:
    return type(value) is str and storable(value) == value


_PLAIN: dict[type, Callable[[Any], bool]] = {
    type(None): lambda _value: True,
    str: _text,
    int: lambda value: abs(value) <= LARGEST_INTEGER,
    float: math.isfinite,
}


def _plain(value: Any) -> bool:
    fits = _PLAIN.get(type(value))
    return fits is not None and fits(value)
