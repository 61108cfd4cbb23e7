"""The page around the content: paper sizes, the 12-column grid, header, footer and headings."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import EDGE, FINE, FINE_STRONG, SMALL, SMALL_STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, wrap
from kpidesk.report.model import Running
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

PAPERS = {"A4": (595.2756, 841.8898), "Letter": (612.0, 792.0)}
"""Width and height in points of what is printed."""

MARGIN = 51.0
GUTTER = 12.0
HEADER = 36.0
TOP = 62.0
TITLE_LINES, TITLE_LEADING = 2, 23.0
"""A long name stands on two lines over its own page."""
TITLE, MESSAGE = Face("semibold", 20), Face("regular", 11)


@dataclass(frozen=True)
class Frame:
    """A page size and the places on it, in points from the top left corner."""

    width: float
    height: float

    @property
    def left(self) -> float:
        """Left edge of the content."""
        return MARGIN

    @property
    def right(self) -> float:
        """Right edge of the content."""
        return self.width - MARGIN

    @property
    def room(self) -> float:
        """Width of the content."""
        return self.width - 2 * MARGIN

    @property
    def bottom(self) -> float:
        """Where content ends."""
        return self.height - 58

    @property
    def footer(self) -> float:
        """Baseline of the footer."""
        return self.height - 30

    def columns(self, first: int, count: int, top: float = TOP) -> Box:
        """The place of ``count`` of the twelve columns from ``first`` (0 … 11), from ``top`` to where content ends."""
        one = (self.room - 11 * GUTTER) / 12
        return Box(MARGIN + first * (one + GUTTER), top, count * one + (count - 1) * GUTTER, self.bottom - top)


def draw_frame(surface: Surface, running: Running, frame: Frame, page: int, of: int) -> None:
    """Header and footer; they carry no content of their own."""
    title = " · ".join(part for part in (running.draft, running.title, running.period) if part)
    with surface.artifact("Pagination"):
        name = fit(running.company, FINE_STRONG, frame.room * 0.5)
        surface.text((frame.left, HEADER), name, FINE_STRONG, PAPER.secondary)
        surface.text((frame.right, HEADER), fit(title, FINE, frame.room * 0.48), FINE, PAPER.secondary, align="right")
        surface.line((frame.left, TOP - 3), (frame.right, TOP - 3), EDGE)
        surface.text((frame.left, frame.footer), running.prepared, SMALL, PAPER.tertiary)
        number = _("page {page} of {total}").format(page=page, total=of)
        surface.text((frame.right, frame.footer), number, SMALL_STRONG, PAPER.secondary, align="right")


def draw_heading(surface: Surface, frame: Frame, title: str, message: str = "", *, lines: int = 3) -> float:
    """Page title and the sentence that states the finding; returns where content may begin."""
    y = TOP + 22 - TITLE_LEADING
    with surface.element("H1"):
        for line in wrap(title, TITLE, frame.room, TITLE_LINES):
            y += TITLE_LEADING
            surface.text((frame.left, y), line, TITLE, PAPER.ink)
    y += 6
    if message:
        with surface.element("P"):
            for line in wrap(message, MESSAGE, frame.room, lines):
                y += 15
                surface.text((frame.left, y), line, MESSAGE, PAPER.secondary)
    return y + 12


def heading_height(frame: Frame, message: str = "", *, title: str = "", lines: int = 3) -> float:
    """Where content begins below a heading; measures what ``draw_heading`` draws, of a ``title`` that may be long."""
    count = len(wrap(message, MESSAGE, frame.room, lines)) if message else 0
    more = len(wrap(title, TITLE, frame.room, TITLE_LINES)) - 1 if title else 0
    return TOP + 22 + TITLE_LEADING * more + 6 + 15 * count + 12
