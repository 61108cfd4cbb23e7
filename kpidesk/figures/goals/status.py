"""How a goal stands, in one word (figures/README: Pace and grade).

While a cycle runs, pace and confidence decide; after its last day the score and the ambition do. What nobody has
measured is neither good nor bad, and a cycle that has not begun is planned.
"""

from __future__ import annotations

from collections.abc import Sequence

from kpidesk.domain import score as rules
from kpidesk.domain.comparing import at_least
from kpidesk.domain.entities import Company, Initiative, KeyResult, Node, ResultKind
from kpidesk.domain.score import Progress
from kpidesk.domain.status import JUDGED, Status
from kpidesk.figures.model import NodeFigures
from kpidesk.records import record

GREY = (
    Status.NO_DATA, Status.CHECK_IN_OVERDUE, Status.NO_CHECK_IN, Status.NOT_STARTED, Status.PLANNED, Status.HIDDEN,
    Status.NO_TARGET,
)  # fmt: skip
"""What an objective is called whose children all have no status: the first of these that one of them has."""


@record(frozen=True)
class Stage:
    """Where the cycle stands: before its first day, or after its last one or closed."""

    planned: bool
    over: bool


@record(frozen=True)
class Known:
    """What a key result's status is told from.

    ``known``: somebody has measured it or said how it goes. ``measured``: there is a number, or what is done.
    ``late``: the next check-in, or the next number of its KPI (``fed``), is overdue. ``missed``: a date has passed
    by which something was to be done; that needs nobody's word, so it is told whoever is silent.
    """

    made: Progress
    pace: float | None
    confidence: int | None
    known: bool
    measured: bool
    late: bool
    fed: bool
    missed: bool = False


def result_status(node: KeyResult, stage: Stage, found: Known, company: Company) -> Status:
    """The status of a key result."""
    score = found.made.score
    if stage.planned:
        return Status.PLANNED
    if not found.known and not found.missed:
        return Status.NO_CHECK_IN if found.late else _waiting(node)
    if stage.over:
        return Status.NO_TARGET if score is None else rules.final_status(score, node.committed)
    if found.late and not found.missed:
        return Status.NO_DATA if found.fed else Status.CHECK_IN_OVERDUE
    if score is None:
        return Status.NO_TARGET
    if node.kind is not ResultKind.HOLD and rules.reached(found.made.raw):
        return Status.ACHIEVED
    return judge(company, score, found.pace if found.measured else None, found.confidence)


def _waiting(node: KeyResult) -> Status:
    """What cannot be measured for want of a target says so; everything else has not started."""
    edges = (node.low, node.high) if node.kind is ResultKind.HOLD else (node.target,)
    by_number = node.kind in (ResultKind.FROM_TO, ResultKind.HOLD)
    return Status.NO_TARGET if by_number and all(edge is None for edge in edges) else Status.NOT_STARTED


def judge(company: Company, score: float | None, pace: float | None, confidence: float | None) -> Status:
    """Status by pace and confidence, within the limits that the company has chosen."""
    limits = rules.PaceLimits(company.on_track_points / 100, company.at_risk_points / 100)
    return rules.pace_status(score, pace, confidence, limits)


@record(frozen=True)
class Standing:
    """How the children of an objective stand together.

    While the cycle runs only those count that have a status. At its end all do that have a score, as in the
    objective's own score, if any of them was measured: what never was has reached nothing.
    ``score`` and ``pace`` are theirs, ``waiting`` counts those without a status, ``committed`` tells that all of
    them are.
    """

    score: float | None
    pace: float | None
    confidence: float | None
    waiting: int
    committed: bool


def standing(children: Sequence[NodeFigures], over: bool) -> Standing:
    """Put the children together that count for something."""
    judged = counted = [child for child in children if child.status in JUDGED]
    if over and _rolled(judged) is not None:
        counted = [child for child in children if child.progress.score is not None]
    said = [child.confidence for child in judged if child.confidence is not None]
    return Standing(
        _rolled(counted), _pace(judged), sum(said) / len(said) if said else None, len(children) - len(judged),
        bool(counted) and all(child.committed for child in counted),
    )  # fmt: skip


def _rolled(children: Sequence[NodeFigures]) -> float | None:
    return rules.roll_up([(_final(child), weight_of(child.node)) for child in children]).score


def _final(child: NodeFigures) -> float | None:
    return child.progress.score if child.judged is None else child.judged


def _pace(judged: Sequence[NodeFigures]) -> float | None:
    """What they are expected to have reached; one without a pace counts as it stands."""
    if all(child.expected is None for child in judged):
        return None
    return rules.roll_up(
        [(_final(child) if child.expected is None else child.expected, weight_of(child.node)) for child in judged]
    ).score


def objective_status(
    score: float | None, together: Standing, children: Sequence[NodeFigures], stage: Stage, company: Company
) -> Status:
    """The status of an objective whose own score is ``score``."""
    if stage.planned:
        return Status.PLANNED
    if together.score is None:
        found = {child.status for child in children}
        return next((status for status in GREY if status in found), Status.NO_TARGET if found else Status.NOT_STARTED)
    if score is not None and at_least(score, 1.0) and (stage.over or _all_achieved(children)):
        return Status.ACHIEVED
    if not stage.over:
        return judge(company, together.score, together.pace, together.confidence)
    final = rules.final_status(together.score, together.committed)
    return Status.ON_TRACK if final is Status.ACHIEVED else final


def _all_achieved(children: Sequence[NodeFigures]) -> bool:
    """Tell whether nothing that counts can fail any more; a level that has been held so far can."""
    counted = [child for child in children if child.progress.score is not None and weight_of(child.node) > 0]
    return all(child.status is Status.ACHIEVED for child in counted)


def weight_of(node: Node) -> float:
    """What a node counts in its parent's score; an initiative counts nothing."""
    return 0.0 if isinstance(node, Initiative) else node.weight
