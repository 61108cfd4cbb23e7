"""Bringing back what one cell held before: a number of an input, or a field of a goal or a KPI."""

from __future__ import annotations

from typing import Any

from kpidesk.commands import entry
from kpidesk.commands.cycles import refuse_closed
from kpidesk.domain.entities import NODES, Entity, Uid, Value
from kpidesk.domain.period import Period
from kpidesk.text import msg
from kpidesk.workspace import Workspace


def number(ws: Workspace, input_uid: Uid, period: Period, value: Value | None) -> None:
    """Let an input have the number again that it had; ``None`` makes it blank."""
    entry.set_value(ws, input_uid, period, value)


def field(ws: Workspace, kind: type[Entity], uid: Uid, name: str, value: Any) -> None:
    """Let one field have the value again that it had."""
    row = ws.get(kind, uid)
    if kind in NODES:
        refuse_closed(ws, uid)
    title = getattr(row, "title", "") or getattr(row, "name", "")
    with ws.transaction(msg("bring back what “{title}” contained before", title=title)) as change:
        change.set(kind, uid, **{name: value})
