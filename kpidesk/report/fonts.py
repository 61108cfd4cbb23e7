"""The paper's typeface: Source Sans 3 in five static cuts, and how wide a text is in it.

What it lacks (letters of Skolt Sámi, Roman numerals, numbers in circles, …) is drawn in the screen's typeface.
"""

from __future__ import annotations

import unicodedata
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
SPARE = {"regular": "DeskSans-Regular.ttf", "semibold": "DeskSans-SemiBold.ttf"}
"""The typeface for what the paper's own lacks, in two weights."""
SPARE_SIZE = 0.9
"""Its letters are taller; at this part of the size they look the same."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})
"""Kinds of characters that print as nothing by themselves."""
ASCENT = 0.74
"""From baseline to the top of tall letters, as a part of the size."""
DESCENT = 0.22
"""From baseline to the foot of long letters, as a part of the size."""


def name(face: str) -> str:
    """The name under which a cut is known to the canvas."""
    return f"KpiDeskPaper-{face}"


@lru_cache(maxsize=8)
def _font(face: str, spare: bool = False) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    file, known = (SPARE[face], _spare_name(face)) if spare else (FACES[face], name(face))
    font = TTFont(known, str(assets.path("fonts", file)))
    pdfmetrics.registerFont(font)
    return font


def _spare_name(face: str) -> str:
    return f"KpiDeskSpare-{face}"


def register() -> None:
    """Make every cut known to the canvas; harmless when done before. A file holds only those that it uses."""
    for face in FACES:
        _font(face)


def own(char: str) -> bool:
    """Whether the paper's typeface has a character, in every weight."""
    return char in _glyphs("own")


def spare(char: str) -> bool:
    """Whether the typeface that stands in has a character."""
    return char in _glyphs("spare")


@lru_cache(maxsize=2)
def _glyphs(which: str) -> frozenset[str]:
    """The characters that every cut of a typeface can draw, invisible ones left out."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    files = (FACES if which == "own" else SPARE).values()
    each = [set(TTFontFile(str(assets.path("fonts", file)), charInfo=1).charToGlyph) for file in files]
    common: set[int] = set.intersection(*each)
    return frozenset(chr(code) for code in common if unicodedata.category(chr(code)) not in UNSEEN)


@lru_cache(maxsize=50_000)
def runs(text: str, face: str, size: float) -> tuple[tuple[str, str, float], ...]:
    """``text`` as ``(part, font's name, size)``: what the paper's typeface lacks in the one that stands in."""
    if text.isascii() or _glyphs("own").issuperset(text):
        return ((text, name(face), size),)
    stand_in = "semibold" if face in ("semibold", "bold") else "regular"
    parts: list[tuple[str, bool]] = []
    for char in text:
        other = not own(char) and spare(char)
        if parts and parts[-1][1] is other:
            parts[-1] = (parts[-1][0] + char, other)
        else:
            parts.append((char, other))
    if any(other for _part, other in parts):
        _font(stand_in, spare=True)
    return tuple(
        (part, _spare_name(stand_in), size * SPARE_SIZE) if other else (part, name(face), size) for part, other in parts
    )


@lru_cache(maxsize=50_000)
def width(text: str, face: str, size: float) -> float:
    """The width of ``text`` in points."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if text.isascii():
        return float(_font(face).stringWidth(text, size))
    _font(face)
    return float(sum(stringWidth(part, font, large) for part, font, large in runs(text, face, size)))
