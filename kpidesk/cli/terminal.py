"""Words that a terminal shows and does not obey: a name in a file, or on the command line, may hold orders to it."""

from __future__ import annotations

ORDERS = dict.fromkeys([*range(9), *range(11, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}")
"""The control characters but tabulator and line end."""


def harmless(words: str) -> str:
    """The words without what orders a terminal about."""
    return words.translate(ORDERS)
