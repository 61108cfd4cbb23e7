"""Objectives as a tree: bars on 0–1, start – now – target beneath, confidence, the check-in's words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from kpidesk.report.flow import Block, Placed, draw_blocks, flow
from kpidesk.report.fonts import width
from kpidesk.report.frame import Frame, draw_heading, heading_height
from kpidesk.report.marks import arrow, confidence_squares, score_bar, status_shape
from kpidesk.report.model import GoalLine, ResultLine, Review
from kpidesk.report.sheet import Plan
from kpidesk.report.surface import Surface
from kpidesk.report.typeset import fit, wrap
from kpidesk.text import _
from kpidesk.viz.tokens import PAPER

HEAD = 22.0
LEGEND = 22.0
TITLE, RESULT_TITLE = 24.0, 44.0
"""Where titles stand, from the left margin."""


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """No objectives, no page."""
    if not review.goals:
        return
    title = _("Objectives and key results")
    first = heading_height(frame, review.goal_message) + HEAD
    later = heading_height(frame) + HEAD
    pages = flow(_blocks(review, frame), first, later, frame.bottom - LEGEND)

    def draw(surface: Surface, placed: list[Placed], message: str) -> None:
        y = draw_heading(surface, frame, title, message)
        _column_heads(surface, frame, y)
        _legend(surface, review, frame, draw_blocks(surface, placed, frame.left, frame.right))

    yield Plan(
        title,
        tuple(partial(draw, placed=p, message=review.goal_message if i == 0 else "") for i, p in enumerate(pages)),
    )


def _blocks(review: Review, frame: Frame) -> list[Block]:
    blocks = []
    for index, goal in enumerate(review.goals):
        lines = wrap(goal.title, "semibold", 11, _bar(frame)[0] - frame.left - TITLE - 12, 3)
        head = partial(_draw_goal, goal=goal, lines=lines, frame=frame)
        blocks.append(Block(24 + 14 * (len(lines) - 1), head, keep=True, gap=14.0 if index else 0.0, rule=index > 0))
        for i, result in enumerate(goal.results):
            blocks.append(_result_block(result, frame, last=i == len(goal.results) - 1))
        if not goal.results:
            blocks.append(Block(18, partial(_draw_empty, frame=frame)))
    return blocks


def _result_block(result: ResultLine, frame: Frame, *, last: bool) -> Block:
    lines = wrap(result.title, "regular", 9.2, _bar(frame)[0] - frame.left - RESULT_TITLE - 10, 3)
    head = 22 + 11.6 * max(len(lines) - 1, 0)
    scale = 27.0 if result.start or result.target or result.now else 0.0
    note_room = frame.room - RESULT_TITLE - width(result.note_head, "semibold", 8) - 8
    note = wrap(result.note, "regular", 8.2, note_room, 3) if result.note else []
    note_top = max(head, scale) + 1.5
    height = note_top + 11 * len(note) + 8 if note else max(head, scale) + 5
    return Block(height, partial(_draw_result, result=result, lines=lines, note=note, note_top=note_top,
                                 height=height, frame=frame, last=last))  # fmt: skip


def _bar(frame: Frame) -> tuple[float, float]:
    return frame.column(6, 3)


def _column_heads(surface: Surface, frame: Frame, y: float) -> None:
    base = y + 10
    x, w = _bar(frame)
    with surface.element("P"):
        for at, text, align in (
            (frame.left, _("Objective / key result, last check-in"), "left"),
            (x, _("Progress"), "left"),
            (x + w + 40, _("Score"), "right"),
            (frame.right, _("Confidence"), "right"),
        ):
            surface.text(at, base, text, "regular", 7.5, PAPER.secondary, align=align)
    with surface.artifact():
        surface.line(frame.left, y + HEAD - 6, frame.right, y + HEAD - 6, PAPER.ink, 0.8)


def _draw_goal(surface: Surface, y: float, *, goal: GoalLine, lines: list[str], frame: Frame) -> None:
    x, w = _bar(frame)
    base = y + 12
    with surface.element("H2"):
        surface.text(frame.left, base, goal.number, "semibold", 10 if len(goal.number) < 4 else 8, PAPER.accent)
        for i, line in enumerate(lines):
            surface.text(frame.left + TITLE, base + 14 * i, line, "semibold", 11, PAPER.ink)
    with surface.figure(f"{goal.title}: {goal.score_text}", (x, base - 9, frame.right, base + 5)):
        score_bar(surface, goal.score, goal.previous, x, base - 7.6, w, 7.6)
        surface.text(x + w + 40, base, goal.score_text, "semibold", 13, PAPER.ink, align="right")
        status_shape(surface, goal.status, x + w + 46, base - 4.2, 9)
        if goal.previous is not None and goal.score is not None:
            change = (goal.score > goal.previous + 1e-9) - (goal.score < goal.previous - 1e-9)
            text = _("from {score}").format(score=goal.previous_text)
            surface.text(frame.right - 12, base, text, "regular", 7.8, PAPER.secondary, align="right")
            arrow(surface, frame.right - 7, base - 2.6, change, PAPER.secondary)


def _draw_result(
    surface: Surface, y: float, *, result: ResultLine, lines: list[str], note: list[str], note_top: float,
    height: float, frame: Frame, last: bool,
) -> None:  # fmt: skip
    x, w = _bar(frame)
    base = y + 12
    with surface.artifact():
        surface.line(frame.left + TITLE, y, frame.right, y, PAPER.hairline, 0.35)
        _branch(surface, frame.left + 5, y, base - 3, height, last=last)
    with surface.element("P"):
        size = 8.4 if len(result.number) < 5 else 7.0
        number = fit(result.number, "regular", size, RESULT_TITLE - TITLE - 2)
        surface.text(frame.left + TITLE, base, number, "regular", size, PAPER.secondary)
        for i, line in enumerate(lines):
            surface.text(frame.left + RESULT_TITLE, base + 11.6 * i, line, "regular", 9.2, PAPER.ink)
    with surface.figure(_result_alt(result), (x, y + 4, frame.right, y + 26)):
        _result_bar(surface, result, frame, x, w, base)
    if note:
        with surface.element("P"):
            at = frame.left + RESULT_TITLE
            wide = surface.text(at, y + note_top + 8, result.note_head, "semibold", 8, PAPER.secondary)
            for i, line in enumerate(note):
                surface.text(at + wide + 8, y + note_top + 8 + 11 * i, line, "regular", 8.2, PAPER.secondary)


def _branch(surface: Surface, x: float, y: float, middle: float, height: float, *, last: bool) -> None:
    surface.line(x, y - 5, x, middle if last else y + height, PAPER.rule, 0.5)
    surface.line(x, middle, x + 14, middle, PAPER.rule, 0.5)


def _result_bar(surface: Surface, result: ResultLine, frame: Frame, x: float, w: float, base: float) -> None:
    score_bar(surface, result.score, result.previous, x, base - 6, w, 5)
    now_text = _("now {value}").format(value=result.now) if result.now else ""
    now_wide = width(now_text, "semibold", 7)
    side = max((w + 8 - now_wide) / 2 - 4, 12)
    start, target = _without_unit(result.start, side), _without_unit(result.target, side)
    surface.text(x, base + 9.5, start, "regular", 7, PAPER.secondary)
    surface.text(x + w, base + 9.5, target, "regular", 7, PAPER.secondary, align="right")
    surface.text(
        x + w / 2, base + 9.5, fit(now_text, "semibold", 7, w * 0.66), "semibold", 7, PAPER.ink, align="center"
    )
    surface.text(x + w + 40, base, result.score_text, "semibold", 9.5, PAPER.ink, align="right")
    status_shape(surface, result.status, x + w + 46.5, base - 3.2, 7.6)
    if result.confidence is not None:
        confidence_squares(surface, result.confidence, frame.right - 48, base - 3)
        change = (result.confidence_change > 0) - (result.confidence_change < 0)
        arrow(surface, frame.right - 7, base - 3, change, PAPER.secondary)


def _without_unit(text: str, room: float) -> str:
    """A number, with its unit where there is room for it."""
    if width(text, "regular", 7) > room:
        text = text.rpartition("\u00a0")[0] or text
    return fit(text, "regular", 7, room)


def _result_alt(result: ResultLine) -> str:
    parts = [f"{result.title}: {result.score_text}"]
    if result.now:
        parts.append(_("now {value}").format(value=result.now))
    if result.confidence is not None:
        parts.append(_("confidence {n} of 10").format(n=result.confidence))
    return ", ".join(parts)


def _draw_empty(surface: Surface, y: float, *, frame: Frame) -> None:
    with surface.element("P"):
        text = _("No key results yet.")
        surface.text(frame.left + TITLE, y + 10, text, "regular", 8.2, PAPER.secondary)


def _legend(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    base, x = y + 16, frame.left
    words = {"on_track": _("On track"), "at_risk": _("At risk"), "off_track": _("Off track"),
             "achieved": _("Achieved"), "no_data": _("No data"), "no_target": _("No target")}  # fmt: skip
    used = {g.status for g in review.goals} | {r.status for g in review.goals for r in g.results}
    with surface.element("P"):
        for key, word in words.items():
            if key in used:
                status_shape(surface, key, x, base - 2.6, 6.6)
                x += 10 + surface.text(x + 10, base, word, "regular", 7.5, PAPER.secondary) + 14
        if any(g.previous is not None for g in review.goals):
            surface.line(x + 1, base - 6.5, x + 1, base + 1.5, PAPER.ink, 1.1)
            x += 6 + surface.text(x + 6, base, _("last quarter"), "regular", 7.5, PAPER.secondary) + 14
        if any(r.confidence is not None for g in review.goals for r in g.results):
            confidence_squares(surface, 6, x, base - 2.6, 5)
            text = _("confidence 0–10, the arrow shows the change")
            surface.text(x + 38, base, fit(text, "regular", 7.5, frame.right - x - 38), "regular", 7.5, PAPER.secondary)
