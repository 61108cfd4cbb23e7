"""The old Office container: a small file system of sectors inside one file, with streams that have names.

Read by [MS-CFB], sections 2.2–2.6. A chain of sectors is never longer than the file, so that a damaged one ends.
"""

from __future__ import annotations

import struct
from array import array
from dataclasses import dataclass
from typing import BinaryIO

_SPECIAL = 0xFFFFFFFA
"""From here on a sector's number means something else: free, end of a chain, part of a table."""
_HEAD, _ENTRY = 512, 128
_STREAM, _STORAGE, _ROOT = 2, 1, 5


class BadCompound(Exception):
    """The container is damaged."""


@dataclass(frozen=True)
class _Entry:
    kind: int
    first: int
    size: int


class Compound:
    """An open container: ``names`` of its streams and folders; ``stream`` gives what is in one."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._length = file.seek(0, 2)
        file.seek(0)
        head = file.read(_HEAD)
        if len(head) < _HEAD:
            raise BadCompound
        shift, small_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise BadCompound
        self._sector, self._small_sector = 1 << shift, 1 << small_shift
        directory, self._cutoff, small_first = struct.unpack_from("<I4xII", head, 48)
        self._table = self._whole_table(head)
        self._entries = _entries(self._chained(directory))
        self._small_table = _numbers(self._chained(small_first)) if small_first < _SPECIAL else array("I")

    @property
    def names(self) -> frozenset[str]:
        """What the container holds."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """What is in a stream; ``BadCompound`` where there is none, or where it is cut off."""
        entry = self._entries.get(name)
        if entry is None or entry.kind != _STREAM or entry.size > self._length:
            raise BadCompound
        data = self._small_chained(entry.first) if entry.size < self._cutoff else self._chained(entry.first)
        if len(data) < entry.size:
            raise BadCompound
        return data[: entry.size]

    def _whole_table(self, head: bytes) -> array[int]:
        """For each sector the one that comes after it, put together from the sectors that the header lists."""
        places = list(struct.unpack_from("<109I", head, 76))
        (more,) = struct.unpack_from("<I", head, 68)
        rounds = self._length // self._sector + 1
        while more < _SPECIAL and rounds:
            listed = _numbers(self._at(more))
            places += listed[:-1]
            more, rounds = listed[-1], rounds - 1
        table = array("I")
        for place in places:
            if place < _SPECIAL and len(table) * 4 <= self._length:
                table += _numbers(self._at(place))
        return table

    def _at(self, sector: int) -> bytes:
        self._file.seek((sector + 1) * self._sector)
        data = self._file.read(self._sector)
        if not data:
            raise BadCompound
        return data.ljust(self._sector, b"\0")

    def _chained(self, first: int) -> bytes:
        return b"".join(self._at(sector) for sector in _chain(self._table, first, self._length // self._sector + 1))

    def _small_chained(self, first: int) -> bytes:
        """Small streams lie together in one large one, in sectors of their own."""
        root = next((entry for entry in self._entries.values() if entry.kind == _ROOT), None)
        if root is None:
            raise BadCompound
        whole, size = self._chained(root.first), self._small_sector
        places = _chain(self._small_table, first, len(whole) // size + 1)
        return b"".join(whole[place * size : (place + 1) * size] for place in places)


def _chain(table: array[int], first: int, most: int) -> list[int]:
    found: list[int] = []
    while first < _SPECIAL:
        if first >= len(table) or len(found) >= most:
            raise BadCompound
        found.append(first)
        first = table[first]
    return found


def _numbers(data: bytes) -> array[int]:
    return array("I", struct.unpack(f"<{len(data) // 4}I", data))


def _entries(data: bytes) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for start in range(0, len(data) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", data, start + 64)
        if kind in (_STREAM, _STORAGE, _ROOT) and 2 <= length <= 64:
            name = data[start : start + length - 2].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", data, start + 116)
            found.setdefault(name, _Entry(kind, first, size))
    return found
