"""Blocks of the manual with their heights, each ready to be drawn where it comes to stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from PIL import Image

from kpidesk.manual.book import Block, Code, Deed, Heading, Items, Note, Paragraph, Picture, Run, Table, Words
from kpidesk.manual.reading import picture_file
from kpidesk.report.drawing import flow
from kpidesk.report.drawing.fonts import Face
from kpidesk.report.drawing.geometry import Box
from kpidesk.report.drawing.style import HAIRLINE, RULE, Pen
from kpidesk.report.drawing.surface import Surface
from kpidesk.report.manual.lines import Line, Look, Places, draw_lines, height, set_lines
from kpidesk.report.model import Logo
from kpidesk.viz.tokens import PAPER

HEADS = {2: Face("semibold", 13), 3: Face("semibold", 10.5), 4: Face("semibold", 9.6)}
STEPS = {2: 17.0, 3: 14.5, 4: 13.8}
BEFORE = {2: 16.0, 3: 11.0, 4: 8.0}
"""Heads of sections: their faces, the room of a line, and the gap before them."""
GAP, ITEM_GAP, INDENT = 7.0, 3.4, 14.0
CODE, CODE_STEP, PAD = Face("mono", 8.2), 11.4, 6.0
CELL, CELL_STEP, CELL_PAD = 9.0, 12.4, 3.6
FIRST_COLUMN = 0.36
"""The part of a table of two columns that the names take."""
DENSITY = 0.66
"""Points a pixel of a picture takes at most: its words are as large as those around it."""
FRAMED = 700
"""Pixels: so wide is a picture of a window, which has an edge; a drawing has none."""
TALLEST = 300.0
SIDE = Pen(PAPER.accent, 1.6)


@dataclass(frozen=True)
class Group:
    """The element that neighbouring blocks stand in: a list or a table."""

    kind: str


@dataclass(frozen=True)
class Set(flow.Block):
    """A block as set, and the element that it shares with its neighbours."""

    group: Group | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table as set: its cells in lines, how wide they are, and whether it holds the heads of columns."""

    cells: Sequence[Sequence[Line]]
    wide: Sequence[float]
    high: float
    head: bool


class Setter:
    """Sets blocks in a column; ``places`` is filled once the pages are known, and read when they are drawn."""

    def __init__(self, x: float, room: float, places: Places) -> None:
        self._x, self._room, self._places = x, room, places

    def blocks(self, blocks: Iterable[Block], chapter: str) -> Iterator[Set]:
        """Everything in its order; what a chapter leads to stands on no page by itself."""
        held: Set | None = None
        for block in blocks:
            for made in self._block(block, chapter):
                if held is not None:
                    yield replace(held, keep=True) if isinstance(block, Deed) else held
                held = made
        if held is not None:
            yield held

    def _block(self, block: Block, chapter: str) -> Iterator[Set]:
        match block:
            case Heading():
                yield self._heading(block, chapter)
            case Paragraph():
                yield self._paragraph(block.words)
            case Items():
                yield from self._items(block)
            case Table():
                yield from self._table(block)
            case Code():
                yield self._code(block)
            case Picture():
                yield self._picture(block)
            case Note():
                yield self._note(block.blocks)
            case Deed():
                yield self._note((Paragraph((*block.words, Run(" "), Run(f"› {block.button}", strong=True))),))

    def narrowed(self, by: float) -> Setter:
        """The same, with its left edge moved in."""
        return Setter(self._x + by, self._room - by, self._places)

    # ---- words

    def _heading(self, block: Heading, chapter: str) -> Set:
        level = min(max(block.level, 2), 4)
        face, step = HEADS[level], STEPS[level]
        lines = set_lines((Run(block.text, strong=True),), self._room, face.size)

        def draw(surface: Surface, top: float) -> None:
            if level == 2:
                surface.bookmark(block.text, 2, down=top - 8)
            with surface.element(f"H{level}"):
                for number, line in enumerate(lines):
                    surface.text((self._x, top + step * number + face.size), line[0].text, face, PAPER.ink)

        about = f"{chapter}#{block.key}" if block.key else ""
        return Set(step * len(lines) + 2, draw, keep=True, gap=BEFORE[level], about=about)

    def _paragraph(self, words: Words) -> Set:
        lines = set_lines(words, self._room)
        return Set(height(lines), partial(self._draw_words, lines, "P"), gap=GAP)

    def _draw_words(self, lines: Sequence[Line], kind: str, surface: Surface, top: float) -> None:
        with surface.element(kind):
            draw_lines(surface, lines, (self._x, top), self._places)

    # ---- what stands in others

    def _stack(self, blocks: Iterable[Block]) -> tuple[list[tuple[float, Set]], float]:
        """Blocks under each other, with how far down each begins, and the height of all."""
        placed: list[tuple[float, Set]] = []
        down = 0.0
        for block in self.blocks(blocks, ""):
            down += block.gap if placed else 0.0
            placed.append((down, block))
            down += block.height
        return placed, down

    def _items(self, block: Items) -> Iterator[Set]:
        group, inner = Group("L"), self.narrowed(INDENT)
        for number, item in enumerate(block.items):
            stack, down = inner._stack(item)
            label = f"{number + 1}." if block.ordered else "✓" if block.ticked else "•"
            draw = partial(self._draw_item, label, stack)
            yield Set(down, draw, gap=ITEM_GAP if number else GAP, group=group)

    def _draw_item(self, label: str, stack: Sequence[tuple[float, Set]], surface: Surface, top: float) -> None:
        with surface.element("LI"):
            with surface.element("Lbl"):
                line = set_lines((Run(label, strong=label not in "•"),), INDENT * 2)
                draw_lines(surface, line, (self._x, top), {}, Look(color=PAPER.accent))
            with surface.element("LBody"):
                draw_stack(surface, stack, top)

    def _note(self, blocks: tuple[Block, ...]) -> Set:
        stack, down = self.narrowed(PAD * 2)._stack(blocks)

        def draw(surface: Surface, top: float) -> None:
            with surface.artifact():
                surface.rect(Box(self._x, top, self._room, down + 2 * PAD), fill=PAPER.tint)
                surface.line((self._x, top), (self._x, top + down + 2 * PAD), SIDE)
            draw_stack(surface, stack, top + PAD)

        return Set(down + 2 * PAD, draw, gap=GAP + 3)

    def _code(self, block: Code) -> Set:
        room = self._room - 2 * PAD
        lines = [line for each in block.text.split("\n") for line in _typed(each, room)]
        high = CODE_STEP * len(lines) + 2 * PAD

        def draw(surface: Surface, top: float) -> None:
            with surface.artifact():
                surface.rect(Box(self._x, top, self._room, high), fill=PAPER.tint)
            with surface.element("P"):
                for number, line in enumerate(lines):
                    y = top + PAD + CODE_STEP * (number + 1) - 3
                    surface.text((self._x + PAD, y), line, CODE, PAPER.ink)

        return Set(high, draw, gap=GAP)

    def _picture(self, block: Picture) -> Set:
        shot = shot_of(block)
        k = min(self._room / shot.width, TALLEST / shot.height, DENSITY)
        wide, high = shot.width * k, shot.height * k

        def draw(surface: Surface, top: float) -> None:
            box = Box(self._x, top, wide, high)
            with surface.figure(block.alt, box):
                surface.image(box, shot)
                if shot.width > FRAMED:
                    surface.rect(box, pen=HAIRLINE)

        return Set(high, draw, gap=GAP + 3)

    # ---- tables

    def _table(self, table: Table) -> Iterator[Set]:
        group = Group("Table")
        wide = _columns(table, self._room)
        if any(table.head):
            yield self._row(table.head, wide, group, head=True)
        for row in table.rows:
            yield self._row(row, wide, group)

    def _row(self, row: Sequence[Words], wide: Sequence[float], group: Group, *, head: bool = False) -> Set:
        size = CELL - 1 if head else CELL
        cells = [set_lines(cell, room - 10, size) for cell, room in zip(row, wide, strict=True)]
        high = max(height(lines, CELL_STEP) for lines in cells) + 2 * CELL_PAD
        draw = partial(self._draw_row, Row(cells, wide, high, head))
        return Set(high, draw, keep=head, gap=GAP if head else 0.0, group=group)

    def _draw_row(self, row: Row, surface: Surface, top: float) -> None:
        look, x = Look(CELL_STEP, PAPER.secondary if row.head else PAPER.ink), self._x
        with surface.element("TR"):
            for number, (lines, room) in enumerate(zip(row.cells, row.wide, strict=True)):
                named = row.head or number == 0
                scope = ("Column" if row.head else "Row") if named else ""
                with surface.element("TH" if named else "TD", scope=scope):
                    draw_lines(surface, lines, (x, top + CELL_PAD), self._places, look)
                x += room
        with surface.artifact():
            y = top + row.high
            surface.line((self._x, y), (self._x + self._room, y), RULE if row.head else HAIRLINE)


def draw_stack(surface: Surface, stack: Sequence[tuple[float, Set]], top: float) -> None:
    """Draw blocks that stand under each other, lists and tables each in their element."""
    draw_grouped(surface, [flow.Placed(top + down, block) for down, block in stack])


def draw_grouped(surface: Surface, placed: Sequence[flow.Placed]) -> None:
    """Draw blocks where they stand; neighbours of one list or table share its element."""
    at = 0
    while at < len(placed):
        group = _group(placed[at])
        end = at + 1
        while end < len(placed) and group is not None and _group(placed[end]) is group:
            end += 1
        holder: AbstractContextManager[None] = surface.element(group.kind) if group is not None else nullcontext()
        with holder:
            for one in placed[at:end]:
                one.block.draw(surface, one.top)
        at = end


def _group(placed: flow.Placed) -> Group | None:
    return placed.block.group if isinstance(placed.block, Set) else None


def _columns(table: Table, room: float) -> list[float]:
    """How wide each column is: the first as its names and head want, up to a part of the whole, the others alike."""
    count = len(table.rows[0]) if table.rows else len(table.head)
    if count == 1:
        return [room]
    names = [*(row[0] for row in table.rows), *([table.head[0]] if table.head else [])]
    first = max((line[-1].right for name in names for line in set_lines(name, room, CELL) if line), default=0.0)
    named = min(first + 14, room * (FIRST_COLUMN if count == 2 else 1 / count + 0.06))
    return [named, *[(room - named) / (count - 1)] * (count - 1)]


def _typed(text: str, room: float) -> Iterator[str]:
    """A line of code, broken at a space where it is too long, and what is left of it set in."""
    indent = ""
    while CODE.width(indent + text) > room:
        most = next(n for n in range(len(text), 0, -1) if n == 1 or CODE.width(indent + text[:n]) <= room)
        at = text.rfind(" ", 1, most)
        at = at if at > most // 3 else most
        yield indent + text[:at]
        text, indent = text[at:].lstrip(), "    "
    yield indent + text


@lru_cache(maxsize=128)
def shot_of(block: Picture) -> Logo:
    """A picture as the paper takes it."""
    data = picture_file(block).read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        return Logo(data, *image.size)
