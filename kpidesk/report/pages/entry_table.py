"""The table of entry on paper: the rows and periods that were in view, a block for each rhythm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kpidesk.report.drawing.flow import Block, Placed, draw_blocks, flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.frame import Frame, draw_heading, heading_height
from kpidesk.report.drawing.style import HAIRLINE, SECTION, STRONG
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.drawing.typeset import fit, whole, widest, wrap
from kpidesk.report.model import EntryBlock, EntryLine, EntryPaper
from kpidesk.report.sheet import Draw
from kpidesk.viz.tokens import PAPER

CELL, HEADING, NOTE = Face("regular", 8.4), Face("semibold", 7.0), Face("regular", 7.0)
ROW, HEAD = 17.0, 30.0
NAME_LINES, NEXT_LINE = 3, 10.2
"""Lines that a name takes at the most, and what each but the first adds to its row."""
LEAST_NAME, UNIT, AIR, INDENT, GAP = 120.0, 44.0, 8.0, 9.0, 18.0


def sheets(paper: EntryPaper, frame: Frame) -> Iterator[Draw]:
    """The pages; a block that goes on is headed again."""
    pages: list[list[tuple[Columns, list[Placed]]]] = [[]]
    y = heading_height(frame, paper.message)
    later = heading_height(frame)
    for block in columns_of(paper.blocks, frame):
        if pages[-1] and y + HEAD + 2 * ROW > frame.bottom:
            pages.append([])
            y = later
        lines = [_row(line, block, frame) for line in block.block.lines]
        for part, placed in enumerate(flow(lines, y + HEAD, later + HEAD, frame.bottom)):
            if part:
                pages.append([])
            pages[-1].append((block, placed))
            y = placed[-1].top + placed[-1].block.height + GAP
    for number, page in enumerate(pages):
        yield partial(_draw_page, parts=page, title=paper.title, message="" if number else paper.message, frame=frame)


def _draw_page(
    surface: Surface, *, parts: Sequence[tuple[Columns, list[Placed]]], title: str, message: str, frame: Frame
) -> None:
    draw_heading(surface, frame, title, message)
    for block, placed in parts:
        top = placed[0].top - HEAD
        with surface.element("Table"):
            _draw_head(surface, block, frame, top)
            draw_blocks(surface, placed, frame.left, frame.right)
        with surface.artifact():
            surface.line((frame.left, top + HEAD - 3), (frame.right, top + HEAD - 3), STRONG)


@dataclass(frozen=True)
class Columns:
    """A block with the right edges of the newest periods that there is room for, and how wide each is."""

    block: EntryBlock
    edges: tuple[float, ...]
    each: float


def columns_of(blocks: Sequence[EntryBlock], frame: Frame) -> list[Columns]:
    """The blocks' columns, which stand below each other where no block loses a period by that."""
    own = [_wanted(block) for block in blocks]
    common = max(own, default=0.0)
    kept = all(
        _count(block, each, frame) == _count(block, common, frame) for block, each in zip(blocks, own, strict=True)
    )
    return [_placed(block, common if kept else each, frame) for block, each in zip(blocks, own, strict=True)]


def _wanted(block: EntryBlock) -> float:
    cells = [cell for line in block.lines for cell in line.cells]
    heads = [word for head in block.heads for word in head]
    return max(widest(cells, CELL), widest(heads, HEADING), 26.0) + AIR


def _count(block: EntryBlock, each: float, frame: Frame) -> int:
    return max(1, min(len(block.heads), int((frame.room - LEAST_NAME - UNIT) // each)))


def _placed(block: EntryBlock, each: float, frame: Frame) -> Columns:
    count = _count(block, each, frame)
    each = min(each, (frame.room - LEAST_NAME - UNIT) / count)
    return Columns(block, tuple(frame.right - each * (count - 1 - place) for place in range(count)), each)


def _draw_head(surface: Surface, columns: Columns, frame: Frame, top: float) -> None:
    block, edges, each = columns.block, columns.edges, columns.each
    base = top + HEAD - 9
    with surface.element("TR"):
        with surface.element("TH", scope="Column"):
            surface.text((frame.left, base), block.title, SECTION, PAPER.ink)
        with surface.element("TH", scope="Column"):
            pass
        for edge, (first, second) in zip(edges, block.heads[-len(edges) :], strict=True):
            with surface.element("TH", scope="Column"):
                head = fit(first, HEADING, each - 3)
                surface.text((edge, base - 8.4), head, HEADING, PAPER.ink, align="right")
                caption = fit(second, NOTE, each - 3)
                surface.text((edge, base), caption, NOTE, PAPER.secondary, align="right")


@dataclass(frozen=True)
class Row:
    """A line with its name as it is set, in one line or several."""

    line: EntryLine
    names: tuple[str, ...]

    @property
    def height(self) -> float:
        """What it takes."""
        return ROW + NEXT_LINE * (len(self.names) - 1)


def _row(line: EntryLine, columns: Columns, frame: Frame) -> Block:
    """A row; a long name goes on below."""
    left, unit = frame.left + line.depth * INDENT, columns.edges[0] - columns.each - UNIT
    row = Row(line, tuple(wrap(line.name, CELL, unit - left - 4, NAME_LINES)))
    return Block(row.height, partial(_draw_row, row=row, columns=columns, frame=frame))


def _draw_row(surface: Surface, y: float, *, row: Row, columns: Columns, frame: Frame) -> None:
    edges, each = columns.edges, columns.each
    line, base, end = row.line, y + 11.6, y + row.height
    with surface.artifact():
        surface.line((frame.left, end), (frame.right, end), HAIRLINE)
    left = frame.left + line.depth * INDENT
    unit = edges[0] - each - UNIT
    with surface.element("TR"):
        with surface.element("TH", scope="Row"):
            for at, name in enumerate(row.names):
                surface.text((left, base + at * NEXT_LINE), name, CELL, PAPER.ink)
        with surface.element("TD"):
            surface.text((unit, base), fit(line.unit, NOTE, UNIT - 4), NOTE, PAPER.tertiary)
        for edge, cell in zip(edges, line.cells[-len(edges) :], strict=True):
            with surface.element("TD"):
                surface.text((edge, base), cell, whole(cell, CELL, each - 4), PAPER.ink, align="right")
