"""Tests of the tests: each idea of the store is switched off in turn, and a short history notices.

The histories use the steps of ``store_machine``, whose comparison with a plain fold decides. They all
pass while nothing is switched off. (A sparse random generator once passed three thousand histories
while two real faults survived; so each idea has a history of its own here.)
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator

import pytest

from kpidesk.domain.entities import Input
from kpidesk.errors import FileRefused
from tests.random import mutants
from tests.random.store_machine import PERIODS, Machines

FIRST, SECOND = 0, 1
"""The two objectives that every history starts with, by their place among the living."""


def lost_future_returns(m: Machines) -> None:
    m.reopen(i=0)
    m.restored_future(i=0, j=1, k=0, v=1)
    m.do_merge(1, 0)
    m.do_merge(0, 1)
    assert m.logs[0] == m.logs[1]


def newer_first(m: Machines) -> None:
    m.edit_on_both(i=0, j=1, k=0, v=1)
    m.do_merge(0, 1)


def measured_newer_first(m: Machines) -> None:
    m.measure(i=0, k=0, period=PERIODS[0], v=1.5)
    m.measure(i=1, k=0, period=PERIODS[0], v=2.5)
    m.do_merge(0, 1)


def slow_clock_edits_later(m: Machines) -> None:
    m.edit(i=1, k=0, v=2, n=0)
    m.do_merge(1, 0)


def form_kept_open(m: Machines) -> None:
    m.open_form(i=0, k=0)
    m.edit(i=1, k=0, v=2, n=0)
    m.do_merge(0, 1)
    m.save_form(v=1)


def settled(m: Machines) -> None:
    newer_first(m)
    m.settle(i=0, k=0, side=0)


def moved(m: Machines) -> None:
    m.move(i=0, k=0, k2=2, v=3)
    m.do_merge(1, 0)


def deleted_against_edit(m: Machines) -> None:
    m.delete_against_edit(i=0, j=1, k=0, v=1)


def deleted(m: Machines) -> None:
    m.delete(i=0, k=0)
    m.do_merge(1, 0)


def crossed(m: Machines) -> None:
    m.cross_move(i=0, j=1, k=FIRST, k2=SECOND)


def undone_into_a_circle(m: Machines) -> None:
    m.move(i=0, k=0, k2=2, v=1)
    m.do_merge(1, 0)
    m.move(i=0, k=0, k2=0, v=0)
    m.do_merge(1, 0)
    m.move(i=1, k=2, k2=0, v=1)
    m.do_merge(0, 1)
    m.revert_one(i=0, k=0)


def changed_places(m: Machines) -> None:
    m.move(i=0, k=2, k2=0, v=1)
    m.swap(i=0, k=SECOND, k2=FIRST)
    m.do_merge(1, 0)


def measured_twice(m: Machines) -> None:
    m.measure(i=1, k=0, period=PERIODS[0], v=1.5)
    m.measure(i=1, k=0, period=PERIODS[0], v=2.5)
    m.do_merge(0, 1)


def undone_after_a_colleague(m: Machines) -> None:
    m.edit(i=0, k=0, v=1, n=0)
    m.do_merge(1, 0)
    m.edit(i=1, k=0, v=2, n=0)
    m.do_merge(0, 1)
    m.revert_one(i=0, k=0)


def undone_beside_a_colleague(m: Machines) -> None:
    m.edit(i=0, k=0, v=1, n=0)
    m.put_over(i=1, j=0)
    m.edit(i=1, k=0, v=2, n=0)
    m.put_over(i=0, j=1)
    m.take_back(i=0)


def merge_undone(m: Machines) -> None:
    m.edit(i=0, k=0, v=1, n=0)
    m.measure(i=0, k=0, period=PERIODS[0], v=1.5)
    m.edit(i=1, k=0, v=2, n=0)
    m.measure(i=1, k=0, period=PERIODS[0], v=2.5)
    was = m.shown(1)
    m.do_merge(1, 0)
    m.take_back(i=1)
    assert m.shown(1) == was


def undone_on_a_buried_row(m: Machines) -> None:
    m.edit(i=0, k=0, v=1, n=0)
    m.do_merge(1, 0)
    m.delete(i=1, k=0)
    m.do_merge(0, 1)
    m.revert_one(i=0, k=0)


def added_anew(m: Machines) -> None:
    m.add_from_library(i=0, k=1)
    m.edit(i=0, k=5, v=1, n=1)
    m.delete(i=0, k=5)
    m.add_from_library(i=0, k=1)


def adding_anew_undone(m: Machines) -> None:
    m.add_from_library(i=0, k=1)
    was = m.shown(0)
    m.delete(i=0, k=5)
    m.add_from_library(i=0, k=1)
    m.take_back(i=0)
    m.take_back(i=0)
    assert m.shown(0) == was


def gone_back(m: Machines) -> None:
    m.delete(i=0, k=4)
    m.backup(i=0)
    m.edit(i=0, k=0, v=1, n=0)
    m.move(i=0, k=0, k2=2, v=1)
    m.create(i=0, k=0, kind=Input)
    m.go_back(i=0, k=0)


def file_put_over_ours(m: Machines) -> None:
    m.edit(i=1, k=0, v=1, n=0)
    m.put_over(i=0, j=1)


def undone_twice(m: Machines) -> None:
    was = m.shown(0)
    m.edit(i=0, k=0, v=1, n=0)
    m.edit(i=0, k=0, v=2, n=0)
    m.measure(i=0, k=0, period=PERIODS[0], v=1.5)
    m.measure(i=0, k=0, period=PERIODS[0], v=2.5)
    for _n in range(4):
        m.take_back(i=0)
    assert m.shown(0) == was


def a_value_changed_on_the_way(m: Machines) -> None:
    m.edit(i=1, k=0, v=1, n=0)
    m.ws[1].sharing.publish()
    connection = sqlite3.connect(m.path(1))
    connection.execute("UPDATE op SET val = 'forged' WHERE val = 'v1'")
    connection.commit()
    connection.close()
    with pytest.raises(FileRefused):
        m.ws[0].merging.merge(m.path(1))
    m.ws[1].sharing.publish()


History = Callable[[Machines], None]
KILLS: tuple[tuple[mutants.Patch, History], ...] = (
    (mutants.session_kept_across_copies, lost_future_returns),
    (mutants.winner_by_arrival, newer_first),
    (mutants.measurement_by_arrival, measured_newer_first),
    (mutants.ties_by_ordinal, slow_clock_edits_later),
    (mutants.prev_is_what_is_there_now, form_kept_open),
    (mutants.no_acknowledgements, settled),
    (mutants.register_in_pieces, moved),
    (mutants.delete_always_wins, deleted_against_edit),
    (mutants.delete_never_wins, deleted),
    (mutants.cycles_allowed, crossed),
    (mutants.undo_past_the_guard, undone_into_a_circle),
    (mutants.moves_taken_singly, changed_places),
    (mutants.overwritten_measurements_dropped, measured_twice),
    (mutants.superseded_not_united, measured_twice),
    (mutants.undo_of_others_work, undone_after_a_colleague),
    (mutants.undo_of_everybody, undone_beside_a_colleague),
    (mutants.merge_forgets_what_it_took, merge_undone),
    (mutants.measurements_kept_after_an_undone_merge, merge_undone),
    (mutants.undo_ignores_undo, undone_twice),
    (mutants.undo_on_buried_rows, undone_on_a_buried_row),
    (mutants.old_values_in_a_new_row, added_anew),
    (mutants.undo_buries_before_it_puts_back, adding_anew_undone),
    (mutants.places_forgotten_on_going_back, gone_back),
    (mutants.rows_forgotten_on_going_back, gone_back),
    (mutants.file_not_pulled, file_put_over_ours),
    (mutants.life_not_refreshed, deleted),
    (mutants.digest_not_checked, a_value_changed_on_the_way),
)
HISTORIES = tuple(dict.fromkeys(history for _patch, history in KILLS))


@pytest.fixture
def machines() -> Iterator[Machines]:
    """Three machines, the first 100 days ahead; nothing is compared at the end but what a history asks."""
    made = Machines()
    made.start(days=[100, 0, -100])
    yield made
    for ws in made.ws:
        ws.sharing.pending = False
        ws.close()
    shutil.rmtree(made.folder)


@pytest.mark.parametrize("history", HISTORIES, ids=lambda history: history.__name__)
def test_history_passes(history: History, machines: Machines) -> None:
    history(machines)
    machines.check(0)


@pytest.mark.parametrize(("mutant", "history"), KILLS, ids=lambda given: given.__name__)
def test_mutant_is_noticed(
    mutant: mutants.Patch, history: History, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    try:
        history(machines)
        machines.check(0)
    except (AssertionError, sqlite3.IntegrityError, FileRefused, pytest.fail.Exception):
        return
    finally:
        monkeypatch.undo()
    pytest.fail(f"nothing noticed: {mutant.__doc__}")
