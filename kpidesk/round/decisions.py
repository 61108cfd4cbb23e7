"""The decision of a week: those of earlier weeks that ask what became of them, and what a new one begins with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from kpidesk.domain.entities import KeyResult, Kpi, Node, Objective, Person, ReviewNote, Section, Uid
from kpidesk.domain.period import Frequency, Period
from kpidesk.figures.cycle_list import by_period, current, under_way
from kpidesk.workspace import Reads

MOST_ASKED = 3
"""So many earlier decisions are asked about, the newest first."""
WEEKS_ASKED = 13
"""A decision that nobody has answered for is asked about for so long; then the review alone tells of it."""
NEAR = dt.timedelta(days=2)
"""A date that is nearer than this is no time to do anything: the next Friday is proposed instead."""
FRIDAY = 4


def asked_about(ws: Reads, today: dt.date, answered: Collection[Uid]) -> list[ReviewNote]:
    """The decisions made in rounds before this week that nobody has answered for, and those ``answered`` just now."""
    monday = Period.containing(today, Frequency.WEEK).first
    oldest = monday - dt.timedelta(weeks=WEEKS_ASKED)
    found = [
        note
        for note in ws.all(ReviewNote)
        if note.section is Section.DECISION and note.decided_on is not None and note.text
        and oldest <= note.decided_on < monday
        and (note.uid in answered or (note.answered_on is None and not note.done))
    ]  # fmt: skip
    return sorted(found, key=_newest_first)[:MOST_ASKED]


def _newest_first(note: ReviewNote) -> tuple[int, str]:
    return -(note.decided_on or dt.date.min).toordinal(), note.order


def home_of_decision(ws: Reads, today: dt.date) -> Period:
    """The cycle that a decision of today belongs to: the one under way, or the next where that is closed already."""
    period = under_way(ws, today)
    closed = {each for each, cycle in by_period(ws).items() if cycle.closed_on is not None}
    while period in closed:
        period = current(ws, period.next().first)
    return period


def proposed_due(today: dt.date) -> dt.date:
    """The Friday of this week while there is time to do something before it, else that of the next."""
    friday = Period.containing(today, Frequency.WEEK).first + dt.timedelta(days=FRIDAY)
    return friday if friday - today >= NEAR else friday + dt.timedelta(weeks=1)


def proposed_owner(ws: Reads, about: Uid | None, me: Uid | None) -> Uid | None:
    """Who would do it: the owner of what the decision is about, else whoever holds the round."""
    owner = getattr(_subject(ws, about), "owner", None)
    return owner if ws.find(Person, owner) is not None else me


def subject_name(ws: Reads, about: Uid | None) -> str:
    """What a decision is about, by name; empty for nothing, or for what has been deleted."""
    found = _subject(ws, about)
    if isinstance(found, Kpi):
        return found.short_name or found.name
    return "" if found is None else found.title


def subjects(ws: Reads, goals: Sequence[Node]) -> list[tuple[str, Uid]]:
    """What a decision can be about: the KPIs in use, then objectives and key results."""
    kpis = [(kpi.short_name or kpi.name, kpi.uid) for kpi in ws.all(Kpi) if not kpi.parked]
    return kpis + [(node.title, node.uid) for node in goals if isinstance(node, Objective | KeyResult)]


def _subject(ws: Reads, about: Uid | None) -> Kpi | Node | None:
    return None if about is None else ws.find(Kpi, about) or ws.find_node(about)
