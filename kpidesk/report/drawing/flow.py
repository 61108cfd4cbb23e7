"""Blocks of known height set one under another, page after page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpidesk.report.drawing.style import STRONG
from kpidesk.report.drawing.surface import Surface


@dataclass(frozen=True)
class Block:
    """Something to draw with its top at a given y; ``keep`` holds it to the block that follows.

    ``gap`` is room before it that falls away at the top of a page; ``rule`` asks for a strong line
    above it, which falls away there too. ``about`` names what it tells of, so that it can be found.
    """

    height: float
    draw: Callable[[Surface, float], None]
    keep: bool = False
    gap: float = 0.0
    rule: bool = False
    about: str = ""


@dataclass(frozen=True)
class Placed:
    """A block and the y of its top."""

    top: float
    block: Block


def flow(blocks: Sequence[Block], first: float, later: float, bottom: float) -> list[list[Placed]]:
    """Fill pages from ``first`` (``later`` on further pages) to ``bottom``; never breaks a block.

    Blocks chained by ``keep`` move to the next page together, unless they fill a page by themselves.
    """
    pages: list[list[Placed]] = [[]]
    y = first
    for chain in _chains(blocks):
        height = sum(b.height + b.gap for b in chain)
        if pages[-1] and y + height > bottom + 0.01 and height <= bottom - later:
            pages.append([])
            y = later
        for block in chain:
            if pages[-1] and y + block.gap + block.height > bottom + 0.01:
                pages.append([])
                y = later
            y += block.gap if pages[-1] else 0.0
            pages[-1].append(Placed(y, block))
            y += block.height
    return pages


def held(pages: Sequence[Sequence[Placed]]) -> tuple[tuple[str, ...], ...]:
    """What each page tells of."""
    return tuple(tuple(one.block.about for one in page if one.block.about) for page in pages)


def draw_blocks(surface: Surface, placed: Sequence[Placed], left: float, right: float) -> float:
    """Draw what was placed on one page, with the strong rules between; returns where it ends."""
    for i, one in enumerate(placed):
        if i and one.block.rule:
            with surface.artifact():
                y = one.top - min(one.block.gap, 6.0)
                surface.line((left, y), (right, y), STRONG)
        one.block.draw(surface, one.top)
    return placed[-1].top + placed[-1].block.height


def _chains(blocks: Sequence[Block]) -> list[list[Block]]:
    chains: list[list[Block]] = []
    held = False
    for block in blocks:
        if held:
            chains[-1].append(block)
        else:
            chains.append([block])
        held = block.keep
    return chains
