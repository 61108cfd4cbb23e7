"""Keys as the tables of the manual show them."""

from __future__ import annotations

from collections.abc import Iterable

from kpidesk.manual.book import Run, Words
from kpidesk.manual.keys import named


def key_words(keys: Iterable[str]) -> Words:
    """Keys that do the same, side by side under their names."""
    found: list[Run] = []
    for each in keys:
        found += [Run(named(each), code=True, key=True), Run(" ")]
    return tuple(found[:-1])
