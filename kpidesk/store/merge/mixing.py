"""Two rules that keep a copy without the sensitive KPIs from doing harm.

A file that is complete never takes in a transaction of which the other holds only a part, and a file with parts
never takes in a fuller one. Either would leave numbers out for ever without anybody noticing.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from kpidesk.errors import FileRefused
from kpidesk.store.db import schema
from kpidesk.text import msg


def refuse_mixing(connection: sqlite3.Connection, shown: Path) -> None:
    """Refuse to mix parts and wholes; the other file is attached, ``new_txn`` holds what it would bring.

    Raises ``FileRefused``; nothing is lost, since the full file can always take in the one with parts.
    """
    part = f"kind & {schema.REDACTED}"
    ours = connection.execute(f"SELECT 1 FROM main.txn WHERE {part} LIMIT 1").fetchone()
    brings = connection.execute(f"SELECT 1 FROM temp.new_txn WHERE {part} LIMIT 1").fetchone()
    if brings and not ours:
        raise FileRefused(
            msg(
                "“{name}” was sent without the sensitive KPIs, and this file lacks changes that it does not hold in "
                "full. Merge a full copy first. Nothing was changed.",
                name=shown.name,
            )
        )
    if ours and connection.execute(_FULLER).fetchone():
        raise FileRefused(
            msg(
                "This file was sent without the sensitive KPIs and can't take in the full file “{name}”. Open that "
                "one and merge this file into it. Nothing was changed.",
                name=shown.name,
            )
        )


_FULLER = f"""SELECT 1 FROM main.txn m JOIN main.session ms ON ms.ord = m.session
    JOIN other.session s ON s.uid = ms.uid JOIN other.txn t ON t.session = s.ord AND t.n = m.n
    WHERE m.kind & {schema.REDACTED} AND NOT t.kind & {schema.REDACTED} LIMIT 1"""
