"""What the team server needs beyond the program: optional packages, loaded only when somebody uses it."""

from __future__ import annotations

import importlib
import importlib.util
from types import ModuleType

from kpidesk.errors import UserError
from kpidesk.text import msg

HOW = 'pip install "kpidesk[hub]"'
NEEDED = ("psycopg", "cryptography")
"""Without one of them nothing is shared by a server; ``keyring`` only spares the typing of a password."""


class ExtraMissing(UserError):
    """A package of the optional part is not installed: ``package`` names it."""

    def __init__(self, package: str, details: str = "") -> None:
        super().__init__(
            msg(
                "The team server needs the package {package}, which is not installed here. Nothing was changed. "
                "Install it with: {how}",
                package=package,
                how=HOW,
            ),
            details=details,
        )
        self.package = package


def needed(name: str) -> ModuleType:
    """A module of the optional part, ``psycopg.sql``; raises ``ExtraMissing`` where it can't be loaded."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ExtraMissing(name.partition(".")[0], str(error)) from error


def missing() -> ExtraMissing | None:
    """What a team server lacks here, without loading anything; ``None`` where everything is installed."""
    lacking = next((name for name in NEEDED if importlib.util.find_spec(name) is None), None)
    return None if lacking is None else ExtraMissing(lacking)
