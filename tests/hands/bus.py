"""A bus that is asked many small questions at once: batches go out, and the few kinds of answers are read by hand.

A look at a window is some five hundred answers. A general reader of D-Bus takes longer for them than the window does.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable, Iterator

from jeepney import DBusAddress, MessageType, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import Message

WAIT_SECONDS = 20
AT_MOST = 1 << 18
"""Bytes that are taken off the wire at a time."""
SERIAL = 8
"""Where the number of a message stands in it."""
HEAD, FIELDS = struct.Struct("<cBBBIII"), 16
"""What each message begins with, and where its fields do."""
PATH, REPLY_SERIAL, SIGNATURE = 1, 5, 8
"""The fields that are read, by their number."""
NUMBER, BOX = struct.Struct("<I"), struct.Struct("<iiii")

Call = tuple[object, ...]
"""One question: name on the bus, path, interface, method, signature, and the arguments."""
Answer = tuple[object, ...]


class Bus:
    """One connection; ``ask`` asks. ``roles`` is what has been heard of objects: they hardly ever change theirs."""

    def __init__(self, address: str) -> None:
        self._connection = open_dbus_connection(address)
        self._connection.sock.settimeout(WAIT_SECONDS)
        self._left = bytearray()
        self.address = address
        self.roles: dict[tuple[str, str], Answer] = {}

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def ask(self, asked: list[Call]) -> list[Answer]:
        """Answers in the order asked, an empty one where the object has gone. A whole batch costs one wait."""
        serials = [next(self._connection.outgoing_serial) for _call in asked]
        self._connection.sock.sendall(b"".join(map(_numbered, map(_letter, asked), serials)))
        waiting = {serial: number for number, serial in enumerate(serials)}
        answers: list[Answer] = [()] * len(asked)
        while waiting:
            for raw in self._messages():
                kind, replied, signature, body = _opened(raw)
                number = waiting.pop(replied, None)
                if number is not None and kind == MessageType.method_return.value:
                    read = READERS.get(signature)
                    answers[number] = (read(body),) if read is not None else tuple(Message.from_buffer(raw).body)
        return answers

    def _messages(self) -> Iterator[bytes]:
        """The whole messages that have come; waits for more where there is none."""
        found = list(self._cut())
        while not found:
            more = self._connection.sock.recv(AT_MOST)
            assert more, "the bus has hung up"
            self._left += more
            found = list(self._cut())
        return iter(found)

    def _cut(self) -> Iterator[bytes]:
        at = 0
        while len(self._left) >= at + FIELDS:
            order, _kind, _flags, _version, body, _serial, fields = HEAD.unpack_from(self._left, at)
            assert order == b"l", "a bus of another byte order"
            end = at + _aligned(FIELDS + fields, 8) + body
            if len(self._left) < end:
                break
            yield bytes(self._left[at:end])
            at = end
        del self._left[:at]


def _numbered(letter: bytes, serial: int) -> bytes:
    return letter[:SERIAL] + NUMBER.pack(serial) + letter[SERIAL + 4 :]


@functools.cache
def _letter(call: Call) -> bytes:
    """A question as it goes over the wire, under the number 1: the same ones are asked again and again."""
    name, path, *rest = call
    fields, body = _after_path(name, *rest)
    where = str(path).encode()
    first = b"\x01\x01o\x00" + NUMBER.pack(len(where)) + where
    fields = first + bytes(_aligned(len(first) + 1, 8) - len(first)) + fields
    head = HEAD.pack(b"l", MessageType.method_call.value, 0, 1, len(body), 1, len(fields))
    return head + fields + bytes(-len(fields) % 8) + body


@functools.cache
def _after_path(name: str, interface: str, method: str, signature: str | None, *body: object) -> tuple[bytes, bytes]:
    """The fields of a question behind its path, and its body: nearly all questions differ by their paths only."""
    raw = new_method_call(DBusAddress("/", name, interface), method, signature, body).serialise(serial=1)
    *_kind, fields = HEAD.unpack_from(raw)
    assert raw[FIELDS] == PATH, "the path is the first of the fields"
    return raw[FIELDS + 16 : FIELDS + fields], raw[_aligned(FIELDS + fields, 8) :]


def _opened(raw: bytes) -> tuple[int, int, bytes, bytes]:
    """Kind, number of the question, signature and body of a message."""
    _order, kind, _flags, _version, _body, _serial, fields = HEAD.unpack_from(raw)
    replied, signature, at, end = 0, b"", FIELDS, FIELDS + fields
    while at < end:
        at = _aligned(at, 8)
        field, letter, at = raw[at], raw[at + 2], at + 4
        if letter == ord("u"):
            value: int | bytes = NUMBER.unpack_from(raw, at)[0]
            at += 4
        else:
            wide = 1 if letter == ord("g") else 4
            length = int.from_bytes(raw[at : at + wide], "little")
            value = raw[at + wide : at + wide + length]
            at += wide + length + 1
        if field == REPLY_SERIAL:
            replied = int(value)
        elif field == SIGNATURE:
            signature = bytes(value)
    return kind, replied, signature, raw[_aligned(end, 8) :]


def _aligned(at: int, to: int) -> int:
    return -(-at // to) * to


def _text(body: bytes, at: int = 0) -> str:
    return body[at + 4 : at + 4 + NUMBER.unpack_from(body, at)[0]].decode()


def _variant(body: bytes) -> tuple[str, object]:
    if body[:3] == b"\x01i\x00":
        return "i", int.from_bytes(body[4:8], "little", signed=True)
    if body[:3] != b"\x01s\x00":
        raise NotImplementedError(body)
    return "s", _text(body, 4)


def _numbers(body: bytes) -> list[int]:
    return list(struct.unpack_from(f"<{NUMBER.unpack_from(body)[0] // 4}I", body, 4))


def _objects(body: bytes) -> list[tuple[str, str]]:
    """Names on the bus and paths; each pair begins at a multiple of eight."""
    found, at, end = [], 8, 8 + NUMBER.unpack_from(body)[0]
    while at < end:
        at = _aligned(at, 8)
        name = _text(body, at)
        at = _aligned(at + 4 + len(name.encode()) + 1, 4)
        path = _text(body, at)
        at += 4 + len(path.encode()) + 1
        found.append((name, path))
    return found


READERS: dict[bytes, Callable[[bytes], object]] = {
    b"s": _text,
    b"v": _variant,
    b"u": lambda body: NUMBER.unpack_from(body)[0],
    b"au": _numbers,
    b"a(so)": _objects,
    b"(iiii)": lambda body: BOX.unpack_from(body),
}
"""How the body of an answer is read, by its signature."""
