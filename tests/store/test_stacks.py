"""What can be undone is gone on from what was known, and an edit or an undo asks only few things."""

from __future__ import annotations

import random

import pytest

from kpidesk.store.log import history
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_objective, rename


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
