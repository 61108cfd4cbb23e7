"""What is known at a check-in: how the key result stands, what was said last, what is being done about it."""

from __future__ import annotations

import datetime as dt

from kpidesk.domain.entities import (
    CheckIn,
    Cycle,
    Department,
    Initiative,
    KeyResult,
    Node,
    Objective,
    Person,
    ResultKind,
    Uid,
)
from kpidesk.figures import NodeFigures
from kpidesk.figures.cycle_list import known_cycles
from kpidesk.figures.goals.by_result import by_result
from kpidesk.records import record
from kpidesk.round.steps import Step
from kpidesk.round.words_due import results, running_goals
from kpidesk.workspace import Reads


@record(frozen=True)
class CheckInFacts:
    """``last`` is what was said before this round, by ``said_by``; ``own`` what has been said in it already.

    ``cycle`` is the one that the key result belongs to.
    """

    figures: NodeFigures
    node: KeyResult
    department: str
    owner: str
    last: CheckIn | None
    said_by: str
    own: CheckIn | None
    initiatives: tuple[Initiative, ...]
    cycle: Cycle | None

    @property
    def takes_value(self) -> bool:
        """Tell whether the number itself is said at the check-in, as no KPI feeds it."""
        return self.node.kpi is None and self.node.kind in (ResultKind.FROM_TO, ResultKind.HOLD)


def check_in_facts(ws: Reads, step: Step, today: dt.date, made: Uid = "") -> CheckInFacts | None:
    """What is known of the key result of a step; ``made`` names the check-in of this round, if there is one."""
    told = ((each, home) for each, home in results(running_goals(ws, today)) if each.node.uid == step.about)
    figures, home = next(told, (None, None))
    if figures is None or not isinstance(figures.node, KeyResult):
        return None
    said = [each for each in by_result(ws).said_of(step.about) if each.day is not None and each.day <= today]
    earlier = [each for each in said if each.uid != made]
    last = earlier[-1] if earlier else None
    department = ws.find(Department, home)
    return CheckInFacts(
        figures, figures.node, department.name if department is not None else "", _name(ws, figures.node.owner),
        last, _name(ws, last.author) if last is not None else "",
        next((each for each in said if made and each.uid == made), None),
        tuple(each.node for each in figures.children if isinstance(each.node, Initiative)),
        _cycle_of(ws, figures.node),
    )  # fmt: skip


def _cycle_of(ws: Reads, node: Node | None) -> Cycle | None:
    """The cycle of the nearest objective above that has one."""
    seen: set[Uid] = set()
    while node is not None and node.uid not in seen:
        seen.add(node.uid)
        if isinstance(node, Objective) and node.cycle is not None:
            return known_cycles(ws).get(node.cycle)
        node = ws.find_node(node.parent)
    return None


def _name(ws: Reads, uid: Uid | None) -> str:
    person = ws.find(Person, uid)
    return person.name if person is not None else ""
