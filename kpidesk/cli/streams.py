"""Writing what is made to a file, or to standard output where ``-`` is asked for."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpidesk.errors import BadInput
from kpidesk.text import msg

STANDARD = "-"


@contextmanager
def place_for(output: str) -> Iterator[Path]:
    """Where to write: the file named, or a temporary one whose content goes to standard output afterwards.

    A document is no text to be read in a terminal, so there it is refused before any work is done.
    """
    if output != STANDARD:
        yield Path(output)
        return
    if sys.stdout.isatty():
        raise BadInput(
            msg("This would write a document to the screen. Name a file, or send the output on to one with “>”.")
        )
    with tempfile.TemporaryDirectory(prefix="kpidesk-") as folder:
        made = Path(folder) / "made"
        yield made
        sys.stdout.buffer.write(made.read_bytes())
        sys.stdout.buffer.flush()


def refuse_standard(file: str) -> None:
    """A workspace is changed in its place, so it can't go to standard output."""
    if file == STANDARD:
        raise BadInput(msg("A KPI Desk file can't be written to standard output. Name a file; nothing was written."))
