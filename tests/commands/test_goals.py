"""Goals: what may stand where, what a typed line says, and one step of undo for each command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import check_ins, cycles, goals
from kpidesk.domain.entities import CheckIn, Initiative, KeyResult, Objective, ResultKind
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.reading.goals import read_sentence
from kpidesk.settings import Home
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid
from tests import own_kpis
from tests.table import table


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


@pytest.fixture
def top(ws: Workspace) -> str:
    return goals.add_objective(ws, "Top", cycle=cycles.ensure_cycle(ws, Period.parse("2026-Q1")))


def tree(ws: Workspace, parent: str | None = None) -> list[object]:
    """Titles with their children, as nested lists."""
    return [[node.title, *tree(ws, node.uid)] for node in ws.children(parent)]


@pytest.mark.parametrize(
    ("line", "name", "start", "target", "unit"),
    [
        ("NPS opp fra 38 til 50", "NPS", "38", "50", ""),
        ("NPS up from 38 to 50", "NPS", "38", "50", ""),
        ("Første responstid ned fra 9,5 til 4,0 timer", "Første responstid", "9,5", "4,0", "timer"),
        ("Konvertering opp fra 1,6 til 2,5 %", "Konvertering", "1,6", "2,5", "%"),
        ("Nettosalg per uke opp fra 285 000 til 330 000 kr", "Nettosalg per uke", "285 000", "330 000", "kr"),
    ],
)
def test_a_line_tells_start_and_target(line, name, start, target, unit):
    read = read_sentence(line)
    assert read.first is not None and read.last is not None
    assert (read.name, read.first.text, read.last.text, read.last.unit) == (name, start, target, unit)


@pytest.mark.parametrize("line", ["Nye kontrakter", "Fra tre til fire", "Topp 10 i Bergen", "", "opp fra til"])
def test_a_line_that_tells_none(line):
    assert read_sentence(line).told == []


def test_a_typed_key_result_gets_its_measure_and_its_kpi(ws, top):
    kpi = own_kpis.define(ws, name="NPS (Net Promoter Score)", unit="poeng")
    result = ws.get(KeyResult, goals.add_key_result(ws, "NPS opp fra 38 til 50", parent=top))
    assert (result.start, result.target, result.kpi, result.unit) == (38, 50, kpi, "score")
    hours = ws.get(KeyResult, goals.add_key_result(ws, "Svartid ned fra 9,5 til 4,0 timer", parent=top))
    assert (hours.start, hours.target, hours.unit, hours.decimals, hours.kpi) == (9.5, 4, "hours", 1, None)


@table(
    "parent, child, allowed",
    [
        (None, Objective, True), (None, KeyResult, False), (None, Initiative, False),
        (Objective, Objective, True), (Objective, KeyResult, True), (Objective, Initiative, True),
        (KeyResult, Initiative, True), (KeyResult, Objective, False), (KeyResult, KeyResult, False),
        (Initiative, Initiative, False),
    ],
)  # fmt: skip
def test_what_may_stand_under_what(parent, child, allowed):
    assert goals.can_contain(parent, child) is allowed


def test_a_wrong_place_is_refused_and_nothing_changes(ws, top):
    result = goals.add_key_result(ws, "A", parent=top)
    before = len(ws.history.entries())
    with pytest.raises(RuleBroken):
        goals.add_objective(ws, "B", parent=result)
    with pytest.raises(RuleBroken):
        goals.add_key_result(ws, "B", parent=result)
    with pytest.raises(RuleBroken):
        goals.move(ws, result, None, 0)
    with pytest.raises(NotFound):
        goals.add_initiative(ws, "B", parent="0" * 32)
    assert len(ws.history.entries()) == before


def test_an_objective_cannot_stand_under_itself(ws, top):
    inner = goals.add_objective(ws, "Inner", parent=top)
    with pytest.raises(RuleBroken):
        goals.move(ws, top, inner, 0)
    assert tree(ws) == [["Top", ["Inner"]]]


def test_moves_by_keys(ws, top):
    a = goals.add_key_result(ws, "a", parent=top)
    b = goals.add_key_result(ws, "b", parent=top)
    todo = goals.add_initiative(ws, "todo", parent=top)
    assert goals.move_up(ws, b)
    assert not goals.move_up(ws, b)
    assert tree(ws) == [["Top", ["b"], ["a"], ["todo"]]]
    assert goals.indent(ws, todo)
    assert goals.shown_parent(ws, todo) == a
    assert goals.outdent(ws, todo)
    assert not goals.outdent(ws, a), "a key result never stands at the top"
    assert tree(ws) == [["Top", ["b"], ["a"], ["todo"]]]
    assert not goals.indent(ws, b), "nothing above that could hold it"
    assert goals.move_down(ws, b)
    assert tree(ws) == [["Top", ["a"], ["b"], ["todo"]]]


def test_an_objective_that_comes_to_the_top_keeps_its_cycle(ws, top):
    inner = goals.add_objective(ws, "Inner", parent=top)
    assert goals.outdent(ws, inner)
    assert ws.get(Objective, inner).cycle == ws.get(Objective, top).cycle


def test_each_command_is_one_step_of_undo(ws, top):
    a = goals.add_key_result(ws, "a", parent=top)
    goals.add_initiative(ws, "todo", parent=a)
    whole = tree(ws)
    assert goals.delete(ws, [top, a]) == 3
    assert tree(ws) == []
    ws.undo()
    assert tree(ws) == whole
    goals.rename(ws, a, "  new\tname ")
    assert ws.node(a).title == "new name"
    ws.undo()
    assert tree(ws) == whole
    ws.redo()
    assert ws.node(a).title == "new name"


@pytest.mark.parametrize("title", ["", "   ", "\n\t", "x" * 501, "\x00"])
def test_titles_that_are_refused(ws, top, title):
    with pytest.raises(BadInput):
        goals.rename(ws, top, title)
    assert ws.node(top).title == "Top"


def test_measures_that_lead_nowhere_are_refused(ws, top):
    result = goals.add_key_result(ws, "a", parent=top)
    for wrong in (
        {"start": 5, "target": 5},
        {"start": float("nan"), "target": 5},
        {"kind": ResultKind.HOLD},
        {"kind": ResultKind.HOLD, "low": 5, "high": 4},
    ):
        with pytest.raises((BadInput, RuleBroken)):
            goals.set_measure(ws, result, **wrong)
    goals.set_measure(ws, result, start=9.5, target=4, unit="timer")
    measured = ws.get(KeyResult, result)
    assert (measured.start, measured.target, measured.unit, measured.decimals) == (9.5, 4, "hours", 1)


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_weights_are_numbers_from_zero(ws, top, weight):
    with pytest.raises(BadInput):
        goals.set_field(ws, top, weight=weight)
    goals.set_field(ws, top, weight=0)
    assert ws.get(Objective, top).weight == 0


@pytest.mark.parametrize("confidence", [-1, 0, 11])
def test_confidence_goes_from_one_to_ten(ws, top, confidence):
    result = goals.add_key_result(ws, "a", parent=top)
    with pytest.raises(BadInput):
        check_ins.check_in(ws, result, confidence=confidence)
    with pytest.raises(BadInput):
        check_ins.check_in(ws, result)
    assert ws.all(CheckIn) == []


def test_a_confidence_of_nought_from_before_is_read_and_stays_until_another_is_said(ws, top):
    result = goals.add_key_result(ws, "a", parent=top)
    with ws.transaction(msg("as it was")) as change:
        uid = change.add(CheckIn(new_uid(), key_result=result, day=dt.date(2026, 3, 9), confidence=0, author=None))
    check_ins.edit_check_in(ws, uid, confidence=0, note="slow")
    assert (ws.get(CheckIn, uid).confidence, ws.get(CheckIn, uid).note) == (0, "slow")
    check_ins.edit_check_in(ws, uid, confidence=2)
    with pytest.raises(BadInput):
        check_ins.edit_check_in(ws, uid, confidence=0)
    assert ws.get(CheckIn, uid).confidence == 2


def test_a_check_in_can_be_corrected_and_taken_back(ws, top):
    result = goals.add_key_result(ws, "a", parent=top)
    uid = check_ins.check_in(ws, result, value=0.0, confidence=1, note="slow", day=dt.date(2026, 3, 9))
    assert (ws.get(CheckIn, uid).value, ws.get(CheckIn, uid).confidence) == (0, 1)
    with pytest.raises(BadInput):
        check_ins.edit_check_in(ws, uid, value=float("inf"))
    check_ins.edit_check_in(ws, uid, value=3.5)
    assert ws.get(CheckIn, uid).value == 3.5
    check_ins.delete_check_in(ws, uid)
    assert ws.find(CheckIn, uid) is None


def test_only_what_can_be_done_is_ticked(ws, top):
    todo = goals.add_initiative(ws, "todo", parent=top)
    goals.tick(ws, todo, True)
    assert ws.get(Initiative, todo).done_on == ws.today()
    goals.tick(ws, todo, False)
    assert ws.get(Initiative, todo).done_on is None
    with pytest.raises(RuleBroken):
        goals.tick(ws, top, True)
