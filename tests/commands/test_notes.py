"""Notes, what was done and whether it helped, lasting shifts and the rules that find them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kpidesk import figures
from kpidesk.commands import entry, inputs, notes, people, signals
from kpidesk.domain.entities import Annotation, Combine, Kpi, Shift, Verdict
from kpidesk.domain.period import Frequency, Period
from kpidesk.domain.signals import RuleSet
from kpidesk.errors import NotFound, RuleBroken
from kpidesk.settings import Home
from kpidesk.workspace import Workspace
from tests import own_kpis

WEEK = Period.parse("2026-W03")
TODAY = dt.date(2026, 3, 16)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with (
        Workspace.create(tmp_path / "a.kpidesk", company="A", home=Home(tmp_path / "home")) as made,
        made.sharing.holding(),
    ):
        yield made


def a_shifted_kpi(ws: Workspace) -> str:
    """Twelve calm weeks, then nine that are a good deal higher."""
    kpi = own_kpis.define(ws, name="Sales", frequency=Frequency.WEEK)
    source = inputs.input_named(ws, "Sales").uid
    low = [100.0, 103, 98, 101, 99, 102, 100, 97, 103, 100, 99, 101]
    high = [130.0, 128, 133, 131, 129, 132, 130, 127, 131]
    first = Period.parse("2026-W11").previous(len(low + high) - 1)
    entry.paste(ws, [(source, first.next(i), value) for i, value in enumerate(low + high)])
    return kpi


def test_what_was_done_is_marked_and_judged_and_the_text_can_change_alone(ws):
    kpi = own_kpis.define(ws, name="Sales")
    notes.annotate(ws, kpi, WEEK, "New prices", action=True)
    note = notes.note_on(ws, kpi, WEEK)
    assert (note.action, note.helped) == (True, None)
    notes.judge(ws, note.uid, Verdict.PARTLY)
    notes.annotate(ws, kpi, WEEK, "New prices in the shops")
    note = notes.note_on(ws, kpi, WEEK)
    assert (note.text, note.action, note.helped) == ("New prices in the shops", True, Verdict.PARTLY)
    notes.annotate(ws, kpi, WEEK, "Prices went up", action=False)
    assert notes.note_on(ws, kpi, WEEK).helped is None
    with pytest.raises(RuleBroken):
        notes.judge(ws, note.uid, Verdict.YES)
    ws.undo()
    assert notes.note_on(ws, kpi, WEEK).helped is Verdict.PARTLY


def test_a_confirmed_number_is_no_note_and_outlives_one(ws):
    kpi = own_kpis.define(ws, name="Sales")
    with ws.transaction(figures.sentences.NORMAL) as change:
        change.add(Annotation("c" * 32, kpi, WEEK.code(), confirmed=405.0))
    assert notes.note_on(ws, kpi, WEEK) is None
    assert notes.notes_of(ws, ws.get(Kpi, kpi)) == {}
    notes.annotate(ws, kpi, WEEK, "Christmas", action=True)
    assert [(n.text, n.confirmed) for n in ws.all(Annotation)] == [("Christmas", 405.0)]
    notes.annotate(ws, kpi, WEEK, "")
    assert [(n.text, n.action, n.confirmed) for n in ws.all(Annotation)] == [("", False, 405.0)]


def test_no_text_makes_no_note(ws):
    kpi = own_kpis.define(ws, name="Sales")
    notes.annotate(ws, kpi, WEEK, "  \n ")
    assert ws.all(Annotation) == []


def test_two_who_write_on_one_period_at_once_have_one_note_and_a_conflict(ws, tmp_path):
    kpi = own_kpis.define(ws, name="Sales")
    ws.sharing.save_copy(tmp_path / "copy.kpidesk")
    with Workspace.open(tmp_path / "copy.kpidesk", home=Home(tmp_path / "other")) as other:
        notes.annotate(ws, kpi, WEEK, "Easter came early")
        notes.annotate(other, kpi, WEEK, "The till was wrong")
    ws.merging.merge(tmp_path / "copy.kpidesk")
    (note,) = ws.all(Annotation)
    assert note.text in ("Easter came early", "The till was wrong")
    (conflict,) = [each for each in ws.merging.conflicts() if each.kind is Annotation]
    assert len(conflict.heads) == 2
    notes.annotate(ws, kpi, WEEK, "")
    assert ws.all(Annotation) == []
    notes.annotate(ws, kpi, WEEK, "Written again")
    assert notes.note_on(ws, kpi, WEEK).text == "Written again"


def test_notes_of_a_kpi_include_those_on_its_inputs_its_own_first(ws):
    uid = own_kpis.define(ws, name="Share", formula="x / y", inputs={"x": Combine.SUM, "y": Combine.SUM})
    kpi = ws.get(Kpi, uid)
    notes.annotate(ws, kpi.inputs[0][1], WEEK, "counted twice")
    notes.annotate(ws, uid, WEEK, "a fair")
    assert [note.text for note in notes.notes_of(ws, kpi)[WEEK]] == ["a fair", "counted twice"]


def test_an_accepted_shift_gives_limits_of_its_own(ws):
    kpi = a_shifted_kpi(ws)
    found = figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY)
    assert found.shift is not None
    start = found.shift.first
    signals.decide_shift(ws, kpi, start, True)
    after = figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY)
    assert after.shift is None
    assert [segment.first.first for segment in after.segments][-1] == start
    assert after.limits.lower > found.limits.mean
    ws.undo()
    assert figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY).shift == found.shift


def test_a_kept_shift_is_not_asked_again_until_it_is_reconsidered(ws):
    kpi = a_shifted_kpi(ws)
    found = figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY)
    start = found.shift.first
    signals.decide_shift(ws, kpi, start, False)
    after = figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY)
    assert (after.shift, after.limits) == (None, found.limits)
    signals.decide_shift(ws, kpi, start, True)
    assert [(s.start, s.accepted) for s in signals.shifts_of(ws, kpi)] == [(start, True)]
    signals.clear_shift(ws, kpi, start)
    assert ws.all(Shift) == []
    assert figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY).shift == found.shift
    signals.decide_shift(ws, kpi, start, True)
    assert [s.accepted for s in ws.all(Shift)] == [True]


def test_deciding_the_same_again_changes_nothing(ws):
    kpi = a_shifted_kpi(ws)
    signals.decide_shift(ws, kpi, dt.date(2026, 1, 12), True)
    before = ws.history.entries()
    signals.decide_shift(ws, kpi, dt.date(2026, 1, 12), True)
    assert ws.history.entries() == before
    with pytest.raises(NotFound):
        signals.decide_shift(ws, "0" * 32, dt.date(2026, 1, 12), True)


def test_the_rules_hold_for_every_kpi(ws):
    kpi = a_shifted_kpi(ws)
    people.set_company(ws, signal_rules=RuleSet.NHS)
    assert figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY).rules is RuleSet.NHS
    ws.undo()
    assert figures.kpi_figures(ws, ws.get(Kpi, kpi), TODAY).rules is RuleSet.WHEELER
