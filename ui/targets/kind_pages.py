"""The fields of each kind of target, of which one kind is in view."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from ui.targets.target_fields import TargetPage


class KindPages(Mapping[str, TargetPage]):
    """One page for each kind, made when somebody asks for it: most targets are of the kind that they were before."""

    def __init__(self, makers: Mapping[str, Callable[[], TargetPage]]) -> None:
        self._makers = makers
        self.made: dict[str, TargetPage] = {}

    def __getitem__(self, key: str) -> TargetPage:
        if key not in self.made:
            self.made[key] = self._makers[key]()
        return self.made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)
