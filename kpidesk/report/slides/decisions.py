"""The decisions, large enough to decide on, and what became of last time's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from kpidesk.report.drawing.flow import Block, Placed, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import status_shape
from kpidesk.report.drawing.style import STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, wrap
from kpidesk.report.model import NoteLine, Review
from kpidesk.report.sheet import Draw
from kpidesk.report.slides.findings import decisions_finding, responsible
from kpidesk.report.slides.frame import (
    BODY,
    BODY_STEP,
    BOTTOM,
    LEFT,
    MESSAGE,
    RIGHT,
    ROOM,
    draw_heading,
    hairline,
    heading_height,
    section,
)
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

LIST, ASIDE, INDENT = 525.0, 291.0, 34.0
NUMBER, WORDS, WORDS_STEP = Face("semibold", 21), Face("semibold", 17), 22.0
WHO = Face("regular", 14.5)


def plan(review: Review) -> Iterator[Draw]:
    """One slide; what it has no room for is on further ones. None where a closed review decided nothing."""
    if not (review.decisions or review.previous_decisions or review.draft):
        return
    title, words = decisions_finding(review)
    start = heading_height(title, [(words, MESSAGE)])
    wide = LIST if review.previous_decisions else ROOM
    new = [_block(number, note, Box(LEFT, 0, wide, 0)) for number, note in enumerate(review.decisions, 1)]
    old = [_followed_block(note) for note in review.previous_decisions]
    pages = zip_longest(
        flow(new, start, start, BOTTOM) if new else [],
        flow(old, start + 32, start + 32, BOTTOM) if old else [],
        fillvalue=(),
    )
    for placed, followed in list(pages) or [((), ())]:
        yield partial(_draw, title=title, words=words, placed=placed, followed=followed)


def _draw(surface: Surface, *, title: str, words: str, placed: Sequence[Placed], followed: Sequence[Placed]) -> None:
    y = draw_heading(surface, title, [(words, MESSAGE)])
    if placed:
        with surface.artifact():
            surface.line((LEFT, y), (LEFT + (LIST if followed else ROOM), y), STRONG)
    if followed:
        section(surface, _("From last time"), Box(RIGHT - ASIDE, y, ASIDE, 0))
    for one in (*placed, *followed):
        one.block.draw(surface, one.top)


@dataclass(frozen=True)
class Decision:
    """A decision measured: its number, its lines, who answers for it, and the place that it takes."""

    number: int
    lines: tuple[str, ...]
    who: str
    box: Box


def _block(number: int, note: NoteLine, box: Box) -> Block:
    lines, who = tuple(wrap(note.text, WORDS, box.w - INDENT, 4)), responsible(note)
    height = 14 + WORDS_STEP * len(lines) + (22 if who else 0) + 12
    decision = Decision(number, lines, who, Box(box.x, 0, box.w, height))
    return Block(height, partial(_draw_decision, decision=decision))


def _draw_decision(surface: Surface, y: float, *, decision: Decision) -> None:
    box = decision.box
    with surface.element("P"):
        surface.text((box.x, y + 32), str(decision.number), NUMBER, PAPER.accent)
        for i, line in enumerate(decision.lines):
            surface.text((box.x + INDENT, y + 31 + WORDS_STEP * i), line, WORDS, PAPER.ink)
        if decision.who:
            at = y + 31 + WORDS_STEP * (len(decision.lines) - 1) + 22
            surface.text((box.x + INDENT, at), fit(decision.who, WHO, box.w - INDENT), WHO, PAPER.secondary)
    hairline(surface, box, y + box.h)


def _followed_block(note: NoteLine) -> Block:
    lines = wrap(note.text, BODY, ASIDE - 24, 3)
    height = 8 + BODY_STEP * (len(lines) + 1) + 8
    return Block(height, partial(_draw_followed, note=note, lines=lines, height=height))


def _draw_followed(surface: Surface, y: float, *, note: NoteLine, lines: list[str], height: float) -> None:
    x = RIGHT - ASIDE
    word = pgettext("decision", "Done") if note.done else pgettext("decision", "Not done")
    with surface.element("P"):
        status_shape(surface, "achieved" if note.done else "no_data", x, y + 17, 12)
        for i, line in enumerate(lines):
            surface.text((x + 24, y + 22 + BODY_STEP * i), line, BODY, PAPER.ink)
        rest = ", ".join(part for part in (note.owner, word, note.due) if part)
        at = y + 22 + BODY_STEP * len(lines)
        surface.text((x + 24, at), fit(rest, BODY, ASIDE - 24), BODY, PAPER.tertiary)
    hairline(surface, Box(x, 0, ASIDE, 0), y + height)
