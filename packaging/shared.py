"""Shared libraries of Linux: what they are linked to, and the Debian packages of those that the bundle has not."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)$", re.MULTILINE)


def linked(library: Path | str) -> set[str]:
    """The names of the libraries that one is linked to, not those that they are linked to in their turn."""
    return set(NEEDED.findall(_told(library)))


def _told(library: Path | str) -> str:
    told = subprocess.run(["objdump", "-p", str(library)], text=True, capture_output=True, check=True)
    return told.stdout
