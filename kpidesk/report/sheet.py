"""What a page module hands over: a heading and its sheets, each ready to be drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpidesk.report.drawing.surface import Surface

Draw = Callable[[Surface], None]


@dataclass(frozen=True)
class Sheet:
    """One page; ``bookmarks`` name in the outline the parts that it begins, ``bare`` has no header and footer."""

    bookmarks: tuple[str, ...]
    draw: Draw
    bare: bool = False


@dataclass(frozen=True)
class Plan:
    """A part of the report: its heading for the contents, its pages, and what each of them tells of.

    ``within`` gives the same part begun in the room that is left on a page, where there is enough for some of it.
    """

    title: str
    sheets: tuple[Draw, ...]
    holds: tuple[tuple[str, ...], ...] = ()
    within: Callable[[float], Plan | None] | None = None
