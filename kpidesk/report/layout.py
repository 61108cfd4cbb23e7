"""From a review to numbered sheets: every page is planned by measurement before any is drawn.

So page totals, contents and links are known at once, and drawing happens exactly once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kpidesk.report.frame import PAPERS, Frame, draw_frame
from kpidesk.report.model import Review
from kpidesk.report.pages import appendix, cover, kpi_panels, kpi_table, objectives, retrospective, summary
from kpidesk.report.sheet import Plan, Sheet
from kpidesk.report.surface import Surface

__all__ = ["PAPERS", "Document", "lay_out"]

PLANS: tuple[Callable[[Review, Frame], Iterable[Plan]], ...] = (
    summary.plan,
    objectives.plan,
    kpi_table.plan,
    kpi_panels.plan,
    retrospective.plan,
    appendix.plan,
)


@dataclass(frozen=True)
class Document:
    """Sheets in order, and the contents: heading and index of its first sheet."""

    review: Review
    frame: Frame
    sheets: tuple[Sheet, ...]
    contents: tuple[tuple[str, int], ...]

    def draw(self, surface: Surface) -> None:
        """Draw every sheet on ``surface``."""
        for index, sheet in enumerate(self.sheets):
            surface.new_page()
            if sheet.bookmark:
                surface.bookmark(sheet.bookmark)
            if index == 0:
                cover.draw(surface, self.review, self.frame, self.contents)
                continue
            draw_frame(surface, self.review, self.frame, index + 1, len(self.sheets))
            sheet.draw(surface)


def lay_out(review: Review, paper: str = "A4") -> Document:
    """Plan every page of the review for ``"A4"`` or ``"Letter"``."""
    frame = Frame(*PAPERS[paper])
    sheets = [Sheet(review.title, _nothing)]
    contents = []
    for planner in PLANS:
        for plan in planner(review, frame):
            contents.append((plan.title, len(sheets)))
            sheets += [
                Sheet(plan.title if i == 0 else "", draw) for i, draw in enumerate(plan.sheets)
            ]  # fmt: skip
    return Document(review, frame, tuple(sheets), tuple(contents))


def _nothing(surface: Surface) -> None:
    """Stand in for the cover, which needs the contents and is drawn by the document."""
