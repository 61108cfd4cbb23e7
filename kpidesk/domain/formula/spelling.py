"""A formula as people type it, with the names that stand on screen, and as it is stored, with the keys of inputs.

“Nettosalg / antall besøk” becomes “net_sales / sessions”: case does not matter, and the longest name wins. Names that
hold a sign of the language, or that two inputs share, could mean something else and are left for the reader to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kpidesk.records import record

SIGNS = frozenset("+-*/(),#×·÷−–")


@record(frozen=True)
class Spelled:
    """*text* is the formula in keys; ``origin[n]`` is where its n-th character stands in what was typed."""

    text: str
    origin: tuple[int, ...]


def in_keys(typed: str, inputs: Iterable[tuple[str, str]]) -> Spelled:
    """The formula with each name of an input replaced by its key; *inputs* are (name, key) in any order."""
    keys = _by_name(inputs) if typed.strip() else {}
    if not keys:
        return Spelled(typed, tuple(range(len(typed) + 1)))
    text, origin, last = "", list[int](), 0
    for found in _pattern(keys).finditer(typed):
        key = keys[_plain(found[0])]
        text += typed[last : found.start()] + key
        origin += [*range(last, found.start()), *[found.start()] * len(key)]
        last = found.end()
    return Spelled(text + typed[last:], (*origin, *range(last, len(typed) + 1)))


def named_in(typed: str, inputs: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The keys of the inputs that a formula names, each once, in the order in which they stand."""
    keys = _by_name(inputs)
    found = _pattern(keys).finditer(typed) if keys else ()
    return tuple(dict.fromkeys(keys[_plain(each[0])] for each in found))


def _by_name(inputs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name, key in inputs:
        for word in {_plain(name), key.casefold()}:
            if word and not SIGNS & set(word) and not word[0].isdigit():
                found.setdefault(word, set()).add(key)
    return {word: next(iter(keys)) for word, keys in found.items() if len(keys) == 1}


def _pattern(keys: Mapping[str, str]) -> re.Pattern[str]:
    """Whole names, the longest first; a name before a bracket is a function's."""
    words = sorted(keys, key=len, reverse=True)
    spaced = "|".join(r"\s+".join(re.escape(part) for part in word.split()) for word in words)
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)(?!\s*\()", re.IGNORECASE)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
