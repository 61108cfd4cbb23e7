"""A colleague's copy of the example company: two conflicts with what Kari has done since, and changes by two people."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

from kpidesk.commands import agreements, check_ins, entry, goals, inputs, notes
from kpidesk.domain.entities import Initiative, KeyResult, Person
from kpidesk.domain.period import Period
from kpidesk.figures.waiting import unanswered
from kpidesk.settings import Home
from kpidesk.workspace import Workspace

WEEK_10, WEEK_11 = Period.parse("2026-W10"), Period.parse("2026-W11")
NORWAY = dt.timezone(dt.timedelta(hours=1))


def at(day: int, hour: int, minute: int) -> Callable[[], dt.datetime]:
    """A clock that begins on a day in March."""
    moment = dt.datetime(2026, 3, day, hour, minute, tzinfo=NORWAY)

    def read() -> dt.datetime:
        nonlocal moment
        moment += dt.timedelta(milliseconds=1)
        return moment

    return read


def number(ws: Workspace, key: str, period: Period, value: float) -> None:
    """Enter a number as somebody does on the entry page."""
    entry.set_value(ws, inputs.input_named(ws, key).uid, period, value)


def initiative(ws: Workspace, words: str) -> Initiative:
    """The initiative whose title holds some words."""
    return next(each for each in ws.all(Initiative) if words in each.title)


def colleague_copy(file: Path, name: str, *, conflicts: bool = True) -> Path:
    """A copy of a file, beside it, that Jonas and then Ola have worked on; ``conflicts`` also on what Kari changes."""
    copy = file.with_name(name)
    shutil.copy(file, copy)
    home = Home(file.parent / f"home-{copy.stem}")
    if conflicts:
        with Workspace.open(copy, author="Ola Nygård", home=home, clock=at(10, 13, 5)) as ola:
            goals.set_field(ola, initiative(ola, "Svarmaler").uid, due=dt.date(2026, 3, 27))
        with Workspace.open(copy, author="Ola Nygård", home=home, clock=at(11, 15, 40)) as ola:
            number(ola, "forste_responstid_frt", WEEK_10, 5.1)
            source = inputs.input_named(ola, "forste_responstid_frt").uid
            notes.annotate(ola, source, WEEK_10, "Søndagen var telt to ganger")
    with Workspace.open(copy, author="Jonas Berg", home=home, clock=at(15, 9, 14)) as jonas:
        number(jonas, "online_orders", WEEK_11, 79)
        number(jonas, "sessions", WEEK_11, 4405)
        waiting = next(each for each in unanswered(jonas) if each.about and each.person)
        assert waiting.about and waiting.person and jonas.find(Person, waiting.person)
        agreements.answer(jonas, waiting.about, waiting.person, True)
    with Workspace.open(copy, author="Ola Nygård", home=home, clock=at(15, 20, 2)) as ola:
        number(ola, "forste_responstid_frt", WEEK_11, 5.1)
        number(ola, "downtime_minutes", WEEK_11, 7)
        number(ola, "downtime_minutes", WEEK_10, 4)
        result = next(each for each in ola.all(KeyResult) if each.title.startswith("NPS"))
        check_ins.check_in(ola, result.uid, confidence=7, note="Flere kommenterer leveringen")
        parent = initiative(ola, "Svarmaler").parent
        assert parent is not None
        goals.add_initiative(ola, "Chat bemannes lørdager", parent=parent)
    return copy


def our_changes(ws: Workspace) -> None:
    """What Kari changes meanwhile: the same number and the same due date."""
    number(ws, "forste_responstid_frt", WEEK_10, 5.2)
    goals.set_field(ws, initiative(ws, "Svarmaler").uid, due=dt.date(2026, 3, 18))
