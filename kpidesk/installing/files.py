"""Every file that a Linux desktop and its shells read of the program, by its place under ``share``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from kpidesk import assets

COMPLETIONS = {
    "bash": "bash-completion/completions/kpidesk",
    "zsh": "zsh/site-functions/_kpidesk",
    "fish": "fish/vendor_completions.d/kpidesk.fish",
}
MANUALS = {"en": "man/man1/kpidesk.1", "nb": "man/nb/man1/kpidesk.1"}
ENTRY = "applications/no.kpidesk.KpiDesk.desktop"
METAINFO = "metainfo/no.kpidesk.KpiDesk.metainfo.xml"


def all_files(
    manuals: Mapping[str, str], completions: Mapping[str, str], command: tuple[str, ...] = ()
) -> dict[str, bytes]:
    """The files by their place: what the program brings, its manual page by language, its completion by shell.

    ``command`` is how the program is started where it is not on everybody's path.
    """
    files = dict(_shipped())
    if command:
        files[ENTRY] = started_by(files[ENTRY].decode(), command).encode()
    files |= {MANUALS[language]: page.encode() for language, page in manuals.items()}
    return files | {COMPLETIONS[shell]: script.encode() for shell, script in completions.items()}


def _shipped() -> Iterator[tuple[str, bytes]]:
    """What the program brings as it is."""
    share = assets.path("system", "share")
    for path in sorted(share.rglob("*")):
        if path.is_file():
            place = path.relative_to(share).parts
            yield "/".join(place), assets.read_bytes("system", "share", *place)


def released() -> dt.date:
    """The day of the release, as the description for software centres tells it."""
    told = re.search(
        r'<release version="[^"]+" date="([^"]+)"', assets.read_bytes("system", "share", METAINFO).decode()
    )
    assert told is not None, "a release has a day"
    return dt.date.fromisoformat(told[1])


def started_by(entry: str, command: tuple[str, ...]) -> str:
    """A desktop entry that starts the program by a command of its own."""
    called = " ".join(map(_quoted, command))
    wanted = Path(command[0]).as_posix().replace("\\", "\\\\")
    entry = re.sub(r"(?m)^Exec=kpidesk", lambda _found: f"Exec={called}", entry)
    return re.sub(r"(?m)^TryExec=.*$", lambda _found: f"TryExec={wanted}", entry)


def _quoted(argument: str) -> str:
    """An argument as the Desktop Entry Specification wants it: quoted once for the command, and once as a value."""
    plain = argument.replace("%", "%%")
    if re.fullmatch(r"[\w%@+=:,./-]+", plain):
        return plain
    quoted = '"' + re.sub(r'(["`$\\])', r"\\\1", plain) + '"'
    return quoted.replace("\\", "\\\\")
