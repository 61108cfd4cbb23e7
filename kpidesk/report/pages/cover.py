"""The cover: who, what, when, one honest line, and the contents with links."""

from __future__ import annotations

from kpidesk import format as fmt
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.marks import runs
from kpidesk.report.drawing.style import FINE_STRONG, HAIRLINE, RULE, SECTION, SMALL, SMALL_STRONG, TICK, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, wrap
from kpidesk.report.model import CoverLine, Logo, Review
from kpidesk.text import _
from kpidesk.viz.scale import padded_range
from kpidesk.viz.tokens import PAPER

CHART_TOP, CHART_HEIGHT, CHART_RIGHT = 302.0, 136.0, 68.0
CONTENTS_TOP, ROW = 520.0, 17.0
COMPANY, TITLE, LATEST = Face("semibold", 14), Face("light", 38), Face("semibold", 15.0)
LINE, LINE_STRONG = Face("regular", 10), Face("semibold", 10)
SERIES, AROUND_LATEST, AXIS = Pen(PAPER.accent, 1.9), Pen(PAPER.paper, 1.2), Pen(PAPER.rule, 0.6)


def draw(surface: Surface, *, review: Review, frame: Frame, contents: tuple[tuple[str, int], ...]) -> None:
    """Draw the cover; ``contents`` are headings and the index of their sheet."""
    with surface.artifact():
        surface.rect(Box(frame.left, 74, 34, 4), fill=PAPER.accent)
    _titles(surface, review, frame)
    if review.logo is not None:
        _logo(surface, review.logo, review.company, frame)
    if review.cover is not None:
        draw_line(surface, review.cover, Box(frame.left, CHART_TOP, frame.room, 0))
    top = CONTENTS_TOP if review.cover is not None else CHART_TOP
    _contents(surface, frame, contents, top)
    with surface.element("P"):
        made = _("Made with KPI Desk from one local file. The figures are as of {day}.")
        made = made.format(day=fmt.day(review.as_of))
        surface.text((frame.left, frame.footer - 12), made, SMALL, PAPER.tertiary)


LOGO_WIDE, LOGO_HIGH = 150.0, 54.0
"""The room for the company's mark, in the upper right corner."""


def _logo(surface: Surface, logo: Logo, company: str, frame: Frame) -> None:
    k = min(LOGO_WIDE / logo.width, LOGO_HIGH / logo.height)
    box = Box(frame.right - logo.width * k, 68.0, logo.width * k, logo.height * k)
    with surface.figure(_("The logo of {company}").format(company=company), box):
        surface.image(box, logo)


def _titles(surface: Surface, review: Review, frame: Frame) -> None:
    room = frame.room - (LOGO_WIDE + 20 if review.logo is not None else 0)
    lines = wrap(review.company, COMPANY, room, 2)
    with surface.element("P"):
        for i, line in enumerate(lines):
            surface.text((frame.left, 103 + 17 * i), line, COMPANY, PAPER.ink)
    with surface.element("H1"):
        surface.text((frame.left, 175), fit(review.title, TITLE, frame.room), TITLE, PAPER.ink)
        surface.text((frame.left, 218), fit(review.cycle_name, TITLE, frame.room), TITLE, PAPER.accent)
    with surface.element("P"):
        surface.text((frame.left, 248), fit(review.prepared, LINE, frame.room), LINE, PAPER.secondary)
        if review.draft:
            words = _("Draft: the cycle is not closed yet, and its figures may still change.")
            surface.text((frame.left, 264), fit(words, LINE_STRONG, frame.room), LINE_STRONG, PAPER.amber)
        elif review.closed:
            words = fit(review.closed, LINE, frame.room)
            surface.text((frame.left, 264), words, LINE, PAPER.secondary)


def draw_line(surface: Surface, line: CoverLine, box: Box) -> None:
    """The one line, as wide as the box and from its upper edge down."""
    left, right = box.x, box.right - CHART_RIGHT
    bottom = box.y + CHART_HEIGHT
    with surface.figure(line.alt, Box.between(left, box.y - 16, box.right, bottom + 16)):
        title = fit(line.title, FINE_STRONG, box.w)
        surface.text((left, box.y - 10), title, FINE_STRONG, PAPER.secondary)
        step = (right - left) / max(len(line.values) - 1, 1)
        if line.reviewed is not None:
            _reviewed_tint(surface, line, box, step)
        surface.line((left, bottom), (right, bottom), AXIS)
        for index, text in line.ticks:
            x = left + index * step
            surface.line((x, bottom), (x, bottom + 5), TICK)
            surface.text((x, bottom + 13.5), text, SMALL, PAPER.secondary, align="center")
        low, high = padded_range([v for v in line.values if v is not None], pad=0.12)
        last = None
        for run in runs(line.values):
            spots = [
                (left + i * step, bottom - (v - low) / (high - low) * CHART_HEIGHT) for i, v in run
            ]  # fmt: skip
            last = spots[-1]
            if len(spots) > 1:
                surface.polyline(spots, SERIES)
            else:
                surface.circle(last, 1.2, fill=PAPER.accent)
        if last is not None:
            surface.circle(last, 3.4, fill=PAPER.ink, pen=AROUND_LATEST)
            _latest(surface, line, box, last)


def _reviewed_tint(surface: Surface, line: CoverLine, box: Box, step: float) -> None:
    assert line.reviewed is not None
    left, right = box.x, box.right - CHART_RIGHT
    first, last = line.reviewed
    x0, x1 = max(left, left + (first - 0.5) * step), min(left + (last + 0.5) * step, right + 4)
    surface.rect(Box(x0, box.y, x1 - x0, CHART_HEIGHT), fill=PAPER.quarter)
    near = any(abs(i - (first + last) / 2) * step < 34 for i, _text in line.ticks)
    y = box.y + CHART_HEIGHT + (24 if near else 13.5)
    surface.text(((x0 + x1) / 2, y), line.reviewed_text, SMALL_STRONG, PAPER.ink, align="center")


def _latest(surface: Surface, line: CoverLine, box: Box, spot: Spot) -> None:
    x = box.right - CHART_RIGHT + 8
    y = min(max(spot[1] + 1, box.y + 6), box.y + CHART_HEIGHT - 14)
    room = box.right - x
    latest, face = readable(line.latest, LATEST, room, scaled=line.scaled)
    surface.text((x, y), latest, face, PAPER.ink)
    surface.text((x, y + 11), fit(line.latest_period, SMALL, room), SMALL, PAPER.tertiary)


def _contents(surface: Surface, frame: Frame, contents: tuple[tuple[str, int], ...], top: float) -> None:
    box = frame.columns(3, 9, top)
    with surface.artifact():
        surface.line((frame.left, top), (frame.right, top), RULE)
    with surface.element("H2"):
        surface.text((frame.left, top + 16), _("Contents"), SECTION, PAPER.ink)
    with surface.element("TOC"):
        for i, (title, index) in enumerate(contents):
            row = box.at(top + 16 + ROW * i)
            with surface.element("TOCI"), surface.element("Reference"), surface.element("Link"):
                surface.text((row.x, row.y), fit(title, LINE, row.w - 40), LINE, PAPER.ink)
                surface.text((row.right, row.y), str(index + 1), LINE_STRONG, PAPER.ink, align="right")
                spoken = _("{title}, page {page}").format(title=title, page=index + 1)
                surface.link(Box(row.x, row.y - 12, row.w, ROW), index, spoken)
            with surface.artifact():
                surface.line((row.x, row.y + 5), (row.right, row.y + 5), HAIRLINE)
