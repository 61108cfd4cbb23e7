"""What an examination finds."""

from __future__ import annotations

from kpidesk.records import record
from kpidesk.text import Message

FINE, NOTE, TROUBLE = "fine", "note", "trouble"
"""As it should be; good to know; something to mend, or work can be lost or refused."""


@record(frozen=True)
class Finding:
    """One sentence, whose code stays when its words change, and how grave it is."""

    grade: str
    message: Message


def fine(code: str, message: Message) -> Finding:
    """As it should be."""
    return Finding(FINE, message.coded(code))


def note(code: str, message: Message) -> Finding:
    """Good to know."""
    return Finding(NOTE, message.coded(code))


def trouble(code: str, message: Message) -> Finding:
    """To be mended."""
    return Finding(TROUBLE, message.coded(code))
