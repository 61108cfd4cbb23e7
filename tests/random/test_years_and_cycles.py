"""Whatever is done to the fiscal year and the length of the goals, every number and every goal can be found again."""

from __future__ import annotations

import contextlib
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpidesk import text
from kpidesk.commands import cycles, entry, fiscal_year, goals, people
from kpidesk.domain import grid
from kpidesk.domain.entities import Cycle, Input, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import UserError
from kpidesk.figures import cycle_list, goal_figures
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import long, own_kpis

TODAY = dt.datetime(2026, 5, 20, 9, tzinfo=dt.UTC)
Snapshot = tuple[object, ...]

starts = st.tuples(st.just("start"), st.integers(1, 12))
lengths = st.tuples(st.just("length"), st.sampled_from(people.CYCLES))
numbers = st.tuples(st.just("number"), st.integers(0, len(grid.LONG) - 1), st.integers(-4, 0))
others = st.sampled_from([("goal",), ("close",), ("undo",), ("undo",), ("redo",), ("revert",), ("merge",), ("other",)])
steps = st.lists(st.one_of(starts, lengths, numbers, others), max_size=14)


@contextlib.contextmanager
def opened() -> Iterator[tuple[Workspace, Workspace, Path]]:
    """A file with an input of every length, and a copy of it on another machine."""
    with tempfile.TemporaryDirectory() as folder, text.using("en"):
        here, copy = Path(folder) / "a.kpidesk", Path(folder) / "b.kpidesk"
        with Workspace.create(here, company="A", home=Home(Path(folder) / "one"), clock=lambda: TODAY) as ws:
            for frequency in grid.LONG:
                own_kpis.add_input(ws, frequency.value, frequency=frequency)
            ws.sharing.save_copy(copy)
            with Workspace.open(copy, home=Home(Path(folder) / "two"), clock=lambda: TODAY) as other:
                yield ws, other, copy


def values(ws: Workspace) -> dict[str, dict[Period, object]]:
    return {source.key: dict(ws.series(source.uid)) for source in ws.all(Input)}


def snapshot(ws: Workspace) -> Snapshot:
    rows = sorted(ws.all(Cycle), key=lambda row: row.uid), sorted(ws.all(Objective), key=lambda row: row.uid)
    return ws.company, values(ws), *rows


def do(ws: Workspace, step: tuple[object, ...], count: int) -> None:
    """One gesture of somebody's."""
    match step:
        case ("start", int(start)):
            people.set_company(ws, fiscal_year_start=start, move_numbers=True)
        case ("length", length):
            people.set_company(ws, cycle_length=length)
        case ("number", int(place), int(back)):
            source = next(each for each in ws.all(Input) if each.frequency is grid.LONG[place])
            now = Period.containing(TODAY.date(), source.frequency, ws.company.fiscal_year_start)
            entry.set_value(ws, source.uid, now.next(back), float(count))
        case ("goal",):
            period = cycle_list.current(ws, TODAY.date())
            goals.add_objective(ws, f"Goal {count}", cycle=cycles.ensure_cycle(ws, period))
        case ("close",):
            begun = cycle_list.cycle_at(ws, cycle_list.current(ws, TODAY.date()))
            if begun is not None:
                cycles.close(ws, begun.uid)
        case ("revert",):
            earlier = [
                each.ref for each in ws.history.entries() if each.label.text in ("create a cycle", "change the company")
            ]
            if earlier:
                ws.undoing.revert(earlier[min(1, len(earlier) - 1)])


def tried(work: Callable[..., object], *arguments: object) -> None:
    """Do it, or hear why not: what is refused must have changed nothing, which the walk finds out."""
    with contextlib.suppress(UserError):
        work(*arguments)


def check(ws: Workspace, named: dict[Period, str]) -> None:
    listed = cycle_list.choosable(ws, TODAY.date())
    shown = set()
    for period in listed:
        cycle = cycle_list.cycle_at(ws, period)
        if cycle is not None:
            shown |= {each.node.uid for each in goal_figures(ws, cycle, TODAY.date())}
    assert {each.uid for each in ws.all(Objective)} <= shown, "every goal is in a cycle that is listed"
    told = cycle_list.names(ws, listed)
    assert len(set(told.values())) == len(listed), "no two cycles have one name"
    for period, cycle in cycle_list.by_period(ws).items():
        if cycle.closed_on is not None:
            assert cycle_list.cycle_name(ws, period) == named.setdefault(period, cycle_list.cycle_name(ws, period))
    off = {uid: set(periods) for uid, periods in ws.checking.off_grid().items()}
    start = ws.company.fiscal_year_start
    for source in ws.all(Input):
        hidden = {period for period in ws.series(source.uid) if not period.on_grid(start)}
        assert hidden == off.get(source.uid, set()), "a number that is not shown is found by the check"
    assert bool(ws.checking.problems()) == bool(off)


class Walk:
    """A file, a copy of it, and how the file stood after each change that undo would take back."""

    def __init__(self, ws: Workspace, other: Workspace, path: Path) -> None:
        self.ws, self.other, self.path = ws, other, path
        self.past: list[Snapshot] = [snapshot(ws)]
        self.future: list[Snapshot] = []
        self.named: dict[Period, str] = {}

    def take(self, step: tuple[object, ...], count: int) -> None:
        match step:
            case ("undo",):
                self.back()
            case ("redo",):
                self.forth()
            case ("merge",):
                self.other.sharing.publish()
                self.ws.merging.merge(self.path)
                self.begin_again()
            case ("other",):
                for each in (("goal",), ("number", 0, -1), ("number", 3, 0), ("start", count % 12 + 1)):
                    tried(do, self.other, each, 100 + count)
            case _:
                self.change(step, count)

    def back(self) -> None:
        if len(self.past) > 1:
            self.ws.undo()
            self.future.append(self.past.pop())
            self.named = {}
            assert snapshot(self.ws) == self.past[-1], "undo gives back exactly what was"

    def forth(self) -> None:
        if self.future:
            self.ws.redo()
            self.past.append(self.future.pop())
            assert snapshot(self.ws) == self.past[-1], "redo gives back exactly what came"

    def begin_again(self) -> None:
        self.past, self.future, self.named = [snapshot(self.ws)], [], {}

    def change(self, step: tuple[object, ...], count: int) -> None:
        before, known = flat(values(self.ws)), len(self.ws.history.entries(10_000))
        tried(do, self.ws, step, count)
        fresh = len(self.ws.history.entries(10_000)) - known
        if step[0] == "start":
            assert before == flat(values(self.ws)), "no number is lost"
        if fresh > 1 or step == ("revert",):
            self.begin_again()
        elif fresh:
            self.past, self.future = [*self.past, snapshot(self.ws)], []


def flat(found: dict[str, dict[Period, object]]) -> list[str]:
    """Every number of every input, wherever it lies."""
    return sorted(f"{key} {value}" for key, series in found.items() for value in series.values())


@settings(max_examples=long.either(6, 12), deadline=None, suppress_health_check=list(HealthCheck))
@given(steps)
def test_every_number_and_goal_survives_any_walk(walk: list[tuple[object, ...]]) -> None:
    with opened() as (ws, other, path):
        made = Walk(ws, other, path)
        for count, step in enumerate(walk):
            made.take(step, count)
            check(ws, made.named)
        before = flat(values(ws))
        stuck = fiscal_year.move_strays(ws).stuck
        assert flat(values(ws)) == before or len(flat(values(ws))) < len(before), "equal numbers become one"
        assert {uid: set(periods) for uid, periods in ws.checking.off_grid().items()} == {
            uid: set(periods) for uid, periods in stuck.items()
        }
