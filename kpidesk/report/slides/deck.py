"""From a review to its slides in order, each with a name of its own: for notes, and to lead back to what it shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from kpidesk.report.drawing.surface import Surface
from kpidesk.report.model import Review
from kpidesk.report.sheet import Draw, Sheet
from kpidesk.report.slides import cover, decisions, kpi, objective, summary
from kpidesk.report.slides.findings import shown_kpis
from kpidesk.report.slides.frame import draw_foot
from kpidesk.text import _, pgettext

Named = tuple[str, str, Draw]
"""A slide: what it is called for notes, its heading in the outline, and how it is drawn."""


def slides(review: Review, sections: Sequence[str] | None = None) -> list[Named]:
    """Every slide but the cover; only those of the ``sections`` named, where given."""
    wanted = {"summary", "objectives", "panels", "retrospective"} if sections is None else set(sections)
    return list(_slides(review, wanted))


def _slides(review: Review, wanted: set[str]) -> Iterator[Named]:
    if "summary" in wanted:
        yield from _several("summary", pgettext("report", "Summary"), summary.plan(review))
    for goal in review.goals if "objectives" in wanted else ():
        yield from _several(f"goal/{goal.uid}", goal.title, objective.plan(goal))
    for each in shown_kpis(review) if "panels" in wanted else ():
        yield f"kpi/{each.uid}", each.name, partial(kpi.draw, kpi=each, review=review)
    if "retrospective" in wanted:
        yield from _several("decisions", _("Decisions"), decisions.plan(review))


def _several(name: str, heading: str, draws: Iterable[Draw]) -> Iterator[Named]:
    """The first slide of something has its name, each further one that and its number."""
    for number, draw in enumerate(draws, 1):
        yield (name if number == 1 else f"{name}/{number}"), (heading if number == 1 else ""), draw


def sheets(review: Review, found: Sequence[Named]) -> tuple[Sheet, ...]:
    """The cover and the slides as pages of a document."""
    total = len(found) + 1
    front = Sheet((review.title,), partial(_front, review=review, total=total), bare=True)
    return (front, *(Sheet((heading,) if heading else (), draw) for _name, heading, draw in found))


def _front(surface: Surface, *, review: Review, total: int) -> None:
    cover.draw(surface, review=review)
    draw_foot(surface, review.running, 1, total)


def places(found: Sequence[Named]) -> dict[str, int]:
    """On which page each slide is."""
    return {"cover": 0, **{name: at for at, (name, _heading, _draw) in enumerate(found, 1)}}
