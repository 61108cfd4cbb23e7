"""From a review to numbered sheets: every page is planned by measurement before any is drawn.

So page totals, contents and links are known at once, and drawing happens exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from kpidesk.report.drawing.frame import PAPERS, Frame, draw_frame
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.gathering import gather
from kpidesk.report.model import EntryPaper, KpiSheet, Review, Running
from kpidesk.report.pages import (
    appendix,
    board,
    cover,
    entry_table,
    kpi_panels,
    kpi_sheet,
    kpi_table,
    objectives,
    retrospective,
    summary,
)
from kpidesk.report.sheet import Plan, Sheet
from kpidesk.report.slides import deck
from kpidesk.report.slides.frame import SLIDE, draw_around
from kpidesk.text import _

__all__ = [
    "PAPERS",
    "PLANS",
    "Document",
    "lay_out",
    "lay_out_board",
    "lay_out_entry",
    "lay_out_sheet",
    "lay_out_sheets",
]

SLIDES = "Slides"
"""The paper that is a screen: 16 by 9."""
PLANS: dict[str, Callable[[Review, Frame], Iterable[Plan]]] = {
    "summary": summary.plan,
    "objectives": objectives.plan,
    "kpis": kpi_table.plan,
    "panels": kpi_panels.plan,
    "retrospective": retrospective.plan,
    "appendix": appendix.plan,
}
"""How each part of a review is planned, in their order."""


@dataclass(frozen=True)
class Document:
    """Sheets in order, the contents as heading and index of its first sheet, and the sheet that tells of each thing."""

    running: Running
    frame: Frame
    sheets: tuple[Sheet, ...]
    contents: tuple[tuple[str, int], ...] = ()
    places: Mapping[str, int] = field(default_factory=dict)
    around: Callable[[Surface, Running, Frame, int, int], None] = draw_frame

    def draw(self, surface: Surface) -> None:
        """Draw every sheet on ``surface``; all but a cover carry header and footer."""
        for index, sheet in enumerate(self.sheets):
            surface.new_page()
            for bookmark in sheet.bookmarks:
                surface.bookmark(bookmark)
            if not sheet.bare:
                self.around(surface, self.running, self.frame, index + 1, len(self.sheets))
            sheet.draw(surface)


def lay_out(review: Review, paper: str = "A4", sections: Sequence[str] | None = None) -> Document:
    """Plan every page of the review for ``"A4"``, ``"Letter"`` or ``"Slides"``; only the ``sections`` named, if any."""
    if paper == SLIDES:
        return _lay_out_slides(review, sections)
    frame = Frame(*PAPERS[paper])
    found = gather(_parts(review, frame, set(PLANS if sections is None else sections)), frame, 1)
    front = partial(cover.draw, review=review, frame=frame, contents=found.contents)
    sheets = (Sheet((review.title,), front, bare=True), *found.sheets)
    return Document(review.running, frame, sheets, found.contents, found.places)


def _lay_out_slides(review: Review, sections: Sequence[str] | None) -> Document:
    found = deck.slides(review, sections)
    sheets = deck.sheets(review, found)
    return Document(review.running, SLIDE, sheets, places=deck.places(found), around=draw_around)


def _parts(review: Review, frame: Frame, wanted: set[str]) -> Iterator[tuple[str, Plan]]:
    """The parts of a review in their order; a table of so few KPIs that their panels say all of it is none."""
    if "panels" in wanted and kpi_panels.say_all(review):
        wanted = wanted - {"kpis"}
    for name, planner in PLANS.items():
        if name in wanted:
            yield from ((name, plan) for plan in planner(review, frame))


def lay_out_board(review: Review, paper: str = "A4") -> Document:
    """The one page for the wall."""
    frame = Frame(*PAPERS[paper])
    running = replace(review.running, title=_("Board"))
    return Document(running, frame, (Sheet((), partial(board.draw, review=review, frame=frame), bare=True),))


def lay_out_sheet(sheet: KpiSheet, paper: str = "A4") -> Document:
    """The one page about a single KPI."""
    frame = Frame(*PAPERS[paper])
    return Document(sheet.running, frame, (Sheet((), partial(kpi_sheet.draw, sheet=sheet, frame=frame)),))


def lay_out_sheets(sheets: Sequence[KpiSheet], paper: str = "A4") -> Document:
    """A page about each of several KPIs, named in the outline."""
    frame = Frame(*PAPERS[paper])
    running = replace(sheets[0].running, title=_("KPI pages"))
    pages = tuple(Sheet((one.kpi.name,), partial(kpi_sheet.draw, sheet=one, frame=frame)) for one in sheets)
    return Document(running, frame, pages)


def lay_out_entry(paper: EntryPaper, size: str = "A4") -> Document:
    """The table of entry, on as many pages as it needs."""
    frame = Frame(*PAPERS[size])
    return Document(paper.running, frame, tuple(Sheet((), draw) for draw in entry_table.sheets(paper, frame)))
