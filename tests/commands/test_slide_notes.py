"""What is to be said at a slide is kept in the file, in one row for everybody, and can be taken back."""

from __future__ import annotations

import datetime as dt

import pytest

from kpidesk.commands import cycles, slide_notes
from kpidesk.domain.entities import SlideNote
from kpidesk.domain.period import Period
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

DAY = dt.datetime(2026, 4, 14, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def ws(tmp_path):
    with Workspace.create(
        tmp_path / "a.kpidesk", company="Kai", author="Ida", home=Home(tmp_path / "home"), clock=lambda: DAY
    ) as made:
        yield made


def test_a_note_is_written_changed_emptied_and_taken_back(ws):
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    slide_notes.write(ws, "Takk Ola\n", cycle=cycle, slide="kpi/1")
    slide_notes.write(ws, "Takk Kari", cycle=cycle, slide="kpi/2")
    assert slide_notes.text_of(ws, cycle, "kpi/1") == "Takk Ola"
    slide_notes.write(ws, "", cycle=cycle, slide="kpi/1")
    assert slide_notes.text_of(ws, cycle, "kpi/1") == ""
    slide_notes.write(ws, "Igjen", cycle=cycle, slide="kpi/1")
    assert slide_notes.text_of(ws, cycle, "kpi/1") == "Igjen"
    assert len(ws.all(SlideNote)) == 2
    ws.undoing.undo()
    assert slide_notes.text_of(ws, cycle, "kpi/1") == ""


def test_words_that_are_there_already_change_nothing(ws):
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    slide_notes.write(ws, "Takk", cycle=cycle, slide="cover")
    told = []
    ws.changed.connect(told.append)
    slide_notes.write(ws, "Takk  ", cycle=cycle, slide="cover")
    assert told == []


def test_a_closed_quarter_takes_notes_too(ws):
    cycle = cycles.ensure_cycle(ws, Period.parse("2026-Q1"))
    cycles.close(ws, cycle, day=dt.date(2026, 4, 10))
    slide_notes.write(ws, "Hilsen", cycle=cycle, slide="cover")
    assert slide_notes.text_of(ws, cycle, "cover") == "Hilsen"
