"""A file is cleared of its numbers, or begun anew: one change, one backup, one undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals, people
from kpidesk.commands.whole import anew
from kpidesk.domain.entities import (
    KINDS,
    NOT_APPLICABLE,
    CheckIn,
    Company,
    Department,
    Entity,
    Kpi,
    Objective,
    Person,
    Uid,
)
from kpidesk.domain.period import Frequency, Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    made = Workspace.create(tmp_path / "a.kpidesk", company="Kafe", language="nb", author="Kari", home=home)
    with made as ws, ws.sharing.holding():
        yield ws


@pytest.fixture
def filled(workspace: Workspace) -> Workspace:
    """Two KPIs with numbers, one of them not applicable, an objective with a key result and a check-in."""
    ws = workspace
    people.set_company(ws, strategy="Flere skal finne oss")
    kari = people.add_person(ws, "Kari")
    sales = own_kpis.define(ws, name="Salg", target=10.0)
    own_kpis.define(ws, name="Klager")
    source: Uid = ws.get(Kpi, sales).inputs[0][1]
    entry.paste(ws, [(source, JANUARY, 12.0), (source, FEBRUARY, 0.0)])
    entry.mark_not_applicable(ws, [(source, Period.parse("2026-03"))])
    cycle = cycles.ensure_cycle(ws, Period.containing(dt.date(2026, 1, 15), Frequency.QUARTER))
    above = goals.add_objective(ws, "Gjestene kommer tilbake", cycle=cycle)
    result = goals.add_key_result(ws, "Gjester opp fra 3 til 9", parent=above)
    check_ins.check_in(ws, result, value=4.0, confidence=7, author=kari)
    return ws


def everything(ws: Workspace) -> dict[str, object]:
    rows = {kind.__name__: sorted(ws.all(kind), key=lambda row: row.uid) for kind in KINDS}
    inputs = {uid: dict(values) for uid, values in ws.series_many(row.uid for row in rows["Input"]).items() if values}
    return {**rows, "numbers": inputs}


def count(ws: Workspace, kind: type[Entity]) -> int:
    return len(ws.all(kind))


def test_clearing_takes_every_number_and_nothing_else_and_is_undone_in_one_step(filled: Workspace) -> None:
    before = everything(filled)
    assert anew.holding(filled) == anew.Holding(3, 2, 1)
    assert anew.clear_numbers(filled) == 3
    after = everything(filled)
    assert after["numbers"] == {} and {**after, "numbers": None} == {**before, "numbers": None}
    assert [backup.reason for backup in filled.backups.listed()][:1] == ["clear"]
    filled.undo()
    assert everything(filled) == before
    assert NOT_APPLICABLE in next(iter(filled.series_many(u.uid for u in filled.all(KINDS[3])).values())).values()


def test_where_there_is_no_number_nothing_is_done(workspace: Workspace) -> None:
    own_kpis.define(workspace, name="Salg")
    before = len(workspace.backups.listed())
    assert anew.clear_numbers(workspace) == 0
    assert len(workspace.backups.listed()) == before


def test_starting_over_leaves_the_company_and_its_people_and_is_undone_in_one_step(filled: Workspace) -> None:
    before = everything(filled)
    assert anew.start_over(filled) > 5
    staying = {Company, Person, Department}
    assert {kind for kind in KINDS if count(filled, kind)} <= staying
    assert filled.company.strategy == "" and filled.company.name == before["Company"][0].name  # type: ignore[index]
    assert count(filled, Person) == len(before["Person"])  # type: ignore[arg-type]
    assert anew.holding(filled).empty and filled.checking.problems() == []
    filled.undo()
    assert everything(filled) == before and count(filled, CheckIn) == count(filled, Objective) == 1
    filled.redo()
    assert anew.holding(filled).empty


def test_an_empty_file_is_not_begun_anew(workspace: Workspace) -> None:
    assert anew.start_over(workspace) == 0 and workspace.undoing.undoable == ()
