"""Writing what is made to a file, or to standard output where ``-`` is asked for."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kpidesk import disk
from kpidesk.errors import BadInput
from kpidesk.settings import Home
from kpidesk.text import msg

STANDARD, TEMPORARY = "-", ".tmp"


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


def refuse_two(json: bool, *outputs: str | None) -> None:
    """Only one document goes to standard output."""
    if [*outputs, STANDARD if json else None].count(STANDARD) > 1:
        raise BadInput(msg("Only one of the two can be written to standard output. Nothing was written."))


@contextmanager
def file_of(given: str, begun: bytes = b"") -> Iterator[Path]:
    """The file that is named, or what comes from standard input, in the private folder for as long as the block.

    ``begun`` is what of that has been read already.
    """
    if given != STANDARD:
        yield Path(given)
        return
    with private_place() as place:
        place.touch(mode=0o600)
        with open(place, "wb") as made:
            made.write(begun)
            shutil.copyfileobj(sys.stdin.buffer, made)
        yield place


@contextmanager
def private_place() -> Iterator[Path]:
    """A file to be made for a moment in the private folder, gone after the block."""
    folder = Home.default().working_copies
    disk.private_folder(folder)
    place = folder / f"send-{os.urandom(8).hex()}{TEMPORARY}"  # what a killed program leaves is swept away by this name
    try:
        yield place
    finally:
        place.unlink(missing_ok=True)


def refuse_standard(file: str) -> None:
    """A workspace is changed in its place, so it can't go to standard output."""
    if file == STANDARD:
        raise BadInput(
            msg("A KPI Desk file can’t be written to standard output. Give a file name. Nothing was written.")
        )
