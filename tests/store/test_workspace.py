"""Reads, the one way to change, undo and redo, and what listeners hear."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from kpidesk.domain.entities import NOT_APPLICABLE, Company, Cycle, Input, KeyResult, Kpi, Objective, Person
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, FileRefused, NotFound, RuleBroken
from kpidesk.store.log.writer import Writer
from kpidesk.text import msg
from kpidesk.workspace import Changes, Workspace, library_uid, new_uid
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH, APRIL = Period.parse("2026-03"), Period.parse("2026-04")


class Ear:
    """Remembers what it hears."""

    def __init__(self) -> None:
        self.heard: list[Changes] = []

    def hear(self, changes: Changes) -> None:
        self.heard.append(changes)


def test_a_new_file_has_its_company_and_nothing_to_undo(desk: Desk) -> None:
    ws = Workspace.create(desk.path, company=" Shop ", language="en", fiscal_year_start=7, home=desk.home())
    assert (ws.company.name, ws.company.language, ws.company.fiscal_year_start) == ("Shop", "en", 7)
    assert ws.undoing.label is None
    assert ws.undo() is None
    assert desk.path.exists()
    ws.close()


def test_an_existing_file_is_not_replaced(desk: Desk) -> None:
    desk.path.write_text("mine")
    with pytest.raises(FileRefused):
        desk.create()
    assert desk.path.read_text() == "mine"


def test_a_company_without_a_name_is_refused(desk: Desk) -> None:
    with pytest.raises(BadInput):
        desk.create(company="  ")
    assert not desk.path.exists()


def test_every_kind_of_field_comes_back_as_it_was(desk: Desk, ws: Workspace) -> None:
    uid, owner = new_uid(), new_uid()
    kpi = Kpi(uid, name="Ærlig “pris” 🙂", formula="a / b", inputs=(("a", new_uid()), ("b", new_uid())), owner=owner,
              grace_days=0, parked=True, base_start=MARCH.first)  # fmt: skip
    result = KeyResult(new_uid(), title="NPS", start=38.0, target=50.0, done=False, weight=0.0)
    with ws.transaction(msg("add")) as change:
        change.add(kpi)
        change.add(result)
    ws.close()
    again = desk.open(machine="ola")
    assert again.get(Kpi, uid) == kpi
    assert again.get(KeyResult, result.uid) == result


def test_children_are_in_order_and_none_is_lost_under_a_buried_parent(ws: Workspace) -> None:
    top = add_objective(ws, "top")
    late, early = add_objective(ws, "late", top, "a2"), add_objective(ws, "early", top, "a1")
    below = add_objective(ws, "below", early, "a0")
    assert [node.uid for node in ws.children(top)] == [early, late]
    with ws.transaction(msg("delete")) as change:
        change.delete(Objective, early)
    assert {node.uid for node in ws.children(top)} == {late, below}


def test_rows_stay_in_order_while_they_come_move_and_go(ws: Workspace) -> None:
    def in_order() -> list[str]:
        return [each.title for each in ws.all(Objective)]

    first, second = add_objective(ws, "first", order="a1"), add_objective(ws, "second", order="a2")
    assert in_order() == ["first", "second"]
    add_objective(ws, "before", order="a0")
    assert in_order() == ["before", "first", "second"]
    with ws.transaction(msg("move")) as change:
        change.set(Objective, first, order="a3", title="last")
    assert in_order() == ["before", "second", "last"]
    with ws.transaction(msg("delete")) as change:
        change.delete(Objective, second)
    assert in_order() == ["before", "last"]
    ws.undo()
    assert in_order() == ["before", "second", "last"]


def test_the_three_kinds_of_nothing_are_told_apart(ws: Workspace) -> None:
    uid = add_input(ws)
    with ws.transaction(msg("measure")) as change:
        change.measure(uid, MARCH, 0.0)
        change.measure(uid, APRIL, NOT_APPLICABLE)
    assert ws.series(uid) == {MARCH: 0.0, APRIL: NOT_APPLICABLE}
    with ws.transaction(msg("clear")) as change:
        change.measure(uid, MARCH, None)
    assert ws.series(uid) == {APRIL: NOT_APPLICABLE}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(ws: Workspace, value: float) -> None:
    uid = add_input(ws)
    with pytest.raises(BadInput), ws.transaction(msg("measure")) as change:
        change.measure(uid, MARCH, value)
    with pytest.raises(BadInput), ws.transaction(msg("measure")) as change:
        change.measure_many(uid, [(MARCH, 1.0), (APRIL, value)])
    with pytest.raises(BadInput), ws.transaction(msg("weigh")) as change:
        change.add(Objective(new_uid(), weight=value))
    assert ws.series(uid) == {}
    assert ws.checking.problems() == []


def test_odd_numbers_and_texts_survive_the_check(ws: Workspace) -> None:
    uid = add_input(ws)
    with ws.transaction(msg("odd “{x}”", x="\udc80")) as change:
        change.measure(uid, MARCH, -0.0)
        change.measure(uid, APRIL, 5e-324)
        change.add(Person(new_uid(), name="lone \udcff surrogate"))
    with pytest.raises(BadInput), ws.transaction(msg("huge")) as change:
        change.set(Input, uid, decimals=2**80)
    assert ws.checking.problems() == []


def test_a_node_cannot_go_below_itself(ws: Workspace) -> None:
    top = add_objective(ws, "top")
    below = add_objective(ws, "below", top)
    before = len(ws.history.entries())
    with pytest.raises(RuleBroken), ws.transaction(msg("move")) as change:
        change.move(top, below, "a0")
    with pytest.raises(RuleBroken), ws.transaction(msg("move")) as change:
        change.move(top, top, "a0")
    assert len(ws.history.entries()) == before
    assert ws.find_node(top) == Objective(top, title="top", order="a0")


def added(ws: Workspace, rows: list[Objective]) -> None:
    """Enter rows in one change; one that is there by then is moved."""
    with ws.transaction(msg("rows")) as change:
        for row in rows:
            change.add(row)


def test_a_circle_is_refused_among_nodes_that_are_made_in_the_same_change(ws: Workspace) -> None:
    upper, lower = Objective(new_uid(), title="upper", order="a0"), Objective(new_uid(), title="lower", order="a0")
    below, above = replace(lower, parent=upper.uid), replace(upper, parent=lower.uid)
    for rows in ([below, above], [upper, below, above], [replace(upper, parent=upper.uid)]):
        with pytest.raises(RuleBroken):
            added(ws, rows)
    assert ws.all(Objective) == []


def test_a_deep_chain_made_from_the_top_is_walked_for_none_of_its_nodes(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    walked: list[str] = []
    parent = Writer.parent
    monkeypatch.setattr(Writer, "parent", lambda writer, uid: (walked.append(uid), parent(writer, uid))[1])
    above = None
    with ws.transaction(msg("a chain")) as change:
        for n in range(40):
            above = change.add(Objective(new_uid(), parent=above, title=f"{n}", order="a0"))
    assert not walked


def test_parent_and_child_can_change_places_in_one_go(ws: Workspace) -> None:
    """Whatever their ids: no order of single moves is right for both."""
    for _attempt in range(6):
        top = add_objective(ws, "top")
        below = add_objective(ws, "below", top)
        with ws.transaction(msg("swap")) as change:
            change.move(below, None, "a5")
            change.move(top, below, "a0")
        assert ws.checking.problems() == []
        ws.undo()
        assert [node.uid for node in ws.children(top)] == [below]
        assert ws.checking.problems() == []


def test_a_failing_transaction_leaves_nothing(ws: Workspace) -> None:
    ear = Ear()
    uid = add_objective(ws, "old")
    ws.changed.connect(ear.hear)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(ws, uid)
    assert ws.get(Objective, uid).title == "old"
    assert ws.all(Person) == []
    assert ear.heard == []
    rename(ws, uid, "newer")
    assert ws.checking.problems() == []


def fail_half_way(ws: Workspace, uid: str) -> None:
    with ws.transaction(msg("fail")) as change:
        change.set(Objective, uid, title="new")
        change.add(Person(new_uid(), name="P"))
        raise ZeroDivisionError


def test_the_first_transaction_may_fail_too(desk: Desk) -> None:
    ws = desk.create()
    add_objective(ws, "there")
    ws.close()
    ws = desk.open()
    uid = ws.all(Objective)[0].uid
    with pytest.raises(ZeroDivisionError):
        fail_half_way(ws, uid)
    add_objective(ws, "fine")
    assert ws.checking.problems() == []


def test_what_stays_the_same_writes_nothing(ws: Workspace) -> None:
    uid, ear = add_objective(ws, "same"), Ear()
    measured = add_input(ws)
    with ws.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, 1.0)
    before = len(ws.history.entries())
    ws.changed.connect(ear.hear)
    with ws.transaction(msg("nothing")) as change:
        change.set(Objective, uid, title="same", weight=1.0)
        change.measure(measured, MARCH, 1.0)
        change.measure(measured, APRIL, None)
        assert change.measure_many(measured, [(MARCH, 1.0), (APRIL, None)]) == 0
    assert (len(ws.history.entries()), ear.heard) == (before, [])


def test_listeners_hear_what_has_changed_after_the_commit(ws: Workspace) -> None:
    ear, uid, gone = Ear(), add_objective(ws, "old"), add_objective(ws, "gone")
    measured = add_input(ws)
    ws.changed.connect(ear.hear)
    with ws.transaction(msg("all")) as change:
        change.set(Objective, uid, title="new", weight=1.0)
        change.delete(Objective, gone)
        added = change.add(Person(new_uid(), name="P"))
        change.measure(measured, MARCH, 3.0)
        assert ear.heard == []
    (changes,) = ear.heard
    assert changes.changed == {(Objective, uid)}
    assert changes.removed == {(Objective, gone)}
    assert changes.added == {(Person, added)}
    assert changes.fields == {uid: {"title"}}
    assert changes.measurements == {measured: {MARCH}}
    assert not changes.everything


def test_a_command_inside_a_transaction_is_part_of_it(ws: Workspace) -> None:
    with ws.transaction(msg("outer")):
        first, second = add_objective(ws, "one"), add_objective(ws, "two")
        assert ws.get(Objective, first).title == "one", "what is done already can be read"
    assert str(ws.undoing.label) == "outer"
    ws.undo()
    assert ws.find(Objective, first) is None and ws.find(Objective, second) is None


def add_and_fail(ws: Workspace) -> None:
    with ws.transaction(msg("outer")) as change:
        add_objective(ws, "one")
        change.delete(Objective, new_uid())


def test_a_failure_inside_takes_everything_back(ws: Workspace) -> None:
    heard: list[Changes] = []

    def listen(changes: Changes) -> None:
        heard.append(changes)

    ws.changed.connect(listen)
    with pytest.raises(NotFound):
        add_and_fail(ws)
    assert ws.all(Objective) == [] and heard == []
    add_objective(ws, "still works")


def test_the_dead_can_not_be_edited(ws: Workspace) -> None:
    uid, measured = add_objective(ws, "x"), add_input(ws)
    with ws.transaction(msg("delete")) as change:
        change.delete(Objective, uid)
        change.delete(Input, measured)
    for act in (
        lambda change: change.set(Objective, uid, title="y"),
        lambda change: change.delete(Objective, uid),
        lambda change: change.move(uid, None, "a0"),
        lambda change: change.measure(measured, MARCH, 1.0),
        lambda change: change.restore(Objective, new_uid()),
    ):
        with pytest.raises(NotFound), ws.transaction(msg("edit")) as change:
            act(change)
    with ws.transaction(msg("restore")) as change:
        change.restore(Objective, uid)
    assert ws.get(Objective, uid).title == "x"


def test_a_row_added_again_is_as_it_was_added(ws: Workspace) -> None:
    uid = library_uid("cycle")
    with ws.transaction(msg("add")) as change:
        change.add(Cycle(uid, start=MARCH.first, closed_on=APRIL.first))
        change.delete(Cycle, uid)
    with ws.transaction(msg("add")) as change:
        change.add(Cycle(uid, start=MARCH.first))
    assert ws.get(Cycle, uid).closed_on is None
    assert ws.checking.problems() == []


# ---- undo and redo -----------------------------------------------------------------------------------


def test_undo_and_redo_survive_a_restart(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "one")
    rename(ws, uid, "two")
    rename(ws, uid, "three")
    ws.undo()
    ws.close()
    ws = desk.open()
    assert (str(ws.undoing.label), str(ws.undoing.redo_label)) == ("rename", "rename")
    ws.undo()
    assert ws.get(Objective, uid).title == "one"
    ws.undo()
    assert ws.find(Objective, uid) is None
    assert ws.undoing.label is None
    for title in ("one", "two", "three"):
        ws.redo()
        assert ws.get(Objective, uid).title == title
    assert ws.redo() is None
    assert ws.checking.problems() == []


def test_a_new_edit_ends_redo(ws: Workspace) -> None:
    uid = add_objective(ws, "one")
    rename(ws, uid, "two")
    ws.undo()
    rename(ws, uid, "other")
    assert ws.redo() is None
    ws.undo()
    assert ws.get(Objective, uid).title == "one"


def test_undo_covers_everything_a_transaction_did(ws: Workspace) -> None:
    top, measured = add_objective(ws, "top"), add_input(ws)
    below, gone = add_objective(ws, "below", top), add_objective(ws, "gone")
    with ws.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, 1.0)
    with ws.transaction(msg("all")) as change:
        change.move(below, None, "a1")
        change.delete(Objective, gone)
        added = change.add(Objective(new_uid(), title="added"))
        change.measure_many(measured, [(MARCH, 2.0), (APRIL, 3.0)])
    done = ws.undo()
    assert done is not None
    assert done.skipped == 0
    assert ws.node(below).parent == top
    assert ws.find(Objective, gone) is not None
    assert ws.find(Objective, added) is None
    assert ws.series(measured) == {MARCH: 1.0}
    ws.redo()
    assert ws.series(measured) == {MARCH: 2.0, APRIL: 3.0}
    assert ws.find(Objective, added) is not None
    assert ws.checking.problems() == []


def test_undo_leaves_what_a_colleague_has_changed_since(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "first")
    rename(ws, uid, "mine")
    ola = desk.open(machine="ola")
    rename(ola, uid, "ola's")
    ws.sharing.refresh()
    done = ws.undo()
    assert done is not None
    assert (done.done, done.skipped) == (0, 1)
    assert ws.get(Objective, uid).title == "ola's"
    assert str(ws.undoing.label) == "add", "what can’t be undone does not block the rest"


def test_history_tells_who_did_what(ws: Workspace) -> None:
    uid = add_objective(ws, "old")
    rename(ws, uid, "new")
    entry = ws.history.entries(limit=1)[0]
    (change,) = ws.history.changes_of(entry.ref)
    assert (entry.author, str(entry.label), entry.cells) == ("kari", "rename", 1)
    assert (change.kind, change.field, change.before, change.after) == (Objective, "title", "old", "new")
    assert [older.ref for older in ws.history.entries(before=entry.ref)] == [
        older.ref for older in ws.history.entries()
    ][1:]


def test_ten_years_of_order_keys_stay_short(ws: Workspace) -> None:
    with ws.transaction(msg("order")) as change:
        key = change.order_between(None, None)
        for _n in range(5000):
            key = change.order_between(key, None)
        assert len(key) < 6
        assert change.order_between("junk!", key) < key
        assert change.order_between(key, key) > key


def test_company_is_one_row(ws: Workspace, tmp_path: Path) -> None:
    assert ws.all(Company) == [ws.company]
    ws.sharing.save_copy(tmp_path / "copy.kpidesk")
    with pytest.raises(FileRefused):
        ws.sharing.save_copy(tmp_path / "copy.kpidesk")


def test_undo_of_adding_a_deleted_row_anew_brings_back_its_former_fields(ws: Workspace) -> None:
    uid = new_uid()
    for title in ("first", "second"):
        with ws.transaction(msg("add")) as change:
            change.add(Objective(uid, title=title))
        if title == "first":
            with ws.transaction(msg("delete")) as change:
                change.delete(Objective, uid)
    ws.undo()
    assert ws.find(Objective, uid) is None
    ws.undo()
    assert ws.get(Objective, uid).title == "first"
    ws.redo()
    ws.redo()
    assert ws.get(Objective, uid).title == "second"
