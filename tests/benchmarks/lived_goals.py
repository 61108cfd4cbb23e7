"""Ten thousand goals as they are after a quarter of use: owned, measured by KPIs and by check-ins, and carried on."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

from kpidesk.commands import cycles
from kpidesk.domain.entities import (
    Carry,
    CheckIn,
    Department,
    Initiative,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Person,
    ResultKind,
    Uid,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.store.log.transaction import Transaction
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid

KINDS = (ResultKind.FROM_TO, ResultKind.FROM_TO, ResultKind.FROM_TO, ResultKind.MILESTONES, ResultKind.DONE)
EARLIER = 24
"""One in so many key results goes on with one of the quarter before."""


class Lived:
    """What is put into the file, with the dice that decide of each goal."""

    def __init__(self, change: Transaction, today: dt.date, seed: int = 1) -> None:
        self._change, self._today, self._dice = change, today, random.Random(seed)
        self._people = [change.add(Person(new_uid(), name=f"Person {n}", order=f"a{n}1")) for n in range(8)]
        self._rooms = [change.add(Department(new_uid(), name=f"Room {n}", order=f"a{n}1")) for n in range(5)]
        self._kpis = [self._kpi(n) for n in range(20)]

    def _kpi(self, n: int) -> Uid:
        uid, weeks = new_uid(), [Period.containing(self._today, Frequency.WEEK).previous(60 - i) for i in range(60)]
        self._change.add(Input(uid, key=f"k{n}", name=f"Numbers {n}", frequency=Frequency.WEEK, order=f"a{n:02}1"))
        self._change.measure_many(uid, [(week, round(self._dice.gauss(6, 2), 1)) for week in weeks])
        kpi = Kpi(new_uid(), name=f"Figure {n}", frequency=Frequency.WEEK, formula=f"k{n}", inputs=((f"k{n}", uid),),
                  order=f"a{n:02}1")  # fmt: skip
        return self._change.add(kpi)

    def objective(self, title: str, parent: Uid | None, place: int, cycle: Uid | None = None) -> Uid:
        """An objective of somebody, in a department."""
        owner, room = self._dice.choice(self._people), self._dice.choice([None, *self._rooms])
        row = Objective(new_uid(), parent, f"a{place:04}1", title, cycle=cycle, owner=owner, department=room)
        return self._change.add(row)

    def result(self, title: str, parent: Uid, place: int, before: Uid | None = None) -> Uid:
        """A key result with what has been said and done of it."""
        dice, kind = self._dice, self._dice.choice(KINDS)
        kpi = dice.choice(self._kpis) if kind is ResultKind.FROM_TO and dice.random() < 0.2 else None
        row = KeyResult(
            new_uid(), parent, f"a{place:04}1", title, kind=kind, start=0.0, target=10.0, kpi=kpi, carried_from=before,
            owner=dice.choice(self._people), weight=dice.choice((1.0, 1.0, 2.0)), committed=dice.random() < 0.2,
            done=kind is ResultKind.DONE and dice.random() < 0.5,
        )  # fmt: skip
        self._change.add(row)
        self._happened(row)
        return row.uid

    def _happened(self, row: KeyResult) -> None:
        dice = self._dice
        for weeks in range(dice.choice((0, 0, 1, 3))):
            day, value = self._today - dt.timedelta(weeks=weeks), round(dice.uniform(0, 10), 1)
            entry = CheckIn(new_uid(), row.uid, day, value, dice.randint(1, 10), "", row.owner)
            self._change.add(entry)
        for n in range(3 if row.kind is ResultKind.MILESTONES else 0):
            reached = self._today if dice.random() < 0.5 else None
            step = Milestone(new_uid(), row.uid, f"Step {n}", 1.0, reached_on=reached, order=f"a{n}1")
            self._change.add(step)
        if dice.random() < 0.1:
            self._change.add(Initiative(new_uid(), row.uid, "a1", "Something to do", row.owner))

    def carried(self, uid: Uid) -> None:
        """What became of a key result of the quarter before."""
        self._change.set(KeyResult, uid, carried=Carry.KEEP)


def write_lived(path: Path, home: Home, *, tops: int = 20, middle: int = 20, leaves: int = 24) -> None:
    """As ``write_goals``, lived in: two quarters, the one before with a goal for one in ``EARLIER`` of now."""
    with Workspace.create(path, company="Bench", home=home) as ws:
        now = Period.containing(ws.today(), Frequency.QUARTER)
        earlier, running = (cycles.ensure_cycle(ws, period) for period in (now.previous(), now))
        with ws.transaction(msg("fill")) as change:
            lived = Lived(change, ws.today())
            for a in range(tops):
                old = lived.objective(f"Objective {a} before", None, a, earlier)
                top = lived.objective(f"Objective {a}", None, tops + a, running)
                for b in range(middle):
                    below = lived.objective(f"Objective {a}.{b}", top, b)
                    for c in range(leaves):
                        before = lived.result(f"Result {a}.{b}.{c} before", old, b) if c % EARLIER == 0 else None
                        lived.result(f"Result {a}.{b}.{c}", below, c, before)
                        if before is not None:
                            lived.carried(before)
