"""A file with all sorts of things in it, at one moment."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path

from kpidesk.commands import cycles, entry, goals, inputs, kpis
from kpidesk.domain.entities import Combine, Direction, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis


class Clock:
    """A day in the middle of a quarter; a millisecond later at every reading, so that changes have an order."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 5, 12, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now


@contextlib.contextmanager
def found(folder: Path, clock: Clock, dice: random.Random) -> Iterator[Workspace]:
    """A file with all sorts: weights, a split, a sensitive KPI, a balance, a ratio, days and years, goals."""
    path = folder / "all sorts.kpidesk"
    with (
        Workspace.create(path, company="A", author="Kari", home=Home(folder / "home"), clock=clock) as ws,
        ws.sharing.holding(),
    ):
        _kpis(ws)
        for source in ws.all(Input):
            now = Period.containing(ws.today(), source.frequency)
            cells = [(source.uid, now.previous(n), round(dice.gauss(20, 4), 1)) for n in range(1, 27)]
            entry.paste(ws, cells)
        _goals(ws)
        yield ws


def _kpis(ws: Workspace) -> None:
    heads = own_kpis.add_input(ws, key="heads", name="Heads", combine=Combine.LAST)
    guests = own_kpis.add_input(ws, key="guests", name="Guests", frequency=Frequency.WEEK)
    own_kpis.define(ws, name="Sales", frequency=Frequency.WEEK, target=20, red_flag=5)
    own_kpis.define(ws, name="Waste", frequency=Frequency.DAY, direction=Direction.DECREASE, target=9, red_flag=30)
    own_kpis.define(ws, name="Year", frequency=Frequency.YEAR)
    own_kpis.define(
        ws, name="Share", unit="percent", formula="a / b * 100", inputs={"a": Combine.SUM, "b": Combine.SUM}
    )
    own_kpis.define(ws, name="Grade", combine=Combine.WEIGHTED_MEAN, weight=guests, frequency=Frequency.WEEK)
    own_kpis.define(ws, name="Sick", sensitive=True, group=heads, target=12)
    own_kpis.define(ws, name="Stock", combine=Combine.LAST)
    own_kpis.define(ws, name="Back", formula="sum_over(a, 3)", inputs={"a": Combine.SUM})
    kpis.park(ws, own_kpis.define(ws, name="Rest", combine=Combine.MEAN, frequency=Frequency.QUARTER))
    inputs.add_members(ws, inputs.input_named(ws, "a").uid, ["North", "South"])


def _goals(ws: Workspace) -> None:
    now = Period.containing(ws.today(), Frequency.QUARTER)
    for period in (now, now.previous()):
        cycle = cycles.ensure_cycle(ws, period)
        for n in range(2):
            top = goals.add_objective(ws, f"Top {n}", cycle=cycle)
            inner = goals.add_objective(ws, f"Inner {n}", parent=top)
            fed = goals.add_key_result(ws, "Sales up from 1 to 40", parent=inner)
            goals.set_field(ws, fed, kpi=ws.all(Kpi)[n].uid)
            goals.add_key_result(ws, "NPS up from 1 to 9", parent=top)
            goals.add_initiative(ws, "Call them", parent=fed)
