"""Text made fit for the report, once, where it enters its model.

The canvas parses nothing, so markup needs no escaping; what must go are characters that no file may hold or that
turn the line around. Letters and emoji stay what they are, in the workbook, in bookmarks and in what the file says
of itself; only a page draws a box for what none of its typefaces has (``fonts.drawable``).
"""

from __future__ import annotations

import re
import unicodedata

JOINERS = frozenset({"\u200c", "\u200d", *map(chr, range(0xE0020, 0xE0080))})
"""Invisible, but a part of letters and pictures: they join, part, or name a flag."""
MOST = 4_000
NARROW = "\u202f"
"""No single text is longer on paper; the rest is cut with an ellipsis."""

_DIGIT_GAP = re.compile(r"(?<=\d)[\u00a0 ](?=\d{3}(?!\d))")


def clean(text: str, *, lines: bool = False) -> str:
    """``text`` in NFC without characters for control and direction; see the module.

    With ``lines`` false every run of white space becomes one space; else line ends are kept.
    """
    text = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\t", " ")
    )
    text = unicodedata.normalize("NFC", text[: MOST * 4])
    text = "".join(_shown(c) for c in text)
    if not lines:
        text = " ".join(part for part in re.split(r"[ \n]+", text) if part)
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def figures(text: str) -> str:
    """A formatted number with the narrow gaps that paper uses between thousands."""
    return _DIGIT_GAP.sub(NARROW, text)


def _shown(char: str) -> str:
    if char == "\n" or " " <= char <= "~":
        return char
    code, kind = ord(char), unicodedata.category(char)
    noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return "" if noncharacter or kind in ("Cc", "Cs") or (kind == "Cf" and char not in JOINERS) else char
