"""What can be undone is gone on from what was known, and an edit or an undo asks only few things."""

from __future__ import annotations

import random

import pytest

from kpidesk.domain.period import Period
from kpidesk.store.log import history
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import long
from tests.store.conftest import Desk, add_input, add_objective, rename

MONTH = Period.parse("2020-01")


@pytest.mark.parametrize("seed", range(3))
def test_what_is_gone_on_from_is_what_the_whole_log_says(desk: Desk, ws: Workspace, seed: int) -> None:
    dice, uid = random.Random(seed), add_objective(ws, "goal")
    for n in range(25):
        act = dice.choice(("edit", "edit", "undo", "undo", "redo", "fail", "merge", "one"))
        if act == "edit":
            rename(ws, uid, f"{n}")
        elif act == "fail":
            _fail(ws)
        elif act == "merge":
            _merge(desk, ws, n)
        elif act == "one" and ws.undoing.undoable:
            ws.undo(ref=dice.choice(ws.undoing.undoable[1:] or (0,)))
        elif act in ("undo", "redo") and len(ws.undoing.undoable) > 1:
            getattr(ws, act)()
        uid = uid if any(each == uid for each in _living(ws)) else add_objective(ws, "another")
        whole = history.stacks(ws._file.database, history.Stacks())
        assert (ws.undoing.undoable, ws.undoing.redoable) == (whole.undo, whole.redo)
        assert ws.undoing.newest_undoes() == ws.history.entries(1)[0].undo_of


def _living(ws: Workspace) -> list[str]:
    return [node.uid for node in ws.children(None)]


def _fail(ws: Workspace) -> None:
    def half() -> None:
        with ws.transaction(msg("half")):
            add_objective(ws, "half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()


def _merge(desk: Desk, ws: Workspace, n: int) -> None:
    copy = desk.folder / f"{n}.kpidesk"
    ws.sharing.save_copy(copy)
    other = desk.open(copy, machine="ola")
    add_objective(other, f"of ola {n}")
    other.close()
    ws.merging.merge(copy)


class Asked:
    """The statements that one gesture runs."""

    def __init__(self, ws: Workspace) -> None:
        self.statements: list[str] = []
        ws._file.database.connection.set_trace_callback(self.statements.append)

    def by(self, act) -> int:
        """How many."""
        self.statements.clear()
        act()
        return len(self.statements)


def test_an_edit_and_an_undo_ask_the_same_few_things_however_long_the_log_is(ws: Workspace) -> None:
    ws.sharing._holding = 1
    uid = add_objective(ws, "goal")
    rename(ws, uid, "warm")
    ws.undo()
    asked, found = Asked(ws), []
    for n in range(3):
        edit = asked.by(lambda n=n: rename(ws, uid, f"{n}"))
        undo = asked.by(ws.undo)
        found.append((edit, undo))
        for more in range(20):
            rename(ws, uid, f"more {n} {more}")
        assert ws.undoing.undoable
    assert len(set(found)) == 1
    edit, undo = found[0]
    assert edit <= 15 and undo <= 26


@pytest.mark.parametrize("seed", range(long.either(1, 3)))
def test_numbers_known_by_their_places_are_taken_back_as_those_that_are_looked_for(
    desk: Desk, ws: Workspace, seed: int
) -> None:
    """The same hand works on two files; on one of them what was made is forgotten before each undo."""
    other = desk.create(desk.folder / "other.kpidesk", machine="ola")
    states = []
    for each, forgets in ((ws, False), (other, True)):
        dice, inputs = random.Random(seed), [add_input(each) for _n in range(3)]
        for _step in range(30):
            months = [MONTH.next(dice.randrange(6)) for _n in range(dice.choice((1, 1, 3)))]
            cells = {month: dice.choice([1.0, 2.0, None]) for month in months}
            with each.transaction(msg("numbers")) as change:
                change.measure_many(dice.choice(inputs), cells.items())
            if forgets:
                each._file.made.forget()
            for ref in dice.sample(numbers := each.undoing.undoable[3:], min(len(numbers), dice.randrange(3))):
                back = each.undo(ref=ref)
                states.append((forgets, None if back is None else (back.done, back.skipped)))
            if dice.random() < 0.3:
                each.redo()
            states.append((forgets, [sorted((p.key(), v) for p, v in each.series(uid).items()) for uid in inputs]))
    assert [state for forgets, state in states if forgets] == [state for forgets, state in states if not forgets]


def test_an_undo_takes_as_many_steps_whatever_else_stands_in_the_file(desk: Desk) -> None:
    assert abs(_steps_of_an_undo(desk, 3000) - _steps_of_an_undo(desk, 30)) < 20


def _steps_of_an_undo(desk: Desk, count: int) -> int:
    """In tens of what SQLite does, one by one, to take a number back beside so many others."""
    ws = desk.create(desk.folder / f"{count}.kpidesk")
    uid, steps = add_input(ws), list[int]()
    with ws.sharing.holding():
        with ws.transaction(msg("many")) as change:
            change.measure_many(uid, [(MONTH.next(n), float(n)) for n in range(count)])
        for value in (7.0, 8.0):
            with ws.transaction(msg("one")) as change:
                change.measure(uid, MONTH, value)
            ref = ws.undoing.undoable[-1]
            steps.clear()
            ws._file.database.connection.set_progress_handler(lambda: steps.append(1), 10)
            assert not ws.undoing.takes_long(ref) and ws.undo(ref=ref).done == 1
            ws._file.database.connection.set_progress_handler(None, 0)
        assert ws.series(uid)[MONTH] == 0.0 and ws.undoing.takes_long(ws.undoing.undoable[1]) == (count > 200)
    return len(steps)
