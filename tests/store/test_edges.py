"""Where a check begins and ends: each of these holds one comparison of the store at its very edge."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import Objective
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused
from kpidesk.store.db import encryption
from kpidesk.store.db.database import Database
from kpidesk.store.files import snapshot, verify, vet
from kpidesk.store.sync.shared_file import refuse_absurd_clock
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")


@pytest.fixture
def sent(desk: Desk, ws: Workspace) -> Path:
    """A copy whose only session holds three transactions after the first."""
    uid = add_objective(ws, "0")
    rename(ws, uid, "1")
    rename(ws, uid, "2")
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    return copy


def altered(path: Path, *statements: str) -> Path:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def why_refused(path: Path) -> str:
    """Without digests, so that nothing but the check of the rows can refuse it."""
    with pytest.raises(FileRefused) as told:
        vet.vet(path, path, digests=False)
    return told.value.details


def test_the_rows_of_an_honest_copy_pass(sent: Path) -> None:
    vet.vet(sent, sent, digests=False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE txn SET n = 0 WHERE n = 1",
        "UPDATE txn SET n = 9 WHERE n = (SELECT max(n) FROM txn)",
        "UPDATE txn SET n = n + 100",
    ],
    ids=["from zero", "a hole before the last", "not from one"],
)
def test_the_numbers_of_a_session_run_from_one_without_a_hole(sent: Path, statement: str) -> None:
    assert why_refused(altered(sent, statement)) == "a gap in a session"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE session SET uid = substr(uid, 2)", "a session without a proper id"),
        ("UPDATE session SET uid = CAST(uid || uid AS BLOB)", "a session without a proper id"),
        ("UPDATE row SET uid = substr(uid, 2) WHERE ord = 2", "a row without a proper id"),
        ("UPDATE row SET uid = zeroblob(17) WHERE ord = 2", "a row without a proper id"),
        ("UPDATE row SET tab = -1 WHERE ord = 2", "a row without a proper id"),
        ("UPDATE txn SET session = 9 WHERE n = 4", "a transaction without its session"),
        ("UPDATE txn SET wall = -1 WHERE n = 2", "a transaction at no time"),
        ("UPDATE txn SET wall = 253402300799001 WHERE n = 2", "a transaction at no time"),
        ("UPDATE txn SET hlc = -1 WHERE n = 1", "a transaction at no time"),
        ("UPDATE txn SET hlc = 4611686018427387905 WHERE n = 4", "a transaction at no time"),
    ],
)
def test_each_id_has_its_length_and_each_change_its_session_and_time(sent: Path, statement: str, problem: str) -> None:
    assert why_refused(altered(sent, statement)) == problem


def test_the_first_and_the_last_moment_that_there_are_pass(sent: Path) -> None:
    altered(sent, "UPDATE txn SET wall = 0, hlc = 0 WHERE n = 1")
    altered(sent, "UPDATE txn SET wall = 253402300799000, hlc = 4611686018427387904 WHERE n = 4")
    vet.vet(sent, sent, digests=False)


def test_two_changes_of_a_session_never_share_a_moment(sent: Path) -> None:
    same = "UPDATE txn SET hlc = (SELECT hlc FROM txn t WHERE t.n = 2) WHERE n = 3"
    assert why_refused(altered(sent, same)) == "a transaction out of its session's order"


def test_ten_years_ahead_are_taken_and_a_millisecond_more_is_not(sent: Path, desk: Desk) -> None:
    with contextlib.closing(sqlite3.connect(sent)) as connection:
        newest = connection.execute("SELECT max(hlc) FROM txn").fetchone()[0] >> 16
    edge = dt.datetime.fromtimestamp(newest / 1000, dt.UTC) - dt.timedelta(days=3650)
    refuse_absurd_clock(sent, sent, edge, encryption.NO_KEYS)
    with pytest.raises(FileRefused, match="ten years"):
        refuse_absurd_clock(sent, sent, edge - dt.timedelta(milliseconds=1), encryption.NO_KEYS)


def test_an_absurd_clock_is_met_at_opening_and_at_merging(sent: Path, ws: Workspace, desk: Desk) -> None:
    desk.now -= dt.timedelta(days=3660)
    for act in (
        lambda: desk.open(sent, machine="new"),
        lambda: ws.merging.merge(sent),
        lambda: ws.merging.preview(sent),
    ):
        with pytest.raises(FileRefused, match="ten years"):
            act()


@dataclass
class Tied:
    """Two machines that have changed a title and a number in the same millisecond, and know of each other."""

    machines: tuple[Workspace, Workspace]
    title: str
    number: str
    wins: str
    loses: str

    def titles(self) -> set[str]:
        return {each.get(Objective, self.title).title for each in self.machines}

    def numbers(self) -> set[object]:
        return {each.series(self.number)[MARCH] for each in self.machines}


@pytest.fixture
def tied(desk: Desk, ws: Workspace) -> Tied:
    uid, source = add_objective(ws, "before"), add_input(ws)
    copy = desk.folder / "copy.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    still = desk.now + dt.timedelta(days=1)
    for each, name in ((ws, "kari"), (ola, "ola")):
        each._file.clock = lambda: still
        with each.transaction(msg("of {name}", name=name)) as change:
            change.set(Objective, uid, title=name)
            change.measure(source, MARCH, float(len(name)))
    (hers, her_session), (his, his_session) = (newest(each) for each in (ws, ola))
    assert hers == his, "the stamps tie"
    ws.merging.merge(copy)
    ola.merging.merge(ws.path)
    wins, loses = ("kari", "ola") if her_session > his_session else ("ola", "kari")
    return Tied((ws, ola), uid, source, wins, loses)


def test_of_two_numbers_at_one_moment_the_same_one_wins_everywhere(tied: Tied) -> None:
    assert tied.titles() == {tied.wins} and tied.numbers() == {float(len(tied.wins))}


def test_undo_after_a_tie_puts_back_what_was_shown(tied: Tied) -> None:
    for each in tied.machines:
        with each.transaction(msg("later")) as change:
            change.set(Objective, tied.title, title="later")
            change.measure(tied.number, MARCH, 9.0)
        each.undo()
    assert tied.titles() == {tied.wins} and tied.numbers() == {float(len(tied.wins))}


def test_going_back_to_a_tie_comes_to_what_was_shown(tied: Tied) -> None:
    for each in tied.machines:
        tie = each.now()
        each._file.clock = lambda later=tie + dt.timedelta(hours=2): later
        with each.transaction(msg("later")) as change:
            change.set(Objective, tied.title, title="later")
            change.measure(tied.number, MARCH, 9.0)
        each.time.restore(tie + dt.timedelta(hours=1))
    assert tied.titles() == {tied.wins} and tied.numbers() == {float(len(tied.wins))}


def test_a_tie_is_told_in_the_same_order_everywhere(tied: Tied) -> None:
    """The history of the file and of a cell, newest first, and the sides of the conflict."""
    told = []
    for each in tied.machines:
        labels = [str(entry.label) for entry in each.history.entries() if str(entry.label).startswith("of ")]
        titles = [change.after for change in each.history.of(tied.title, "title")]
        numbers = [change.after for change in each.history.of(tied.number, MARCH)]
        heads = [[head.value for head in conflict.heads] for conflict in each.merging.conflicts()]
        told.append((labels, titles[:2], numbers[:2], heads))
    assert told[0] == told[1]
    labels, titles, numbers, heads = told[0]
    assert labels == [f"of {tied.wins}", f"of {tied.loses}"]
    assert titles == [tied.wins, tied.loses] and numbers == [len(tied.wins), len(tied.loses)]
    assert [tied.wins, tied.loses] in heads


def newest(ws: Workspace) -> tuple[int, bytes]:
    query = "SELECT t.hlc, s.uid FROM txn t JOIN session s ON s.ord = t.session ORDER BY t.hlc DESC LIMIT 1"
    found: tuple[int, bytes] = ws._file.database.execute(query).fetchone()
    return found


def test_a_snapshot_is_durable_before_it_stands_and_its_folder_after(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace = os.fsync, os.replace

    def synced(handle: int) -> None:
        fsync(handle)
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")

    def replaced(*paths: Path) -> None:
        replace(*paths)
        done.append("replaced")

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("no way to tell a folder's handle here")
    monkeypatch.setattr(snapshot.os, "fsync", synced)
    monkeypatch.setattr(snapshot.os, "replace", replaced)
    snapshot.write_snapshot(ws._file.database, ws.path)
    assert done == ["file", "replaced", "folder"]


def test_what_comes_in_during_a_check_is_no_fault_of_the_file(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A colleague's change between two looks at the values would read as values that do not follow from the log."""
    looked: list[bool] = []
    look, compare = verify.state_of, verify.mismatches

    def compared(connection: sqlite3.Connection) -> Iterator[int]:
        looked.append(connection.in_transaction)
        return compare(connection)

    def watched(database: Database) -> dict[str, list[Any]]:
        looked.append(database.connection.in_transaction)
        return look(database)

    monkeypatch.setattr(verify, "state_of", watched)
    monkeypatch.setattr(verify, "mismatches", compared)
    assert ws.checking.problems() == [] and looked == [True] * 3, "every look is in one transaction"
