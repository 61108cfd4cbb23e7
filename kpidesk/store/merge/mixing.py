"""Two rules that keep a copy without the sensitive KPIs from doing harm.

A file that is complete never takes in a transaction of which the other holds only a part, and a file with parts
never takes in a fuller one. Either would leave numbers out for ever without anybody noticing.
"""

from __future__ import annotations

from pathlib import Path

from kpidesk.errors import FileRefused
from kpidesk.store.db.query import Connected
from kpidesk.store.merge import steps
from kpidesk.text import msg


def refuse_mixing(source: Connected, shown: Path) -> None:
    """Refuse to mix parts and wholes; the other file is attached, ``new_txn`` holds what it would bring.

    Raises ``FileRefused``; nothing is lost, since the full file can always take in the one with parts.
    """
    ours, brings = steps.OWN_PARTS.first(source), steps.NEW_PARTS.first(source)
    if brings and not ours:
        raise FileRefused(
            msg(
                "“{name}” was sent without the sensitive KPIs, and this file lacks changes that it does not "
                "contain in full. Merge a full copy first. Nothing was changed.",
                name=shown.name,
            )
        )
    if ours and steps.FULLER.first(source):
        raise FileRefused(
            msg(
                "This file was sent without the sensitive KPIs and can’t merge the full file “{name}”. Open "
                "that one and merge this file into it. Nothing was changed.",
                name=shown.name,
            )
        )
