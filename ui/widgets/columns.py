"""Columns that can be dragged wider or narrower, and stay so on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView

from ui.memory import Memory

LEAST = 30
C = TypeVar("C", bound=IntEnum)


class Widths(QObject):
    """The widths of a header's columns, but for the one that takes the rest.

    Each layout (a window wide or narrow) has widths of its own. A double-click on a border gives a column
    back the width it came with.
    """

    def __init__(self, header: QHeaderView, memory: Memory, name: str) -> None:
        super().__init__(header)
        self._header, self._memory, self._name = header, memory, name
        self._layout = ""
        self._own: Mapping[int, int] = {}
        self._setting = False
        header.setMinimumSectionSize(LEAST)
        header.setStretchLastSection(False)
        header.sectionResized.connect(self._keep)
        header.sectionHandleDoubleClicked.connect(self._reset)

    def apply(self, layout: str, own: Mapping[C, int]) -> None:
        """Give the columns of a layout the widths that were chosen, or else their own."""
        if layout == self._layout:
            return
        self._layout, self._own = layout, {int(column): width for column, width in own.items()}
        self._setting = True
        chosen = self._memory.numbers(self._key())
        widths = chosen if len(chosen) == len(own) else list(own.values())
        for column, width in zip(own, widths, strict=True):
            self._header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self._header.resizeSection(column, max(LEAST, width))
        self._setting = False

    def _key(self) -> str:
        return f"columns/{self._name}/{self._layout}"

    def _keep(self, column: int, _old: int, width: int) -> None:
        if not self._setting and column in self._own and width > 0:
            shown = [self._header.sectionSize(each) or self._own[each] for each in self._own]
            self._memory.put(self._key(), shown)

    def _reset(self, column: int) -> None:
        if column in self._own:
            self._header.resizeSection(column, self._own[column])
