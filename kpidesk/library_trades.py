"""Which template a typed trade means: by its name in both languages, and by what such businesses are also called."""

from __future__ import annotations

from kpidesk import library
from kpidesk.library import Template


def found(typed: str) -> tuple[Template, ...]:
    """The templates that a trade may mean, the likeliest first; all by their names while nothing is typed.

    Each word must begin a word of one of the names, or stand inside one; accents and case do not matter. A template's
    own name counts more than another word for the trade.
    """
    templates = {each.id: each for each in library.templates()}
    ranked = library.ranked(typed, library.trade_names())
    if ranked is None:
        return tuple(sorted(templates.values(), key=lambda each: library.folded(each.name)))
    return tuple(templates[name] for name in ranked)


def beginning(name: str, typed: str) -> tuple[int, int] | None:
    """Where in a name the first of the typed words stands, as it is shown: its first letter and the one after it."""
    words = typed.split()
    at = library.folded(name).find(library.folded(words[0])) if words else -1
    if at < 0 or len(library.folded(name)) != len(name):  # a folded letter that is two moves what follows
        return None
    return at, at + len(words[0])
