"""Reflections and decisions as short paragraphs, the first sentence bold as their headline."""

from __future__ import annotations

import re

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import BODY, BODY_STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import TextLine, wrap_runs
from kpidesk.report.model import NoteLine
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

LEADING, AFTER = 12.6, 6.0
MORE = Face("italic", 8)
_HEADLINE = re.compile(r"(?P<head>.{3,60}?(?<!\d)[.!?:]) (?P<rest>\W*[^\W_].*)", re.DOTALL)


def lines_of(note: NoteLine, room: float, most: int, *, owner: bool = False) -> list[TextLine]:
    """The note as lines; a first sentence of up to 60 letters is set bold when more follows."""
    match = _HEADLINE.fullmatch(note.text)
    headed = match is not None and not match["rest"].lstrip("“«\"'")[:1].islower()
    runs = [(match["head"], BODY_STRONG), (match["rest"], BODY)] if match and headed else [(note.text, BODY)]
    if owner and (note.owner or note.due):
        runs.append((f"({', '.join(part for part in (note.owner, note.due) if part)})", BODY))
    return wrap_runs(runs, room, most)


def draw_lines(surface: Surface, lines: list[TextLine], x: float, y: float) -> float:
    """Set lines from baseline ``y``; returns the baseline after the last."""
    for line in lines:
        for piece in line:
            surface.text((x + piece.x, y), piece.text, piece.face, PAPER.ink)
        y += LEADING
    return y


def column(surface: Surface, notes: tuple[NoteLine, ...], box: Box, *, numbered: bool) -> None:
    """Notes under each other as far as there is room; the rest is counted."""
    x, y = box.x, box.y
    indent = 12.0 if numbered else 0.0
    with surface.element("L"):
        for i, note in enumerate(notes):
            left = len(notes) - i
            most = int((box.bottom - y - (LEADING if left > 1 else 0)) // LEADING)
            if most < 1:
                with surface.element("LI"), surface.element("LBody"):
                    surface.text((x, y + 9), _("… and {n} more").format(n=left), MORE, PAPER.secondary)
                return
            lines = lines_of(note, box.w - indent, min(most, 7), owner=numbered)
            with surface.element("LI"):
                if numbered:
                    with surface.element("Lbl"):
                        surface.text((x, y + 9), str(i + 1), BODY_STRONG, PAPER.accent)
                with surface.element("LBody"):
                    y = draw_lines(surface, lines, x + indent, y + 9) - 9 + AFTER
