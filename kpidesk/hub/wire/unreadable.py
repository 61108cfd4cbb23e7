"""What can't be read: of a newer program, damaged, or written by somebody who means no good."""

from __future__ import annotations

import struct
import zlib

READING = (
    ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, MemoryError, struct.error,
    zlib.error,
)  # fmt: skip
"""What reading bytes that nobody of us wrote can raise."""


class Unreadable(Exception):
    """The session stops here; ``newer`` where a newer program may well read it."""

    def __init__(self, why: str, *, newer: bool = False) -> None:
        super().__init__(why)
        self.newer = newer
