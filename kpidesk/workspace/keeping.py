"""What the rooms above have worked out of an open file and keep.

Each such thing hears of a change before anybody does who looks at it: whoever is told of a change and asks, gets what
holds now, in whatever order they are told. It is made when first asked for, and lost with everything else that is
remembered of a file where a change did not come about.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar, cast

from kpidesk.store.log.changes import Changes


class Kept(Protocol):
    """Something worked out of a file."""

    def take(self, changes: Changes) -> None:
        """Drop what a change has made untrue; one that is not known by its rows leaves nothing kept."""
        ...


K = TypeVar("K", bound=Kept)


class Keeping:
    """See the module."""

    def __init__(self) -> None:
        self._kept: dict[type[Kept], Kept] = {}

    def of(self, kind: type[K], make: Callable[[], K]) -> K:
        """What is kept of a kind; made where there is none."""
        found = self._kept.get(kind)
        if found is None:
            found = self._kept[kind] = make()
        return cast("K", found)

    def take(self, changes: Changes) -> None:
        """Let everything that is kept take in a change that is known by its rows."""
        for kept in self._kept.values():
            kept.take(changes)

    def forget(self) -> None:
        """Nothing that is kept can be trusted."""
        self._kept.clear()
