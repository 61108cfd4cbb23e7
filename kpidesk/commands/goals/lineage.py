"""Which goal of one cycle goes on with a goal of another.

A goal that was carried forward names the one that it goes on with. One of the same title is the same goal to the
people who wrote it, however it came there: copied, planned by hand, or carried by a colleague.
"""

from __future__ import annotations

from typing import TypeVar

from kpidesk.commands.cycles import cycle_of
from kpidesk.domain.entities import Cycle, KeyResult, Objective, Uid
from kpidesk.domain.walk import down
from kpidesk.figures import goal_figures
from kpidesk.reading import goals as goal_sentences
from kpidesk.workspace import Workspace, library_uid, new_uid

Goal = TypeVar("Goal", Objective, KeyResult)


def next_uid(ws: Workspace, goal: Objective | KeyResult, cycle: Uid) -> Uid:
    """The same uid for everybody, so that two colleagues who carry a goal forward carry one goal.

    One that already stands somewhere else, because it was moved on, keeps its uid.
    """
    uid = _own_uid(goal, cycle)
    return uid if ws.find_node(uid) is None else new_uid()


def made_by_carrying(old: KeyResult, new: KeyResult, cycle: Uid) -> bool:
    """Tell whether ``new`` came into the cycle only because ``old`` was carried there; else it was there already."""
    return new.uid == _own_uid(old, cycle)


def _own_uid(goal: Objective | KeyResult, cycle: Uid) -> Uid:
    return library_uid(f"carried {goal.uid} {cycle}")


def objective_in(ws: Workspace, old: Objective, cycle: Uid) -> Objective | None:
    """The objective of a cycle that goes on with ``old``, if it is there: the nearest kin, then its namesake."""
    there = [each for each in ws.all(Objective) if cycle_of(ws, each.uid) == cycle]
    kin = [each for each in there if each.carried_from == old.uid] or _of_line(ws, old, there)
    if kin:
        return kin[0]
    named = [each for each in there if _name(each.title) == _name(old.title) and not each.dropped]
    return next((each for each in named if each.department == old.department), named[0] if named else None)


def carried(ws: Workspace, old: KeyResult, cycle: Uid) -> list[KeyResult]:
    """The key results of a cycle that ``old`` was carried into."""
    return [each for each in ws.all(KeyResult) if each.carried_from == old.uid and cycle_of(ws, each.uid) == cycle]


def successor(ws: Workspace, old: KeyResult, cycle: Uid) -> KeyResult | None:
    """The key result of a cycle that goes on with ``old``, or the one of its name under the same objective.

    ``NPS from 38 to 50`` and ``NPS from 50 to 60`` have one name: the numbers are what changes from cycle to cycle.
    """
    there = [each for each in ws.all(KeyResult) if cycle_of(ws, each.uid) == cycle]
    kin = carried(ws, old, cycle) or _of_line(ws, old, there)
    if kin:
        return kin[0]
    above = ws.find(Objective, old.parent)
    place = None if above is None else objective_in(ws, above, cycle)
    if place is None:
        return None
    here = [each for each in there if each.parent == place.uid and each.carried_from is None]
    same = [each for each in here if _name(each.title) == _name(old.title)]
    alike = [each for each in here if _measured(each.title) == _measured(old.title)]
    return next(iter([*same, *alike]), None)


def _of_line(ws: Workspace, old: Goal, there: list[Goal]) -> list[Goal]:
    root = _root(ws, old)
    return [each for each in there if each.uid != old.uid and _root(ws, each) == root]


def _root(ws: Workspace, goal: Objective | KeyResult) -> Uid:
    """Where a line of carried goals began; a goal that has been deleted still is its children's."""
    seen: set[Uid] = set()
    at: Objective | KeyResult | None = goal
    root = goal.uid
    while at is not None and at.carried_from is not None and at.carried_from not in seen:
        root = at.carried_from
        seen.add(root)
        at = ws.find(type(goal), root)
    return root


def _measured(title: str) -> str:
    """What a title measures, without its numbers."""
    sentence = goal_sentences.read_sentence(title)
    return _name(sentence.name if sentence.told and sentence.name else title)


def _name(title: str) -> str:
    return " ".join(title.split()).casefold()


def ended_at(ws: Workspace, result: KeyResult) -> float | None:
    """The value with which a key result ended its cycle, or has today; ``None`` where nobody knows.

    Nor where numbers of it are hidden: an older one that is shown is not where it ended.
    """
    cycle = ws.find(Cycle, cycle_of(ws, result.uid))
    if cycle is None:
        return None
    day = min(ws.today(), cycle.end) if cycle.end is not None else ws.today()
    roots = goal_figures(ws, cycle, day)
    everything = down(roots, lambda each: each.children)
    shown = (each for each in everything if each.node.uid == result.uid and each.masked is None)
    return next((each.current for each in shown), None)
