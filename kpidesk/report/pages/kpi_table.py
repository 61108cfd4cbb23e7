"""Every KPI on one line: trend, figure, target, where it lies between red flag and target, status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow
from kpidesk.report.drawing.fonts import width
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.marks import range_strip, sparkline, status_color, status_shape, strip_spot
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, give_way, readable, widest, wrap
from kpidesk.report.model import KpiGroup, KpiLine, Review
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

HEAD, FOOT, GROUP = 18.0, 34.0, 18.5
TALL, LOW = 17.2, 15.0
SIZE = 8.8
SECOND_LINE = 10.2
"""What the second line of a long name adds to its row."""
STATUS = 53.0
"""The room of the last column."""


@dataclass(frozen=True)
class Columns:
    """Where the table's columns stand on a page."""

    left: float
    name_room: float
    spark: float
    spark_room: float
    value: float
    value_room: float
    target: float
    target_room: float
    strip: float
    strip_room: float
    variance: float
    variance_room: float
    status: float
    right: float


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
        title, tuple(partial(draw, placed=p, message=review.kpi_message if i == 0 else "") for i, p in enumerate(pages))
    )


def _columns(review: Review, frame: Frame) -> Columns:
    """Numbers have the room that the widest one needs; the trend, the strip and then the name give way."""
    kpis, spare = review.kpis, (frame.room - 493.28) / 2
    value = widest((k.value for k in kpis), "semibold", SIZE)
    target = widest((k.target for k in kpis), "regular", SIZE)
    gap = widest((k.variance for k in kpis), "regular", SIZE)
    trend, strip, name, value, target, gap = give_way(
        (
            (74 + spare, 28),
            (84 + spare, 44),
            (122, 78),
            (max(value, 42), 42),
            (max(target, 37), 37),
            (max(gap, 43), 43),
        ),
        frame.room - STATUS - 38,
    )
    spark = frame.left + name + 6
    right_of_value = spark + trend + 4 + value
    right_of_target = right_of_value + 4 + target
    right_of_gap = right_of_target + 12 + strip + 4 + gap
    return Columns(
        left=frame.left, name_room=name, spark=spark, spark_room=trend, value=right_of_value, value_room=value,
        target=right_of_target, target_room=target, strip=right_of_target + 12, strip_room=strip,
        variance=right_of_gap, variance_room=gap, status=right_of_gap + 8, right=frame.right,
    )  # fmt: skip


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
            tall = height + SECOND_LINE * (len(lines) - 1)
            row = partial(_draw_row, kpi=kpi, at=at, height=tall, lines=lines, ruled=j > 0)
            blocks.append(Block(tall, row, keep=j < len(group.kpis) - 1))
    return blocks


def _head(surface: Surface, review: Review, at: Columns, y: float) -> None:
    base = y + 8
    heads = (
        (at.left, _("KPI"), "left"), (at.spark, _("Trend"), "left"), (at.value, review.cycle_short, "right"),
        (at.target, pgettext("paper", "Target"), "right"),
    )  # fmt: skip
    with surface.element("TR"):
        for x, text, align in heads:
            with surface.element("TH", scope="Column"):
                surface.text(x, base, text, "regular", 7.5, PAPER.secondary, align=align)
        with surface.element("TH", scope="Column"):
            _strip_head(surface, at, base)
        for x, text, align in ((at.variance, _("Gap"), "right"), (at.status, _("Status"), "left")):
            with surface.element("TH", scope="Column"):
                surface.text(x, base, text, "regular", 7.5, PAPER.secondary, align=align)
    with surface.artifact():
        surface.line(at.left, y + HEAD - 5, at.right, y + HEAD - 5, PAPER.ink, 0.8)


def _strip_head(surface: Surface, at: Columns, base: float) -> None:
    """Where worse, target and better lie; a strip that has given way to numbers names only the target."""
    target, worse, better = pgettext("paper", "target"), _("worse"), _("better")
    middle, half = strip_spot(at.strip, at.strip_room, 0), width(target, "regular", 7.5) / 2
    if at.strip + width(worse, "regular", 7.5) + 3 <= middle - half:
        surface.text(at.strip, base, worse, "regular", 7.5, PAPER.secondary)
    surface.text(middle, base, target, "regular", 7.5, PAPER.ink, align="center")
    start = max(at.strip + at.strip_room - width(better, "regular", 7.5), middle + half + 3)
    if start + width(better, "regular", 7.5) <= at.strip + at.strip_room + 8:
        surface.text(start, base, better, "regular", 7.5, PAPER.secondary)


def _draw_group(surface: Surface, y: float, *, group: KpiGroup, at: Columns) -> None:
    with surface.element("TR"), surface.element("TH", scope="Row", span=7):
        name = fit(group.name, "semibold", 9, at.right - at.left)
        surface.text(at.left, y + 12.5, name, "semibold", 9, PAPER.ink)


def _draw_row(
    surface: Surface, y: float, *, kpi: KpiLine, at: Columns, height: float, lines: list[str], ruled: bool
) -> None:
    base, middle = y + height / 2 + 3, y + height / 2
    off = kpi.status == "off_track"
    if ruled:
        with surface.artifact():
            surface.line(at.left, y, at.right, y, PAPER.hairline, 0.35)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            _name(surface, kpi, at, base - SECOND_LINE / 2 * (len(lines) - 1), lines)
        with surface.element("TD"):
            box = (at.spark, y + 1, at.spark + at.spark_room, y + height - 1)
            with surface.figure(kpi.chart.description, box):
                tall = min(height, TALL) - 7
                sparkline(surface, kpi.spark, at.spark, middle - tall / 2, at.spark_room, tall, kpi.status)
        with surface.element("TD"):
            _number(surface, kpi, at.value, base, kpi.value, "semibold", PAPER.ink, at.value_room)
        with surface.element("TD"):
            _number(surface, kpi, at.target, base, kpi.target, "regular", PAPER.secondary, at.target_room)
        with surface.element("TD"):
            if kpi.position is not None:
                with surface.figure(_strip_alt(kpi), (at.strip, y + 2, at.strip + at.strip_room, y + height - 2)):
                    range_strip(surface, kpi, at.strip, middle, at.strip_room)
        with surface.element("TD"):
            color = PAPER.red if off else PAPER.ink
            _number(surface, kpi, at.variance, base, kpi.variance, "regular", color, at.variance_room)
        with surface.element("TD"):
            _status(surface, kpi, at, base, middle)


def _name_lines(kpi: KpiLine, at: Columns, most: int = 2) -> list[str]:
    """The name in so many lines at the most, with room for the unit after the last."""
    room = at.name_room - _unit(kpi)[1]
    face = _name_face(kpi)
    if most == 1 or width(kpi.name, face, SIZE) <= room:
        return [fit(kpi.name, face, SIZE, room)]
    room_of_all = at.name_room if width(kpi.name, face, SIZE) > at.name_room else room
    *lines, last = wrap(kpi.name, face, SIZE, room_of_all, most)
    return [*lines, fit(last, face, SIZE, room)]


def _name_face(kpi: KpiLine) -> str:
    return "semibold" if kpi.status == "off_track" else "regular"


def _unit(kpi: KpiLine) -> tuple[str, float]:
    """The unit as far as it has room, and what it takes with the space before it."""
    unit = fit(kpi.unit, "regular", 7.2, 42)
    return unit, width(unit, "regular", 7.2) + 5 if unit else 0.0


def _name(surface: Surface, kpi: KpiLine, at: Columns, base: float, lines: list[str]) -> None:
    wide = 0.0
    for line in lines:
        wide = surface.text(at.left, base, line, _name_face(kpi), SIZE, PAPER.ink)
        base += SECOND_LINE
    surface.text(at.left + wide + 5, base - SECOND_LINE, _unit(kpi)[0], "regular", 7.2, PAPER.tertiary)


def _number(
    surface: Surface, kpi: KpiLine, x: float, base: float, text: str, face: str, color: str, room: float
) -> None:
    shown, size = readable(text, face, SIZE, room, scaled=kpi.scaled)
    surface.text(x, base, shown, face, size, color, align="right")


def _status(surface: Surface, kpi: KpiLine, at: Columns, base: float, middle: float) -> None:
    off = kpi.status == "off_track"
    status_shape(surface, kpi.status, at.status, middle, 7.6)
    color = status_color(kpi.status) if kpi.status in ("at_risk", "off_track") else PAPER.secondary
    x = at.status + 11
    word = fit(kpi.status_word, "semibold" if off else "regular", 8.4, at.right - x)
    surface.text(x, base, word, "semibold" if off else "regular", 8.4, color)


def _strip_alt(kpi: KpiLine) -> str:
    return _("{name}: {gap} against the target, {status}").format(
        name=kpi.name, gap=kpi.variance or "0", status=kpi.status_word
    )


def _foot(surface: Surface, review: Review, frame: Frame, y: float) -> None:
    with surface.artifact():
        surface.line(frame.left, y + 1, frame.right, y + 1, PAPER.ink, 0.8)
    base, x = y + 13, frame.left
    with surface.element("P"):
        surface.circle(x + 2.5, base - 2.6, 2.5, fill=PAPER.ink)
        x += 9 + surface.text(x + 9, base, _("now"), "regular", 7.5, PAPER.secondary) + 12
        if review.previous_short:
            surface.circle(x + 1.6, base - 2.6, 1.6, stroke=PAPER.secondary, width=0.6)
            x += 7 + surface.text(x + 7, base, review.previous_short, "regular", 7.5, PAPER.secondary) + 22
        for color, text in (
            (PAPER.strip_beyond, _("beyond the red flag")),
            (PAPER.strip_between, _("between red flag and target")),
            (PAPER.strip_met, _("target met")),
        ):
            surface.rect(x, base - 5.6, 12, 6, fill=color)
            x += 16 + surface.text(x + 16, base, text, "regular", 7.5, PAPER.secondary) + 14
    with surface.element("P"):
        text = _("Amounts are those of the whole quarter, the others the latest value. pp = percentage points.")
        surface.text(frame.left, base + 11, fit(text, "regular", 7.5, frame.room), "regular", 7.5, PAPER.tertiary)
    changed = " ".join(f"{kpi.name}: {kpi.restated}" for kpi in review.kpis if kpi.restated)
    if changed:
        with surface.element("P"):
            surface.text(frame.left, base + 22, fit(changed, "semibold", 7.5, frame.room), "semibold", 7.5, PAPER.ink)
