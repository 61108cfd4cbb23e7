"""Places on a page, in points from its top left corner, y down."""

from __future__ import annotations

from dataclasses import dataclass

Spot = tuple[float, float]
"""A point: from the left, from the top."""


@dataclass(frozen=True, slots=True)
class Box:
    """A place with a size: its left top corner, its width and its height."""

    x: float
    y: float
    w: float
    h: float

    @classmethod
    def between(cls, left: float, top: float, right: float, bottom: float) -> Box:
        """The box with these edges."""
        return cls(left, top, right - left, bottom - top)

    @classmethod
    def on_line(cls, x: float, middle: float, w: float, h: float) -> Box:
        """The box that is centred on a line at ``middle``."""
        return cls(x, middle - h / 2, w, h)

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.y + self.h

    @property
    def middle(self) -> float:
        """Half-way between the upper and the lower edge."""
        return self.y + self.h / 2

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        return self.x, self.y, self.right, self.bottom

    def at(self, y: float) -> Box:
        """The same box with its upper edge at ``y``."""
        return Box(self.x, y, self.w, self.h)


@dataclass(frozen=True, slots=True)
class Column:
    """Where a column of a table stands, and how wide it is: numbers end at ``x``, words and drawings begin there."""

    x: float
    room: float
