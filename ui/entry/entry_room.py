"""How many periods a window of a width has room for."""

from __future__ import annotations

from ui.base.breakpoints import NARROW, RAIL, RAIL_NARROW, SMALL, WIDE
from ui.base.page import MARGIN
from ui.entry.entry_details import WIDTH
from ui.entry.sheet.entry_sheet import LEAST_PERIODS, YEAR_CELL

NAME_AND_UNIT, NAME_AND_UNIT_LEAST, NAME_AND_UNIT_OF_YEAR = 340, 250, 296
SHOWN_BELOW_FULL, SHOWN_AT_MOST = 6, 12


def room_for(window_width: int, *, details: bool, year: bool = False) -> tuple[int, int]:
    """The pixels that a window of a width has for periods, and how many it shows at most."""
    rail = RAIL if window_width >= NARROW else RAIL_NARROW
    full = window_width >= WIDE
    room = window_width - rail - (WIDTH if details else 0) - 2 * MARGIN
    if year:
        named = NAME_AND_UNIT_OF_YEAR if window_width >= SMALL else NAME_AND_UNIT_LEAST
        return room - NAME_AND_UNIT_LEAST, max(LEAST_PERIODS, (room - named) // YEAR_CELL)  # names give way to numbers
    most = SHOWN_AT_MOST if full or not details else SHOWN_BELOW_FULL
    return room - (NAME_AND_UNIT if full else NAME_AND_UNIT_LEAST), most
