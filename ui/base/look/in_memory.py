"""A drawing that a style sheet can name though it lies in no file: Qt's resource system holds it in memory.

A style sheet takes a picture from a path alone. A file of our own for each would be left behind by every program that
is ended hard; what is registered here goes with the program. The layout is that of Qt's resource files, version 1,
which ``rcc`` writes: a tree of nodes of 14 bytes, their names and the contents, all big-endian.
"""

from __future__ import annotations

import functools
import struct

from PySide6.QtCore import qRegisterResourceData

VERSION = 1
FOLDER = 2
"""The flag of a node that has others below it."""
NODE = struct.Struct(">IHII")
"""Where its name stands, flags, and for a folder how many lie in it and the first of them; for a file where it lies."""
ANY_PLACE = 1
"""Of no country, and of the language that fits all (``QLocale.C``)."""
ROOT = "drawn"
_held: list[tuple[bytes, ...]] = []
"""Qt keeps no copy of what is registered."""


@functools.cache
def in_memory(name: str, content: bytes) -> str:
    """Register a drawing once, and give the path by which a style sheet finds it."""
    folder = f"{len(_held)}"
    names, starts = _names(ROOT, folder, name)
    tree = b"".join(
        (
            NODE.pack(0, FOLDER, 1, 1), NODE.pack(starts[0], FOLDER, 1, 2), NODE.pack(starts[1], FOLDER, 1, 3),
            NODE.pack(starts[2], 0, ANY_PLACE, 0),
        )
    )  # fmt: skip
    parts = tree, names, struct.pack(">I", len(content)) + content
    if not qRegisterResourceData(VERSION, *parts):
        raise RuntimeError(f"Qt takes no drawing into memory: {name}")
    _held.append(parts)
    return f":/{ROOT}/{folder}/{name}"


def _names(*names: str) -> tuple[bytes, list[int]]:
    """The names one after the other, each with its length and hash, and where each begins."""
    told, starts = b"", []
    for name in names:
        starts.append(len(told))
        told += struct.pack(">HI", len(name), _hash(name)) + name.encode("utf-16-be")
    return told, starts


def _hash(name: str) -> int:
    """Qt's hash of a name in a resource, by which it is found (``qt_hash`` in qhash.cpp)."""
    found = 0
    for letter in name:
        found = (found << 4) + ord(letter)
        found ^= (found & 0xF0000000) >> 23
        found &= 0x0FFFFFFF
    return found
