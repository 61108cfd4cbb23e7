"""Copies without the sensitive KPIs: nothing of them is in the file, and it merges back without harm."""

from __future__ import annotations

import shutil
import struct
from dataclasses import fields
from pathlib import Path

import pytest

from kpidesk.domain.entities import (
    KINDS,
    Annotation,
    CheckIn,
    Definition,
    Initiative,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Objective,
    ReviewNote,
    Source,
    Target,
)
from kpidesk.domain.period import Period
from kpidesk.errors import FileRefused, StorageFault
from kpidesk.store.files import redact
from kpidesk.store.log.codec import cells_by_name
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests.store.conftest import Desk, add_objective, rename

MARCH = Period.parse("2026-03")
SECRETS = [b"Salaries", b"payroll", b"raise for Ingrid", b"below the market", b"talk to the union", b"pay gap",
           b"dearer than planned"]  # fmt: skip
NUMBERS = [471234.5, 482345.25, 493456.125]


def paid(ws: Workspace) -> dict[str, str]:
    """A company in which one KPI is nobody's business."""
    with ws.transaction(msg("visits")) as change:
        people = change.add(Input(new_uid(), key="people", name="People"))
        visits = change.add(Input(new_uid(), key="visits", name="Visits"))
        seen = change.add(Kpi(new_uid(), name="Visits per head", formula="visits / people",
                              inputs=(("visits", visits), ("people", people))))  # fmt: skip
        change.measure_many(visits, [(MARCH, 10.0), (MARCH.next(1), 11.0)])
        change.measure(people, MARCH, 3.0)
    with ws.transaction(msg("add “{name}”", name="Salaries")) as change:
        payroll, old = change.add(Input(new_uid(), key="payroll")), change.add(Input(new_uid(), key="pay gap"))
        secret = change.add(Kpi(new_uid(), name="Salaries", sensitive=True, formula="payroll / people",
                                inputs=(("payroll", payroll), ("people", people))))  # fmt: skip
        change.add(Definition(new_uid(), kpi=secret, formula="old", inputs=(("old", old),)))
        change.add(Target(new_uid(), kpi=secret, value=NUMBERS[2]))
        change.add(Annotation(new_uid(), about=secret, text="raise for Ingrid"))
        change.add(ReviewNote(new_uid(), about=secret, text="dearer than planned"))
        root = change.add(Objective(new_uid(), title="A fair firm"))
        result = change.add(KeyResult(new_uid(), parent=root, title="Pay", kpi=secret))
        change.add(CheckIn(new_uid(), key_result=result, note="below the market"))
        change.add(Initiative(new_uid(), parent=result, title="talk to the union"))
        change.measure(payroll, MARCH, NUMBERS[0])
        change.measure(old, MARCH, NUMBERS[2])
    with ws.transaction(msg("set “{name}” to {value}", name="payroll", value=NUMBERS[1])) as change:
        change.measure(payroll, MARCH, NUMBERS[1])
    return {"visits": visits, "seen": seen, "secret": secret, "payroll": payroll, "root": root}


def copy_without(desk: Desk, ws: Workspace, name: str = "ola") -> Path:
    path = desk.folder / f"{name}.kpidesk"
    assert ws.sharing.save_copy(path, without_sensitive=True) == 1
    return path


def test_nothing_sensitive_is_anywhere_in_the_bytes(desk: Desk, ws: Workspace) -> None:
    paid(ws)
    whole = desk.path.read_bytes()
    for secret in SECRETS:
        assert secret in whole, "the test looks for what there is"
    assert struct.pack(">d", NUMBERS[0]) in whole and str(NUMBERS[1]).encode() in whole
    content = copy_without(desk, ws).read_bytes()
    for secret in SECRETS:
        assert secret not in content, secret
    for number in NUMBERS:
        assert struct.pack(">d", number) not in content and str(number).encode() not in content


def test_what_is_left_is_whole_and_passes_every_check(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    ola = desk.open(copy_without(desk, ws), machine="ola")
    assert ola.checking.problems() == []
    assert [kpi.name for kpi in ola.all(Kpi)] == ["Visits per head"]
    assert {found.key for found in ola.all(Input)} == {"people", "visits"}, "what another KPI needs stays"
    assert ola.series(ids["visits"]) == ws.series(ids["visits"])
    assert [node.title for node in ola.children(None)] == ["A fair firm"]
    assert len(ola.history.entries()) == len(ws.history.entries()), "that something happened is not hidden"
    assert str(ola.history.entries(limit=1)[0].label) == "a change that this copy leaves out"
    assert not list(desk.home().working_copies.glob("*.tmp"))


def test_a_deleted_sensitive_kpi_is_left_out_too(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    with ws.transaction(msg("delete")) as change:
        change.delete(Kpi, ids["secret"])
    content = copy_without(desk, ws).read_bytes()
    assert all(secret not in content for secret in SECRETS)


def test_the_receivers_work_merges_back_and_nothing_is_lost(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    before = [ws.all(Kpi), ws.series(ids["payroll"])]
    ola = desk.open(copy_without(desk, ws), machine="ola")
    rename(ola, ids["root"], "A fairer firm")
    with ola.transaction(msg("measure")) as change:
        change.measure(ids["visits"], MARCH, 99.0)
    ws.merging.merge(ola.path)
    assert [ws.all(Kpi), ws.series(ids["payroll"])] == before
    assert ws.get(Objective, ids["root"]).title == "A fairer firm" and ws.series(ids["visits"])[MARCH] == 99.0
    assert ws.checking.problems() == [] and ws.merging.conflicts() == []
    ws.merging.merge(ola.path)
    again = desk.open(copy_without(desk, ws, "again"), machine="per")
    assert again.checking.problems() == []


def test_a_full_file_never_takes_in_a_part(desk: Desk, ws: Workspace) -> None:
    """An older full copy would have the transaction by number and never ask for the rest of it."""
    old = desk.folder / "old.kpidesk"
    ws.sharing.save_copy(old)
    ids = paid(ws)
    ola = desk.open(copy_without(desk, ws), machine="ola")
    rename(ola, ids["root"], "ola's")
    per = desk.open(old, machine="per")
    with pytest.raises(FileRefused, match="Merge a full copy first"):
        per.merging.merge(ola.path)
    with pytest.raises(FileRefused, match="Merge a full copy first"):
        per.merging.preview(ola.path)
    assert per.all(Objective) == [] and per.checking.problems() == []
    per.merging.merge(desk.path)
    per.merging.merge(ola.path)
    assert per.get(Objective, ids["root"]).title == "ola's"
    assert per.series(ids["payroll"]) == ws.series(ids["payroll"])


def test_a_part_never_takes_in_a_full_file_but_a_newer_part(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    ola = desk.open(copy_without(desk, ws), machine="ola")
    rename(ola, ids["root"], "ola's")
    add_objective(ws, "news")
    with pytest.raises(FileRefused, match="merge this file into it"):
        ola.merging.merge(desk.path)
    assert [kpi.name for kpi in ola.all(Kpi)] == ["Visits per head"] and ola.checking.problems() == []
    with ws.transaction(msg("more")) as change:
        change.measure(ids["visits"], MARCH.next(5), 5.0)
        change.measure(ids["payroll"], MARCH.next(5), 6.0)
    ola.merging.merge(copy_without(desk, ws, "newer"))
    assert ola.series(ids["visits"])[MARCH.next(5)] == 5.0 and ola.checking.problems() == []
    ws.merging.merge(ola.path)
    assert ws.get(Objective, ids["root"]).title == "ola's" and ws.series(ids["payroll"])[MARCH.next(5)] == 6.0


def test_the_full_file_in_the_place_of_a_part_completes_it(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    path = copy_without(desk, ws)
    ola = desk.open(path, machine="ola")
    rename(ola, ids["root"], "ola's")
    ola.close()
    add_objective(ws, "news")
    shutil.copy(desk.path, path)
    ola = desk.open(path, machine="ola")
    assert ola.get(Objective, ids["root"]).title == "ola's" and ola.series(ids["payroll"]) == ws.series(ids["payroll"])
    assert ola.checking.problems() == [] and not list(desk.home("ola").working_copies.glob("*.part"))
    ola.close()
    ws.merging.merge(path)
    assert ws.get(Objective, ids["root"]).title == "ola's"


def test_a_copy_without_anything_sensitive_is_an_ordinary_copy(desk: Desk, ws: Workspace) -> None:
    uid = add_objective(ws, "one")
    path = desk.folder / "ola.kpidesk"
    assert ws.sharing.save_copy(path, without_sensitive=True) == 0
    ola = desk.open(path, machine="ola")
    add_objective(ws, "two")
    ola.merging.merge(desk.path)
    assert {node.title for node in ola.all(Objective)} == {"one", "two"} and ola.find(Objective, uid) is not None


HARMLESS = {
    "input.weight", "input.owner", "input.member_of", "kpi.department", "kpi.owner", "kpi.counter", "kpi.group",
    "objective.parent", "objective.cycle", "objective.department", "objective.owner", "objective.carried_from",
    "keyresult.parent", "keyresult.owner", "keyresult.carried_from", "initiative.parent", "initiative.owner",
    "checkin.author", "reviewnote.cycle", "reviewnote.owner", "agreement.person", "dismissal.cycle", "duty.owner",
    "duty.confirmed", "frozen.cycle", "keptreview.cycle", "slidenote.cycle",
}  # fmt: skip
"""References that tell nothing of a KPI, or that the rules follow in a way of their own."""


def test_every_reference_between_rows_has_been_thought_of() -> None:
    """A new field that names another row must be sorted into one of the two lists."""
    found = {
        f"{kind.__name__.lower()}.{field.name}"
        for kind in KINDS
        for field in fields(kind)
        if field.name != "uid" and str(field.type).startswith("Uid")
    }
    assert found - HARMLESS - set(redact.BELONGING) == set()
    assert not HARMLESS & set(redact.BELONGING)


def test_a_review_kept_at_closing_does_not_tell_either(desk: Desk, ws: Workspace) -> None:
    ids = paid(ws)
    with ws.transaction(msg("close")) as change:
        kept = change.add(KeptReview(new_uid(), packed="everything, packed"))
    path = copy_without(desk, ws)
    assert b"everything, packed" not in path.read_bytes()
    ola = desk.open(path, machine="ola")
    assert ola.all(KeptReview) == [] and ola.checking.problems() == []
    rename(ola, ids["root"], "ola's")
    ws.merging.merge(path)
    assert ws.get(KeptReview, kept).packed == "everything, packed"


def test_a_source_of_numbers_stays_at_home_with_the_names_of_its_columns(desk: Desk, ws: Workspace) -> None:
    paid(ws)
    with ws.transaction(msg("remember")) as change:
        kept = change.add(Source(new_uid(), "Payroll", recipe='{"names":{"a":"the salary of Kari"}}'))
    path = copy_without(desk, ws)
    assert b"the salary of Kari" not in path.read_bytes()
    ola = desk.open(path, machine="ola")
    assert ola.all(Source) == [] and ola.checking.problems() == []
    rename(ola, ola.all(Objective)[0].uid, "ola's")
    ws.merging.merge(path)
    assert "the salary of Kari" in ws.get(Source, kept).recipe


def test_every_cell_that_the_rules_name_exists() -> None:
    for name in (*redact.BELONGING, *redact.CALCULATIONS, *redact.NAMING):
        assert name in cells_by_name(), name


# ---- for reading only --------------------------------------------------------------------------------


def test_a_copy_for_reading_only_opens_so_and_can_be_saved_as_ones_own(desk: Desk, ws: Workspace) -> None:
    add_objective(ws, "one")
    path = desk.folder / "board.kpidesk"
    ws.sharing.save_copy(path, read_only=True)
    before = path.read_bytes()
    board = desk.open(path, machine="board")
    assert board.read_only and [node.title for node in board.all(Objective)] == ["one"]
    with pytest.raises(StorageFault, match="for reading only"), board.transaction(msg("edit")):
        pass
    with pytest.raises(StorageFault, match="for reading only"):
        board.merging.merge(desk.path)
    own = desk.folder / "own.kpidesk"
    board.sharing.save_copy(own)
    board.close()
    assert path.read_bytes() == before
    again = desk.open(own, machine="board")
    add_objective(again, "two")
    assert ws.merging.merge(path).transactions == 0 and not ws.read_only
    ws.merging.merge(own)
    assert {node.title for node in ws.all(Objective)} == {"one", "two"}
    assert not desk.open(machine="ola").read_only


def test_the_members_and_weights_of_a_sensitive_number_go_with_it(desk: Desk, ws: Workspace) -> None:
    """What an input is split into tells it, and so does what weighs it; unless another KPI needs them."""
    with ws.transaction(msg("pay")) as change:
        hours = change.add(Input(new_uid(), key="hours", name="hours worked"))
        heads = change.add(Input(new_uid(), key="heads", name="heads counted"))
        pay = change.add(Input(new_uid(), key="pay", name="hourly pay", weight=hours))
        bonus = change.add(Input(new_uid(), key="bonus", name="bonus paid", weight=heads))
        members = [change.add(Input(new_uid(), key=f"pay{n}", name=f"pay of {n}", member_of=pay)) for n in (1, 2)]
        bound = (("pay", pay), ("bonus", bonus))
        change.add(Kpi(new_uid(), name="Wages", sensitive=True, formula="pay + bonus", inputs=bound))
        change.add(Kpi(new_uid(), name="Staff", inputs=(("heads", heads),)))
        for place, uid in enumerate((hours, heads, pay, bonus, *members)):
            change.measure(uid, MARCH, 700.0 + place)
    ola = desk.open(copy_without(desk, ws), machine="ola")
    assert [found.name for found in ola.all(Input)] == ["heads counted"], "another KPI needs it"
    assert ola.series(heads) == {MARCH: 701.0}


def test_the_label_of_a_change_that_only_names_something_hidden_goes_too(desk: Desk, ws: Workspace) -> None:
    """An import touches other rows and may name a sensitive KPI; a name of two letters is in too many words."""
    ids = paid(ws)
    with ws.transaction(msg("add")) as change:
        change.add(Kpi(new_uid(), name="It", sensitive=True))
    with ws.transaction(msg("import visits beside SALARIES")) as change:
        change.measure(ids["visits"], MARCH.next(2), 12.0)
    with ws.transaction(msg("write it down")) as change:
        change.measure(ids["visits"], MARCH.next(3), 13.0)
    path = desk.folder / "ola.kpidesk"
    ws.sharing.save_copy(path, without_sensitive=True)
    ola = desk.open(path, machine="ola")
    assert [str(each.label) for each in ola.history.entries(limit=2)] == [
        "write it down", "a change that this copy leaves out",
    ]  # fmt: skip
    assert ola.series(ids["visits"])[MARCH.next(2)] == 12.0, "only the label is left out"
    assert b"SALARIES" not in path.read_bytes()
