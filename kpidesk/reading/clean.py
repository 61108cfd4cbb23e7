"""Letters that look alike made alike: spaces, minus signs, apostrophes, digits, and marks that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

UNSEEN = dict.fromkeys(
    [0x00AD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A)]
)
MINUS = dict.fromkeys(map(ord, "\u2212\u2010\u2011\ufe63\uff0d"), "-")
APOSTROPHE = dict.fromkeys(map(ord, "\u2019\u2018\u02bc\u2032\u00b4`"), "'")
_ALIKE = {**UNSEEN, **MINUS, **APOSTROPHE, ord("％"): "%"}
_TEXT_FORMULA = re.compile(r'="(.*)"')


def cleaned(text: str) -> str:
    """A text with plain spaces, signs and digits, none around it and never two spaces in a row.

    A spreadsheet's ways to keep a text a text, ``="2026-01"`` and ``'2026-01``, are taken off. Dashes that are no
    minus (U+2013, U+2014) stay, because between two numbers they mean “to”.
    """
    plain = text if text.isascii() else "".join(map(_plain, text.translate(_ALIKE)))
    plain = re.sub(" {2,}", " ", plain.strip())
    if found := _TEXT_FORMULA.fullmatch(plain):
        return found[1].strip()
    return plain[1:].lstrip() if plain[:1] == "'" else plain


@lru_cache(maxsize=512)
def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Zs":
        return " "
    return str(unicodedata.digit(letter)) if kind == "Nd" else letter
