"""Names of a package whose modules are loaded when one of them is first asked for (PEP 562).

A package that gathers the names of many modules would otherwise load all of them for any of them.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def names(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package: ``homes`` tells by module which of the package's names stand in it.

    No name may be that of a module of the same package: importing the module would put it in the name's place.
    """
    home_of = {name: module for module, held in homes.items() for name in held}

    def load(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
