"""The summary: the objectives with their scores, and four figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import score_bar, status_color, status_shape
from kpidesk.report.drawing.style import RULE, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, together, whole
from kpidesk.report.model import GoalLine, KpiLine, Review
from kpidesk.report.sheet import Draw
from kpidesk.report.slides.findings import summary_finding
from kpidesk.report.slides.frame import (
    BODY,
    BODY_STRONG,
    BOTTOM,
    LEFT,
    MESSAGE,
    RIGHT,
    ROOM,
    SMALL,
    draw_heading,
    hairline,
    heading_height,
    section,
)
from kpidesk.text import _
from kpidesk.viz.status_shapes import status_word
from kpidesk.viz.tokens import PAPER

LIST, TILES = 465.0, 357.0
"""How wide the list on the left is, and the four figures on the right."""
ROW, TILE, TILE_GAP = 34.0, 118.0, 21.0
BAR, SCORE = 105.0, Face("semibold", 15)
TITLE, TITLE_STRONG = Face("regular", 14.5), Face("semibold", 14.5)
FIGURE, FIGURE_OFF, UNIT = Face("light", 36), Face("regular", 36), Face("regular", 14)
FACT, FACT_STRONG = Face("regular", 13), Face("semibold", 13)
RULE_OFF = Pen(PAPER.red, 2.2)


def plan(review: Review) -> Iterator[Draw]:
    """One slide; objectives that it has no room for are on further ones, without the figures."""
    title, rest = summary_finding(review)
    runs = [(rest, MESSAGE)] if rest else []
    counting = tuple(goal for goal in review.goals if not goal.state)
    room = int((BOTTOM - heading_height(title, runs) - 32) // ROW)
    chunks = [counting[i : i + room] for i in range(0, len(counting), room)] or [()]
    for chunk in chunks:
        yield partial(_draw, review=review, goals=chunk, title=title, runs=runs)


def _draw(
    surface: Surface, *, review: Review, goals: Sequence[GoalLine], title: str, runs: list[tuple[str, Face]]
) -> None:
    y = draw_heading(surface, title, runs)
    tiles = review.heroes
    if goals:
        _goals(surface, goals, Box(LEFT, y, LIST if tiles else ROOM, BOTTOM - y))
        for i, kpi in enumerate(tiles):
            w = (TILES - TILE_GAP) / 2
            x = RIGHT - TILES + (i % 2) * (w + TILE_GAP)
            _tile(surface, kpi, Box(x, y + (i // 2) * (TILE + 12), w, TILE))
        return
    for i, kpi in enumerate(tiles):
        w = (ROOM - 3 * TILE_GAP) / 4
        _tile(surface, kpi, Box(LEFT + i * (w + TILE_GAP), y, w, TILE))
    others = [kpi for kpi in review.kpis if kpi not in tiles]
    top = y + TILE + 22 if tiles else y
    if others:
        _kpis(surface, others, _("Other KPIs") if tiles else _("KPIs"), Box(LEFT, top, ROOM, BOTTOM - top))


def _goals(surface: Surface, goals: Sequence[GoalLine], box: Box) -> None:
    y = section(surface, _("Objectives"), box, _("score 0–1, ticks at 0.4 and 0.7"))
    bar = BAR if box.w < ROOM else BAR * 2
    for goal in goals:
        _goal(surface, goal, Box(box.x, y, box.w, ROW), bar)
        hairline(surface, box, y + ROW)
        y += ROW


def _goal(surface: Surface, goal: GoalLine, row: Box, bar: float) -> None:
    depth = goal.number.count(".")
    face, indent = (TITLE, 20.0) if depth else (TITLE_STRONG, 0.0)
    left = row.right - 64 - bar
    with surface.element("P"):
        words = fit(goal.title, face, left - row.x - indent - 12)
        surface.text((row.x + indent, row.middle + 5), words, face, PAPER.ink)
    alt = f"{goal.title}: {goal.score_text}, {status_word(goal.status)}"
    with surface.figure(alt, Box(left, row.y + 4, row.right - left, row.h - 8)):
        score_bar(surface, goal, Box.on_line(left, row.middle - 1, bar, 8))
        status_shape(surface, goal.status, left + bar + 9, row.middle, 10.5)
        surface.text((row.right, row.middle + 5), goal.score_text, SCORE, PAPER.ink, align="right")


def _kpis(surface: Surface, kpis: Sequence[KpiLine], title: str, box: Box) -> None:
    """KPIs in two columns, as many as there is room for; the rest is counted."""
    y = section(surface, title, box)
    rows = int((box.bottom - y) // ROW)
    most = 2 * rows if len(kpis) <= 2 * rows else 2 * rows - 1
    w = (box.w - 28) / 2
    for i, kpi in enumerate(kpis[:most]):
        row = Box(box.x + (i % 2) * (w + 28), y + (i // 2) * ROW, w, ROW)
        _kpi(surface, kpi, row)
        hairline(surface, row, row.bottom)
    if len(kpis) > most:
        with surface.element("P"):
            words = _("… and {n} more").format(n=len(kpis) - most)
            surface.text((box.x + w + 28, y + (most // 2) * ROW + ROW / 2 + 5), words, BODY, PAPER.secondary)


def _kpi(surface: Surface, kpi: KpiLine, row: Box) -> None:
    base = row.middle + 5
    with surface.element("P"):
        value = kpi.value if kpi.number is None else kpi.measured
        wide = surface.text((row.right, base), value, whole(value, BODY_STRONG, 120), PAPER.ink, align="right")
        surface.text((row.x + 20, base), fit(kpi.name, BODY, row.w - min(wide, 120) - 32), BODY, PAPER.ink)
    with surface.figure(kpi.status_word, Box(row.x, row.middle - 6, 12, 12)):
        status_shape(surface, kpi.status, row.x, row.middle, 10.5)


def _tile(surface: Surface, kpi: KpiLine, box: Box) -> None:
    off = kpi.status == "off_track"
    with surface.artifact():
        surface.line((box.x, box.y), (box.right, box.y), RULE_OFF if off else RULE)
    with surface.element("H2"):
        surface.text((box.x, box.y + 20), fit(kpi.name, BODY_STRONG, box.w), BODY_STRONG, PAPER.ink)
    with surface.element("P"):
        spare = min(UNIT.width(kpi.after) + 4, box.w / 3)
        face = whole(kpi.value, FIGURE_OFF if off else FIGURE, box.w - spare)
        wide = surface.text((box.x, box.y + 56), kpi.value, face, PAPER.ink)
        surface.text((box.x + wide + 4, box.y + 56), fit(kpi.after, UNIT, box.w - wide - 4), UNIT, PAPER.secondary)
    with surface.element("P"):
        gap, _face = readable(kpi.variance, FACT_STRONG, box.w / 2, scaled=kpi.scaled)
        room = box.w - 8 - FACT_STRONG.width(gap)
        target, _face = readable(kpi.target, FACT, room, _("Target {value}"), scaled=kpi.scaled)
        plain, strong = together([(target, FACT), (gap, FACT_STRONG)], box.w - 8)
        surface.text((box.x, box.y + 79), target, plain, PAPER.secondary)
        surface.text((box.right, box.y + 79), gap, strong, PAPER.ink, align="right")
    with surface.element("P"):
        status_shape(surface, kpi.status, box.x, box.y + 95.5, 10)
        word = fit(kpi.status_word, FACT_STRONG, box.w - 16)
        surface.text((box.x + 16, box.y + 100), word, FACT_STRONG, status_color(kpi.status))
        period = fit(kpi.value_period, SMALL, box.w - 24 - FACT_STRONG.width(word))
        surface.text((box.right, box.y + 100), period, SMALL, PAPER.secondary, align="right")
