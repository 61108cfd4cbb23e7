"""The AppImage: a folder with the program and what a desktop reads of it, as an image that mounts itself.

The image is made by mksquashfs. What mounts it, the *runtime*, is a small program that no registry of packages has:
``KPIDESK_APPIMAGE_RUNTIME`` names the file. Without it there is the folder, which ``AppRun`` starts, and the image.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parent.parent
APP = "no.kpidesk.KpiDesk"
RUNTIME = "KPIDESK_APPIMAGE_RUNTIME"


def make_folder(program: Path, dist: Path) -> Path:
    """The folder as an AppImage has it."""
    folder = dist / "KPI_Desk.AppDir"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(program, folder / "usr/lib/kpidesk", symlinks=True, copy_function=os.link)
    debian.put_at_home(program, folder / "usr")
    shutil.copy(ROOT / "packaging" / "linux" / "AppRun", folder / "AppRun")
    for name in (f"applications/{APP}.desktop", f"icons/hicolor/256x256/apps/{APP}.png"):
        shutil.copy(folder / "usr/share" / name, folder)
    (folder / ".DirIcon").symlink_to(f"{APP}.png")
    return folder


def make(program: Path, dist: Path, version: str, moment: int) -> Path:
    """The AppImage, or as much of it as there are tools for."""
    folder = make_folder(program, dist)
    if shutil.which("mksquashfs") is None:
        print("No image: mksquashfs is missing (squashfs-tools). The folder can be started by AppRun.")
        return folder
    image = dist / "kpidesk.squashfs"
    image.unlink(missing_ok=True)
    how = ["-root-owned", "-noappend", "-no-progress", "-quiet", "-comp", "zstd", "-b", "1M"]
    clock = {name: each for name, each in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run(
        ["mksquashfs", str(folder), str(image), *how, "-all-time", str(moment), "-mkfs-time", str(moment)],
        check=True, env=clock,
    )  # fmt: skip
    runtime = os.environ.get(RUNTIME)
    if not runtime:
        print(f"No AppImage: {RUNTIME} names no runtime to put before the image.")
        return image
    made = dist / f"KPI_Desk-{version}-{os.uname().machine}.AppImage"
    made.write_bytes(Path(runtime).read_bytes() + image.read_bytes())
    made.chmod(0o755)
    image.unlink()
    return made
