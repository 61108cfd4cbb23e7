"""The summary, on one page: the finding, four figures, who is where, the objectives, what moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.marks import (
    arrow,
    range_strip,
    score_bar,
    sparkline,
    status_color,
    status_shape,
)
from kpidesk.report.drawing.style import (
    BODY,
    BODY_STRONG,
    FINE,
    FINE_STRONG,
    HAIRLINE,
    RULE,
    SECTION,
    SMALL,
    STRONG,
    TINY,
    Pen,
)
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, together, whole
from kpidesk.report.model import GoalLine, KpiGroup, KpiLine, Review
from kpidesk.report.pages import notes
from kpidesk.report.sheet import Plan
from kpidesk.text import _, ngettext, pgettext
from kpidesk.viz.tokens import PAPER

TILE = 106.0
GAP = 22.0
MATRIX_ROW = 15.6
GOAL_ROW = 32.0
MOVE_ROW = 15.6
NAME, UNIT = Face("semibold", 9.5), Face("regular", 9.5)
FIGURE, FIGURE_OFF = Face("light", 25.0), Face("regular", 25.0)
TIGHT = Face("regular", 6.8)
"""The heads of the matrix where it has many columns."""
STRONG_RULE, RULE_OFF = Pen(PAPER.ink, 0.5), Pen(PAPER.red, 1.1)
"""Over what is asked for, and over a tile that is off track."""
NAME_PART = 0.41
"""How much of a line the name has where movements are listed."""
LEAST_NAME, STRIP, ARROW = 0.28, 54.0, 18.0
"""The part of a line that a name keeps beside wide numbers, and the room for the strip and the arrow."""


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """One page, always."""

    def draw(surface: Surface) -> None:
        _draw(surface, review, frame)

    yield Plan(pgettext("report", "Summary"), (draw,))


def _draw(surface: Surface, review: Review, frame: Frame) -> None:
    y = draw_heading(surface, frame, pgettext("report", "Summary"), review.message) + 10
    y = _restated(surface, review, frame, y)
    if review.heroes:
        for i, kpi in enumerate(review.heroes):
            _tile(surface, kpi, frame.columns(3 * i, 3, y))
        y += TILE + GAP
    y = _middle(surface, review, frame, y)
    y = _moves(surface, review, frame, y)
    if review.went_well or review.went_badly or review.decisions:
        _notes(surface, review, frame, y)


def _restated(surface: Surface, review: Review, frame: Frame, y: float) -> float:
    """The numbers of a closed review that are others now, in one line above everything that shows them."""
    if not review.restated:
        return y
    with surface.element("P"):
        words = fit(review.restated, BODY_STRONG, frame.room)
        surface.text((frame.left, y - 4), words, BODY_STRONG, PAPER.ink)
    return y + 10


# ---- tiles


def _tile(surface: Surface, kpi: KpiLine, box: Box) -> None:
    x, y, w = box.x, box.y, box.w
    off = kpi.status == "off_track"
    with surface.artifact():
        surface.line((x, y), (box.right, y), RULE_OFF if off else RULE)
    with surface.element("H2"):
        surface.text((x, y + 13), fit(kpi.name, NAME, w), NAME, PAPER.ink)
    with surface.element("P"):
        spare = min(UNIT.width(" " + kpi.after), w / 3)
        face = whole(kpi.value, FIGURE_OFF if off else FIGURE, w - spare)
        wide = surface.text((x, y + 39), kpi.value, face, PAPER.ink)
        surface.text((x + wide + 4, y + 39), fit(kpi.after, UNIT, w - wide - 4), UNIT, PAPER.secondary)
    with surface.figure(kpi.chart.description, Box(x, y + 48, w, 24)):
        sparkline(surface, kpi.spark, Box(x + 1, y + 50, w - 4, 20), kpi.status)
    _tile_foot(surface, kpi, box.at(y + 84))


def _tile_foot(surface: Surface, kpi: KpiLine, box: Box) -> None:
    x, y, w = box.x, box.y, box.w
    with surface.element("P"):
        gap, _face = readable(kpi.variance, FINE_STRONG, w / 2, scaled=kpi.scaled)
        room = w - 6 - FINE_STRONG.width(gap)
        text, _face = readable(kpi.target, FINE, room, _("Target {value}"), scaled=kpi.scaled)
        plain, strong = together([(text, FINE), (gap, FINE_STRONG)], w - 6)
        surface.text((x, y), text, plain, PAPER.secondary)
        surface.text((box.right, y), gap, strong, PAPER.ink, align="right")
    with surface.element("P"):
        y += 13
        status_shape(surface, kpi.status, x, y - 2.8, 7.5)
        wide = surface.text((x + 11, y), kpi.status_word, FINE_STRONG, status_color(kpi.status)) + 11
        room = w - wide - 16
        long = FINE.width(kpi.change_previous) <= room
        change = kpi.change_previous if long else kpi.change_previous_short
        if change:
            face = whole(change, FINE, room)
            taken = surface.text((box.right, y), change, face, PAPER.secondary, align="right")
            arrow(surface, box.right - taken - 9.5, y - 2.8, kpi.change_direction, 6.4)


# ---- status matrix and objectives


def _middle(surface: Surface, review: Review, frame: Frame, y: float) -> float:
    left, right = frame.columns(0, 6, y), frame.columns(6, 6, y)
    ends = [y]
    if len(review.kpis) > 1:
        ends.append(_matrix(surface, review.groups, left))
    if review.goals:
        ends.append(_goals(surface, review.goals, right if len(review.kpis) > 1 else frame.columns(0, 12, y)))
    if not review.kpis and not review.goals:
        with surface.element("P"):
            words = _("There are no KPIs and no goals in this quarter yet.")
            surface.text((left.x, y + 12), words, UNIT, PAPER.secondary)
        return y + 30
    return max(ends) + (GAP if len(ends) > 1 else 0)


def _section(surface: Surface, title: str, box: Box, aside: str = "", *, strong: bool = False) -> None:
    with surface.artifact():
        surface.line((box.x, box.y), (box.right, box.y), STRONG_RULE if strong else RULE)
    with surface.element("H2"):
        surface.text((box.x, box.y + 13.5), fit(title, SECTION, box.w), SECTION, PAPER.ink)
    if aside:
        with surface.element("P"):
            surface.text((box.right, box.y + 13.5), aside, SMALL, PAPER.secondary, align="right")


@dataclass(frozen=True)
class Count:
    """A column of the matrix: the shape and the words above it, and the statuses that are counted in it."""

    shape: str
    words: str
    counted: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Who is where: a column for each status, and where each of them ends on the page."""

    box: Box
    columns: tuple[Count, ...]
    ends: tuple[float, ...]
    face: Face


@dataclass(frozen=True)
class Row:
    """A department, or all of them."""

    name: str
    kpis: tuple[KpiLine, ...]
    total: bool = False


def _columns(groups: tuple[KpiGroup, ...]) -> tuple[Count, ...]:
    """The silent ones only where there are any."""
    found = [
        Count("on_track", _("On track"), ("on_track", "achieved")),
        Count("at_risk", _("At risk"), ("at_risk",)),
        Count("off_track", _("Off track"), ("off_track",)),
    ]
    statuses = {k.status for g in groups for k in g.kpis}
    silent = (
        ("no_data", _("No data")),
        ("not_applicable", _("Not applicable")),
        ("no_target", _("No target")),
        ("hidden", _("Hidden")),
    )
    return (*found, *(Count(status, words, (status,)) for status, words in silent if status in statuses))


def _shortened(groups: tuple[KpiGroup, ...], most: int = 7) -> list[Row]:
    rows = [Row(g.name, g.kpis) for g in groups]
    if len(rows) <= most:
        return rows
    rest = tuple(kpi for row in rows[most - 1 :] for kpi in row.kpis)
    return [*rows[: most - 1], Row(_("Other departments"), rest)]


def _matrix(surface: Surface, groups: tuple[KpiGroup, ...], box: Box) -> float:
    every = tuple(kpi for group in groups for kpi in group.kpis)
    _section(surface, ngettext("{n} KPI", "{n} KPIs", len(every)).format(n=len(every)), box)
    columns = _columns(groups)
    face = SMALL if len(columns) < 4 else TIGHT
    matrix = Matrix(box, columns, _column_ends(columns, box.right, face), face)
    rows = _shortened(groups)
    if len(rows) > 1:
        rows.append(Row(_("Total"), every, total=True))
    with surface.element("Table"):
        y = box.y + 27.5
        _matrix_head(surface, matrix, y)
        y += 5
        for row in rows:
            _matrix_row(surface, matrix, row, y)
            y += MATRIX_ROW
    return y


def _column_ends(columns: tuple[Count, ...], right: float, face: Face) -> tuple[float, ...]:
    """Right edges of the counts, each column as wide as its head."""
    gap = 17 if len(columns) < 5 else 13
    ends = [right]
    for column in reversed(columns[1:]):
        ends.insert(0, ends[0] - face.width(column.words) - gap)
    return tuple(ends)


def _matrix_head(surface: Surface, matrix: Matrix, y: float) -> None:
    with surface.element("TR"):
        with surface.element("TH", scope="Column"):
            surface.text((matrix.box.x, y), _("Department"), matrix.face, PAPER.secondary)
        for column, end in zip(matrix.columns, matrix.ends, strict=True):
            with surface.element("TH", scope="Column"):
                wide = surface.text((end, y), column.words, matrix.face, PAPER.secondary, align="right")
                status_shape(surface, column.shape, end - wide - 9.5, y - 2.6, 6.6)


def _matrix_row(surface: Surface, matrix: Matrix, row: Row, y: float) -> None:
    face, box = BODY_STRONG if row.total else BODY, matrix.box
    with surface.artifact():
        surface.line((box.x, y), (box.right, y), STRONG if row.total else HAIRLINE)
    with surface.element("TR"):
        base = y + 11
        with surface.element("TH", scope="Row"):
            surface.text((box.x, base), fit(row.name, face, matrix.ends[0] - box.x - 20), face, PAPER.ink)
        for column, end in zip(matrix.columns, matrix.ends, strict=True):
            n = sum(kpi.status in column.counted for kpi in row.kpis)
            red = n > 0 and column.shape == "off_track"
            color = PAPER.red if red else PAPER.ink if n else PAPER.tertiary
            with surface.element("TD"):
                surface.text((end, base), str(n or "–"), BODY_STRONG if red else face, color, align="right")


def _goals(surface: Surface, goals: tuple[GoalLine, ...], box: Box) -> float:
    _section(surface, _("Objectives and key results"), box, "0–1")
    x, y, w = box.x, box.y + 20, box.w
    shown = goals[:5] if len(goals) > 6 else goals
    bar = w - max((46, *(18 + SECTION.width(goal.score_text) for goal in shown)))
    for goal in shown:
        with surface.element("P"):
            wide = surface.text((x, y + 9), goal.number, BODY_STRONG, PAPER.accent) + 6
            surface.text((x + wide, y + 9), fit(goal.title, BODY, w - wide), BODY, PAPER.ink)
        with surface.figure(f"{goal.title}: {goal.score_text}", Box(x, y + 13, w, 13)):
            score_bar(surface, goal, Box(x, y + 15, bar, 6.2))
            status_shape(surface, goal.status, x + bar + 9, y + 18.2, 8)
            surface.text((box.right, y + 21.5), goal.score_text, SECTION, PAPER.ink, align="right")
        y += GOAL_ROW
    with surface.element("P"):
        words = [_("Ticks at 0.4 and 0.7.")]
        if any(g.previous is not None for g in shown):
            words.insert(0, _("Upright mark: last quarter."))
        more = len(goals) - len(shown)
        if more:
            text = ngettext("{n} more objective on the next page.", "{n} more objectives on the next pages.", more)
            words.append(text.format(n=more))
        surface.text((x, y + 4), fit(" ".join(words), TINY, w), TINY, PAPER.tertiary)
    return y + 8


# ---- most improved, most worsened


def _moves(surface: Surface, review: Review, frame: Frame, y: float) -> float:
    if not review.improved and not review.worsened:
        return y
    aside = f"{review.previous_short} → {review.cycle_short}"
    title = _("Most improved since {period}").format(period=review.previous_short)
    ends = (
        _move_list(surface, title, review.improved, frame.columns(0, 6, y), aside),
        _move_list(surface, _("Most worsened"), review.worsened, frame.columns(6, 6, y), aside),
    )
    return max(ends) + GAP


def _move_list(surface: Surface, title: str, kpis: tuple[KpiLine, ...], box: Box, aside: str) -> float:
    _section(surface, title, box, aside)
    y = box.y + 20
    if not kpis:
        with surface.element("P"):
            surface.text((box.x, y + 11), _("None."), BODY, PAPER.secondary)
        return y + MOVE_ROW
    for i, kpi in enumerate(kpis):
        if i:
            with surface.artifact():
                surface.line((box.x, y), (box.right, y), HAIRLINE)
        _move_row(surface, kpi, Box(box.x, y, box.w, MOVE_ROW))
        y += MOVE_ROW
    return y


def _move_row(surface: Surface, kpi: KpiLine, row: Box) -> None:
    """The two numbers take the room that they need; the strip and then the name have what is left."""
    base, w = row.y + 11, row.w
    value = kpi.measured if kpi.unit == "%" else kpi.value
    most = w * (1 - LEAST_NAME) - ARROW
    value, _face = readable(value, BODY_STRONG, most / 2, scaled=kpi.scaled)
    before, _face = readable(kpi.previous_value, BODY, most / 2, scaled=kpi.scaled)
    strong, plain = together([(value, BODY_STRONG), (before, BODY)], most)
    room = w - (strong.width(value) + plain.width(before) + ARROW)
    strip = STRIP if room - STRIP - 8 >= w * LEAST_NAME and kpi.position is not None else 0.0
    name = min(NAME_PART * w - 6, room - strip - 8) if strip else room - 8
    with surface.element("P"):
        surface.text((row.x, base), fit(kpi.name, BODY, name), BODY, PAPER.ink)
        wide = surface.text((row.right, base), value, strong, PAPER.ink, align="right")
        arrow(surface, row.right - wide - 11, base - 3, kpi.moved or kpi.change_direction, 6.4)
        surface.text((row.right - wide - 15, base), before, plain, PAPER.tertiary, align="right")
    if strip:
        with surface.artifact():
            range_strip(surface, kpi, Box.on_line(row.x + name + 6, row.middle, strip, 6))


# ---- notes


def _notes(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    """As many as three columns in the room that is left, none without a line; what does not fit stands on the
    retrospective's page."""
    if y + 40 > frame.bottom:
        return
    columns = (
        (_("What went well"), review.went_well, False),
        (_("What didn’t go well"), review.went_badly, False),
        (_("Decisions we ask for"), review.decisions, True),
    )
    for i, (title, lines, asked) in enumerate(each for each in columns if each[1]):
        place = frame.columns(4 * i, 4, y)
        box = Box(place.x, y, place.w - (0 if i == 2 else 8), place.h)
        _section(surface, title, box, strong=asked)
        notes.column(surface, lines, Box.between(box.x, y + 18, box.right, frame.bottom), numbered=asked)
