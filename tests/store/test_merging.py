"""A merge: told before it is done, done with choices, and undone as one."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import Annotation, Input, KeyResult, Objective, Person
from kpidesk.domain.period import Period
from kpidesk.store.db import schema
from kpidesk.store.db.database import Database
from kpidesk.store.log import fold, readback
from kpidesk.text import msg
from kpidesk.workspace import IMPORT, Own, Side, Workspace, new_uid
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")
DAY = Period.parse("2026-03-02")


def sent(desk: Desk, ws: Workspace, machine: str = "ola") -> Workspace:
    """A colleague's copy, open on another machine."""
    copy = desk.folder / f"{machine}.kpidesk"
    ws.sharing.save_copy(copy)
    return desk.open(copy, machine=machine)


def measure(ws: Workspace, uid: str, value: float | None, period: Period = MARCH) -> None:
    with ws.transaction(msg("measure")) as change:
        change.measure(uid, period, value)


def title(ws: Workspace, uid: str) -> str:
    return ws.get(Objective, uid).title


def test_each_change_is_told_with_its_author_and_time(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "old"), add_input(ws)
    measure(ws, measured, 4.0)
    base = desk.now
    ola = sent(desk, ws)
    rename(ola, uid, "new")
    measure(ola, measured, 5.0)
    measure(ola, measured, 7.0, MARCH.next(1))
    jonas = desk.open(ola.path, machine="jonas")
    with jonas.transaction(msg("add")) as change:
        person = change.add(Person(new_uid(), name="Jonas"))
    jonas.close()
    ola.sharing.refresh()
    report = ws.merging.preview(ola.path)
    assert report.base is not None and abs(report.base - base) < dt.timedelta(seconds=5)
    assert report.last_author == "jonas" and report.last_saved is not None
    told = [(person.author, [(c.field, c.before, c.after) for c in person.changes]) for person in report.people]
    assert told == [("ola", [("title", "old", "new"), ("", 4.0, 5.0), ("", None, 7.0)]),
                    ("jonas", [("life", False, True)])]  # fmt: skip
    assert all(change.when is not None and change.ref for change in report.changes)
    assert (report.new_numbers, report.corrected_numbers) == (1, 1)
    assert report.rows[person] == Person(person, name="Jonas"), "what does not exist here yet can be named"
    assert {(gain.kind, gain.before, gain.after) for gain in report.gains} == {(Person, 0, 1), (None, 1, 2)}
    assert title(ws, uid) == "old" and ws.all(Person) == []


def test_the_merged_file_can_be_read_before_anything_is_written(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "old")
    ola = sent(desk, ws)
    rename(ola, uid, "new")
    before = desk.path.read_bytes()
    with ws.merging.trying(ola.path) as (report, merged):
        assert (report.transactions, title(merged, uid), title(ws, uid)) == (1, "new", "old")
    assert desk.path.read_bytes() == before
    assert not list(desk.home().working_copies.glob("*.tmp"))


def test_an_import_of_the_other_side_is_one_line(desk: Desk, ws: Workspace) -> None:
    measured = add_input(ws)
    ola = sent(desk, ws)
    with ola.transaction(msg("import {n} numbers", n=3000), kind=IMPORT) as change:
        change.measure_many(measured, [(DAY.next(n), float(n)) for n in range(3000)])
    report = ws.merging.preview(ola.path)
    assert report.changes == ()
    (line,) = report.imports
    assert (line.author, line.numbers, str(line.label)) == ("ola", 3000, "import 3000 numbers")
    assert report.people[0].imports == (line,)
    assert [backup.reason for backup in ola.backups.listed()].count("import") == 1, "a backup comes ahead of an import"


def test_a_conflict_tells_both_sides_and_what_was_before(desk: Desk, ws: Workspace) -> None:
    with ws.transaction(msg("add")) as change:
        uid = change.add(KeyResult(new_uid(), start=1.0, target=10.0))
    ola = sent(desk, ws)
    for side, target in ((ws, 20.0), (ola, 30.0)):
        with side.transaction(msg("target")) as change:
            change.set(KeyResult, uid, target=target)
    (conflict,) = ws.merging.preview(ola.path).conflicts
    assert [(head.author, head.theirs) for head in conflict.heads] == [("ola", True), ("kari", False)]
    (side,) = conflict.fields
    assert (side.field, side.values, side.base) == ("target", (30.0, 20.0), 10.0)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [(Side.MINE, ("kari's", 1.0)), (Side.THEIRS, ("ola's", 2.0)), (Side.NEWEST, ("kari's", 2.0))],
)
def test_a_preferred_side_settles_every_conflict(
    desk: Desk, ws: Workspace, choice: Side, expected: tuple[str, float]
) -> None:
    uid, measured = add_objective(ws, "old"), add_input(ws)
    ola = sent(desk, ws)
    measure(ws, measured, 1.0)
    rename(ola, uid, "ola's")
    rename(ws, uid, "kari's")
    measure(ola, measured, 2.0)
    ws.merging.merge(ola.path, prefer=choice)
    assert (title(ws, uid), ws.series(measured)[MARCH]) == expected
    assert ws.merging.conflicts() == []
    ola.merging.merge(desk.path)
    assert (title(ola, uid), ola.series(measured)[MARCH]) == expected
    assert ola.merging.conflicts() == [], "the choice travels"


def test_choices_can_differ_and_be_a_value_of_ones_own(desk: Desk, ws: Workspace) -> None:
    one, two, measured = add_objective(ws, "1"), add_objective(ws, "2"), add_input(ws)
    ola = sent(desk, ws)
    for side, name, value in ((ws, "kari", 1.0), (ola, "ola", 2.0)):
        rename(side, one, f"{name} 1")
        rename(side, two, f"{name} 2")
        measure(side, measured, value)
    found = {(conflict.uid, conflict.period): conflict for conflict in ws.merging.preview(ola.path).conflicts}
    choices = {
        found[one, None]: Side.MINE,
        found[two, None].key: Own(fields=(("title", "both 2"),)),
        found[measured, MARCH]: Own(1.5),
    }
    ws.merging.merge(ola.path, choices=choices)
    assert (title(ws, one), title(ws, two), ws.series(measured)[MARCH]) == ("kari 1", "both 2", 1.5)
    assert ws.merging.conflicts() == [] and ws.checking.problems() == []


def test_what_is_not_chosen_is_left_to_review(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "old")
    ola = sent(desk, ws)
    rename(ola, uid, "ola's")
    rename(ws, uid, "kari's")
    ws.merging.merge(ola.path)
    assert ws.merging.open_conflicts() == 1
    ws.merging.settle({ws.merging.conflicts()[0]: Side.THEIRS})
    assert (title(ws, uid), ws.merging.open_conflicts()) == ("ola's", 0)


def test_the_same_name_added_on_both_sides_is_told(desk: Desk, ws: Workspace) -> None:
    ola = sent(desk, ws)
    ours, theirs = add_objective(ws, "Sell more"), add_objective(ola, "sell MORE ")
    (same,) = ws.merging.preview(ola.path).same_names
    assert (same.kind, same.ours, same.theirs) == (Objective, ours, theirs)


def test_notes_on_both_sides_are_both_kept(desk: Desk, ws: Workspace) -> None:
    measured = add_input(ws)
    ola = sent(desk, ws)
    for side, words in ((ws, "kari"), (ola, "ola")):
        with side.transaction(msg("note")) as change:
            change.add(Annotation(new_uid(), about=measured, period=MARCH.code(), text=words))
    assert ws.merging.merge(ola.path).conflicts == ()
    assert {note.text for note in ws.all(Annotation)} == {"kari", "ola"}


# ---- undoing a merge ---------------------------------------------------------------------------------


def test_a_merge_is_one_entry_and_is_undone_as_one(desk: Desk, ws: Workspace) -> None:
    uid, other, measured = add_objective(ws, "old"), add_objective(ws, "gone"), add_input(ws)
    measure(ws, measured, 1.0)
    ola = sent(desk, ws)
    with ola.transaction(msg("much")) as change:
        change.set(Objective, uid, title="ola's")
        change.delete(Objective, other)
        change.add(Objective(new_uid(), title="added"))
        change.measure(measured, MARCH, 2.0)
    rename(ws, uid, "kari's")
    was = [ws.all(Objective), ws.all(Input), ws.series(measured)]
    report = ws.merging.merge(ola.path, prefer=Side.THEIRS)
    assert [ws.all(Objective), ws.all(Input), ws.series(measured)] != was
    entry = ws.history.entries(limit=1)[0]
    assert (entry.kind, entry.ref, str(entry.label)) == (schema.MERGE, report.ref, "merge “ola.kpidesk”")
    assert ws.undoing.label == entry.label
    ws.undoing.undo_merge(report.ref)
    assert [ws.all(Objective), ws.all(Input), ws.series(measured)] == was
    assert ws.checking.problems() == [] and ws.merging.conflicts() == []
    ws.redo()
    assert title(ws, uid) == "ola's" and ws.series(measured) == {MARCH: 2.0}


def test_what_was_done_after_a_merge_stays_when_it_is_undone(desk: Desk, ws: Workspace) -> None:
    one, two = add_objective(ws, "1"), add_objective(ws, "2")
    ola = sent(desk, ws)
    with ola.transaction(msg("both")) as change:
        change.set(Objective, one, title="ola 1")
        change.set(Objective, two, title="ola 2")
        fresh = change.add(Objective(new_uid(), title="fresh"))
    report = ws.merging.merge(ola.path)
    rename(ws, two, "later")
    rename(ws, fresh, "worked on")
    undone = ws.undoing.undo_merge(report.ref)
    assert (title(ws, one), title(ws, two), title(ws, fresh)) == ("1", "later", "worked on")
    assert undone.skipped == 1, "the row that somebody has worked on is reported"


def test_a_merge_of_nothing_but_records_is_not_recorded(desk: Desk, ws: Workspace) -> None:
    ola = sent(desk, ws)
    add_objective(ola, "ola's")
    assert ws.merging.merge(ola.path).ref > 0
    assert ola.merging.merge(desk.path).ref == 0
    assert ws.merging.merge(ola.path).transactions == 0, "two copies come to rest"


def test_a_killed_merge_leaves_nothing_half_done(desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    ola = sent(desk, ws)
    add_objective(ola, "ola's")

    def broken(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpidesk.store.log.transaction.merge_record.record", broken)
    with pytest.raises(KeyboardInterrupt):
        ws.merging.merge(ola.path)
    assert ws.all(Objective) == [] and ws.checking.problems() == []
    monkeypatch.undo()
    assert ws.merging.merge(ola.path).transactions == 1


def test_a_choice_for_what_is_no_conflict_changes_nothing(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "old")
    length = len(ws.history.entries())
    ws.merging.settle({(uid, "objective.title", None): Side.MINE})
    assert len(ws.history.entries()) == length


def test_a_file_in_the_way_is_named(desk: Desk, ws: Workspace, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nothing"):
        ws.merging.preview(tmp_path / "nothing.kpidesk")


def test_more_changes_than_a_statement_can_name_are_merged_undone_and_gone_back_on(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite takes statements of a megabyte; a list of two hundred thousand numbers is longer."""
    made = Database.__init__

    def short(self: Database, path: Path, **keywords: Any) -> None:
        made(self, path, **keywords)
        self.connection.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, 4000)

    uid, moment = add_objective(ws, "old"), desk.now
    ola = sent(desk, ws)
    with ola.sharing.holding():
        for n in range(1000):
            rename(ola, uid, f"{n}")
    monkeypatch.setattr(Database, "__init__", short)
    monkeypatch.setattr(readback, "MOST_LISTED", 100)
    ws.close()
    ws = desk.open()
    report = ws.merging.merge(ola.path)
    assert report.transactions == 1000 and title(ws, uid) == "999"
    ws.undoing.undo_merge(report.ref)
    assert title(ws, uid) == "old"
    ws.redo()
    ws.time.restore(moment)
    assert title(ws, uid) == "old" and ws.checking.problems() == []


def crossed(desk: Desk, ws: Workspace) -> tuple[str, str, Workspace]:
    """Two goals that each side has put under the other: the later move is left out of the tree."""
    one, two = add_objective(ws, "one"), add_objective(ws, "two")
    ola = sent(desk, ws)
    with ws.transaction(msg("move")) as change:
        change.move(two, one, "a0")
    with ola.transaction(msg("move")) as change:
        change.move(one, two, "a0")
    ola.close()
    return one, two, ola


def places(ws: Workspace) -> dict[str, tuple[str | None, str]]:
    return {each.title: (each.parent, each.order) for each in ws.all(Objective)}


def test_an_undo_puts_a_node_back_where_it_was_shown_not_where_a_skipped_move_wanted_it(
    desk: Desk, ws: Workspace
) -> None:
    one, two, ola = crossed(desk, ws)
    assert ws.merging.merge(ola.path).skipped_moves == (one,)
    was = places(ws)
    with ws.transaction(msg("both")) as change:
        change.move(two, None, "a5")
        change.move(one, None, "a7")
    became = places(ws)
    done = ws.undo()
    assert places(ws) == was and done is not None and done.skipped == 0
    ws.redo()
    assert places(ws) == became
    ws.undo()
    assert places(ws) == was and ws.checking.problems() == []


def test_undo_after_undo_comes_to_where_the_tree_stood_before_a_skipped_move(desk: Desk, ws: Workspace) -> None:
    one, two, ola = crossed(desk, ws)
    ws.merging.merge(ola.path)
    was = places(ws)
    for order in ("a3", "a6"):
        with ws.transaction(msg("both")) as change:
            change.move(two, None, order)
            change.move(one, None, order)
    ws.undo()
    ws.undo()
    assert places(ws) == was and ws.checking.problems() == []


def test_a_preferred_side_that_would_close_a_circle_leaves_the_tree_as_it_is(desk: Desk, ws: Workspace) -> None:
    one, _two, ola = crossed(desk, ws)
    with ws.transaction(msg("order")) as change:
        change.move(one, None, "a9")
    report = ws.merging.merge(ola.path, prefer=Side.THEIRS)
    assert [conflict.uid for conflict in report.conflicts] == [one] and ws.merging.conflicts() == []
    assert places(ws)["one"][0] is None and ws.checking.problems() == []


def test_which_moves_are_left_out_is_looked_for_once_after_a_merge(
    desk: Desk, ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, _two, ola = crossed(desk, ws)
    ws.merging.merge(ola.path)
    walks: list[object] = []
    positions = fold.positions
    monkeypatch.setattr(fold, "positions", lambda *of, **named: (walks.append(of), positions(*of, **named))[1])
    for turn in range(3):
        with ws.transaction(msg("move")) as change:
            change.move(one, None, f"a{turn + 3}")
        ws.undoing.undo()
    assert len(walks) == 1, "the node whose move was left out goes back to where the tree had it"
    assert fold.known_skipped(ws._file.database) == set(positions(ws._file.database)[1]) != set()
