"""What the hands need of the machine; ``packaging/test.py`` offers it, and without it they rest."""

from __future__ import annotations

import ctypes
import importlib.util
import shutil

PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "setxkbmap": "x11-xkb-utils",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
"""Programs, and the Debian packages that hold them."""
LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
"""What Qt needs for a real window, and the Debian packages that hold it."""
MODULES = {"Xlib": "python-xlib", "jeepney": "jeepney"}
"""Modules, and the packages on PyPI that hold them."""


def missing() -> list[str]:
    """The packages that this machine lacks."""
    programs = [package for name, package in PROGRAMS.items() if shutil.which(name) is None]
    libraries = [package for name, package in LIBRARIES.items() if not _loads(name)]
    return [*programs, *libraries, *(each for name, each in MODULES.items() if importlib.util.find_spec(name) is None)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
