"""How an objective and its key results have moved over the cycle: their curves side by side, the whole first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from kpidesk.report.drawing.course_paint import draw_course
from kpidesk.report.drawing.flow import Block
from kpidesk.report.drawing.frame import GUTTER, Frame
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import REMARK, SMALL_STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, wrap
from kpidesk.report.model import GoalLine
from kpidesk.text import _
from kpidesk.viz.course import CourseSpec
from kpidesk.viz.tokens import PAPER

INSET, ACROSS = 24.0, 2
"""Where the curves begin, from the left margin, under the objective's title; and how many stand side by side."""
CURVE, HEAD, LINE, LINES, GAP = 70.0, 12.0, 10.5, 2, 12.0
"""The height of a curve, of its name, of a line of its sentence; how many lines that has at most; the room after."""


@dataclass(frozen=True)
class _Cell:
    """A curve with its name and what is seen in it; ``title`` is read to those who can't see it."""

    name: str
    title: str
    spec: CourseSpec
    lines: tuple[str, ...]


def course_blocks(goal: GoalLine, frame: Frame) -> list[Block]:
    """The curves of an objective, to be set under its head; none where nothing can be seen yet."""
    told = [(_("Progress over time"), goal.title, goal.course)]
    told += [(f"{each.number} {each.title}", each.title, each.course) for each in goal.results]
    cells = [
        _Cell(name, title, spec, tuple(wrap(spec.sentence, REMARK, _wide(frame), LINES)))
        for name, title, spec in told
        if spec is not None and not spec.empty
    ]
    rows = [cells[at : at + ACROSS] for at in range(0, len(cells), ACROSS)]
    return [Block(_above(row) + CURVE + GAP, partial(_draw, row=row, frame=frame), keep=True) for row in rows]


def _wide(frame: Frame) -> float:
    return (frame.room - INSET - (ACROSS - 1) * GUTTER) / ACROSS


def _above(row: Sequence[_Cell]) -> float:
    """The height of the words over the curves of a row."""
    return HEAD + LINE * max(len(cell.lines) for cell in row) + 2


def _draw(surface: Surface, y: float, *, row: Sequence[_Cell], frame: Frame) -> None:
    wide, above = _wide(frame), _above(row)
    for n, cell in enumerate(row):
        x = frame.left + INSET + n * (wide + GUTTER)
        with surface.element("P"):
            surface.text((x, y + 8), fit(cell.name, SMALL_STRONG, wide), SMALL_STRONG, PAPER.secondary)
            for at, line in enumerate(cell.lines, 1):
                surface.text((x, y + 8 + LINE * at), line, REMARK, PAPER.ink)
        draw_course(surface, cell.spec, Box(x, y + above, wide, CURVE), cell.title)
