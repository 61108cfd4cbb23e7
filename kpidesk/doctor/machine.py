"""The versions of everything that the program stands on."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator, Mapping
from importlib import metadata

import kpidesk
from kpidesk import text

LIBRARIES = (
    "PySide6-Essentials", "pyqtgraph", "numpy", "peewee", "reportlab", "rl_accel", "pypdfium2", "openpyxl",
    "python-calamine", "charset-normalizer", "platformdirs", "sqlcipher3", "psycopg", "cryptography", "keyring",
)  # fmt: skip
SAID_BY = (
    "KPIDESK_HOME",
    "KPIDESK_HUB_PASSWORD",
    "KPIDESK_LANGUAGE",
    "KPIDESK_PASSWORD",
    "QT_QPA_PLATFORM",
    "QT_SCALE_FACTOR",
    "XDG_DATA_HOME",
)
"""Variables that change what the program does; it is told that they are set, and never to what."""


def versions() -> Mapping[str, str]:
    """Program, Python, system and every library, by the names that they are published under."""
    from kpidesk.workspace import engine

    return {
        "KPI Desk": f"{kpidesk.__version__}{' (bundle)' if getattr(sys, 'frozen', False) else ''}",
        "Python": f"{platform.python_version()} ({platform.architecture()[0]})",
        "system": f"{platform.platform()}",
        **dict(_libraries()),
        **{name: version for name, version in engine.versions().items() if version},
    }


def surroundings() -> Mapping[str, str]:
    """The language in force, that of the system, and which variables are set."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return {
        "language": text.language(),
        "locale": named,
        "encoding": f"{sys.getfilesystemencoding()}, {sys.stdout.encoding if sys.stdout is not None else ''}",
        "variables": ", ".join(name for name in SAID_BY if os.environ.get(name)),
    }


def details(more: Mapping[str, str] | None = None) -> str:
    """What can be sent to support as it is: no file, no name of a person, no path."""
    told = {**versions(), **surroundings(), **(more or {})}
    return "\n".join(f"{name}: {value}" for name, value in told.items() if value)


def _libraries() -> Iterator[tuple[str, str]]:
    for name in LIBRARIES:
        try:
            yield name, metadata.version(name)
        except metadata.PackageNotFoundError:  # a bundle may keep none of these notes
            continue
