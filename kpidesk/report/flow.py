"""Blocks of known height set one under another, page after page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kpidesk.report.surface import Surface


@dataclass(frozen=True)
class Block:
    """Something to draw with its top at a given y; ``keep`` holds it to the block that follows."""

    height: float
    draw: Callable[[Surface, float], None]
    keep: bool = False


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
        height = sum(b.height for b in chain)
        if pages[-1] and y + height > bottom + 0.01 and height <= bottom - later:
            pages.append([])
            y = later
        for block in chain:
            if pages[-1] and y + block.height > bottom + 0.01:
                pages.append([])
                y = later
            pages[-1].append(Placed(y, block))
            y += block.height
    return pages


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
