"""Cycles, named as the window names them, by their period, or from the one under way."""

from __future__ import annotations

import datetime as dt

from kpidesk.cli.names import LONGEST, nearest
from kpidesk.cli.opening import read_period
from kpidesk.domain.entities import Cycle
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, NotFound
from kpidesk.figures import cycle_list
from kpidesk.text import LANGUAGES, msg, using
from kpidesk.workspace import Workspace

CURRENT, PREVIOUS, NEXT = "current", "previous", "next"
STEPS = {CURRENT: 0, PREVIOUS: -1, NEXT: 1}
"""The cycle under way, the one before and the one after."""


def cycle_named(ws: Workspace, words: str, today: dt.date | None = None) -> Cycle:
    """The cycle of a period, of a name on screen or beside the one under way; or one that holds no goals yet."""
    step = STEPS.get(words.strip().casefold())
    if step is not None:
        now = cycle_list.under_way(ws, today or ws.today())
        return cycle_list.cycle_or_blank(ws, now if step == 0 else cycle_list.neighbour(ws, now, step))
    return cycle_list.cycle_or_blank(ws, _called(ws, words) or _read(ws, words))


def _read(ws: Workspace, words: str) -> Period:
    try:
        return read_period(words, ws.company.fiscal_year_start, ws.today())
    except BadInput:
        named = cycle_list.names(ws, cycle_list.choosable(ws, ws.today()))
        near = nearest(words, [*STEPS, *named.values(), *(each.key(ws.company.fiscal_year_start) for each in named)])
        if not near:
            raise
        raise NotFound(
            msg(
                "There is no cycle “{name}”. Did you mean “{near}”? Nothing was changed.",
                name=words.strip()[:LONGEST], near=near[0],
            )
        ) from None  # fmt: skip


def _called(ws: Workspace, words: str) -> Period | None:
    """The cycle of the file that has this very name, in either language; a closed one keeps the name of its time."""
    wanted = " ".join(words.split()).casefold()
    for language in LANGUAGES:
        with using(language):
            for period, name in cycle_list.names(ws, list(cycle_list.by_period(ws))).items():
                names = (name, cycle_list.cycle_name(ws, period))
                if wanted in (" ".join(each.split()).casefold() for each in names):
                    return period
    return None
