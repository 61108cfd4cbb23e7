"""Make the virtual environments that run.py, test.py and build.py work in. Standard library only.

The first two share ``.venv`` in the project's folder; what is built comes from one of its own, which holds nothing that
the program does not ask for. A stamp inside remembers what it was made from, so that a second start takes no install
step.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
BUILD_FOLDER = ROOT / ".venv-build"
OLDEST = (3, 11)

OFFSCREEN = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""Libraries that Qt needs even without a display, and the Debian packages that hold them."""

WINDOW = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What a real window under X11 needs besides."""


class SetupError(Exception):
    """The environment can't be made; the text says what to do."""


def python(folder: Path = FOLDER) -> Path:
    """The interpreter of an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def ensure(locked: str, extra: str = "", folder: Path = FOLDER) -> Path:
    """Make or refresh an environment from the ``locked`` requirements and tell its interpreter."""
    if sys.version_info < OLDEST:
        raise SetupError(f"KPI Desk needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    stamp = folder / f"{locked}.stamp"
    wanted = _fingerprint(locked)
    interpreter = python(folder)
    if interpreter.exists() and stamp.exists() and stamp.read_text() == wanted:
        return interpreter
    if not interpreter.exists():
        _make_folder(folder)
    print(f"Installing KPI Desk into {folder.name}; this happens once ...", file=sys.stderr, flush=True)
    _pip(interpreter, "--require-hashes", "-r", str(ROOT / "packaging" / locked))
    _pip(interpreter, "--no-deps", "--no-build-isolation", "-e", f"{ROOT}{extra}")
    stamp.write_text(wanted)
    return interpreter


def ensure_libraries(libraries: dict[str, str], programs: dict[str, str] | None = None) -> None:
    """Name the missing system packages on Linux, and install them when run as root."""
    if not sys.platform.startswith("linux"):
        return
    missing = [package for name, package in libraries.items() if not _loads(name)]
    missing += [package for name, package in (programs or {}).items() if not shutil.which(name)]
    if missing:
        _install_packages(missing)


def offer(files: dict[str, str], libraries: dict[str, str]) -> None:
    """Install the packages of missing ``files`` and ``libraries`` where that is silent: as root, with apt-get."""
    if not sys.platform.startswith("linux") or shutil.which("apt-get") is None or os.geteuid() != 0:
        return
    missing = [package for name, package in files.items() if not Path(name).exists()]
    missing += [package for name, package in libraries.items() if not _loads(name)]
    if missing:
        _install_packages(missing)


def run(*command: str, environment: dict[str, str] | None = None) -> int:
    """Run one command in the project's folder and tell its exit code."""
    return subprocess.call(command, cwd=ROOT, env={**os.environ, **(environment or {})})


def told(*command: str, environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run one command in the project's folder and tell its exit code, and all that it said."""
    surroundings = {**os.environ, **(environment or {})}
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    return done.returncode, done.stdout


def _fingerprint(locked: str) -> str:
    sources = [ROOT / "pyproject.toml", ROOT / "packaging" / locked, *sorted(ROOT.glob("resources/i18n/*/*/*.po"))]
    digest = hashlib.sha256(sys.version.encode() + str(ROOT).encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _make_folder(folder: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None:
        _install_packages([f"python3.{sys.version_info.minor}-venv"])
    result = subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], capture_output=True, text=True)
    if result.returncode:
        raise SetupError(f"Python could not make a virtual environment:\n{result.stdout}{result.stderr}")


def _pip(interpreter: Path, *arguments: str) -> None:
    command = [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments]
    if subprocess.call(command):
        raise SetupError("The installation stopped (see above). Nothing else was changed; run the command again.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _install_packages(packages: list[str]) -> None:
    line = f"apt-get install --yes --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"These system packages are missing (Debian names): {' '.join(packages)}")
    if os.geteuid() != 0:
        raise SetupError(f"Some system packages are missing. Install them with:\n\n    sudo {line}\n")
    print(f"Installing system packages: {' '.join(packages)} ...", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.call(["apt-get", "update", "-qq"], env=quiet)
    if subprocess.call([*line.split(), "-qq"], env=quiet, stdout=subprocess.DEVNULL):
        raise SetupError(f"The system packages could not be installed. Try by hand:\n\n    {line}\n")
