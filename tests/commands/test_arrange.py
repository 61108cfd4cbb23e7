"""The KPIs' order and home, and what goes with one that is deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import arrange, entry, kpis, notes, people
from kpidesk.domain.entities import Combine, Kpi
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace
from tests import own_kpis


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", author="K", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


def names(ws: Workspace) -> list[str]:
    return [kpi.name for kpi in ws.all(Kpi)]


def test_a_kpi_moves_within_its_department_past_those_of_others(ws: Workspace) -> None:
    one, two = people.add_department(ws, "One"), people.add_department(ws, "Two")
    for name, home in (("a", one), ("x", two), ("b", one), ("c", one)):
        own_kpis.define(ws, name=name, department=home)
    uid = ws.all(Kpi)[2].uid
    assert arrange.move_kpi(ws, uid, -1)
    assert [kpi.name for kpi in ws.all(Kpi) if kpi.department == one] == ["b", "a", "c"]
    assert not arrange.move_kpi(ws, uid, -1)
    assert arrange.move_kpi(ws, uid, 1)
    assert arrange.move_kpi(ws, uid, 1)
    assert not arrange.move_kpi(ws, uid, 1)
    assert [kpi.name for kpi in ws.all(Kpi) if kpi.department == one] == ["a", "c", "b"]


def test_kpis_that_got_the_same_key_on_two_machines_can_be_moved(ws: Workspace) -> None:
    for name in "abcd":
        own_kpis.define(ws, name=name)
    with ws.transaction(msg("merge")) as change:
        for kpi in ws.all(Kpi):
            change.set(Kpi, kpi.uid, order="a5")
    before = names(ws)
    last = ws.all(Kpi)[-1].uid
    assert arrange.move_kpi(ws, last, -1)
    assert names(ws) == [before[0], before[1], before[3], before[2]]
    assert arrange.move_kpi(ws, last, -1)
    assert names(ws) == [before[0], before[3], before[1], before[2]]


def test_parked_kpis_keep_to_themselves(ws: Workspace) -> None:
    for name in "abc":
        own_kpis.define(ws, name=name)
    kpis.park(ws, ws.all(Kpi)[1].uid)
    first = ws.all(Kpi)[0].uid
    assert arrange.move_kpi(ws, first, 1)
    assert [kpi.name for kpi in ws.all(Kpi) if not kpi.parked] == ["c", "a"]


def test_another_department_puts_it_last_there_in_one_step(ws: Workspace) -> None:
    one, two = people.add_department(ws, "One"), people.add_department(ws, "Two")
    first = own_kpis.define(ws, name="a", department=one)
    own_kpis.define(ws, name="b", department=two)
    arrange.move_to_department(ws, first, two)
    assert [kpi.name for kpi in ws.all(Kpi) if kpi.department == two] == ["b", "a"]
    ws.undo()
    assert ws.get(Kpi, first).department == one
    assert names(ws) == ["a", "b"]


def test_what_goes_are_the_numbers_nothing_else_reads_and_the_notes(ws: Workspace) -> None:
    share = own_kpis.define(ws, name="share", formula="a / b", inputs={"a": Combine.SUM, "b": Combine.SUM})
    own_kpis.define(ws, name="other", formula="b * 2", inputs={"b": Combine.SUM})
    own, shared = (uid for _key, uid in ws.get(Kpi, share).inputs)
    for source in (own, shared):
        entry.set_value(ws, source, Period.parse("2026-01"), 3)
    entry.set_value(ws, own, Period.parse("2026-02"), 4)
    notes.annotate(ws, share, Period.parse("2026-01"), "why")
    notes.annotate(ws, own, Period.parse("2026-01"), "where from")
    assert arrange.what_goes(ws, share) == arrange.Parting(numbers=2, notes=2)
    kpis.delete(ws, share)
    assert len(ws.series(shared)) == 1
    ws.undo()
    assert arrange.what_goes(ws, share) == arrange.Parting(numbers=2, notes=2)
