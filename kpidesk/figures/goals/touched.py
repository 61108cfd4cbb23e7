"""Which goals a change may have altered: those it names, those its KPIs feed, and all that these stand under."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from kpidesk.domain.entities import (
    Agreement,
    Annotation,
    CheckIn,
    Company,
    Department,
    Dismissal,
    Duty,
    Entity,
    Initiative,
    KeptReview,
    KeyResult,
    Milestone,
    Objective,
    Person,
    ReviewNote,
    SlideNote,
    Source,
    Uid,
)
from kpidesk.figures.goals.tree import Touched
from kpidesk.figures.model import NodeFigures
from kpidesk.figures.reach import SHAPING

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

GOALS: tuple[type[Objective | KeyResult | Initiative], ...] = (Objective, KeyResult, Initiative)
ASIDE: frozenset[type[Entity]] = frozenset(
    {Person, Department, ReviewNote, Annotation, Agreement, Dismissal, Duty, KeptReview, Source, SlideNote}
)
"""Rows that no figure of a goal is made of."""
WORDS = {"name", "strategy", "strategy_years", "silenced", "logo"}
"""What of the company no figure of a goal is made of."""


class Step(NamedTuple):
    """One change, and the KPIs that it can alter."""

    changes: Changes
    kpis: Set[Uid]


def what_is_touched(ws: Reads, known: Iterable[NodeFigures], steps: Sequence[Step]) -> Touched | None:
    """The goals to be computed anew after some changes; ``None`` where that can't be told and all of them may be."""
    own: set[Uid] = set()
    moved: set[Uid] = set()
    for each, kpis in steps:
        found = _named(ws, each)
        if found is None:
            return None
        own |= found
        own |= {result.uid for result in ws.all(KeyResult) if result.kpi in kpis} if kpis else set()
        moved |= {uid for uid in found if {"parent", "cycle"} & each.fields.get(uid, set())}
        moved |= {uid for kind, uid in each.added | each.removed if kind in GOALS}
    above = _above(known, own) if moved else {}
    return Touched(_upwards(own, lambda uid: _parent(ws, uid)) | _upwards(own, above.get), moved)


def reaches_goals(changes: Changes) -> bool:
    """Tell whether more has changed than words about the company."""
    rows = (kind is not Company or not _is_words(changes, uid) for kind, uid in changes.entities)
    return bool(changes.everything or changes.measurements) or any(rows)


def _is_words(changes: Changes, company: Uid) -> bool:
    return changes.fields.get(company, {""}) <= WORDS


def _named(ws: Reads, changes: Changes) -> set[Uid] | None:
    """The goals that the changed rows are, or belong to."""
    found: set[Uid] = set()
    for kind, uid in changes.entities:
        if kind in GOALS:
            found.add(uid)
        elif kind is CheckIn or kind is Milestone:
            row = ws.history.recall(CheckIn, uid) if kind is CheckIn else ws.history.recall(Milestone, uid)
            if row is None or row.key_result is None or "key_result" in changes.fields.get(uid, ()):
                return None
            found.add(row.key_result)
        elif kind is Company and _is_words(changes, uid):
            continue
        elif kind not in ASIDE | SHAPING:
            return None
    return None if changes.everything else found


def _above(known: Iterable[NodeFigures], sought: Set[Uid]) -> dict[Uid, Uid]:
    """What each goal stood under, until all that are sought have been met: those above these were met before."""
    found: dict[Uid, Uid] = {}
    waiting = list(known)
    while waiting and not sought <= found.keys():
        each = waiting.pop()
        uid, below = each.node.uid, each.counted
        found |= {child.node.uid: uid for child in below}
        waiting += [child for child in below if child.children or child.elsewhere]  # most goals have nothing below
    return found


def _parent(ws: Reads, uid: Uid) -> Uid | None:
    """What a goal hangs under: also one that is deleted, as the goals below that are shown under the next one up."""
    node = ws.find_node(uid)
    if node is not None:
        return node.parent
    rows = (ws.history.recall(kind, uid) for kind in GOALS)
    return next((row.parent for row in rows if row is not None), None)


def _upwards(uids: Iterable[Uid], above: Callable[[Uid], Uid | None]) -> set[Uid]:
    """Some goals and all that they stand under."""
    found: set[Uid] = set()
    for each in uids:
        uid: Uid | None = each
        while uid is not None and uid not in found:
            found.add(uid)
            uid = above(uid)
    return found
