"""The decision of a week: stored in the cycle under way, asked about a week later, answered once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk.commands import cycles, people, reviews
from kpidesk.commands.reviews import Decision
from kpidesk.domain.entities import Cycle, ReviewNote, Section
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, NotFound, RuleBroken
from kpidesk.round import decisions
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis
from tests.clocks import Ticking

MONDAY = dt.date(2026, 6, 15)


@pytest.fixture
def clock() -> Ticking:
    return Ticking(MONDAY)


@pytest.fixture
def ws(tmp_path: Path, clock: Ticking) -> Iterator[Workspace]:
    home = Home(tmp_path / "home")
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="Sykkel", home=home, clock=clock) as made,
        made.sharing.holding(),
    ):
        yield made


def decide(ws: Workspace, text: str = "Ringe leverandøren", **said: object) -> str:
    home = decisions.home_of_decision(ws, ws.today())
    return cycles.in_cycle(ws, home, reviews.decide, decision=Decision(text, **said))  # type: ignore[arg-type]


def test_a_decision_begins_its_cycle_and_is_one_step_of_undo(ws: Workspace) -> None:
    kpi, kari = own_kpis.define(ws, name="Salg"), people.add_person(ws, "Kari")
    uid = decide(ws, owner=kari, due=MONDAY + dt.timedelta(days=4), about=kpi)
    note = ws.get(ReviewNote, uid)
    (cycle,) = ws.all(Cycle)
    assert (note.cycle, note.section, note.owner, note.about) == (cycle.uid, Section.DECISION, kari, kpi)
    assert (note.decided_on, note.done, note.answered_on) == (MONDAY, False, None)
    assert reviews.notes_of(ws, cycle.uid, Section.DECISION) == [note], "the review of the quarter tells of it"
    ws.undo()
    assert ws.all(ReviewNote) == []
    assert ws.all(Cycle) == []


def test_a_decision_is_about_what_there_is_and_says_something(ws: Workspace) -> None:
    with pytest.raises(BadInput):
        decide(ws, "  ")
    with pytest.raises(NotFound):
        decide(ws, about="ab" * 16)
    assert ws.all(ReviewNote) == []
    assert ws.all(Cycle) == [], "what is refused leaves no cycle behind"


def test_last_weeks_decision_is_asked_about_until_somebody_answers(ws: Workspace, clock: Ticking) -> None:
    uid = decide(ws)
    assert decisions.asked_about(ws, ws.today(), ()) == [], "not in the week in which it was made"
    clock.day = MONDAY + dt.timedelta(days=8)
    assert [note.uid for note in decisions.asked_about(ws, ws.today(), ())] == [uid]
    reviews.follow_up(ws, uid, False)
    note = ws.get(ReviewNote, uid)
    assert (note.done, note.answered_on) == (False, clock.day)
    assert decisions.asked_about(ws, ws.today(), ()) == []
    assert decisions.asked_about(ws, ws.today(), (uid,)) == [note], "it stays in sight in the round that answered"
    ws.undo()
    assert [note.uid for note in decisions.asked_about(ws, ws.today(), ())] == [uid]


def test_what_the_review_decided_or_has_ticked_is_not_asked_about(ws: Workspace, clock: Ticking) -> None:
    cycle = cycles.ensure_cycle(ws, Period.containing(MONDAY, Frequency.QUARTER))
    reviews.add_note(ws, cycle, Section.DECISION, "Av gjennomgangen")
    ticked = decide(ws)
    reviews.edit_note(ws, ticked, done=True)
    clock.day = MONDAY + dt.timedelta(days=7)
    assert decisions.asked_about(ws, ws.today(), ()) == []


def test_only_the_newest_are_asked_about_and_none_from_long_ago(ws: Workspace, clock: Ticking) -> None:
    made = []
    for week in range(5):
        clock.day = MONDAY + dt.timedelta(weeks=week)
        made.append(decide(ws, f"Uke {week}"))
    clock.day = MONDAY + dt.timedelta(weeks=5)
    assert [note.uid for note in decisions.asked_about(ws, ws.today(), ())] == made[::-1][:3]
    clock.day = MONDAY + dt.timedelta(weeks=30)
    assert decisions.asked_about(ws, ws.today(), ()) == []


def test_a_closed_cycle_takes_no_decision_and_bears_the_answer_to_one(ws: Workspace, clock: Ticking) -> None:
    uid = decide(ws)
    (cycle,) = ws.all(Cycle)
    cycles.close(ws, cycle.uid)
    with pytest.raises(RuleBroken):
        reviews.decide(ws, cycle.uid, Decision("For sent"))
    later = ws.get(ReviewNote, decide(ws, "I neste kvartal"))
    assert ws.get(Cycle, later.cycle or "").start == dt.date(2026, 7, 1)
    clock.day = MONDAY + dt.timedelta(days=7)
    reviews.follow_up(ws, uid, True)
    assert ws.get(ReviewNote, uid).done


@pytest.mark.parametrize(
    ("day", "due"), [(15, dt.date(2026, 6, 19)), (17, dt.date(2026, 6, 19)), (18, dt.date(2026, 6, 26)),
                     (19, dt.date(2026, 6, 26)), (21, dt.date(2026, 6, 26))],
)  # fmt: skip
def test_the_friday_ahead_is_proposed_while_there_is_time_before_it(day: int, due: dt.date) -> None:
    assert decisions.proposed_due(dt.date(2026, 6, day)) == due


def test_whoever_owns_what_it_is_about_is_proposed_and_else_whoever_holds_the_round(ws: Workspace) -> None:
    jonas, kari = people.add_person(ws, "Jonas"), people.add_person(ws, "Kari")
    kpi, bare = own_kpis.define(ws, name="Salg", owner=jonas), own_kpis.define(ws, name="Kunder")
    assert decisions.proposed_owner(ws, kpi, kari) == jonas
    assert decisions.proposed_owner(ws, bare, kari) == kari
    assert decisions.proposed_owner(ws, None, None) is None
    assert decisions.subject_name(ws, kpi) == "Salg"
    assert decisions.subject_name(ws, "gone") == ""
