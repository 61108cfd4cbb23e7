"""The paper's typeface: Source Sans 3 in five static cuts, and how wide a text is in it.

What it lacks (letters of Skolt Sámi, Roman numerals, numbers in circles, …) is drawn in the screen's typeface, and
what that lacks too (rarer letters of Latin, Greek and Cyrillic, stars and ticks) in DejaVu Sans. What is in none of
them is drawn as a box: on paper only, the text itself stays as it was written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from kpidesk import assets

FACES = {
    "light": "SourceSans3-Light.ttf",
    "regular": "SourceSans3-Regular.ttf",
    "italic": "SourceSans3-It.ttf",
    "semibold": "SourceSans3-Semibold.ttf",
    "bold": "SourceSans3-Bold.ttf",
}
TYPED = {"mono": "SourceCodePro-Regular.ttf"}
"""The cut for what is typed as it stands: commands, names of files. It is for the program's own words alone."""


@dataclass(frozen=True)
class StandIn:
    """A typeface for what the ones before it lack, in two weights; at ``part`` of the size it looks the same."""

    name: str
    regular: str
    semibold: str
    part: float

    def file(self, weight: str) -> str:
        """The file of a weight."""
        return self.semibold if weight == "semibold" else self.regular


@dataclass(frozen=True, slots=True)
class Face:
    """What words are set in: one of the cuts of ``FACES`` or ``TYPED``, at a size in points."""

    cut: str
    size: float

    def width(self, text: str) -> float:
        """The width of ``text`` in points, as it is drawn."""
        return width(text, self.cut, self.size)

    def at(self, size: float) -> Face:
        """The same cut at another size."""
        return Face(self.cut, size)


STAND_INS = (
    StandIn("Spare", "DeskSans-Regular.ttf", "DeskSans-SemiBold.ttf", 0.9),
    StandIn("Rare", "DejaVuSans-Regular.ttf", "DejaVuSans-Bold.ttf", 0.88),
)
BOX = "□"
"""Stands for a sign that no typeface has."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Mn", "Me"})
"""Kinds of characters that print as nothing by themselves."""
JOINER = "\u200d"
ASCENT = 0.74
"""From baseline to the top of tall letters, as a part of the size."""
DESCENT = 0.22
"""From baseline to the foot of long letters, as a part of the size."""


def name(face: str) -> str:
    """The name under which a cut is known to the canvas."""
    return f"KpiDeskPaper-{face}"


@lru_cache(maxsize=16)
def _font(face: str, stand_in: StandIn | None = None) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    file, known = (
        ({**FACES, **TYPED}[face], name(face))
        if stand_in is None
        else (stand_in.file(face), _spare_name(face, stand_in))
    )
    font = TTFont(known, str(assets.path("fonts", file)))
    pdfmetrics.registerFont(font)
    return font


def _spare_name(face: str, stand_in: StandIn) -> str:
    return f"KpiDesk{stand_in.name}-{face}"


def register() -> None:
    """Make every cut known to the canvas; harmless when done before. A file holds only those that it uses."""
    for face in FACES:
        _font(face)


def own(char: str) -> bool:
    """Whether the paper's typeface has a character, in every weight."""
    return char in _glyphs(None)


def spare(char: str) -> bool:
    """Whether a typeface that stands in has a character."""
    return any(char in _glyphs(each) for each in STAND_INS)


@lru_cache(maxsize=4)
def _glyphs(stand_in: StandIn | None) -> frozenset[str]:
    """The characters that every cut of a typeface can draw, invisible ones left out."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    files = FACES.values() if stand_in is None else (stand_in.regular, stand_in.semibold)
    each = [set(TTFontFile(str(assets.path("fonts", file)), charInfo=1).charToGlyph) for file in files]
    common: set[int] = set.intersection(*each)
    return frozenset(chr(code) for code in common if unicodedata.category(chr(code)) not in UNSEEN)


@lru_cache(maxsize=50_000)
def drawable(text: str) -> str:
    """``text`` as it can be drawn: a box for each sign that no typeface has, nothing for what can't be seen.

    Signs that are joined to one picture (a family, a flag's colour, a tone of skin) are one box.
    """
    if text.isascii() or _glyphs(None).issuperset(text):
        return text
    found: list[str] = []
    joined = False
    for char in text:
        if own(char) or spare(char) or char == "\n":
            found.append(char)
        elif unicodedata.category(char) == "Zs":
            found.append(" ")
        elif unicodedata.category(char) not in UNSEEN and not (found and found[-1] == BOX and (joined or _tone(char))):
            found.append(BOX)
        joined = char == JOINER or (joined and unicodedata.category(char) in UNSEEN)
    return "".join(found)


def _tone(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _stand_in(char: str) -> StandIn | None:
    """The typeface that draws a character instead of the paper's own."""
    return None if own(char) else next((each for each in STAND_INS if char in _glyphs(each)), None)


@lru_cache(maxsize=50_000)
def runs(text: str, face: str, size: float) -> tuple[tuple[str, str, float], ...]:
    """``text`` as ``(part, font's name, size)``: what the paper's typeface lacks in one that stands in."""
    text = drawable(text)
    if text.isascii() or _glyphs(None).issuperset(text):
        return ((text, name(face), size),)
    weight = "semibold" if face in ("semibold", "bold") else "regular"
    parts: list[tuple[str, str, float]] = []
    for other, chars in groupby(text, key=_stand_in):
        part = "".join(chars)
        if other is None:
            parts.append((part, name(face), size))
        else:
            _font(weight, other)
            parts.append((part, _spare_name(weight, other), size * other.part))
    return tuple(parts)


@lru_cache(maxsize=50_000)
def width(text: str, face: str, size: float) -> float:
    """The width of ``text`` in points, as it is drawn."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    if text.isascii():
        return float(_font(face).stringWidth(text, size))
    _font(face)
    return float(sum(stringWidth(part, font, large) for part, font, large in runs(text, face, size)))
