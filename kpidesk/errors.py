"""What can go wrong for the person at the keyboard, said in one clear sentence.

A ``UserError`` is expected: bad input, a full disk, a file that is not ours. Its message says what
happened, what is safe and what to do, and nothing has been changed when it is raised. Any other
exception is a fault in the program.
"""

from __future__ import annotations

from kpidesk.text import Message


class UserError(Exception):
    """Refused, with a sentence for the person at the keyboard; nothing was changed."""

    def __init__(self, message: Message, *, details: str = "") -> None:
        super().__init__(message.text)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class BadInput(UserError):
    """What was typed, pasted or imported can't be taken."""


class RuleBroken(UserError):
    """The change is against a rule of the domain: a goal inside itself, a start equal to its target."""


class NotFound(UserError):
    """The thing named does not exist, or has been deleted."""


class FileRefused(UserError):
    """The file is damaged, foreign, or of a newer kind than this version can write."""


class StorageFault(UserError):
    """The disk is full, the folder read-only, the file locked: nothing was stored."""
