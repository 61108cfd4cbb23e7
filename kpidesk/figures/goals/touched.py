"""Which goals a change may have altered: those it names, those its KPIs feed, and all that these stand under."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from kpidesk.domain.entities import (
    Agreement,
    Annotation,
    CheckIn,
    Company,
    Definition,
    Department,
    Dismissal,
    Duty,
    Entity,
    Initiative,
    Input,
    KeptReview,
    KeyResult,
    Kpi,
    Milestone,
    Objective,
    Person,
    ReviewNote,
    Shift,
    Source,
    Target,
    Uid,
)
from kpidesk.domain.walk import down
from kpidesk.figures.goals.tree import Touched
from kpidesk.figures.model import NodeFigures
from kpidesk.figures.renew import touched_kpis

if TYPE_CHECKING:
    from kpidesk.workspace import Changes, Reads

GOALS: tuple[type[Objective | KeyResult | Initiative], ...] = (Objective, KeyResult, Initiative)
OF_A_KPI: tuple[type[Entity], ...] = (Kpi, Input, Target, Definition, Shift)
ASIDE: tuple[type[Entity], ...] = (
    Person, Department, ReviewNote, Annotation, Agreement, Dismissal, Duty, KeptReview, Source,
)  # fmt: skip
"""Rows that no figure of a goal is made of."""
WORDS = {"name", "strategy", "strategy_years", "silenced", "logo"}
"""What of the company no figure of a goal is made of."""


def what_is_touched(ws: Reads, known: Iterable[NodeFigures], changes: Sequence[Changes]) -> Touched | None:
    """The goals to be computed anew after some changes; ``None`` where that can't be told and all of them may be."""
    own: set[Uid] = set()
    moved: set[Uid] = set()
    for each in changes:
        found = _named(ws, each)
        fed = None if found is None else _fed(ws, each)
        if found is None or fed is None:
            return None
        own |= found | fed
        moved |= {uid for uid in found if {"parent", "cycle"} & each.fields.get(uid, set())}
        moved |= {uid for kind, uid in each.added | each.removed if kind in GOALS}
    above = _above(known) if moved else {}
    return Touched(_upwards(own, lambda uid: _parent(ws, uid)) | _upwards(own, above.get), moved)


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
        elif kind is Company and changes.fields.get(uid, {""}) <= WORDS:
            continue
        elif kind not in (*ASIDE, *OF_A_KPI):
            return None
    return None if changes.everything else found


def _fed(ws: Reads, changes: Changes) -> set[Uid] | None:
    """The key results that take their value from a KPI that is touched."""
    if not changes.measurements and not changes.kinds & set(OF_A_KPI):
        return set()
    touched = touched_kpis(ws, changes)
    return None if touched is None else {each.uid for each in ws.all(KeyResult) if each.kpi in touched}


def _above(known: Iterable[NodeFigures]) -> dict[Uid, Uid]:
    """What each goal stood under."""
    everything = down(known, lambda each: each.children)
    return {child.node.uid: each.node.uid for each in everything for child in each.children}


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
