"""The board: one page for the wall, read from a few steps away. Objectives above, every KPI below."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame
from kpidesk.report.drawing.geometry import Box, Column
from kpidesk.report.drawing.marks import EXCEPTIONS, score_bar, sparkline, status_color, status_shape
from kpidesk.report.drawing.style import ASIDE, EDGE, FINE, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, give_way, readable, widest, wrap
from kpidesk.report.model import GoalLine, KpiLine, Review
from kpidesk.text import _, ngettext
from kpidesk.viz.status_shapes import status_word
from kpidesk.viz.tokens import PAPER

TOP = 62.0
GOALS = 6
"""At most so many objectives; with more, only the topmost ones."""
GOAL_ROW, GOAL_LINE, HEAD = 38.0, 14.5, 26.0
TALL, LOW = 46.0, 20.0
COMPANY, TITLE, MESSAGE = Face("semibold", 13), Face("light", 34), Face("regular", 12)
LEAD, SCORE, TARGET, MORE = Face("semibold", 12), Face("semibold", 16), ASIDE, Face("italic", 9)
WORD, WORD_BEHIND = Face("regular", 10), Face("semibold", 10)
BETWEEN = Pen(PAPER.hairline, 0.5)
"""Between two KPIs."""
LEADING, ABOVE = 1.16, 0.3
"""From line to line of a name, and what its row has beyond all lines: of the size of its letters."""
ONE_COLUMN = 12
"""So many KPIs still stand under each other over the whole width."""


@dataclass(frozen=True)
class Cells:
    """Where a KPI's parts stand in its row, from the row's left edge, and what its words are set in."""

    spark: Column
    value: Column
    target: Column
    status: float
    name: Face
    number: Face
    word: Face


def draw(surface: Surface, *, review: Review, frame: Frame) -> None:
    """Draw the page."""
    y = _titles(surface, review, frame)
    goals = shown_goals(review.goals)
    if goals:
        y = _goals(surface, goals, frame, y)
    if review.kpis:
        _kpis(surface, review, frame, y)
    elif not goals:
        with surface.element("P"):
            words = _("There are no KPIs and no goals in this quarter yet.")
            surface.text((frame.left, y + 20), fit(words, MESSAGE, frame.room), MESSAGE, PAPER.secondary)
    _foot(surface, review, frame)


def shown_goals(goals: tuple[GoalLine, ...]) -> tuple[GoalLine, ...]:
    """Those that count: all where there is room, else the topmost."""
    counting = tuple(g for g in goals if not g.state)
    if len(counting) > GOALS:
        counting = tuple(g for g in counting if "." not in g.number) or counting
    return counting[:GOALS]


def _titles(surface: Surface, review: Review, frame: Frame) -> float:
    with surface.artifact():
        surface.rect(Box(frame.left, TOP - 18, 34, 4), fill=PAPER.accent)
    if review.logo is not None:
        k = min(110 / review.logo.width, 40 / review.logo.height)
        box = Box.between(frame.right - review.logo.width * k, 40.0, frame.right, 40 + review.logo.height * k)
        with surface.figure(_("The logo of {company}").format(company=review.company), box):
            surface.image(box, review.logo)
    room = frame.room - (130 if review.logo is not None else 0)
    with surface.element("P"):
        surface.text((frame.left, TOP + 8), fit(review.company, COMPANY, room), COMPANY, PAPER.secondary)
    with surface.element("H1"):
        surface.text((frame.left, TOP + 44), fit(review.cycle_name, TITLE, frame.room), TITLE, PAPER.ink)
    y = TOP + 52
    with surface.element("P"):
        for line in wrap(review.message, MESSAGE, frame.room, 2):
            y += 16
            surface.text((frame.left, y), line, MESSAGE, PAPER.secondary)
    return y + 16


def _head(surface: Surface, words: str, aside: str, frame: Frame, y: float) -> None:
    with surface.artifact():
        surface.line((frame.left, y), (frame.right, y), EDGE)
    with surface.element("H2"):
        surface.text((frame.left, y + 16), words, LEAD, PAPER.ink)
    with surface.element("P"):
        surface.text((frame.right, y + 16), aside, ASIDE, PAPER.secondary, align="right")


# ---- objectives


def _goals(surface: Surface, goals: tuple[GoalLine, ...], frame: Frame, y: float) -> float:
    _head(surface, _("Objectives"), _("score 0–1, ticks at 0.4 and 0.7"), frame, y)
    y += HEAD
    for goal in goals:
        y = _goal(surface, goal, frame, y)
    return y + 8


def _goal(surface: Surface, goal: GoalLine, frame: Frame, y: float) -> float:
    """Its title, on two lines where one is too short, its bar, score and status; gives where the next one begins."""
    word = status_word(goal.status)
    end = frame.right - 118
    with surface.element("P"):
        wide = surface.text((frame.left, y + 11), goal.number, LEAD, PAPER.accent) + 8
        for line in wrap(goal.title, LEAD, end - frame.left - wide, 2):
            surface.text((frame.left + wide, y + 11), line, LEAD, PAPER.ink)
            y += GOAL_LINE
    y -= GOAL_LINE
    with surface.figure(f"{goal.title}: {goal.score_text}, {word}", Box(frame.left, y + 14, frame.room, 16)):
        score_bar(surface, goal, Box(frame.left, y + 18, end - frame.left, 9))
        surface.text((end + 38, y + 27.5), goal.score_text, SCORE, PAPER.ink, align="right")
        status_shape(surface, goal.status, end + 48, y + 22.5, 11)
        face = WORD_BEHIND if goal.status in EXCEPTIONS else WORD
        word = fit(word, face, frame.right - end - 63)
        surface.text((end + 63, y + 26), word, face, status_color(goal.status))
    return y + GOAL_ROW


# ---- KPIs


def _kpis(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    kpis = review.kpis
    title = ngettext("{n} KPI", "{n} KPIs", len(kpis)).format(n=len(kpis))
    _head(surface, title, review.cycle_short, frame, y)
    y += HEAD
    columns = 1 if len(kpis) <= ONE_COLUMN else 2
    room = frame.bottom - 6 - y
    most = int(room // LOW) * columns
    shown = kpis if len(kpis) <= most else kpis[: most - 1]
    rows = -(-len(kpis) // columns) if shown is kpis else most // columns
    height = min(room / max(rows, 1), TALL)
    gap = 20.0
    wide = (frame.room - gap * (columns - 1)) / columns
    cells = _cells(shown, wide, height, columns)
    with surface.element("Table"):
        for i, kpi in enumerate(shown):
            column, row = divmod(i, rows)
            _kpi(surface, kpi, Box(frame.left + column * (wide + gap), y + row * height, wide, height), cells)
    if shown is not kpis:
        column, row = divmod(len(shown), rows)
        words = _("… and {n} more").format(n=len(kpis) - len(shown))
        with surface.element("P"):
            x = frame.left + column * (wide + gap)
            surface.text((x, y + row * height + height / 2 + 3), words, MORE, PAPER.secondary)


def _cells(kpis: tuple[KpiLine, ...], wide: float, height: float, columns: int) -> Cells:
    """Numbers, and the words of a status, have the room that the widest needs; the trend gives way, then the name."""
    one = columns == 1
    number = Face("regular", 12.0 + 10.0 * (height - LOW) / (TALL - LOW) if one else 11.5)
    small = Face("regular", 10.0 if one else 8.5)
    said = max(_word_face(kpi, small).width(kpi.status_word) for kpi in kpis)
    word = max(70.0 if one else wide * 0.225, said + small.size + 5)
    value = max(widest((k.value for k in kpis), number), wide * (0.16 if one else 0.195))
    target = max(widest(map(target_words, kpis), TARGET), wide * 0.095) if one else 0.0
    trend, _name_room, value, target = give_way(
        (
            (wide * (0.18 if one else 0.14), wide * 0.09), (wide * (0.36 if one else 0.40), wide * 0.24),
            (value, wide * 0.15), (target, target and wide * 0.09),
        ),
        wide - word - (36 if one else 14),
    )  # fmt: skip
    end = wide - word - (22 if one else 8)
    at_value = end - target - (8 if one else 0)
    return Cells(
        spark=Column(at_value - value - 6 - trend, trend),
        value=Column(at_value, value),
        target=Column(end, target),
        status=wide - word,
        name=Face("semibold", 12.0 if one else 9.5),
        number=number,
        word=small,
    )


def target_words(kpi: KpiLine) -> str:
    """The target with the word for it."""
    return _("Target {value}").format(value=kpi.target) if kpi.target else ""


def _kpi(surface: Surface, kpi: KpiLine, row: Box, at: Cells) -> None:
    x, middle = row.x, row.middle
    with surface.artifact():
        surface.line((x, row.y), (row.right, row.y), BETWEEN)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            _name(surface, kpi, row, at)
        with surface.element("TD"):
            box = Box.on_line(x + at.spark.x, middle, at.spark.room, min(row.h - 8, 24))
            with surface.figure(kpi.chart.description, box):
                sparkline(surface, kpi.spark, box, kpi.status)
        with surface.element("TD"):
            text, face = readable(kpi.value, at.number, at.value.room, scaled=kpi.scaled)
            surface.text((x + at.value.x, middle + face.size * 0.34), text, face, PAPER.ink, align="right")
        with surface.element("TD"):
            if at.target.room and kpi.target:
                text, face = readable(kpi.target, TARGET, at.target.room, _("Target {value}"), scaled=kpi.scaled)
                surface.text((x + at.target.x, middle + 3), text, face, PAPER.secondary, align="right")
        with surface.element("TD"):
            _status(surface, kpi, row, at)


def _name(surface: Surface, kpi: KpiLine, row: Box, at: Cells) -> None:
    """The name, on as many lines as it takes and the row has, and its unit after the last; where there is no curve it
    has that room as well.
    """
    size, small = at.name.size, Face("regular", at.name.size * 0.75)
    unit = fit(kpi.unit, small, 44)
    room = at.spark.x + (at.spark.room if kpi.spark.blank else -8)
    lines = _name_lines(kpi.name, at.name, Box(0, 0, room, row.h), small.width(unit) + 5 if unit else 0)
    base = row.middle + size * 0.34 - (len(lines) - 1) * size * LEADING / 2
    for line in lines:
        used = surface.text((row.x, base), line, at.name, PAPER.ink)
        base += size * LEADING
    after = row.x + (used + 5 if lines[-1] else 0)
    surface.text((after, base - size * LEADING), unit, small, PAPER.secondary)


def _name_lines(name: str, face: Face, room: Box, spare: float) -> list[str]:
    """Lines of a name that leave ``spare`` after the last; a line of its own is kept free for that where there is one
    more."""
    most = max(int((room.h / face.size - ABOVE) / LEADING), 1)
    lines = wrap(name, face, room.w, most) or [""]
    if len(lines) < most and face.width(lines[-1]) > room.w - spare:
        lines.append("")
    lines[-1] = fit(lines[-1], face, room.w - spare)
    return lines


def _status(surface: Surface, kpi: KpiLine, row: Box, at: Cells) -> None:
    size = at.word.size
    status_shape(surface, kpi.status, row.x + at.status, row.middle, size)
    face = _word_face(kpi, at.word)
    word = fit(kpi.status_word, face, row.w - at.status - size - 4)
    spot = (row.x + at.status + size + 4, row.middle + size * 0.34)
    surface.text(spot, word, face, status_color(kpi.status))


def _word_face(kpi: KpiLine, face: Face) -> Face:
    return Face("semibold", face.size) if kpi.status in EXCEPTIONS else face


def _foot(surface: Surface, review: Review, frame: Frame) -> None:
    words = " · ".join(part for part in (review.draft, review.prepared) if part)
    with surface.element("P"):
        surface.text((frame.left, frame.footer), fit(words, FINE, frame.room), FINE, PAPER.tertiary)
