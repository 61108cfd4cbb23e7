"""Checks that several commands share: texts, numbers, and what may be chosen."""

from __future__ import annotations

import math
import unicodedata
from typing import TypeVar

from kpidesk.domain.entities import Entity, Uid
from kpidesk.errors import BadInput
from kpidesk.text import Message, msg
from kpidesk.workspace import Workspace

E = TypeVar("E", bound=Entity)
LONGEST_TITLE = 500
LONGEST_TEXT = 10_000


def title(text: str, empty: Message) -> str:
    """A one-line text, cleaned; refuses an empty or endless one."""
    clean = " ".join(_printable(text).split())
    if not clean:
        raise BadInput(empty)
    if len(clean) > LONGEST_TITLE:
        raise BadInput(
            msg("This text is too long: at most {most} characters. Nothing was changed.", most=LONGEST_TITLE)
        )
    return clean


def prose(text: str) -> str:
    """A text of several lines, cleaned of control characters."""
    clean = "\n".join(_printable(line).rstrip() for line in text.splitlines()).strip()
    if len(clean) > LONGEST_TEXT:
        raise BadInput(msg("This text is too long: at most {most} characters. Nothing was changed.", most=LONGEST_TEXT))
    return clean


def finite(value: float | None) -> float | None:
    """A number that can be stored, or no value."""
    if value is not None and not math.isfinite(value):
        raise BadInput(msg("This is not a number that can be stored. Nothing was changed."))
    return value


def existing(workspace: Workspace, kind: type[E], uid: Uid | None) -> Uid | None:
    """A reference to a living row, or none; raises ``NotFound``."""
    if uid is not None:
        workspace.get(kind, uid)
    return uid


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
