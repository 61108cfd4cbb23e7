"""The pens and faces that several pages share; what only one of them has is named there."""

from __future__ import annotations

from dataclasses import dataclass

from kpidesk.report.drawing.fonts import Face
from kpidesk.viz.tokens import PAPER


@dataclass(frozen=True, slots=True)
class Pen:
    """What a line is drawn with: its colour, its width in points, and the lengths of dashes and gaps, if any."""

    color: str
    width: float
    dash: tuple[float, ...] | None = None


EDGE = Pen(PAPER.ink, 1.1)
"""Under the header, and over a part of the board."""
STRONG = Pen(PAPER.ink, 0.8)
"""Above and below a table."""
RULE = Pen(PAPER.rule, 0.5)
"""Over a section."""
HAIRLINE = Pen(PAPER.hairline, 0.35)
"""Between two rows."""
RING = Pen(PAPER.secondary, 0.6)
"""Around a note's number, a box to tick, a value of before."""
TICK = Pen(PAPER.secondary, 0.5)
"""Under an axis or a bar."""

SECTION = Face("semibold", 10.5)
"""The title of a section."""
BODY, BODY_STRONG = Face("regular", 9), Face("semibold", 9)
"""What is read, and the words in it that lead."""
ASIDE = Face("regular", 8.5)
"""What stands beside a title, and notes under a chart."""
REMARK = Face("regular", 8.2)
"""What is said beneath a goal."""
FINE, FINE_STRONG = Face("regular", 8), Face("semibold", 8)
SMALL, SMALL_STRONG = Face("regular", 7.5), Face("semibold", 7.5)
"""Heads of columns, legends, the foot of a page."""
TINY = Face("regular", 7.2)
"""Heads of wide tables, the unit after a name."""
