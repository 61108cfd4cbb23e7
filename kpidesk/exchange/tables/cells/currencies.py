"""The currencies that a table names in its headings, titles and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpidesk.reading.words import MONEY

_SIGNS = "".join(word for word in MONEY if len(word) == 1 and not word.isalpha())
_CODES = {word.upper(): code.upper() for word, code in MONEY.items() if code and word.isalpha()}
_NAMED = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(sorted(_CODES, key=len, reverse=True))}|[Ee]uro)(?![A-Za-z])")
"""Codes in capitals: ``sek`` can be seconds."""


def currencies_in(texts: Iterable[str]) -> frozenset[str]:
    """The codes of the currencies that texts name: ``EUR`` for ``1 355,90 €`` and ``Beløp (EUR)``; none for ``kr``."""
    found = set()
    for text in texts:
        found |= {MONEY[sign].upper() for sign in _SIGNS if sign in text}
        found |= {_CODES[word.upper()] for word in _NAMED.findall(text)}
    return frozenset(found)
