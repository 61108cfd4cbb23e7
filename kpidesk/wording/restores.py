"""What going back would change, line by line."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.domain.entities import Frozen
from kpidesk.text import _
from kpidesk.wording.changes import DASH, describe, name_of
from kpidesk.wording.fields import kind_word, lower
from kpidesk.wording.history import Line, Teller
from kpidesk.workspace import CellChange, Reads

SILENT = ("order", "position")


def restore_lines(ws: Reads, changes: Iterable[CellChange]) -> list[Line]:
    """A line for each thing that goes or comes back, and for each value that becomes another."""
    teller = Teller(ws)
    return [line for change in changes if (line := _line(ws, teller, change)) is not None]


def _line(ws: Reads, teller: Teller, change: CellChange) -> Line | None:
    told = describe(ws, change)
    if change.kind is Frozen:
        return None  # it goes or comes back with the closing of its cycle
    if change.field == "life":
        name = name_of(ws, change.kind, change.uid)
        words = f"{kind_word(change.kind)}: {name}" if name != kind_word(change.kind) else name
        return Line("", words, DASH if change.after else _("is there"), _("restored") if change.after else _("removed"))
    if change.period is not None:
        return Line("", teller.number_name(change.uid, change.period), told.before, told.after)
    if change.field in SILENT or change.kind is None:
        return None
    return Line("", f"{told.about}: {lower(told.part)}" if told.about else told.part, told.before, told.after)
