"""The paper's typeface: Source Sans 3 in five static cuts, and how wide a text is in it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kpidesk import assets

FACES = {
    "light": "SourceSans3-Light.ttf",
    "regular": "SourceSans3-Regular.ttf",
    "italic": "SourceSans3-It.ttf",
    "semibold": "SourceSans3-Semibold.ttf",
    "bold": "SourceSans3-Bold.ttf",
}
ASCENT = 0.74
"""From baseline to the top of tall letters, as a part of the size."""
DESCENT = 0.22
"""From baseline to the foot of long letters, as a part of the size."""


def name(face: str) -> str:
    """The name under which a cut is known to the canvas."""
    return f"KpiDeskPaper-{face}"


@lru_cache(maxsize=8)
def _font(face: str) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(name(face), str(assets.path("fonts", FACES[face])))
    pdfmetrics.registerFont(font)
    return font


def register() -> None:
    """Make every cut known to the canvas; harmless when done before."""
    for face in FACES:
        _font(face)


@lru_cache(maxsize=50_000)
def width(text: str, face: str, size: float) -> float:
    """The width of ``text`` in points."""
    return float(_font(face).stringWidth(text, size))
