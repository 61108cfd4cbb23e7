"""A cell of the entry sheet in words: for the pointer, for a screen reader, and as one types it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.unusual import BELOW, Oddity, told_beside, why_unusual
from kpidesk.text import _
from kpidesk.wording.entry import bare, exact
from kpidesk.wording.kpis import NOTHING
from ui.entry.sheet.entry_ledger import usual_in
from ui.entry.sheet.entry_looks import FIRST, NAME, Index, State

if TYPE_CHECKING:
    from kpidesk.domain.entities import Input
    from kpidesk.domain.period import Period
    from kpidesk.figures import EntryRow
    from ui.entry.sheet.entry_grid import EntryGrid
    from ui.entry.sheet.entry_ledger import Ledger


def asked(grid: EntryGrid, index: Index) -> str:
    """What a cell asks for: the name of the field that is open in it."""
    period = grid.period(index)
    words = fmt.period_name(period, grid.ledger.fiscal_start) if period is not None else ""
    return f"{grid.rows[index.row()].name}, {words}"


def heard(grid: EntryGrid, index: Index) -> str:
    """A cell for a screen reader, which says the heads of row and column itself."""
    if index.column() == NAME:
        return _row_heard(grid, index.row())
    if index.column() < FIRST:
        return grid.looks.text(index)
    look = grid.looks.at(index.row(), index.column())
    state = {
        State.DUE: _("waits for its number"),
        State.ERROR: _("not a number, not saved"),
        State.UNUSUAL: _("unusual number"),
        State.COMPUTED: _("calculated"),
        State.AHEAD: _("not begun, does not count yet"),
        State.PENDING: _("not saved yet"),
    }.get(look.state, "")
    shown = "" if look.text == NOTHING else look.text
    told = (whole(grid, index) or shown or _("blank"), state, doubted(grid, index), _("note") if look.noted else "")
    return ", ".join(each for each in told if each)


def _row_heard(grid: EntryGrid, place: int) -> str:
    """The name of a row, with what stands beside it and whether rows are folded away under it."""
    row, folding = grid.rows[place], grid.folding
    folded = "" if not folding.can_fold(place) else _("folded") if row.key in folding.folded else _("unfolded")
    return ", ".join(each for each in (row.name, aside(row), folded) if each)


def aside(row: EntryRow) -> str:
    """The quiet word after a name: where the numbers of a row come from, if they are not typed as they are."""
    if row.source is None:
        return _("calculated")
    return _("ready-made ratio") if row.source.ratio else ""


def tip(grid: EntryGrid, index: Index) -> str | None:
    """What the pointer is told: a name in full, of a number the decimals that its cell does not show, and its doubt."""
    if index.column() < FIRST:
        return grid.looks.text(index) if index.column() == NAME else None
    return "\n".join(filter(None, (whole(grid, index), doubted(grid, index)))) or None


def doubted(grid: EntryGrid, index: Index) -> str:
    """Why the number of a cell deserves a second look; empty where it does not."""
    if grid.looks.at(index.row(), index.column()).state is not State.UNUSUAL:
        return ""
    source, period = grid.rows[index.row()].source, grid.period(index)
    return "" if source is None or period is None else doubt(grid.ledger, source, period)


def doubt(ledger: Ledger, source: Input, period: Period) -> str:
    """Why a number deserves a second look: what is usual, or what the others are that it lies far from."""
    cell = source.uid, period
    value, others, band = ledger.value(cell), ledger.compared(cell), usual_in(ledger, source, period)
    why = why_unusual(value, others, source.unit) if isinstance(value, float | int) else None
    if why is Oddity.BELOW:
        return str(BELOW)
    if band is None or why is Oddity.FAR:
        words = _("Far from the {n} numbers nearest in time, {numbers}. Is this right?")
        return words.format(n=len(others), numbers=fmt.between(min(others), max(others), source.decimals))
    if isinstance(value, float | int):
        band = told_beside(value, band, source.decimals)
    return _("Usually {numbers}. Is this right?").format(numbers=fmt.between(*band, source.decimals))


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
