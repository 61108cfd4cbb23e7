"""The history read in parts: filters, a value's own past, what a merge brought, a look from another thread."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import pytest

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import RuleBroken, StorageFault
from kpidesk.store.log import history_query
from kpidesk.text import msg
from kpidesk.workspace import HistoryFilter, Topic, Workspace, copy_backup, opening
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")
DAY = dt.timedelta(days=1)


def measure(ws: Workspace, uid: str, value: float | None, period: Period = MARCH) -> None:
    with ws.transaction(msg("measure")) as change:
        change.measure(uid, period, value)


def refs(ws: Workspace, wanted: HistoryFilter) -> list[int]:
    """Everything that a filter lets through, read in small parts."""
    read, found = ws.history.trail(wanted), []
    while not read.ended:
        found += [entry.ref for entry in read.more(2, scanned=1)]
    return found


def test_everything_is_told_once_in_whatever_parts_it_is_read(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_query, "PART", 3)
    for n in range(10):
        add_objective(ws, f"goal {n}")
    everything = [entry.ref for entry in ws.history.entries(100)]
    assert refs(ws, HistoryFilter()) == everything
    assert refs(ws, HistoryFilter(topic=Topic.GOALS)) == everything[:10]


def test_a_filter_finds_names_values_persons_and_topics(desk: Desk, ws: Workspace) -> None:
    goal, measured = add_objective(ws, "Øke salget"), add_input(ws)
    rename(ws, goal, "Selge mer")
    measure(ws, measured, 4.0)
    with desk.open(machine="ola") as ola:
        rename(ola, goal, "Selge enda mer")
    ws.sharing.refresh()
    assert len(refs(ws, HistoryFilter(words="øke SALG"))) == 1, "a former name, where it was written"
    assert len(refs(ws, HistoryFilter(words="enda"))) == 3, "every change of the row that is called so"
    assert len(refs(ws, HistoryFilter(author="ola"))) == 1
    assert len(refs(ws, HistoryFilter(author="ola", topic=Topic.NUMBERS))) == 0
    assert [entry.label.text for entry in ws.history.trail(HistoryFilter(topic=Topic.NUMBERS)).more()] == ["measure"]
    assert refs(ws, HistoryFilter(words="finnes ikke")) == []
    assert "ola" in ws.history.everybody()


def test_longer_words_are_looked_for_where_the_shorter_were_found(ws: Workspace, monkeypatch) -> None:
    for title in ("Øke salget", "Øke saldoen", "Dekke huset"):
        add_objective(ws, title)
    shorter = ws.history.trail(HistoryFilter(words="øke sal"))
    with monkeypatch.context() as patched:
        patched.setattr(history_query, "TEXTS", None)  # nothing is read again
        longer = ws.history.trail(HistoryFilter(words="øke salg"), shorter)
    assert [entry.ref for entry in longer.more()] == refs(ws, HistoryFilter(words="øke salg")) != []
    rename(ws, add_objective(ws, "Nytt"), "Øke salgene")
    for words in ("øke salg", "huset"):
        later = ws.history.trail(HistoryFilter(words=words), longer)
        assert [entry.ref for entry in later.more()] == refs(ws, HistoryFilter(words=words)) != []


def test_one_cell_has_a_history_of_its_own(ws: Workspace) -> None:
    goal, measured = add_objective(ws, "one"), add_input(ws)
    rename(ws, goal, "two")
    with ws.transaction(msg("describe")) as change:
        change.set(Objective, goal, description="why")
    measure(ws, measured, 1.0)
    measure(ws, measured, 2.0)
    measure(ws, measured, 3.0, MARCH.next())
    newest = [entry.ref for entry in ws.history.entries(10)]
    assert refs(ws, HistoryFilter(rows=(measured,), what=MARCH)) == newest[1:3]
    assert refs(ws, HistoryFilter(rows=(goal,), what="title")) == [newest[4], newest[6]]
    assert refs(ws, HistoryFilter(rows=(goal,))) == [newest[3], newest[4], newest[6]]
    assert refs(ws, HistoryFilter(rows=("ab" * 16,))) == []


def test_what_changes_changed_is_read_in_one_go_and_large_ones_only_begun(ws: Workspace) -> None:
    goal, measured = add_objective(ws, "one"), add_input(ws)
    rename(ws, goal, "two")
    with ws.transaction(msg("many")) as change:
        change.measure_many(measured, [(MARCH.next(n), float(n)) for n in range(200)])
        change.set(Input, measured, source="book")
    read = ws.history.trail(HistoryFilter()).more()
    told = ws.history.briefs(read)
    assert told[read[0].ref].size == 201 and len(told[read[0].ref].cells) == history_query.BRIEF + 1
    (cell,) = told[read[1].ref].cells
    assert (cell.before, cell.after) == ("one", "two") and told[read[1].ref].size == 1
    for entry in read[1:]:
        assert sorted(map(repr, told[entry.ref].cells)) == sorted(map(repr, ws.history.changes_of(entry.ref)))


def test_a_change_of_very_many_numbers_is_told_as_one_of_few_is(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = add_input(ws), add_input(ws)
    with ws.transaction(msg("many")) as change:
        for uid in (one, other):
            change.measure_many(uid, [(MARCH.next(n), float(n)) for n in range(45)])
    with ws.transaction(msg("again")) as change:
        change.measure_many(one, [(MARCH.next(n), None if n == 3 else float(n + 1)) for n in range(0, 45, 3)])
    measure(ws, other, 7.0)
    read = ws.history.trail(HistoryFilter()).more()
    together = ws.history.briefs(read)
    for at_once in (0, 20, 60):
        monkeypatch.setattr(history_query, "AT_ONCE", at_once)
        assert ws.history.briefs(read) == together, at_once
    assert together[read[2].ref].size == 90 and len(together[read[2].ref].cells) == history_query.BRIEF


def test_what_was_read_beyond_a_limit_comes_next(ws: Workspace) -> None:
    for title in ("one", "two", "three"):
        add_objective(ws, title)
    for wanted in (HistoryFilter(), HistoryFilter(topic=Topic.GOALS)):
        trail, one_by_one = ws.history.trail(wanted), []
        while not trail.ended:
            one_by_one.append([entry.ref for entry in trail.more(1)])
        assert [ref for part in one_by_one for ref in part] == refs(ws, wanted)
        assert max(len(part) for part in one_by_one) == 1


def test_a_merge_tells_how_many_changes_it_brought_and_whose(desk: Desk, ws: Workspace) -> None:
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    with desk.open(copy, machine="ola") as ola:
        add_objective(ola, "a")
        add_objective(ola, "b")
    before = ws.now()
    ref = ws.merging.merge(copy).ref
    assert ref is not None and ws.history.merged_in(ref) == ws.history.merge_after(before)
    assert ws.history.merged_in(ref).count == 2 and ws.history.merged_in(ref).authors == ("ola",)
    theirs = ws.history.trail(HistoryFilter(refs=ws.history.merged_in(ref).refs)).more()
    assert {entry.author for entry in theirs} == {"ola"} and len(theirs) == 2
    assert ws.history.merge_after(ws.now() + DAY) is None
    assert refs(ws, HistoryFilter(topic=Topic.MERGES)) == [ref]
    assert ref not in ws.history.taken_back()
    ws.undo()
    assert ref in ws.history.taken_back()
    ws.redo()
    assert ref not in ws.history.taken_back()
    ws.undoing.revert(ref)
    assert ref in ws.history.taken_back()


def test_the_file_right_before_a_change_and_right_after_it(ws: Workspace) -> None:
    goal = add_objective(ws, "one")
    rename(ws, goal, "two")
    rename(ws, goal, "three")
    middle = ws.history.entries(2)[1]
    with ws.time.around(middle) as (before, after):
        assert before.get(Objective, goal).title == "one" and after.get(Objective, goal).title == "two"
        assert before.today() == middle.when.date()
    assert ws.get(Objective, goal).title == "three"
    assert not list((ws.backups.folder.parent.parent / "work").glob("*.tmp"))


def test_another_thread_reads_while_this_one_writes(ws: Workspace) -> None:
    goal = add_objective(ws, "one")
    found: list[object] = []

    def look() -> None:
        reader = ws.handles.apart()
        found.extend([reader.get(Objective, goal).title, reader.checking.problems(), reader.read_only])
        with pytest.raises(StorageFault):
            rename(reader, goal, "no")
        reader.close()

    thread = threading.Thread(target=look)
    thread.start()
    rename(ws, goal, "two")
    thread.join()
    assert found[0] in ("one", "two") and found[1:] == [[], True]
    assert ws.get(Objective, goal).title == "two" and ws.path.exists()


def test_the_beginning_of_the_file_cannot_be_taken_back(ws: Workspace) -> None:
    (*_later, first) = ws.history.entries(100)
    with pytest.raises(RuleBroken, match="began"):
        ws.undoing.revert(first.ref)
    assert ws.company.name and len(ws.history.entries(100)) == 1


def test_what_a_preview_worked_out_is_used_only_while_it_holds(desk: Desk, ws: Workspace) -> None:
    goal = add_objective(ws, "one")
    moment = desk.now
    desk.now += DAY
    rename(ws, goal, "two")
    preview = ws.time.preview(moment)
    ws.time.restore(moment, preview=preview)
    assert ws.get(Objective, goal).title == "one"
    ws.undo()
    preview = ws.time.preview(moment)
    other = add_objective(ws, "new since the preview")
    ws.time.restore(moment, preview=preview)
    assert ws.find(Objective, other) is None and ws.get(Objective, goal).title == "one"


def test_a_look_at_the_past_refuses_every_change_in_words_of_its_own(desk: Desk, ws: Workspace) -> None:
    goal = add_objective(ws, "one")
    moment = desk.now
    desk.now += DAY
    rename(ws, goal, "two")
    then = ws.time.open_past(ws.time.copy_past(moment), moment)
    assert then.get(Objective, goal).title == "one" and then.today() == moment.date()
    with pytest.raises(StorageFault, match="how the file was"):
        rename(then, goal, "no")
    with pytest.raises(StorageFault, match="how the file was"):
        then.undo()
    then.close()
    with pytest.raises(StorageFault):
        then.handles.apart()
    assert ws.get(Objective, goal).title == "two" and not list(desk.home().working_copies.glob("*.tmp"))


def test_backups_are_copied_to_another_folder_too(desk: Desk, ws: Workspace, tmp_path: Path) -> None:
    disk = tmp_path / "usb"
    disk.mkdir()
    ws.backups.make("daily")
    (newest,) = ws.backups.listed()
    copied = copy_backup(newest, disk / "ours")
    assert copied.read_bytes() == newest.path.read_bytes()
    assert copy_backup(newest, disk / "ours") == copied, "a second time it is there already"
    with pytest.raises(StorageFault, match="could not be copied"):
        copy_backup(newest, tmp_path / "removed" / "ours")


def test_a_rescue_tells_what_it_found_and_where_the_damaged_file_is(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws.backups.make("daily")
    ws.close()
    desk.path.write_bytes(b"broken")
    with opening.rescue(desk.path, home=desk.home(), clock=desk.clock) as again:
        told = again.rescued
    assert told is not None and told.working and told.backup is not None
    assert told.aside is not None and told.aside.read_bytes() == b"broken"
    assert told.newest is not None and abs(told.newest - desk.now) < DAY


def test_a_merge_is_taken_back_by_a_plan_only_while_the_plan_holds(desk: Desk, ws: Workspace) -> None:
    copy, goal = desk.folder / "sent.kpidesk", add_objective(ws, "one")
    ws.sharing.save_copy(copy)
    with desk.open(copy, machine="ola") as ola:
        rename(ola, goal, "ola's")
    ref = ws.merging.merge(copy).ref
    assert ref is not None
    plan = ws.undoing.plan_undoing(ref)
    later = add_objective(ws, "later")
    assert ws.undoing.revert(ref, plan=plan).done == 1
    assert ws.get(Objective, goal).title == "one" and ws.find(Objective, later) is not None
    ws.undo()
    assert ws.get(Objective, goal).title == "ola's"
    assert ws.undoing.revert(ref, plan=ws.undoing.plan_undoing(ref)).done == 1
    assert ws.get(Objective, goal).title == "one" and ws.checking.problems() == []
