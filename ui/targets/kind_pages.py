"""The fields of each kind of target, of which one kind is in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from weakref import WeakMethod

from ui.targets.target_fields import TargetPage


class KindPages(Mapping[str, TargetPage]):
    """One page for each kind, made when somebody asks for it: most targets are of the kind that they were before.

    ``take_in`` is a method of the dialog that holds these pages, and gives each its place; it is not held here: who
    lets go of a dialog lets go of it at once, and leaves none to the collection of garbage.
    """

    def __init__(self, makers: Mapping[str, Callable[[], TargetPage]], take_in: Callable[[TargetPage], None]) -> None:
        self._makers, self._take_in = makers, WeakMethod(take_in)
        self.made: dict[str, TargetPage] = {}

    def __getitem__(self, key: str) -> TargetPage:
        if key not in self.made:
            page = self.made[key] = self._makers[key]()
            take_in = self._take_in()
            if take_in is not None:
                take_in(page)
        return self.made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
