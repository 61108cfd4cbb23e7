"""What a colleague's restore took out, whose it was, and bringing back what was mine."""

from __future__ import annotations

import datetime as dt

from kpidesk.commands.whole.going_back import bring_back
from kpidesk.commands.whole.taken_out import taken_out
from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.store.db import schema
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")


def titles(ws: Workspace) -> set[str]:
    return {each.title for each in ws.all(Objective)}


def measured(ws: Workspace, uid: str, period: Period, value: float) -> None:
    with ws.transaction(msg("measure")) as change:
        change.measure_many(uid, [(period, value)])


def restored_by_ola(desk: Desk) -> tuple[Workspace, int, str, str]:
    """Kari's file after Ola has taken out three changes of hers and one of his own; the number of that restore."""
    kari = desk.create()
    first, numbers = add_objective(kari, "first"), add_input(kari)
    measured(kari, numbers, MARCH, 1.0)
    moment = desk.now
    desk.now += dt.timedelta(days=1)
    rename(kari, first, "renamed")
    add_objective(kari, "mine")
    measured(kari, numbers, MARCH, 9.0)
    ola = desk.open(machine="ola")
    add_objective(ola, "of Ola")
    ola.time.restore(moment)
    ola.sharing.publish()
    kari.sharing.refresh()
    (restore,) = [entry.ref for entry in kari.history.entries() if entry.kind == schema.RESTORE]
    return kari, restore, first, numbers


def test_what_was_taken_out_is_told_by_whose_it_was(desk: Desk) -> None:
    kari, restore, _first, _numbers = restored_by_ola(desk)
    assert titles(kari) == {"first"}
    found = taken_out(kari, restore)
    assert [each.author for each in found] == ["ola", "kari", "kari", "kari"], "the newest first"
    assert {(cell.field, cell.before) for each in found[1:] for cell in each.cells} == {
        ("title", "renamed"), ("life", True), ("", 9.0),
    }  # fmt: skip


def test_mine_come_back_and_his_stay_out_until_undone(desk: Desk) -> None:
    kari, restore, _first, numbers = restored_by_ola(desk)
    mine = [each for each in taken_out(kari, restore) if each.author == "kari"]
    done = bring_back(kari, restore, mine)
    assert (done.done, done.skipped) == (3, 0)
    assert titles(kari) == {"renamed", "mine"} and kari.series(numbers)[MARCH] == 9.0
    assert [each.author for each in taken_out(kari, restore)] == ["ola"]
    assert restore not in kari.history.taken_back(), "the restore itself still holds"
    kari.undo()
    assert titles(kari) == {"first"} and kari.series(numbers)[MARCH] == 1.0


def test_the_other_machine_gets_what_was_brought_back(desk: Desk) -> None:
    kari, restore, _first, numbers = restored_by_ola(desk)
    bring_back(kari, restore, [each for each in taken_out(kari, restore) if each.author == "kari"])
    kari.sharing.publish()
    ola = desk.open(machine="ola")
    assert titles(ola) == {"renamed", "mine"} and ola.series(numbers)[MARCH] == 9.0


def test_what_somebody_has_written_since_is_left_alone(desk: Desk) -> None:
    kari, restore, first, numbers = restored_by_ola(desk)
    known = taken_out(kari, restore)
    rename(kari, first, "newer")
    measured(kari, numbers, MARCH, 5.0)
    assert {cell.field for each in taken_out(kari, restore) for cell in each.cells} == {"life"}
    done = bring_back(kari, restore, known)
    assert done.skipped == 2
    assert titles(kari) == {"newer", "mine", "of Ola"} and kari.series(numbers)[MARCH] == 5.0
    assert kari.checking.problems() == []


def test_undoing_the_whole_restore_afterwards_brings_the_rest(desk: Desk) -> None:
    kari, restore, _first, numbers = restored_by_ola(desk)
    bring_back(kari, restore, [each for each in taken_out(kari, restore) if each.author == "kari"])
    kari.undoing.revert(restore)
    assert titles(kari) == {"renamed", "mine", "of Ola"} and kari.series(numbers)[MARCH] == 9.0
    assert kari.checking.problems() == [] and kari.all(Input)
