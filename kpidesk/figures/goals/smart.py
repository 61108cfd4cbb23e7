"""The SMART check of a key result: five answers computed from the data, each with what would mend it.

Advice, never a block. A stands for *agreed*: those who track a goal take part in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain import score as rules
from kpidesk.domain.entities import Agreement, Cycle, KeyResult, Kpi, ResultKind, Uid
from kpidesk.domain.rounding import decimals_apart
from kpidesk.figures.goals.pace import deadline
from kpidesk.figures.goals.tree import department_above
from kpidesk.figures.model import NodeFigures
from kpidesk.records import record
from kpidesk.text import Message, msg, msgn

if TYPE_CHECKING:
    from kpidesk.workspace import Reads

WORDS_ENOUGH = 3
"""A title of fewer words seldom says what and for whom."""
WEEK = 7
"""Days."""
FEW = 100
"""A pace below it is written with one decimal more than the number itself: a third of a customer a week is not 0."""


class Fix(Enum):
    """What would mend an answer."""

    TITLE = "title"
    DEPARTMENT = "department"
    MEASURE = "measure"
    AGREEMENT = "agreement"
    CYCLE = "cycle"


@record(frozen=True)
class SmartAnswer:
    """One of the five: its letter, its word, whether it holds, why, and what would mend it.

    What nobody can tell yet does not hold, and is not ``known`` to be wrong either.
    """

    letter: str
    word: Message
    holds: bool
    sentence: Message
    fix: Fix
    known: bool = True


@record(frozen=True)
class Consent:
    """Who is asked about a KPI or a goal, and what they said; ``waiting`` have not answered."""

    agreed: tuple[Uid, ...]
    declined: tuple[Uid, ...]
    waiting: tuple[Uid, ...]

    @property
    def asked(self) -> int:
        """How many persons are involved."""
        return len(self.agreed) + len(self.declined) + len(self.waiting)

    @property
    def complete(self) -> bool:
        """Tell whether everybody agrees; nobody is not everybody."""
        return bool(self.agreed) and not self.declined and not self.waiting


def consent(ws: Reads, about: Uid) -> Consent:
    """What those who own, track or are involved in a KPI or a goal say of it."""
    return consent_among(ws, about, [item for item in ws.all(Agreement) if item.about == about])


def consent_among(ws: Reads, about: Uid, told: Iterable[Agreement]) -> Consent:
    """The same from the answers about it, for whoever asks about many."""
    row = ws.find(Kpi, about) or ws.find_node(about)
    involved = getattr(row, "tracked_by", ()) or getattr(row, "involved", ())
    persons = dict.fromkeys([getattr(row, "owner", None), *involved])
    said = {item.person: item for item in told}
    everybody = [uid for uid in dict.fromkeys([*persons, *said]) if uid is not None]
    answers = {uid: said[uid].agreed if uid in said else None for uid in everybody}
    return Consent(
        tuple(uid for uid, answer in answers.items() if answer is True),
        tuple(uid for uid, answer in answers.items() if answer is False),
        tuple(uid for uid, answer in answers.items() if answer is None),
    )


def smart_check(ws: Reads, figures: NodeFigures, cycle: Cycle, today: dt.date) -> tuple[SmartAnswer, ...]:
    """The five answers for a key result, in the order of the letters."""
    node = figures.node
    assert isinstance(node, KeyResult)
    kpi = ws.find(Kpi, node.kpi)
    return (
        _specific(ws, node, kpi),
        _measurable(figures, node, kpi),
        _agreed(ws, node),
        _realistic(figures, node, cycle, today),
        _bound_in_time(deadline(node, cycle), today),
    )


def _specific(ws: Reads, node: KeyResult, kpi: Kpi | None) -> SmartAnswer:
    word = msg("Specific")
    if len(node.title.split()) < WORDS_ENOUGH and not (kpi and kpi.definition):
        return SmartAnswer("S", word, False, msg("Describe what should change"), Fix.TITLE)
    if node.owner is None and department_above(ws, node) is None:
        return SmartAnswer("S", word, False, msg("Choose a department or owner"), Fix.DEPARTMENT)
    what = _first_sentence(kpi.definition) if kpi is not None and kpi.definition else node.title
    return SmartAnswer("S", word, True, Message("{what}", {"what": what}), Fix.TITLE)


def _first_sentence(text: str) -> str:
    return text.strip().split(". ")[0].removesuffix(".")


def _measurable(figures: NodeFigures, node: KeyResult, kpi: Kpi | None) -> SmartAnswer:
    word = msg("Measurable")
    if kpi is not None:
        often = fmt.every(kpi.frequency).casefold()
        return SmartAnswer("M", word, True, msg("KPI, measured {often}", often=often), Fix.MEASURE)
    if node.kind is ResultKind.MILESTONES and figures.steps is None:
        return SmartAnswer("M", word, False, msg("Has no milestones yet"), Fix.MEASURE)
    if node.kind in (ResultKind.DONE, ResultKind.MILESTONES):
        return SmartAnswer("M", word, True, msg("By what is done"), Fix.MEASURE)
    edges = (node.low, node.high) if node.kind is ResultKind.HOLD else (node.target,)
    if all(edge is None for edge in edges):
        return SmartAnswer("M", word, False, msg("Has no target yet"), Fix.MEASURE)
    return SmartAnswer("M", word, True, msg("Entered at check-in"), Fix.MEASURE)


def _agreed(ws: Reads, node: KeyResult) -> SmartAnswer:
    said = consent(ws, node.uid)
    if said.asked == 0:
        return SmartAnswer("A", msg("Agreed"), False, msg("Nobody has been asked"), Fix.AGREEMENT, known=False)
    sentence = msg("{n} of {of} agree", n=len(said.agreed), of=said.asked)
    return SmartAnswer("A", msg("Agreed"), said.complete, sentence, Fix.AGREEMENT)


def _realistic(figures: NodeFigures, node: KeyResult, cycle: Cycle, today: dt.date) -> SmartAnswer:
    word = msg("Realistic")
    if rules.reached(figures.progress.raw) and node.kind is not ResultKind.HOLD:
        return SmartAnswer("R", word, True, msg("Reached already"), Fix.MEASURE)
    paces = _paces(figures, node, cycle, today)
    if paces is None:
        return _by_confidence(figures, word)
    needed, so_far = paces
    holds = abs(so_far) >= abs(needed) and (so_far > 0) == (needed > 0)
    return SmartAnswer("R", word, holds, _needs(node, needed, so_far, _days_left(node, cycle, today)), Fix.MEASURE)


def _needs(node: KeyResult, needed: float, so_far: float, days: int) -> Message:
    """What a week must bring; in the last days of the cycle, what is left to be brought at all."""
    finer = max(abs(needed), abs(so_far)) < FEW
    places = decimals_apart(needed, so_far, node.decimals + finer)
    has = fmt.difference(so_far, node.unit, places)
    if days >= WEEK:
        return msg("Needs {needed} a week, has {so_far}", needed=fmt.difference(needed, node.unit, places), so_far=has)
    rest = fmt.difference(needed * days / WEEK, node.unit, places)
    return msgn(
        "Needs {needed} in {n} day, has {so_far} a week", "Needs {needed} in {n} days, has {so_far} a week", days,
        needed=rest, so_far=has,
    )  # fmt: skip


def _days_left(node: KeyResult, cycle: Cycle, today: dt.date) -> int:
    end = deadline(node, cycle)
    return (end - today).days if end is not None else 0


def _by_confidence(figures: NodeFigures, word: Message) -> SmartAnswer:
    """Where there is no pace, those who do the work say how sure they are; until they have, nobody knows."""
    if figures.confidence is None:
        return SmartAnswer("R", word, False, msg("Nobody can tell yet"), Fix.MEASURE, known=False)
    sentence = msg("Confidence {n} of 10", n=figures.confidence)
    return SmartAnswer("R", word, figures.confidence >= rules.LOW_CONFIDENCE, sentence, Fix.MEASURE)


def _paces(figures: NodeFigures, node: KeyResult, cycle: Cycle, today: dt.date) -> tuple[float, float] | None:
    """What a week must bring from now on, and what a week has brought since the cycle began."""
    start, target, current = figures.start, node.target, figures.current
    if node.kind is not ResultKind.FROM_TO or cycle.start is None or cycle.end is None:
        return None
    gone, left = (today - cycle.start).days / WEEK, _days_left(node, cycle, today) / WEEK
    if start is None or target is None or current is None or gone < 1 or left <= 0:
        return None
    return (target - current) / left, (current - start) / gone


def _bound_in_time(end: dt.date | None, today: dt.date) -> SmartAnswer:
    word = msg("Time-bound")
    if end is None:
        return SmartAnswer("T", word, False, msg("Has no deadline"), Fix.CYCLE)
    day, left = fmt.day_short(end, today), (end - today).days
    if left < 0:
        return SmartAnswer("T", word, False, msg("The deadline was {day}", day=day), Fix.CYCLE)
    return SmartAnswer("T", word, True, msgn("{day}, {n} day left", "{day}, {n} days left", left, day=day), Fix.CYCLE)
