"""The table of entry as it is in view, as plain values for paper."""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk import format as fmt
from kpidesk.report.model import EntryBlock, EntryLine, EntryPaper, Running
from kpidesk.report.text_clean import clean
from kpidesk.text import _, language
from ui.base.session import Session
from ui.entry.sheet.entry_grid import EntryGrid
from ui.entry.sheet.entry_looks import FIRST, NAME, UNIT


def entry_paper(session: Session, grids: Sequence[EntryGrid]) -> EntryPaper:
    """What the blocks show now: the rows that are not folded away, and the periods in view."""
    today = session.today()
    prepared = _("Prepared {day}").format(day=fmt.day(today))
    company = clean(session.ws.company.name)
    running = Running(company, _("Entry"), "", prepared, language(), clean(session.ws.author), today)
    return EntryPaper(running, _("Entry"), "", tuple(_block(grid) for grid in grids if grid.rows))


def _block(grid: EntryGrid) -> EntryBlock:
    heads = tuple((grid.heads.name(period), grid.heads.caption(period)[0]) for period in grid.periods)
    return EntryBlock(fmt.every(grid.frequency), heads, tuple(_line(grid, place) for place in range(len(grid.rows))))


def _line(grid: EntryGrid, place: int) -> EntryLine:
    texts = [clean(grid.looks.at(place, column).text) for column in range(FIRST + len(grid.periods))]
    return EntryLine(texts[NAME], grid.rows[place].depth, texts[UNIT], tuple(texts[FIRST:]))
