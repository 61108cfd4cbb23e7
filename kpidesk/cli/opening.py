"""What every command has in common: its file opened in the name of somebody, and what it gives to print."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import sys
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from kpidesk.cli import passwords
from kpidesk.cli.language import speak
from kpidesk.domain.period import Frequency, Period
from kpidesk.errors import BadInput, UserError
from kpidesk.login import full_name, login
from kpidesk.records import record
from kpidesk.settings import Home
from kpidesk.text import LANGUAGES, _, msg
from kpidesk.workspace import Workspace, opening


@record(frozen=True)
class Outcome:
    """What to print: words for people, data for ``--json``, and the exit code."""

    words: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    code: int = 0


@contextlib.contextmanager
def opened(options: argparse.Namespace) -> Iterator[Workspace]:
    """Open the file of a command, and speak its language from then on; say what is kept here and not in it yet."""
    with _open(options) as ws:
        speak(ws.company.language)
        yield ws
    if ws.sharing.pending and not ws.read_only:
        problem = ws.sharing.state().problem
        print(_("Kept on this machine and not shared yet."), problem or "", file=sys.stderr)


def _open(options: argparse.Namespace) -> Workspace:
    """What refuses to open, as where the disk is full, is told in its own language as far as that can be read."""
    try:
        return Workspace.open(options.file, author=author(options), passwords=passwords.known(options.file))
    except UserError:
        found = opening.language_of(options.file)
        if found in LANGUAGES:
            speak(found)
        raise


class _Tried(Exception):
    """Ends what was only tried."""


@contextlib.contextmanager
def done_or_tried(ws: Workspace, options: argparse.Namespace) -> Iterator[None]:
    """What is done inside is stored as one change; with ``--dry-run`` it is only tried, refused as it would be."""
    try:
        with ws.editing.together():
            yield
            if options.dry_run:
                raise _Tried
    except _Tried:
        return


def not_stored(options: argparse.Namespace) -> list[str]:
    """The line that says so of what was only tried."""
    return [_("Nothing was written.")] if options.dry_run else []


def author(options: argparse.Namespace) -> str:
    """The name that the history shows for changes made here.

    ``--author`` first, which is remembered where this machine knows no name yet; then ``KPIDESK_AUTHOR``, the name
    that the window knows, and as a last resort that of the system's user, or of the login.
    """
    home = Home.default()
    given = (getattr(options, "author", None) or "").strip()
    if given and not home.author:
        home.remember_author(given)
    return given or os.environ.get("KPIDESK_AUTHOR", "").strip() or home.author or full_name() or login()


def read_period(
    words: str, fiscal_start: int, today: dt.date | None = None, frequency: Frequency | None = None
) -> Period:
    """A period from its key or its name, of a ``frequency`` before others; raises ``BadInput`` for what is none.

    Dates in figures begin with the day, as the program itself writes them.
    """
    from kpidesk import reading  # only some commands name a period, and it takes 9 ms

    for wanted in (frequency, None):
        calendar = reading.Calendar(fiscal_start, today, wanted, reading.Order.DMY)
        found = reading.likeliest(reading.period(words, calendar), None)
        if found is not None:
            return found
    raise BadInput(
        msg(
            "“{words}” isn’t a valid period. Write it like 2026-03, 2026-W11 or 2026-Q1. Nothing was changed.",
            words=words[:40],
        )
    )


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(getattr(value, "value", value))
