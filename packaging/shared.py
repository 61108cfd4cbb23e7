"""Shared libraries of Linux: what they are linked to, and the Debian packages of those that the bundle has not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)
GLIBC = re.compile(r"\bGLIBC_(\d+\.\d+)\b")


def linked(library: Path | str) -> set[str]:
    """The names of the libraries that one is linked to, not those that they are linked to in their turn."""
    return set(NEEDED.findall(_told(library)))


def _told(library: Path | str) -> str:
    told = subprocess.run(["objdump", "-p", str(library)], text=True, capture_output=True, check=True)
    return told.stdout


OF_THE_LOADER = re.compile(r"^(ld-linux.*|lib(c|m|dl|pthread|resolv|rt|util))\.so")
"""All of them are glibc's."""
OLD_NAMES = {
    "libz.so.1": "zlib1g",
    "libcom_err.so.2": "libcom-err2",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
}
"""Packages that Debian does not call by the library in them."""
AS_WISHED = ("printsupport/",)
"""What the program does without where the machine has no library for it."""


def missing(folder: Path) -> tuple[set[str], set[str]]:
    """The libraries that the programs of a folder need from the machine, and those that something can do without."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]
    own = {path.name for path in folder.rglob("*")}
    needed: set[str] = set()
    wished: set[str] = set()
    for path in files:
        (wished if any(each in str(path) for each in AS_WISHED) else needed).update(linked(path) - own)
    return needed, wished - needed


def package(library: str) -> str:
    """The Debian package of a library, by the rule that it is called for it; "" of what every machine has.

    ``libX11.so.6`` is in libx11-6, ``libcups.so.2`` in libcups2.
    """
    if OF_THE_LOADER.match(library):
        return ""
    if library in OLD_NAMES:
        return OLD_NAMES[library]
    name, _so, number = library.lower().replace("_", "-").partition(".so.")
    return f"{name}{'-' if name[-1].isdigit() else ''}{number}"


def oldest_glibc(folder: Path) -> str:
    """The glibc that the programs of a folder ask for, as ``2.35``."""
    asked = {found for path in folder.rglob("*") if _is_elf(path) for found in GLIBC.findall(_told(path))}
    return ".".join(map(str, max(tuple(map(int, each.split("."))) for each in asked)))


def _is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(4) == b"\x7fELF"
