"""Which numbers the changes of this window have written: one is taken back without a walk through all that stand.

What a change wrote never becomes other numbers than these, only who shows them. What was made before the file was
opened, or is too much to keep, is looked for among all numbers instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST_CHANGES, MOST_CELLS, MOST_OF_ALL = 20_000, 200, 100_000
"""Changes that are kept, numbers of one of them, and of all together: so many as a day without a server brings."""
Place = tuple[int, int]
"""The row of an input, and the code of a period."""


class Made:
    """See the module."""

    def __init__(self) -> None:
        self._cells: dict[int, tuple[Place, ...]] = {}
        self._many = 0

    def note(self, ref: int, measured: Mapping[int, Collection[int]]) -> None:
        """Keep what a change has written, by its local number."""
        if sum(map(len, measured.values())) > MOST_CELLS:
            return
        self._cells[ref] = cells = tuple((row, code) for row, codes in measured.items() for code in codes)
        self._many += len(cells)
        while len(self._cells) > MOST_CHANGES or self._many > MOST_OF_ALL:
            self._many -= len(self._cells.pop(next(iter(self._cells))))

    def of(self, ref: int) -> tuple[Place, ...] | None:
        """The numbers of a change; empty where that is not known."""
        return self._cells.get(ref)

    def forget(self) -> None:
        """A change did not come about: its number may become another's."""
        self._cells.clear()
        self._many = 0
