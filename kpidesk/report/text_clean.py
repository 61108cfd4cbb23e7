"""Text made fit for paper, once, where it enters the report's model.

The canvas parses nothing, so markup needs no escaping; what must go are characters that print as
nothing or turn the line around. A glyph that the paper's font lacks becomes a box.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kpidesk import assets

BOX = "□"
MOST = 4_000
"""No single text is longer on paper; the rest is cut with an ellipsis."""

_DIGIT_GAP = re.compile(r"(?<=\d)[\u00a0 ](?=\d{3}(?!\d))")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"}


def clean(text: str, *, lines: bool = False) -> str:
    """``text`` in NFC without control, bidi, zero-width and variation characters; see the module.

    With ``lines`` false every run of white space becomes one space; else line ends are kept.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\t", " ")
    text = unicodedata.normalize("NFC", text[: MOST * 4])
    text = "".join(_shown(c) for c in text)
    if not lines:
        text = " ".join(part for part in re.split(r"[ \n]+", text) if part)
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def figures(text: str) -> str:
    """A formatted number with the narrow gaps that paper uses between thousands."""
    return _DIGIT_GAP.sub("\u202f", text)


def _shown(char: str) -> str:
    if char == "\n" or " " <= char <= "~":
        return char
    if ord(char) in glyphs():
        return char
    return "" if unicodedata.category(char) in _UNSEEN else BOX


@lru_cache(maxsize=1)
def glyphs() -> frozenset[int]:
    """The code points that every weight of the paper's font can draw, invisible ones left out."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    from kpidesk.report.fonts import FACES

    common: set[int] | None = None
    for name in FACES.values():
        found = set(TTFontFile(str(assets.path("fonts", name)), charInfo=1).charToGlyph)
        common = found if common is None else common & found
    return frozenset(c for c in common or set() if unicodedata.category(chr(c)) not in _UNSEEN)
