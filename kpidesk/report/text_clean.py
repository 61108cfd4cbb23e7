"""Text made fit for paper, once, where it enters the report's model.

The canvas parses nothing, so markup needs no escaping; what must go are characters that print as
nothing or turn the line around. A glyph that none of the paper's fonts has becomes a box.
"""

from __future__ import annotations

import re
import unicodedata

from kpidesk.report import fonts

BOX = "□"
MOST = 4_000
"""No single text is longer on paper; the rest is cut with an ellipsis."""

_DIGIT_GAP = re.compile(r"(?<=\d)[\u00a0 ](?=\d{3}(?!\d))")


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
    if fonts.own(char) or fonts.spare(char):
        return char
    return "" if unicodedata.category(char) in fonts.UNSEEN else BOX
