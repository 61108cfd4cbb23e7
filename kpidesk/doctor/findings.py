"""What an examination finds."""

from __future__ import annotations

from kpidesk.records import record
from kpidesk.text import Message

FINE, NOTE, TROUBLE = "fine", "note", "trouble"
"""As it should be; good to know; something to mend, or work can be lost or refused."""


@record(frozen=True)
class Finding:
    """One sentence and how grave it is."""

    grade: str
    message: Message


def fine(message: Message) -> Finding:
    """As it should be."""
    return Finding(FINE, message)


def note(message: Message) -> Finding:
    """Good to know."""
    return Finding(NOTE, message)


def trouble(message: Message) -> Finding:
    """To be mended."""
    return Finding(TROUBLE, message)
