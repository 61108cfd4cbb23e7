"""The curve of a goal's progress on paper, from the same CourseSpec as the window's; it fills any box."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.style import HAIRLINE, RULE, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import widest
from kpidesk.viz.course import GRID, STRIP, CourseSpec
from kpidesk.viz.scale import push_labels
from kpidesk.viz.tokens import PAPER


@dataclass(frozen=True)
class CourseFaces:
    """What the words along the axis and at the ends of the lines are set in."""

    axis: Face
    end: Face


ON_PAPER = CourseFaces(Face("regular", 6.8), Face("semibold", 7.2))
EXPECTED, PROGRESS, AROUND = Pen(PAPER.ink, 0.8), Pen(PAPER.accent, 1.5), Pen(PAPER.paper, 0.8)
BAR, BARS = 3.4, 11.0
"""How wide a bar of confidence is, and how high one of ten."""
LINE = 8.0
"""The height of a line of words."""
STRIP_ROOM = STRIP * 0.62


@dataclass(frozen=True)
class _Plot:
    """The field between the axes."""

    box: Box

    def spot(self, x: float, y: float) -> Spot:
        """Where two fractions lie."""
        return self.box.x + x * self.box.w, self.box.bottom - min(max(y, 0.0), 1.0) * self.box.h


def draw_course(surface: Surface, spec: CourseSpec, box: Box, title: str, faces: CourseFaces = ON_PAPER) -> None:
    """Draw the chart into ``box``; ``title`` is the goal's, for those who can't see it."""
    axis, end = faces.axis, faces.end
    if spec.empty:
        return
    left = widest([*(f"{100 * level:.0f}" for level in GRID), spec.x_name], axis) + 4
    right = widest([spec.now, spec.goal, spec.sure], end) + 6
    strip = STRIP_ROOM if spec.confidence else 0.0
    plot = _Plot(Box(box.x + left, box.y + 4, box.w - left - right, box.h - 4 - LINE - 3 - strip))
    with surface.figure(f"{title}: {spec.sentence}", box):
        _axes(surface, spec, plot, axis)
        for spots, pen in ((spec.expected, EXPECTED), (spec.progress, PROGRESS)):
            if len(spots) > 1:
                surface.polyline([plot.spot(*each) for each in spots], pen)
        for each in spec.dots:
            surface.circle(plot.spot(*each), 2.2, fill=PAPER.accent, pen=AROUND)
        _ends(surface, spec, plot, end)
        if spec.confidence:
            _strip(surface, spec, plot, box.bottom - 2, axis)


def _axes(surface: Surface, spec: CourseSpec, plot: _Plot, face: Face) -> None:
    for level in GRID:
        (x, y), (right, _y) = plot.spot(0, level), plot.spot(1, level)
        surface.line((x, y), (right, y), RULE if level == 0 else HAIRLINE)
        surface.text((x - 4, y + face.size * 0.35), f"{100 * level:.0f}", face, PAPER.secondary, align="right")
    base = plot.box.bottom + LINE + 1
    taken = surface.text((plot.box.x - 4, base), spec.x_name, face, PAPER.secondary, align="right")
    edge = plot.box.x if taken else plot.box.x - 4
    for at, words in spec.x_ticks:
        half, x = face.width(words) / 2, plot.spot(at, 0)[0]
        if x - half >= edge and x + half <= plot.box.right + half:
            surface.text((x, base), words, face, PAPER.secondary, align="center")
            edge = x + half + 3


def _ends(surface: Surface, spec: CourseSpec, plot: _Plot, face: Face) -> None:
    """What is aimed for and what has been reached, at the right, apart from one another."""
    wanted = [
        (spec.goal, plot.spot(1, 1)[1], PAPER.ink),
        (spec.now, plot.spot(1, spec.progress[-1][1])[1], PAPER.accent),
    ]
    told = [each for each in wanted if each[0]]
    placed = push_labels([y for _words, y, _color in told], LINE, plot.box.y, plot.box.bottom)
    for (words, _y, color), y in zip(told, placed, strict=True):
        surface.text((plot.box.right + 5, y + face.size * 0.35), words, face, color)


def _strip(surface: Surface, spec: CourseSpec, plot: _Plot, base: float, face: Face) -> None:
    surface.line((plot.box.x, base), (plot.box.right, base), HAIRLINE)
    for at, sure in spec.confidence:
        high = BARS * sure / 10
        x = min(plot.spot(at, 0)[0] - BAR / 2, plot.box.right - BAR)
        surface.rect(Box(max(x, plot.box.x), base - high, BAR, high), fill=PAPER.tertiary)
    surface.text((plot.box.right + 5, base), spec.sure, face, PAPER.secondary)
