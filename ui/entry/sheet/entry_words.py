"""A cell of the entry sheet in words: for the pointer, for a screen reader, and as one types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.text import _
from kpidesk.wording.entry import bare, exact
from ui.entry.sheet.entry_looks import FIRST, NAME, Index, State

if TYPE_CHECKING:
    from ui.entry.sheet.entry_grid import EntryGrid


def spoken(grid: EntryGrid, index: Index) -> str:
    """A cell in one sentence, for a screen reader."""
    period = grid.period(index)
    words = fmt.period_name(period, grid.ledger.fiscal_start) if period is not None else ""
    state = {
        State.DUE: _("waits for its number"),
        State.ERROR: _("not a number, not saved"),
        State.UNUSUAL: _("unusual number"),
        State.COMPUTED: _("calculated"),
        State.AHEAD: _("not begun, does not count yet"),
    }.get(grid.looks.state(index), "")
    value = whole(grid, index) or grid.looks.text(index) or _("blank")
    return f"{grid.rows[index.row()].name}, {words}: {value}" + (f", {state}" if state else "")


def tip(grid: EntryGrid, index: Index) -> str | None:
    """What the pointer is told: a name in full, and of a number the decimals that its cell does not show."""
    if index.column() < FIRST:
        return grid.looks.text(index) if index.column() == NAME else None
    return whole(grid, index) or None


def whole(grid: EntryGrid, index: Index) -> str:
    """A typed number with every decimal; empty where its cell shows them all."""
    value, row = grid.looks.value(index), grid.rows[index.row()]
    if not isinstance(value, int | float) or row.source is None:
        return ""
    found = fmt.number(value, fmt.stored_decimals(value, row.unit))
    return found if len(found) > len(grid.looks.text(index)) else ""


def typed_text(grid: EntryGrid, index: Index) -> str:
    """A cell as one would type it: the draft, or the number with every decimal and no grouping to be kept in step."""
    cell = grid.cell(index)
    if cell is not None and cell in grid.ledger.drafts:
        return grid.ledger.drafts[cell]
    value = grid.looks.value(index)
    return bare(value) if isinstance(value, int | float) else exact(value)
