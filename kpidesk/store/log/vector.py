"""How far a copy's log goes, session by session: what two copies compare before they exchange anything."""

from __future__ import annotations

import sqlite3

Vector = dict[bytes, int]
"""For each session its number of transactions."""


def vector(connection: sqlite3.Connection) -> Vector:
    """How far each session's transactions go in a file."""
    query = "SELECT s.uid, max(t.n) FROM txn t JOIN session s ON s.ord = t.session GROUP BY s.ord"
    return dict(connection.execute(query).fetchall())


def lacking(ours: Vector, theirs: Vector) -> int:
    """How many transactions they have that we lack; each session's are prefix-ordered."""
    return sum(max(0, n - ours.get(uid, 0)) for uid, n in theirs.items())
