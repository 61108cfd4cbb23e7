"""Where the program keeps its own things: rights, room, and whether what it brings is all there."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from kpidesk import assets, disk, log_file
from kpidesk.doctor.findings import Finding, fine, note, trouble
from kpidesk.errors import UserError
from kpidesk.settings import Home
from kpidesk.text import msg

LITTLE_ROOM = 200_000_000
"""Bytes free, below which storing and backing up are in danger."""
FONT = b"\0\1\0\0"
MILLION = 1_000_000


def examine(home: Home) -> Iterator[Finding]:
    """The private folder, its disk, the log, and the program's own files."""
    yield from _private(home)
    yield room(home.data)
    yield from _log(home)
    yield from _shipped()
    yield from _passwords()


def _private(home: Home) -> Iterator[Finding]:
    try:
        disk.write_private(b"", home.data / "doctor.tmp")
        (home.data / "doctor.tmp").unlink()
    except (OSError, UserError):
        yield trouble(
            "private_not_writable", msg("The private folder can’t be written to: {folder}.", folder=str(home.data))
        )
        return
    if os.name == "posix" and stat.S_IMODE(home.data.stat().st_mode) & disk.OTHERS:
        yield note(
            "private_open",
            msg("Others on this machine can look into the private folder: {folder}.", folder=str(home.data)),
        )
        return
    yield fine(
        "private_writable", msg("The private folder can be written to, by you alone: {folder}.", folder=str(home.data))
    )


def room(folder: Path) -> Finding:
    """How much is free on the disk of a folder."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    if free < LITTLE_ROOM:
        return trouble(
            "little_room", msg("Only {n} MB are free on the disk of {folder}.", n=free // MILLION, folder=str(folder))
        )
    return fine("room", msg("{n} GB are free on the disk of {folder}.", n=free // (1000 * MILLION), folder=str(folder)))


def _log(home: Home) -> Iterator[Finding]:
    pages = [page for page in (home.log, log_file.earlier(home.log)) if page.is_file()]
    if pages:
        size = sum(page.stat().st_size for page in pages) // 1000
        yield note("log", msg("The log has something written in it ({n} kB): {file}.", n=size, file=str(home.log)))


def _shipped() -> Iterator[Finding]:
    fonts = sorted(assets.path("fonts").glob("*.ttf"))
    whole = len(fonts) > 1 and all(disk.head(font, 4) == FONT for font in fonts)
    if whole and assets.path("i18n", "nb", "LC_MESSAGES", "kpidesk.mo").is_file():
        yield fine("whole", msg("Fonts and languages of the program are all there."))
    else:
        yield trouble("damaged", msg("Fonts or languages of the program are missing or damaged. Install it again."))


def _passwords() -> Iterator[Finding]:
    from kpidesk.workspace import engine

    if not engine.versions()["SQLCipher"]:
        yield note(
            "no_sqlcipher", msg("Files with a password can’t be opened here: the package sqlcipher3 is not installed.")
        )
