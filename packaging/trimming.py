"""What of the program's surroundings goes into the bundle, and what stays out. Standard library only.

Everything named here was left out with the frozen program's self-test as the judge. What is here for a reason that
can't be seen says so.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

MODULES_LEFT_OUT = (
    # Python's own, for developers and for the network
    "tkinter", "unittest", "test", "doctest", "pdb", "lib2to3", "distutils", "setuptools", "pkg_resources", "xmlrpc",
    "pydoc_data", "curses", "_curses", "readline", "ssl", "_ssl", "ensurepip", "idlelib", "sqlite3.dump", "turtle",
    # letters of East Asia, which no bank and no till here writes its files in
    "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw",
    # numbers: numpy is here for the chart alone
    "numpy.f2py", "numpy.testing", "numpy.distutils", "numpy._core.tests", "numpy._core._multiarray_tests",
    "numpy._pyinstaller", "numpy.conftest",
    "numpy.random", "numpy.fft",
    "numpy.polynomial", "numpy.ma", "numpy.ctypeslib",
    # chart
    "pyqtgraph.opengl", "pyqtgraph.examples", "pyqtgraph.flowchart", "pyqtgraph.console", "pyqtgraph.jupyter",
    "pyqtgraph.canvas", "pyqtgraph.dockarea", "matplotlib", "scipy", "numba", "cupy", "h5py",
    # pictures: logos are PNG, JPEG and SVG; a JPEG may say things of itself as a TIFF does, or hold several
    "PIL._avif", "PIL._webp", "PIL.ImageTk", "PIL.ImageQt", "PIL._imagingtk", "PIL._imagingcms", "PIL._imagingft",
    *(
        f"PIL.{each}ImagePlugin"
        for each in (
            "Avif", "Blp", "BufrStub", "Cur", "Dcx", "Dds", "Eps", "Fits", "Fli", "Fpx", "Ftex", "Gbr", "GribStub",
            "Hdf5Stub", "Icns", "Ico", "Im", "Imt", "Iptc", "Jpeg2K", "McIdas", "Mic", "Mpeg", "Msp", "Palm", "Pcd",
            "Pcx", "Pdf", "Pixar", "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga", "WebP", "Wmf", "XVThumb", "Xbm", "Xpm",
        )
    ),
    "PIL.PdfParser",
    # Qt
    "PySide6.QtTest", "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtSql", "PySide6.QtDesigner", "PySide6.QtHelp",
    "PySide6.QtUiTools", "PySide6.QtOpenGL", "PyQt5", "PyQt6", "PySide2",
    # of which a developer's machine may have more than the program asks for
    "lxml", "IPython", "pandas", "pytest", "hypothesis", "babel", "hatchling", "pip", "rlPyCairo", "cairo", "uharfbuzz",
    "pyphen", "bidi", "defusedxml",
)  # fmt: skip

MODULES_TAKEN_IN = ("sqlcipher3.dbapi2", "PySide6.QtOpenGLWidgets")
"""What is loaded by name, so that nobody sees it coming: encryption, and what a chart may be drawn on. (The charts load
``PySide6.QtOpenGL`` too, 9 MB of which they use nothing here: ``launch.py`` stands in for it.)"""

LAID_FLAT = {
    "kpidesk": ("commands", "domain", "figures", "round", "store", "viz", "workspace"),
    "ui": ("app", "base", "goals", "parts"),
}  # fmt: skip
"""Of the program the rooms that a window passes through before it stands."""
LIBRARIES_LAID_FLAT = (
    "colorama", "numpy", "peewee", "platformdirs", "pyqtgraph", "PySide6", "shiboken6",
    "argparse", "ast", "calendar", "concurrent", "dataclasses", "datetime", "html", "inspect", "ipaddress", "logging",
    "pathlib", "pickle", "pydoc", "shutil", "socket", "subprocess", "threading", "typing", "zipfile",
)  # fmt: skip
"""And of what it is made with what is loaded with them."""

HOOKS_LEFT_OUT = ("pyi_rth_inspect", "pyi_rth_multiprocessing", "pyi_rth_pkgutil")
"""What PyInstaller does ahead of every start for programs that read their own source, start copies of themselves, or
look for modules by folder. Each loads a tenth of what a command loads, and this program does none of it."""
HOOK_OF_QT = "pyi_rth_pyside6"
"""Tells Qt where its plugins are, and loads Qt for that, for any command too; on Linux Qt finds them itself."""

PLUGINS = {
    "platforms": ("xcb", "wayland", "offscreen", "windows", "cocoa"),
    "imageformats": ("jpeg", "svg", "ico", "icns"),
    "platformthemes": ("xdgdesktopportal",),
}
"""Of some folders of Qt's plugins only these."""
PLUGIN_FOLDERS_LEFT_OUT = (
    "designer", "egldeviceintegrations", "generic", "networkinformation", "qmllint", "qmltooling", "sqldrivers", "tls",
    "vectorimageformats", "wayland-graphics-integration-server",
)  # fmt: skip
"""There is no network and no SQL by Qt, and a screen without a desktop is none to work at."""

OF_THE_SYSTEM = (
    "libstdc++", "libgcc_s", "libX11", "libxcb", "libfontconfig", "libfreetype", "libexpat", "libz", "libGL", "libEGL",
    "libGLX", "libGLdispatch", "libOpenGL", "libdrm", "libgbm", "libharfbuzz", "libp11-kit", "libcom_err", "libuuid",
    "libwayland-client", "libwayland-cursor", "libwayland-egl", "libdbus-1", "libX11-xcb", "libcups", "libglib-2.0",
    "libgthread-2.0",
)  # fmt: skip
"""Libraries of the machine that it is to take from itself: its graphics driver is built for its own, and fonts and
session are to be found where it keeps them. What of the desktop is loaded into Qt is linked to its own GLib. A desktop
has them all; CUPS is there where there is a printer."""
DATA_LEFT_OUT = re.compile(
    r"(^|/)(__pycache__|tests?|examples|include)/|\.(pyi|po|pot|a|pxd|h|c|cpp|lib|md|rst|whl)$|py\.typed$"
    r"|^PySide6/(Qt/)?translations/|^pyqtgraph/(colors|icons)/|^[^/]*\.(dist|egg)-info/"
    r"|^PySide6/(Qt/)?(qml|metatypes|libexec)/"
)
LOADED_BY_PLACE = re.compile(
    r"\.(abi3|cpython-[^/]*)\.(so|pyd)$|\.pyd$|(^|/)plugins/|^(lib)?python3|(^|/)lib-dynload/|^pypdfium2_raw/"
)
STRIPPED = re.compile(
    r"^libpython|^libcrypto|(^|/)lib-dynload/|^(sqlcipher3|pypdfium2_raw|numpy|PIL|python_calamine|charset_normalizer)/"
)
"""Libraries that lose their symbols for debuggers. Qt's have none; those beside packages (``numpy.libs``) are built so
that stripping damages them."""


def laid_flat(module: str) -> bool:
    """Tell whether a module lies in the archive unpacked: most of what is in its folder is loaded at every start."""
    top, _dot, rest = module.partition(".")
    if top in LAID_FLAT:
        return rest.partition(".")[0] in LAID_FLAT[top]
    return top in LIBRARIES_LAID_FLAT


def library(destination: str) -> bool:
    """Tell whether a shared library may go into the bundle, by where it would lie there."""
    place = PurePosixPath(destination.replace("\\", "/"))
    if "plugins" in place.parts:
        return _plugin(place)
    alone = len(place.parts) == 1  # from the machine; what a package has brought lies in its folder
    return not (alone and any(place.name.startswith(f"{each}.so") for each in OF_THE_SYSTEM))


def _plugin(place: PurePosixPath) -> bool:
    folder = place.parts[place.parts.index("plugins") + 1]
    if folder in PLUGIN_FOLDERS_LEFT_OUT:
        return False
    wanted = PLUGINS.get(folder)
    return wanted is None or any(place.stem in (f"libq{each}", f"q{each}") for each in wanted)


def reached(libraries: dict[str, set[str]]) -> set[str]:
    """Of ``libraries``, each by its place with the names of those that it is linked to, those that something needs.

    What is loaded by its place (modules of Python, plugins of Qt, the interpreter, what ``ctypes`` opens) needs itself.
    A library from a package is meant only there: two packages may bring one of the same name.
    """
    waiting = [place for place in libraries if LOADED_BY_PLACE.search(place)]
    found = set(waiting)
    by_name: dict[str, list[str]] = {}
    for place in libraries:
        by_name.setdefault(PurePosixPath(place).name, []).append(place)
    while waiting:
        new = {place for name in libraries[waiting.pop()] for place in by_name.get(name, [])} - found
        found |= new
        waiting.extend(new)
    return found


def hooks_left_out(system: str) -> set[str]:
    """What of PyInstaller's is not done ahead of every start."""
    return {*HOOKS_LEFT_OUT, HOOK_OF_QT} if system.startswith("linux") else set(HOOKS_LEFT_OUT)


def data(destination: str) -> bool:
    """Tell whether a file of somebody else's that is no library goes into the bundle; ours in ``resources`` all do."""
    if destination.startswith("resources"):
        return not destination.endswith((".po", ".pyc"))
    return not DATA_LEFT_OUT.search(destination.replace("\\", "/"))
