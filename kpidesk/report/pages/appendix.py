"""The raw numbers, one table a frequency; bold = beyond the red flag, italic = between."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import FINE_STRONG, HAIRLINE, SECTION, STRONG, TINY
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, whole, widest
from kpidesk.report.model import KpiGroup, KpiLine, RawTable, Review
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

CELL, BOLD = Face("regular", 7.6), Face("bold", 7.6)
FACES = {"bold": BOLD, "italic": Face("italic", 7.6), "plain": CELL}
YEAR, UNIT, NOW = Face("regular", 6.8), Face("regular", 6.8), Face("semibold", 7.2)
ROW, GROUP, HEAD, TITLE = 13.5, 15.0, 24.0, 20.0
NAME, AIR = 113.0, 5.0
TARGET = 48.0
"""What a target may take; a band of large numbers takes more."""
NOTE = 10.0
"""From the end of a table to the line that says what it leaves out."""


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """All tables in one part; none, no page."""
    if not review.tables:
        return
    title = _("Appendix: the numbers")
    message = _("Bold: beyond the red flag. Italic: between red flag and target. A dot: no number.")
    start = heading_height(frame, message)
    pages: list[list[tuple[Grid, list[Placed], bool]]] = []
    y = start
    for grid in (measured(part, frame) for table in review.tables for part in parts(table, frame)):
        least = TITLE + HEAD + GROUP + ROW
        if not pages or y + least > frame.bottom:
            pages.append([])
            y = start
        later = heading_height(frame) + TITLE + HEAD
        parted = flow(_blocks(grid), y + TITLE + HEAD, later, frame.bottom)
        for i, placed in enumerate(parted):
            if i:
                pages.append([])
            pages[-1].append((grid, placed, i == len(parted) - 1))
            y = placed[-1].top + placed[-1].block.height + 14

    def draw(surface: Surface, tables: list[tuple[Grid, list[Placed], bool]], text: str) -> None:
        draw_heading(surface, frame, title, text)
        for grid, placed, ends in tables:
            _draw_table(surface, grid, placed, ends=ends)

    yield Plan(title, tuple(partial(draw, tables=p, text=message if i == 0 else "") for i, p in enumerate(pages)))


def parts(table: RawTable, frame: Frame) -> list[RawTable]:
    """One table, or two: KPIs with wide numbers stand by themselves, so that the others keep all their periods."""
    kpis = [kpi for group in table.groups for kpi in group.kpis]
    wide = {kpi.uid for kpi in kpis if widest((kpi.raw_target,), CELL) > TARGET}
    others = [kpi for kpi in kpis if kpi.uid not in wide]
    each = (frame.room - NAME - _target_room(others)) / max(len(table.columns), 1)
    wide |= {kpi.uid for kpi in others if widest((cell.text for cell in kpi.raw), BOLD) + AIR > each}
    if not wide or len(wide) == len(kpis):
        return [table]
    return [_only(table, {kpi.uid for kpi in kpis} - wide), _only(table, wide)]


def _only(table: RawTable, uids: Collection[str]) -> RawTable:
    chosen = (KpiGroup(g.name, tuple(kpi for kpi in g.kpis if kpi.uid in uids)) for g in table.groups)
    return replace(table, groups=tuple(group for group in chosen if group.kpis))


def _target_room(kpis: Sequence[KpiLine]) -> float:
    return widest((pgettext("paper", "Target"), *(kpi.raw_target for kpi in kpis)), CELL) + 6


@dataclass(frozen=True)
class Grid:
    """A table measured: the right edges of the number columns that there is room for, and how wide each is."""

    table: RawTable
    frame: Frame
    edges: tuple[float, ...]
    each: float


def measured(table: RawTable, frame: Frame) -> Grid:
    """The newest columns, as many as there is room for beside the name and the target."""
    kpis = [k for g in table.groups for k in g.kpis]
    target = _target_room(kpis)
    each = max(widest((c.text for k in kpis for c in k.raw), BOLD), 17.0) + AIR
    room = frame.room - NAME - target
    count = max(1, min(len(table.columns), int(room // each)))
    each = min(room / count, max(each, 34.0)) if count == len(table.columns) else room / count
    return Grid(table, frame, tuple(frame.right - target - each * (count - 1 - i) for i in range(count)), each)


def _blocks(grid: Grid) -> list[Block]:
    blocks = []
    for i, group in enumerate(grid.table.groups):
        blocks.append(Block(GROUP, partial(_draw_group, group=group, grid=grid), keep=True, rule=i > 0))
        for j, kpi in enumerate(group.kpis):
            row = partial(_draw_row, kpi=kpi, grid=grid, ruled=j > 0)
            blocks.append(Block(ROW, row, keep=j < len(group.kpis) - 1))
    return blocks


def _draw_table(surface: Surface, grid: Grid, placed: list[Placed], *, ends: bool) -> None:
    """The rows of a table on one page; ``ends`` tells that it ends there."""
    table, frame, edges = grid.table, grid.frame, grid.edges
    top = placed[0].top - HEAD
    end = placed[-1].top + placed[-1].block.height
    reviewed = [e for e, r in zip(edges, table.reviewed[-len(edges) :], strict=True) if r]
    with surface.artifact():
        if reviewed:
            left = reviewed[0] - grid.each + 3.5
            tint = Box(left, top + HEAD - 4, reviewed[-1] + 3.5 - left, end - top - HEAD + 4)
            surface.rect(tint, fill=PAPER.tint)
    with surface.element("H2"):
        surface.text((frame.left, top - 6), table.title, SECTION, PAPER.ink)
    with surface.element("Table"):
        _head(surface, grid, top)
        draw_blocks(surface, placed, frame.left, frame.right)
    with surface.artifact():
        surface.line((frame.left, top + HEAD - 4), (frame.right, top + HEAD - 4), STRONG)
        surface.line((frame.left, end), (frame.right, end), STRONG)
    if ends and left_out(grid):
        with surface.element("P"):
            surface.text((frame.left, end + NOTE), fit(left_out(grid), TINY, frame.room), TINY, PAPER.secondary)


def left_out(grid: Grid) -> str:
    """Which numbers the table has no column for; nothing where it has all."""
    table, shown = grid.table, len(grid.edges)
    if not table.names or not (table.earlier or shown < len(table.columns)):
        return ""
    return _("Left out: numbers from before {period}. They are in the data file.").format(period=table.names[-shown])


def _head(surface: Surface, grid: Grid, top: float) -> None:
    table, frame = grid.table, grid.frame
    base, shown = top + HEAD - 9, len(grid.edges)
    groups = table.column_groups[-shown:]
    with surface.element("TR"):
        with surface.element("TH", scope="Column"):
            surface.text((frame.left, base), _("KPI"), TINY, PAPER.secondary)
        for i, (edge, text) in enumerate(zip(grid.edges, table.columns[-shown:], strict=True)):
            with surface.element("TH", scope="Column"):
                if groups[i] and (i == 0 or groups[i] != groups[i - 1]):
                    surface.text((edge, base - 8.4), groups[i], YEAR, PAPER.secondary, align="right")
                face, color = (NOW, PAPER.ink) if table.reviewed[-shown:][i] else (TINY, PAPER.secondary)
                surface.text((edge, base), text, face, color, align="right")
        with surface.element("TH", scope="Column"):
            surface.text((frame.right, base), pgettext("paper", "Target"), TINY, PAPER.secondary, align="right")


def _draw_group(surface: Surface, y: float, *, group: KpiGroup, grid: Grid) -> None:
    with surface.element("TR"), surface.element("TH", scope="Row", span=len(grid.edges) + 2):
        name = fit(group.name, FINE_STRONG, grid.frame.room)
        surface.text((grid.frame.left, y + 10.6), name, FINE_STRONG, PAPER.ink)


def _draw_row(surface: Surface, y: float, *, kpi: KpiLine, grid: Grid, ruled: bool) -> None:
    base, left, right = y + 9.6, grid.frame.left, grid.frame.right
    if ruled:
        with surface.artifact():
            surface.line((left, y), (right, y), HAIRLINE)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            room = min(NAME + 10, grid.edges[0] - grid.each - left)
            unit = fit(kpi.unit, UNIT, 36)
            spare = UNIT.width(unit) + 4 if unit else 0
            wide = surface.text((left, base), fit(kpi.name, CELL, room - spare), CELL, PAPER.ink)
            surface.text((left + wide + 4, base), unit, UNIT, PAPER.tertiary)
        for edge, cell in zip(grid.edges, kpi.raw[-len(grid.edges) :], strict=True):
            with surface.element("TD"):
                color = PAPER.ink if cell.text != "·" else PAPER.tertiary
                face = whole(cell.text, FACES[cell.weight], grid.each - 2)
                surface.text((edge, base), cell.text, face, color, align="right")
        with surface.element("TD"):
            surface.text((right, base), kpi.raw_target, CELL, PAPER.secondary, align="right")
