"""Objectives as a tree: bars on 0–1, start – now – target beneath, confidence, the check-in's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kpidesk.domain.comparing import side
from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow, held
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.marks import arrow, confidence_squares, score_bar, status_shape
from kpidesk.report.drawing.style import EDGE, FINE_STRONG, HAIRLINE, REMARK, RING, RULE, SMALL, STRONG, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, together, whole, wrap
from kpidesk.report.model import GoalLine, ResultLine, Review
from kpidesk.report.pages.courses import course_blocks
from kpidesk.report.sheet import Plan
from kpidesk.text import _
from kpidesk.viz.status_shapes import KEYS, status_word
from kpidesk.viz.tokens import PAPER

HEAD = 22.0
LEGEND = 22.0
TITLE, RESULT_TITLE, LINE = 24.0, 44.0, 11.0
"""Where titles stand, from the left margin, and the leading of what stands beneath."""
SCALE_LINE = 8.5
"""The leading of the numbers beneath a bar where they need a second line."""
HEADING, SCORE, STATE, CHANGE = Face("semibold", 11), Face("semibold", 13), Face("italic", 9), Face("regular", 7.8)
STRATEGY = Face("semibold", 9.6)
RESULT, RESULT_SCORE, RESULT_STATE = Face("regular", 9.2), Face("semibold", 9.5), Face("italic", 8.4)
NUMBER, LONG_NUMBER = Face("semibold", 10), Face("semibold", 8)
RESULT_NUMBER, LONG_RESULT_NUMBER = Face("regular", 8.4), Face("regular", 7.0)
END, NOW = Face("regular", 7.0), Face("semibold", 7.0)
"""The numbers beneath a bar."""
TICKED = Pen(PAPER.ink, 0.9)


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """No objectives, no page."""
    if not review.goals:
        return
    title = _("Objectives and key results")
    first = heading_height(frame, review.goal_message) + HEAD
    later = heading_height(frame) + HEAD
    pages = flow([*_strategy(review, frame), *_blocks(review, frame)], first, later, frame.bottom - LEGEND)

    def draw(surface: Surface, placed: list[Placed], message: str) -> None:
        y = draw_heading(surface, frame, title, message)
        _column_heads(surface, frame, y)
        _legend(surface, review, frame, draw_blocks(surface, placed, frame.left, frame.right))

    yield Plan(
        title,
        tuple(partial(draw, placed=p, message=review.goal_message if i == 0 else "") for i, p in enumerate(pages)),
        held(pages),
    )


def _strategy(review: Review, frame: Frame) -> list[Block]:
    """Where the company is going, over its goals: the first line stands out, and all of it is there."""
    if not review.strategy:
        return []
    room = frame.room - TITLE
    head = [(line, STRATEGY) for line in wrap(review.strategy[0], STRATEGY, room)]
    rest = [(line, REMARK) for each in review.strategy[1:] for line in wrap(each, REMARK, room)]
    lines = [*head, *rest]
    blocks = [Block(LINE + 1, partial(_draw_years, words=review.strategy_years, frame=frame), keep=True)]
    blocks += [
        Block(
            LINE + 2 if face is STRATEGY else LINE, partial(_draw_line, words=words, face=face, frame=frame), keep=n < 2
        )
        for n, (words, face) in enumerate(lines)
    ]
    return [*blocks, Block(8.0, lambda _surface, _y: None)]


def _draw_years(surface: Surface, y: float, *, words: str, frame: Frame) -> None:
    with surface.element("P"):
        surface.text((frame.left + TITLE, y + 9), words, SMALL, PAPER.secondary)


def _draw_line(surface: Surface, y: float, *, words: str, face: Face, frame: Frame) -> None:
    with surface.element("P"):
        surface.text((frame.left + TITLE, y + 9), words, face, PAPER.ink)


def _blocks(review: Review, frame: Frame) -> list[Block]:
    blocks = []
    for index, goal in enumerate(review.goals):
        head = _head(goal, frame)
        draw = partial(_draw_goal, head=head, frame=frame)
        blocks.append(Block(head.height, draw, keep=True, gap=14.0 if index else 0.0, rule=index > 0, about=goal.uid))
        blocks += course_blocks(goal, frame)
        for i, result in enumerate(goal.results):
            blocks.append(_result_block(result, frame, last=i == len(goal.results) - 1))
        if not goal.results:
            blocks.append(Block(18, partial(_draw_empty, frame=frame)))
    return [*blocks, *_left_out(review, frame)]


def _left_out(review: Review, frame: Frame) -> list[Block]:
    """What is not shown of the last objectives."""
    lines = wrap(review.curves_left, REMARK, frame.room - TITLE) if review.curves_left else []
    return [
        Block(LINE, partial(_draw_line, words=line, face=REMARK, frame=frame), gap=0.0 if n else 10.0)
        for n, line in enumerate(lines)
    ]


@dataclass(frozen=True)
class Head:
    """An objective measured: the lines of its title, and what is said beneath."""

    goal: GoalLine
    title: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def height(self) -> float:
        """The room that all of it takes."""
        return 24 + 14 * (len(self.title) - 1) + LINE * len(self.remarks)


def _head(goal: GoalLine, frame: Frame) -> Head:
    title = wrap(goal.title, HEADING, _bar(frame).x - frame.left - TITLE - 12, 3)
    said = (line for words in said_of(goal) for line in wrap(words, REMARK, frame.room - TITLE, 2))
    return Head(goal, tuple(title), tuple(said))


@dataclass(frozen=True)
class Body:
    """A key result measured: the lines of its title, and what stands beneath."""

    result: ResultLine
    title: tuple[str, ...]
    steps: tuple[str, ...]
    remarks: tuple[str, ...]
    note: tuple[str, ...]
    top: float
    """Where what stands beneath begins."""

    @property
    def height(self) -> float:
        """The room that all of it takes."""
        beneath = len(self.steps) + len(self.remarks) + len(self.note)
        return self.top + (LINE * beneath + 8 if beneath else 3.5)


def said_of(line: GoalLine | ResultLine) -> tuple[str, ...]:
    """Whole lines about a goal."""
    return (*line.remarks, line.restated) if line.restated else line.remarks


def _body(result: ResultLine, frame: Frame) -> Body:
    lines = wrap(result.title, RESULT, _bar(frame).x - frame.left - RESULT_TITLE - 10, 3)
    head = 22 + 11.6 * max(len(lines) - 1, 0)
    scale = 27.0 if result.start or result.target or result.now else 0.0
    if scale and not result.state and not _ends(result, _bar(frame).w)[2]:
        scale += SCALE_LINE
    room = frame.room - RESULT_TITLE
    note_room = room - FINE_STRONG.width(result.note_head) - 8
    return Body(
        result,
        tuple(lines),
        tuple(fit(step.text, REMARK, room - 12) for step in result.steps),
        tuple(line for words in said_of(result) for line in wrap(words, REMARK, room, 2)),
        tuple(wrap(result.note, REMARK, note_room, 3) if result.note else ()),
        max(head, scale) + 1.5,
    )


def _result_block(result: ResultLine, frame: Frame, *, last: bool) -> Block:
    body = _body(result, frame)
    return Block(body.height, partial(_draw_result, body=body, frame=frame, last=last), about=result.uid)


def _bar(frame: Frame) -> Box:
    return frame.columns(6, 3)


def _column_heads(surface: Surface, frame: Frame, y: float) -> None:
    base = y + 10
    bar = _bar(frame)
    with surface.element("P"):
        for at, text, align in (
            (frame.left, _("Objective / key result, last check-in"), "left"),
            (bar.x, _("Progress"), "left"),
            (bar.right + 40, _("Score"), "right"),
            (frame.right, _("Confidence"), "right"),
        ):
            surface.text((at, base), text, SMALL, PAPER.secondary, align=align)
    with surface.artifact():
        surface.line((frame.left, y + HEAD - 6), (frame.right, y + HEAD - 6), STRONG)


def _draw_goal(surface: Surface, y: float, *, head: Head, frame: Frame) -> None:
    goal, base = head.goal, y + 12
    with surface.element("H2"):
        number = NUMBER if len(goal.number) < 4 else LONG_NUMBER
        surface.text((frame.left, base), goal.number, number, PAPER.accent)
        for i, line in enumerate(head.title):
            surface.text((frame.left + TITLE, base + 14 * i), line, HEADING, PAPER.ink)
    if head.remarks:
        with surface.element("P"):
            for i, line in enumerate(head.remarks):
                at = base + 14 * (len(head.title) - 1) + 12 + LINE * i
                surface.text((frame.left + TITLE, at), line, REMARK, PAPER.ink)
    if goal.state:
        with surface.element("P"):
            surface.text((_bar(frame).x, base), state_word(goal.state), STATE, PAPER.secondary)
    else:
        _goal_bar(surface, goal, frame, base)


def _goal_bar(surface: Surface, goal: GoalLine, frame: Frame, base: float) -> None:
    bar = _bar(frame)
    with surface.figure(f"{goal.title}: {goal.score_text}", Box(bar.x, base - 9, frame.right - bar.x, 14)):
        score_bar(surface, goal, Box(bar.x, base - 7.6, bar.w, 7.6))
        surface.text((bar.right + 40, base), goal.score_text, SCORE, PAPER.ink, align="right")
        status_shape(surface, goal.status, bar.right + 46, base - 4.2, 9)
        if goal.previous is not None and goal.score is not None:
            text = _("from {score}").format(score=goal.previous_text)
            surface.text((frame.right - 12, base), text, CHANGE, PAPER.secondary, align="right")
            arrow(surface, frame.right - 7, base - 2.6, side(goal.score, goal.previous))


def _draw_result(surface: Surface, y: float, *, body: Body, frame: Frame, last: bool) -> None:
    result, base = body.result, y + 12
    with surface.artifact():
        surface.line((frame.left + TITLE, y), (frame.right, y), HAIRLINE)
        _branch(surface, (frame.left + 5, y), base - 3, base - 3 if last else y + body.height)
    color = PAPER.tertiary if result.state else PAPER.ink
    with surface.element("P"):
        face = RESULT_NUMBER if len(result.number) < 5 else LONG_RESULT_NUMBER
        number = fit(result.number, face, RESULT_TITLE - TITLE - 2)
        surface.text((frame.left + TITLE, base), number, face, PAPER.secondary)
        for i, line in enumerate(body.title):
            surface.text((frame.left + RESULT_TITLE, base + 11.6 * i), line, RESULT, color)
    x = _bar(frame).x
    if result.state:
        with surface.element("P"):
            surface.text((x, base), state_word(result.state), RESULT_STATE, PAPER.secondary)
    else:
        with surface.figure(_result_alt(result), Box(x, y + 4, frame.right - x, 22)):
            _result_bar(surface, result, frame, base)
    _beneath(surface, body, (frame.left + RESULT_TITLE, y + body.top + 8))


def state_word(state: str) -> str:
    """A node that counts for nothing."""
    return _("Dropped") if state == "dropped" else _("Parked")


def _beneath(surface: Surface, body: Body, spot: Spot) -> None:
    """Milestones with their ticks, remarks, and the last check-in in its own words."""
    result, (x, y) = body.result, spot
    if body.steps:
        with surface.element("L"):
            for step, words in zip(result.steps, body.steps, strict=True):
                _step(surface, words, x, y, reached=step.reached)
                y += LINE
    if body.remarks:
        with surface.element("P"):
            for line in body.remarks:
                surface.text((x, y), line, REMARK, PAPER.ink)
                y += LINE
    if body.note:
        with surface.element("P"):
            wide = surface.text((x, y), result.note_head, FINE_STRONG, PAPER.secondary)
            for line in body.note:
                surface.text((x + wide + 8, y), line, REMARK, PAPER.secondary)
                y += LINE


def _step(surface: Surface, words: str, x: float, y: float, *, reached: bool) -> None:
    with surface.element("LI"):
        word = _("reached") if reached else _("not reached")
        with surface.element("Lbl"), surface.figure(word, Box(x, y - 6, 6, 6)):
            surface.rect(Box(x, y - 5.6, 5.6, 5.6), pen=RING)
            if reached:
                surface.polyline([(x + 1.2, y - 2.9), (x + 2.5, y - 1.4), (x + 4.6, y - 4.4)], TICKED)
        with surface.element("LBody"):
            surface.text((x + 11, y), words, REMARK, PAPER.ink if reached else PAPER.secondary)


def _branch(surface: Surface, top: Spot, middle: float, end: float) -> None:
    x, y = top
    surface.line((x, y - 5), (x, end), RULE)
    surface.line((x, middle), (x + 14, middle), RULE)


def _result_bar(surface: Surface, result: ResultLine, frame: Frame, base: float) -> None:
    bar = _bar(frame)
    score_bar(surface, result, Box(bar.x, base - 6, bar.w, 5))
    _scale(surface, result, frame, base + 9.5)
    surface.text((bar.right + 40, base), result.score_text, RESULT_SCORE, PAPER.ink, align="right")
    status_shape(surface, result.status, bar.right + 46.5, base - 3.2, 7.6)
    if result.confidence is not None:
        confidence_squares(surface, result.confidence, frame.right - 48, base - 3)
        change = (result.confidence_change > 0) - (result.confidence_change < 0)
        arrow(surface, frame.right - 7, base - 3, change)


def _scale(surface: Surface, result: ResultLine, frame: Frame, base: float) -> None:
    """Start, now and target on one line; where that is too short for them, now stands beneath the others."""
    bar = _bar(frame)
    now = _now(result)
    start, target, one_line = _ends(result, bar.w)
    face, _same = together([(start, END), (target, END)], bar.w - 6)
    surface.text((bar.x, base), start, face, PAPER.secondary)
    surface.text((bar.right, base), target, face, PAPER.secondary, align="right")
    spot = (bar.x + bar.w / 2, base if one_line else base + SCALE_LINE)
    surface.text(spot, now, whole(now, NOW, bar.w), PAPER.ink, align="center")


def _now(result: ResultLine) -> str:
    return _("now {value}").format(value=result.now) if result.now else ""


def _ends(result: ResultLine, w: float) -> tuple[str, str, bool]:
    """Start and target, without their unit where that makes room, and whether now stands between them."""
    side = (w - NOW.width(_now(result))) / 2 - 4
    for cut in (False, True):
        start, target = (_bare(end) if cut else end for end in (result.start, result.target))
        if max(END.width(start), END.width(target)) <= side:
            return start, target, True
    cut = END.width(result.start + result.target) > w - 6
    return _bare(result.start) if cut else result.start, _bare(result.target) if cut else result.target, False


def _bare(text: str) -> str:
    """A number without its unit."""
    return text.rpartition("\u00a0")[0] or text


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
        surface.text((frame.left + TITLE, y + 10), text, REMARK, PAPER.secondary)


def _legend(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    base, x = y + 16, frame.left
    used = {g.status for g in review.goals} | {r.status for g in review.goals for r in g.results}
    with surface.element("P"):
        for key in KEYS:
            if key in used:
                status_shape(surface, key, x, base - 2.6, 6.6)
                x += 10 + surface.text((x + 10, base), status_word(key), SMALL, PAPER.secondary) + 14
        if any(g.previous is not None for g in review.goals):
            surface.line((x + 1, base - 6.5), (x + 1, base + 1.5), EDGE)
            x += 6 + surface.text((x + 6, base), _("last quarter"), SMALL, PAPER.secondary) + 14
        if any(r.confidence is not None for g in review.goals for r in g.results):
            confidence_squares(surface, 6, x, base - 2.6, 5)
            text = _("confidence 1–10, the arrow shows the change")
            surface.text((x + 38, base), fit(text, SMALL, frame.right - x - 38), SMALL, PAPER.secondary)
