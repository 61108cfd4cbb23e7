"""What is still to be decided of a cycle before it is closed: scores, what goes on, and decisions without an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from kpidesk.domain import score as rules
from kpidesk.domain.entities import Cycle, KeyResult, ResultKind, ReviewNote, Section
from kpidesk.domain.status import UNMEASURED, Status
from kpidesk.domain.walk import down
from kpidesk.figures.cycle_list import cycle_at, period_of, preceding
from kpidesk.figures.model import NodeFigures
from kpidesk.records import record

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


@record(frozen=True)
class Undecided:
    """By title: key results that nobody has measured or scored, those of which nobody has said what becomes of them,
    and decisions that nobody has answered for. Without the reasons of those that are ``unexplained`` nothing can be
    closed: their score by hand is another one than that of the numbers."""

    unscored: tuple[str, ...] = ()
    uncarried: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    unexplained: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Tell whether there is something to decide."""
        return bool(self.unscored or self.uncarried or self.decisions or self.unexplained)


def undecided(ws: Reads, cycle: Cycle, roots: Sequence[NodeFigures]) -> Undecided:
    """What is to be decided of a cycle, whose goals stand as ``roots`` say when it is closed."""
    own = results(roots)
    return Undecided(
        tuple(each.node.title for each in own if is_unscored(each)),
        tuple(each.node.title for each in unfinished(roots) if not _is_carried(each)),
        tuple(each.text for each in _decisions(ws, cycle) if not each.done and each.answered_on is None),
        tuple(each.node.title for each in own if lacks_reason(each)),
    )  # fmt: skip


def lacks_reason(figures: NodeFigures) -> bool:
    """Tell whether a score that somebody has set differs from that of the numbers, and nobody has said why; what was
    given up has a reason already."""
    node = figures.node
    if not isinstance(node, KeyResult) or node.grade is None or node.grade_reason.strip() or node.dropped:
        return False
    return rules.differs(node.grade, figures.computed.score)


def unfinished(roots: Iterable[NodeFigures]) -> list[NodeFigures]:
    """The key results of the cycle that are neither reached nor given up; a level is reached when the cycle is over."""
    return [each for each in results(roots) if not _is_reached(each)]


def results(roots: Iterable[NodeFigures]) -> list[NodeFigures]:
    """The key results that belong to the cycle and count in it, or rest."""
    everything = down(roots, attrgetter("children"))
    return [
        each for each in everything if isinstance(each.node, KeyResult) and not each.of_other and not each.node.dropped
    ]


def _is_carried(figures: NodeFigures) -> bool:
    return isinstance(figures.node, KeyResult) and figures.node.carried is not None


def _is_reached(figures: NodeFigures) -> bool:
    node, score = figures.node, figures.progress.score
    if score is None or score < 1:
        return False
    return figures.over or not (isinstance(node, KeyResult) and node.kind is ResultKind.HOLD)


def is_unscored(figures: NodeFigures) -> bool:
    """Tell whether neither a number nor a hand has given a score; what rests, or is hidden, needs none."""
    if figures.parked or figures.status is Status.HIDDEN:
        return False
    return figures.progress.score is None or figures.status in UNMEASURED


def _decisions(ws: Reads, cycle: Cycle) -> Iterable[ReviewNote]:
    """Those of the cycle before, and those of the rounds in this one; what a review decides is for the next cycle."""
    period = period_of(cycle)
    before = None if period is None else preceding(ws, period)
    earlier = None if before is None else cycle_at(ws, before)
    for each in ws.all(ReviewNote):
        if each.section is Section.DECISION and (
            (earlier is not None and each.cycle == earlier.uid)
            or (each.cycle == cycle.uid and each.decided_on is not None)
        ):
            yield each
