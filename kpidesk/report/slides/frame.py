"""What every slide has: its size, header and footer, the finding as title and one message beneath."""

from __future__ import annotations

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import EDGE, RULE, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, wrap, wrap_runs
from kpidesk.report.model import Running
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

WIDE, HIGH = 960.0, 540.0
SLIDE = Frame(WIDE, HIGH)
LEFT, RIGHT = 48.0, WIDE - 48.0
ROOM = RIGHT - LEFT
BOTTOM = 488.0
"""Where content ends."""
HEADER, RULE_AT, TITLE_AT, FOOTER = 41.0, 56.0, 98.0, 514.0
TITLE, TITLE_STEP = Face("semibold", 30), 36.0
MESSAGE, MESSAGE_STRONG, MESSAGE_STEP = Face("regular", 16.5), Face("semibold", 16.5), 22.0
BODY, BODY_STRONG, BODY_STEP = Face("regular", 14), Face("semibold", 14), 19.0
SMALL, SMALL_STRONG = Face("regular", 10.5), Face("semibold", 10.5)
"""The smallest there is: header, footer and the words of an axis."""
BETWEEN = Pen(PAPER.hairline, 0.6)
TITLE_LINES = 2


def draw_around(surface: Surface, running: Running, _frame: Frame, page: int, of: int) -> None:
    """Header and footer; they carry no content of their own."""
    title = " · ".join(part for part in (running.draft, running.title, running.period) if part)
    with surface.artifact("Pagination"):
        surface.text((LEFT, HEADER), fit(running.company, SMALL_STRONG, ROOM * 0.5), SMALL_STRONG, PAPER.ink)
        surface.text((RIGHT, HEADER), fit(title, SMALL, ROOM * 0.48), SMALL, PAPER.secondary, align="right")
        surface.line((LEFT, RULE_AT), (RIGHT, RULE_AT), EDGE)
    draw_foot(surface, running, page, of)


def draw_foot(surface: Surface, running: Running, page: int, of: int) -> None:
    """When it was made, and which slide of how many this is."""
    with surface.artifact("Pagination"):
        surface.text((LEFT, FOOTER), fit(running.prepared, SMALL, ROOM * 0.6), SMALL, PAPER.tertiary)
        number = _("{page} of {total}").format(page=page, total=of)
        surface.text((RIGHT, FOOTER), number, SMALL_STRONG, PAPER.ink, align="right")


def draw_heading(surface: Surface, title: str, runs: list[tuple[str, Face]], *, lines: int = 2) -> float:
    """The finding, and the message beneath it; returns where content may begin."""
    y = TITLE_AT
    with surface.element("H1"):
        for i, line in enumerate(wrap(title, TITLE, ROOM, TITLE_LINES)):
            y = TITLE_AT + TITLE_STEP * i
            surface.text((LEFT, y), line, TITLE, PAPER.ink)
    message = wrap_runs(runs, ROOM, lines) if runs else []
    if message:
        with surface.element("P"):
            y += 6
            for pieces in message:
                y += MESSAGE_STEP
                for piece in pieces:
                    strong = piece.face.cut == "semibold"
                    color = PAPER.ink if strong else PAPER.secondary
                    surface.text((LEFT + piece.x, y), piece.text, piece.face, color)
    return y + 28


def heading_height(title: str, runs: list[tuple[str, Face]], *, lines: int = 2) -> float:
    """Where content begins below a heading; measures what ``draw_heading`` draws."""
    y = TITLE_AT + TITLE_STEP * (len(wrap(title, TITLE, ROOM, TITLE_LINES)) - 1)
    count = len(wrap_runs(runs, ROOM, lines)) if runs else 0
    return y + (6 + MESSAGE_STEP * count if count else 0) + 28


def section(surface: Surface, title: str, box: Box, aside: str = "") -> float:
    """The title of a part of a slide, under its line; returns where the part begins."""
    with surface.artifact():
        surface.line((box.x, box.y), (box.right, box.y), RULE)
    spare = SMALL.width(aside) + 12 if aside else 0
    with surface.element("H2"):
        surface.text((box.x, box.y + 20), fit(title, BODY_STRONG, box.w - spare), BODY_STRONG, PAPER.ink)
    if aside:
        with surface.element("P"):
            surface.text((box.right, box.y + 20), aside, SMALL, PAPER.secondary, align="right")
    return box.y + 32


def hairline(surface: Surface, box: Box, y: float) -> None:
    """Between two rows."""
    with surface.artifact():
        surface.line((box.x, y), (box.right, y), BETWEEN)
