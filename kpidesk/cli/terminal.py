"""Words that a terminal shows and does not obey: a name in a file, or on the command line, may hold orders to it."""

from __future__ import annotations

from kpidesk.domain.bounds import TURNS

ORDERS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}") | TURNS
"""The control characters but tabulator and line end, and what turns the rest of a line, of which nothing is left."""


def harmless(words: str) -> str:
    """The words without what orders a terminal about."""
    return words.translate(ORDERS)
