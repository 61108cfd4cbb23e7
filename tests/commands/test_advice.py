"""Advice put aside with a reason, kinds of advice silenced, and the duties that no KPI measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import advice, cycles, goals, people
from kpidesk.domain.entities import Cycle, Dismissal, Duty
from kpidesk.domain.period import Period
from kpidesk.errors import BadInput, NotFound, UserError
from kpidesk.figures.advice import Kind, advise
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

DAY = dt.date(2026, 3, 16)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    clock = dt.datetime(2026, 3, 16, 9, 0, tzinfo=dt.UTC)
    made = Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home"), clock=lambda: clock)
    with made, text.using("en"):
        yield made


@pytest.fixture
def cycle(ws: Workspace) -> str:
    return cycles.ensure_cycle(ws, Period.parse("2026-Q1"))


def said(ws: Workspace, cycle: str) -> list[Kind]:
    return [each.kind for each in advise(ws, ws.get(Cycle, cycle), DAY)]


def test_advice_is_put_aside_for_its_cycle_and_called_back(ws: Workspace, cycle: str) -> None:
    goals.add_objective(ws, "Customers come back", cycle=cycle)
    (found,) = advise(ws, ws.get(Cycle, cycle), DAY)
    assert found.kind is Kind.NOT_MEASURED
    advice.dismiss(ws, found.key, "  we measure it by talking  ", cycle=cycle)
    assert said(ws, cycle) == []
    (row,) = ws.all(Dismissal)
    assert (row.key, row.reason, row.day, row.cycle) == (found.key, "we measure it by talking", DAY, cycle)
    advice.recall(ws, row.uid)
    assert said(ws, cycle) == [Kind.NOT_MEASURED]
    ws.undo()
    assert said(ws, cycle) == []


def test_the_same_advice_put_aside_again_has_the_newer_reason(ws: Workspace, cycle: str) -> None:
    advice.dismiss(ws, "no_customer:", "soon", cycle=cycle)
    advice.dismiss(ws, "no_customer:", "next quarter", cycle=cycle)
    advice.dismiss(ws, "no_customer:", "never")
    assert sorted((row.reason, row.cycle) for row in ws.all(Dismissal)) == [("never", None), ("next quarter", cycle)]


@pytest.mark.parametrize("reason", ["", "  "])
def test_advice_is_not_put_aside_without_a_reason(ws: Workspace, cycle: str, reason: str) -> None:
    with pytest.raises(BadInput, match="Give a short reason"):
        advice.dismiss(ws, "no_customer:", reason, cycle=cycle)
    with pytest.raises(UserError):
        advice.dismiss(ws, "no_customer:", "because", cycle="no such cycle")
    with pytest.raises(NotFound):
        advice.recall(ws, "nothing")
    assert ws.all(Dismissal) == []


def test_kinds_are_silenced_and_speak_again(ws: Workspace, cycle: str) -> None:
    goals.add_objective(ws, "Customers come back", cycle=cycle)
    advice.silence(ws, ["not_measured", "duties", "not_measured"])
    assert ws.company.silenced == ("duties", "not_measured")
    assert said(ws, cycle) == []
    advice.silence(ws, [])
    assert said(ws, cycle) == [Kind.NOT_MEASURED]
    ws.undo()
    assert ws.company.silenced == ("duties", "not_measured")


# ---- duties --------------------------------------------------------------------------------------


def test_duties_are_listed_in_order_changed_and_deleted(ws: Workspace) -> None:
    kari = people.ensure_person(ws, "Kari")
    books = advice.add_duty(ws, " The books ", owner=kari)
    oven = advice.add_duty(ws, "The oven")
    assert [(duty.title, duty.owner) for duty in ws.all(Duty)] == [("The books", kari), ("The oven", None)]
    advice.edit_duty(ws, oven, title="The ovens", owner=kari)
    advice.edit_duty(ws, books, owner=None)
    assert [(duty.title, duty.owner) for duty in ws.all(Duty)] == [("The books", None), ("The ovens", kari)]
    advice.delete_duty(ws, books)
    assert [duty.title for duty in ws.all(Duty)] == ["The ovens"]
    ws.undo()
    assert [duty.title for duty in ws.all(Duty)] == ["The books", "The ovens"]


def test_a_duty_needs_a_name_and_an_owner_who_is_there(ws: Workspace) -> None:
    oven = advice.add_duty(ws, "The oven")
    with pytest.raises(BadInput, match="A responsibility must have a name"):
        advice.add_duty(ws, " ")
    with pytest.raises(BadInput, match="The old name still stands"):
        advice.edit_duty(ws, oven, title="")
    for refused in (lambda: advice.add_duty(ws, "X", owner="?"), lambda: advice.edit_duty(ws, oven, owner="?")):
        with pytest.raises(UserError):
            refused()
    with pytest.raises(NotFound):
        advice.delete_duty(ws, "nothing")
    assert [duty.title for duty in ws.all(Duty)] == ["The oven"]


def test_duties_are_confirmed_for_a_cycle_in_one_step(ws: Workspace, cycle: str) -> None:
    with pytest.raises(BadInput, match="no responsibilities on the list yet"):
        advice.confirm_duties(ws, cycle)
    for title in ("The books", "The oven"):
        advice.add_duty(ws, title)
    assert said(ws, cycle) == [Kind.DUTIES]
    assert advice.confirm_duties(ws, cycle) == 2
    assert said(ws, cycle) == []
    after = cycles.ensure_cycle(ws, Period.parse("2026-Q2"))
    assert said(ws, after) == [Kind.DUTIES]
    with pytest.raises(NotFound):
        advice.confirm_duties(ws, "no such cycle")
    ws.undo()
    ws.undo()
    assert said(ws, cycle) == [Kind.DUTIES]
