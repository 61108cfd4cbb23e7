"""The retrospective: what went well and what did not, decisions and their follow-up, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from kpidesk.report.drawing.flow import Block, Placed, flow, held
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import status_shape
from kpidesk.report.drawing.style import BODY, BODY_STRONG, HAIRLINE, RING, RULE, SECTION, SMALL, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import TextLine, fit, wrap
from kpidesk.report.model import NoteLine, Review
from kpidesk.report.pages.notes import AFTER, LEADING, draw_lines, lines_of
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

MOST = 12
"""Lines that one note may take."""
PLUS, MINUS = Pen(PAPER.green, 1.2), Pen(PAPER.red, 1.2)


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """No notes, no page."""
    if not review.has_retrospective:
        return
    title = _("Lessons and decisions")
    start = heading_height(frame) + 4
    pages = flow(_blocks(review, frame), start, start, frame.bottom)

    def draw(surface: Surface, placed: list[Placed]) -> None:
        draw_heading(surface, frame, title)
        for one in placed:
            one.block.draw(surface, one.top)

    yield Plan(title, tuple(partial(draw, placed=p) for p in pages), held(pages))


def _blocks(review: Review, frame: Frame) -> list[Block]:
    blocks = _pairs(
        frame, (_("Went well"), review.went_well, "plus"), (_("Did not go well"), review.went_badly, "minus")
    )
    blocks += _pairs(
        frame, (_("What surprised us"), review.surprised, "dot"), (_("What we learned"), review.learned, "dot")
    )
    blocks += _decisions(review, frame)
    blocks += _follow_up(review, frame)
    blocks += _next_goals(review, frame)
    return blocks


Side = tuple[str, tuple[NoteLine, ...], str]


def _pairs(frame: Frame, left: Side, right: Side) -> list[Block]:
    """Two columns side by side, note beside note; an empty one leaves its place open."""
    if not left[1] and not right[1]:
        return []
    head = partial(_pair_head, frame=frame, left=left, right=right)
    blocks = [Block(26, head, keep=True, about="reflections")]
    for a, b in zip_longest(left[1], right[1]):
        set_a = _column_lines(frame, a, 0)
        set_b = _column_lines(frame, b, 6)
        height = LEADING * max(len(set_a), len(set_b)) + AFTER
        blocks.append(Block(height, partial(_pair_row, frame=frame, left=(set_a, left[2]), right=(set_b, right[2]))))
    blocks.append(Block(16, _space))
    return blocks


def _column_lines(frame: Frame, note: NoteLine | None, first: int) -> list[TextLine]:
    return [] if note is None else lines_of(note, frame.columns(first, 6).w - 20, MOST)


def _pair_head(surface: Surface, y: float, *, frame: Frame, left: Side, right: Side) -> None:
    for first, (title, notes, _mark) in ((0, left), (6, right)):
        if notes:
            _section(surface, title, frame.columns(first, 6, y))


def _section(surface: Surface, title: str, box: Box) -> None:
    with surface.artifact():
        surface.line((box.x, box.y + 2), (box.right, box.y + 2), RULE)
    with surface.element("H2"):
        surface.text((box.x, box.y + 15.5), fit(title, SECTION, box.w), SECTION, PAPER.ink)


def _pair_row(
    surface: Surface, y: float, *, frame: Frame, left: tuple[list[TextLine], str], right: tuple[list[TextLine], str]
) -> None:
    for first, (lines, mark) in ((0, left), (6, right)):
        if not lines:
            continue
        x = frame.columns(first, 6).x
        with surface.artifact():
            _mark(surface, mark, x, y + 6)
        with surface.element("P"):
            draw_lines(surface, lines, x + 14, y + 9)


def _mark(surface: Surface, kind: str, x: float, y: float) -> None:
    if kind == "dot":
        surface.circle((x + 3, y), 1.5, fill=PAPER.secondary)
        return
    pen = PLUS if kind == "plus" else MINUS
    surface.line((x, y), (x + 6.4, y), pen)
    if kind == "plus":
        surface.line((x + 3.2, y - 3.2), (x + 3.2, y + 3.2), pen)


def _space(surface: Surface, y: float) -> None:
    """Leave room."""


@dataclass(frozen=True)
class Decision:
    """A decision measured: its number and its lines."""

    number: int
    note: NoteLine
    lines: tuple[str, ...]


def _decisions(review: Review, frame: Frame) -> list[Block]:
    if not review.decisions:
        return []
    blocks = [Block(40, partial(_decision_head, frame=frame), keep=True, about="decisions")]
    for number, note in enumerate(review.decisions, 1):
        decision = Decision(number, note, tuple(wrap(note.text, BODY, _decision_room(frame), 6)))
        draw = partial(_decision, decision=decision, frame=frame)
        blocks.append(Block(LEADING * len(decision.lines) + 7, draw))
    return [*blocks, Block(16, _space)]


def _decision_room(frame: Frame) -> float:
    return frame.columns(0, 7).w - 20


def _decision_head(surface: Surface, y: float, *, frame: Frame) -> None:
    _section(surface, _("Decisions"), frame.columns(0, 12, y))
    with surface.element("P"):
        for x, text in (
            (frame.left, pgettext("decision", "No.")), (frame.left + 20, _("Decision")),
            (frame.columns(7, 1).x, _("Owner")),
            (frame.columns(9, 1).x, pgettext("decision", "Due")), (frame.columns(11, 1).x - 24, _("Status")),
        ):  # fmt: skip
            surface.text((x, y + 30), text, SMALL, PAPER.secondary)


def _decision(surface: Surface, y: float, *, decision: Decision, frame: Frame) -> None:
    note = decision.note
    with surface.artifact():
        surface.line((frame.left, y - 2), (frame.right, y - 2), HAIRLINE)
    with surface.element("P"):
        base = y + 10
        surface.text((frame.left, base), str(decision.number), BODY_STRONG, PAPER.accent)
        for i, line in enumerate(decision.lines):
            surface.text((frame.left + 20, base + LEADING * i), line, BODY, PAPER.ink)
        owner = fit(note.owner, BODY, frame.columns(7, 2).w - 4)
        surface.text((frame.columns(7, 1).x, base), owner, BODY, PAPER.ink)
        due_x, status_x = frame.columns(9, 1).x, frame.columns(11, 1).x - 24
        surface.text((due_x, base), fit(note.due, BODY, status_x - due_x - 4), BODY, PAPER.ink)
        word = pgettext("decision", "Done") if note.done else pgettext("decision", "Open")
        surface.text((status_x, base), fit(word, BODY_STRONG, frame.right - status_x), BODY_STRONG, PAPER.ink)


def _follow_up(review: Review, frame: Frame) -> list[Block]:
    if not review.previous_decisions:
        return []
    title = _("Follow-up of decisions from {period}").format(period=review.previous_short)

    def head(surface: Surface, y: float) -> None:
        _section(surface, title, frame.columns(0, 12, y))

    blocks = [Block(26, head, keep=True)]
    for note in review.previous_decisions:
        lines = wrap(note.text, BODY, _decision_room(frame), 4)
        blocks.append(Block(LEADING * len(lines) + 5, partial(_followed, note=note, lines=lines, frame=frame)))
    return [*blocks, Block(16, _space)]


def _followed(surface: Surface, y: float, *, note: NoteLine, lines: list[str], frame: Frame) -> None:
    with surface.artifact():
        surface.line((frame.left, y - 2), (frame.right, y - 2), HAIRLINE)
    base, x = y + 9, frame.columns(7, 1).x
    with surface.element("P"):
        for i, line in enumerate(lines):
            surface.text((frame.left + 20, base + LEADING * i), line, BODY, PAPER.ink)
        status_shape(surface, "achieved" if note.done else "no_data", x, base - 3, 7.6)
        word = pgettext("decision", "Done") if note.done else pgettext("decision", "Not done")
        wide = surface.text((x + 12, base), word, BODY, PAPER.ink)
        rest = ", ".join(part for part in (note.owner, note.due) if part)
        left = x + 12 + max(wide, BODY.width(pgettext("decision", "Not done"))) + 12
        surface.text((left, base), fit(rest, BODY, frame.right - left), BODY, PAPER.secondary)


def _next_goals(review: Review, frame: Frame) -> list[Block]:
    """The next cycle's objectives with their key results as boxes to tick, what was noted, what is not carried."""
    if not (review.next_goals or review.next_objectives or review.given_up):
        return []
    title = _("Next: {period}").format(period=review.next_name) if review.next_name else _("Next quarter")
    blocks = [_heading(title, frame, "next")]
    for goal in review.next_objectives:
        lines = wrap(goal.title, BODY_STRONG, frame.room, 3)
        blocks.append(Block(LEADING * len(lines) + 4, partial(_next_title, lines=lines, frame=frame), keep=True))
        blocks += [_tick_block(words, frame) for words in goal.results]
    if review.next_objectives and review.next_goals:
        blocks.append(Block(8, _space))
    blocks += [_tick_block(note.text, frame) for note in review.next_goals]
    if review.given_up:
        blocks.append(Block(12, _space))
        blocks.append(_heading(_("Not carried forward"), frame))
        for words in review.given_up:
            lines = wrap(words, BODY, frame.room, 4)
            blocks.append(Block(LEADING * len(lines) + 4, partial(_plain, lines=lines, frame=frame)))
    return blocks


def _heading(title: str, frame: Frame, about: str = "") -> Block:
    def head(surface: Surface, y: float) -> None:
        _section(surface, title, frame.columns(0, 12, y))

    return Block(26, head, keep=True, about=about)


def _next_title(surface: Surface, y: float, *, lines: list[str], frame: Frame) -> None:
    with surface.element("P"):  # a heading could follow a page title directly, and would skip a level
        for i, line in enumerate(lines):
            surface.text((frame.left, y + 9 + LEADING * i), line, BODY_STRONG, PAPER.ink)


def _plain(surface: Surface, y: float, *, lines: list[str], frame: Frame) -> None:
    with surface.element("P"):
        for i, line in enumerate(lines):
            surface.text((frame.left, y + 9 + LEADING * i), line, BODY, PAPER.secondary)


def _tick_block(words: str, frame: Frame) -> Block:
    lines = wrap(words, BODY, frame.room - 20, 6)
    return Block(LEADING * len(lines) + 4, partial(_next_goal, lines=lines, frame=frame))


def _next_goal(surface: Surface, y: float, *, lines: list[str], frame: Frame) -> None:
    with surface.artifact():
        surface.rect(Box(frame.left, y + 2.6, 6.6, 6.6), pen=RING)
    with surface.element("P"):
        for i, line in enumerate(lines):
            surface.text((frame.left + 14, y + 9 + LEADING * i), line, BODY, PAPER.ink)
