"""Whether a password can be guessed; told, never forbidden: whoever chooses it knows what it protects."""

from __future__ import annotations

LENGTH, WORDS, LETTERS = 10, 4, 5
"""Long enough by letters or by words; fewer different letters than this are one letter typed many times."""


def is_weak(password: str) -> bool:
    """Tell whether a password is shorter than ten characters and less than four words, or nearly one letter only."""
    long_enough = len(password) >= LENGTH or len(password.split()) >= WORDS
    return not long_enough or len(set(password)) < LETTERS
