"""Targets on a chart: the lines and the green, amber and red fields that follow them.

A target that stays or steps is drawn level across each period; one that changes in every period
(a path, or seasonal numbers) is drawn from centre to centre.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from kpidesk.domain.comparing import close
from kpidesk.domain.entities import Direction

Spot = tuple[float, float]
Line = tuple[Spot, ...]
Cell = tuple[int, float]
"""A place among the periods, and the value there."""


@dataclass(frozen=True)
class Goalposts:
    """What is aimed for in one period; ``high`` is the upper edge of a band to be held, ``red_high`` its red flag.

    A goal that is only ``suggested`` is a line without fields beside it: it judges nothing. One of ``part`` of a
    period, of the numbers that are in, stands by itself: it is no step of the goal, and no slope leads to it.
    """

    target: float | None = None
    high: float | None = None
    red_flag: float | None = None
    red_high: float | None = None
    suggested: bool = False
    part: bool = False


@dataclass(frozen=True)
class Zones:
    """Lines and polygons in chart coordinates (period index, value)."""

    target: tuple[Line, ...]
    high: tuple[Line, ...]
    red_flag: tuple[Line, ...]
    good: tuple[Line, ...]
    amber: tuple[Line, ...]
    red: tuple[Line, ...]


def zones(posts: Sequence[Goalposts], direction: Direction, low: float, high: float) -> Zones:
    """Lines and fields for a goal in each period, cut to the values ``low`` to ``high``."""
    parts = frozenset([x for x, p in enumerate(posts) if p.part])
    shown = step_lines([p.target for p in posts], parts)
    tops = step_lines([p.high if p.target is not None else None for p in posts], parts)
    held = direction is Direction.MAINTAIN and any(p.high is not None for p in posts)
    posts = [Goalposts() if p.suggested else p for p in posts]
    targets = step_lines([p.target for p in posts], parts)
    flags = step_lines([p.red_flag for p in posts], parts)
    if held:
        return replace(_held_band(posts, targets, flags, low, high), target=shown, high=tops)
    better, worse = (low, high) if direction is Direction.DECREASE else (high, low)
    amber_edge = step_lines([p.red_flag if p.target is not None else None for p in posts], parts)
    return Zones(
        target=shown,
        high=(),
        red_flag=flags,
        good=tuple(_to_level(line, better, low, high) for line in targets),
        amber=_between(targets, amber_edge, low, high),
        red=tuple(_to_level(line, worse, low, high) for line in amber_edge),
    )


def _held_band(
    posts: Sequence[Goalposts], targets: tuple[Line, ...], flags: tuple[Line, ...], low: float, high: float
) -> Zones:
    """A band with two edges, each with a red flag of its own."""
    parts = frozenset(x for x, p in enumerate(posts) if p.part)
    tops = step_lines([p.high if p.target is not None else None for p in posts], parts)
    upper_flags = step_lines([p.red_high if p.high is not None else None for p in posts], parts)
    return Zones(
        target=targets,
        high=tops,
        red_flag=flags + upper_flags,
        good=_between(targets, tops, low, high),
        amber=_between(targets, flags, low, high) + _between(tops, upper_flags, low, high),
        red=tuple(_to_level(line, low, low, high) for line in flags)
        + tuple(_to_level(line, high, low, high) for line in upper_flags),
    )


def step_lines(values: Sequence[float | None], alone: Collection[int] = ()) -> tuple[Line, ...]:
    """One polyline for each unbroken stretch; level with upright steps, or sloping for a path.

    A place that stands ``alone`` is a stretch of its own.
    """
    lines: list[Line] = []
    borders = sorted({0, len(values), *alone, *(x + 1 for x in alone)})
    for first, end in itertools.pairwise(borders):
        lines.extend(_stretch(cells) for cells in _stretches(values[first:end], first))
    return tuple(lines)


def _stretches(values: Sequence[float | None], x: int) -> Iterator[list[Cell]]:
    """The unbroken stretches from place ``x`` on, as places and values.

    Of many equal values only the first and the last two are given: a level line has no more corners.
    """
    cells: list[Cell] = []
    for value, same in itertools.groupby(values):
        count = len(list(same))
        if value is not None:
            inside = range(x, x + count) if count <= 4 else (x, x + 1, x + count - 2, x + count - 1)
            cells.extend((place, value) for place in inside)
        elif cells:
            yield cells
            cells = []
        x += count
    if cells:
        yield cells


def _stretch(cells: list[Cell]) -> Line:
    """Three neighbours that all differ make a slope; a single change is a step. At the ends the slope goes on."""
    slopes = _slopes([y for _x, y in cells])
    points: list[Spot] = []
    for at, (x, y) in enumerate(cells):
        before, after = slopes[at], slopes[at + 1]
        if before is None:
            points.append((x - 0.5, y))
        elif at == 0:
            points.append((x - 0.5, y - before / 2 if _straight(cells[:3]) else y))
        if before is not None or after is not None:
            points.append((float(x), y))
        if after is None:
            points.append((x + 0.5, y))
        elif at == len(cells) - 1:
            points.append((x + 0.5, y + after / 2 if _straight(cells[-3:]) else y))
    return _without_doubles(points)


def _slopes(values: list[float]) -> list[float | None]:
    """The rise to each value from the one before it where the two lie on a slope, else None.

    One more than there are values: before the first and after the last the slope inside carries on.
    """
    sloped = [a != b != c for a, b, c in zip(values, values[1:], values[2:], strict=False)]
    sloped = [False, *sloped, False]
    inner = [
        b - a if here or there else None
        for a, b, here, there in zip(values, values[1:], sloped, sloped[1:], strict=False)
    ]
    if len(values) < 3:
        return [None, *inner, None]
    return [inner[0] if sloped[1] else None, *inner, inner[-1] if sloped[-2] else None]


def _straight(cells: list[Cell]) -> bool:
    """Tell whether three neighbours lie on a line, which then goes on for half a period."""
    (_a, a), (_b, b), (_c, c) = cells
    return close(c - b, b - a, max(abs(a), abs(b), abs(c)))


def _without_doubles(points: list[Spot]) -> Line:
    kept: list[Spot] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and kept[-2][1] == kept[-1][1] == point[1]:
            kept[-1] = point
            continue
        kept.append(point)
    return tuple(kept)


def _clamp_line(line: Line, low: float, high: float) -> Line:
    return tuple((x, min(max(y, low), high)) for x, y in line)


def _to_level(line: Line, level: float, low: float, high: float) -> Line:
    """The field between a line and a level."""
    return (*_clamp_line(line, low, high), (line[-1][0], level), (line[0][0], level))


def _between(lines: tuple[Line, ...], others: tuple[Line, ...], low: float, high: float) -> tuple[Line, ...]:
    """The fields between two families of lines, where they cover the same stretch."""
    fields = []
    for line in lines:
        for other in others:
            if line[0][0] < other[-1][0] and other[0][0] < line[-1][0]:
                first, last = max(line[0][0], other[0][0]), min(line[-1][0], other[-1][0])
                fields.append(
                    _clamp_line(_cut(line, first, last), low, high)
                    + tuple(reversed(_clamp_line(_cut(other, first, last), low, high)))
                )
    return tuple(fields)


def cut_line(line: Line, first: float, last: float) -> Line:
    """The part of a line from ``first`` to ``last``; empty where it lies outside."""
    start, end = max(first, line[0][0]), min(last, line[-1][0])
    return _cut(line, start, end) if start < end else ()


def _cut(line: Line, first: float, last: float) -> Line:
    inside = [p for p in line if first < p[0] < last]
    return ((first, _at(line, first, after=True)), *inside, (last, _at(line, last, after=False)))


def _at(line: Line, x: float, *, after: bool) -> float:
    """The line's height at ``x``; at an upright step the side asked for."""
    pairs = [(a, b) for a, b in itertools.pairwise(line) if a[0] <= x <= b[0] and a[0] < b[0]]
    a, b = pairs[-1 if after else 0]
    return a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0])
