"""Modules of a package that are loaded when something of them is first asked for (PEP 562).

A package that gathers the names of many modules would otherwise load all of them for any of them (``names``), and so
does a module that imports ten others for what it does now and then (``modules``). A start needs half of what it would
load.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from types import ModuleType
from typing import Any


def names(package: str, homes: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a package: ``homes`` tells by module which of the package's names stand there.

    No name may be that of a module of the same package: importing the module would put it in the name's place.
    """
    home_of = {name: module for module, held in homes.items() for name in held}

    def load(name: str) -> Any:
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(home_of[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return load


class _PutOff(ModuleType):
    """Stands for a module; whoever reads or sets something of it loads it. Nothing of it is kept here."""

    @property
    def __dict__(self) -> dict[str, Any]:  # type: ignore[override]
        return importlib.import_module(self.__name__).__dict__

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self.__name__), name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(importlib.import_module(self.__name__), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(importlib.import_module(self.__name__), name)


def modules(package: str, held: Sequence[str]) -> Callable[[str], ModuleType]:
    """The ``__getattr__`` of a package: ``from package import module`` loads a module that is ``held`` when it is used.

    Once it is loaded it is the package's own, and nothing stands for it any more.
    """

    def put_off(name: str) -> ModuleType:
        if name not in held:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return _PutOff(f"{package}.{name}")

    return put_off
