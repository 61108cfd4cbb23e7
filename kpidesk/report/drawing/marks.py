"""Small drawings that several pages share: status shapes, arrows, sparklines, strips, bars, squares."""

from __future__ import annotations

from kpidesk.report.drawing.surface import Spot, Surface
from kpidesk.report.model import KpiLine
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
}
SHAPES = {
    **PAPER_SHAPES,
    "hidden": (
        Part("circle", ((6.0, 6.0), (10.2, 6.0)), width=1.2),
        Part("line", ((3.6, 6.0), (8.4, 6.0)), width=1.4),
    ),
}
"""The statuses, and the ring with a bar of a number that is about too few persons to be shown."""
EXCEPTIONS = ("at_risk", "off_track")


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
                surface.circle(*spots[0], r, stroke=ink, width=part.width * k, dash=dash)
            else:
                surface.circle(*spots[0], r, fill=ink)
        elif part.kind == "polygon":
            surface.polygon(spots, ink)
        else:
            surface.polyline(spots, ink, part.width * k)


def arrow(surface: Surface, x: float, middle: float, direction: int, color: str, size: float = 7.0) -> None:
    """A thin arrow up, level or down, as a drawing: 45° up, 0°, 45° down."""
    h = size / 2
    if direction == 0:
        surface.line(x, middle, x + size, middle, color, 0.9)
        surface.polyline(
            [(x + size - 2.6, middle - 2.4), (x + size, middle), (x + size - 2.6, middle + 2.4)], color, 0.9
        )
        return
    up = -1 if direction > 0 else 1
    tip = (x + size - 0.6, middle + up * (h - 0.6))
    surface.line(x + 0.6, middle - up * (h - 0.6), *tip, color, 0.9)
    surface.polyline([(tip[0] - 3.4, tip[1]), tip, (tip[0], tip[1] - up * 3.4)], color, 0.9)


def sparkline(surface: Surface, spec: SparkSpec, x: float, y: float, w: float, h: float, status: str) -> None:
    """A word-sized chart in the box; the target dashed, the last point as a dot, gaps as gaps."""
    count = len(spec.values)
    if not count:
        return
    step = w / max(count - 1, 1)
    span = (spec.high - spec.low) or 1.0

    def spot(i: int, value: float) -> Spot:
        at = (min(max(value, spec.low), spec.high) - spec.low) / span
        return x + (i * step if count > 1 else w), y + h - at * h

    for start, end, level in _levels(spec.targets):
        left = max(spot(start, level)[0] - step / 2, x)
        right = min(spot(end, level)[0] + step / 2, x + w)
        surface.line(left, spot(start, level)[1], right, spot(start, level)[1], PAPER.tertiary, 0.5, (2.2, 1.6))
    for part in runs(spec.values):
        spots = [spot(i, v) for i, v in part]
        if len(spots) == 1 and part[0][0] != count - 1:
            surface.circle(*spots[0], 0.8, fill=PAPER.accent)
        elif len(spots) > 1:
            surface.polyline(spots, PAPER.accent, 1.05)
    _spark_end(surface, spec, spot, status)


def _spark_end(surface: Surface, spec: SparkSpec, spot: object, status: str) -> None:
    known = [(i, v) for i, v in enumerate(spec.values) if v is not None]
    if not known:
        return
    place = spot(*known[-1])  # type: ignore[operator]
    if spec.last_missing:
        surface.circle(place[0], place[1], 1.6, fill=PAPER.tertiary)
        ring = spot(len(spec.values) - 1, known[-1][1])  # type: ignore[operator]
        surface.circle(ring[0], ring[1], 1.9, stroke=PAPER.tertiary, width=0.6, dash=(0.9, 0.9))
    else:
        surface.circle(place[0], place[1], 1.9, fill=dot_color(status))


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


def range_strip(surface: Surface, kpi: KpiLine, x: float, middle: float, w: float, h: float = 6.4) -> None:
    """Beyond red flag, between, met; hollow dot last time, filled now, an arrowhead when clipped."""
    if kpi.position is None:
        return
    flag, target = strip_spot(x, w, -1), strip_spot(x, w, 0)
    top = middle - h / 2
    surface.rect(x, top, flag - x, h, fill=PAPER.strip_beyond)
    surface.rect(flag, top, target - flag, h, fill=PAPER.strip_between)
    surface.rect(target, top, x + w - target, h, fill=PAPER.strip_met)
    surface.line(target, middle - h * 0.8, target, middle + h * 0.8, PAPER.ink, 1.1)
    now = strip_spot(x, w, kpi.position)
    color = dot_color(kpi.status)
    if kpi.previous_position is not None:
        before = strip_spot(x, w, kpi.previous_position)
        surface.line(before, middle, now, middle, PAPER.secondary, 0.6)
        surface.circle(before, middle, 1.6, fill=PAPER.paper, stroke=PAPER.secondary, width=0.6)
    if kpi.position < STRIP_LOW:
        surface.polygon([(x - 1, middle), (x + 4.4, middle - 2.7), (x + 4.4, middle + 2.7)], color)
    elif kpi.position > STRIP_HIGH:
        end = x + w
        surface.polygon([(end + 1, middle), (end - 4.4, middle - 2.7), (end - 4.4, middle + 2.7)], color)
    else:
        surface.circle(now, middle, 2.5, fill=color)


def score_bar(
    surface: Surface, score: float | None, previous: float | None, x: float, top: float, w: float, h: float
) -> None:
    """A bar from 0 to 1 with ticks at 0.4 and 0.7 and an upright mark for last quarter."""
    surface.rect(x, top, w, h, fill=PAPER.track)
    if score:
        surface.rect(x, top, w * min(max(score, 0.0), 1.0), h, fill=PAPER.accent)
    for tick in (0.0, 0.4, 0.7, 1.0):
        surface.line(x + w * tick, top + h, x + w * tick, top + h + 2.4, PAPER.secondary, 0.5)
    if previous is not None:
        at = x + w * min(max(previous, 0.0), 1.0)
        surface.line(at, top - 1.6, at, top + h + 1.6, PAPER.paper, 2.4)
        surface.line(at, top - 1.6, at, top + h + 1.6, PAPER.ink, 1.1)


def confidence_squares(surface: Surface, confidence: int, x: float, middle: float, size: float = 5.4) -> None:
    """0–10 as five squares, the last one half filled for odd numbers."""
    for i in range(5):
        left, top = x + i * (size + 1.5), middle - size / 2
        filled = min(max(confidence / 2 - i, 0.0), 1.0)
        surface.rect(left, top, size, size, fill=PAPER.paper, stroke=PAPER.secondary, width=0.6)
        if filled:
            surface.rect(left, top, size * filled, size, fill=PAPER.secondary)
