"""What a form was based on: it changes what it changed, and what somebody else changed as well is listed."""

from __future__ import annotations

import pytest

from kpidesk.domain.entities import Input, KeyResult, Objective, Target
from kpidesk.domain.period import Period
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace, new_uid


@pytest.fixture
def kari(desk) -> Workspace:
    return desk.create()


@pytest.fixture
def ola(desk, kari) -> Workspace:
    """Another window on the same machine: what it stores is there at once."""
    return desk.open(machine="kari")


def change(ws: Workspace, kind, uid, **values) -> None:
    with ws.transaction(msg("edit")) as now:
        now.set(kind, uid, **values)


def add(ws: Workspace, entity) -> str:
    with ws.transaction(msg("add")) as now:
        return now.add(entity)


def test_a_field_that_a_form_did_not_change_is_left_as_a_colleague_has_made_it(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Fler kunder", description="vekst"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, description="lønnsom vekst")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Flere kunder", description="vekst")
    assert kari.get(Objective, uid).title == "Flere kunder"
    assert kari.get(Objective, uid).description == "lønnsom vekst"
    assert kari.merging.conflicts() == []


def test_a_field_that_both_have_changed_is_a_listed_conflict_with_what_both_replaced(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Gamle kunder")
    (conflict,) = kari.merging.conflicts()
    assert [head.value for head in conflict.heads] == ["Gamle kunder", "Nye kunder"]
    assert conflict.base == "Kunder"


def test_the_same_change_by_both_is_no_conflict(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Nye kunder")
    assert kari.merging.conflicts() == []


def test_what_came_in_between_and_went_again_is_no_conflict(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder")
    change(ola, Objective, uid, title="Kunder")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Gamle kunder")
    assert kari.get(Objective, uid).title == "Gamle kunder"
    assert kari.merging.conflicts() == []


def test_the_fields_of_a_register_are_those_that_the_form_showed(kari, ola) -> None:
    uid = add(kari, KeyResult(new_uid(), title="NPS", start=10.0, target=20.0))
    seen = kari.editing.seen()
    change(ola, KeyResult, uid, start=12.0)
    with kari.editing.based_on(seen):
        change(kari, KeyResult, uid, target=25.0)
    result = kari.get(KeyResult, uid)
    assert (result.start, result.target) == (10.0, 25.0), "no mixture of two people's"
    (conflict,) = kari.merging.conflicts()
    assert {side.field: side.values for side in conflict.fields} == {"start": (10.0, 12.0), "target": (25.0, 20.0)}


def test_a_row_that_came_in_between_is_not_overwritten_unseen(kari, ola) -> None:
    seen = kari.editing.seen()
    uid = add(ola, Target(new_uid(), value=20.0))
    with kari.editing.based_on(seen):
        change(kari, Target, uid, value=30.0)
    (conflict,) = kari.merging.conflicts()
    assert conflict.fields[0].values == (30.0, 20.0)


def test_a_row_that_somebody_has_changed_is_not_deleted_unseen(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder")
    refused = pytest.raises(RuleBroken, match="Nothing was changed")
    with refused, kari.editing.based_on(seen), kari.transaction(msg("delete")) as now:
        now.delete(Objective, uid)
    assert kari.get(Objective, uid).title == "Nye kunder"


def test_a_row_that_nobody_has_changed_is_deleted(kari, ola) -> None:
    uid, other = (add(kari, Objective(new_uid(), title=name)) for name in ("Kunder", "Folk"))
    seen = kari.editing.seen()
    change(ola, Objective, other, title="Kolleger")
    with kari.editing.based_on(seen), kari.transaction(msg("delete")) as now:
        now.set(Objective, uid, title="Ut")
        now.delete(Objective, uid)
    assert kari.find(Objective, uid) is None


def test_a_number_that_both_have_entered_is_a_listed_conflict(kari, ola) -> None:
    uid, week = add(kari, Input(new_uid(), "orders", "Ordrer")), Period.parse("2026-W11")
    heard: list[Changes] = []

    def hear(changes: Changes) -> None:
        heard.append(changes)

    kari.changed.connect(hear)
    seen = kari.editing.seen()
    with ola.transaction(msg("enter")) as now:
        now.measure(uid, week, 40.0)
    with kari.editing.based_on(seen), kari.transaction(msg("enter")) as now:
        now.measure(uid, week, 44.0)
    (conflict,) = kari.merging.conflicts()
    assert [head.value for head in conflict.heads] == [44.0, 40.0]
    assert heard[-1].crossed == 1, "whoever looks on hears of it at once"
    kari.undo()
    assert kari.series(uid) == {week: 40.0}
    assert kari.merging.conflicts() == []


def test_two_writes_to_a_cell_in_one_form_end_where_the_form_ends(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    with kari.editing.based_on(kari.editing.seen()), kari.transaction(msg("edit")) as now:
        now.set(Objective, uid, title="Nye kunder")
        now.set(Objective, uid, title="Kunder")
    assert kari.get(Objective, uid).title == "Kunder"


def test_what_this_window_has_changed_itself_since_counts_as_seen(kari) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(kari, Objective, uid, title="Nye kunder")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Gamle kunder")
    assert kari.merging.conflicts() == []


def test_undo_of_a_change_across_a_colleagues_gives_back_the_colleagues(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder")
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Gamle kunder")
    kari.undo()
    assert kari.get(Objective, uid).title == "Nye kunder"
    assert kari.merging.conflicts() == []
    kari.redo()
    assert kari.get(Objective, uid).title == "Gamle kunder"


def test_several_commands_together_are_one_step_called_what_the_last_is_called(kari) -> None:
    steps = kari.undoing.undoable
    with kari.editing.together():
        uid = add(kari, Objective(new_uid(), title="Kunder"))
        with kari.transaction(msg("rename")) as now:
            now.set(Objective, uid, title="Nye kunder")
    assert len(kari.undoing.undoable) == len(steps) + 1
    assert str(kari.undoing.label) == "rename"
    assert kari.checking.problems() == []
    kari.undo()
    assert kari.find(Objective, uid) is None


def test_of_commands_together_all_come_about_or_none(kari) -> None:
    steps = kari.undoing.undoable

    def two_commands() -> None:
        with kari.editing.together():
            add(kari, Objective(new_uid(), title="Kunder"))
            change(kari, Objective, new_uid(), title="Ingen")

    with pytest.raises(NotFound):
        two_commands()
    assert (kari.undoing.undoable, kari.all(Objective)) == (steps, [])


def test_one_change_among_newer_ones_is_taken_back_and_done_again(kari, ola) -> None:
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    change(kari, Objective, uid, title="Nye kunder")
    first = kari.undoing.undoable[-1]
    change(kari, Objective, uid, description="vekst")
    kari.undo(ref=first)
    assert (kari.get(Objective, uid).title, kari.get(Objective, uid).description) == ("Kunder", "vekst")
    assert kari.undo(ref=first) is None, "it has been taken back already"
    kari.redo(ref=kari.undoing.redoable[-1])
    assert kari.get(Objective, uid).title == "Nye kunder"


def test_what_a_colleague_has_published_is_unseen_until_it_is_taken_in(desk) -> None:
    kari = desk.create()
    uid = add(kari, Objective(new_uid(), title="Kunder", description="vekst"))
    kari.sharing.publish()
    ola = desk.open(machine="ola")
    seen = kari.editing.seen()
    change(ola, Objective, uid, title="Nye kunder", description="lønnsom vekst")
    ola.sharing.publish()
    kari.sharing.refresh()
    with kari.editing.based_on(seen):
        change(kari, Objective, uid, title="Gamle kunder", description="vekst")
    assert kari.get(Objective, uid).description == "lønnsom vekst"
    assert [len(conflict.heads) for conflict in kari.merging.conflicts()] == [2]


def test_what_another_window_on_this_machine_has_stored_is_unseen_too(desk) -> None:
    kari = desk.create()
    uid = add(kari, Objective(new_uid(), title="Kunder"))
    window = desk.open()
    seen = window.editing.seen()
    change(kari, Objective, uid, title="Nye kunder")
    with window.editing.based_on(seen):
        change(window, Objective, uid, title="Gamle kunder")
    assert [head.value for head in window.merging.conflicts()[0].heads] == ["Gamle kunder", "Nye kunder"]
