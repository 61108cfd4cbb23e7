"""The numbers of an open file are kept in columns, and what is kept is always what stands in the file."""

from __future__ import annotations

import random

import pytest

from kpidesk.domain.entities import NOT_APPLICABLE, Company, Input
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.series.column import Column
from kpidesk.text import msg
from kpidesk.workspace import Workspace, columns, new_uid
from tests.store.conftest import Desk, add_input

MONTHS = [Period.parse("2024-01").next(n) for n in range(24)]


def measure(ws: Workspace, uid: str, cells) -> None:
    with ws.transaction(msg("measure")) as change:
        change.measure_many(uid, cells)


def agree(ws: Workspace) -> None:
    """What is kept is what the file answers."""
    uids = [each.uid for each in ws.all(Input)]
    read = ws.series_many(uids)
    assert {uid: dict(series) for uid, series in ws.columns(uids).items()} == read
    assert {uid: list(series) for uid, series in ws.columns(uids).items()} == {uid: list(read[uid]) for uid in uids}


def fail(ws: Workspace, uid: str) -> None:
    """A change that sees what it has written so far, and does not come about."""
    with ws.transaction(msg("fail")) as change:
        change.measure(uid, MONTHS[2], 3.0)
        assert ws.columns([uid])[uid].get(MONTHS[2]) == 3.0
        raise ZeroDivisionError


def test_numbers_without_a_gap_are_a_column(ws: Workspace) -> None:
    uid = add_input(ws)
    measure(ws, uid, [(month, float(n)) for n, month in enumerate(MONTHS)])
    series = ws.columns([uid])[uid]
    assert isinstance(series, Column) and series.whole
    assert (series.first, series.cells) == (MONTHS[0], tuple(float(n) for n in range(24)))


def test_gaps_blanks_and_marks_stand_in_their_places(ws: Workspace) -> None:
    uid = add_input(ws)
    measure(ws, uid, [(MONTHS[1], 1.0), (MONTHS[2], 2.0), (MONTHS[4], NOT_APPLICABLE), (MONTHS[5], 5.0)])
    measure(ws, uid, [(MONTHS[1], None), (MONTHS[0], 0.0), (MONTHS[6], 6.0), (MONTHS[6], None)])
    series = ws.columns([uid])[uid]
    assert isinstance(series, Column) and series.marked
    assert (series.first, series.cells) == (MONTHS[0], (0.0, None, 2.0, None, NOT_APPLICABLE, 5.0))
    agree(ws)


def test_numbers_of_two_lengths_are_no_column(ws: Workspace) -> None:
    uid = add_input(ws)
    weeks = [Period.parse("2024-W02").next(n) for n in range(4)]
    measure(ws, uid, [(week, 1.0) for week in weeks])
    measure(ws, uid, [(Period.parse("2024-01-24"), 2.0)])
    assert isinstance(ws.columns([uid])[uid], dict)
    agree(ws)


def test_an_edit_reads_its_own_input_again_and_no_other(ws: Workspace) -> None:
    uids = [add_input(ws, key) for key in ("a", "b", "c")]
    for uid in uids:
        measure(ws, uid, [(month, 1.0) for month in MONTHS])
    ws.columns(uids)
    before = ws._file.columns.reads
    ws.columns(uids)
    assert ws._file.columns.reads == before
    measure(ws, uids[1], [(MONTHS[3], 7.0)])
    assert ws.columns(uids)[uids[1]].get(MONTHS[3]) == 7.0
    assert ws._file.columns.reads == before + 1


def test_undo_redo_and_what_fails_leave_nothing_old(ws: Workspace) -> None:
    uid = add_input(ws)
    measure(ws, uid, [(month, 1.0) for month in MONTHS])
    agree(ws)
    measure(ws, uid, [(MONTHS[2], 9.0)])
    agree(ws)
    ws.undo()
    assert ws.columns([uid])[uid].get(MONTHS[2]) == 1.0
    ws.redo()
    assert ws.columns([uid])[uid].get(MONTHS[2]) == 9.0
    with pytest.raises(ZeroDivisionError):
        fail(ws, uid)
    assert ws.columns([uid])[uid].get(MONTHS[2]) == 9.0
    agree(ws)


def test_whoever_listens_to_a_change_reads_the_new_number(ws: Workspace) -> None:
    uid = add_input(ws)
    measure(ws, uid, [(month, 1.0) for month in MONTHS])

    class Listener:
        def heard(self, _changes) -> None:
            self.seen = ws.columns([uid])[uid].get(MONTHS[0])

    listener = Listener()
    ws.columns([uid])
    ws.changed.connect(listener.heard)
    measure(ws, uid, [(MONTHS[0], 4.0)])
    assert listener.seen == 4.0


def test_what_another_window_and_a_merge_bring_is_read(desk: Desk, ws: Workspace) -> None:
    uid = add_input(ws)
    measure(ws, uid, [(month, 1.0) for month in MONTHS])
    ws.sharing.publish()
    other = desk.open(machine="ola")
    ws.columns([uid])
    measure(other, uid, [(MONTHS[5], 5.0)])
    other.sharing.publish()
    ws.merging.merge(desk.path)
    assert ws.columns([uid])[uid].get(MONTHS[5]) == 5.0
    agree(ws)
    beside = desk.open()
    measure(beside, uid, [(MONTHS[6], 6.0)])
    ws._file.notice_others()
    assert ws.columns([uid])[uid].get(MONTHS[6]) == 6.0
    agree(ws)


def test_any_edits_in_any_order_are_kept_as_they_stand(ws: Workspace) -> None:
    dice = random.Random(7)
    with ws.transaction(msg("begin")) as change:
        change.set(Company, ws.company.uid, fiscal_year_start=2)
        uids = [change.add(Input(new_uid(), key=f"k{each.value}", frequency=each)) for each in Frequency]
    around = {uid: Period.containing(MONTHS[0].first, ws.get(Input, uid).frequency, 2) for uid in uids}
    for _round in range(60):
        uid = dice.choice(uids)
        cells = [(around[uid].next(dice.randint(0, 12)), dice.choice([None, NOT_APPLICABLE, 0.0, dice.gauss(0, 9)]))]
        measure(ws, uid, cells * dice.choice([1, 1, 0]) or [(around[uid].next(n), 1.0) for n in range(6)])
        if dice.random() < 0.3:
            ws.undo()
        agree(ws)


def test_only_so_many_numbers_are_kept(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    uids = [add_input(ws, key) for key in ("a", "b", "c")]
    for uid in uids:
        measure(ws, uid, [(month, 1.0) for month in MONTHS])
    monkeypatch.setattr(columns, "MOST_NUMBERS", 2 * len(MONTHS))
    ws.columns(uids)
    before = ws._file.columns.reads
    ws.columns(uids[1:])
    assert ws._file.columns.reads == before
    ws.columns(uids[:1])
    assert ws._file.columns.reads == before + 1
    agree(ws)
