"""What the numbers of an input can be at all: those of the KPIs that show them as they are; and why one is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kpidesk import format as fmt
from kpidesk.domain.comparing import below
from kpidesk.domain.entities import Combine, Input, Kpi
from kpidesk.domain.series.possible import OPEN, Edges, edges_of_kpi
from kpidesk.figures.reach import kpis_naming
from kpidesk.text import Message, msg

if TYPE_CHECKING:
    from kpidesk.workspace import Reads


def edges_of(ws: Reads, source: Input) -> Edges:
    """What an input's numbers can be; a part that adds to a whole is held to nothing."""
    whole = ws.find(Input, source.member_of)
    if whole is not None and whole.members_add:
        return OPEN
    found = OPEN
    for kpi in _showing(ws, source if whole is None else whole):
        found = found.within(edges_of_kpi(kpi))
    return found


def why_not(value: float, edges: Edges) -> Message | None:
    """Why a number can't be, and where that is changed; ``None`` for one that can."""
    if edges.hold(value):
        return None
    if edges.low is not None and below(value, edges.low):
        return msg(
            "It is never below {n}. If it can be, change the lowest possible value of the KPI.",
            n=fmt.Figure(edges.low),
        ).coded("below_lowest")
    return msg(
        "It is never above {n}. If it can be, change the highest possible value of the KPI.",
        n=fmt.Figure(edges.high or 0.0),
    ).coded("above_highest")


def _showing(ws: Reads, source: Input) -> Iterator[Kpi]:
    """The KPIs whose number is the input's own; a month is no quarter of what adds up."""
    for kpi in kpis_naming(ws, source.uid):
        if kpi.inputs[0][1] != source.uid:
            continue
        if not kpi.formula.strip() and (kpi.frequency is source.frequency or source.combine is not Combine.SUM):
            yield kpi
