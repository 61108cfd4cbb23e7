"""Reflections and decisions as short paragraphs, the first sentence bold as their headline."""

from __future__ import annotations

import re

from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import TextLine, wrap_runs
from kpidesk.report.model import NoteLine
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

SIZE, LEADING, AFTER = 9.0, 12.6, 6.0
_HEADLINE = re.compile(r"(?P<head>.{3,60}?(?<!\d)[.!?:]) (?P<rest>\W*[^\W_].*)", re.DOTALL)


def lines_of(note: NoteLine, room: float, most: int, *, owner: bool = False) -> list[TextLine]:
    """The note as lines; a first sentence of up to 60 letters is set bold when more follows."""
    match = _HEADLINE.fullmatch(note.text)
    headed = match is not None and not match["rest"].lstrip("“«\"'")[:1].islower()
    runs = [(match["head"], "semibold"), (match["rest"], "regular")] if match and headed else [(note.text, "regular")]
    if owner and (note.owner or note.due):
        runs.append((f"({', '.join(part for part in (note.owner, note.due) if part)})", "regular"))
    return wrap_runs(runs, SIZE, room, most)


def draw_lines(surface: Surface, lines: list[TextLine], x: float, y: float) -> float:
    """Set lines from baseline ``y``; returns the baseline after the last."""
    for line in lines:
        for piece in line:
            surface.text(x + piece.x, y, piece.text, piece.face, SIZE, PAPER.ink)
        y += LEADING
    return y


def column(
    surface: Surface, notes: tuple[NoteLine, ...], x: float, w: float, y: float, bottom: float, *, numbered: bool
) -> None:
    """Notes under each other as far as there is room; the rest is counted."""
    indent = 12.0 if numbered else 0.0
    with surface.element("L"):
        for i, note in enumerate(notes):
            left = len(notes) - i
            most = int((bottom - y - (LEADING if left > 1 else 0)) // LEADING)
            if most < 1:
                with surface.element("LI"), surface.element("LBody"):
                    surface.text(x, y + 9, _("… and {n} more").format(n=left), "italic", 8, PAPER.secondary)
                return
            lines = lines_of(note, w - indent, min(most, 7), owner=numbered)
            with surface.element("LI"):
                if numbered:
                    with surface.element("Lbl"):
                        surface.text(x, y + 9, str(i + 1), "semibold", SIZE, PAPER.accent)
                with surface.element("LBody"):
                    y = draw_lines(surface, lines, x + indent, y + 9) - 9 + AFTER
