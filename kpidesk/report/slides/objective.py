"""One objective: how its key results stand, from start to target, with the last words about each, and its curve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kpidesk.report.drawing.course_paint import ON_PAPER, draw_course
from kpidesk.report.drawing.flow import Block, Placed, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import score_bar, status_shape
from kpidesk.report.drawing.moved import Moved
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, together, whole, wrap
from kpidesk.report.model import GoalLine, ResultLine
from kpidesk.report.pages.objectives import said_of, state_word
from kpidesk.report.sheet import Draw
from kpidesk.report.slides.findings import goal_finding
from kpidesk.report.slides.frame import (
    BODY,
    BODY_STEP,
    BOTTOM,
    LEFT,
    MESSAGE,
    MESSAGE_STRONG,
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

TITLE, SCORE, STATE = Face("semibold", 16), Face("semibold", 16), Face("italic", 14)
END, NOW = Face("regular", 12), Face("semibold", 12)
BAR = 10.0
TITLE_STEP, SAID_LINES = 20.0, 2
HEAD = 32.0
LIST, CURVE, CURVE_HIGH = 465.0, 351.0, 190.0
"""How wide the key results are beside a curve, and how wide and high that is."""
LARGER = SMALL.size / ON_PAPER.axis.size


def plan(goal: GoalLine) -> Iterator[Draw]:
    """One slide; key results that it has no room for are on further ones."""
    title, runs = goal_finding(goal), _about(goal)
    start = heading_height(title, runs, lines=1) + HEAD
    wide = LIST if _has_curve(goal) else ROOM
    blocks = [_block(result, Box(LEFT, 0, wide, 0)) for result in goal.results]
    for placed in flow(blocks, start, start, BOTTOM):
        yield partial(_draw, goal=goal, placed=placed, title=title, runs=runs)


def _about(goal: GoalLine) -> list[tuple[str, Face]]:
    """The objective itself, who answers for it, and its score."""
    words = " · ".join(part for part in (goal.title, goal.owner) if part)
    if goal.state:
        return [(f"{words} · {state_word(goal.state)}", MESSAGE)]
    return [(f"{words} ·", MESSAGE), (_("score {score}").format(score=goal.score_text), MESSAGE_STRONG)]


def _draw(
    surface: Surface, *, goal: GoalLine, placed: Sequence[Placed], title: str, runs: list[tuple[str, Face]]
) -> None:
    y = draw_heading(surface, title, runs, lines=1)
    if not goal.results:
        return
    wide = LIST if _has_curve(goal) else ROOM
    section(surface, _("Key results"), Box(LEFT, y, wide, BOTTOM - y), _("start – now – target"))
    for one in placed:
        one.block.draw(surface, one.top)
    _curve(surface, goal, Box(RIGHT - CURVE, y, CURVE, BOTTOM - y))


def _has_curve(goal: GoalLine) -> bool:
    return goal.course is not None and not goal.course.empty


def _curve(surface: Surface, goal: GoalLine, box: Box) -> None:
    """How the objective has moved over the cycle, enlarged from the paper's, and what is seen in it."""
    if goal.course is None or not _has_curve(goal):
        return
    y = section(surface, _("Progress over time"), box)
    place = Box(0, 0, box.w / LARGER, CURVE_HIGH / LARGER)
    draw_course(Moved(surface, dx=box.x, dy=y, k=LARGER), goal.course, place, goal.title)
    with surface.element("P"):
        for i, line in enumerate(wrap(goal.course.sentence, BODY, box.w, 3)):
            surface.text((box.x, y + CURVE_HIGH + 24 + BODY_STEP * i), line, BODY, PAPER.secondary)


@dataclass(frozen=True)
class Measured:
    """A key result with the lines of its title and of what is said of it."""

    result: ResultLine
    title: tuple[str, ...]
    said: tuple[str, ...]
    scale: bool

    @property
    def height(self) -> float:
        """The room that all of it takes."""
        bar = 0 if self.result.state else BAR + 8 + (18 if self.scale else 4)
        return 8 + TITLE_STEP * len(self.title) + bar + BODY_STEP * len(self.said) + 8


def _block(result: ResultLine, box: Box) -> Block:
    said = [*said_of(result), ": ".join(part for part in (result.note_head, result.note) if part)]
    lines = tuple(line for words in said if words for line in wrap(words, BODY, box.w, SAID_LINES))
    title = tuple(wrap(result.title, TITLE, box.w - 90, 2))
    found = Measured(result, title, lines, bool(result.start or result.now or result.target))
    return Block(found.height, partial(_draw_result, found=found, box=box))


def _draw_result(surface: Surface, y: float, *, found: Measured, box: Box) -> None:
    result, top = found.result, y
    y += 8
    with surface.element("P"):
        for line in found.title:
            y += TITLE_STEP
            surface.text((box.x, y - 5), line, TITLE, PAPER.tertiary if result.state else PAPER.ink)
    first = top + 8 + TITLE_STEP - 5
    if result.state:
        with surface.element("P"):
            surface.text((box.right, first), state_word(result.state), STATE, PAPER.secondary, align="right")
    else:
        y = _bar(surface, found, box, y, first)
    if found.said:
        with surface.element("P"):
            for line in found.said:
                y += BODY_STEP
                surface.text((box.x, y - 4), line, BODY, PAPER.secondary)
    hairline(surface, box, top + found.height)


def _bar(surface: Surface, found: Measured, box: Box, y: float, first: float) -> float:
    """The score above the bar's end, the bar, and start, now and target beneath; returns where that ends."""
    result = found.result
    parts = [f"{result.title}: {result.score_text}", status_word(result.status)]
    parts += [_("now {value}").format(value=result.now)] if result.now else []
    end = y + BAR + 8 + (18 if found.scale else 4)
    with surface.figure(", ".join(parts), Box(box.x, first - 14, box.w, end - first + 14)):
        wide = surface.text((box.right, first), result.score_text, SCORE, PAPER.ink, align="right")
        status_shape(surface, result.status, box.right - wide - 20, first - 5.5, 12)
        score_bar(surface, result, Box(box.x, y + 3, box.w, BAR))
        if found.scale:
            _ends(surface, result, box, y + BAR + 19)
    return end


def _ends(surface: Surface, result: ResultLine, box: Box, base: float) -> None:
    """Start on the left, target on the right, and now where the bar ends, as near as the two let it."""
    start, target = together([(result.start, END), (result.target, END)], box.w * 0.6)
    left = surface.text((box.x, base), result.start, start, PAPER.secondary) if result.start else 0.0
    right = (
        surface.text((box.right, base), result.target, target, PAPER.secondary, align="right") if result.target else 0.0
    )
    if result.now:
        room = box.w - left - right - 24
        face = whole(result.now, NOW, room)
        wide, at = face.width(result.now), box.x + box.w * min(max(result.score or 0.0, 0.0), 1.0)
        x = min(max(at - wide / 2, box.x + left + (12 if left else 0)), box.right - right - wide - (12 if right else 0))
        surface.text((x, base), fit(result.now, face, room + 1), face, PAPER.ink)
