"""What waits and what comes, of a file of one's own, on days that are passed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import text
from kpidesk.commands import agreements, check_ins, cycles, entry, goals, people
from kpidesk.domain.entities import Kpi
from kpidesk.domain.period import Frequency, Period
from kpidesk.reminders.calendar import events_of, to_remember
from kpidesk.reminders.days import Day, Kind, coming, horizon
from kpidesk.reminders.ics import Event
from kpidesk.reminders.waits import waits
from kpidesk.reminders.words import day_title, rhythm_words, waiting_words
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.clocks import Ticking

MONDAY = dt.date(2026, 6, 15)
"""The first day of week 25."""
LAST = dt.date(2026, 9, 30)
NINE = dt.time(9)
A_WEEK = dt.timedelta(days=7)


@pytest.fixture
def clock() -> Ticking:
    return Ticking(MONDAY - dt.timedelta(days=60))


@pytest.fixture
def ws(tmp_path: Path, clock: Ticking) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    with Workspace.create(tmp_path / "a.kpidesk", company="Sykkel og sånn", home=home, clock=clock) as made:
        yield made


def weekly(ws: Workspace, name: str, **fields: object) -> str:
    """A weekly KPI whose last number is that of week 23; gives its input."""
    uid = ws.get(Kpi, own_kpis.define(ws, name=name, frequency=Frequency.WEEK, **fields)).inputs[0][1]  # type: ignore[arg-type]
    entry.set_value(ws, uid, Period.parse("2026-W23"), 10.0)
    return uid


def goal(ws: Workspace, title: str, day: dt.date = MONDAY, owner: str | None = None) -> str:
    """A key result without a KPI in the cycle of a day."""
    cycle = cycles.ensure_cycle(ws, Period.containing(day, Frequency.QUARTER))
    top = goals.add_objective(ws, f"Om {title}", cycle=cycle)
    return goals.add_key_result(ws, title, parent=top, start=0.0, target=10.0, owner=owner)


def days(ws: Workspace, kind: Kind, person: str | None = None) -> list[dt.date]:
    return [day.date for day in coming(ws, MONDAY, LAST, person) if day.kind is kind]


def test_an_empty_file_waits_for_nothing_and_is_reviewed_all_the_same(ws: Workspace) -> None:
    assert not waits(ws, MONDAY)
    assert waiting_words(waits(ws, MONDAY), "Sykkel") == ""
    (review,) = coming(ws, MONDAY, horizon(ws, MONDAY))
    assert (review.kind, review.date) == (Kind.REVIEW, dt.date(2026, 7, 14))
    assert horizon(ws, MONDAY) == LAST


def test_what_waits_is_told_in_words_and_counts(ws: Workspace) -> None:
    kari = people.add_person(ws, "Kari")
    weekly(ws, "Kunder")
    weekly(ws, "Reparasjoner")
    agreements.ask(ws, goal(ws, "Kurs"), [kari])
    found = waits(ws, MONDAY)
    assert (found.number_count, len(found.check_ins), len(found.agreements)) == (2, 1, 1)
    with text.using("nb"):
        told = waiting_words(found, "Sykkel og sånn")
        assert told == "To tall, én innsjekk og ett spørsmål venter i Sykkel og sånn."
    with text.using("en"):
        assert waiting_words(found, "X") == "Two numbers, one check-in and one question are waiting in X."


def test_one_thing_is_waiting(ws: Workspace) -> None:
    weekly(ws, "Kunder")
    with text.using("en"):
        assert waiting_words(waits(ws, MONDAY), "X") == "One number is waiting in X."


def test_numbers_come_on_the_deadlines_that_the_program_goes_by(ws: Workspace) -> None:
    weekly(ws, "Kunder", grace_days=1)
    found = days(ws, Kind.NUMBERS)
    assert found[0] == MONDAY + dt.timedelta(days=7), "that of week 24 is due today and not to come"
    assert {day.weekday() for day in found} == {0} and found[-1] == dt.date(2026, 9, 28)
    title = day_title(ws, coming(ws, MONDAY, LAST)[0])
    with text.using("nb"):
        assert title == "Registrer tall for uke 25"
        assert rhythm_words([day for day in coming(ws, MONDAY, LAST) if day.kind is Kind.NUMBERS], NINE) == (
            "mandager kl. 09:00"
        )


def test_a_number_that_waits_has_its_deadline_to_come_and_is_told_once_on_the_command_line(ws: Workspace) -> None:
    weekly(ws, "Kunder", grace_days=3)
    assert days(ws, Kind.NUMBERS)[0] == dt.date(2026, 6, 17)
    ahead = coming(ws, MONDAY, dt.date(2026, 6, 24), waiting=False)
    assert [day.date for day in ahead] == [dt.date(2026, 6, 24)]


def test_numbers_of_one_day_are_one_event(ws: Workspace) -> None:
    weekly(ws, "Kunder")
    weekly(ws, "Reparasjoner")
    assert len(days(ws, Kind.NUMBERS)) == len(set(days(ws, Kind.NUMBERS)))


def test_a_running_week_is_asked_for_until_all_of_its_numbers_are_in(ws: Workspace) -> None:
    both = [weekly(ws, "Kunder"), weekly(ws, "Reparasjoner")]
    week, asked = Period.parse("2026-W25"), []
    for each in both:
        entry.set_value(ws, each, week, 3.0)
        asked.append(any(week in day.periods for day in coming(ws, MONDAY, LAST)))
    assert asked == [True, False]
    assert any(week.next() in day.periods for day in coming(ws, MONDAY, LAST))


def test_check_ins_come_in_the_companys_rhythm_and_on_into_a_quarter_without_goals(
    ws: Workspace, clock: Ticking
) -> None:
    people.set_company(ws, check_in_days=7)
    result = goal(ws, "Kurs")
    clock.day = dt.date(2026, 6, 12)
    check_ins.check_in(ws, result, value=1.0, confidence=6)
    found = [day for day in coming(ws, MONDAY, LAST) if day.kind is Kind.CHECK_INS]
    assert found[0].date == dt.date(2026, 6, 19)
    assert {day.date.weekday() for day in found} == {4} and found[-1].date == dt.date(2026, 9, 25)
    assert [day.count for day in found] == [1, 1, *[0] * 13], "what nobody has planned yet is not counted"


def test_the_goals_of_a_planned_quarter_take_over_when_it_begins(ws: Workspace) -> None:
    people.set_company(ws, check_in_days=7)
    goal(ws, "Kurs")
    goal(ws, "Verksted", dt.date(2026, 7, 1))
    goal(ws, "Butikk", dt.date(2026, 7, 1))
    found = [day for day in coming(ws, MONDAY, LAST) if day.kind is Kind.CHECK_INS]
    assert {day.count for day in found if day.date > dt.date(2026, 7, 6)} == {2}
    assert all(day.count == 1 for day in found if day.date < dt.date(2026, 6, 30))


def test_a_check_in_that_moves_within_its_week_keeps_its_key(ws: Workspace, clock: Ticking) -> None:
    people.set_company(ws, check_in_days=7)
    result = goal(ws, "Kurs")
    clock.day = dt.date(2026, 6, 12)
    check_ins.check_in(ws, result, value=1.0, confidence=6)
    first = [day for day in coming(ws, MONDAY, LAST) if day.kind is Kind.CHECK_INS]
    clock.day = dt.date(2026, 6, 18)
    check_ins.check_in(ws, result, value=2.0, confidence=6)
    second = [day for day in coming(ws, clock.day, LAST) if day.kind is Kind.CHECK_INS]
    assert (first[1].date, second[0].date) == (dt.date(2026, 6, 26), dt.date(2026, 6, 25))
    assert first[1].key == second[0].key == dt.date(2026, 6, 22)


def test_only_mine(ws: Workspace) -> None:
    kari, ola = people.add_person(ws, "Kari"), people.add_person(ws, "Ola")
    weekly(ws, "Kunder", owner=kari)
    goal(ws, "Kurs", owner=ola)
    assert (waits(ws, MONDAY, kari).number_count, len(waits(ws, MONDAY, kari).check_ins)) == (1, 0)
    assert (waits(ws, MONDAY, ola).number_count, len(waits(ws, MONDAY, ola).check_ins)) == (0, 1)
    assert days(ws, Kind.NUMBERS, kari) and not days(ws, Kind.CHECK_INS, kari)
    assert days(ws, Kind.CHECK_INS, ola) and not days(ws, Kind.NUMBERS, ola)


def test_a_review_waits_from_its_day_until_the_cycle_is_closed(ws: Workspace, clock: Ticking) -> None:
    goal(ws, "Kurs")
    assert not waits(ws, dt.date(2026, 7, 13)).reviews
    ((period, cycle),) = waits(ws, dt.date(2026, 7, 14)).reviews
    assert period == Period.parse("2026-Q2")
    clock.day = dt.date(2026, 7, 14)
    cycles.close(ws, cycle.uid)
    assert not waits(ws, dt.date(2026, 7, 14)).reviews


def test_what_was_handed_over_is_remembered_as_text_and_what_is_none_of_ours_is_left(ws: Workspace) -> None:
    numbers = Day(Kind.NUMBERS, MONDAY + A_WEEK, (Period.parse("2026-W25"),))
    review = Day(Kind.REVIEW, dt.date(2026, 7, 14), (Period.parse("2026-Q2"),))
    told = [*to_remember([Event(numbers, "Tall for uke 12"), Event(review, "x")]), "", "numbers", "y 2026-06-20 z", "?"]
    found = events_of(ws, [review], told, MONDAY)
    assert [(each.day.kind, each.day.date, each.gone) for each in found] == [
        (review.kind, review.date, False), (numbers.kind, numbers.date, True),
    ]  # fmt: skip
    assert not any(each.gone for each in events_of(ws, [], told[:1], numbers.date)), "a day that has come stays"


def test_on_a_day_that_has_passed_no_question_is_told_that_was_asked_later(ws: Workspace, clock: Ticking) -> None:
    ola = people.add_person(ws, "Ola")
    kpi = own_kpis.define(ws, name="Salg", frequency=Frequency.WEEK)
    agreements.ask(ws, kpi, [ola])
    asked_on = ws.today()
    assert [len(waits(ws, day).agreements) for day in (asked_on - A_WEEK, asked_on, asked_on + A_WEEK)] == [0, 1, 1]
