"""The SMART check and the advice of the method, on files in memory."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk import library, text
from kpidesk.commands import library as shelf
from kpidesk.domain.entities import (
    Agreement,
    Combine,
    Company,
    Cycle,
    Department,
    Dismissal,
    Duty,
    Input,
    KeyResult,
    Kpi,
    Objective,
    Person,
    ResultKind,
)
from kpidesk.domain.period import Frequency
from kpidesk.figures import goal_figures
from kpidesk.figures.advice import Kind, advise, is_task, on_share
from kpidesk.figures.goals.smart import consent, smart_check
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests.figures.company import Memory, plain, quarter

TODAY = dt.date(2026, 3, 16)


@pytest.fixture(autouse=True)
def english():
    with text.using("en"):
        yield


class Goals(Memory):
    """A workspace in memory with the reads that the goal tree uses."""

    def find_node(self, uid):
        return next((row for (kind, key), row in self.rows.items() if key == uid and hasattr(row, "title")), None)


def answers(ws, cycle, uid):
    def flat(figures):
        for each in figures:
            yield each
            yield from flat(each.children)

    figures = next(each for each in flat(goal_figures(ws, cycle, TODAY)) if each.node.uid == uid)
    return {each.letter: each for each in smart_check(ws, figures, cycle, TODAY)}


def steered():
    ws = Goals()
    cycle = quarter(ws)
    service = ws.put(Department, name="Service")
    ola, kari = ws.put(Person, name="Ola"), ws.put(Person, name="Kari")
    top = ws.put(Objective, title="Answers the same day", cycle=cycle.uid, department=service)
    kpi = plain(ws, "Reply", Frequency.WEEK, [9.5, 8.0, 7.0, 6.0, 5.3], "2026-W06",
                kpi={"definition": "First reply to e-mail. Not chat.", "unit": "hours"})  # fmt: skip
    uid = ws.put(KeyResult, title="First reply down", parent=top, start=9.5, target=4.0, kpi=kpi.uid, owner=ola,
                 involved=(kari,), unit="hours", decimals=1)  # fmt: skip
    return ws, cycle, uid, ola, kari


def test_the_five_answers_are_computed():
    ws, cycle, uid, ola, _kari = steered()
    ws.put(Agreement, about=uid, person=ola, agreed=True)
    found = answers(ws, cycle, uid)
    assert "".join(found) == "SMART"
    assert (found["S"].holds, str(found["S"].sentence)) == (True, "First reply to e-mail")
    assert (found["M"].holds, str(found["M"].sentence)) == (True, "KPI, measured every week")
    assert (found["A"].holds, str(found["A"].sentence)) == (False, "1 of 2 agree")
    assert (found["T"].holds, str(found["T"].sentence)) == (True, "31\xa0March, 15 days left")
    assert not found["R"].holds  # −1.3 hours in 15 days is −0.61 a week, and it has been −0.40
    assert "−0.61" in str(found["R"].sentence) and "−0.40" in str(found["R"].sentence)


def test_what_is_missing_is_said():
    ws = Goals()
    cycle = quarter(ws)
    top = ws.put(Objective, title="Top", cycle=cycle.uid)
    uid = ws.put(KeyResult, title="Better", parent=top)
    found = answers(ws, cycle, uid)
    assert not any(found[letter].holds for letter in "SMA") and found["T"].holds


def test_nobody_is_not_everybody():
    ws, _cycle, uid, ola, kari = steered()
    assert consent(ws, uid).waiting == (ola, kari) and not consent(ws, uid).complete
    for person in (ola, kari):
        ws.put(Agreement, about=uid, person=person, agreed=True)
    assert consent(ws, uid).complete
    ws.put(Agreement, about=uid, person=ws.put(Person, name="Eva"), agreed=False)
    assert not consent(ws, uid).complete


def kinds(ws, cycle=None):
    return [each.kind for each in advise(ws, cycle, TODAY)]


def a_set(count, **fields):
    ws = Goals()
    for n in range(count):
        ws.put(Kpi, name=f"K{n}", **{"counter_metric": "x", "customer_facing": n == 0, **fields})
    ws.put(Duty, title="Books", confirmed="q")
    return ws


def test_few_kpis():
    assert Kind.TOO_MANY_KPIS not in kinds(a_set(9))
    assert kinds(a_set(10)) == [Kind.TOO_MANY_KPIS]
    assert kinds(a_set(12, parked=True)) == []


def test_a_set_without_a_customer_is_selfish():
    assert kinds(a_set(3)) == []
    assert kinds(a_set(3, customer_facing=False)) == [Kind.NO_CUSTOMER]
    assert kinds(a_set(2, customer_facing=False)) == []


def test_each_kpi_serves_a_goal_and_has_a_counter():
    ws, cycle, uid, _ola, _kari = steered()
    other = ws.put(Kpi, name="Alone")
    found = {(each.kind, each.about) for each in advise(ws, cycle, TODAY)}
    assert (Kind.SERVES_NO_GOAL, other) in found and (Kind.NO_COUNTER, other) in found
    assert (Kind.SERVES_NO_GOAL, ws.get(KeyResult, uid).kpi) not in found


def test_a_share_that_is_added_up_is_asked_about_until_it_is_averaged_or_that_is_put_aside():
    ws = Goals()
    cycle = quarter(ws)
    kpis = {}
    for unit, rule, rhythm in (
        ("percent", Combine.SUM, Frequency.MONTH), ("ratio", Combine.SUM, Frequency.WEEK),
        ("percent", Combine.MEAN, Frequency.MONTH), ("percent", Combine.SUM, Frequency.YEAR),
        ("count", Combine.SUM, Frequency.MONTH),
    ):  # fmt: skip
        source = ws.put(Input, name="N", key="n", unit=unit, combine=rule, frequency=rhythm)
        kpis[unit, rule, rhythm] = ws.put(Kpi, name="N", unit=unit, frequency=rhythm, inputs=(("n", source),))
    asked = list(kpis.values())[:2]

    def about():
        return [each.about for each in advise(ws, cycle, TODAY) if each.kind is Kind.SHARE_ADDED]

    assert about() == asked
    ws.put(Dismissal, key=f"share_added:{asked[0]}", reason="Meant so", cycle=cycle.uid)
    assert about() == asked[1:] and on_share(ws, ws.get(Kpi, asked[0]), cycle) is None
    assert str(on_share(ws, ws.get(Kpi, asked[1]), cycle).sentence).startswith("“N” is a share")
    earlier = tuple(kind.value for kind in Kind if kind is not Kind.SHARE_ADDED)
    ws.company = Company("C", silenced=earlier)
    assert about() == [], "all advice was silenced before this kind was known"


def test_a_kpi_that_nobody_agreed_to():
    ws = Goals()
    ola = ws.put(Person, name="Ola")
    kpi = ws.put(Kpi, name="K", owner=ola, counter_metric="x")
    assert kinds(ws) == [Kind.NOBODY_AGREED]
    ws.put(Agreement, about=kpi, person=ola, agreed=True)
    assert kinds(ws) == []


def test_objectives_are_few_and_measured():
    ws = Goals()
    cycle = quarter(ws)
    tops = [ws.put(Objective, title=f"O{n}", cycle=cycle.uid) for n in range(6)]
    found = kinds(ws, cycle)
    assert found.count(Kind.NOT_MEASURED) == 6 and Kind.TOO_MANY_OBJECTIVES in found
    for n in range(5):
        ws.put(KeyResult, title=f"R{n}", parent=tops[0], target=1.0, kpi="same" if n < 2 else None)
    ws.put(KeyResult, title="Only", parent=tops[1], target=1.0)
    about = {each.kind: each.about for each in advise(ws, cycle, TODAY)}
    assert about[Kind.MANY_KEY_RESULTS] == tops[0] and about[Kind.KPI_TWICE] == tops[0]
    assert about[Kind.FEW_KEY_RESULTS] == tops[1]


@pytest.mark.parametrize(
    ("title", "fields", "task"),
    [
        ("Lansere ny nettbutikk", {}, True),
        ("Launch the shop", {}, True),
        ("Launch 3 shops", {"target": 3.0}, False),
        ("Kunder som kommer tilbake", {}, False),
        ("Shop is open", {"kind": ResultKind.DONE}, True),
        ("Bygge bakeri", {"kind": ResultKind.MILESTONES}, False),
        ("Lager under 10", {}, False),
    ],
)
def test_a_task_in_the_dress_of_a_key_result(title, fields, task):
    assert is_task(KeyResult("u", title=title, **fields)) is task


def test_advice_is_put_aside_for_a_cycle_or_silenced():
    ws = Goals()
    cycle = quarter(ws)
    ws.put(Objective, title="O", cycle=cycle.uid)
    (found,) = advise(ws, cycle, TODAY)
    ws.put(Dismissal, key=found.key, reason="later", cycle="another")
    assert kinds(ws, cycle) == [Kind.NOT_MEASURED]
    ws.put(Dismissal, key=found.key, reason="later", cycle=cycle.uid)
    assert kinds(ws, cycle) == []
    ws = a_set(10)
    ws.company = Company("c", silenced=("too_many_kpis",))
    assert kinds(ws) == []


def test_duties_are_confirmed_each_cycle():
    ws = Goals()
    cycle = quarter(ws)
    ws.put(Duty, title="Fire drill", confirmed="before")
    assert kinds(ws, cycle) == [Kind.DUTIES]
    ws = Goals()
    cycle = quarter(ws)
    ws.put(Duty, title="Fire drill", confirmed=cycle.uid)
    assert kinds(ws, cycle) == []


# ---- a fair chance -----------------------------------------------------------------------------------


def idle(ws, cycle, day):
    return [each.about for each in advise(ws, cycle, day) if each.kind is Kind.SERVES_NO_GOAL]


def test_a_kpi_has_two_weeks_to_find_its_goal():
    ws, cycle, _uid, _ola, _kari = steered()
    other = ws.put(Kpi, name="Alone")
    ws.made[other] = dt.date(2026, 2, 20)
    assert idle(ws, cycle, dt.date(2026, 2, 20)) == []
    assert idle(ws, cycle, dt.date(2026, 3, 5)) == []
    assert idle(ws, cycle, dt.date(2026, 3, 6)) == [other]


def test_a_new_quarter_gives_two_weeks_again():
    ws, cycle, _uid, _ola, _kari = steered()
    other = ws.put(Kpi, name="Alone")
    assert idle(ws, cycle, dt.date(2026, 1, 14)) == []
    assert idle(ws, cycle, dt.date(2026, 1, 15)) == [other]
    assert idle(ws, cycle, dt.date(2025, 12, 20)) == []
    assert idle(ws, None, TODAY) == []


def test_without_any_key_result_no_kpi_is_blamed():
    ws = Goals()
    cycle = quarter(ws)
    ws.put(Kpi, name="Alone")
    top = ws.put(Objective, title="Top", cycle=cycle.uid)
    assert idle(ws, cycle, TODAY) == []
    dropped = ws.put(KeyResult, title="Dropped", parent=top, dropped="no time")
    assert idle(ws, cycle, TODAY) == []
    ws.put(KeyResult, title="Alive", parent=top)
    assert len(idle(ws, cycle, TODAY)) == 1
    assert dropped


def test_those_that_have_just_come_are_not_too_many_yet():
    ws = a_set(10)
    new = [kpi.uid for kpi in ws.all(Kpi)]
    ws.made = dict.fromkeys(new[:1], dt.date(2026, 3, 3))
    assert kinds(ws) == []
    ws.made = dict.fromkeys(new[:1], dt.date(2026, 3, 2))
    assert kinds(ws) == [Kind.TOO_MANY_KPIS]
    (said,) = advise(ws, None, TODAY)
    assert str(said.sentence) == "You have 10 KPIs. Five to seven are enough, 9 at most: park some."


@pytest.mark.parametrize("name", library.template_ids())
def test_no_template_is_told_on_its_first_day_to_drop_what_it_gave(name, tmp_path):
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", language="en", home=Home(tmp_path / "home")) as ws,
        ws.sharing.holding(),
    ):
        shelf.apply_template(ws, name)
        (cycle,) = ws.all(Cycle)
        assert {each.kind for each in advise(ws, cycle, ws.today())} <= {Kind.DUTIES}
        later = max(ws.today(), cycle.start) + dt.timedelta(days=14)
        assert {each.kind for each in advise(ws, cycle, later)} <= {Kind.DUTIES, Kind.SERVES_NO_GOAL}
        assert idle(ws, cycle, later)
