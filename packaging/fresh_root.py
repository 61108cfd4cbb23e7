"""A fresh Debian in a folder, to install a package into and take it away again: made by debootstrap, as root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = re.compile(r"^\s*\d+ (\S+) (\w+)/main \w+ Packages$", re.MULTILINE)
VARIABLE = ("var/cache/", "var/lib/apt/", "var/lib/dpkg/", "var/log/", "proc/", "sys/", "dev/", "run/", "tmp/")
"""Where every installing and removing leaves lists and logs of its own."""
MADE_ANEW = ("etc/ld.so.cache", "etc/passwd-", "etc/group-", "etc/shadow-", "etc/gshadow-")


class FreshRoot:
    """One such folder; ``code`` is how the last command ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.code = 0

    def run(self, *command: str) -> str:
        """Run one command inside, and give what it has said."""
        surroundings = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive", "KPIDESK_LANGUAGE": "nb",
        }  # fmt: skip
        done = subprocess.run(
            ["chroot", str(self.folder), *command], env=surroundings, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.code = done.returncode
        return done.stdout.strip()

    def install(self, package: Path) -> None:
        """Install a package with all that it depends on."""
        shutil.copy(package, self.folder / "tmp")
        self._needs("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", f"/tmp/{package.name}")
        (self.folder / "tmp" / package.name).unlink()

    def purge(self, name: str) -> None:
        """Take a package away with all that has come along."""
        self._needs("apt-get", "purge", "--yes", "--quiet", "--auto-remove", name)

    def files(self) -> set[str]:
        """Every file and folder inside, but for the lists and logs of installing itself."""
        found = set()
        for folder, folders, names in os.walk(self.folder):
            inside = os.path.relpath(folder, self.folder)
            for name in (*folders, *names):
                place = name if inside == "." else f"{inside}/{name}"
                if not f"{place}/".startswith(VARIABLE) and place not in MADE_ANEW:
                    found.add(place)
        return found

    def _needs(self, *command: str) -> None:
        said = self.run(*command)
        if self.code:
            raise RuntimeError(f"{' '.join(command)} ended with {self.code}:\n{said[-3000:]}")


def impossible() -> str:
    """Why no fresh root can be made here; empty where it can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "it takes root"
    if shutil.which("debootstrap") is None:
        return "debootstrap is not installed"
    return "" if _source() else "apt knows no mirror of Debian"


def _source() -> tuple[str, str] | None:
    """The mirror and the suite that this machine is installed from."""
    told = subprocess.run(["apt-cache", "policy"], text=True, capture_output=True).stdout
    found = [(mirror, suite) for mirror, suite in SOURCE.findall(told) if "-" not in suite]
    return found[0] if found else None


@contextmanager
def made() -> Iterator[FreshRoot]:
    """A fresh Debian with nothing but what belongs to every one, and apt."""
    source = _source()
    assert source is not None
    mirror, suite = source
    folder = Path(tempfile.mkdtemp(prefix="kpidesk-root-"))
    try:
        subprocess.run(
            ["debootstrap", "--variant=minbase", suite, str(folder), mirror], check=True, stdout=subprocess.DEVNULL
        )
        yield FreshRoot(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
