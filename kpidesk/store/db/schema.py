"""What a file is made of: an envelope that travels between copies, and a state that is derived from it.

Envelope (store/README: Tables): who wrote (``session``), when (``txn``), and what (``op`` for
cells of rows, ``meas`` and ``meas_old`` for measurements, ``ack`` for reviewed conflicts). Ordinals
are local to a file; sessions and rows carry uids that are the same everywhere.

State: one table per kind of row, made from the dataclasses of ``kpidesk.domain.entities``. It can be
rebuilt from the envelope at any time, which is also how a file meets a program whose classes have
changed: the fingerprint differs and the state is built anew. The columns are in ``tables``.
"""

from __future__ import annotations

import functools
import hashlib

from kpidesk.domain.entities import KINDS, REGISTERS, Entity, field_names

APPLICATION_ID = 0x4B504944
"""'KPID', in the header of every workspace file."""
ENVELOPE_VERSION = 1
"""The form of the envelope; ``min_reader`` in ``meta`` tells who may write."""

EDIT, IMPORT, UNDO, REDO, RESOLVE, FOUND, MERGE, RESTORE = range(8)
"""Kinds of transaction; the one that founds the workspace can't be undone."""
REDACTED = 64
"""Added to the kind of a transaction of which this copy was given only a part."""


def state_table(kind: type[Entity]) -> str:
    """The name of the table that holds the state of one kind."""
    return f"s_{kind.__name__.lower()}"


@functools.cache
def fingerprint() -> str:
    """What the state tables were made from; another value means that they must be rebuilt."""
    described = [(kind.__name__, [*field_names(kind)], REGISTERS.get(kind)) for kind in KINDS]
    return hashlib.sha256(repr(described).encode()).hexdigest()[:16]
