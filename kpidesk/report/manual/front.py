"""The manual's cover, and its contents with pages and links."""

from __future__ import annotations

from collections.abc import Mapping

from kpidesk.manual.book import Book, Picture
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import TOP, Frame
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import HAIRLINE, SECTION, SMALL
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit
from kpidesk.report.manual.blocks import shot_of
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

NAME, TITLE, LINE, LINE_STRONG = Face("semibold", 14), Face("light", 38), Face("regular", 10), Face("semibold", 10)
HEAD = Face("semibold", 20)
ROW, PART_GAP = 16.5, 13.0
PICTURE_TOP = 292.0


def draw_cover(surface: Surface, *, book: Book, frame: Frame, version: str) -> None:
    """What it is, of which version, and how the program looks."""
    with surface.artifact():
        surface.rect(Box(frame.left, 74, 34, 4), fill=PAPER.accent)
    with surface.element("P"):
        surface.text((frame.left, 103), "KPI Desk", NAME, PAPER.ink)
    with surface.element("H1"):
        surface.text((frame.left, 175), book.title, TITLE, PAPER.ink)
    with surface.element("P"):
        surface.text((frame.left, 204), version, LINE, PAPER.secondary)
    shot = shot_of(Picture(f"pictures/{book.language}/overview.png", _("The overview of a bakery")))
    k = frame.room / shot.width
    box = Box(frame.left, PICTURE_TOP, frame.room, shot.height * k)
    with surface.figure(_("The overview of a bakery"), box):
        surface.image(box, shot)
        surface.rect(box, pen=HAIRLINE)
    with surface.element("P"):
        words = _("The pictures show the example company that comes with the program.")
        surface.text((frame.left, frame.footer - 12), words, SMALL, PAPER.tertiary)


def draw_contents(surface: Surface, *, book: Book, frame: Frame, places: Mapping[str, tuple[int, float]]) -> None:
    """Parts and chapters with their pages."""
    with surface.element("H1"):
        surface.text((frame.left, TOP + 34), _("Contents"), HEAD, PAPER.ink)
    y = TOP + 66
    box = frame.columns(2, 10)
    with surface.element("TOC"):
        for part in book.parts:
            with surface.element("TOCI"), surface.element("P"):
                surface.text((box.x, y), part.title, SECTION, PAPER.accent)
            for chapter in part.chapters:
                y += ROW
                page, down = places[chapter.key]
                with surface.element("TOCI"), surface.element("Reference"), surface.element("Link"):
                    surface.text((box.x, y), fit(chapter.title, LINE, box.w - 40), LINE, PAPER.ink)
                    surface.text((box.right, y), str(page + 1), LINE_STRONG, PAPER.ink, align="right")
                    spoken = _("{title}, page {page}").format(title=chapter.title, page=page + 1)
                    surface.link(Box(box.x, y - 11, box.w, ROW), page, spoken, down=down)
                with surface.artifact():
                    surface.line((box.x, y + 5), (box.right, y + 5), HAIRLINE)
            y += ROW + PART_GAP
