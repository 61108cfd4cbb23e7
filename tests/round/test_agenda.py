"""What a round holds and in which order, read from the file each time; what somebody did in it, remembered beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import check_ins, cycles, entry, goals, kpis, people
from kpidesk.domain.entities import NOT_APPLICABLE, Input, Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.book import figures_book
from kpidesk.round.agenda import Agenda, Mark, agenda, tally
from kpidesk.round.check_in import check_in_facts
from kpidesk.round.progress import Progress, begin
from kpidesk.round.steps import DECISION, Kind, Step
from kpidesk.round.words_due import week_end
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.clocks import Ticking

MONDAY = dt.date(2026, 6, 15)
"""The first day of week 25."""
WEEK = Period.parse("2026-W24")


@pytest.fixture
def clock() -> Ticking:
    return Ticking(MONDAY - dt.timedelta(days=60))


@pytest.fixture
def ws(tmp_path: Path, clock: Ticking) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="Sykkel og sånn", home=home, clock=clock) as made,
        made.sharing.holding(),
    ):
        yield made


def source_of(ws: Workspace, kpi: str) -> str:
    return ws.get(Kpi, kpi).inputs[0][1]


def weekly(ws: Workspace, name: str, **fields: object) -> str:
    """A weekly KPI of its own whose number for last week is missing; gives its input."""
    uid = source_of(ws, own_kpis.define(ws, name=name, frequency=Frequency.WEEK, **fields))  # type: ignore[arg-type]
    entry.set_value(ws, uid, WEEK.previous(), 10.0)
    return uid


def looked(ws: Workspace, progress: Progress | None = None) -> Agenda:
    return agenda(ws, ws.today(), figures_book(ws).all(), progress or begin(ws.today()))


def numbers(found: Agenda, ws: Workspace) -> list[tuple[str, Period | None]]:
    return [(ws.get(Input, step.about).name, step.period) for step in found.of(Kind.NUMBER)]


def test_overdue_numbers_come_first_and_then_each_department_in_its_order(ws: Workspace, clock: Ticking) -> None:
    workshop, shop = people.add_department(ws, "Verksted"), people.add_department(ws, "Butikk")
    for name, home in (("Kunder", shop), ("Reparasjoner", workshop), ("Uten avdeling", None)):
        weekly(ws, name, department=home)
    late = source_of(ws, own_kpis.define(ws, name="Leie", department=shop))
    entry.set_value(ws, late, Period.parse("2026-04"), 5.0)
    clock.day = MONDAY
    month = Period.parse("2026-05")
    told = [("Leie", month), ("Reparasjoner", WEEK), ("Kunder", WEEK), ("Uten avdeling", WEEK)]
    assert numbers(looked(ws), ws) == told


def test_only_what_there_is_becomes_a_step(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    assert looked(ws).steps == (DECISION,)
    assert not looked(ws).asks
    weekly(ws, "Kunder")
    found = looked(ws)
    assert [step.kind for step in found.steps] == [Kind.NUMBER, Kind.DECISION]
    assert found.asks


def test_a_file_with_goals_alone_has_a_round_of_check_ins(ws: Workspace, clock: Ticking) -> None:
    cycle = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
    top = goals.add_objective(ws, "Flere på sykkel", cycle=cycle)
    result = goals.add_key_result(ws, "Kurs fra 0 til 10", parent=top, start=0.0, target=10.0)
    clock.day = MONDAY
    found = looked(ws)
    assert found.of(Kind.CHECK_IN) == (Step(Kind.CHECK_IN, result),)
    assert found.of(Kind.NUMBER) == ()
    made = check_ins.check_in(ws, result, value=3.0, confidence=6)
    step = Step(Kind.CHECK_IN, result)
    after = looked(ws, begin(MONDAY).meeting((step,)).having_done(step, made))
    assert after.marks[step] is Mark.DONE
    assert not after.asks


def test_what_is_behind_is_asked_for_each_week_and_not_twice_in_one(ws: Workspace, clock: Ticking) -> None:
    cycle = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
    top = goals.add_objective(ws, "Flere på sykkel", cycle=cycle)
    result = goals.add_key_result(ws, "Kurs fra 0 til 10", parent=top, start=0.0, target=10.0)
    clock.day = MONDAY - dt.timedelta(days=3)
    check_ins.check_in(ws, result, value=1.0, confidence=3)
    assert looked(ws).of(Kind.CHECK_IN) == (), "it was spoken of this week"
    clock.day = MONDAY
    assert looked(ws).of(Kind.CHECK_IN) == (Step(Kind.CHECK_IN, result),)
    check_ins.check_in(ws, result, confidence=3)
    assert looked(ws).of(Kind.CHECK_IN) == ()


def test_words_are_asked_for_by_friday_and_at_the_weekend_by_today() -> None:
    assert week_end(MONDAY) == MONDAY + dt.timedelta(days=4)
    assert week_end(MONDAY + dt.timedelta(days=6)) == MONDAY + dt.timedelta(days=6)


def test_a_number_is_done_when_it_is_in_whoever_entered_it_and_open_again_when_it_is_taken_back(
    ws: Workspace, clock: Ticking
) -> None:
    clock.day = MONDAY
    uid = weekly(ws, "Kunder")
    step = Step(Kind.NUMBER, uid, WEEK)
    progress = begin(MONDAY).meeting(looked(ws).steps)
    entry.set_value(ws, uid, WEEK, 12.0)
    assert looked(ws, progress).marks[step] is Mark.DONE
    assert tally(ws, looked(ws, progress), progress).numbers == 0, "a colleague's number is not counted as one's own"
    own = progress.having_done(step)
    assert tally(ws, looked(ws, own), own).numbers == 1
    ws.undo()
    assert looked(ws, own).marks[step] is Mark.OPEN
    assert tally(ws, looked(ws, own), own).numbers == 0


def test_not_applicable_is_an_answer(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    uid = weekly(ws, "Kunder")
    step = Step(Kind.NUMBER, uid, WEEK)
    progress = begin(MONDAY).meeting((step,))
    entry.set_value(ws, uid, WEEK, NOT_APPLICABLE)
    assert looked(ws, progress).marks[step] is Mark.DONE


def test_a_period_left_out_before_a_later_number_stays_left_out(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    uid = source_of(ws, own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK))
    entry.set_value(ws, uid, WEEK.previous(2), 8.0)
    first, second = (step for step in looked(ws).of(Kind.NUMBER))
    assert (first.period, second.period) == (WEEK.previous(), WEEK)
    progress = begin(MONDAY).meeting((first, second)).having_skipped(first)
    entry.set_value(ws, uid, WEEK, 9.0)
    found = looked(ws, progress.having_done(second))
    assert (found.marks[first], found.marks[second]) == (Mark.SKIPPED, Mark.DONE)


def test_a_kpi_that_is_deleted_or_parked_takes_its_steps_with_it(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    one, other = weekly(ws, "Kunder"), weekly(ws, "Reparasjoner")
    progress = begin(MONDAY).meeting(looked(ws).steps)
    by_name = {kpi.name: kpi.uid for kpi in ws.all(Kpi)}
    kpis.delete(ws, by_name["Kunder"])
    kpis.park(ws, by_name["Reparasjoner"], True)
    assert looked(ws, progress).of(Kind.NUMBER) == ()
    assert {step.about for step in progress.met} >= {one, other}


def test_what_stands_out_is_not_known_while_figures_are_worked_out(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    uid = source_of(ws, own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK, target=100.0, red_flag=50.0))
    entry.set_value(ws, uid, WEEK, 3.0)
    unknown = agenda(ws, ws.today(), None, begin(MONDAY))
    assert not unknown.settled
    assert unknown.of(Kind.LOOK) == ()
    (kpi,) = ws.all(Kpi)
    assert looked(ws).of(Kind.LOOK) == (Step(Kind.LOOK, kpi.uid),)


def test_a_kpi_that_was_looked_at_stays_a_dot_when_it_stands_out_no_more(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    uid = source_of(ws, own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK, target=100.0, red_flag=50.0))
    entry.set_value(ws, uid, WEEK, 3.0)
    (step,) = looked(ws).of(Kind.LOOK)
    progress = begin(MONDAY).meeting((step,)).having_done(step)
    entry.set_value(ws, uid, WEEK, 120.0)
    assert looked(ws, progress).marks[step] is Mark.DONE
    assert looked(ws).of(Kind.LOOK) == ()


def test_a_round_goes_on_at_its_place_or_behind_it(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    one, other = weekly(ws, "Kunder"), weekly(ws, "Reparasjoner")
    first, second = Step(Kind.NUMBER, one, WEEK), Step(Kind.NUMBER, other, WEEK)
    progress = begin(MONDAY).meeting((first, second))
    assert looked(ws).begin(progress) == first
    assert looked(ws, progress).begin(progress.at(second)) == second
    entry.set_value(ws, other, WEEK, 7.0)
    assert looked(ws, progress).begin(progress.at(second)) == DECISION, "a colleague has done it meanwhile"
    skipped = progress.having_skipped(first)
    assert looked(ws, skipped).begin(skipped) == DECISION
    assert looked(ws, skipped).left() == (first,)
    assert looked(ws, skipped).before(DECISION) == second
    assert looked(ws, skipped).before(first) is None


def test_a_round_left_at_a_kpi_goes_on_there_before_it_is_known_what_stands_out(ws: Workspace, clock: Ticking) -> None:
    clock.day = MONDAY
    uid = source_of(ws, own_kpis.define(ws, name="Kunder", frequency=Frequency.WEEK, target=100.0, red_flag=50.0))
    entry.set_value(ws, uid, WEEK, 3.0)
    (step,) = looked(ws).of(Kind.LOOK)
    left = begin(MONDAY).at(step)
    assert agenda(ws, ws.today(), None, left).begin(left) == step
    kpis.delete(ws, step.about)
    assert agenda(ws, ws.today(), None, left).begin(left) == DECISION


def test_what_hangs_under_the_year_is_asked_for_once_and_by_the_quarter(ws: Workspace, clock: Ticking) -> None:
    quarter = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
    year = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.YEAR))
    whole = goals.add_objective(ws, "Flere på sykkel", cycle=year)
    part = goals.add_objective(ws, "Kurs i vår", parent=whole, cycle=quarter)
    own = goals.add_key_result(ws, "Kurs fra 0 til 10", parent=part, start=0.0, target=10.0)
    of_year = goals.add_key_result(ws, "Medlemmer fra 0 til 100", parent=whole, start=0.0, target=100.0)
    clock.day = MONDAY
    assert {step.about for step in looked(ws).of(Kind.CHECK_IN)} == {own, of_year}
    assert len(looked(ws).of(Kind.CHECK_IN)) == 2
    facts = check_in_facts(ws, Step(Kind.CHECK_IN, own), MONDAY)
    assert facts is not None
    assert facts.cycle is not None
    assert facts.cycle.uid == quarter


def test_a_year_goes_on_when_its_quarter_is_closed(ws: Workspace, clock: Ticking) -> None:
    quarter = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
    year = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.YEAR))
    for cycle in (quarter, year):
        top = goals.add_objective(ws, f"Mål {cycle}", cycle=cycle)
        goals.add_key_result(ws, f"Kurs i {cycle} fra 0 til 10", parent=top, start=0.0, target=10.0)
    clock.day = MONDAY
    assert len(looked(ws).of(Kind.CHECK_IN)) == 2
    cycles.close(ws, quarter)
    assert len(looked(ws).of(Kind.CHECK_IN)) == 1
