"""Somebody who does anything to a file, by dice: what the window's commands do, and what happens around it."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kpidesk.commands import (
    arrange,
    check_ins,
    cycles,
    definitions,
    entry,
    goals,
    inputs,
    kpis,
    notes,
    people,
    signals,
    targets,
)
from kpidesk.commands.goals import branches, milestones
from kpidesk.commands.target_rules import Step
from kpidesk.commands.whole import going_back
from kpidesk.domain.entities import (
    NODES,
    NOT_APPLICABLE,
    CheckIn,
    Combine,
    Cycle,
    Direction,
    Initiative,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Node,
    Objective,
    Person,
    ResultKind,
    Value,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.figures import due_cells, goal_book
from kpidesk.figures.book import figures_book
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from kpidesk.workspace.workspace import IMPORT
from tests import own_kpis
from tests.random.all_sorts import Clock


class Anybody:
    """Does one thing after another; what a rule refuses changes nothing. ``did`` tells what was done."""

    def __init__(self, ws: Workspace, dice: random.Random, folder: Path, clock: Clock) -> None:
        self.ws, self.dice, self.folder, self.clock = ws, dice, folder, clock
        self.did: list[str] = []

    def act(self) -> str:
        """One thing, or several as one step that may come to nothing."""
        if self.dice.random() < 0.1:
            return self._together()
        return self._one(self.dice.choices(list(ACTS), list(ACTS.values()))[0])

    def _one(self, act: Callable[[Anybody], object]) -> str:
        name = act.__name__.strip("_")
        self.did.append(name)
        try:
            act(self)
        except (UserError, IndexError):  # IndexError: there is nothing to choose from
            self.did[-1] += ", refused"
        return name

    def _together(self) -> str:
        fails = self.dice.random() < 0.5
        self.did.append("together, in vain" if fails else "together")
        with contextlib.suppress(Interrupted, UserError), self.ws.editing.together():
            for _turn in range(self.dice.randint(1, 3)):
                self._one(self.dice.choice(INSIDE))
                self._look()
            if fails:
                raise Interrupted
        return self.did[-1]

    def _look(self) -> None:
        """Ask in the middle of a change."""
        figures_book(self.ws).all(parked=True)
        due_cells(self.ws, self.ws.today())
        self.ws.columns([source.uid for source in self.ws.all(Input)])
        for cycle in self.ws.all(Cycle):
            goal_book(self.ws).roots(cycle, self.ws.today())

    # ---- numbers ---------------------------------------------------------------------------------

    def _cell(self) -> tuple[str, Period]:
        source = self.dice.choice(self.ws.all(Input))
        now = Period.containing(self.ws.today(), source.frequency, self.ws.company.fiscal_year_start)
        back = self.dice.choice((-1, 0, 1, 1, 1, 2, 3, self.dice.randint(4, 35)))
        return source.uid, now.previous(back) if back >= 0 else now.next()

    def _number(self) -> Value | None:
        return self.dice.choice((None, None, NOT_APPLICABLE, *(round(self.dice.uniform(-2, 60), 1) for _n in range(8))))

    def type(self) -> None:
        entry.set_value(self.ws, *self._cell(), self._number())

    def paste(self) -> None:
        entry.paste(self.ws, [(*self._cell(), self._number()) for _n in range(self.dice.randint(2, 40))])

    def clear(self) -> None:
        entry.clear(self.ws, [self._cell() for _n in range(5)])

    def take_in(self) -> None:
        with self.ws.transaction(msg("import"), kind=IMPORT):
            self.paste()

    # ---- what is measured --------------------------------------------------------------------------

    def _kpi(self) -> Kpi:
        return self.dice.choice(self.ws.all(Kpi))

    def define(self) -> None:
        keys = [each.key for each in self.ws.all(Input) if each.member_of is None and each.frequency is Frequency.MONTH]
        a = self.dice.choice(keys)
        b = self.dice.choice([key for key in keys if key != a])
        formula = self.dice.choice((f"{a} / {b}", f"{a} + {b}", f"sum_over({a}, 3)", f"{a} - {b}"))
        name = f"Made {self.dice.random():.6f}"
        own_kpis.define(self.ws, name=name, formula=formula, inputs={a: Combine.SUM, b: Combine.SUM}
                        if f" {b}" in formula else {a: Combine.SUM})  # fmt: skip

    def redefine(self) -> None:
        kpi = self._kpi()
        sources = tuple(
            replace(definitions.existing(self.ws, self.ws.get(Input, uid)), key=key) for key, uid in kpi.inputs
        )
        opened = definitions.KpiSpec(
            kpi.name, kpi.unit, kpi.decimals, kpi.frequency, kpi.direction, kpi.formula, sources
        )
        key = self.dice.choice(sources).key
        formula = self.dice.choice((f"{key} * 2", f"{key}", f"{key} + 1", f"prev({key})", f"{key} / {key}"))
        since = None
        if self.dice.random() < 0.7:
            since = Period.containing(self.ws.today(), kpi.frequency).previous(self.dice.randint(0, 9)).first
        definitions.store(self.ws, replace(opened, formula=formula), kpi.uid, opened=opened, since=since)

    def edit(self) -> None:
        fields = self.dice.choice((
            {"unit": "kr"}, {"name": f"Named {self.dice.random():.6f}"}, {"decimals": self.dice.randint(0, 3)},
            {"direction": self.dice.choice(list(Direction)[:2])}, {"grace_days": self.dice.randint(0, 40)},
        ))  # fmt: skip
        own_kpis.edit(self.ws, self._kpi().uid, **fields)

    def hide(self) -> None:
        kpi = self._kpi()
        with self.ws.transaction(msg("hide")) as change:
            change.set(Kpi, kpi.uid, sensitive=not kpi.sensitive, group=inputs.input_named(self.ws, "heads").uid)

    def base(self) -> None:
        kpi = self._kpi()
        now = Period.containing(self.ws.today(), kpi.frequency)
        with self.ws.transaction(msg("base")) as change:
            change.set(Kpi, kpi.uid, base_start=now.previous(self.dice.randint(12, 24)).first,
                       base_end=self.dice.choice((None, now.previous(3).first)))  # fmt: skip

    def park(self) -> None:
        kpi = self._kpi()
        kpis.park(self.ws, kpi.uid, not kpi.parked)

    def delete_kpi(self) -> None:
        if len(self.ws.all(Kpi)) > 7:
            kpis.delete(self.ws, self._kpi().uid)

    def arrange(self) -> None:
        arrange.move_kpi(self.ws, self._kpi().uid, self.dice.choice((-1, 1)))

    def split(self) -> None:
        source = self.dice.choice(self.ws.all(Input))
        inputs.add_members(self.ws, source.uid, [f"Part {self.dice.random():.6f}"])

    def lose_member(self) -> None:
        member = self.dice.choice([each for each in self.ws.all(Input) if each.member_of])
        with self.ws.transaction(msg("lose")) as change:
            change.delete(Input, member.uid)

    def add_up(self) -> None:
        source = self.dice.choice(self.ws.all(Input))
        with self.ws.transaction(msg("add up")) as change:
            change.set(Input, source.uid, members_add=not source.members_add)

    def combine(self) -> None:
        source = self.dice.choice([each for each in self.ws.all(Input) if each.weight is None])
        with self.ws.transaction(msg("combine")) as change:
            change.set(Input, source.uid, combine=self.dice.choice((Combine.SUM, Combine.LAST, Combine.MEAN)))

    def open_balance(self) -> None:
        stock = self.dice.choice([each for each in self.ws.all(Input) if each.combine is Combine.LAST])
        first = Period.containing(self.ws.today(), stock.frequency).previous(self.dice.randint(2, 40))
        inputs.set_opening(self.ws, stock.uid, first, self.dice.choice((None, 5.0, 50.0)))

    def aim(self) -> None:
        now = Period.containing(self.ws.today(), Frequency.MONTH)
        start = self.dice.choice((None, now.first, now.previous(4).first))
        step = Step(start, value=self.dice.choice((None, self.dice.uniform(1, 60))))
        path = self.dice.choice((None, None, 3.0))
        targets.set_target(self.ws, self._kpi().uid, step, path_from=path if step.value and start else None)

    def season(self) -> None:
        kpi = self._kpi()
        year = Period.containing(self.ws.today(), Frequency.YEAR, self.ws.company.fiscal_year_start)
        parts = [Period.containing(year.first, kpi.frequency)]
        while parts[-1].last < year.last and len(parts) < 54:
            parts.append(parts[-1].next())
        targets.set_season(self.ws, kpi.uid, {part: self.dice.choice((None, 10.0, 30.0)) for part in parts})

    def decide(self) -> None:
        kpi = self._kpi()
        start = Period.containing(self.ws.today(), kpi.frequency).previous(self.dice.randint(2, 9)).first
        self.dice.choice((
            lambda: signals.decide_shift(self.ws, kpi.uid, start, self.dice.random() < 0.7),
            lambda: [signals.clear_shift(self.ws, kpi.uid, each.start) for each in signals.shifts_of(self.ws, kpi.uid)],
        ))()  # fmt: skip

    def note(self) -> None:
        kpi = self._kpi()
        notes.annotate(self.ws, kpi.uid, Period.containing(self.ws.today(), kpi.frequency), self.dice.choice(("", "x")))

    # ---- goals -------------------------------------------------------------------------------------

    def _node(self, *kinds: type[Node]) -> Node:
        return self.dice.choice([node for kind in kinds or NODES for node in self.ws.all(kind)])

    def say(self) -> None:
        value = self.dice.choice((None, 1.0, 5.0, 9.0))
        day = self.ws.today() - dt.timedelta(days=self.dice.choice((0, 0, 20, 100)))
        check_ins.check_in(
            self.ws, self._node(KeyResult).uid, value=value, confidence=self.dice.randint(0, 10), day=day
        )

    def unsay(self) -> None:
        check_ins.delete_check_in(self.ws, self.dice.choice(self.ws.all(CheckIn)).uid)

    def feed(self) -> None:
        goals.set_field(self.ws, self._node(KeyResult).uid, kpi=self.dice.choice((None, self._kpi().uid)))

    def measure(self) -> None:
        kind = self.dice.choice(list(ResultKind))
        goals.set_measure(self.ws, self._node(KeyResult).uid, kind=kind, start=1.0, target=30.0)

    def reach(self) -> None:
        result = self.dice.choice([each for each in self.ws.all(KeyResult) if each.kind is ResultKind.MILESTONES])
        milestones.reach(self.ws, milestones.add(self.ws, result.uid, "Step"), self.dice.random() < 0.5)

    def unreach(self) -> None:
        milestones.delete(self.ws, self.dice.choice(self.ws.all(Milestone)).uid)

    def tree(self) -> None:
        ws, node = self.ws, self._node()
        self.dice.choice((
            lambda: goals.move(ws, node.uid, self._node(Objective, KeyResult).uid, self.dice.randint(0, 3)),
            lambda: goals.move(ws, self._node(Objective).uid, None, 0), lambda: goals.indent(ws, node.uid),
            lambda: goals.outdent(ws, node.uid), lambda: goals.rename(ws, node.uid, f"Title {self.dice.random():.6f}"),
            lambda: goals.tick(ws, self._node(Initiative).uid, self.dice.random() < 0.5),
            lambda: goals.set_field(ws, self._node(KeyResult, Objective).uid, weight=self.dice.choice((0.0, 1.0, 4.0))),
            lambda: branches.park(ws, [self._node(KeyResult, Objective).uid], self.dice.random() < 0.5),
            lambda: branches.drop(ws, self._node(KeyResult, Objective).uid, "no need"),
            lambda: branches.duplicate(ws, self._node(Objective).uid),
            lambda: branches.move_to_cycle(ws, [self._node(Objective).uid], self.dice.choice(ws.all(Cycle)).uid),
            lambda: goals.add_key_result(ws, "From 1 to 8", parent=self._node(Objective).uid),
        ))()  # fmt: skip

    def delete_goal(self) -> None:
        goals.delete(self.ws, [self._node().uid])

    def turn_cycle(self) -> None:
        cycle = self.dice.choice(self.ws.all(Cycle))
        if cycle.closed_on is None:
            cycles.close(self.ws, cycle.uid)
        else:
            cycles.reopen(self.ws, cycle.uid, "why not")

    # ---- the company -------------------------------------------------------------------------------

    def company(self) -> None:
        people.set_company(self.ws, **self.dice.choice((
            {"people": self.dice.randint(1, 9)}, {"check_in_days": self.dice.choice((7, 14, 30))},
            {"name": "B"}, {"strategy": f"{self.dice.random()}"},
        )))  # fmt: skip

    def fiscal_year(self) -> None:
        start = self.dice.choice((1, 2, 4, 7, 10))
        people.set_company(self.ws, fiscal_year_start=start, move_numbers=True)

    def person(self) -> None:
        who = people.add_person(self.ws, f"Ola {self.dice.random():.6f}")
        goals.set_field(self.ws, self._node().uid, owner=who)

    def forget_person(self) -> None:
        who = self.dice.choice(self.ws.all(Person))
        with self.ws.transaction(msg("leave")) as change:
            change.delete(Person, who.uid)

    # ---- back and forth, and others ----------------------------------------------------------------

    def undo(self) -> None:
        for _turn in range(self.dice.choice((1, 1, 2, 5))):
            self.ws.undo()

    def redo(self) -> None:
        for _turn in range(self.dice.choice((1, 1, 2, 5))):
            self.ws.redo()

    def undo_one(self) -> None:
        self.ws.undo(ref=self.dice.choice(self.ws.undoing.undoable[-12:]))

    def revert(self) -> None:
        going_back.revert(self.ws, self.dice.choice(self.ws.undoing.undoable[-12:]))

    def restore(self) -> None:
        going_back.restore(self.ws, self.clock.now - dt.timedelta(milliseconds=self.dice.randint(20, 900)))

    def restore_backup(self) -> None:
        going_back.restore(self.ws, self.dice.choice(self.ws.backups.listed()))

    def merge(self) -> None:
        """A colleague works on a copy for a while, and comes back."""
        copy = self.folder / f"copy {len(self.did)}.kpidesk"
        self.ws.sharing.save_copy(copy)
        theirs = Home(self.folder / "colleague")
        with (
            Workspace.open(copy, author="Ola", home=theirs, clock=self.clock) as ws,
            ws.sharing.holding(),
        ):
            colleague = Anybody(ws, self.dice, self.folder / "colleague", self.clock)
            for _step in range(4):
                colleague._one(self.dice.choice(INSIDE))
            self.did.append(f"(colleague: {colleague.did})")
        self._one(self.dice.choice(INSIDE))
        going_back.merge(self.ws, copy)

    def beside(self) -> None:
        """A second window on the same file stores something, and this one hears of it."""
        with contextlib.closing(self.ws.handles.beside(lambda: False)) as other:
            neighbour = Anybody(other, self.dice, self.folder, self.clock)
            seen = self.ws.editing.seen()
            neighbour._one(self.dice.choice(INSIDE))
            self.did.append(f"(beside: {neighbour.did})")
        if self.dice.random() < 0.5:
            self._one(self.dice.choice(INSIDE))
        self.ws.sharing.take_over(seen)

    def settle(self) -> None:
        conflict = self.dice.choice(self.ws.merging.conflicts())
        self.ws.merging.resolve(conflict, self.dice.choice(conflict.heads).txn)

    def sleep(self) -> None:
        """Another day."""
        self.clock.now += dt.timedelta(days=self.dice.choice((1, 1, 3, 7, 25, -1)))


class Interrupted(Exception):
    """A change comes to nothing."""


ACTS: dict[Callable[[Anybody], object], int] = {
    Anybody.type: 12, Anybody.paste: 3, Anybody.clear: 2, Anybody.take_in: 1, Anybody.define: 2, Anybody.redefine: 4,
    Anybody.edit: 3, Anybody.hide: 2, Anybody.base: 1, Anybody.park: 3, Anybody.delete_kpi: 2, Anybody.arrange: 1,
    Anybody.split: 2, Anybody.lose_member: 2, Anybody.add_up: 1, Anybody.combine: 2, Anybody.open_balance: 2,
    Anybody.aim: 4, Anybody.season: 2, Anybody.decide: 2, Anybody.note: 1, Anybody.say: 4, Anybody.unsay: 2,
    Anybody.feed: 4, Anybody.measure: 2, Anybody.reach: 2, Anybody.unreach: 1, Anybody.tree: 6,
    Anybody.delete_goal: 1, Anybody.turn_cycle: 2, Anybody.company: 2, Anybody.fiscal_year: 2, Anybody.person: 1,
    Anybody.forget_person: 1, Anybody.undo: 6, Anybody.redo: 4, Anybody.undo_one: 2, Anybody.revert: 2,
    Anybody.restore: 1, Anybody.restore_backup: 1, Anybody.merge: 1, Anybody.beside: 2, Anybody.settle: 2,
    Anybody.sleep: 3,
}  # fmt: skip
"""How often each comes up."""
INSIDE = (
    Anybody.type, Anybody.type, Anybody.paste, Anybody.define, Anybody.redefine, Anybody.edit, Anybody.park,
    Anybody.split, Anybody.lose_member, Anybody.aim, Anybody.say, Anybody.feed, Anybody.tree, Anybody.company,
    Anybody.delete_kpi, Anybody.combine, Anybody.person,
)  # fmt: skip
"""What can be part of a longer change."""
