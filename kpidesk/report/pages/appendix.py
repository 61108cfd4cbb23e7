"""The raw numbers, one table a frequency; bold = beyond the red flag, italic = between."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import partial

from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow
from kpidesk.report.drawing.fonts import width
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, whole, widest
from kpidesk.report.model import KpiGroup, KpiLine, RawTable, Review
from kpidesk.report.sheet import Plan
from kpidesk.text import _, pgettext
from kpidesk.viz.tokens import PAPER

FACE = {"bold": "bold", "italic": "italic", "plain": "regular"}
SIZE, ROW, GROUP, HEAD, TITLE = 7.6, 13.5, 15.0, 24.0, 20.0
NAME, AIR = 113.0, 5.0


def plan(review: Review, frame: Frame) -> Iterator[Plan]:
    """All tables in one part; none, no page."""
    if not review.tables:
        return
    title = _("Appendix: the numbers")
    message = _("Bold: beyond the red flag. Italic: between red flag and target. A dot: no number.")
    start = heading_height(frame, message)
    pages: list[list[tuple[RawTable, list[Placed]]]] = []
    y = start
    for table in (part for whole_table in review.tables for part in parts(whole_table, frame)):
        blocks = _blocks(table, frame)
        least = TITLE + HEAD + GROUP + ROW
        if not pages or y + least > frame.bottom:
            pages.append([])
            y = start
        later = heading_height(frame) + TITLE + HEAD
        for i, placed in enumerate(flow(blocks, y + TITLE + HEAD, later, frame.bottom)):
            if i:
                pages.append([])
            pages[-1].append((table, placed))
            y = placed[-1].top + placed[-1].block.height + 14

    def draw(surface: Surface, tables: list[tuple[RawTable, list[Placed]]], text: str) -> None:
        draw_heading(surface, frame, title, text)
        for table, placed in tables:
            _draw_table(surface, table, placed, frame)

    yield Plan(title, tuple(partial(draw, tables=p, text=message if i == 0 else "") for i, p in enumerate(pages)))


def parts(table: RawTable, frame: Frame) -> list[RawTable]:
    """One table, or two: KPIs with wide numbers stand by themselves, so that the others keep all their periods."""
    kpis = [kpi for group in table.groups for kpi in group.kpis]
    each = (frame.room - NAME - _target_room(table)) / max(len(table.columns), 1)
    wide = {kpi.uid for kpi in kpis if widest((cell.text for cell in kpi.raw), "bold", SIZE) + AIR > each}
    if not wide or len(wide) == len(kpis):
        return [table]
    return [_only(table, {kpi.uid for kpi in kpis} - wide), _only(table, wide)]


def _only(table: RawTable, uids: Collection[str]) -> RawTable:
    chosen = (KpiGroup(g.name, tuple(kpi for kpi in g.kpis if kpi.uid in uids)) for g in table.groups)
    return replace(table, groups=tuple(group for group in chosen if group.kpis))


def _target_room(table: RawTable) -> float:
    targets = (kpi.raw_target for group in table.groups for kpi in group.kpis)
    return widest((pgettext("paper", "Target"), *targets), "regular", SIZE) + 6


def _blocks(table: RawTable, frame: Frame) -> list[Block]:
    blocks = []
    for i, group in enumerate(table.groups):
        head = partial(_draw_group, group=group, table=table, frame=frame)
        blocks.append(Block(GROUP, head, keep=True, rule=i > 0))
        for j, kpi in enumerate(group.kpis):
            row = partial(_draw_row, kpi=kpi, table=table, frame=frame, ruled=j > 0)
            blocks.append(Block(ROW, row, keep=j < len(group.kpis) - 1))
    return blocks


def _columns(table: RawTable, frame: Frame) -> tuple[list[float], float]:
    """Right edges of the number columns that there is room for (the newest), and of the target."""
    kpis = [k for g in table.groups for k in g.kpis]
    target = _target_room(table)
    each = max(widest((c.text for k in kpis for c in k.raw), "bold", SIZE), 17.0) + AIR
    room = frame.room - NAME - target
    count = max(1, min(len(table.columns), int(room // each)))
    each = min(room / count, max(each, 34.0)) if count == len(table.columns) else room / count
    edges = [frame.right - target - each * (count - 1 - i) for i in range(count)]
    return edges, each


def _draw_table(surface: Surface, table: RawTable, placed: list[Placed], frame: Frame) -> None:
    top = placed[0].top - HEAD
    edges, each = _columns(table, frame)
    end = placed[-1].top + placed[-1].block.height
    reviewed = [e for e, r in zip(edges, table.reviewed[-len(edges) :], strict=True) if r]
    with surface.artifact():
        if reviewed:
            left = reviewed[0] - each + 3.5
            surface.rect(left, top + HEAD - 4, reviewed[-1] + 3.5 - left, end - top - HEAD + 4, fill=PAPER.tint)
    with surface.element("H2"):
        surface.text(frame.left, top - 6, table.title, "semibold", 10.5, PAPER.ink)
    with surface.element("Table"):
        _head(surface, table, frame, edges, top)
        draw_blocks(surface, placed, frame.left, frame.right)
    with surface.artifact():
        surface.line(frame.left, top + HEAD - 4, frame.right, top + HEAD - 4, PAPER.ink, 0.8)
        surface.line(frame.left, end, frame.right, end, PAPER.ink, 0.8)


def _head(surface: Surface, table: RawTable, frame: Frame, edges: list[float], top: float) -> None:
    base, shown = top + HEAD - 9, len(edges)
    with surface.element("TR"):
        with surface.element("TH", scope="Column"):
            surface.text(frame.left, base, _("KPI"), "regular", 7.2, PAPER.secondary)
        groups = table.column_groups[-shown:]
        for i, (edge, text) in enumerate(zip(edges, table.columns[-shown:], strict=True)):
            with surface.element("TH", scope="Column"):
                if groups[i] and (i == 0 or groups[i] != groups[i - 1]):
                    surface.text(edge, base - 8.4, groups[i], "regular", 6.8, PAPER.secondary, align="right")
                face = "semibold" if table.reviewed[-shown:][i] else "regular"
                surface.text(edge, base, text, face, 7.2, PAPER.ink if face == "semibold" else PAPER.secondary,
                             align="right")  # fmt: skip
        with surface.element("TH", scope="Column"):
            surface.text(frame.right, base, pgettext("paper", "Target"), "regular", 7.2, PAPER.secondary, align="right")


def _draw_group(surface: Surface, y: float, *, group: KpiGroup, table: RawTable, frame: Frame) -> None:
    edges, _each = _columns(table, frame)
    with surface.element("TR"), surface.element("TH", scope="Row", span=len(edges) + 2):
        surface.text(frame.left, y + 10.6, fit(group.name, "semibold", 8, frame.room), "semibold", 8, PAPER.ink)


def _draw_row(surface: Surface, y: float, *, kpi: KpiLine, table: RawTable, frame: Frame, ruled: bool) -> None:
    base = y + 9.6
    edges, each = _columns(table, frame)
    if ruled:
        with surface.artifact():
            surface.line(frame.left, y, frame.right, y, PAPER.hairline, 0.35)
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            room = min(NAME + 10, edges[0] - each - frame.left)
            unit = fit(kpi.unit, "regular", 6.8, 36)
            spare = width(unit, "regular", 6.8) + 4 if unit else 0
            wide = surface.text(
                frame.left, base, fit(kpi.name, "regular", SIZE, room - spare), "regular", SIZE, PAPER.ink
            )
            surface.text(frame.left + wide + 4, base, unit, "regular", 6.8, PAPER.tertiary)
        for edge, cell in zip(edges, kpi.raw[-len(edges) :], strict=True):
            with surface.element("TD"):
                color = PAPER.ink if cell.text != "·" else PAPER.tertiary
                face = FACE[cell.weight]
                shown, size = whole(cell.text, face, SIZE, each - 2)
                surface.text(edge, base, shown, face, size, color, align="right")
        with surface.element("TD"):
            surface.text(frame.right, base, kpi.raw_target, "regular", SIZE, PAPER.secondary, align="right")
