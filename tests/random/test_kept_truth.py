"""Whatever is done to a file with all sorts in it: what is kept of it says what a file just opened says."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.domain.entities import KINDS, Cycle, Input, KeyResult, Kpi
from kpidesk.figures import all_figures, due_cells, goal_book, goal_figures, goals_at_close
from kpidesk.figures.book import figures_book
from kpidesk.figures.due_book import due_book
from kpidesk.figures.entry import Asking, entry_blocks
from kpidesk.figures.goals.by_result import by_result
from kpidesk.figures.waiting import waiting
from kpidesk.settings import Home
from kpidesk.store.log import fold
from kpidesk.workspace import Workspace
from kpidesk.workspace.undoing import KnownStacks
from tests import long
from tests.random.all_sorts import Clock, found
from tests.random.anybody import Anybody

STEPS = long.either(45, 150)


@contextlib.contextmanager
def opened_anew(ws: Workspace) -> Iterator[Workspace]:
    """The file as it stands, by somebody who has kept nothing of it."""
    with contextlib.closing(ws.handles.apart()) as fresh:
        yield fresh


def figures_hold(ws: Workspace, fresh: Workspace) -> None:
    kept, told = figures_book(ws).all(parked=True), all_figures(fresh, fresh.today(), parked=True)
    for ours, theirs in zip(kept, told, strict=True):
        assert ours == theirs, ours.kpi.name
        assert list(ours.points) == list(theirs.points), ours.kpi.name
        assert ours.glance(13) == theirs.glance(13) and ours.signalling.rings == theirs.signalling.rings
        assert (ours.signals, ours.target, ours.change) == (theirs.signals, theirs.target, theirs.change)
        assert ours.rolling == theirs.rolling and ours.ahead == theirs.ahead


def due_holds(ws: Workspace, fresh: Workspace) -> None:
    today, asking = fresh.today(), Asking(fresh)
    sources = [source for block in entry_blocks(fresh) for source in block.sources]
    told = {source.uid: asking.due(source, fresh.series(source.uid), today) for source in sources}
    assert due_cells(ws, today) == [(uid, period) for uid, periods in told.items() for period in periods]
    assert due_book(ws).waiting(sources, today) == {uid: periods for uid, periods in told.items() if periods}
    assert waiting(ws, ws.all(Kpi), today) == waiting(fresh, fresh.all(Kpi), today)


def numbers_hold(ws: Workspace, fresh: Workspace) -> None:
    uids = [source.uid for source in fresh.all(Input)]
    series = fresh.series_many(uids)
    columns = ws.columns(uids)
    for uid in uids:
        assert dict(columns[uid].items()) == series[uid]
    assert ws.recent.newest(uids, 3) == {uid: dict(list(series[uid].items())[-3:]) for uid in uids}


def goals_hold(ws: Workspace, fresh: Workspace) -> None:
    today = fresh.today()
    for cycle in fresh.all(Cycle):
        assert goal_book(ws).roots(cycle, today) == goal_figures(fresh, cycle, today)
        if cycle.closed_on is None:
            assert goal_book(ws).at_close(cycle, today) == goals_at_close(fresh, cycle, today)
    for result in fresh.all(KeyResult):
        assert by_result(ws).said_of(result.uid) == by_result(fresh).said_of(result.uid)
        assert by_result(ws).steps_of(result.uid) == by_result(fresh).steps_of(result.uid)


def rows_hold(ws: Workspace, fresh: Workspace) -> None:
    for kind in KINDS:
        assert ws.all(kind) == fresh.all(kind), kind
    for uid in [None, *(result.uid for result in fresh.all(KeyResult))]:
        assert ws.children(uid) == fresh.children(uid)
    stacks = KnownStacks(ws._file.database).read()
    assert (ws.undoing.undoable, ws.undoing.redoable) == (stacks.undo, stacks.redo)
    assert fold.known_skipped(ws._file.database) in (None, set(fold.positions(ws._file.database)[1]))


CHECKS = (figures_hold, due_holds, numbers_hold, goals_hold, rows_hold)


def all_holds(ws: Workspace) -> None:
    with opened_anew(ws) as fresh:
        for check in CHECKS:
            check(ws, fresh)


@pytest.mark.parametrize("seed", range(long.either(2, 40)))
def test_what_is_kept_says_what_a_file_just_opened_says(tmp_path: Path, seed: int) -> None:
    clock, dice = Clock(), random.Random(seed)
    with found(tmp_path, clock, dice) as ws:
        somebody = Anybody(ws, dice, tmp_path, clock)
        all_holds(ws)
        for step in range(STEPS):
            somebody.act()
            if dice.random() < 0.6 or step == STEPS - 1:
                try:
                    all_holds(ws)
                except AssertionError as error:
                    raise AssertionError(f"Step {step}, after {somebody.did[-6:]}: {error}") from error
        copy = tmp_path / "copy.kpidesk"
        ws.sharing.save_copy(copy)
        with Workspace.open(copy, home=Home(tmp_path / "elsewhere"), clock=clock) as elsewhere:
            for check in CHECKS[:4]:
                check(ws, elsewhere)
