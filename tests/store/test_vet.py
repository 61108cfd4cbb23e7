"""Files that are damaged, foreign, hostile or newer are refused with a sentence, and nothing changes."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from kpidesk.domain.entities import Input, Objective
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused, StorageFault, UserError
from kpidesk.store.db import schema
from kpidesk.store.files import vet
from kpidesk.store.log import readback
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests.store.conftest import Desk, add_input, add_objective, rename

MARCH = Period.parse("2026-03")


@pytest.fixture
def sent(desk: Desk, ws: Workspace) -> Path:
    """A copy with something of everything, made by a colleague."""
    copy = desk.folder / "sent.kpidesk"
    ws.sharing.save_copy(copy)
    ola = desk.open(copy, machine="ola")
    with ola.sharing.holding():
        uid, measured, imported = add_objective(ola, "goal"), add_input(ola), add_input(ola)
        rename(ola, uid, "renamed")
        with ola.transaction(msg("measure")) as change:
            change.measure_many(measured, [(MARCH.next(n), float(n)) for n in range(40)])
        with ola.transaction(msg("measure")) as change:
            change.measure(measured, MARCH, 7.0)
        ola.undo()
        with ola.transaction(msg("import")) as change:
            change.measure_many(imported, [(MARCH.next(n), n + 0.25) for n in range(4)])
    ola.close()
    return copy


def rewrite(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"SQLite format 3\x00", b"PK\x03\x04" + b"x" * 5000, b"SQLite format 3\x00" + b"\0" * 5000],
    ids=["empty", "text", "header only", "zip", "zeroes"],
)
def test_a_file_of_another_kind_is_refused(desk: Desk, ws: Workspace, content: bytes) -> None:
    path = desk.folder / "foreign.kpidesk"
    path.write_bytes(content)
    for act in (lambda: desk.open(path), lambda: ws.merging.merge(path)):
        with pytest.raises(FileRefused, match="not a KPI Desk file"):
            act()
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused(desk: Desk) -> None:
    path = desk.folder / "other.kpidesk"
    rewrite(path, "CREATE TABLE contacts(name)", "PRAGMA application_id = 1234")
    with pytest.raises(FileRefused, match="not a KPI Desk file"):
        desk.open(path)


def test_a_missing_file_and_a_folder_are_refused(desk: Desk) -> None:
    with pytest.raises(FileRefused, match="not there"):
        desk.open(desk.folder / "nothing.kpidesk")
    with pytest.raises(FileRefused):
        desk.open(desk.folder)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_refused(desk: Desk, sent: Path, share: float) -> None:
    content = sent.read_bytes()
    sent.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(FileRefused):
        desk.open(sent, machine="new")


@pytest.mark.parametrize(("place", "value"), [(18, 77), (19, 77), (59, 2), (59, 3), (59, 4)])
def test_a_header_of_another_format_or_encoding_is_refused(
    desk: Desk, ws: Workspace, sent: Path, place: int, value: int
) -> None:
    content = bytearray(sent.read_bytes())
    content[place] = value
    sent.write_bytes(content)
    for act in (lambda: desk.open(sent, machine="new"), lambda: ws.merging.merge(sent)):
        with pytest.raises(FileRefused, match="damaged"):
            act()


HOSTILE = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON op BEGIN DELETE FROM op; END",
    "view": "CREATE VIEW s_view AS SELECT 1",
    "virtual table": "CREATE VIRTUAL TABLE s_words USING fts5(x)",
    "index with code": "CREATE INDEX s_i ON op(abs(val))",
    "extra table": "CREATE TABLE more(x)",
    "lost table": "DROP TABLE ack",
    "lost column": "ALTER TABLE txn DROP COLUMN label",
    "no workspace id": "DELETE FROM meta WHERE key = 'workspace'",
    "text as reader": "UPDATE meta SET val = 'x' WHERE key = 'min_reader'",
    "txn without session": "UPDATE txn SET session = 999 WHERE ord = 2",
    "txn at no time": "UPDATE txn SET wall = 9000000000000000 WHERE ord = 2",
    "stamp at the end of time": "UPDATE txn SET hlc = 9223372036854775807 WHERE ord = (SELECT max(ord) FROM txn)",
    "gap in a session": "UPDATE txn SET n = 99 WHERE ord = 2",
    "undo of nothing": "UPDATE txn SET undo_of = 999 WHERE ord = 2",
    "op without row": "UPDATE op SET row = 999 WHERE txn = 2",
    "op without field": "UPDATE op SET field = 999 WHERE val = 'renamed'",
    "op that replaces nothing": "UPDATE op SET prev = 999 WHERE txn = 2",
    "op with a blob": "UPDATE op SET val = x'00' WHERE txn = 2",
    "short uid": "UPDATE row SET uid = x'00' WHERE ord = 2",
    "infinity": "UPDATE meas SET val = 9e999 WHERE txn > 2",
    "text measured": "UPDATE meas SET val = 'lots' WHERE txn > 2",
    "measurement that replaces nothing": "UPDATE meas SET prev = -1 WHERE val = 3.0",
    "measurement without its transaction": "UPDATE meas SET txn = 999 WHERE val = 3.0",
    "measurement without its input": "UPDATE meas SET input = 999 WHERE val = 3.0",
    "measured at no time": "UPDATE meas SET period = period - 5500000",
    "ack of nothing": "INSERT INTO ack(txn, row, cell, head) VALUES(2, 999, 1, 2)",
    "changed value": "UPDATE op SET val = 'forged' WHERE val = 'renamed'",
    "changed measurement": "UPDATE meas SET val = val + 1 WHERE val = 3.0",
    "changed number of an import": "UPDATE meas SET val = val + 1 WHERE val = 3.25",
    "lost number of an import": "DELETE FROM meas WHERE val = 3.25",
    "changed label": "UPDATE txn SET label = 'forged' WHERE ord = 3",
    "changed author": "UPDATE session SET author = 'forged'",
    "author in no encoding": "UPDATE session SET author = CAST(x'ff' AS TEXT)",
    "lost operation": "DELETE FROM op WHERE val = 'renamed'",
    "lost measurement": "DELETE FROM meas WHERE val = 3.0",
}


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_file_that_was_tampered_with_is_refused(desk: Desk, ws: Workspace, sent: Path, statement: str) -> None:
    rewrite(sent, statement)
    with pytest.raises(FileRefused, match="damaged"):
        desk.open(sent, machine="new")
    with pytest.raises(FileRefused, match="damaged"):
        ws.merging.merge(sent)
    assert ws.all(Objective) == []
    assert ws.checking.problems() == []
    assert list(desk.home("new").working_copies.glob("*.work")) == []


def test_a_forged_state_is_not_believed(desk: Desk, sent: Path) -> None:
    """State tables are derived here, whatever the file says."""
    rewrite(sent, "UPDATE s_objective SET f_title = 'forged'", 'CREATE TABLE "s_extra" (x)')
    again = desk.open(sent, machine="new")
    assert [node.title for node in again.all(Objective)] == ["renamed"]


def test_flipped_bits_never_change_data_unnoticed(desk: Desk, ws: Workspace, sent: Path) -> None:
    """One bit anywhere: refused, or without effect on what is merged; never another value."""
    content, dice, refused = sent.read_bytes(), random.Random(7), 0
    expected, written = None, [place for place in range(100, len(content)) if content[place]]
    for n in range(30):
        flipped = bytearray(content)
        flipped[dice.choice(written)] ^= 1 << dice.randrange(8)
        path = desk.folder / f"flipped{n}.kpidesk"
        path.write_bytes(flipped)
        try:
            opened = desk.open(path, machine=f"machine{n}")
        except UserError:
            refused += 1
            continue
        if expected is None:
            expected = desk.open(sent, machine="good")
        for kind in (Objective, Input):
            assert opened.all(kind) == expected.all(kind)
        for entity in expected.all(Input):
            assert opened.series(entity.uid) == expected.series(entity.uid)
        opened.close()
    assert refused > 3


def test_a_label_can_not_break_the_history(desk: Desk, ws: Workspace) -> None:
    for label in ("{0.__class__}", "{missing}", "{", "%s"):
        with ws.transaction(msg(label, x=1)) as change:
            change.set(type(ws.company), ws.company.uid, strategy=label)
    assert [str(entry.label) for entry in ws.history.entries(limit=2)] == ["%s", '["{", {"x": 1}]']
    assert ws.undoing.label is not None


@pytest.mark.parametrize("table", ["meas", "meas_old"])
def test_each_rule_for_measurements_holds_for_both_tables_without_any_digest(sent: Path, table: str) -> None:
    for column, value in (("prev", "-1"), ("txn", "999"), ("input", "999"), ("val", "'lots'"), ("period", "7")):
        copy = sent.with_name(f"{table}-{column}.kpidesk")
        shutil.copy(sent, copy)
        first = f"(input, period, txn) = (SELECT input, period, txn FROM {table} LIMIT 1)"
        rewrite(copy, f"UPDATE {table} SET {column} = {value} WHERE {first}")
        with pytest.raises(FileRefused, match="damaged"):
            vet.vet(copy, copy, digests=False)


def test_all_transactions_read_at_once_are_what_each_is_by_itself(sent: Path) -> None:
    """An input that one import wrote, one that was written again, and what stood there before."""
    with contextlib.closing(sqlite3.connect(sent)) as connection:
        whole = dict(readback.read(connection, None, "main"))
        assert whole == {txn: content for each in whole for txn, content in readback.read(connection, {each}, "main")}
        assert len(readback.WRITTEN_BY.rows(connection, file="main")) == 2
        assert list(readback.mismatches(connection)) == []


# ---- newer versions ----------------------------------------------------------------------------------


def test_a_file_for_newer_readers_opens_read_only(desk: Desk, sent: Path) -> None:
    rewrite(sent, f"UPDATE meta SET val = {schema.ENVELOPE_VERSION + 1} WHERE key = 'min_reader'")
    before = sent.read_bytes()
    again = desk.open(sent, machine="new")
    assert again.read_only
    assert [node.title for node in again.all(Objective)] == ["renamed"]
    with pytest.raises(StorageFault, match="newer"), again.transaction(msg("edit")):
        pass
    again.close()
    assert sent.read_bytes() == before


def test_a_newer_file_in_our_place_is_not_replaced(desk: Desk, ws: Workspace) -> None:
    rewrite(desk.path, f"UPDATE meta SET val = {schema.ENVELOPE_VERSION + 1} WHERE key = 'min_reader'")
    before = desk.path.read_bytes()
    add_objective(ws, "kept here")
    assert desk.path.read_bytes() == before
    assert "newer" in ws.sharing.state().problem.text  # type: ignore[union-attr]


def test_a_file_with_other_tables_of_a_newer_version_is_refused_as_such(desk: Desk, sent: Path) -> None:
    rewrite(sent, "ALTER TABLE txn ADD COLUMN place TEXT", f"PRAGMA user_version = {schema.ENVELOPE_VERSION + 1}")
    with pytest.raises(FileRefused, match="newer KPI Desk"):
        desk.open(sent, machine="new")


# ---- our own working copy ----------------------------------------------------------------------------


def working(desk: Desk, machine: str = "kari") -> Path:
    (path,) = desk.home(machine).working_copies.glob("*.work")
    return path


def test_a_damaged_working_copy_is_kept_aside_and_made_anew(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "shared")
    ws.close()
    path = working(desk)
    path.write_bytes(b"\0" * 8192)
    again = desk.open()
    assert [node.title for node in again.all(Objective)] == ["shared"]
    assert again.checking.problems() == []
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    add_objective(again, "goes on")


def test_check_notices_a_wrong_state_and_a_wrong_log(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "right")
    assert ws.checking.problems() == []
    ws._file.database.execute("UPDATE s_objective SET f_title = 'wrong'")
    assert len(ws.checking.problems()) == 1
    ws._file.database.execute("UPDATE op SET val = 'wrong' WHERE val = 'right'")
    assert len(ws.checking.problems()) == 1, "now the state follows, but the digest does not match"
    assert ws.find(Objective, uid) is not None


def test_a_state_of_other_classes_is_derived_anew(desk: Desk, ws: Workspace) -> None:
    """The way in which a new version's field, or a repair, reaches an old working copy."""
    add_objective(ws, "kept")
    ws._file.database.execute("UPDATE s_objective SET f_title = 'stale'")
    ws._file.database.execute("UPDATE meta SET val = 'older' WHERE key = 'state'")
    ws._file.database.execute("DROP TABLE s_person")
    ws.close()
    again = desk.open()
    assert [node.title for node in again.all(Objective)] == ["kept"]
    assert again.checking.problems() == []


def test_fields_and_rows_of_a_newer_version_survive_a_round_trip(desk: Desk, ws: Workspace) -> None:
    """They are carried in the log unread: through our edits, a merge, and back."""
    uid = add_objective(ws, "old")
    with ws.transaction(msg("newer")) as change:
        row = change._writer.names.row(uid)
        assert row is not None
        change._writer.write(row, "objective.mood", "hopeful")
        strange = change._writer.names.make_row("ab" * 16, 99)
        change._writer.write(strange, "hologram.colour", 7)
    ws.close()
    ola = desk.open(machine="ola")
    rename(ola, uid, "edited")
    copy = desk.folder / "back.kpidesk"
    ola.sharing.save_copy(copy)
    kari = desk.open()
    kari.merging.merge(copy)
    query = "SELECT f.name, o.val FROM op o JOIN field f ON f.ord = o.field WHERE f.name IN (?, ?) ORDER BY 1"
    found = kari._file.database.execute(query, ("objective.mood", "hologram.colour")).fetchall()
    assert found == [("hologram.colour", 7), ("objective.mood", "hopeful")]
    assert kari.get(Objective, uid).title == "edited"
    assert kari.checking.problems() == []
    assert len(kari.history.changes_of(kari.history.entries()[1].ref)) == 2
    shutil.rmtree(desk.home("ola").data)
