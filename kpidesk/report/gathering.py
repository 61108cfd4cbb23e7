"""Parts put on pages: a part begins a page of its own, unless that would leave one that is nearly empty.

A small review of a KPI or two is a few full pages that way, and no row of headings with a line beneath each; a part
of several pages begins under a short one where it can be divided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial

from kpidesk.report.drawing.frame import TOP, Frame
from kpidesk.report.drawing.moved import Moved, lowest
from kpidesk.report.drawing.style import EDGE
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.sheet import Draw, Plan, Sheet

GAP = 24.0
"""Points between the end of a part and the line over the next one on the same page."""


@dataclass(frozen=True)
class Gathered:
    """The pages in order, the parts with the index of their first page, and the page that tells of each thing."""

    sheets: tuple[Sheet, ...]
    contents: tuple[tuple[str, int], ...]
    places: dict[str, int]


@dataclass
class _Page:
    """A page being filled: what is drawn on it and how far down, and where that ends."""

    draws: list[tuple[Draw, float]]
    end: float
    names: list[str] = field(default_factory=list)


def gather(parts: Iterable[tuple[str, Plan]], frame: Frame, first: int) -> Gathered:
    """Put named parts on pages that are counted from ``first``. A place is a part, or ``part/what it tells of``."""
    pages: list[_Page] = []
    contents: list[tuple[str, int]] = []
    places: dict[str, int] = {}
    for name, whole in parts:
        plan, under = _placed(pages[-1] if pages else None, whole, frame)
        if under:
            page = pages[-1]
            page.draws.append((plan.sheets[0], under))
            page.end = lowest(plan.sheets[0]) + under
        alone = plan.sheets[1:] if under else plan.sheets
        pages += [_Page([(draw, 0.0)], frame.bottom) for draw in alone]
        if alone:
            pages[-1].end = lowest(alone[-1])
        start = len(pages) - len(plan.sheets)
        pages[start].names.append(plan.title)
        contents.append((plan.title, first + start))
        places.setdefault(name, first + start)
        for number, held in enumerate(plan.holds):
            for what in held:
                places.setdefault(f"{name}/{what}", first + start + number)
    return Gathered(tuple(_sheet(page, frame) for page in pages), tuple(contents), places)


def _placed(page: _Page | None, plan: Plan, frame: Frame) -> tuple[Plan, float]:
    """The part as it is to be drawn, and how far down the last page it begins; 0 where it begins a page of its own."""
    if page is None:
        return plan, 0.0
    down = page.end + GAP - TOP
    if len(plan.sheets) == 1:
        return plan, down if _joins(page, lowest(plan.sheets[0]) - TOP, frame) else 0.0
    short = page.end - TOP < (frame.bottom - TOP) / 2
    divided = plan.within(frame.bottom - TOP - down) if short and plan.within is not None else None
    return (plan, 0.0) if divided is None else (divided, down)


def _joins(page: _Page, height: float, frame: Frame) -> bool:
    """Tell whether a part of that height stands under what the page holds: one of the two is less than half a page."""
    half = (frame.bottom - TOP) / 2
    return page.end + GAP + height <= frame.bottom and min(page.end - TOP, height) < half


def _sheet(page: _Page, frame: Frame) -> Sheet:
    return Sheet(tuple(page.names), partial(_draw, page=page, frame=frame))


def _draw(surface: Surface, *, page: _Page, frame: Frame) -> None:
    for draw, down in page.draws:
        if down:
            with surface.artifact():
                surface.line((frame.left, TOP - 3 + down), (frame.right, TOP - 3 + down), EDGE)
        draw(Moved(surface, dy=down) if down else surface)
