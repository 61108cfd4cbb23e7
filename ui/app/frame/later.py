"""A module that is loaded when something of it is first asked for."""

from __future__ import annotations

import importlib
from typing import Any


class Later:
    """Stands for a module; ``Later("ui.app.frame.parts").Files`` loads it. The type checker is given the module itself.

    For one edge only: from the window that is painted first to all that it works with then.
    """

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._module), name)
