"""The table of what would change, before it does: lines to be read and walked along, with nothing to type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget

from kpidesk.text import _
from ui.base.scale import px

ROW = 28


def set_up(table: QTableWidget, heads: Sequence[str], stretched: Iterable[int], fixed: Mapping[int, int]) -> None:
    """Give a table its heads and its look; ``fixed`` are the widths of the columns that do not stretch."""
    table.setHorizontalHeaderLabels(list(heads))
    header = table.horizontalHeader()
    for column in stretched:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
    for column, width in fixed.items():
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(column, px(width))
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(px(ROW))
    table.setShowGrid(False)
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
    table.setTabKeyNavigation(False)
    table.setFrameShape(QTableWidget.Shape.NoFrame)
    table.setAccessibleName(_("What would change"))
