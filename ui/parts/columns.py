"""Columns that can be dragged wider or narrower, and stay so on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from ui.base.memory import Memory
from ui.base.scale import px

LEAST = 30
C = TypeVar("C", bound=IntEnum)


class Widths(QObject):
    """The widths of a header's columns, but for the one that takes the rest.

    Each layout (a window wide or narrow) has widths of its own. A double-click on a border gives a column
    back the width it came with.
    """

    def __init__(self, header: QHeaderView, memory: Memory, name: str) -> None:
        super().__init__(header)
        self.header, self._memory, self._name = header, memory, name
        self._layout = ""
        self._own: Mapping[int, int] = {}
        self._setting = False
        header.setMinimumSectionSize(px(LEAST))
        header.setStretchLastSection(False)
        header.sectionResized.connect(self._keep)
        header.sectionHandleDoubleClicked.connect(self._reset)

    def apply(self, layout: str, own: Mapping[C, int]) -> None:
        """Give the columns of a layout the widths that were chosen, or else their own."""
        wanted = {int(column): width for column, width in own.items()}
        if (layout, wanted) == (self._layout, self._own):
            return
        self._layout, self._own = layout, wanted
        self._setting = True
        chosen = self._chosen()
        for column, width in self._own.items():
            self.header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.header.resizeSection(column, max(LEAST, chosen.get(column, width)))
        self._setting = False

    def _key(self) -> str:
        return f"columns/{self._name}/{self._layout}"

    def _chosen(self) -> dict[int, int]:
        """The columns that were dragged, with their widths."""
        numbers = self._memory.numbers(self._key())
        return dict(zip(numbers[::2], numbers[1::2], strict=False))

    def _keep(self, column: int, before: int, width: int) -> None:
        """Remember what was dragged; a column that is hidden or shown comes from or goes to no width at all."""
        if self._setting or column not in self._own or not before or not width:
            return
        chosen = {**self._chosen(), column: width}
        stored = [number for pair in chosen.items() if pair[1] != self._own.get(pair[0]) for number in pair]
        self._memory.put(self._key(), stored)

    def _reset(self, column: int) -> None:
        if column in self._own:
            self.header.resizeSection(column, self._own[column])


def give_rest(header: QHeaderView, column: int, least: int) -> None:
    """Give a column what the others leave, but no less than ``least``: then the table is scrolled sideways."""
    others = sum(header.sectionSize(each) for each in range(header.count()) if each != column)
    tight = header.width() - others < least  # its viewport follows only once it is in sight
    mode = QHeaderView.ResizeMode.Fixed if tight else QHeaderView.ResizeMode.Stretch
    header.setSectionResizeMode(column, mode)
    if tight:
        header.resizeSection(column, least)
