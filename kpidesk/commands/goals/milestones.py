"""The steps of a key result that is measured by milestones."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from kpidesk.commands import checks
from kpidesk.commands.cycles import refuse_closed
from kpidesk.domain.entities import KeyResult, Milestone, ResultKind, Uid
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.text import msg
from kpidesk.workspace import Workspace, new_uid


def steps_of(ws: Workspace, key_result: Uid) -> list[Milestone]:
    """The milestones of a key result, in order."""
    return [step for step in ws.all(Milestone) if step.key_result == key_result]


def add(ws: Workspace, key_result: Uid, title: str, *, weight: float = 1.0, due: dt.date | None = None) -> Uid:
    """Add a step after the others."""
    result = ws.get(KeyResult, key_result)
    refuse_closed(ws, key_result)
    if result.kind is not ResultKind.MILESTONES:
        raise RuleBroken(msg("Only a key result that is measured by milestones has them. Nothing was changed."))
    title = checks.title(title, msg("A milestone must have a name. Nothing was changed."))
    steps = steps_of(ws, key_result)
    with ws.transaction(msg("add milestone “{title}”", title=title)) as change:
        order = change.order_between(steps[-1].order if steps else None, None)
        return change.add(Milestone(new_uid(), key_result, title, _weight(weight), due, None, order))


def edit(ws: Workspace, uid: Uid, **fields: Any) -> None:
    """Change the title, weight or due day of a step."""
    step = _open_step(ws, uid)
    if "title" in fields:
        fields["title"] = checks.title(fields["title"], msg("A milestone must have a name. The old name still stands."))
    if "weight" in fields:
        fields["weight"] = _weight(fields["weight"])
    if set(fields) - {"title", "weight", "due"}:
        raise TypeError(f"a milestone has no such field to set: {', '.join(sorted(fields))}")
    with ws.transaction(msg("change “{title}”", title=step.title)) as change:
        change.set(Milestone, uid, **fields)


def reach(ws: Workspace, uid: Uid, reached: bool = True) -> None:
    """Tick a step, or take the tick back."""
    step = _open_step(ws, uid)
    with ws.transaction(msg("tick off “{title}”", title=step.title)) as change:
        change.set(Milestone, uid, reached_on=ws.today() if reached else None)


def move(ws: Workspace, uid: Uid, index: int) -> None:
    """Put a step at a place among the others, counted without itself."""
    step = _open_step(ws, uid)
    assert step.key_result is not None
    others = [each for each in steps_of(ws, step.key_result) if each.uid != uid]
    index = max(0, min(index, len(others)))
    before = others[index - 1].order if index else None
    behind = others[index].order if index < len(others) else None
    with ws.transaction(msg("move “{title}”", title=step.title)) as change:
        change.set(Milestone, uid, order=change.order_between(before, behind))


def delete(ws: Workspace, uid: Uid) -> None:
    """Remove a step."""
    step = _open_step(ws, uid)
    with ws.transaction(msg("delete “{title}”", title=step.title)) as change:
        change.delete(Milestone, uid)


def _open_step(ws: Workspace, uid: Uid) -> Milestone:
    step = ws.get(Milestone, uid)
    if step.key_result is not None:
        refuse_closed(ws, step.key_result)
    return step


def _weight(weight: float) -> float:
    if not math.isfinite(weight) or weight < 0:
        raise BadInput(msg("A weight is a number from 0 upwards. Nothing was changed."))
    return weight
