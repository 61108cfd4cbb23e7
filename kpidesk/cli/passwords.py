"""Passwords without a window: from the environment or typed unseen, never as an argument that a shell remembers."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kpidesk.errors import BadInput
from kpidesk.text import _, msg
from kpidesk.workspace import opening

OLD, NEW = "KPIDESK_PASSWORD", "KPIDESK_NEW_PASSWORD"


def known(path: Path | str) -> tuple[str, ...]:
    """The passwords to try on a file; one that nobody has given is asked for where somebody can type."""
    given = os.environ.get(OLD, "")
    if given:
        return (given,)
    if not opening.needs_password(path) or not sys.stdin.isatty():
        return ()
    return (_asked(_("Password: ")),)


def weak_words() -> str:
    """What is said of a password that can be guessed."""
    return _("It is easy to guess: ten characters or more, or four words, are safer.")


def new() -> str:
    """The password to set."""
    given = os.environ.get(NEW, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise BadInput(msg("The new password is missing. Nothing was changed. Set {name}, or type it.", name=NEW))
    first = _asked(_("New password: "))
    if not first or first != _asked(_("Once more: ")):
        raise BadInput(msg("The passwords are not the same. Nothing was changed."))
    return first


def _asked(words: str) -> str:
    """What is typed unseen; few commands need a terminal, so what reads it is loaded here."""
    import getpass

    return getpass.getpass(words)
