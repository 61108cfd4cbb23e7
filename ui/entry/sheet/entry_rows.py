"""The rows of a block, of which those under a folded one are put away."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from kpidesk.domain.entities import Uid
from kpidesk.figures import EntryRow


class Rows:
    """``every`` row of a block, those ``shown``, and the keys of the ``folded`` ones."""

    def __init__(self, every: Sequence[EntryRow] = (), folded: Iterable[Uid] = ()) -> None:
        self.every, self.folded = tuple(every), set(folded)
        self._parents = {a.key for a, b in itertools.pairwise(every) if b.depth > a.depth}
        self.shown = self._unfolded()

    def _unfolded(self) -> tuple[EntryRow, ...]:
        shown: list[EntryRow] = []
        depth: int | None = None
        for row in self.every:
            if depth is not None and row.depth > depth:
                continue
            depth = row.depth if row.key in self.folded and row.key in self._parents else None
            shown.append(row)
        return tuple(shown)

    def place(self, row: EntryRow) -> int:
        """Where a row stands among every one."""
        return next(place for place, each in enumerate(self.every) if each is row)

    def can_fold(self, place: int) -> bool:
        """Tell whether there are rows under a row that is shown."""
        return self.shown[place].key in self._parents

    def parent(self, place: int) -> int:
        """The row that folds together with a row: itself, or the nearest one above that it stands under."""
        if self.can_fold(place):
            return place
        depth = self.shown[place].depth
        return next((n for n in range(place - 1, -1, -1) if self.shown[n].depth < depth), place)

    def toggled(self, place: int) -> Rows:
        """The same rows with those under one of them folded away, or out again."""
        return Rows(self.every, self.folded ^ {self.shown[place].key})

    def hiding(self, uid: Uid) -> list[Uid] | None:
        """The folded rows that hide an input, the outermost first; ``None`` where no row is the input's."""
        target = next((n for n, row in enumerate(self.every) if row.source and row.source.uid == uid), None)
        if target is None:
            return None
        depth, found = self.every[target].depth, []
        for row in reversed(self.every[:target]):
            if row.depth < depth:
                depth = row.depth
                if row.key in self.folded:
                    found.append(row.key)
        return found[::-1]
