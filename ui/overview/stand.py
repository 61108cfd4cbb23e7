"""What the overview shows: gathered once, and told to each of its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kpidesk.domain.entities import Kpi, Uid
from kpidesk.figures import KpiFigures, NodeFigures
from kpidesk.figures.advice import Advice


@dataclass(frozen=True)
class Stand:
    """How everything stands; no ``figures`` while they are being worked out.

    ``missing`` counts the cells that wait; ``asked`` is the day and the cycle of the advice.
    ``beginning`` tells that the first steps are in sight.
    """

    roots: Sequence[NodeFigures]
    kpis: Sequence[Kpi]
    figures: Sequence[KpiFigures] | None
    missing: int
    advice: Sequence[Advice]
    asked: tuple[dt.date, Uid | None]
    beginning: bool = False

    @property
    def entered(self) -> bool | None:
        """Whether every KPI has a number; ``None`` while that is not worked out."""
        figures = self.figures
        return None if figures is None else bool(figures) and all(each.latest is not None for each in figures)
