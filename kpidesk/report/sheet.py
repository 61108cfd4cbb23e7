"""What a page module hands over: a heading and its sheets, each ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpidesk.report.drawing.surface import Surface

Draw = Callable[[Surface], None]


@dataclass(frozen=True)
class Sheet:
    """One page; ``bookmark`` names it in the outline when it begins a part, ``bare`` has no header and footer."""

    bookmark: str
    draw: Draw
    bare: bool = False


@dataclass(frozen=True)
class Plan:
    """A part of the report: its heading for the contents, and its pages."""

    title: str
    sheets: tuple[Draw, ...]
