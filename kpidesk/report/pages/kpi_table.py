"""Every KPI on one line: trend, figure, target, where it lies between red flag and target, status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow, held
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box, Column
from kpidesk.report.drawing.marks import EXCEPTIONS, range_strip, sparkline, status_color, status_shape, strip_spot
from kpidesk.report.drawing.style import BODY_STRONG, HAIRLINE, RING, SMALL, SMALL_STRONG, STRONG, TINY
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, give_way, readable, widest, wrap
from kpidesk.report.model import KpiGroup, KpiLine, Review
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

HEAD, FOOT, GROUP = 18.0, 34.0, 18.5
TALL, LOW = 17.2, 15.0
CELL, STRONG_CELL = Face("regular", 8.8), Face("semibold", 8.8)
STATUS_WORD, STATUS_OFF = Face("regular", 8.4), Face("semibold", 8.4)
SECOND_LINE = 10.2
"""What the second line of a long name adds to its row."""
STATUS = 53.0
"""The room of the last column."""
SHAPE = 11.0
"""What the shape of a status takes before its word."""
DOT = 7.0
"""From the end of a trend, which is a dot, to the widest number."""
STRIP = 6.4
"""How high the strip between red flag and target is."""


@dataclass(frozen=True)
class Columns:
    """Where the table's columns stand on a page; the last one begins at ``status`` and ends where the table does."""

    name: Column
    spark: Column
    value: Column
    target: Column
    strip: Column
    variance: Column
    status: float
    right: float


@dataclass(frozen=True)
class Row:
    """A KPI measured: the lines of its name, and the height that they need."""

    kpi: KpiLine
    lines: tuple[str, ...]
    height: float


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """No KPIs, no page."""
    if not review.kpis:
        return
    title = _("KPI overview")
    at = _columns(review, frame)
    first = heading_height(frame, review.kpi_message) + HEAD
    later = heading_height(frame) + HEAD
    pages = flow(_blocks(review, at, frame, first), first, later, frame.bottom - FOOT)

    def draw(surface: Surface, placed: list[Placed], message: str) -> None:
        y = draw_heading(surface, frame, title, message)
        with surface.element("Table"):
            _head(surface, review, at, y)
            end = draw_blocks(surface, placed, frame.left, frame.right)
        _foot(surface, review, frame, end)

    yield Plan(
        title,
        tuple(partial(draw, placed=p, message=review.kpi_message if i == 0 else "") for i, p in enumerate(pages)),
        held(pages),
    )


def _columns(review: Review, frame: Frame) -> Columns:
    """Numbers have the room that the widest one needs; the trend, the strip and then the name give way."""
    kpis, spare = review.kpis, (frame.room - 493.28) / 2
    value = widest((k.value for k in kpis), STRONG_CELL)
    target = widest((k.target for k in kpis), CELL)
    gap = widest((k.variance for k in kpis), CELL)
    said = max(STATUS, SHAPE + max(_status_face(k).width(k.status_word) for k in kpis))
    trend, strip, name, value, target, gap = give_way(
        (
            (74 + spare, 28),
            (84 + spare, 44),
            (122, 78),
            (max(value, 42), 42),
            (max(target, 37), 37),
            (max(gap, 43), 43),
        ),
        frame.room - said - 34 - DOT,
    )
    spark = frame.left + name + 6
    right_of_value = spark + trend + DOT + value
    right_of_target = right_of_value + 4 + target
    right_of_gap = right_of_target + 12 + strip + 4 + gap
    return Columns(
        name=Column(frame.left, name),
        spark=Column(spark, trend),
        value=Column(right_of_value, value),
        target=Column(right_of_target, target),
        strip=Column(right_of_target + 12, strip),
        variance=Column(right_of_gap, gap),
        status=right_of_gap + 8,
        right=frame.right,
    )


def _row_height(review: Review, frame: Frame, first: float, second_lines: int = 0) -> float:
    """The height that lets everything stand on one page where that can be, else an even one."""
    room = frame.bottom - FOOT - first - GROUP * len(review.groups) - SECOND_LINE * second_lines
    each = room / len(review.kpis)
    return min(max(each, LOW), TALL) if each >= LOW else (TALL + LOW) / 2


def _blocks(review: Review, at: Columns, frame: Frame, first: float) -> list[Block]:
    """The rows; a long name has a second line where that takes no further page."""
    wrapped = [len(_name_lines(kpi, at)) - 1 for kpi in review.kpis]
    needed = GROUP * len(review.groups) + LOW * len(review.kpis) + SECOND_LINE * sum(wrapped)
    roomy = needed <= frame.bottom - FOOT - first
    height = _row_height(review, frame, first, sum(wrapped) if roomy else 0)
    blocks = []
    for i, group in enumerate(review.groups):
        blocks.append(Block(GROUP, partial(_draw_group, group=group, at=at), keep=True, rule=i > 0))
        for j, kpi in enumerate(group.kpis):
            lines = _name_lines(kpi, at, 2 if roomy else 1)
            row = Row(kpi, lines, height + SECOND_LINE * (len(lines) - 1))
            draw = partial(_draw_row, row=row, at=at, ruled=j > 0)
            blocks.append(Block(row.height, draw, keep=j < len(group.kpis) - 1, about=kpi.uid))
    return blocks


def _head(surface: Surface, review: Review, at: Columns, y: float) -> None:
    base = y + 8
    heads = (
        (at.name.x, _("KPI"), "left"), (at.spark.x, _("Trend"), "left"), (at.value.x, review.cycle_short, "right"),
        (at.target.x, pgettext("paper", "Target"), "right"),
    )  # fmt: skip
    with surface.element("TR"):
        for x, text, align in heads:
            with surface.element("TH", scope="Column"):
                surface.text((x, base), text, SMALL, PAPER.secondary, align=align)
        with surface.element("TH", scope="Column"):
            _strip_head(surface, at, base)
        for x, text, align in ((at.variance.x, _("Gap"), "right"), (at.status, _("Status"), "left")):
            with surface.element("TH", scope="Column"):
                surface.text((x, base), text, SMALL, PAPER.secondary, align=align)
    with surface.artifact():
        surface.line((at.name.x, y + HEAD - 5), (at.right, y + HEAD - 5), STRONG)


def _strip_head(surface: Surface, at: Columns, base: float) -> None:
    """Where worse, target and better lie; a strip that has given way to numbers names only the target."""
    target, worse, better = pgettext("paper", "target"), _("worse"), _("better")
    middle, half = strip_spot(at.strip.x, at.strip.room, 0), SMALL.width(target) / 2
    if at.strip.x + SMALL.width(worse) + 3 <= middle - half:
        surface.text((at.strip.x, base), worse, SMALL, PAPER.secondary)
    surface.text((middle, base), target, SMALL, PAPER.ink, align="center")
    start = max(at.strip.x + at.strip.room - SMALL.width(better), middle + half + 3)
    if start + SMALL.width(better) <= at.strip.x + at.strip.room + 8:
        surface.text((start, base), better, SMALL, PAPER.secondary)


def _draw_group(surface: Surface, y: float, *, group: KpiGroup, at: Columns) -> None:
    with surface.element("TR"), surface.element("TH", scope="Row", span=7):
        name = fit(group.name, BODY_STRONG, at.right - at.name.x)
        surface.text((at.name.x, y + 12.5), name, BODY_STRONG, PAPER.ink)


def _draw_row(surface: Surface, y: float, *, row: Row, at: Columns, ruled: bool) -> None:
    kpi, base, middle = row.kpi, y + row.height / 2 + 3, y + row.height / 2
    if ruled:
        with surface.artifact():
            surface.line((at.name.x, y), (at.right, y), HAIRLINE)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            _name(surface, row, at, base - SECOND_LINE / 2 * (len(row.lines) - 1))
        with (
            surface.element("TD"),
            surface.figure(kpi.chart.description, Box(at.spark.x, y + 1, at.spark.room, row.height - 2)),
        ):
            trend = Box.on_line(at.spark.x, middle, at.spark.room, min(row.height, TALL) - 7)
            sparkline(surface, kpi.spark, trend, kpi.status)
        with surface.element("TD"):
            shown, face = readable(kpi.value, STRONG_CELL, at.value.room, scaled=kpi.scaled)
            surface.text((at.value.x, base), shown, face, PAPER.ink, align="right")
        with surface.element("TD"):
            shown, face = readable(kpi.target, CELL, at.target.room, scaled=kpi.scaled)
            surface.text((at.target.x, base), shown, face, PAPER.secondary, align="right")
        with surface.element("TD"):
            if kpi.position is not None:
                with surface.figure(_strip_alt(kpi), Box(at.strip.x, y + 2, at.strip.room, row.height - 4)):
                    range_strip(surface, kpi, Box.on_line(at.strip.x, middle, at.strip.room, STRIP))
        with surface.element("TD"):
            shown, face = readable(kpi.variance, CELL, at.variance.room, scaled=kpi.scaled)
            color = PAPER.red if kpi.status == "off_track" else PAPER.ink
            surface.text((at.variance.x, base), shown, face, color, align="right")
        with surface.element("TD"):
            _status(surface, kpi, at, base)


def _name_lines(kpi: KpiLine, at: Columns, most: int = 2) -> tuple[str, ...]:
    """The name in so many lines at the most, with room for the unit after the last."""
    column = _name_room(kpi, at)
    room = column - _unit(kpi)[1]
    face = _name_face(kpi)
    wide = face.width(kpi.name)
    if most == 1 or wide <= room:
        return (fit(kpi.name, face, room),)
    *lines, last = wrap(kpi.name, face, column if wide > column else room, most)
    return (*lines, fit(last, face, room))


def _name_room(kpi: KpiLine, at: Columns) -> float:
    """Its column, and where there is no curve the next one as well."""
    return at.spark.x + at.spark.room - at.name.x if kpi.spark.blank else at.name.room


def _name_face(kpi: KpiLine) -> Face:
    return STRONG_CELL if kpi.status == "off_track" else CELL


def _unit(kpi: KpiLine) -> tuple[str, float]:
    """The unit as far as it has room, and what it takes with the space before it."""
    unit = fit(kpi.unit, TINY, 42)
    return unit, TINY.width(unit) + 5 if unit else 0.0


def _name(surface: Surface, row: Row, at: Columns, base: float) -> None:
    wide = 0.0
    for line in row.lines:
        wide = surface.text((at.name.x, base), line, _name_face(row.kpi), PAPER.ink)
        base += SECOND_LINE
    surface.text((at.name.x + wide + 5, base - SECOND_LINE), _unit(row.kpi)[0], TINY, PAPER.tertiary)


def _status_face(kpi: KpiLine) -> Face:
    return STATUS_OFF if kpi.status == "off_track" else STATUS_WORD


def _status(surface: Surface, kpi: KpiLine, at: Columns, base: float) -> None:
    face = _status_face(kpi)
    status_shape(surface, kpi.status, at.status, base - 3, 7.6)
    color = status_color(kpi.status) if kpi.status in EXCEPTIONS else PAPER.secondary
    x = at.status + SHAPE
    surface.text((x, base), fit(kpi.status_word, face, at.right - x), face, color)


def _strip_alt(kpi: KpiLine) -> str:
    return _("{name}: {gap} against the target, {status}").format(
        name=kpi.name, gap=kpi.variance or "0", status=kpi.status_word
    )


def _foot(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    with surface.artifact():
        surface.line((frame.left, y + 1), (frame.right, y + 1), STRONG)
    base, x = y + 13, frame.left
    with surface.element("P"):
        surface.circle((x + 2.5, base - 2.6), 2.5, fill=PAPER.ink)
        x += 9 + surface.text((x + 9, base), _("now"), SMALL, PAPER.secondary) + 12
        if review.previous_short:
            surface.circle((x + 1.6, base - 2.6), 1.6, pen=RING)
            x += 7 + surface.text((x + 7, base), review.previous_short, SMALL, PAPER.secondary) + 22
        for color, text in (
            (PAPER.strip_beyond, _("beyond the red flag")),
            (PAPER.strip_between, _("between red flag and target")),
            (PAPER.strip_met, _("target met")),
        ):
            surface.rect(Box(x, base - 5.6, 12, 6), fill=color)
            x += 16 + surface.text((x + 16, base), text, SMALL, PAPER.secondary) + 14
    with surface.element("P"):
        text = _("What adds up covers the whole period; the others are the latest value. pp = percentage points.")
        surface.text((frame.left, base + 11), fit(text, SMALL, frame.room), SMALL, PAPER.tertiary)
    changed = " ".join(f"{kpi.name}: {kpi.restated}" for kpi in review.kpis if kpi.restated)
    if changed:
        with surface.element("P"):
            surface.text((frame.left, base + 22), fit(changed, SMALL_STRONG, frame.room), SMALL_STRONG, PAPER.ink)
