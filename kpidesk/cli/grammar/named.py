"""What the grammar leads to, by name: a module of the command line is loaded when something in it is called."""

from __future__ import annotations

import importlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Named:
    """The function ``kpi_sheet`` of ``kpidesk.cli.paper``, as ``Named("paper.kpi_sheet")``."""

    def __init__(self, place: str) -> None:
        self.place = place

    def found(self) -> Callable[..., Any]:
        """The function itself."""
        module, name = self.place.rsplit(".", 1)
        function: Callable[..., Any] = getattr(importlib.import_module(f"kpidesk.cli.{module}"), name)
        return function

    def __call__(self, *arguments: Any) -> Any:
        """What it gives."""
        return self.found()(*arguments)
