"""The page kpidesk/store/README.md describes the file: a reader written from it alone reads what the program writes.

And the page is held to the program: a table, a kind or a cell that changes is to be told there, with its version.
"""

from __future__ import annotations

import ast
import datetime as dt
import hashlib
import json
import re
import shutil
import sqlite3
import sys
import typing
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from kpidesk.domain.entities import (
    KINDS,
    NOT_APPLICABLE,
    Cycle,
    Direction,
    Entity,
    Input,
    KeyResult,
    Kpi,
    Mark,
    Objective,
    ResultKind,
    Target,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.store.db import encryption, schema
from kpidesk.store.files import vet
from kpidesk.store.log import codec
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store import mini_reader
from tests.store.conftest import Desk, add_objective, rename
from tests.store.mini_reader import MiniReader

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "kpidesk" / "store" / "README.md").read_text(encoding="utf-8")
VERSIONS = ROOT.parent / "shared" / "cases" / "versions"
MARCH = Period.parse("2026-03")


# ---- what the reader reads, and what the program says ---------------------------------------------


def plain(value: Any) -> Any:
    """A value of the program as the file names it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    return [plain(part) for part in value] if isinstance(value, tuple) else value


def told(ws: Workspace) -> dict[str, dict[str, dict[str, Any]]]:
    """Every living row of every kind, as the program has it."""

    def row(entity: Entity) -> dict[str, Any]:
        return {field.name: plain(getattr(entity, field.name)) for field in fields(entity) if field.name != "uid"}

    return {codec.prefix(kind): {entity.uid: row(entity) for entity in ws.all(kind)} for kind in KINDS}


def numbers(ws: Workspace, uid: str) -> dict[tuple[str, dt.date], Any]:
    ranks = mini_reader.FREQUENCIES
    return {
        (ranks[period.frequency.rank], period.first): plain(value) if isinstance(value, Mark) else value
        for period, value in ws.series(uid).items()
    }


def assert_read_as_the_program_does(reader: MiniReader, ws: Workspace) -> None:
    assert reader.wrong_digests() == []
    for prefix, rows in told(ws).items():
        assert reader.entities(prefix) == rows, prefix
    for entity in ws.all(Input):
        assert reader.numbers(entity.uid) == numbers(ws, entity.uid), entity.name
    assert reader.conflicts() == {
        (conflict.uid, conflict.period.code() if conflict.period else conflict.cell)
        for conflict in ws.merging.conflicts()
    }


def read_copy(desk: Desk, ws: Workspace) -> MiniReader:
    """The file as it is sent to somebody, read by the stranger."""
    copy = desk.folder / "stranger.kpidesk"
    copy.unlink(missing_ok=True)
    ws.sharing.save_copy(copy)
    return MiniReader(copy, PAGE)


def keep(ws: Workspace, *entities: Entity) -> list[str]:
    with ws.transaction(msg("add")) as change:
        return [change.add(entity) for entity in entities]


def set_(ws: Workspace, entity: Entity, **values: Any) -> None:
    with ws.transaction(msg("edit")) as change:
        change.set(type(entity), entity.uid, **values)


def delete(ws: Workspace, kind: type[Entity], uid: str) -> None:
    with ws.transaction(msg("delete")) as change:
        change.delete(kind, uid)


def sent(desk: Desk, ws: Workspace) -> Workspace:
    """A colleague's copy, open on another machine."""
    copy = desk.folder / "ola.kpidesk"
    ws.sharing.save_copy(copy)
    return desk.open(copy, machine="ola")


def bookshop(ws: Workspace) -> dict[str, Entity]:
    """A second-hand bookshop: goals, a ratio with a seasonal target, a plain KPI, and numbers in three rhythms."""
    sold = Input(new_uid(), key="sold", name="Solgte bøker “på disk” 📚")
    bought = Input(new_uid(), key="bought", name="Innkjøpte", opening=12.5, opening_period=MARCH.code())
    visits = Input(new_uid(), key="visits", name="Besøk", frequency=Frequency.WEEK, ratio=True)
    turn = Kpi(
        new_uid(), name="Omløp", formula="sold / bought", inputs=(("sold", sold.uid), ("bought", bought.uid)),
        direction=Direction.INCREASE, range_min=1e-7, range_max=1e16, sensitive=True,
    )  # fmt: skip
    target = Target(
        new_uid(),
        kpi=turn.uid,
        start=MARCH.first,
        value=1.5,
        season=((MARCH.code(), 1e-7), (MARCH.next().code(), 1e17)),
    )
    cycle = Cycle(new_uid(), start=dt.date(2026, 1, 1), end=dt.date(2026, 3, 31))
    goal = Objective(new_uid(), title="Flere lesere", cycle=cycle.uid, order="a0")
    result = KeyResult(new_uid(), parent=goal.uid, order="a0", kind=ResultKind.HOLD, low=4.0, high=5.0, unit="%")
    rows = {"sold": sold, "bought": bought, "visits": visits, "turn": turn, "target": target, "goal": goal}
    keep(ws, cycle, *rows.values(), result)
    with ws.transaction(msg("measure")) as change:
        change.measure_many(sold.uid, [(MARCH.next(n), n * 1.1) for n in range(-3, 9)])
        change.measure_many(visits.uid, [(Period.parse("2026-W10").next(n), float(n)) for n in range(5)])
        change.measure(bought.uid, MARCH, NOT_APPLICABLE)
    return {**rows, "result": result}


def test_own_content_of_several_sessions_is_read_as_the_program_reads_it(desk: Desk, ws: Workspace) -> None:
    rows = bookshop(ws)
    set_(ws, rows["target"], value=2.0)
    with ws.transaction(msg("measure")) as change:
        change.measure(rows["sold"].uid, MARCH, 7.0)
        change.measure(rows["sold"].uid, MARCH.next(), None)
    ws.undo()
    ws.close()
    again = desk.open()
    delete(again, Kpi, rows["turn"].uid)
    again.undo()
    delete(again, Input, rows["visits"].uid)
    gone = add_objective(again, "vekk", parent=rows["goal"].uid)
    delete(again, Objective, gone)
    reader = read_copy(desk, again)
    assert_read_as_the_program_does(reader, again)
    assert reader.entities("kpi")[rows["turn"].uid]["inputs"] == [
        ["sold", rows["sold"].uid],
        ["bought", rows["bought"].uid],
    ]
    assert gone not in reader.entities("objective") and rows["visits"].uid not in reader.entities("input")
    assert reader.numbers(rows["bought"].uid) == {("month", MARCH.first): "na"}
    assert_read_as_the_program_does(MiniReader(desk.path, PAGE), again)


def test_what_two_have_done_at_once_is_folded_as_the_page_says(desk: Desk, ws: Workspace) -> None:
    rows = bookshop(ws)
    goal, sold = rows["goal"], rows["sold"]
    first, second, third = (add_objective(ws, title) for title in ("første", "andre", "tredje"))
    ola = sent(desk, ws)
    delete(ws, Objective, goal.uid)  # and Ola edits it: it comes back
    set_(ola, goal, description="viktig")
    delete(ola, Input, rows["visits"].uid)  # and here a number is entered for it: it comes back
    with ws.transaction(msg("move and measure")) as change:
        change.move(first, second, "a0")
        change.measure(rows["visits"].uid, Period.parse("2026-W20"), 3.0)
        change.measure(sold.uid, MARCH, 100.0)
    with ola.transaction(msg("move and measure")) as change:
        change.move(second, first, "a0")  # a circle, when both have met
        change.measure(sold.uid, MARCH, 200.0)
    rename(ws, third, "tredje, Kari")
    rename(ola, third, "tredje, Ola")
    delete(ola, Objective, third)
    ola.close()
    ws.merging.merge(desk.folder / "ola.kpidesk")
    assert ws.find(Objective, goal.uid) and ws.find(Input, rows["visits"].uid) and ws.find(Objective, third)
    assert {ws.get(Objective, uid).parent for uid in (first, second)} - {None} != {first, second}
    assert len(ws.merging.conflicts()) == 2
    assert_read_as_the_program_does(read_copy(desk, ws), ws)
    for conflict in ws.merging.conflicts():
        ws.merging.resolve(conflict, conflict.heads[-1].ref)
    reader = read_copy(desk, ws)
    assert reader.acks, "the choices are acknowledgements too"
    assert_read_as_the_program_does(reader, ws)
    ws.undo()
    assert_read_as_the_program_does(read_copy(desk, ws), ws)


def test_nodes_that_change_places_do_so_together(desk: Desk, ws: Workspace) -> None:
    above = add_objective(ws, "over")
    below = add_objective(ws, "under", parent=above)
    with ws.transaction(msg("swap")) as change:
        change.move(below, None, "a1")
        change.move(above, below, "a0")
    assert_read_as_the_program_does(read_copy(desk, ws), ws)
    ws.undo()
    assert ws.get(Objective, below).parent == above
    assert_read_as_the_program_does(read_copy(desk, ws), ws)


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE op SET val = 'Y' WHERE val = 'Flere lesere'",
        "UPDATE meas SET val = 1.25 WHERE val = 1.1",
        "UPDATE session SET author = 'somebody else'",
        "UPDATE txn SET wall = wall + 1 WHERE ord = (SELECT max(ord) FROM txn)",
        "UPDATE op SET prev = NULL WHERE prev IS NOT NULL",
    ],
)
def test_a_value_that_was_changed_behind_the_log_does_not_match_its_digest(
    desk: Desk, ws: Workspace, harm: str
) -> None:
    rows = bookshop(ws)
    set_(ws, rows["target"], value=2.0)
    copy = desk.folder / "harmed.kpidesk"
    ws.sharing.save_copy(copy)
    connection = sqlite3.connect(copy)
    with connection:
        assert connection.execute(harm).rowcount > 0
    connection.close()
    assert MiniReader(copy, PAGE).wrong_digests() != []


# ---- files of earlier versions --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["worked", "sample-nb"])
def test_a_file_of_the_first_version_is_read_alike(tmp_path: Path, name: str) -> None:
    older = VERSIONS / f"{name}.kpidesk"
    if not older.exists():
        pytest.skip("the files of older versions are not here")
    reader = MiniReader(older, PAGE)
    shutil.copy(older, tmp_path / older.name)
    with Workspace.open(tmp_path / older.name, home=Home(tmp_path / "home")) as ws:
        assert_read_as_the_program_does(reader, ws)
    then = json.loads((VERSIONS / f"{name}.show.json").read_text(encoding="utf-8"))
    assert {kpi["id"]: kpi["name"] for kpi in then["kpis"]} == {
        uid: kpi["name"] for uid, kpi in reader.entities("kpi").items()
    }


def test_a_file_with_a_password_is_one_of_sqlcipher_4(tmp_path: Path) -> None:
    older = VERSIONS / "locked.kpidesk"
    if not older.exists() or not encryption.available():
        pytest.skip("the files of older versions, or sqlcipher3, an optional part, are not here")
    from sqlcipher3 import dbapi2

    def unlocked(file: Path) -> Any:
        connection = dbapi2.connect(str(file))
        connection.execute("PRAGMA key = 'hemmelig-hestesko'")
        return connection

    reader = MiniReader(older, PAGE, unlocked)
    shutil.copy(older, tmp_path / older.name)
    with Workspace.open(tmp_path / older.name, home=Home(tmp_path / "home"), passwords=["hemmelig-hestesko"]) as ws:
        assert ws.all(Kpi)
        assert_read_as_the_program_does(reader, ws)


# ---- the page is held to the program, and the reader to the page ------------------------------------


def block(name: str) -> list[str]:
    return re.findall(rf"```{name}\n(.*?)```", PAGE, re.DOTALL)[0].splitlines()  # type: ignore[no-any-return]


def typed(kind: type[Entity], name: str) -> str:
    """The type of a field in the words of the page."""
    hint = typing.get_type_hints(kind)[name]
    parts = [part for part in typing.get_args(hint) if part is not type(None)]
    base = parts[0] if type(None) in typing.get_args(hint) else hint
    if isinstance(base, type) and issubclass(base, Enum):
        return f"word {'|'.join(member.value for member in base)}"
    words = {dt.date: "day", bool: "yes/no", float: "number", int: "whole", str: "text" if base is hint else "row"}
    return words.get(base, "list")


def cells_of_the_program() -> list[str]:
    lines = []
    for number, kind in enumerate(KINDS):
        lines.append(f"{number} {codec.prefix(kind)}")
        defaults = {field.name: plain(field.default) for field in fields(kind) if field.name != "uid"}
        for cell in codec.cells(kind):
            lines += [f"  {cell.name.partition('.')[2]}"] if cell.register else []
            for name in cell.fields:
                default = "" if defaults[name] is None else f" = {json.dumps(defaults[name])}"
                lines.append(f"  {'  ' * cell.register}{name}: {typed(kind, name)}{default}")
    return lines


def test_every_kind_and_cell_stands_on_the_page() -> None:
    assert block("cells") == cells_of_the_program()


def test_every_table_and_index_stands_on_the_page() -> None:
    assert sorted(block("sql")) == sorted(sql for _kind, _table, sql in vet.envelope_schema().values() if sql)


def test_the_last_version_on_the_page_is_that_of_the_program() -> None:
    """Whoever changes a table, a kind or a field adds a row to the table “Versions”, saying what changed."""
    rows = re.findall(
        r"^\| (\d+) \| ([0-9a-f]{16}) \| ([0-9a-f]{16}) \| (\d{4}-\d\d-\d\d) \| (.+) \|$", PAGE, re.MULTILINE
    )
    statements = sorted(sql for _kind, _table, sql in vet.envelope_schema().values() if sql)
    digest = hashlib.sha256("\n".join(statements).encode()).hexdigest()[:16]
    assert rows[-1][:3] == (str(schema.ENVELOPE_VERSION), digest, schema.fingerprint())
    by_version = {version: digest for version, digest, *_rest in rows}
    assert all(by_version[version] == digest for version, digest, *_rest in rows), "another schema is another envelope"
    assert len({fingerprint for _version, _digest, fingerprint, *_rest in rows}) == len(rows)


def test_the_reader_knows_nothing_of_the_program() -> None:
    tree = ast.parse(Path(mini_reader.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert {str(name).partition(".")[0] for name in imported} <= sys.stdlib_module_names
