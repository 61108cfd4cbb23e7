"""Which numbers the changes of this window have written: one is taken back without a walk through all that stand.

What a change wrote never becomes other numbers than these, only who shows them. What was made before the file was
opened, or is too much to keep, is looked for among all numbers instead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

MOST_CHANGES, MOST_CELLS = 500, 200
Place = tuple[int, int]
"""The row of an input, and the code of a period."""


class Made:
    """See the module."""

    def __init__(self) -> None:
        self._cells: dict[int, tuple[Place, ...]] = {}

    def note(self, ref: int, measured: Mapping[int, Collection[int]]) -> None:
        """Keep what a change has written, by its local number."""
        if sum(map(len, measured.values())) <= MOST_CELLS:
            self._cells[ref] = tuple((row, code) for row, codes in measured.items() for code in codes)
        if len(self._cells) > MOST_CHANGES:
            del self._cells[next(iter(self._cells))]

    def of(self, ref: int) -> tuple[Place, ...] | None:
        """The numbers of a change; empty where that is not known."""
        return self._cells.get(ref)

    def forget(self) -> None:
        """A change did not come about: its number may become another's."""
        self._cells.clear()
