"""What a file can be called on the three systems, whatever a company or a paper is called."""

from __future__ import annotations

FORBIDDEN = frozenset('<>:"/\\|?*')
"""What some system's file names can't hold."""
LONGEST = 180
"""Bytes of a name in UTF-8: a folder takes 255, and an ending, a number or what lies beside it come behind."""


def can_be_called(name: str) -> bool:
    """Tell whether a file can have that name, its ending apart."""
    return bool(name) and not FORBIDDEN & set(name) and name.isprintable() and fits(name)


def fits(name: str) -> bool:
    """Tell whether a name, its ending apart, is short enough for a folder."""
    return len(name.encode()) <= LONGEST


def called_after(words: str) -> str:
    """A name after any words: what can't stand in it is a space, and what is too long is cut off; empty for nothing."""
    clean = "".join(letter if letter.isprintable() and letter not in FORBIDDEN else " " for letter in words)
    return " ".join(clean.split()).encode()[:LONGEST].decode(errors="ignore").strip(" .")
