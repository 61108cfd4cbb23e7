"""The summary, on one page: the finding, four figures, who is where, the objectives, what moved."""

from __future__ import annotations

from collections.abc import Iterator

from kpidesk.report.drawing.fonts import width
from kpidesk.report.drawing.frame import Frame, draw_heading
from kpidesk.report.drawing.marks import (
    arrow,
    range_strip,
    score_bar,
    sparkline,
    status_color,
    status_shape,
)
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, readable, together, whole
from kpidesk.report.model import GoalLine, KpiGroup, KpiLine, NoteLine, Review
from kpidesk.report.pages import notes
from kpidesk.report.sheet import Plan
from kpidesk.text import _, ngettext, pgettext
from kpidesk.viz.tokens import PAPER

TILE = 106.0
GAP = 22.0
MATRIX_ROW = 15.6
GOAL_ROW = 32.0
MOVE_ROW = 15.6
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
            x, w = frame.column(3 * i, 3)
            _tile(surface, kpi, x, w, y)
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
        words = fit(review.restated, "semibold", 9, frame.room)
        surface.text(frame.left, y - 4, words, "semibold", 9, PAPER.ink)
    return y + 10


# ---- tiles


def _tile(surface: Surface, kpi: KpiLine, x: float, w: float, y: float) -> None:
    off = kpi.status == "off_track"
    with surface.artifact():
        surface.line(x, y, x + w, y, PAPER.red if off else PAPER.rule, 1.1 if off else 0.5)
    with surface.element("H2"):
        surface.text(x, y + 13, fit(kpi.name, "semibold", 9.5, w), "semibold", 9.5, PAPER.ink)
    with surface.element("P"):
        face = "regular" if off else "light"
        spare = min(width(" " + kpi.after, "regular", 9.5), w / 3)
        value, size = whole(kpi.value, face, 25.0, w - spare)
        wide = surface.text(x, y + 39, value, face, size, PAPER.ink)
        surface.text(
            x + wide + 4, y + 39, fit(kpi.after, "regular", 9.5, w - wide - 4), "regular", 9.5, PAPER.secondary
        )
    with surface.figure(kpi.chart.description, (x, y + 48, x + w, y + 72)):
        sparkline(surface, kpi.spark, x + 1, y + 50, w - 4, 20, kpi.status)
    _tile_foot(surface, kpi, x, w, y + 84)


def _tile_foot(surface: Surface, kpi: KpiLine, x: float, w: float, y: float) -> None:
    with surface.element("P"):
        gap, _size = readable(kpi.variance, "semibold", 8, w / 2, scaled=kpi.scaled)
        room = w - 6 - width(gap, "semibold", 8)
        text, _size = readable(kpi.target, "regular", 8, room, _("Target {value}"), scaled=kpi.scaled)
        size = together([(text, "regular"), (gap, "semibold")], 8, w - 6)
        surface.text(x, y, text, "regular", size, PAPER.secondary)
        surface.text(x + w, y, gap, "semibold", size, PAPER.ink, align="right")
    with surface.element("P"):
        y += 13
        status_shape(surface, kpi.status, x, y - 2.8, 7.5)
        color = status_color(kpi.status)
        wide = surface.text(x + 11, y, kpi.status_word, "semibold", 8, color) + 11
        room = w - wide - 16
        long = width(kpi.change_previous, "regular", 8) <= room
        change, size = whole(kpi.change_previous if long else kpi.change_previous_short, "regular", 8, room)
        if change:
            taken = surface.text(x + w, y, change, "regular", size, PAPER.secondary, align="right")
            arrow(surface, x + w - taken - 9.5, y - 2.8, kpi.change_direction, PAPER.secondary, 6.4)


# ---- status matrix and objectives


def _middle(surface: Surface, review: Review, frame: Frame, y: float) -> float:
    left, lw = frame.column(0, 6)
    right, rw = frame.column(6, 6)
    ends = [y]
    if review.kpis:
        ends.append(_matrix(surface, review.groups, left, lw, y))
    if review.goals:
        x, w = (right, rw) if review.kpis else (left, frame.room)
        ends.append(_goals(surface, review.goals, x, w, y))
    if max(ends) == y:
        with surface.element("P"):
            surface.text(left, y + 12, _("There are no KPIs and no goals in this quarter yet."), "regular", 9.5,
                         PAPER.secondary)  # fmt: skip
        return y + 30
    return max(ends) + GAP


def _section(
    surface: Surface, title: str, x: float, w: float, y: float, aside: str = "", *, strong: bool = False
) -> None:
    with surface.artifact():
        surface.line(x, y, x + w, y, PAPER.ink if strong else PAPER.rule, 0.5)
    with surface.element("H2"):
        surface.text(x, y + 13.5, fit(title, "semibold", 10.5, w), "semibold", 10.5, PAPER.ink)
    if aside:
        with surface.element("P"):
            surface.text(x + w, y + 13.5, aside, "regular", 7.5, PAPER.secondary, align="right")


def _columns(groups: tuple[KpiGroup, ...]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Shape, words and the statuses counted; the silent ones only where there are any."""
    found = [
        ("on_track", _("On track"), ("on_track", "achieved")),
        ("at_risk", _("At risk"), ("at_risk",)),
        ("off_track", _("Off track"), ("off_track",)),
    ]
    statuses = {k.status for g in groups for k in g.kpis}
    if "no_data" in statuses:
        found.append(("no_data", _("No data"), ("no_data",)))
    if "no_target" in statuses:
        found.append(("no_target", _("No target"), ("no_target",)))
    if "hidden" in statuses:
        found.append(("hidden", _("Hidden"), ("hidden",)))
    return found


def _shortened(groups: tuple[KpiGroup, ...], most: int = 7) -> list[tuple[str, tuple[KpiLine, ...]]]:
    rows = [(g.name, g.kpis) for g in groups]
    if len(rows) <= most:
        return rows
    rest = tuple(k for _name, kpis in rows[most - 1 :] for k in kpis)
    return [*rows[: most - 1], (_("Other departments"), rest)]


def _matrix(surface: Surface, groups: tuple[KpiGroup, ...], x: float, w: float, y: float) -> float:
    count = sum(len(g.kpis) for g in groups)
    _section(surface, ngettext("{n} KPI", "{n} KPIs", count).format(n=count), x, w, y)
    columns = _columns(groups)
    size = 7.5 if len(columns) < 4 else 6.8
    ends = _column_ends(columns, x + w, size)
    rows = _shortened(groups)
    with surface.element("Table"):
        _matrix_head(surface, columns, ends, x, y + 27.5, size)
        y += 27.5 + 5
        for name, kpis in rows:
            _matrix_row(surface, columns, ends, name, kpis, x, w, y)
            y += MATRIX_ROW
        if len(rows) > 1:
            every = tuple(k for g in groups for k in g.kpis)
            _matrix_row(surface, columns, ends, _("Total"), every, x, w, y, total=True)
            y += MATRIX_ROW
    return y


def _column_ends(columns: list[tuple[str, str, tuple[str, ...]]], right: float, size: float) -> list[float]:
    """Right edges of the counts, each column as wide as its head."""
    gap = 17 if len(columns) < 5 else 13
    ends = [right]
    for _key, word, _counted in reversed(columns[1:]):
        ends.insert(0, ends[0] - width(word, "regular", size) - gap)
    return ends


def _matrix_head(
    surface: Surface,
    columns: list[tuple[str, str, tuple[str, ...]]],
    ends: list[float],
    x: float,
    y: float,
    size: float,
) -> None:
    with surface.element("TR"):
        with surface.element("TH", scope="Column"):
            surface.text(x, y, _("Department"), "regular", size, PAPER.secondary)
        for (key, word, _counted), end in zip(columns, ends, strict=True):
            with surface.element("TH", scope="Column"):
                wide = surface.text(end, y, word, "regular", size, PAPER.secondary, align="right")
                status_shape(surface, key, end - wide - 9.5, y - 2.6, 6.6)


def _matrix_row(
    surface: Surface, columns: list[tuple[str, str, tuple[str, ...]]], ends: list[float], name: str,
    kpis: tuple[KpiLine, ...], x: float, w: float, y: float, *, total: bool = False,
) -> None:  # fmt: skip
    face = "semibold" if total else "regular"
    with surface.artifact():
        surface.line(x, y, x + w, y, PAPER.ink if total else PAPER.hairline, 0.8 if total else 0.35)
    with surface.element("TR"):
        base = y + 11
        with surface.element("TH", scope="Row"):
            room = ends[0] - x - 20
            surface.text(x, base, fit(name, face, 9, room), face, 9, PAPER.ink)
        for (key, _word, counted), end in zip(columns, ends, strict=True):
            n = sum(k.status in counted for k in kpis)
            with surface.element("TD"):
                red = n and key == "off_track"
                color = PAPER.red if red else PAPER.ink if n else PAPER.tertiary
                surface.text(end, base, str(n) if n else "–", "semibold" if red or total else "regular", 9, color,
                             align="right")  # fmt: skip


def _goals(surface: Surface, goals: tuple[GoalLine, ...], x: float, w: float, y: float) -> float:
    _section(surface, _("Objectives and key results"), x, w, y, "0–1")
    y += 20
    shown = goals[:5] if len(goals) > 6 else goals
    bar = w - 46
    for goal in shown:
        with surface.element("P"):
            wide = surface.text(x, y + 9, goal.number, "semibold", 9, PAPER.accent) + 6
            surface.text(x + wide, y + 9, fit(goal.title, "regular", 9, w - wide), "regular", 9, PAPER.ink)
        with surface.figure(f"{goal.title}: {goal.score_text}", (x, y + 13, x + w, y + 26)):
            score_bar(surface, goal.score, goal.previous, x, y + 15, bar, 6.2)
            status_shape(surface, goal.status, x + bar + 9, y + 18.2, 8)
            surface.text(x + w, y + 21.5, goal.score_text, "semibold", 10.5, PAPER.ink, align="right")
        y += GOAL_ROW
    with surface.element("P"):
        words = [_("Ticks at 0.4 and 0.7.")]
        if any(g.previous is not None for g in shown):
            words.insert(0, _("Upright mark: last quarter."))
        more = len(goals) - len(shown)
        if more:
            text = ngettext("{n} more objective on the next page.", "{n} more objectives on the next pages.", more)
            words.append(text.format(n=more))
        surface.text(x, y + 4, fit(" ".join(words), "regular", 7.2, w), "regular", 7.2, PAPER.tertiary)
    return y + 8


# ---- most improved, most worsened


def _moves(surface: Surface, review: Review, frame: Frame, y: float) -> float:
    if not review.improved and not review.worsened:
        return y
    aside = f"{review.previous_short} → {review.cycle_short}"
    left, w = frame.column(0, 6)
    right, _w = frame.column(6, 6)
    title = _("Most improved since {period}").format(period=review.previous_short)
    y1 = _move_list(surface, title, review.improved, left, w, y, aside)
    y2 = _move_list(surface, _("Most worsened"), review.worsened, right, w, y, aside)
    return max(y1, y2) + GAP


def _move_list(
    surface: Surface, title: str, kpis: tuple[KpiLine, ...], x: float, w: float, y: float, aside: str
) -> float:
    _section(surface, title, x, w, y, aside)
    y += 20
    if not kpis:
        with surface.element("P"):
            surface.text(x, y + 11, _("None."), "regular", 9, PAPER.secondary)
        return y + MOVE_ROW
    for i, kpi in enumerate(kpis):
        if i:
            with surface.artifact():
                surface.line(x, y, x + w, y, PAPER.hairline, 0.35)
        _move_row(surface, kpi, x, w, y)
        y += MOVE_ROW
    return y


def _move_row(surface: Surface, kpi: KpiLine, x: float, w: float, y: float) -> None:
    """The two numbers take the room that they need; the strip and then the name have what is left."""
    base = y + 11
    value = f"{kpi.value}\u00a0{kpi.unit}" if kpi.unit == "%" else kpi.value
    most = w * (1 - LEAST_NAME) - ARROW
    value, _size = readable(value, "semibold", 9, most / 2, scaled=kpi.scaled)
    before, _size = readable(kpi.previous_value, "regular", 9, most / 2, scaled=kpi.scaled)
    size = together([(value, "semibold"), (before, "regular")], 9, most)
    numbers = width(value, "semibold", size) + width(before, "regular", size) + ARROW
    room = w - numbers
    strip = STRIP if room - STRIP - 8 >= w * LEAST_NAME and kpi.position is not None else 0.0
    name = min(NAME_PART * w - 6, room - strip - 8) if strip else room - 8
    with surface.element("P"):
        surface.text(x, base, fit(kpi.name, "regular", 9, name), "regular", 9, PAPER.ink)
        wide = surface.text(x + w, base, value, "semibold", size, PAPER.ink, align="right")
        arrow(surface, x + w - wide - 11, base - 3, kpi.moved or kpi.change_direction, PAPER.secondary, 6.4)
        surface.text(x + w - wide - 15, base, before, "regular", size, PAPER.tertiary, align="right")
    if strip:
        with surface.artifact():
            range_strip(surface, kpi, x + name + 6, y + MOVE_ROW / 2, strip, 6)


# ---- notes


def _notes(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    """Three columns in the room that is left; what does not fit stands on the retrospective's page."""
    columns: list[tuple[str, tuple[NoteLine, ...], bool]] = [
        (_("This went well"), review.went_well, False),
        (_("This did not"), review.went_badly, False),
        (_("Decisions we ask for"), review.decisions, True),
    ]
    if y + 40 > frame.bottom:
        return
    for i, (title, lines, numbered) in enumerate(columns):
        x, w = frame.column(4 * i, 4)
        _section(surface, title, x, w - (8 if i < 2 else 0), y, strong=numbered)
        notes.column(surface, lines, x, w - (8 if i < 2 else 0), y + 18, frame.bottom, numbered=numbered)
