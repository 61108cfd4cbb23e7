"""Small drawings that several pages share: status shapes, arrows, sparklines, strips, bars, squares."""

from __future__ import annotations

from collections.abc import Callable

from kpidesk.report.drawing.geometry import Box, Spot
from kpidesk.report.drawing.style import EDGE, RING, TICK, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.model import GoalLine, KpiLine, ResultLine
from kpidesk.viz.spark import SparkSpec
from kpidesk.viz.status_shapes import PAPER_SHAPES, Part
from kpidesk.viz.tokens import PAPER

STATUS_COLORS = {
    "on_track": PAPER.green,
    "achieved": PAPER.green,
    "at_risk": PAPER.amber,
    "off_track": PAPER.red,
    "no_data": PAPER.tertiary,
    "no_check_in": PAPER.tertiary,
    "check_in_overdue": PAPER.tertiary,
    "not_started": PAPER.tertiary,
    "planned": PAPER.tertiary,
    "no_target": PAPER.tertiary,
    "signal": PAPER.signal,
    "hidden": PAPER.tertiary,
    "not_applicable": PAPER.tertiary,
}
SHAPES = {
    **PAPER_SHAPES,
    "not_applicable": (
        Part("line", ((1.6, 6.0), (5.0, 6.0)), width=1.4),
        Part("line", ((7.0, 6.0), (10.4, 6.0)), width=1.4),
    ),
}
"""The statuses, and the broken dash of what does not apply."""
EXCEPTIONS = ("at_risk", "off_track")
ARROW = Pen(PAPER.secondary, 0.9)
SPARK, SPARK_TARGET = Pen(PAPER.accent, 1.05), Pen(PAPER.tertiary, 0.5, (2.2, 1.6))
MISSING = Pen(PAPER.tertiary, 0.6, (0.9, 0.9))
AROUND_PREVIOUS = Pen(PAPER.paper, 2.4)
"""On both sides of the mark for last quarter, so that it stands out from the bar."""


def status_color(status: str) -> str:
    """The colour of a status' shape and word."""
    return STATUS_COLORS[status]


def dot_color(status: str) -> str:
    """The colour of a value's dot: ink, unless it is behind."""
    return STATUS_COLORS[status] if status in EXCEPTIONS else PAPER.ink


def status_shape(surface: Surface, status: str, x: float, middle: float, size: float = 8.0) -> None:
    """A status shape whose square begins at ``x`` and is centred on ``middle``."""
    k, top = size / 12, middle - size / 2
    color = STATUS_COLORS[status]
    for part in SHAPES[status]:
        ink = color if part.ink == "status" else PAPER.paper
        spots = [(x + px * k, top + py * k) for px, py in part.points]
        dash = tuple(d * k for d in part.dash) if part.dash else None
        if part.kind == "circle":
            r = abs(spots[1][0] - spots[0][0])
            if part.width:
                surface.circle(spots[0], r, pen=Pen(ink, part.width * k, dash))
            else:
                surface.circle(spots[0], r, fill=ink)
        elif part.kind == "polygon":
            surface.polygon(spots, ink)
        else:
            surface.polyline(spots, Pen(ink, part.width * k))


def arrow(surface: Surface, x: float, middle: float, direction: int, size: float = 7.0) -> None:
    """A thin arrow up, level or down, as a drawing: 45° up, 0°, 45° down."""
    h = size / 2
    if direction == 0:
        tip = (x + size, middle)
        surface.line((x, middle), tip, ARROW)
        surface.polyline([(x + size - 2.6, middle - 2.4), tip, (x + size - 2.6, middle + 2.4)], ARROW)
        return
    up = -1 if direction > 0 else 1
    tip = (x + size - 0.6, middle + up * (h - 0.6))
    surface.line((x + 0.6, middle - up * (h - 0.6)), tip, ARROW)
    surface.polyline([(tip[0] - 3.4, tip[1]), tip, (tip[0], tip[1] - up * 3.4)], ARROW)


def sparkline(surface: Surface, spec: SparkSpec, box: Box, status: str) -> None:
    """A word-sized chart in the box; the target dashed, the last point as a dot, gaps as gaps."""
    count = len(spec.values)
    if not count:
        return
    step = box.w / max(count - 1, 1)
    span = (spec.high - spec.low) or 1.0

    def spot(i: int, value: float) -> Spot:
        at = (min(max(value, spec.low), spec.high) - spec.low) / span
        return box.x + (i * step if count > 1 else box.w), box.y + box.h - at * box.h

    for start, end, level in _levels(spec.targets):
        left = max(spot(start, level)[0] - step / 2, box.x)
        right = min(spot(end, level)[0] + step / 2, box.right)
        y = spot(start, level)[1]
        surface.line((left, y), (right, y), SPARK_TARGET)
    for part in runs(spec.values):
        spots = [spot(i, v) for i, v in part]
        if len(spots) == 1 and part[0][0] != count - 1:
            surface.circle(spots[0], 0.8, fill=PAPER.accent)
        elif len(spots) > 1:
            surface.polyline(spots, SPARK)
    _spark_end(surface, spec, spot, status)


def _spark_end(surface: Surface, spec: SparkSpec, spot: Callable[[int, float], Spot], status: str) -> None:
    known = [(i, v) for i, v in enumerate(spec.values) if v is not None]
    if not known:
        return
    place = spot(*known[-1])
    if spec.last_missing:
        surface.circle(place, 1.6, fill=PAPER.tertiary)
        surface.circle(spot(len(spec.values) - 1, known[-1][1]), 1.9, pen=MISSING)
    else:
        surface.circle(place, 1.9, fill=dot_color(status))


def _levels(targets: tuple[float | None, ...]) -> list[tuple[int, int, float]]:
    """Stretches of one and the same target: first index, last index, value."""
    found: list[tuple[int, int, float]] = []
    for i, target in enumerate(targets):
        if target is None:
            continue
        if found and found[-1][1] == i - 1 and found[-1][2] == target:
            found[-1] = (found[-1][0], i, target)
        else:
            found.append((i, i, target))
    return found


def runs(values: tuple[float | None, ...], breaks: tuple[int, ...] = ()) -> list[list[tuple[int, float]]]:
    """Unbroken stretches of known values with their indices; a new one also begins at each of ``breaks``."""
    found: list[list[tuple[int, float]]] = []
    before = -2
    for i, value in enumerate(values):
        if value is None:
            continue
        if i == before + 1 and i not in breaks:
            found[-1].append((i, value))
        else:
            found.append([(i, value)])
        before = i
    return found


STRIP_LOW, STRIP_HIGH = -3.0, 2.0
"""The strip's ends, in distances from target to red flag."""


def strip_spot(x: float, w: float, position: float) -> float:
    """Where on the strip a position is drawn; beyond the ends it stops there."""
    at = (min(max(position, STRIP_LOW), STRIP_HIGH) - STRIP_LOW) / (STRIP_HIGH - STRIP_LOW)
    return x + at * w


def range_strip(surface: Surface, kpi: KpiLine, box: Box) -> None:
    """Beyond red flag, between, met; hollow dot last time, filled now, an arrowhead when clipped."""
    if kpi.position is None:
        return
    x, w, middle = box.x, box.w, box.middle
    flag, target = strip_spot(x, w, -1), strip_spot(x, w, 0)
    surface.rect(Box(x, box.y, flag - x, box.h), fill=PAPER.strip_beyond)
    surface.rect(Box(flag, box.y, target - flag, box.h), fill=PAPER.strip_between)
    surface.rect(Box(target, box.y, box.right - target, box.h), fill=PAPER.strip_met)
    surface.line((target, middle - box.h * 0.8), (target, middle + box.h * 0.8), EDGE)
    now = strip_spot(x, w, kpi.position)
    color = dot_color(kpi.status)
    if kpi.previous_position is not None:
        before = strip_spot(x, w, kpi.previous_position)
        surface.line((before, middle), (now, middle), RING)
        surface.circle((before, middle), 1.6, fill=PAPER.paper, pen=RING)
    if kpi.position < STRIP_LOW:
        surface.polygon([(x - 1, middle), (x + 4.4, middle - 2.7), (x + 4.4, middle + 2.7)], color)
    elif kpi.position > STRIP_HIGH:
        end = box.right
        surface.polygon([(end + 1, middle), (end - 4.4, middle - 2.7), (end - 4.4, middle + 2.7)], color)
    else:
        surface.circle((now, middle), 2.5, fill=color)


def score_bar(surface: Surface, goal: GoalLine | ResultLine, box: Box) -> None:
    """A bar from 0 to 1 with ticks at 0.4 and 0.7 and an upright mark for last quarter."""
    surface.rect(box, fill=PAPER.track)
    if goal.score:
        surface.rect(Box(box.x, box.y, box.w * min(max(goal.score, 0.0), 1.0), box.h), fill=PAPER.accent)
    for tick in (0.0, 0.4, 0.7, 1.0):
        x = box.x + box.w * tick
        surface.line((x, box.bottom), (x, box.bottom + 2.4), TICK)
    if goal.previous is not None:
        x = box.x + box.w * min(max(goal.previous, 0.0), 1.0)
        for pen in (AROUND_PREVIOUS, EDGE):
            surface.line((x, box.y - 1.6), (x, box.bottom + 1.6), pen)


def confidence_squares(surface: Surface, confidence: int, x: float, middle: float, size: float = 5.4) -> None:
    """1–10 as five squares, the last one half filled for odd numbers."""
    for i in range(5):
        left, top = x + i * (size + 1.5), middle - size / 2
        filled = min(max(confidence / 2 - i, 0.0), 1.0)
        surface.rect(Box(left, top, size, size), fill=PAPER.paper, pen=RING)
        if filled:
            surface.rect(Box(left, top, size * filled, size), fill=PAPER.secondary)
