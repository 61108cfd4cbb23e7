"""peewee by itself: on its own it would load every driver of a database server that is installed, 150 ms at each start.

Whatever needs peewee takes it from here. It only words (store/README: peewee); servers are spoken to by their drivers.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

DRIVERS = ("psycopg", "psycopg2", "psycopg2cffi", "pymysql", "MySQLdb")


@contextlib.contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Packages that count as not installed meanwhile; one that is loaded already costs nothing and stays."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # what importing takes for “not installed”
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


with _without(DRIVERS):
    import peewee
    from peewee import (
        JOIN,
        SQL,
        BlobField,
        Case,
        CompositeKey,
        Field,
        IntegerField,
        Model,
        TextField,
        Tuple,
        Value,
        fn,
    )

__all__ = [
    "JOIN", "SQL", "BlobField", "Case", "CompositeKey", "Field", "IntegerField", "Model", "TextField", "Tuple", "Value",
    "fn", "peewee",
]  # fmt: skip
