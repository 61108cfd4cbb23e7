"""From a run of KPIs to goals: for each KPI watch, change or drop, and what “change” proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from kpidesk import format as fmt
from kpidesk.commands import checks, goals, kpis
from kpidesk.domain.entities import Department, Direction, Kpi, Objective, Uid
from kpidesk.domain.rounding import rounded
from kpidesk.errors import BadInput, RuleBroken
from kpidesk.figures import KpiFigures
from kpidesk.text import _, msg, msgn
from kpidesk.workspace import Workspace

STEP = 0.10
"""Where a KPI has no target of its own, ten per cent better is proposed."""


class Choice(Enum):
    """What to do with a KPI."""

    WATCH = "watch"
    CHANGE = "change"
    DROP = "drop"


@dataclass(frozen=True)
class Proposal:
    """The goal that changing a KPI would be: an objective in words, and its key result in numbers.

    ``start`` is empty when the KPI has no number yet; the key result then begins with its first one.
    """

    objective: str
    key_result: str
    start: float | None
    target: float | None


@dataclass(frozen=True)
class Decision:
    """What was chosen for one KPI; ``objective`` names the one to put the key result under."""

    kpi: Uid
    choice: Choice
    objective: str = ""
    key_result: str = ""
    start: float | None = None
    target: float | None = None


def propose(ws: Workspace, figures: KpiFigures) -> Proposal:
    """What changing a KPI could mean, from where it stands to its target, in the language in force."""
    kpi = figures.kpi
    start = figures.latest.value if figures.latest is not None and figures.masked is None else None
    target = _target(figures, start)
    name = kpi.short_name or kpi.name
    department = ws.find(Department, kpi.department)
    if department is not None:
        objective = _("{department} gets noticeably better").format(department=department.name)
    else:
        objective = _("We get noticeably better")
    return Proposal(objective, _key_result(kpi, name, start, target), start, target)


def _target(figures: KpiFigures, start: float | None) -> float | None:
    goal = figures.whole_target
    better = figures.kpi.direction is Direction.INCREASE
    if goal is not None and (start is None or (goal > start) is better) and goal != start:
        return goal
    if start is None or start == 0:
        return None
    step = abs(start) * STEP
    return rounded(start + step if better else start - step, figures.kpi.decimals)


def _key_result(kpi: Kpi, name: str, start: float | None, target: float | None) -> str:
    if start is None or target is None:
        return name
    first = fmt.number(start, kpi.decimals)
    last = fmt.with_unit(target, kpi.unit, kpi.decimals)
    if target > start:
        return _("{name} up from {start} to {target}").format(name=name, start=first, target=last)
    return _("{name} down from {start} to {target}").format(name=name, start=first, target=last)


def decide(ws: Workspace, decisions: Sequence[Decision], cycle: Uid) -> list[Uid]:
    """Carry out what was chosen, as one change: goals for what is to change, parked what is dropped.

    Decisions that name the same objective share it; one that is there already is used. Gives the key results.
    """
    for each in decisions:
        _check(ws, each)
    made: list[Uid] = []
    label = msgn(
        "turn {n} KPI into a goal", "turn {n} KPIs into goals", sum(d.choice is Choice.CHANGE for d in decisions)
    )
    with ws.transaction(label):
        for each in decisions:
            if each.choice is Choice.DROP:
                kpis.park(ws, each.kpi)
            elif each.choice is Choice.CHANGE:
                made.append(_make(ws, each, cycle))
    return made


def _check(ws: Workspace, decision: Decision) -> None:
    kpi = ws.get(Kpi, decision.kpi)
    if decision.choice is not Choice.CHANGE:
        return
    checks.title(decision.objective, msg("An objective must have a name. Nothing was changed."))
    if decision.target is None:
        raise BadInput(msg("“{name}” must have a target to become a goal. Nothing was changed.", name=kpi.name))
    if decision.start is not None and decision.start == decision.target:
        raise RuleBroken(
            msg("“{name}” is already at its target. Aim further, or watch it. Nothing was changed.", name=kpi.name)
        )


def _make(ws: Workspace, decision: Decision, cycle: Uid) -> Uid:
    kpi = ws.get(Kpi, decision.kpi)
    wanted = decision.objective.strip().casefold()
    top = next((o.uid for o in ws.all(Objective) if o.cycle == cycle and o.title.casefold() == wanted), None)
    if top is None:
        top = goals.add_objective(ws, decision.objective, cycle=cycle, department=kpi.department, owner=kpi.owner)
    title = decision.key_result.strip() or kpi.name
    return goals.add_key_result(
        ws, title, parent=top, owner=kpi.owner, kpi=kpi.uid, start=decision.start, target=decision.target,
        unit=kpi.unit, decimals=kpi.decimals,
    )  # fmt: skip
