"""The slides of a review as the file is now: made in a worker, by a handle of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from kpidesk import text as language
from kpidesk.domain.period import Period
from kpidesk.figures.cycle_list import cycle_or_blank
from kpidesk.workspace import Workspace

FIGURES = {"goal": "goals", "kpi": "kpi"}
"""Where what a slide shows is found in the window."""


@dataclass(frozen=True)
class Deck:
    """The slides as a PDF, the name of each, and of what they are the review."""

    data: bytes
    names: tuple[str, ...]
    cycle: str

    def at(self, name: str, otherwise: int) -> int:
        """Where the slide of a name is now; for one that has gone, where it was."""
        if name in self.names:
            return self.names.index(name)
        return max(0, min(otherwise, len(self.names) - 1))


@dataclass(frozen=True)
class DeckJob:
    """What is to be made: a cycle as of a day, in a language, of which sections."""

    period: Period
    today: dt.date
    language: str
    sections: tuple[str, ...] | None = None

    def __call__(self, reader: Workspace) -> Deck:
        """Compose the review and draw it as slides; called in the worker's thread."""
        from kpidesk import report
        from kpidesk.report import pdf

        with language.using(self.language):
            review = report.review_of(reader, cycle_or_blank(reader, self.period), self.today)
            built = pdf.build_whole(review, "Slides", self.sections)
        names = sorted(built.places, key=lambda name: built.places[name])
        return Deck(built.data, tuple(names), review.cycle_name)


def figure_of(name: str, others: Collection[str]) -> tuple[str, object] | None:
    """The place of the window that shows what a slide shows, and its argument; none for a cover.

    A summary without a goal among the ``others`` is one of KPIs.
    """
    kind, _slash, rest = name.partition("/")
    if kind in FIGURES:
        return FIGURES[kind], rest.partition("/")[0]
    told = "goals" if any(other.startswith("goal/") for other in others) else "kpis"
    return {"summary": (told, None), "decisions": ("review", "decide")}.get(kind)
