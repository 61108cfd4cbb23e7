"""Searching in the manual: sections that say every word looked for, whatever its ending and its accents.

A word is found by its beginning (it is looked for while it is typed), and by its stem: “targets” finds “target”,
«målene» finds «mål». Endings of nouns, adjectives and verbs are taken away and nothing else, as light stemmers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kpidesk.library import folded
from kpidesk.manual.book import Book, Section

WORD = re.compile(r"(?:[^\W_]-)?[^\W_]{2,}(?:-[^\W_](?![^\W_]))?|[^\W_]+")
"""A lone letter with a hyphen belongs to its word: «e-post» and SAF-T say nothing of whatever begins with e or t."""
SHORTEST = 3
"""Letters that are left of a word at least."""
ENDINGS = {
    "nb": ("heter", "ende", "ene", "ane", "ers", "ens", "ets", "er", "en", "et", "es", "te", "de", "e", "a", "s"),
    "en": ("ings", "ing", "ies", "ied", "edly", "ed", "es", "ly", "s", "y", "e"),
}
"""Longest first."""
IN_TITLE, WHOLE = 8, 2
"""What a word counts in a heading, and one that is written so and not only akin; 1 anywhere else."""


@dataclass(frozen=True)
class Hit:
    """A section that says what is looked for."""

    section: Section
    chapter_title: str
    weight: int


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """A folded word without its ending."""
    for ending in ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word[: -len(ending)]
    return word


def find(book: Book, wanted: str) -> list[Hit]:
    """Sections that say every word of ``wanted``, those that are about it first."""
    sought = _sought(wanted)
    if not sought:
        return []
    hits = [
        Hit(section, chapter.title, weight)
        for chapter in book.chapters
        for section in chapter.sections
        if (weight := _weight(section, sought, book.language))
    ]
    return sorted(hits, key=lambda hit: -hit.weight)


def _weight(section: Section, sought: Sequence[str], language: str) -> int:
    """How much a section says of what is looked for; 0 where it lacks a word of it."""
    weight = 0
    for word in sought:
        in_title = _says(section.title, word, language)
        in_text = _says(section.text, word, language)
        if not in_title and not in_text:
            return 0
        weight += IN_TITLE * in_title + min(in_text, IN_TITLE - 1)
    return weight


def _says(text: str, word: str, language: str) -> int:
    """How often a text says a word, one that is written so counted more."""
    if not WORD.fullmatch(word):
        return WHOLE * folded(text).count(word)
    return sum(WHOLE if known.startswith(word) else 1 for known in _words(text) if akin(known, word, language))


@lru_cache(maxsize=2_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(folded(text)))


def _sought(wanted: str) -> list[str]:
    """The words that are looked for; marks alone, as “<”, are looked for as they stand."""
    text = folded(wanted)
    return WORD.findall(text) or text.split()


def akin(known: str, word: str, language: str) -> bool:
    """Whether a folded word begins as the one looked for, or has its stem."""
    begins = known.startswith(word) or known[1:].startswith("-" + word)
    return begins or (len(word) > SHORTEST and stem(known, language) == stem(word, language))


def spans(text: str, wanted: str, language: str) -> Iterator[tuple[int, int]]:
    """Where a text says what is looked for: from, to."""
    words = [word for word in _sought(wanted) if WORD.fullmatch(word)]
    for found in WORD.finditer(text):
        if any(akin(folded(found[0]), word, language) for word in words):
            yield found.span()
