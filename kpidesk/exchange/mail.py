"""A message with its attachments, handed to the mail program of the machine: nothing is sent from here.

Where a desktop has ``xdg-email`` that opens a new message. Elsewhere the message is a file (RFC 5322) that says of
itself that it has not been sent (``X-Unsent``), which mail programs open for editing.
"""

from __future__ import annotations

import mimetypes
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from kpidesk.domain.bounds import printable
from kpidesk.records import record

OPENER = "xdg-email"
PATIENCE_S = 20.0
"""Seconds until a program that says nothing counts as failed."""


@record(frozen=True)
class Message:
    """What is written before somebody chooses who gets it."""

    subject: str
    body: str
    attachments: tuple[Path, ...] = ()


def as_file(message: Message) -> bytes:
    """The message as a file that has not been sent; raises ``OSError`` where an attachment can't be read."""
    from email.message import EmailMessage
    from email.policy import SMTP

    made = EmailMessage(SMTP)
    made["Subject"] = _line(message.subject)
    made["X-Unsent"] = "1"
    made.set_content(_lines(message.body))
    for path in message.attachments:
        kind, _slash, form = (mimetypes.guess_type(path.name)[0] or "application/octet-stream").partition("/")
        made.add_attachment(path.read_bytes(), maintype=kind, subtype=form, filename=_line(path.name))
    return made.as_bytes()


def command_of(message: Message, program: str) -> list[str]:
    """How ``xdg-email`` is asked to open a message; it takes one address, so none is given."""
    attached = [word for path in message.attachments for word in ("--attach", str(path))]
    return [program, "--utf8", "--subject", _line(message.subject), "--body", _lines(message.body), *attached]


def _line(words: str) -> str:
    """One line that a header and a program's argument can hold: names may come from anybody's file."""
    return " ".join(printable(words).split())


def _lines(words: str) -> str:
    """The same of several lines."""
    return "\n".join(printable(line) for line in words.split("\n"))


def open_in_program(message: Message, search: str | None = None) -> bool:
    """Ask the desktop's mail program for a new message; tells whether it says that it did.

    ``search`` is where programs are looked for, else where the system does.
    """
    program = shutil.which(OPENER, path=search)
    return program is not None and _succeeds(command_of(message, program))


def _succeeds(command: Sequence[str]) -> bool:
    silent = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, and no shell reads them
            command, check=False, stdin=silent, stdout=silent, stderr=silent, timeout=PATIENCE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
