"""Going back: to a moment, to a backup, for one value; and making a damaged file anew."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpidesk.domain.entities import KINDS, Input, Kpi, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, FileRefused
from kpidesk.store.db import schema
from kpidesk.store.log.history import safe_label
from kpidesk.text import Message, msg, using
from kpidesk.wording.restored import restored_words, taken_words
from kpidesk.workspace import Carried, Restored, Workspace, new_uid, opening, restored
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")
DAY = dt.timedelta(days=1)


def shown(ws: Workspace) -> list[object]:
    return [*(ws.all(kind) for kind in KINDS), [ws.series(found.uid) for found in ws.all(Input)]]


def worked(desk: Desk, ws: Workspace) -> tuple[list[object], dt.datetime]:
    """A file with a past: what it showed, and when."""
    root = add_objective(ws, "root")
    child, gone, measured = add_objective(ws, "child", root), add_objective(ws, "gone later"), add_input(ws)
    with ws.transaction(msg("measure")) as change:
        change.measure_many(measured, [(MARCH, 1.0), (MARCH.next(1), 2.0)])
    was, moment = shown(ws), desk.now
    desk.now += DAY
    with ws.transaction(msg("turn round")) as change:
        change.move(child, None, "a1")
        change.move(root, child, "a0")
    with ws.transaction(msg("more")) as change:
        change.delete(Objective, gone)
        change.set(Objective, root, title="renamed", description="new")
        change.measure_many(measured, [(MARCH, 9.0), (MARCH.next(1), None), (MARCH.next(2), 3.0)])
        change.add(Kpi(new_uid(), name="new"))
        change.set(Input, measured, opening=5.0, opening_period=MARCH.code())
    return was, moment


def test_the_file_goes_back_to_a_moment_in_one_change_and_forth_again(desk: Desk, ws: Workspace) -> None:
    was, moment = worked(desk, ws)
    now, length = shown(ws), len(ws.history.entries())
    preview = ws.time.preview(moment)
    assert shown(ws) == now, "a preview writes nothing"
    assert preview.later == 2
    fields = {(change.field, change.before, change.after) for change in preview.changes if change.kind is not Input}
    assert {("title", "renamed", "root"), ("life", False, True), ("life", True, False)} <= fields
    measured = {(change.before, change.after) for change in preview.changes if change.period}
    assert measured == {(9.0, 1.0), (None, 2.0), (3.0, None)}
    done = ws.time.restore(moment)
    assert shown(ws) == was and done.skipped == 0
    assert len(ws.history.entries()) == length + 1 and ws.history.entries()[0].kind == schema.RESTORE
    assert [backup.reason for backup in ws.backups.listed()][:1] == ["restore"]
    assert ws.checking.problems() == [] and ws.time.preview(moment).changes == ()
    ws.undo()
    assert shown(ws) == now and ws.checking.problems() == []
    ws.redo()
    assert shown(ws) == was


def test_the_file_goes_back_to_a_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    ws.backups.make("daily")
    was = shown(ws)
    worked(desk, ws)
    (backup, *_older) = ws.backups.listed()
    assert ws.time.preview(backup).later == len(ws.history.entries()) - 2
    ws.time.restore(backup)
    assert shown(ws) == was and ws.checking.problems() == []


def test_one_can_look_around_in_the_past(desk: Desk, ws: Workspace) -> None:
    was, moment = worked(desk, ws)
    now = shown(ws)
    with ws.time.looking_back(moment) as then:
        assert shown(then) == was and then.read_only
    assert shown(ws) == now and not list(desk.home().working_copies.glob("*.tmp"))


def test_before_the_file_there_was_nothing(desk: Desk, ws: Workspace) -> None:
    with pytest.raises(BadInput, match="did not exist"):
        ws.time.restore(desk.now - DAY)


def test_what_a_merge_brought_later_was_not_here_then(desk: Desk, ws: Workspace) -> None:
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    add_objective(ola, "ola's")
    desk.now += DAY
    moment, was = desk.now, shown(ws)
    desk.now += DAY
    ws.merging.merge(copy)
    ws.time.restore(moment)
    assert shown(ws) == was


def test_a_value_tells_its_own_history(desk: Desk, ws: Workspace) -> None:
    uid, measured = add_objective(ws, "first"), add_input(ws)
    rename(ws, uid, "second")
    with desk.open(machine="ola") as ola:
        with ola.transaction(msg("measure")) as change:
            change.measure(measured, MARCH, 4.0)
        rename(ola, uid, "third")
    ws.sharing.refresh()
    with ws.transaction(msg("measure")) as change:
        change.measure(measured, MARCH, None)
    titles = ws.history.of(uid, "title")
    assert [(change.author, change.before, change.after) for change in titles] == [
        ("ola", "second", "third"), ("kari", "first", "second"), ("kari", "", "first"),
    ]  # fmt: skip
    assert ws.history.changes_of(titles[1].ref)[0].after == "second"
    numbers = ws.history.of(measured, MARCH)
    assert [(change.author, change.before, change.after) for change in numbers] == [
        ("kari", 4.0, None), ("ola", None, 4.0),
    ]  # fmt: skip
    assert ws.history.of(measured, MARCH.next(1)) == ws.history.of("ab" * 16, "title") == []


def test_just_one_old_change_is_taken_back(desk: Desk, ws: Workspace) -> None:
    one, two = add_objective(ws, "1"), add_objective(ws, "2")
    with ws.transaction(msg("both")) as change:
        change.set(Objective, one, title="both 1")
        change.set(Objective, two, title="both 2")
    ref = ws.history.entries()[0].ref
    rename(ws, two, "since")
    done = ws.undoing.revert(ref)
    assert (done.done, done.skipped) == (1, 1)
    assert done.left == ((two, "title"),), "what was left is named"
    assert ws.history.of(*done.left[0])[0].after == "since"
    assert {node.title for node in ws.all(Objective)} == {"1", "since"}
    assert str(done.label) == "both"


# ---- a damaged file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", ["cut", "zeroes", "empty"])
def test_a_damaged_file_is_made_anew_and_kept_aside(desk: Desk, ws: Workspace, damage: str) -> None:
    add_objective(ws, "kept")
    ws.close()
    content = desk.path.read_bytes()
    bad = {"cut": content[:6000], "zeroes": bytes(len(content)), "empty": b""}[damage]
    desk.path.write_bytes(bad)
    with pytest.raises(FileRefused):
        desk.open()
    assert desk.path.read_bytes() == bad
    assert opening.lifeline(desk.path, home=desk.home()) is not None
    again = opening.rescue(desk.path, home=desk.home(), clock=desk.clock)
    assert [node.title for node in again.all(Objective)] == ["kept"] and again.checking.problems() == []
    again.close()
    (aside,) = [path for path in desk.folder.iterdir() if ".damaged-" in path.name]
    assert aside.read_bytes() == bad
    assert [node.title for node in desk.open(machine="ola").all(Objective)] == ["kept"]


def test_a_damaged_working_copy_and_a_damaged_file_leave_the_newest_sound_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws.backups.make("daily")
    broken = ws.backups.make("daily")
    ws.close()
    broken.write_bytes(broken.read_bytes()[:5000])
    desk.path.write_bytes(b"")
    (working,) = desk.home().working_copies.glob("*.work")
    working.write_bytes(b"\0" * 8192)
    with opening.rescue(desk.path, home=desk.home(), clock=desk.clock) as again:
        assert [node.title for node in again.all(Objective)] == ["kept"] and again.checking.problems() == []
    assert len(list(working.parent.glob("*.damaged-*"))) == 1


def test_without_anything_to_make_it_from_nothing_is_changed(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "strange.kpidesk"
    path.write_bytes(b"broken")
    assert opening.lifeline(path, home=desk.home()) is None
    with pytest.raises(FileRefused, match="no backup"):
        opening.rescue(path, home=desk.home())
    assert path.read_bytes() == b"broken"


def test_an_upgrade_is_preceded_by_a_backup(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "kept")
    ws._file.database.execute("UPDATE meta SET val = 'older' WHERE key = 'state'")
    ws.close()
    again = desk.open()
    assert "upgrade" in [backup.reason for backup in again.backups.listed()]
    again.close()
    assert [backup.reason for backup in desk.open().backups.listed()].count("upgrade") == 1


# ---- how it is told --------------------------------------------------------------------------------------


def shared(desk: Desk) -> tuple[Workspace, Workspace, dt.datetime]:
    """Kari's file with Ola at it too: a moment, then three changes of Kari's and two of Ola's."""
    kari = desk.create()
    add_objective(kari, "before")
    moment = desk.now
    desk.now += DAY
    for title in ("one", "two", "three"):
        add_objective(kari, title)
    kari.sharing.publish()
    ola = desk.open(machine="ola")
    for title in ("four", "five"):
        add_objective(ola, title)
    ola.sharing.publish()
    return kari, ola, moment


def carried(ws: Workspace) -> Carried:
    """A trip to the shared file, as from a window."""

    def carry() -> Carried:
        worker = ws.sharing.worker()
        try:
            return worker.carry(False)
        finally:
            worker.close()

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(carry).result()
    ws.sharing.note(told)
    return told


def test_a_colleague_hears_of_a_restore_as_one_with_whose_changes_it_took(desk: Desk) -> None:
    kari, ola, moment = shared(desk)
    carried(kari)
    ola.time.restore(moment)
    ola.sharing.publish()
    (told,) = carried(kari).news.restores
    assert (told.author, told.taken, dict(told.by)) == ("ola", 5, {"kari": 3, "ola": 2})
    assert told.then == moment.replace(tzinfo=None, second=0, microsecond=0)
    today = kari.today()
    assert restored_words(told, "kari", today) == (
        "ola has restored the file as it was on 12\xa0March. 5 changes were removed, three of them yours."
    )
    with using("nb"):
        assert restored_words(told, "kari", today).endswith("12.\xa0mars. 5 endringer er tatt bort, tre av dem dine.")
        assert restored_words(told, "per", today).endswith("5 endringer er tatt bort.")


def test_a_merge_preview_tells_of_a_restore_in_the_copy(desk: Desk) -> None:
    kari, ola, moment = shared(desk)
    carried(kari)
    ola.time.restore(moment)
    ola.close()
    desk.open_ones.remove(ola)
    report = kari.merging.preview(desk.path)
    assert [(told.author, told.taken) for told in report.restores] == [("ola", 5)]
    (person,) = [each for each in report.people if each.author == "ola"]
    assert person.restores == report.restores and person.changes


def test_a_restore_that_changes_nothing_there_is_told_all_the_same(desk: Desk) -> None:
    kari, ola, moment = shared(desk)
    carried(kari)
    kari.time.restore(moment)
    ola.time.restore(moment)
    ola.close()
    desk.open_ones.remove(ola)
    assert [person.author for person in kari.merging.preview(desk.path).people if person.restores] == ["ola"]


def test_a_restore_that_was_undone_again_is_not_told(desk: Desk) -> None:
    kari, ola, moment = shared(desk)
    carried(kari)
    ola.time.restore(moment)
    ola.undo()
    ola.sharing.publish()
    news = carried(kari).news
    assert news.transactions == 2 and news.restores == ()


def test_undo_and_history_name_the_time_as_a_person_does(desk: Desk) -> None:
    kari, _ola, moment = shared(desk)
    carried(kari)
    kari.time.restore(moment)
    with using("nb"):
        assert str(kari.history.entries()[0].label) == "gjenopprette filen slik den var 12.\xa0mars 2026\xa009:00"
        undone = kari.undo()
        assert undone is not None and "12.\xa0mars 2026" in str(undone.label) and "2026-03" not in str(undone.label)


@pytest.mark.parametrize(
    "params",
    [{}, {"when": 3}, {"when": "yesterday"}, {"when": "2026-03-12 09:00", "taken": "many", "by": "[1]"},
     {"when": "2026-03-12 09:00", "taken": -4, "by": '{"kari": true}'}, {"when": "2026-03-12 09:00", "by": "{"}],
)  # fmt: skip
def test_what_another_program_has_put_into_a_label_is_no_fault(params: dict[str, object]) -> None:
    label = safe_label(Message("restore the file as it was {when}", params).encode())
    told = restored(1, "ola", dt.datetime(2026, 3, 12, tzinfo=dt.UTC), label)
    assert told.taken == 0 and not told.by
    assert restored_words(told, "kari", dt.date(2026, 3, 13)).startswith("ola has restored")
    assert str(label)


@pytest.mark.parametrize(
    ("taken", "mine", "nb", "en"),
    [
        (1, 0, "1 endring er tatt bort", "1 change was removed"),
        (1, 1, "1 endring er tatt bort, og den var din", "1 change was removed, and it was yours"),
        (3, 3, "3 endringer er tatt bort, alle dine", "3 changes were removed, all of them yours"),
        (14, 1, "14 endringer er tatt bort, én av dem din", "14 changes were removed, one of them yours"),
        (40, 13, "40 endringer er tatt bort, 13 av dem dine", "40 changes were removed, 13 of them yours"),
    ],
)
def test_what_a_restore_took_is_counted_in_words(taken: int, mine: int, nb: str, en: str) -> None:
    told = Restored(1, "Ola", dt.datetime(2026, 3, 12, tzinfo=dt.UTC), None, taken, {"Kari": mine})
    assert taken_words(told, "Kari") == en
    with using("nb"):
        assert taken_words(told, "Kari") == nb
