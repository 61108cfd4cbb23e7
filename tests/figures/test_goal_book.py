"""The goals that are kept and renewed equal those computed anew, whatever is done; what is not touched is the same."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals, people, targets
from kpidesk.commands.goals import branches, milestones
from kpidesk.commands.target_rules import Step
from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Initiative,
    Input,
    KeyResult,
    Kpi,
    Milestone,
    Node,
    Objective,
    ResultKind,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import UserError
from kpidesk.figures import NodeFigures, goal_book, goal_figures, goals_at_close
from kpidesk.figures.goals.by_result import by_result
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests import long, own_kpis

KINDS: tuple[type[Node], ...] = (Objective, KeyResult, Initiative)
STEPS = 45


class Clock:
    """A day in the middle of a quarter; a millisecond later at every reading, so that changes have an order."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 5, 12, 8, tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        self.now += dt.timedelta(milliseconds=1)
        return self.now


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(
            tmp_path / "a.kpidesk", company="A", author="K", home=Home(tmp_path / "home"), clock=Clock()
        ) as made,
        made.sharing.holding(),
    ):
        own_kpis.define(made, name="Sales", target=30)
        now = Period.containing(made.today(), Frequency.QUARTER)
        for period in (now, now.next(), now.previous()):
            cycle = cycles.ensure_cycle(made, period)
            for n in range(2):
                top = goals.add_objective(made, f"Top {n}", cycle=cycle)
                inner = goals.add_objective(made, f"Inner {n}", parent=top)
                fed = goals.add_key_result(made, "Sales up from 1 to 40", parent=inner)
                goals.set_field(made, fed, kpi=made.all(Kpi)[0].uid)
                goals.add_key_result(made, "NPS up from 1 to 9", parent=top)
                goals.add_initiative(made, "Call them", parent=fed)
        yield made


def act(ws: Workspace, dice: random.Random) -> None:
    """Something that somebody may do to a goal or to what it is made of; much of it is refused."""

    def some(*kinds: type[Node]) -> Node:
        return dice.choice([node for kind in kinds or KINDS for node in ws.all(kind)])

    def number() -> float:
        return dice.choice([0.0, 1.0, 5.0, 9.0, 40.0])

    def check_in() -> None:
        check_ins.check_in(ws, some(KeyResult).uid, value=number(), confidence=dice.randint(1, 10))

    def uncheck() -> None:
        check_ins.delete_check_in(ws, dice.choice(ws.all(CheckIn)).uid)

    def moved_to_cycle() -> None:
        branches.move_to_cycle(ws, [some(Objective).uid], dice.choice(ws.all(Cycle)).uid)

    def owned_by_a_newcomer() -> None:
        goals.set_field(ws, some().uid, owner=people.add_person(ws, "Ola"))

    def measured() -> None:
        cell = Period.containing(ws.today(), Frequency.MONTH).previous(dice.randint(0, 5))
        entry.set_value(ws, ws.all(Input)[0].uid, cell, dice.choice([None, number()]))

    def buried_alone() -> None:
        node = some(Objective, KeyResult)
        with ws.transaction(msg("bury")) as change:
            change.delete(type(node), node.uid)

    def closed_or_opened() -> None:
        cycle = dice.choice(ws.all(Cycle))
        if cycle.closed_on is None:
            cycles.close(ws, cycle.uid)
        else:
            cycles.reopen(ws, cycle.uid, "why not")

    def step_added_or_reached() -> None:
        result = some(KeyResult)
        goals.set_measure(ws, result.uid, kind=ResultKind.MILESTONES)
        milestones.reach(ws, milestones.add(ws, result.uid, "Step"), dice.random() < 0.5)

    def step_deleted() -> None:
        milestones.delete(ws, dice.choice(ws.all(Milestone)).uid)

    ways: list[Callable[[], object]] = [
        check_in, check_in, uncheck, moved_to_cycle, owned_by_a_newcomer, measured, measured, buried_alone,
        closed_or_opened, step_added_or_reached, step_deleted, ws.undo, ws.undo, ws.undo, ws.redo,
        lambda: goals.rename(ws, some().uid, f"Named {dice.random()}"),
        lambda: goals.move(ws, some().uid, some(Objective, KeyResult).uid, dice.randint(0, 3)),
        lambda: goals.move(ws, some(Objective).uid, None, dice.randint(0, 3)),
        lambda: goals.move_down(ws, some().uid),
        lambda: goals.indent(ws, some().uid),
        lambda: goals.outdent(ws, some().uid),
        lambda: goals.delete(ws, [some().uid]),
        lambda: goals.tick(ws, some(Initiative).uid, dice.random() < 0.5),
        lambda: goals.set_field(ws, some(KeyResult, Objective).uid, weight=number()),
        lambda: goals.set_field(ws, some(KeyResult).uid, kpi=dice.choice([None, ws.all(Kpi)[0].uid])),
        lambda: goals.set_field(ws, some(KeyResult).uid, committed=dice.random() < 0.5),
        lambda: branches.park(ws, [some(KeyResult, Objective).uid], dice.random() < 0.5),
        lambda: branches.drop(ws, some(KeyResult, Objective).uid, "no need"),
        lambda: branches.duplicate(ws, some(Objective).uid),
        lambda: goals.add_key_result(ws, "From 1 to 8", parent=some(Objective).uid),
        lambda: targets.set_target(ws, ws.all(Kpi)[0].uid, Step(value=number())),
        lambda: people.set_company(ws, strategy=f"Strategy {dice.random()}"),
        lambda: people.set_company(ws, check_in_days=dice.choice([1, 14, 30])),
    ]  # fmt: skip
    try:
        dice.choice(ways)()
    except (UserError, IndexError):
        return


def tree_of(ws: Workspace) -> dict[str | None, list[str]]:
    """What stands under each goal, and its check-ins and steps."""
    kept = by_result(ws)
    uids = [node.uid for kind in KINDS for node in ws.all(kind)]
    found = {above: [node.uid for node in ws.children(above)] for above in (None, *uids)}
    said = {f"said of {uid}": [row.uid for row in kept.said_of(uid)] for uid in uids}
    return found | said | {f"steps of {uid}": [row.uid for row in kept.steps_of(uid)] for uid in uids}


def arranged_anew(ws: Workspace) -> dict[str | None, list[str]]:
    """The same with nothing kept."""
    ws._file.book.forget()
    ws.keeping.forget()
    return tree_of(ws)


@pytest.mark.parametrize("seed", range(long.either(3, 60)))
def test_renewed_goals_equal_those_computed_anew_after_anything(ws: Workspace, seed: int) -> None:
    dice = random.Random(seed)
    for step in range(STEPS):
        act(ws, dice)
        if step % 3 == 2:  # several changes are taken in at once, too
            continue
        today = ws.today()
        for cycle in ws.all(Cycle):
            assert goal_book(ws).roots(cycle, today) == goal_figures(ws, cycle, today)
        assert goal_book(ws).at_close(ws.all(Cycle)[0], today) == goals_at_close(ws, ws.all(Cycle)[0], today)
        if step % 9 == 7 or step == STEPS - 1:
            assert tree_of(ws) == arranged_anew(ws)


def anew(ws: Workspace, change: Callable[[], object]) -> set[str]:
    """The titles of the goals of the running cycle that a change has computed anew."""
    book, cycle = goal_book(ws), next(each for each in ws.all(Cycle) if each.start == dt.date(2026, 4, 1))
    before = {id(each) for root in book.roots(cycle, ws.today()) for each in root.everything()}
    change()
    after = [each for root in book.roots(cycle, ws.today()) for each in root.everything()]
    return {each.node.title for each in after if id(each) not in before}


def running(ws: Workspace, title: str) -> Node:
    cycle = next(each for each in ws.all(Cycle) if each.start == dt.date(2026, 4, 1))
    return next(
        each.node
        for root in goal_figures(ws, cycle, ws.today())
        for each in root.everything()
        if each.node.title == title
    )


def test_a_change_computes_the_goal_and_what_it_stands_under_and_nothing_else(ws: Workspace) -> None:
    sales = running(ws, "Sales up from 1 to 40").uid
    nps = running(ws, "NPS up from 1 to 9").uid
    assert anew(ws, lambda: goals.rename(ws, nps, "Happier")) == {"Happier", "Top 0"}
    assert anew(ws, lambda: check_ins.check_in(ws, nps, value=1, confidence=5)) == {"Happier", "Top 0"}
    assert anew(ws, ws.undo) == {"Happier", "Top 0"}
    assert anew(ws, lambda: people.add_person(ws, "Ola")) == set()
    assert anew(ws, lambda: people.set_company(ws, strategy="Bread for all")) == set()
    assert anew(ws, lambda: goals.set_field(ws, sales, kpi=None)) == {"Sales up from 1 to 40", "Inner 0", "Top 0"}


def test_a_number_computes_the_goals_that_its_kpi_feeds(ws: Workspace) -> None:
    def measure() -> None:
        entry.set_value(ws, ws.all(Input)[0].uid, Period.parse("2026-04"), 20)

    touched = anew(ws, measure)
    assert touched == {"Sales up from 1 to 40", "Inner 0", "Inner 1", "Top 0", "Top 1"}


def test_asking_again_computes_nothing(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Cycle] = []

    def counted(ws: Workspace, cycle: Cycle, today: dt.date) -> list[NodeFigures]:
        made.append(cycle)
        return goal_figures(ws, cycle, today)

    monkeypatch.setattr("kpidesk.figures.goals.book.goal_figures", counted)
    book, cycle = goal_book(ws), ws.all(Cycle)[0]
    first = book.roots(cycle, ws.today())
    assert all(a is b for a, b in zip(first, book.roots(cycle, ws.today()), strict=True))
    assert made == [cycle]
    book.roots(replace(cycle, closed_on=ws.today()), ws.today())
    assert len(made) == 2, "as if it were closed is another question"


def test_a_change_that_cannot_be_told_computes_everything(ws: Workspace) -> None:
    book, cycle = goal_book(ws), ws.all(Cycle)[0]
    book.roots(cycle, ws.today())
    with ws.transaction(msg("another cycle")) as change:
        change.add(Cycle(new_uid(), Frequency.YEAR, dt.date(2027, 1, 1), dt.date(2027, 12, 31)))
    assert goal_book(ws).roots(cycle, ws.today()) == goal_figures(ws, cycle, ws.today())
