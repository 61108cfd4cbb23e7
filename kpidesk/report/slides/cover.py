"""The first slide: who, what and when, and one honest line."""

from __future__ import annotations

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.moved import Moved
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, whole, wrap
from kpidesk.report.model import CoverLine, Review
from kpidesk.report.pages import cover
from kpidesk.report.slides.frame import BODY, BODY_STRONG, LEFT, RIGHT
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

COMPANY, COVER = Face("semibold", 20), Face("light", 46)
TITLES = 390.0
"""Points: the room for the titles, beside the line where there is one."""
LARGER = 1.4
"""So much larger than on paper the line and its words are: the smallest of them is 7.5 there."""
CHART_AT, CHART_TOP = 462.0, 196.0
LOGO_WIDE, LOGO_HIGH = 170.0, 54.0


def draw(surface: Surface, *, review: Review) -> None:
    """Draw the slide; the footer is drawn with it."""
    room = TITLES if review.cover is not None else RIGHT - LEFT
    with surface.artifact():
        surface.rect(Box(LEFT, 75, 52, 5), fill=PAPER.accent)
    with surface.element("P"):
        surface.text((LEFT, 119), fit(review.company, COMPANY, 560), COMPANY, PAPER.ink)
    with surface.element("H1"):
        for at, words, color in ((234.0, review.title, PAPER.ink), (288.0, review.cycle_name, PAPER.accent)):
            surface.text((LEFT, at), words, whole(words, COVER, room), color)
    _when(surface, review, room)
    _logo(surface, review)
    if review.cover is not None:
        _line(surface, review.cover)


def _when(surface: Surface, review: Review, room: float) -> None:
    with surface.element("P"):
        surface.text((LEFT, 330), fit(review.prepared, BODY, room), BODY, PAPER.secondary)
        if review.draft:
            words = _("Draft: the cycle is not closed yet, and its figures may still change.")
            for i, line in enumerate(wrap(words, BODY_STRONG, room, 2)):
                surface.text((LEFT, 352 + 20 * i), line, BODY_STRONG, PAPER.amber)


def _logo(surface: Surface, review: Review) -> None:
    logo = review.logo
    if logo is None:
        return
    k = min(LOGO_WIDE / logo.width, LOGO_HIGH / logo.height)
    box = Box(RIGHT - logo.width * k, 66.0, logo.width * k, logo.height * k)
    with surface.figure(_("The logo of {company}").format(company=review.company), box):
        surface.image(box, logo)


def _line(surface: Surface, line: CoverLine) -> None:
    """The line of the paper's cover, enlarged."""
    place = Box(0, 0, (RIGHT - CHART_AT) / LARGER, 0)
    cover.draw_line(Moved(surface, dx=CHART_AT, dy=CHART_TOP, k=LARGER), line, place)
