"""Make what is installed without Python: ``python3 packaging/build.py [folder tar deb appdir …]``.

On Linux: the frozen program as a folder, as an archive, as a Debian package, as an AppImage. On Windows the folder and
an installer (Inno Setup), on macOS an application and a disk image. Everything lies in ``dist``; two builds of one
commit on one machine are alike (times of files are that of the commit).
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import appimage
import debian
import environment
import trimming

ROOT = environment.ROOT
DIST = ROOT / "dist"
PROGRAM = DIST / "kpidesk"
"""The frozen program."""
TOOLS = {"objdump": "binutils", "strip": "binutils", "xz": "xz-utils", "dpkg-deb": "dpkg"}
"""What is needed on Linux, and the Debian packages that hold it."""
XZ = ("xz", "--compress", "--stdout", "--threads=2", "--block-size=100MiB", "--x86", "--lzma2=preset=6,dict=64MiB")
"""Code of x86 is told apart, which makes a twentieth less of it; every xz of the last fifteen years unpacks it. Two
threads, whatever the machine has: one alone writes something else than several do."""


def library_of_python() -> dict[str, str]:
    """Debian's own Python holds in itself what a frozen program takes from a library; that is a package apart."""
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    return {f"{name}.so.1.0": name} if sys.base_prefix == "/usr" else {}


class BuildFailed(Exception):
    """What could not be made, and why."""


def ensure_tools() -> None:
    """What is built with, and what goes into the bundle from this machine."""
    environment.ensure_libraries({**environment.OFFSCREEN, **environment.WINDOW, **library_of_python()}, TOOLS)


def version() -> str:
    """The version of the program, from its one place."""
    told: dict[str, str] = {}
    for line in (ROOT / "kpidesk" / "__init__.py").read_text(encoding="utf-8").splitlines():
        if line.startswith("__version__"):
            exec(line, told)
    return told["__version__"]


def moment() -> int:
    """The time that is written into what is built: that of the commit, in seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    told = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, text=True, capture_output=True)
    return int(told.stdout or 0) or 1_700_000_000


def run(*command: str | Path, **surroundings: str) -> None:
    """Run one command in the project's folder; raises ``BuildFailed`` where it does not end well."""
    words = [str(each) for each in command]
    if environment.run(*words, environment={"SOURCE_DATE_EPOCH": str(moment()), **surroundings}):
        raise BuildFailed(f"{words[0]} stopped (see above); what is in {DIST} is not whole.")


def make_folder() -> Path:
    """Freeze the program into its folder."""
    python = environment.ensure("locked-build.txt", folder=environment.BUILD_FOLDER)
    run(python, ROOT / "packaging" / "i18n.py", "compile")
    shutil.rmtree(PROGRAM, ignore_errors=True)
    freeze = (python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN")
    places = ("--distpath", DIST, "--workpath", DIST / "work", ROOT / "packaging" / "kpidesk.spec")
    run(*freeze, *places, PYTHONHASHSEED="1")
    if sys.platform != "darwin":  # there it lies in the application, which is signed as it is
        run(python, ROOT / "packaging" / "notices.py", PROGRAM / "NOTICES.txt")
    if sys.platform.startswith("linux"):
        _strip()
        (PROGRAM / "kpidesk-cli").symlink_to("kpidesk")
    return PROGRAM


def _strip() -> None:
    inside = PROGRAM / "_internal"
    for library in sorted(inside.rglob("*.so*")):
        if not library.is_symlink() and trimming.STRIPPED.search(str(library.relative_to(inside))):
            run("strip", "--strip-unneeded", library)


def make_tar() -> Path:
    """The folder as an archive, in the order of names and with nobody's name in it."""
    archive = DIST / f"kpidesk-{version()}-linux-{os.uname().machine}.tar.xz"
    with archive.open("wb") as stream:
        xz = subprocess.Popen(XZ, stdin=subprocess.PIPE, stdout=stream)
        assert xz.stdin is not None
        with tarfile.open(fileobj=xz.stdin, mode="w|", format=tarfile.GNU_FORMAT) as tar:
            for path in (PROGRAM, *sorted(PROGRAM.rglob("*"))):
                tar.add(path, path.relative_to(DIST), recursive=False, filter=_nobodys)
        xz.stdin.close()
        if xz.wait():
            raise BuildFailed("xz stopped; the archive is not whole.")
    return archive


def make_deb(*, fast: bool = False) -> Path:
    """The folder as a Debian package."""
    return debian.make(PROGRAM, DIST, version(), moment(), fast=fast)


def make_appimage() -> Path:
    """The folder as an AppImage, or what of that there are tools for."""
    return appimage.make(PROGRAM, DIST, version(), moment())


def make_installer() -> Path:
    """Windows: the folder in an installer, by Inno Setup."""
    compiler = shutil.which("iscc") or r"C:\Program Files (x86)\Inno Setup 6\ISCC.exe"
    run(compiler, f"/DVersion={version()}", ROOT / "packaging" / "windows" / "kpidesk.iss")
    return DIST / f"kpidesk-{version()}-windows-x64.exe"


def make_disk_image() -> Path:
    """macOS: the application on a disk image."""
    image = DIST / f"kpidesk-{version()}-macos-{platform.machine()}.dmg"
    run("sh", ROOT / "packaging" / "macos" / "disk_image.sh", DIST / "KPI Desk.app", image)
    return image


def _nobodys(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = "root"
    entry.mtime = moment()
    entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
    return entry


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(each.lstat().st_size for each in path.rglob("*") if not each.is_dir())


def makers(system: str = sys.platform) -> dict[str, Callable[[], Path]]:
    """What can be made on a system, in this order."""
    if system == "win32":
        return {"folder": make_folder, "installer": make_installer}
    if system == "darwin":
        return {"folder": make_folder, "disk-image": make_disk_image}
    return {"folder": make_folder, "tar": make_tar, "deb": make_deb, "appimage": make_appimage}


def main(arguments: list[str]) -> int:
    """Make what is named, or everything that this system can."""
    known = makers()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", metavar="WHAT", help=", ".join(known))
    wanted = parser.parse_args(arguments).what or list(known)
    if unknown := set(wanted) - set(known):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    try:
        ensure_tools()
        for name, make in known.items():
            if name in wanted:
                made = make()
                print(f"{made}: {size(made) / 1e6:.0f} MB", flush=True)
    except (BuildFailed, environment.SetupError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
