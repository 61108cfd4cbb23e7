"""Writing what is made to a file, or to standard output where ``-`` is asked for."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import BadInput
from kpidesk.text import msg

STANDARD = "-"


@contextmanager
def place_for(output: str, *taken: Path | str | None) -> Iterator[Path | io.BytesIO]:
    """Where to write: the file named, or memory whose content goes to standard output afterwards.

    A document is no text to be read in a terminal, so there it is refused before any work is done; and so is one
    that would replace what is ``taken``: the workspace, another output. Nothing of a file with a password lies on
    a disk that was not asked for.
    """
    if output != STANDARD:
        place = Path(output)
        disk.refuse_taken(place, [Path(each) for each in taken if each not in (None, "", STANDARD)])
        disk.destination(place)
        yield place
        return
    if sys.stdout.isatty():
        raise BadInput(
            msg(
                "This would write a document to the screen. Give a file name, or redirect the output to a file "
                "with “>”."
            )
        )
    made = io.BytesIO()
    yield made
    sys.stdout.buffer.write(made.getvalue())
    sys.stdout.buffer.flush()


def refuse_standard(file: str) -> None:
    """A workspace is changed in its place, so it can't go to standard output."""
    if file == STANDARD:
        raise BadInput(
            msg("A KPI Desk file can't be written to standard output. Give a file name. Nothing was written.")
        )
