"""A round that was left, on this machine: one for each file, never in the shared file."""

from __future__ import annotations

from kpidesk.round.progress import Progress, read
from ui.base.session import Session


def remembered(session: Session) -> Progress | None:
    """The round of the open file as it was left, if one was."""
    return read(session.memory.text(_name(session)))


def remember(session: Session, progress: Progress) -> None:
    """Remember a round. Words that are not stored yet are not written beside a file with a password."""
    session.memory.put(_name(session), progress.for_disk(words=not session.ws.lock.is_set))


def seal(session: Session) -> None:
    """Take away the words of a round that was left before its file had a password."""
    if session.ws.lock.is_set and session.memory.text(_name(session)):
        known = remembered(session)
        session.memory.put(_name(session), "" if known is None else known.for_disk(words=False))


def _name(session: Session) -> str:
    return f"round/{session.ws.sharing.identity}"
