"""What keeps the numbers: SQLite, and SQLCipher where files with a password can be opened."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping


def versions() -> Mapping[str, str]:
    """The version of each; SQLCipher is empty where it is not installed."""
    return {"SQLite": sqlite3.sqlite_version, "SQLCipher": _cipher()}


def _cipher() -> str:
    try:
        import sqlcipher3
    except ImportError:
        return ""
    with contextlib.closing(sqlcipher3.connect(":memory:")) as connection:
        row = connection.execute("PRAGMA cipher_version").fetchone()
    return str(row[0]) if row else sqlcipher3.sqlite_version
