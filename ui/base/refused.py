"""Changes that the disk has refused: kept in their order until there is room, so that nobody types them again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kpidesk.records import record
from kpidesk.workspace import Seen, Workspace


@record(frozen=True)
class Call:
    """A command with what it was called with, what its form had seen, and what is said once it has changed something.

    ``said`` may ask for the command's result.
    """

    command: Callable[..., Any]
    arguments: tuple[Any, ...] = ()
    keywords: tuple[tuple[str, Any], ...] = ()
    based_on: Seen | None = None
    said: str | Callable[[Any], str] = ""

    def run(self, ws: Workspace) -> Any:
        """Perform it."""
        return self.command(ws, *self.arguments, **dict(self.keywords))

    def words(self, result: Any) -> str:
        """What is said of it when it has come about."""
        return self.said if isinstance(self.said, str) else self.said(result)

    def replaces(self, other: Call) -> bool:
        """Tell whether this changes the same as an earlier one: the last argument is what it changes it to."""
        if self.command is not other.command or {name for name, _ in self.keywords} != {n for n, _ in other.keywords}:
            return False
        if self.keywords or len(self.arguments) < 2:
            return self.arguments == other.arguments
        return self.arguments[:-1] == other.arguments[:-1]


class Refused:
    """The calls that wait. A later one for the same thing takes the place of the earlier."""

    def __init__(self) -> None:
        self.calls: list[Call] = []

    def keep(self, call: Call) -> None:
        """Try this again later."""
        self.forget(call)
        self.calls.append(call)

    def forget(self, call: Call) -> None:
        """It has been done, or something else has taken its place."""
        self.calls = [each for each in self.calls if not call.replaces(each)]
